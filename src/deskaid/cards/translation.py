"""The Spanish of a card's spoken lines: what it holds, and how its file is read.

A file ``scripts/es/<id>.md`` has the sections of its card that hold spoken lines, and those
lines only, in the card's order. `Library.spanish` finds the one that goes with a card.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar
from unicodedata import normalize

from deskaid.cards.card import Card, Kind, Line
from deskaid.cards.cardfile import CardFile, file_text
from deskaid.cards.problem import CardProblem
from deskaid.text import plain, straight

__all__ = ["CardProblem", "Translation", "parse_translation", "read_translation"]

LANGUAGE = "es"
SECTIONS: Mapping[str, str] = {
    "Do now": "do_now",
    "Step 1: Feelings": "feelings",
    "Step 2: Problem": "problem",
}


@dataclass(frozen=True, slots=True)
class Translation:
    """The spoken lines of one card in Spanish.

    ``reviewer`` says honestly who read it; ``rows`` maps header keys and section names to their
    line in ``path``, for lint.
    """

    id: str
    reviewed: date
    reviewer: str
    do_now: tuple[Line, ...] = ()
    feelings: tuple[Line, ...] = ()
    problem: tuple[Line, ...] = ()
    path: Path | None = None
    local: bool = False
    rows: dict[str, int] = field(default_factory=dict, hash=False, compare=False)

    def lines(self) -> Iterator[Line]:
        """Yield the lines of all steps in the order in which they are met."""
        yield from self.do_now
        yield from self.feelings
        yield from self.problem

    def pairs(self, card: Card) -> dict[Line, Line]:
        """Return the Spanish of each spoken line of ``card``; nothing when they do not match.

        Half a match is none: a line said in the place of another could mean harm.
        """
        found: dict[Line, Line] = {}
        for _, english, spanish in self.sections(card):
            if [line.kind for line in english] != [line.kind for line in spanish]:
                return {}
            found.update(zip(english, spanish, strict=True))
        return found

    def sections(self, card: Card) -> Iterator[tuple[str, tuple[Line, ...], tuple[Line, ...]]]:
        """Yield each step's heading, the spoken lines of ``card`` there, and the Spanish ones."""
        for title, name in SECTIONS.items():
            english: tuple[Line, ...] = getattr(card, name)
            spoken = tuple(line for line in english if line.kind is not Kind.DO)
            yield title, spoken, getattr(self, name)


def read_translation(path: Path, *, local: bool = False) -> Translation:
    """Return the Spanish in the file ``path``; `CardProblem` when it cannot be read or used."""
    return parse_translation(file_text(path), path, local=local)


def parse_translation(text: str, path: Path, *, local: bool = False) -> Translation:
    """Return the Spanish in ``text``; ``path`` gives its name, which must be the card's id.

    Raises `CardProblem` at the first line that is not as the format says.
    """
    composed = normalize("NFC", straight(plain(text)))  # an accent typed as a mark of its own
    return _Reader(path, composed.split("\n")).translation(local=local)


@dataclass
class _Reader(CardFile):
    HEADER: ClassVar[tuple[str, ...]] = ("id", "language", "reviewed", "reviewer")
    SECTIONS: ClassVar[Mapping[str, str]] = SECTIONS
    REQUIRED: ClassVar[tuple[str, ...]] = ("Step 1: Feelings", "Step 2: Problem")

    def translation(self, *, local: bool) -> Translation:
        self.read_header()
        if self.header["language"].lower() != LANGUAGE:
            raise self.problem(
                f"'{self.header['language']}' is not a language of cards.",
                hint=f"Write 'language: {LANGUAGE}'.",
                row=self.rows["language"],
            )
        self.read_body()
        return Translation(
            id=self.card_id(),
            reviewed=self.reviewed(),
            reviewer=self.header["reviewer"],
            path=self.path,
            local=local,
            rows=self.rows,
            **self.found,  # type: ignore[arg-type]  # every section here holds lines
        )

    def take(self, section: str, text: str) -> None:
        super().take(section, text)
        last = self.found[section][-1]
        if isinstance(last, Line) and last.kind is Kind.DO:
            raise self.problem(
                "Only what is said aloud stands here.",
                hint="Leave out 'Do:'; the card's own is shown.",
            )
