"""A card: what it holds. `cards.parser` reads one from its file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path


class Lead(StrEnum):
    """What comes on top: most cards lead with feelings, some with a limit, danger with safety."""

    FEELINGS = "feelings"
    LIMIT = "limit"
    SAFETY = "safety"


class Kind(StrEnum):
    """What a line asks of the person at the desk."""

    DO = "Do"
    SAY = "Say"
    ASK = "Ask"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a step.

    ``text`` is without surrounding quotes; ``wordings`` are other ways to say it (``Or:``
    lines); ``aside`` is a remark for staff, such as "to people nearby"; ``needs`` names the
    site fact without which the line is not shown; ``row`` is its line in the file.
    """

    kind: Kind
    text: str
    wordings: tuple[str, ...] = ()
    aside: str = ""
    needs: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Tripwire:
    """A sign that this card no longer fits, and the card that does."""

    sign: str
    card: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Help:
    """Whom to get and when; ``alone`` marks what to do with no colleague in reach.

    ``needs`` names the site fact without which the line is not shown.
    """

    text: str
    alone: bool = False
    needs: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Avoid:
    """A phrase that makes it worse, and what to say in its place.

    Both are without surrounding quotes; ``aside`` is a remark such as "as blame".
    """

    phrase: str
    instead: str
    aside: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """One situation at the desk.

    ``rows`` maps header keys and section names to their line in ``path``, for lint.
    """

    id: str
    title: str
    neutral: str
    group: str
    lead: Lead
    find: tuple[str, ...]
    refer: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed: date
    reviewer: str
    watch_for: tuple[Tripwire, ...] = ()
    do_now: tuple[Line, ...] = ()
    feelings: tuple[Line, ...] = ()
    problem: tuple[Line, ...] = ()
    get_help: tuple[Help, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    after: tuple[str, ...] = ()
    path: Path | None = None
    local: bool = False
    rows: dict[str, int] = field(default_factory=dict, hash=False, compare=False)

    def lines(self) -> Iterator[Line]:
        """Yield the lines of all steps in the order in which they are met."""
        yield from self.do_now
        yield from self.feelings
        yield from self.problem

    def spoken(self) -> Iterator[Line]:
        """Yield the lines that are said aloud."""
        return (line for line in self.lines() if line.kind is not Kind.DO)
