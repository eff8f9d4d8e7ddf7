"""Listings into the index: three tiers of words, in order of rank, in bounded memory.

Listings arrive in any order but FTS5 must be filled by rising rank, so they wait in a second
file, which is dropped afterwards.
"""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from deskaid.referrals.browse.whom import whom
from deskaid.referrals.claims.knowing import Known, known, referral_facts
from deskaid.referrals.hours import dump
from deskaid.referrals.listing import Listing, Phone, last_checked
from deskaid.search.facets import facet_words, facets
from deskaid.search.languages import language_key, named_languages
from deskaid.search.schema import NEED_MARK, PLACES, need_word
from deskaid.search.spelling import LONGEST, SHORTEST, deletions
from deskaid.search.tokens import joined, words
from deskaid.search.vocabulary import Vocabulary
from deskaid.text import shortened

NATIONAL_SOURCE = "national"
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
_FOR_ALL = "anyone"
"""How the people begin for whom a national line is that is for no one group."""

_STAGE = (
    """create table stage.waiting (
        badness int, id text, name text, organization text, needs text, phone text, hours text,
        checked text, note text, place text, about text, hidden int, city text,
        latitude real, longitude real, facets int, languages text, who text, known text,
        places text, w1 text, w2 text, w3 text)""",
    "create table stage.ranked (rank integer primary key, row int)",
)
_WAITING = "from stage.ranked cross join stage.waiting on waiting.rowid = row"
_DISPLAY = (
    "id, name, organization, needs, phone, hours, checked, note, place, about, hidden,"
    " city, latitude, longitude, facets, languages, who, known"
)


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
        f"insert into stage.waiting values ({', '.join('?' * 23)})",
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
    _write_languages(database)
    database.commit()
    database.execute("detach stage")
    _write_words(database)


def _row(listing: Listing, vocabulary: Vocabulary) -> tuple[object, ...]:
    phone = listing.phone
    head = _head(listing, vocabulary)
    marks = [need_word(code) for code in listing.needs]
    name = [*words(listing.name), *joined(listing.name)]
    rest = words(f"{listing.description} {listing.eligibility} {listing.area_served}")
    checked = last_checked(listing)
    said = known(listing)
    languages, names_all = _spoken(listing.languages)
    bits = facets(said, names_all=names_all)
    marks += _facet_words(bits, languages)
    return (
        _badness(listing),
        listing.id,
        listing.name,
        listing.organization,
        " ".join(listing.needs),
        _number(phone) if phone else "",
        dump(listing.hours),
        checked.isoformat() if checked else "",
        shortened(_note(listing), _NOTE_LENGTH),
        listing.city if listing.address_confidential else listing.address or listing.city,
        shortened(listing.description, _ABOUT_LENGTH),
        int(_is_hidden(listing)),
        listing.city,
        listing.latitude,
        listing.longitude,
        bits,
        "\n".join(languages),
        whom(listing, said),
        _known(listing, said),
        " ".join(str(place) for place in _places(listing, {*name, *rest}, vocabulary)),
        *(
            _text(part, listing)
            for part in (name + marks, name + head + marks, name + head + rest + marks)
        ),
    )


# A directory says the same few things of most of its listings.
_spoken = lru_cache(maxsize=4096)(named_languages)


@lru_cache(maxsize=4096)
def _facet_words(bits: int, languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(facet_words(bits, languages))


def _text(found: list[str], listing: Listing) -> str:
    """Return the words of one tier, or nothing for a row that must not come up."""
    return "" if _is_hidden(listing) else " ".join(dict.fromkeys(found))


def _number(phone: Phone) -> str:
    """Return the number as published, with a mark when nobody can tell how to dial it."""
    return phone.number if phone.dial else f"{phone.number} ?"


def _note(listing: Listing) -> str:
    """Return what decides a referral in one line: that it may be gone, an alert, who may come."""
    if listing.vanished:
        return "No longer in its directory's latest file: call first"
    return listing.alert or listing.eligibility


def _known(listing: Listing, said: Known) -> str:
    """Return the facts that failed referrals turn on, as (label, text) in JSON; "" for none."""
    found = referral_facts(listing, said)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) if found else ""


def _is_hidden(listing: Listing) -> bool:
    """Tell whether a listing never comes up: a test, "do not refer", another country's line."""
    return listing.hidden or (listing.vanished and listing.source == NATIONAL_SOURCE)


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
        + 8 * (listing.source == NATIONAL_SOURCE)  # a place in town before a line far away
        + 4 * bool(listing.flagged)
        + 2 * (not listing.hours.known)
        + (listing.checked_here is None)
    )


def _write_needs(database: sqlite3.Connection) -> None:
    """Write which listings answer each need."""
    asked = database.execute(
        f"select rank, badness / {_UNSURE}, needs, places, facets, latitude, longitude {_WAITING}"
        " where not hidden order by rank"
    )
    while batch := asked.fetchmany(_BATCH):
        database.executemany(
            "insert or ignore into listing_need values (?, ?, ?, ?, ?, ?)",
            (
                (need, unsure * PLACES + int(place), rank, *more)
                for rank, unsure, needs, places, *more in batch
                for need, place in zip(needs.split(), places.split(), strict=True)
            ),
        )


def _write_languages(database: sqlite3.Connection) -> None:
    """Write who speaks each language, and what most call it."""
    asked = database.execute(
        f"select rank, languages {_WAITING} where not hidden and languages <> ''"
    )
    names: dict[str, Counter[str]] = {}
    while batch := asked.fetchmany(_BATCH):
        spoken = [(name, rank) for rank, text in batch for name in text.split("\n")]
        keyed = {(language_key(name), rank): name for name, rank in spoken}
        database.executemany("insert into listing_language values (?, ?)", keyed)
        for (language, _rank), name in keyed.items():
            names.setdefault(language, Counter())[name] += 1
    database.executemany(
        "insert into language values (?, ?, ?)",
        ((key, many.most_common(1)[0][0], many.total()) for key, many in names.items()),
    )


def _places(listing: Listing, said: set[str], vocabulary: Vocabulary) -> Iterator[int]:
    """Yield, for each need of a listing, how far it is from being first of all for that need.

    Its own order counts, but 211 is for any need. A national line comes later for a need of
    which it has no word, and where it is for some people only: a poison line for pets is not for
    somebody without insulin, and a shelter after storms is not one for tonight.
    """
    is_general = GENERAL in listing.needs
    is_far = listing.source == NATIONAL_SOURCE and not is_general
    is_for_some = is_far and not listing.eligibility.lower().startswith(_FOR_ALL)
    for at, code in enumerate(listing.needs):
        place = 0 if is_general else min(at, _LATER_NEEDS - 1)
        if is_far and code in vocabulary.needs:
            need = vocabulary.needs[code]
            place += not any(said.issuperset(phrase) for phrase in need.phrases)
        yield place + is_for_some


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
