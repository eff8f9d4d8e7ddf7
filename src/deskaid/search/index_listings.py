"""Listings into the index: three tiers of words, in order of rank, in bounded memory.

Listings arrive in any order but FTS5 must be filled by rising rank, so they wait in a second
file, which is dropped afterwards.
"""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from deskaid.referrals.hours import dump
from deskaid.referrals.listing import Listing
from deskaid.search.schema import NEED_MARK, need_word
from deskaid.search.spelling import LONGEST, SHORTEST, deletions
from deskaid.search.tokens import joined, words
from deskaid.search.vocabulary import Vocabulary
from deskaid.text import shortened

PINNED_SOURCE = "national"
"""The source of the shipped national lines, which come before local listings of equal fit."""
MOST_CORRECTED = 50_000
"""Words of listings worth correcting towards, the commonest first (12 MB; research/speed.md 2)."""
_ABOUT_LENGTH = 170
_NOTE_LENGTH = 120
"""Characters of a display row: more is read from the directory when a listing is opened."""
_BATCH = 2_000
GENERAL = "211"
"""Who answers to this need answers to any."""
_UNSURE = 16
"""From this badness on, a listing comes after all others: no phone, inactive or vanished."""
_LATER_NEEDS = 4

_STAGE = (
    """create table stage.waiting (
        badness int, id text, name text, organization text, needs text, phone text, hours text,
        checked text, note text, place text, about text, hidden int,
        w1 text, w2 text, w3 text)""",
    "create table stage.ranked (rank integer primary key, row int)",
)
_WAITING = "from stage.ranked cross join stage.waiting on waiting.rowid = row"
_DISPLAY = "id, name, organization, needs, phone, hours, checked, note, place, about, hidden"


def write_listings(
    database: sqlite3.Connection,
    listings: Iterable[Listing],
    vocabulary: Vocabulary,
    staging: Path,
) -> None:
    """Write ``listings`` in order of rank; ``staging`` is a file to use and leave behind."""
    database.commit()
    database.execute("attach ? as stage", (str(staging),))
    database.execute("pragma stage.journal_mode=off")
    database.execute("pragma stage.synchronous=off")
    for table in _STAGE:
        database.execute(table)
    database.executemany(
        f"insert into stage.waiting values ({', '.join('?' * 15)})",
        (_row(listing, vocabulary) for listing in listings),
    )
    database.execute(
        "insert into stage.ranked (row) select rowid from stage.waiting order by badness, rowid"
    )
    database.execute(
        f"insert into listing (rank, {_DISPLAY}) select rank, {_DISPLAY} {_WAITING} order by rank"
    )
    for tier in (1, 2, 3):
        database.execute(
            f"insert into t{tier} (rowid, a) select rank, w{tier} {_WAITING} order by rank"
        )
        database.execute(f"insert into t{tier} (t{tier}) values ('optimize')")
    _write_needs(database)
    database.commit()
    database.execute("detach stage")
    _write_words(database)


def _row(listing: Listing, vocabulary: Vocabulary) -> tuple[object, ...]:
    phone = listing.phone
    head = _head(listing, vocabulary)
    marks = [need_word(code) for code in listing.needs]
    name = [*words(listing.name), *joined(listing.name)]
    rest = words(f"{listing.description} {listing.eligibility} {listing.area_served}")
    checked = listing.checked_here.on if listing.checked_here else None
    if checked is None and listing.assured is not None and listing.assured.how != "dated":
        checked = listing.assured.date  # a page that carries a date was not checked that day
    return (
        _badness(listing),
        listing.id,
        listing.name,
        listing.organization,
        " ".join(listing.needs),
        phone.number if phone else "",
        dump(listing.hours),
        checked.isoformat() if checked else "",
        shortened(listing.alert or listing.eligibility, _NOTE_LENGTH),
        listing.city if listing.address_confidential else listing.address or listing.city,
        shortened(listing.description, _ABOUT_LENGTH),
        int(listing.hidden),
        *(
            _text(part, listing)
            for part in (name + marks, name + head + marks, name + head + rest + marks)
        ),
    )


def _text(found: list[str], listing: Listing) -> str:
    """Return the words of one tier, or nothing for a row that must not come up."""
    return "" if listing.hidden else " ".join(dict.fromkeys(found))


def _head(listing: Listing, vocabulary: Vocabulary) -> list[str]:
    labels = [vocabulary.needs[code].label for code in listing.needs if code in vocabulary.needs]
    known_as = f"{listing.organization} {listing.also_known_as} {listing.city} "
    return words(known_as + " ".join(labels)) + joined(listing.also_known_as)


def _badness(listing: Listing) -> int:
    """Return the place in the order of rank: 0 for what a desk can rely on first."""
    return (
        64 * listing.vanished
        + 32 * (listing.status != "active")
        + 16 * (listing.phone is None)
        + 8 * (listing.source != PINNED_SOURCE)
        + 4 * bool(listing.flagged)
        + 2 * (not listing.hours.known)
        + (listing.checked_here is None)
    )


def _write_needs(database: sqlite3.Connection) -> None:
    """Write which listings answer each need."""
    asked = database.execute(
        f"select rank, badness / {_UNSURE}, needs {_WAITING} where not hidden order by rank"
    )
    while batch := asked.fetchmany(_BATCH):
        database.executemany(
            "insert or ignore into listing_need values (?, ?, ?)",
            (
                (need, unsure * _LATER_NEEDS + _place(need, at, needs), rank)
                for rank, unsure, needs in batch
                for at, need in enumerate(needs.split())
            ),
        )


def _place(need: str, at: int, needs: str) -> int:
    """Return how far from the first a need is in a listing's own order; 211 is for any need."""
    return 0 if GENERAL in needs.split() else min(at, _LATER_NEEDS - 1)


def _write_words(database: sqlite3.Connection) -> None:
    """Write how many listings have each word, and the slips by which the commoner are found."""
    for tier in (1, 2, 3):
        database.execute(f"create virtual table temp.v{tier} using fts5vocab(main, t{tier}, row)")
    database.execute(
        "insert into vocab select term, sum(d1), sum(d2), sum(d3) from ("
        " select term, doc d1, 0 d2, 0 d3 from temp.v1"
        " union all select term, 0, doc, 0 from temp.v2"
        " union all select term, 0, 0, doc from temp.v3)"
        " where substr(term, 1, 1) <> ? group by term order by term",
        (NEED_MARK,),
    )
    for tier in (1, 2, 3):
        database.execute(f"drop table temp.v{tier}")
    database.executemany("insert or ignore into spelling values (?, ?)", _slips(database))


def _slips(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    common = database.execute(
        "select term from vocab where df2 > 1 and length(term) between ? and ?"
        " order by df2 desc limit ?",
        (SHORTEST, LONGEST, MOST_CORRECTED),
    )
    for (term,) in common.fetchall():
        if not term.isdigit():
            yield from ((form, term) for form in deletions(term))
