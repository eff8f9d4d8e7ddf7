"""What the rules share: a rule, a fault, and a card's words as they would be read out."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deskaid.cards.card import Card, Kind, Line
from deskaid.cards.fill import fill
from deskaid.cards.sources import Source
from deskaid.facts import FACTS

Severity = Literal["error", "warning"]

# An empty fallback is never shown, so its example stands in where length matters.
SAMPLE: Mapping[str, str] = {fact.key: fact.example for fact in FACTS if not fact.fallback}
_QUOTED = re.compile(r'"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a card breaks a rule; ``row`` counts from 1, 0 means the whole card."""

    row: int
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Desk:
    """What a card is checked against: sources, other cards, the date, texts not to copy."""

    sources: Mapping[str, Source]
    known: frozenset[str]
    today: date
    excerpts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A numbered rule: 1-22 are the numbers of content research section 4, 23 on are ours.

    ``source`` is what the rule rests on, ``remedy`` one line on how to mend a fault.
    """

    number: int
    source: str
    remedy: str
    check: Callable[[Card, Desk], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Said:
    """Words that are said aloud, filled, with the row they stand on."""

    row: int
    text: str


def filled(text: str) -> str:
    """Return ``text`` as it reads where no site fact is set."""
    return fill(text, SAMPLE)


def wordings(line: Line) -> tuple[str, ...]:
    """Return the line's words and its other wordings, unfilled."""
    return (line.text, *line.wordings)


def spoken(card: Card) -> Iterator[Said]:
    """Yield everything a person would say aloud: Say, Ask, Or, and the right side of Don't say.

    Words in quotes inside other lines are said aloud too.
    """
    for line in card.lines():
        if line.kind is Kind.DO:
            yield from (Said(line.row, words) for words in _QUOTED.findall(filled(line.text)))
        else:
            yield from (Said(line.row, filled(text)) for text in wordings(line))
    for avoid in card.avoid:
        yield Said(avoid.row, filled(avoid.instead))
    for help_line in card.get_help:
        yield from (Said(help_line.row, words) for words in _QUOTED.findall(filled(help_line.text)))
    for number, text in enumerate(card.after):
        row = card.rows.get(f"After {number}", 0)
        yield from (Said(row, words) for words in _QUOTED.findall(filled(text)))


def raw_texts(card: Card) -> Iterator[Said]:
    """Yield every line's own words, unfilled; the left side of Don't say is left out."""
    for wire in card.watch_for:
        yield Said(wire.row, wire.sign)
    for line in card.lines():
        yield from (Said(line.row, text) for text in wordings(line))
        if line.aside:
            yield Said(line.row, line.aside)
    for help_line in card.get_help:
        yield Said(help_line.row, help_line.text)
    for avoid in card.avoid:
        yield Said(avoid.row, avoid.instead)
    for number, text in enumerate(card.after):
        yield Said(card.rows.get(f"After {number}", 0), text)


def texts(card: Card) -> Iterator[Said]:
    """Yield the same as `raw_texts`, filled."""
    return (Said(said.row, filled(said.text)) for said in raw_texts(card))


def lead_row(card: Card) -> int:
    """Return the row of the card's ``lead:``."""
    return card.rows.get("lead", 0)


def is_about(card: Card, pattern: str) -> bool:
    """Return whether the card's id or title matches ``pattern``, in any case."""
    return any(re.search(pattern, text, re.I) for text in (card.id, card.title))
