"""Read a card from its file; `cardfile` has the form that cards share with their Spanish."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from deskaid.cards.card import Card, Lead
from deskaid.cards.cardfile import CardFile, file_text
from deskaid.cards.problem import CardProblem, nearest
from deskaid.text import plain, straight

__all__ = ["CardProblem", "parse_card", "read_card"]

HEADER = (
    "id",
    "title",
    "neutral",
    "group",
    "lead",
    "find",
    "refer",
    "sources",
    "reviewed",
    "reviewer",
)
SECTIONS = {
    "Watch for": "watch_for",
    "Do now": "do_now",
    "Step 1: Feelings": "feelings",
    "Step 2: Problem": "problem",
    "Get help": "get_help",
    "Don't say": "avoid",
    "After": "after",
}


def read_card(path: Path, *, local: bool = False) -> Card:
    """Return the card in the file ``path``; `CardProblem` when it cannot be read or used."""
    return parse_card(file_text(path), path, local=local)


def parse_card(text: str, path: Path, *, local: bool = False) -> Card:
    """Return the card in ``text``; ``path`` gives its name, which must be the card's id.

    Raises `CardProblem` at the first line that is not as the format says.
    """
    return _Reader(path, straight(plain(text)).split("\n")).card(local=local)


@dataclass
class _Reader(CardFile):
    HEADER: ClassVar[tuple[str, ...]] = HEADER
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"refer", "sources"})
    SECTIONS: ClassVar[dict[str, str]] = SECTIONS
    REQUIRED: ClassVar[tuple[str, ...]] = ("Step 1: Feelings", "Step 2: Problem")

    def card(self, *, local: bool) -> Card:
        self.read_header()
        self.read_body()
        header = self.header
        return Card(
            id=self.card_id(),
            title=header["title"],
            neutral=header["neutral"],
            group=header["group"],
            lead=Lead(self._one_of("lead", [lead.value for lead in Lead])),
            find=_listed(header["find"]),
            refer=_listed(header["refer"]),
            sources=_listed(header["sources"]),
            reviewed=self.reviewed(),
            reviewer=header["reviewer"],
            path=self.path,
            local=local,
            rows=self.rows,
            **self.found,  # type: ignore[arg-type]  # each section is read into its own kind
        )

    def _one_of(self, key: str, allowed: list[str]) -> str:
        value = self.header[key].lower()
        if value not in allowed:
            raise self.problem(
                f"'{value}' is not a {key}.", hint=nearest(value, allowed), row=self.rows[key]
            )
        return value


def _listed(value: str) -> tuple[str, ...]:
    """Return the parts of a comma list; "none" is an empty one."""
    parts = tuple(part.strip() for part in value.split(",") if part.strip())
    return () if [part.lower() for part in parts] == ["none"] else parts
