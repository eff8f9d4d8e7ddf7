"""Listings for a need, or for what was typed: their ranks, narrowed, and their rows.

No question reads more than a bounded number of wide rows, whatever the size of the directory.
"""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import cos, radians
from typing import Any

from deskaid.search.answers import LISTING_COLUMNS, Answer, listing_answer
from deskaid.search.narrow import Narrow, Sieve
from deskaid.search.question import Question
from deskaid.search.schema import PLACES, WEAK
from deskaid.search.streams import ENOUGH, Within, stream

MOST_LOOKED_AT = 2_000
"""Listings of which the hours are read to find those that are open at a time."""
_HEAD_LOOKED_AT = 400
"""The same for each tier of a typed search."""
_GOOD_NAME = 0.8
"""A listing whose name holds every word typed, as whole words."""
_BY_NAME = 4
"""Listings with the words in their name that stand before those for the need they mean."""
_MOST_LITERAL = 6
"""A longer question is a story, and no word for something rare."""
_NEEDS_ASKED = 3
_OF_EACH_NEED = 20
_CHUNK = 500
"""Values bound at once: SQLite before 3.32 takes at most 999."""


@dataclass(slots=True)
class Matches:
    """The ranks of listings that answer a question, best first.

    ``named`` tells whether the name of one holds all that was typed, ``needed`` whether the words
    mean a need that some listing answers.
    """

    ranks: list[int] = field(default_factory=list)
    named: bool = False
    needed: bool = False


def matching(
    database: sqlite3.Connection,
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
        return _matching(database, question, need, Within(), relax, only_names, limit)
    head = Within(head=_HEAD_LOOKED_AT) if narrow.open_at else Within()
    most = MOST_LOOKED_AT if narrow.open_at else limit
    passes = [_matching(database, question, need, within, loose, only_names, most)
              for within, loose in _passes(narrow, head, relax)]  # fmt: skip
    ranks = _once((rank for one in passes for rank in one.ranks), most)
    if narrow.open_at:
        ranks = known_open(database, ranks, narrow, limit=limit)
    return Matches(
        ranks[:limit], any(one.named for one in passes), any(one.needed for one in passes)
    )


def _passes(narrow: Narrow, head: Within, relax: bool) -> Iterator[tuple[Within, bool]]:
    if narrow.asks:
        # A word may only fail among all of them: else "Salvation Army" would bring other armies
        # that say they take families before the one that was asked for and does not say.
        yield replace(head, sieve=Sieve(narrow, say=True)), False
        yield replace(head, sieve=Sieve(narrow, say=False)), relax
    else:
        yield head, relax


def for_need(
    database: sqlite3.Connection, need: str, narrow: Narrow | None, *, limit: int
) -> list[int]:
    """Return the ranks of the listings for a need code, best first; "" means of all listings.

    With ``narrow`` those that say what it asks come first, then those that do not say.
    """
    most = MOST_LOOKED_AT if narrow and narrow.open_at else limit
    if narrow is None or not narrow.asks:
        ranks = list(_for_need(database, need, narrow, None, most))
    else:
        ranks = list(_for_need(database, need, narrow, Sieve(narrow, say=True), most))
        if len(ranks) < most:
            rest = _for_need(database, need, narrow, Sieve(narrow, say=False), most)
            ranks = _once([*ranks, *rest], most)
    if narrow and narrow.open_at:
        return known_open(database, ranks, narrow, limit=limit)
    return ranks


def _for_need(
    database: sqlite3.Connection, need: str, narrow: Narrow | None, sieve: Sieve | None, limit: int
) -> Iterator[int]:
    conditions = ["n.need = ?" if need else "not n.hidden"]
    values: list[object] = [need] if need else []
    if sieve is not None:
        condition, more = sieve.where()
        conditions.append(condition)
        values += more
    order = "n.weight, n.rank" if need else "n.rank"
    if narrow is not None and narrow.near:
        order, degrees = _by_distance(*narrow.near, order=order, need=need)
    else:
        degrees = []
    unsaid, bits = sieve.order() if sieve is not None else ("", [])
    values += [*bits, *degrees]
    sql = (
        f"select n.rank from {'listing_need' if need else 'listing'} n"
        f" where {' and '.join(conditions)} order by {unsaid}{order} limit ?"
    )
    for (rank,) in database.execute(sql, (*values, limit)):
        yield rank


def _by_distance(
    latitude: float, longitude: float, *, order: str, need: str
) -> tuple[str, list[float]]:
    """Return an order by distance on a flat map, good enough to choose a few hundred of many.

    A listing without a phone stays behind those that have one.
    """
    unsure = f"n.weight / {PLACES}, " if need else ""
    north, east = "(n.latitude - ?)", "((n.longitude - ?) * ?)"
    return (
        f"{unsure}n.latitude is null, {north} * {north} + {east} * {east}, {order}",
        [latitude, latitude, *(longitude, cos(radians(latitude))) * 2],
    )


def known_open(
    database: sqlite3.Connection, ranks: list[int], narrow: Narrow, *, limit: int
) -> list[int]:
    """Return those of ``ranks``, in order, that are known to be open at ``narrow.open_at``."""
    from deskaid.referrals.hours import kind_at, load  # only this question reads hours

    at = narrow.open_at
    if at is None:
        return ranks[:limit]
    is_open: dict[str, bool] = {"": False}  # a directory has the same hours many times
    found: list[int] = []
    for start in range(0, len(ranks), _CHUNK):
        chunk = ranks[start : start + _CHUNK]
        hours: dict[int, str] = dict(_selected(database, "rank, hours", chunk))
        for rank in chunk:
            text = hours.get(rank, "")
            if text not in is_open:
                is_open[text] = kind_at(load(text), at, holidays=narrow.holidays) == "open"
            if is_open[text]:
                found.append(rank)
        if len(found) >= limit:
            break
    return found[:limit]


def answers(
    database: sqlite3.Connection, ranks: list[int], needs: Iterable[str] = ()
) -> list[Answer]:
    """Return the rows of ``ranks`` in that order, found for ``needs``."""
    wanted = list(needs)
    found = {
        row[0]: listing_answer(row, wanted)
        for start in range(0, len(ranks), _CHUNK)
        for row in _selected(database, LISTING_COLUMNS, ranks[start : start + _CHUNK])
    }
    return [found[rank] for rank in ranks if rank in found]


def with_ids(database: sqlite3.Connection, ids: Collection[str], need: str) -> list[int]:
    """Return the ranks of the listings with ``ids`` that answer ``need`` and may be shown."""
    wanted = list(ids)
    found: list[int] = []
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows = database.execute(
            f"select rank, needs from listing where id in ({marks}) and not hidden", chunk
        )
        found += [rank for rank, needs in rows if not need or need in needs.split()]
    return sorted(found)


def languages(database: sqlite3.Connection) -> list[str]:
    """Return the languages that listings name, those of most listings first."""
    rows = database.execute("select name from language order by listings desc, name")
    return [name for (name,) in rows]


def _selected(
    database: sqlite3.Connection, columns: str, ranks: list[int]
) -> Iterator[tuple[Any, ...]]:
    marks = ", ".join("?" * len(ranks))
    yield from database.execute(f"select {columns} from listing where rank in ({marks})", ranks)


def _matching(
    database: sqlite3.Connection,
    question: Question,
    need: str,
    within: Within,
    relax: bool,
    only_names: bool,
    limit: int,
) -> Matches:
    if only_names:
        found = stream(database, question, need=need, tiers=(1,), within=within)
        return Matches([one.rank for one in found][:limit])
    found = stream(database, question, need=need, relax=relax, within=within)
    named = [one.rank for one in found if one.tier == 1 and one.fit >= _GOOD_NAME]
    by_name = [one.rank for one in found if one.tier == 1][:_BY_NAME]
    needed = _needed(database, question, need, within)
    ranks = _once([*named, *by_name, *needed, *(one.rank for one in found)], limit)
    return Matches(ranks, bool(named), bool(needed))


def _needed(
    database: sqlite3.Connection, question: Question, need: str, within: Within
) -> list[int]:
    """Return ranks of listings for the needs that the words mean, the clearest need first."""
    meant = clearest(question)
    if need:
        meant = [code for code in meant if code == need]
    of_each = _OF_EACH_NEED if within.head == Within().head else MOST_LOOKED_AT
    ranks: list[int] = []
    for at, code in enumerate(meant[:_NEEDS_ASKED]):
        if at == 0:
            ranks += _literal(database, code, question, within)
            ranks += _special(database, code, question, within)
        ranks += _for_need(database, code, None, within.sieve, of_each)
    return ranks


def _literal(
    database: sqlite3.Connection, code: str, question: Question, within: Within
) -> list[int]:
    """Return the listings of a need which say the very words that mean it, when they are few.

    Few of them means that the words name something rare: "insulin", not "shelter".
    """
    said = {*question.tokens, *(word for many in question.instead.values() for word in many)}
    if not said.isdisjoint(code.split("-")) or len(question.tokens) > _MOST_LITERAL:
        return []
    own = [worth if at in question.needs[code] else 0.0 for at, worth in enumerate(question.noise)]
    found = stream(database, _with_noise(question, own), need=code, within=within)
    return [one.rank for one in found] if len(found) < ENOUGH else []


def _special(
    database: sqlite3.Connection, code: str, question: Question, within: Within
) -> list[int]:
    """Return the listings of a need which also have the question's other words."""
    rest = [0.0 if at in question.needs[code] else worth for at, worth in enumerate(question.noise)]
    if not any(worth >= WEAK for worth in rest):
        return []
    found = stream(database, _with_noise(question, rest), need=code, tiers=(3,), within=within)
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
