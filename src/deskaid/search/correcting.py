"""Guessing at words that nobody knows: towards the words of cards, listings and word list."""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3

from deskaid.search.binding import bound
from deskaid.search.schema import WEAK
from deskaid.search.slips import near_words
from deskaid.search.spelling import (
    BRIEF,
    LONGEST,
    SHORTEST,
    distance,
    is_slip,
    is_unfinished_slip,
    lacks_a_letter,
    squeeze,
)
from deskaid.search.stems import stem

SLIP, FAR_SLIP = 0.85, 0.7
"""How much a guess is worth beside the very word; one two slips away is worth less."""
_MOST_SLIPS = 4
_FAR_SLIP_LENGTH = 8
"""From this length on, a word may be two slips away; shorter ones would meet too many others."""


def may_be_a_slip(token: str) -> bool:
    """Return whether ``token`` is a word that is corrected at all: no number, not too short."""
    return BRIEF <= len(token) <= LONGEST and not token.isdigit()


def guesses(database: sqlite3.Connection, token: str) -> tuple[list[str], float]:
    """Return what an unknown ``token`` may be, best first, and how much a guess is worth."""
    near = _slips(database, token) if len(token) > BRIEF else _brief_slips(database, token)
    if near or len(token) < _FAR_SLIP_LENGTH:
        return near, SLIP
    return _far_slips(database, token), FAR_SLIP


def is_known(database: sqlite3.Connection, token: str) -> bool:
    """Return whether ``token`` is a word here or the beginning of one."""
    end = token + "\U0010ffff"
    for table in ("word", "vocab"):
        found = database.execute(
            f"select 1 from {table} where term >= ? and term < ? limit 1", (token, end)
        ).fetchone()
        if found:
            return True
    found = database.execute(
        "select 1 from posting where term = ? limit 1", (f"~{stem(token)}",)
    ).fetchone()
    return found is not None


def _slips(database: sqlite3.Connection, token: str) -> list[str]:
    kinds = {}
    for term, opens in near_words(database, token).items():
        if is_slip(token, term):
            kinds[term] = 1 if squeeze(token) == squeeze(term) else 2
        elif opens and len(term) > len(token) > SHORTEST and is_unfinished_slip(token, term):
            kinds[term] = 3
    if not kinds:
        return []
    marks, bound_kinds = bound(kinds)
    cards = dict(
        database.execute(f"select term, df from word where term in ({marks})", bound_kinds)
    )
    listings = dict(
        database.execute(f"select term, df2 from vocab where term in ({marks})", bound_kinds)
    )
    ranked = [
        (
            kind,
            term not in cards,
            -min(cards.get(term, 0), 1),
            -cards.get(term, 0),
            -listings.get(term, 0),
            term,
        )
        for term, kind in kinds.items()
    ]
    return [row[-1] for row in sorted(ranked)[:_MOST_SLIPS]]


def _brief_slips(database: sqlite3.Connection, token: str) -> list[str]:
    """Return the telling card words of which a word of three letters lacks one."""
    lacking = [term for term in near_words(database, token) if len(term) == len(token) + 1]
    lacking = [term for term in lacking if lacks_a_letter(token, term)]
    if not lacking:
        return []
    marks, values = bound(lacking)
    found = database.execute(
        "select term from word left join noise using (term)"
        f" where term in ({marks}) and df > 0 and coalesce(weight, 1) >= {WEAK}"
        " order by coalesce(weight, 1) desc, df desc, term",
        values,
    ).fetchall()
    return sorted((term for (term,) in found), key=lambda term: squeeze(term) != squeeze(token))[
        :_MOST_SLIPS
    ]


def _far_slips(database: sqlite3.Connection, token: str) -> list[str]:
    found = database.execute(
        "select term from word where term >= ? and term < ? and length(term) between ? and ?",
        (token[0], token[0] + "\U0010ffff", len(token) - 2, len(token) + 2),
    )
    near = [
        (distance(token, term, limit=2), term)
        for (term,) in found
        if len(set(token) ^ set(term)) <= 4
    ]
    return [term for slips, term in sorted(near) if slips <= 2][:_MOST_SLIPS]
