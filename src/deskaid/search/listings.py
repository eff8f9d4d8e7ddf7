"""Listings for a need, or for what was typed: their ranks, narrowed.

No question reads more than a bounded number of wide rows, whatever the size of the directory.
"""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from math import cos, radians

from deskaid.search.narrow import Narrow, Sieve
from deskaid.search.question import Question
from deskaid.search.schema import MAP, PLACES, WEAK
from deskaid.search.source import Source
from deskaid.search.streams import ENOUGH, Within, stream

MOST_LOOKED_AT = 2_000
"""Listings of which the hours are read to find those that are open at a time."""
_MOST_WORKED_OUT = 1_000
"""Different hours that are worked out among them, at 20 us each: where nearly every place keeps
its own and nearly none is open, the search ends there."""
_HEAD_LOOKED_AT = 400
"""The same for each tier of a typed search."""
_GOOD_NAME = 0.8
"""A listing whose name holds every word typed, as whole words."""
_BY_NAME = 4
"""Listings with the words in their name that stand before those for the need they mean."""
_BY_HEAD = 10
"""The same for those that have the words in name, keeper, city and needs."""
_MOST_LITERAL = 6
"""A longer question is a story, and no word for something rare."""
_NEEDS_ASKED = 3
_OF_EACH_NEED = 20
_CHUNK = 500
"""Listings of which the hours are read at a time."""


class Matches:
    """The ranks of listings that answer a question, best first.

    ``named`` tells whether the name of one holds all that was typed, ``needed`` whether the words
    mean a need that some listing answers.
    """

    __slots__ = ("named", "needed", "ranks")

    def __init__(self, ranks: list[int], named: bool = False, needed: bool = False) -> None:
        self.ranks = ranks
        self.named = named
        self.needed = needed


def matching(
    source: Source,
    question: Question,
    *,
    need: str = "",
    narrow: Narrow | None = None,
    relax: bool = False,
    only_names: bool = False,
    limit: int,
) -> Matches:
    """Return the listings that answer ``question``; of one ``need`` only, if it is given.

    With ``narrow`` those that say what it asks come first, then those that do not say.
    ``relax`` lets one word fail; ``only_names`` looks at nothing but names.
    """
    if narrow is None or not narrow.leaves_some_out:
        return _matching(source, question, need, Within(), relax, only_names, limit)
    head = Within(head=_HEAD_LOOKED_AT) if narrow.open_at else Within()
    most = MOST_LOOKED_AT if narrow.open_at else limit
    passes = [_matching(source, question, need, within, loose, only_names, most)
              for within, loose in _passes(narrow, head, relax)]  # fmt: skip
    ranks = _once((rank for one in passes for rank in one.ranks), most)
    if narrow.open_at:
        ranks = known_open(source, ranks, narrow, limit=limit)
    return Matches(
        ranks[:limit], any(one.named for one in passes), any(one.needed for one in passes)
    )


def _passes(narrow: Narrow, head: Within, relax: bool) -> Iterator[tuple[Within, bool]]:
    if narrow.asks:
        # A word may only fail among all of them: else "Salvation Army" would bring other armies
        # that say they take families before the one that was asked for and does not say.
        yield head._replace(sieve=Sieve(narrow, say=True)), False
        yield head._replace(sieve=Sieve(narrow, say=False)), relax
    else:
        yield head, relax


def for_need(source: Source, need: str, narrow: Narrow | None, *, limit: int) -> list[int]:
    """Return the ranks of the listings for a need code, best first; "" means of all listings.

    With ``narrow`` those that say what it asks come first, then those that do not say.
    """
    most = MOST_LOOKED_AT if narrow and narrow.open_at else limit
    if narrow is None or not narrow.asks:
        ranks = list(_for_need(source, need, narrow, None, most))
    else:
        ranks = list(_for_need(source, need, narrow, Sieve(narrow, say=True), most))
        if len(ranks) < most:
            rest = _for_need(source, need, narrow, Sieve(narrow, say=False), most)
            ranks = _once([*ranks, *rest], most)
    if narrow and narrow.open_at:
        return known_open(source, ranks, narrow, limit=limit)
    return ranks


def _for_need(
    source: Source, need: str, narrow: Narrow | None, sieve: Sieve | None, limit: int
) -> Iterator[int]:
    conditions = ["n.need = (select number from need where code = ?)"] if need else []
    values: list[object] = [need] if need else []
    if sieve is not None:
        condition, more = sieve.where()
        conditions.append(condition)
        values += more
    order = "n.weight, n.rank" if need else "n.rank"
    degrees: list[float] = []
    if need and narrow is not None and narrow.near:
        order, degrees = _by_distance(*narrow.near, order=order)
    unsaid, bits = sieve.order() if sieve is not None else ("", [])
    values += [*bits, *degrees]
    sql = (
        f"select n.rank from {'listing_need' if need else 'listing'} n"
        f" where {' and '.join(conditions) or 'true'} order by {unsaid}{order} limit ?"
    )
    for (rank,) in source.database.execute(sql, (*values, limit)):
        yield rank


def _by_distance(latitude: float, longitude: float, *, order: str) -> tuple[str, list[float]]:
    """Return an order by distance on a flat map, good enough to choose a few hundred of many.

    A listing without a phone stays behind those that have one.
    """
    north, east = "(n.latitude - ?)", "((n.longitude - ?) * ?)"
    return (
        f"n.weight / {PLACES}, n.latitude is null, {north} * {north} + {east} * {east}, {order}",
        [latitude * MAP, latitude * MAP, *(longitude * MAP, cos(radians(latitude))) * 2],
    )


def known_open(source: Source, ranks: list[int], narrow: Narrow, *, limit: int) -> list[int]:
    """Return those of ``ranks``, in order, that are known to be open at ``narrow.open_at``."""
    from deskaid.referrals.hours import kind_at, load  # only this question reads hours

    at = narrow.open_at
    if at is None:
        return ranks[:limit]
    is_open: dict[str, bool] = {"": False}  # a directory has the same hours many times
    found: list[int] = []
    for start in range(0, len(ranks), _CHUNK):
        chunk = ranks[start : start + _CHUNK]
        hours = source.hours(chunk)
        for rank in chunk:
            text = hours.get(rank, "")
            if text not in is_open:
                is_open[text] = kind_at(load(text), at, holidays=narrow.holidays) == "open"
            if is_open[text]:
                found.append(rank)
        if len(found) >= limit or len(is_open) > _MOST_WORKED_OUT:
            break
    return found[:limit]


def with_ids(source: Source, ids: Collection[str], need: str) -> list[int]:
    """Return the ranks of the listings with ``ids`` that answer ``need`` and may be shown."""
    return source.ranks(source.directory.having(list(ids), need))


def languages(database: sqlite3.Connection) -> list[str]:
    """Return the languages that listings name, those of most listings first."""
    rows = database.execute("select name from language order by listings desc, name")
    return [name for (name,) in rows]


def _matching(
    source: Source,
    question: Question,
    need: str,
    within: Within,
    relax: bool,
    only_names: bool,
    limit: int,
) -> Matches:
    if only_names:
        found = stream(source, question, need=need, tiers=(1,), within=within)
        return Matches([one.rank for one in found][:limit])
    found = stream(source, question, need=need, relax=relax, within=within)
    named = [one.rank for one in found if one.tier == 1 and one.fit >= _GOOD_NAME]
    by_name = [one.rank for one in found if one.tier == 1][:_BY_NAME]
    whole = [one.rank for one in found if one.tier < 3] if _asks_more(question) else []
    needed = _needed(source, question, need, within)
    rest = (one.rank for one in found)
    ranks = _once([*named, *by_name, *whole[:_BY_HEAD], *needed, *rest], limit)
    return Matches(ranks, bool(named), bool(needed))


def _asks_more(question: Question) -> bool:
    """Tell whether a telling word was typed that is not about the need: a city, a name.

    Who has all the words in name, keeper and city is meant, before all others for that need.
    """
    about: set[int] = set().union(*question.needs.values())
    telling = {at for at, worth in enumerate(question.noise) if worth > WEAK}
    return bool(about) and not telling <= about


def _needed(source: Source, question: Question, need: str, within: Within) -> list[int]:
    """Return ranks of listings for the needs that the words mean, the clearest need first."""
    meant = clearest(question)
    if need:
        meant = [code for code in meant if code == need]
    of_each = _OF_EACH_NEED if within.head == Within().head else MOST_LOOKED_AT
    ranks: list[int] = []
    for at, code in enumerate(meant[:_NEEDS_ASKED]):
        if at == 0:
            ranks += _literal(source, code, question, within)
            ranks += _special(source, code, question, within)
        ranks += _for_need(source, code, None, within.sieve, of_each)
    return ranks


def _literal(source: Source, code: str, question: Question, within: Within) -> list[int]:
    """Return the listings of a need which say the very words that mean it, when they are few.

    Few of them means that the words name something rare: "insulin", not "shelter".
    """
    said = {*question.tokens, *(word for many in question.instead.values() for word in many)}
    if not said.isdisjoint(code.split("-")) or len(question.tokens) > _MOST_LITERAL:
        return []
    own = [worth if at in question.needs[code] else 0.0 for at, worth in enumerate(question.noise)]
    found = stream(source, _with_noise(question, own), need=code, within=within)
    return [one.rank for one in found] if len(found) < ENOUGH else []


def _special(source: Source, code: str, question: Question, within: Within) -> list[int]:
    """Return the listings of a need which also have the question's other words."""
    rest = [0.0 if at in question.needs[code] else worth for at, worth in enumerate(question.noise)]
    if not any(worth >= WEAK for worth in rest):
        return []
    found = stream(source, _with_noise(question, rest), need=code, tiers=(3,), within=within)
    return [one.rank for one in found]


def _with_noise(question: Question, noise: list[float]) -> Question:
    return Question(
        question.tokens, noise, instead=question.instead, likenesses=question.likenesses
    )


def clearest(question: Question) -> list[str]:
    """Return the needs of a question, the one that most of its words mean first."""
    return sorted(question.needs, key=lambda code: (-len(question.needs[code]), code))


def _once(ranks: Iterable[int], limit: int) -> list[int]:
    return list(dict.fromkeys(ranks))[:limit]
