"""Rules for files of phrases: those of cards on words said aloud, and a few on their shape."""

from collections.abc import Iterable, Iterator, Sequence

from deskaid.cards.card import Card, Lead
from deskaid.cards.phrasebook import Moment
from deskaid.cards.rules import deck, words
from deskaid.cards.rules.model import Desk, Fault, Rule
from deskaid.text import fold

LONGEST_WHEN = 46  # columns: it stands beside the title in the menu
FEWEST, MOST = 6, 9  # phrases: enough to choose from, and all on one screen

# Those rules of cards that speak of spoken lines, sources and dates.
_SHARED = (4, 6, 10, 11, 15, 17, 22)
SHARED: tuple[Rule, ...] = tuple(
    rule for rule in (*words.RULES, *deck.RULES) if rule.number in _SHARED
)
SHAPE = 40
SHAPE_REMEDY = f"Keep {FEWEST} to {MOST} phrases, 5 find words, 1 to 3 phrases not to say."
LETTERS = 41
LETTERS_REMEDY = "Choose a letter that no other moment has, or leave it empty."

Broken = tuple[Moment, int, str, Fault]
"""A moment, the number of the rule that it breaks, the rule's remedy, and where."""


def as_card(moment: Moment) -> Card:
    """Return ``moment`` as a card, for the rules that it shares with cards."""
    return Card(
        id=moment.id,
        title=moment.title,
        neutral="",
        group="",
        lead=Lead.FEELINGS,
        find=moment.find,
        refer=(),
        sources=moment.sources,
        reviewed=moment.reviewed,
        reviewer=moment.reviewer,
        problem=moment.lines,
        avoid=moment.avoid,
        path=moment.path,
        local=moment.local,
        rows=moment.rows,
    )


def broken(moments: Sequence[Moment], desk: Desk) -> Iterator[Broken]:
    """Yield what is wrong with ``moments``; a later one of the same id replaces the former."""
    found = {moment.id: moment for moment in moments}
    for moment in moments:
        card = as_card(moment)
        for rule in SHARED:
            for fault in rule.check(card, desk):
                yield moment, rule.number, rule.remedy, fault
        for fault in _shape(moment):
            yield moment, SHAPE, SHAPE_REMEDY, fault
    for moment, fault in _same_letters(found.values()):
        yield moment, LETTERS, LETTERS_REMEDY, fault


def _shape(moment: Moment) -> Iterator[Fault]:
    rows = moment.rows
    count = len(moment.lines)
    if not FEWEST <= count <= MOST:
        row = rows.get("Phrases", 0)
        yield Fault(row, f"{count} phrases; {FEWEST} to {MOST} are right.")
    if not 1 <= len(moment.avoid) <= 3:
        row = rows.get("Don't say", rows.get("id", 0))
        yield Fault(row, f'"Don\'t say" has {len(moment.avoid)} lines; it needs 1 to 3.')
    if len({fold(word) for word in moment.find}) < 5:
        yield Fault(rows.get("find", 0), f"{len(moment.find)} find words, at least 5.")
    if len(moment.when) > LONGEST_WHEN:
        row = rows.get("When", 0)
        yield Fault(row, f"'When' has {len(moment.when)} columns, at most {LONGEST_WHEN}.")


def _same_letters(moments: Iterable[Moment]) -> Iterator[tuple[Moment, Fault]]:
    first: dict[str, Moment] = {}
    for moment in moments:
        holder = first.setdefault(moment.letter, moment)
        if moment.letter and holder.id != moment.id:
            row = moment.rows.get("letter", 0)
            yield moment, Fault(row, f"The letter '{moment.letter}' is that of '{holder.id}'.")
