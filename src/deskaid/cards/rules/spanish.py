"""Rules for the Spanish of spoken lines; numbers 51 on, since they are no rules of cards."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from deskaid.cards.card import Card, Line
from deskaid.cards.fill import placeholders
from deskaid.cards.rules.model import Fault, filled, wordings
from deskaid.cards.spanish_words import agreeing, familiar, forbidden, unaccented, unpaired
from deskaid.cards.translation import Translation

MOST_WORDS = 14  # Spanish needs about a fifth more words than English, which has 12
WIDEST = 64  # columns with the quotes, as for English
_HONEST = re.compile(r"\bnative speaker\b", re.I)


@dataclass(frozen=True, slots=True)
class SpanishRule:
    """A numbered rule for the Spanish of a card; ``remedy`` is one line on how to mend it."""

    number: int
    remedy: str
    check: Callable[[Translation, Card, date], Iterator[Fault]]


def structure(spanish: Translation, card: Card, today: date) -> Iterator[Fault]:
    """Rule 51: the same spoken lines as the card, in the same order, under the same conditions."""
    for title, english, lines in spanish.sections(card):
        row = spanish.rows.get(title, 0)
        kinds, ours = ([str(line.kind) for line in each] for each in (english, lines))
        if kinds != ours:
            wanted = ", ".join(kinds) or "nothing"
            yield Fault(row, f"'{title}' has {', '.join(ours) or 'nothing'}; the card: {wanted}.")
            continue
        for said, line in zip(english, lines, strict=True):
            yield from _same_line(said, line)


def _same_line(english: Line, spanish: Line) -> Iterator[Fault]:
    more = len(spanish.wordings) - len(english.wordings)
    if more > 0:
        yield Fault(spanish.row, f"{more} more 'Or:' than the card has.")
    if english.needs != spanish.needs:
        yield Fault(spanish.row, "The '{{if ...}}' at its end is not the card's.")
    if bool(english.aside) != bool(spanish.aside):
        yield Fault(spanish.row, "The remark in parentheses stands in one language only.")
    known = {key for text in (*wordings(english), english.aside) for key in placeholders(text)}
    for text in (*wordings(spanish), spanish.aside):
        for key in sorted({*placeholders(text)} - known):
            yield Fault(spanish.row, f"'{{{{{key}}}}}' is not in the card's line.")
    for key in placeholders(" ".join(wordings(spanish))):
        message = f"'{{{{{key}}}}}' reads in English, set or not; say it in Spanish words."
        yield Fault(spanish.row, message, "warning")


def length(spanish: Translation, card: Card, today: date) -> Iterator[Fault]:
    """Rule 52: short enough to read aloud in a language one does not speak."""
    for row, text in _said(spanish):
        count, columns = len(text.split()), len(text) + 2
        if count > MOST_WORDS:
            yield Fault(row, f'{count} words to say, at most {MOST_WORDS}: "{text}"')
        if columns > WIDEST:
            yield Fault(row, f'{columns} columns, at most {WIDEST}: "{text}"')


def harmful(spanish: Translation, card: Card, today: date) -> Iterator[Fault]:
    """Rule 53: no phrase that makes it worse."""
    for row, text in _said(spanish):
        for phrase, why in forbidden(text):
            yield Fault(row, f"'{phrase}': {why}.")


def usted(spanish: Translation, card: Card, today: date) -> Iterator[Fault]:
    """Rule 54: a stranger is spoken to as usted, whoever they are."""
    for row, text in _said(spanish):
        for word in familiar(text):
            yield Fault(row, f"'{word}' is not usted.")
        for word in agreeing(text):
            yield Fault(row, f"'{word}' guesses at who they are.", "warning")


def marks(spanish: Translation, card: Card, today: date) -> Iterator[Fault]:
    """Rule 55: questions and calls have both of their marks."""
    for row, text in _said(spanish):
        if unpaired(text):
            yield Fault(row, f'One of ¿? or ¡! is missing: "{text}"')


def accents(spanish: Translation, card: Card, today: date) -> Iterator[Fault]:
    """Rule 56: common words have their accents; words with two spellings are not judged."""
    for row, text in _said(spanish):
        for word in unaccented(text):
            yield Fault(row, f"'{word}' lacks an accent.")


def reviewer(spanish: Translation, card: Card, today: date) -> Iterator[Fault]:
    """Rule 57: the header says whether a native speaker has read it, and when."""
    if not _HONEST.search(spanish.reviewer):
        row = spanish.rows.get("reviewer", 0)
        yield Fault(row, "'reviewer:' does not say whether a native speaker has read this.")
    row = spanish.rows.get("reviewed", 0)
    if spanish.reviewed > today:
        yield Fault(row, f"Reviewed on {spanish.reviewed}, which is in the future.")
    elif spanish.reviewed < card.reviewed:
        yield Fault(row, f"The card was reviewed later, on {card.reviewed}.", "warning")


def _said(spanish: Translation) -> Iterator[tuple[int, str]]:
    """Yield every wording of every line, filled, with its row."""
    return ((line.row, filled(text)) for line in spanish.lines() for text in wordings(line))


RULES = (
    SpanishRule(51, "Match the spoken lines of the English card one by one.", structure),
    SpanishRule(52, "Cut it; 8 words are better.", length),
    SpanishRule(53, "Say it another way.", harmful),
    SpanishRule(54, "Say usted, with words that fit anyone.", usted),
    SpanishRule(55, "Begin it with ¿ or ¡ and end it with ? or !.", marks),
    SpanishRule(56, "Add the accent.", accents),
    SpanishRule(
        57,
        "Write such as: deskaid editors (not yet reviewed by a native speaker on staff)",
        reviewer,
    ),
)


def broken(spanish: Translation, card: Card, today: date) -> Iterator[tuple[SpanishRule, Fault]]:
    """Yield what is wrong with ``spanish``, the translation of ``card``."""
    for rule in RULES:
        for fault in rule.check(spanish, card, today):
            yield rule, fault
