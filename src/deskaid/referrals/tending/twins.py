"""Listings of other sources that may be the same place: a suggestion, never a merge."""

import sqlite3
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from deskaid.referrals.fetching import listings_of
from deskaid.referrals.listing import Listing
from deskaid.referrals.opening import reader
from deskaid.text import fold

NEAR = 0.8
"""How alike two names must be (difflib's ratio) to be near-same; found by eye on real files."""
MOST = 5
_EVERYBODYS = {"the", "of", "and", "at", "for", "inc", "llc", "a"}


@dataclass(frozen=True, slots=True)
class Twin:
    """A listing that may be the same place. ``same`` says what both share, in words."""

    listing_id: str
    source: str
    name: str
    phone: str
    same: str


def possible_twins(database: Path, listing_id: str) -> list[Twin]:
    """Return at most five listings of other sources with the same number and a like name.

    Hidden and vanished ones are left out. An unknown id has none. Raises `FileTrouble` when the
    file cannot be read.
    """
    with reader(database) as connection:
        if connection is None:
            return []
        mine = next(iter(listings_of(connection, [listing_id])), None)
        if mine is None:
            return []
        return [
            twin
            for other in listings_of(connection, _same_number(connection, mine))
            if (twin := _twin(mine, other)) is not None
        ][:MOST]


def _same_number(connection: sqlite3.Connection, mine: Listing) -> list[str]:
    """Return ids of shown listings of other sources that can be reached by a number of ours."""
    dials = [phone.dial for phone in mine.phones if len(phone.dial) > 6 and phone.kind != "fax"]
    found: dict[str, None] = {}
    for dial in dials:
        rows = connection.execute(
            "SELECT listing_id FROM phone JOIN listing ON listing.id = listing_id "
            "WHERE dial = ? AND phone.kind <> 'fax' AND source <> ? AND NOT hidden "
            "AND NOT vanished ORDER BY listing_id LIMIT 50",
            (dial, mine.source),
        )
        found |= dict.fromkeys(row[0] for row in rows)
    return list(found)


def _twin(mine: Listing, other: Listing) -> Twin | None:
    alike = max(_likeness(one, two) for one in _names(mine) for two in _names(other))
    if alike < NEAR:
        return None
    return Twin(
        listing_id=other.id,
        source=other.source,
        name=other.name,
        phone=other.phone.number if other.phone else "",
        same="the same name and number" if alike == 1 else "the same number and a like name",
    )


def _names(listing: Listing) -> list[str]:
    """Return what the listing may be called, folded, each name once."""
    names = (listing.name, listing.organization, listing.also_known_as)
    return list(dict.fromkeys(_plain(name) for name in names if name)) or [""]


def _plain(name: str) -> str:
    letters = "".join(mark if mark.isalnum() else " " for mark in fold(name).replace("'", ""))
    return " ".join(word for word in letters.split() if word not in _EVERYBODYS)


def _likeness(one: str, two: str) -> float:
    """Return 1 for the same name, down to 0; the words in another order are the same name."""
    if not one or not two:
        return 0.0
    if sorted(one.split()) == sorted(two.split()):
        return 1.0
    short, long = sorted((set(one.split()), set(two.split())), key=len)
    if len(short) > 1 and short <= long:
        return 0.9
    return SequenceMatcher(None, one, two).ratio()
