"""Narrowing a list: whom a place takes, free, a language, open at a time.

What a place does not say is never taken for a no: who says it comes first, who does not say
comes after, to be asked; only who says otherwise is left out.
"""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from deskaid.search.facets import FREE, NAMES_ALL, NOT_FREE, refuses_bit, takes_bit, word
from deskaid.search.languages import language_key

if TYPE_CHECKING:
    from deskaid.referrals.hours import Holidays
    from deskaid.search.answers import Answer


class Narrow(NamedTuple):
    """What is asked of every listing of a list; empty asks nothing.

    ``takes`` are of `referrals.knowing.GROUPS`. ``open_at`` (aware) keeps what is known to be
    open then, among the first `listings.MOST_LOOKED_AT`. ``near`` is (latitude, longitude) in
    degrees: it leaves nothing out, but of many listings the nearest are taken. ``holidays``
    gives the name of the public holiday a day is, or "".
    """

    takes: tuple[str, ...] = ()
    free: bool = False
    language: str = ""
    open_at: datetime | None = None
    near: tuple[float, float] | None = None
    holidays: "Holidays | None" = None

    @property
    def leaves_some_out(self) -> bool:
        """Whether anything is asked at all: ``near`` and ``holidays`` alone leave nothing out."""
        return self.asks or self.open_at is not None

    @property
    def asks(self) -> bool:
        """Whether anything is asked that a listing says or does not say."""
        return bool(self.takes or self.free or self.language)

    def unsaid(self, answer: "Answer") -> tuple[str, ...]:
        """Return what is asked and ``answer`` does not say, in words: ("families", "Spanish")."""
        open_questions = [group for group in self.takes if group not in answer.takes]
        if self.free and answer.is_free is None:
            open_questions.append("free")
        if self.language and not self._speaks(answer):
            open_questions.append(self.language)
        return tuple(open_questions)

    def leaves_out(self, answer: "Answer") -> bool:
        """Tell whether ``answer`` says otherwise than what is asked; hours aside."""
        return (
            not set(self.takes).isdisjoint(answer.refuses)
            or (self.free and answer.is_free is False)
            or (bool(self.language) and answer.names_all_languages and not self._speaks(answer))
        )

    def _speaks(self, answer: "Answer") -> bool:
        return language_key(self.language) in map(language_key, answer.languages)


class Sieve:
    """A `Narrow` as SQL, for those who ``say`` all that is asked, or for all but who says no."""

    def __init__(self, narrow: Narrow, *, say: bool) -> None:
        self._say = say
        self._language = language_key(narrow.language)
        self._said = sum(takes_bit(group) for group in narrow.takes) | FREE * narrow.free
        self._refused = sum(refuses_bit(group) for group in narrow.takes) | NOT_FREE * narrow.free
        self._wanted = [word("takes", group) for group in narrow.takes]
        self._unwanted = [word("refuses", group) for group in narrow.takes]
        if narrow.free:
            self._wanted.append(word("free"))
            self._unwanted.append(word("paid"))

    def where(self) -> tuple[str, list[object]]:
        """Return a condition on ``n.told``, and its values."""
        speaks = "n.told in (select number from told where instr(languages, ' ' || ? || ' '))"
        if self._say:
            values: list[object] = [self._said, self._said]
            condition = "n.told & ? = ?"
            if self._language:
                condition, values = f"{condition} and {speaks}", [*values, self._language]
            return condition, values
        values = [self._refused]
        condition = "n.told & ? = 0"
        if self._language:
            condition += f" and (n.told & {NAMES_ALL} = 0 or {speaks})"
            values.append(self._language)
        return condition, values

    def order(self) -> tuple[str, list[object]]:
        """Return an order by how many of several answers are not said; "" where one is asked."""
        asked = [1 << at for at in range(self._said.bit_length()) if self._said >> at & 1]
        if self._say or len(asked) < 2:
            return "", []
        return " + ".join(["(n.told & ? = 0)"] * len(asked)) + ", ", list(asked)

    def match(self, expression: str) -> str:
        """Return an FTS5 ``expression`` for a tier, narrowed."""
        speaks = [word("speaks", self._language)] if self._language else []
        if self._say:
            return " AND ".join([*(f'"{one}"' for one in self._wanted + speaks), f"({expression})"])
        out = " OR ".join(f'"{one}"' for one in self._unwanted)
        if out:
            expression = f"(({expression}) NOT ({out}))"
        if speaks:
            expression = f'(({expression}) NOT ("{word("names all")}" NOT "{speaks[0]}"))'
        return expression
