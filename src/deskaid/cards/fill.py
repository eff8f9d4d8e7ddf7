"""Put this library's facts into a card's words, or words that fit when a fact is not set."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from deskaid.facts import BY_KEY

# Home fills the words of answers; the classes of cards are for whoever opens one.
if TYPE_CHECKING:
    from deskaid.cards.card import Card, Help, Line

PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")
_SHORT_NUMBERS = ("911", "988", "211")  # a card's own; `Site.card_facts` has another country's
_SENTENCE_START = re.compile(r"(?:^|[.!?]\s+|\")$")


class _Conditional(Protocol):
    @property
    def needs(self) -> str: ...


_Shown = TypeVar("_Shown", bound=_Conditional)


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return ``text`` with each ``{{name}}`` replaced by its fact or by the fact's fallback.

    A value that begins a sentence is capitalized. An unknown name (only a local card that was
    never linted can hold one) becomes plain words, so nobody reads braces aloud.
    """
    for number in _SHORT_NUMBERS:  # before the facts go in: a phone number may hold the digits
        if number in facts:
            text = re.sub(rf"\b{number}\b", facts[number], text)
    pieces: list[str] = []
    end = 0
    for match in PLACEHOLDER.finditer(text):
        pieces.append(text[end : match.start()])
        pieces.append(_word(match[1], facts, "".join(pieces)))
        end = match.end()
    pieces.append(text[end:])
    return "".join(pieces)


def _word(key: str, facts: Mapping[str, str], before: str) -> str:
    fact = BY_KEY.get(key)
    value = fact.worded(facts.get(key, "")) if fact else facts.get(key, key.replace("_", " "))
    if _SENTENCE_START.search(before):
        return value[:1].upper() + value[1:]
    return value


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names between double braces in ``text``, in order."""
    return tuple(PLACEHOLDER.findall(text))


def shown(lines: Iterable[_Shown], facts: Mapping[str, str]) -> list[_Shown]:
    """Return those of ``lines`` whose condition this library meets."""
    return [line for line in lines if not line.needs or facts.get(line.needs)]


def visible_lines(card: "Card", facts: Mapping[str, str]) -> "list[Line]":
    """Return the lines of all steps that are shown here, unfilled, in reading order."""
    return shown(card.lines(), facts)


def visible_help(card: "Card", facts: Mapping[str, str]) -> "list[Help]":
    """Return the lines of Get help that are shown here, unfilled."""
    return shown(card.get_help, facts)
