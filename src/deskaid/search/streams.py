"""Listings: streamed from the tiers in order of rank, a small head re-ranked.

No query reads more than a bounded number of rows, whatever the size of the directory: FTS5 hands
out rowids in order of rank and stops at the limit (research/speed.md 2). Where words are so
common, and together so rare, that it would go through millions of entries, only the better
ranked part of the directory is looked at: see `Source.matching`.
"""

from typing import NamedTuple

from deskaid.search.expressions import ALL_COMPLETIONS, COMPLETIONS, expression
from deskaid.search.narrow import Sieve
from deskaid.search.question import Question
from deskaid.search.schema import WEAK, need_word
from deskaid.search.source import Source

HEAD = 40
"""Rows taken from each tier before they are put in order."""
ENOUGH = 20
"""With so many rows, the next tier is not asked."""
_MANY = 3
ENOUGH_FOR_MANY = 5
"""So many words in one name are no accident: fewer rows are enough."""
_MOST_RELAXED = 4
_MOST_ANDED = 6
"""Words that must all be there; a pasted sentence is not asked for word by word."""


class Within(NamedTuple):
    """What is asked of all listings beside the words, and how many are looked at per tier."""

    sieve: Sieve | None = None
    head: int = HEAD


_ANYTHING = Within()


class Found:
    """A listing's rank, the tier it was found in and the quality of its name's fit (0 to 1)."""

    __slots__ = ("fit", "rank", "tier")

    def __init__(self, rank: int, tier: int, fit: float) -> None:
        self.rank = rank
        self.tier = tier
        self.fit = fit


def stream(
    source: Source,
    question: Question,
    *,
    need: str = "",
    relax: bool = False,
    tiers: tuple[int, ...] = (1, 2, 3),
    within: Within = _ANYTHING,
) -> list[Found]:
    """Return the listings that have every telling word of ``question``, best first.

    ``need`` keeps only those that answer it; ``relax`` lets one word fail when nothing has all;
    ``tiers`` are those to ask; ``within`` narrows.
    """
    everything = [at for at, worth in enumerate(question.noise) if worth > 0.0][:_MOST_ANDED]
    telling = [at for at in everything if question.noise[at] >= WEAK]
    tries = [(everything, tiers)]
    if telling != everything:
        tries.append((telling, tiers))
    if relax and 1 < len(telling) <= _MOST_RELAXED:
        tries += [([at for at in telling if at != out], (3,)) for out in telling]
    for places, asked in tries:
        if not places:
            continue
        found, is_cut = _tiers(source, question, places, asked, need, within)
        enough = ENOUGH if len(places) < _MANY else ENOUGH_FOR_MANY
        if is_cut and len(found) < enough:
            found |= _tiers(source, question, places, asked, need, within, ALL_COMPLETIONS)[0]
        if found:
            return _in_order(source, question, found)
    return []


def _tiers(
    source: Source,
    question: Question,
    places: list[int],
    tiers: tuple[int, ...],
    need: str,
    within: Within,
    completions: int = COMPLETIONS,
) -> tuple[dict[int, int], bool]:
    """Return the rank of each listing found, with its tier, and whether more words may be tried."""
    got: dict[int, int] = {}
    is_cut = False
    for tier in tiers:
        found = expression(source, question, places, tier, completions)
        if found is None:
            continue
        is_cut |= found.is_cut
        match = found.text
        if need:
            match = f'"{need_word(need)}" AND {match}'
        if within.sieve is not None:
            match = within.sieve.match(match)
        for rank in source.matching(tier, match, entries=found.entries, head=within.head):
            got.setdefault(rank, tier)
        if len(got) >= (ENOUGH if len(places) < _MANY else ENOUGH_FOR_MANY):
            break
    return got, is_cut


def _in_order(source: Source, question: Question, found: dict[int, int]) -> list[Found]:
    """Put the head in order: fit of the name, then tier, then rank."""
    tokens = [
        token for token, worth in zip(question.tokens, question.noise, strict=True) if worth
    ] or question.tokens
    ordered = [
        Found(rank, found[rank], _fit(tokens, name)) for rank, name in source.names(found).items()
    ]
    ordered.sort(key=lambda one: (-round(one.fit, 2), one.tier, one.rank))
    return ordered


def _fit(tokens: list[str], name: list[str]) -> float:
    """Return how well a name fits: whole words, beginnings, its own beginning, its length."""
    if not name:
        return 0.0
    met = 0.0
    for token in tokens:
        if token in name:
            met += 1.0
            continue
        for word in name:
            if word.startswith(token):
                met += 0.8
                break
    fit = 0.8 * met / len(tokens)
    if met and name[0].startswith(tokens[0]):
        fit += 0.1
    return fit + 0.1 * min(1.0, met / len(name))
