"""Listings by their ids, from an open connection, as this library shows them."""

# ruff: noqa: S608 - names of columns are constants of rows.py; values are bound

import sqlite3
from collections.abc import Iterable

from deskaid.errors import NothingFound
from deskaid.referrals.listing import Listing
from deskaid.referrals.local import Local, local_of
from deskaid.referrals.rows import LISTING_COLUMNS, PHONE_COLUMNS, to_listing

LISTINGS = f"SELECT {', '.join(LISTING_COLUMNS)} FROM listing"
PHONES = f"SELECT listing_id, {', '.join(PHONE_COLUMNS)} FROM phone"


def listings_of(connection: sqlite3.Connection, identities: Iterable[str]) -> list[Listing]:
    """Return the listings with these ids, in their order; an id nobody knows is left out."""
    found: list[Listing] = []
    for identity in identities:
        listing = _as_published(connection, identity)
        if listing is not None:
            found.append(_local(connection, identity).laid_over(listing))
    return found


def base_and_shown(connection: sqlite3.Connection, listing_id: str) -> tuple[Listing, Listing]:
    """Return the listing as the directory has it, and as this library shows it.

    Raises `NothingFound` when there is none.
    """
    listing = _as_published(connection, listing_id)
    if listing is None:
        raise NothingFound(
            "There is no listing with this id in the directory.",
            hint="Look for it with 'deskaid find WORDS --referrals'.",
        )
    return listing, _local(connection, listing_id).laid_over(listing)


def _local(connection: sqlite3.Connection, listing_id: str) -> Local:
    return local_of(connection, listing_id).get(listing_id) or Local()


def _as_published(connection: sqlite3.Connection, listing_id: str) -> Listing | None:
    row = connection.execute(f"{LISTINGS} WHERE id = ?", (listing_id,)).fetchone()
    if row is None:
        return None
    phones = connection.execute(
        f"{PHONES} WHERE listing_id = ? ORDER BY position", (listing_id,)
    ).fetchall()
    return to_listing(row, phones)
