"""What a list of the directory is narrowed to, by letter and in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from deskaid.referrals.browse.distance import Place
from deskaid.referrals.hours import Holidays, clock
from deskaid.referrals.timetable.hours_in_words import DAY_NAMES
from deskaid.search.languages import language_key
from deskaid.search.narrow import Narrow
from deskaid.text import fold, one_line

GROUP_LETTERS = {"f": "families", "m": "men", "w": "women", "y": "youth", "p": "pets"}
FREE_LETTERS = ("$", "4")
LANGUAGE, AT, OPEN, CLEAR = "l", "t", "o", "x"
LONGEST_LANGUAGE = 24
"""Characters: a title has room for it."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen. ``open_now`` moves with the clock; ``at`` (aware) stands for it."""

    takes: tuple[str, ...] = ()
    free: bool = False
    language: str = ""
    at: datetime | None = None
    open_now: bool = False

    def __bool__(self) -> bool:
        return self != Filters()

    def switched(self, letter: str) -> "Filters":
        """Return these with the filter of ``letter`` on, or off again.

        A language and a moment can only be switched off: their values are asked for.
        """
        if letter in GROUP_LETTERS:
            group = GROUP_LETTERS[letter]
            chosen = set(self.takes) ^ {group}
            takes = tuple(one for one in GROUP_LETTERS.values() if one in chosen)
            return replace(self, takes=takes)
        if letter in FREE_LETTERS:
            return replace(self, free=not self.free)
        if letter == OPEN:
            return replace(self, open_now=not self.open_now, at=None)
        if letter == LANGUAGE:
            return replace(self, language="")
        if letter == AT:
            return replace(self, at=None)
        return Filters() if letter == CLEAR else self

    def narrow(self, now: datetime, near: Place | None, holidays: Holidays | None) -> Narrow:
        """Return what to ask the index at ``now`` for a library at ``near``."""
        return Narrow(
            self.takes,
            self.free,
            self.language,
            open_at=now if self.open_now else self.at,
            near=near,
            holidays=holidays,
        )

    def words(self, now: datetime) -> list[str]:
        """Return each filter in words: ["families", "free", "Spanish", "open Sun 9a"]."""
        return [word for word, _ in self.lifted(now)]

    def lifted(self, now: datetime) -> Iterator[tuple[str, "Filters"]]:
        """Yield each filter in words, and these filters without it."""
        for group in self.takes:
            rest = tuple(one for one in self.takes if one != group)
            yield group, replace(self, takes=rest)
        if self.free:
            yield "free", replace(self, free=False)
        if self.language:
            yield self.language, replace(self, language="")
        if self.open_now:
            yield "open now", replace(self, open_now=False)
        if self.at is not None:
            yield f"open {moment_words(self.at, now)}", replace(self, at=None)


def moment_words(at: datetime, now: datetime) -> str:
    """Return ``at`` as staff say it: "at 6p", "Sun 9a", "Sun 29 Nov 9a" when a week away."""
    time = clock(at.hour * 60 + at.minute)
    days = (at.date() - now.date()).days
    if days == 0:
        return f"at {time}"
    day = DAY_NAMES[at.weekday()]
    return f"{day} {time}" if 0 < days < 6 else f"{day} {at.day} {at:%b} {time}"


def language_meant(typed: str, known: list[str]) -> str:
    """Return the first of ``known`` that begins as ``typed``; else what was typed, as a name."""
    name = one_line(typed)[:LONGEST_LANGUAGE]
    key = language_key(name)
    same = [one for one in known if language_key(one) == key]
    begins = [one for one in known if fold(one).startswith(fold(name))]
    return next(iter([*same, *begins]), name.title() if name.islower() else name)
