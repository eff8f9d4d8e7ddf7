"""One row of an answer, and how cards and phrases are read from the index."""

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from deskaid.search.facets import NAMES_ALL, is_free, refused, taken

if TYPE_CHECKING:
    from deskaid.referrals.hours import Hours

MOMENT_COLUMNS = "number, id, title, preview"
CARD_COLUMNS = "number, id, title, neutral, lead, needs, preview"


class Answer(NamedTuple):
    """One row of an answer: a card, phrases for a moment, or a listing to refer to.

    ``need`` is the need it was found for, or its first; ``lead``, ``neutral`` are a card's;
    ``phone``, ``checked``, ``note`` (alert, or who may come), ``organization``, ``place`` and
    what follows are a listing's. ``preview`` are the first lines as (label, text), placeholders
    unfilled.

    ``who`` says in a word or two whom it takes. A listing in neither ``takes`` nor ``refuses``
    of a group does not say; ``is_free`` None neither. ``known`` are the facts on which a
    referral fails, as (label, text).
    """

    kind: Literal["card", "phrases", "referral"]
    id: str
    title: str
    neutral: str = ""
    lead: str = ""
    need: str = ""
    needs: tuple[str, ...] = ()
    phone: str = ""
    hours_json: str = ""
    checked: date | None = None
    note: str = ""
    organization: str = ""
    place: str = ""
    preview: tuple[tuple[str, str], ...] = ()
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    facets: int = 0
    languages: tuple[str, ...] = ()
    who: str = ""
    known_json: str = ""

    @property
    def takes(self) -> tuple[str, ...]:
        """The groups it says it takes, of `referrals.knowing.GROUPS`."""
        return taken(self.facets)

    @property
    def refuses(self) -> tuple[str, ...]:
        """The groups it says it does not take."""
        return refused(self.facets)

    @property
    def is_free(self) -> bool | None:
        """Whether it says it is free; None where it does not say."""
        return is_free(self.facets)

    @property
    def names_all_languages(self) -> bool:
        """Whether it names its languages, and no interpreter for others."""
        return bool(self.facets & NAMES_ALL)

    @property
    def known(self) -> tuple[tuple[str, str], ...]:
        """The facts on which a referral fails, and "ask them" where they are not known."""
        return _lines(self.known_json) if self.known_json else ()

    @property
    def hours(self) -> "Hours | None":
        """The listing's hours, decoded now; None for a card, or when none are known."""
        if not self.hours_json:
            return None
        from deskaid.referrals.hours import load  # only rows that are drawn are decoded

        return load(self.hours_json)


def card_answer(row: tuple[int, str, str, str, str, str, str]) -> Answer:
    """Return the answer of a row of `CARD_COLUMNS`."""
    _number, card_id, title, neutral, lead, needs, preview = row
    codes = tuple(needs.split())
    return Answer(
        "card",
        card_id,
        title,
        neutral=neutral,
        lead=lead,
        need=codes[0] if codes else "",
        needs=codes,
        preview=_lines(preview),
    )


def moment_answer(row: tuple[int, str, str, str]) -> Answer:
    """Return the answer of a row of `MOMENT_COLUMNS`."""
    _number, moment_id, title, preview = row
    return Answer("phrases", moment_id, title, preview=_lines(preview))


def _lines(text: str) -> tuple[tuple[str, str], ...]:
    import json  # opening the index, which the first frame waits for, takes none

    return tuple((label, line) for label, line in json.loads(text))
