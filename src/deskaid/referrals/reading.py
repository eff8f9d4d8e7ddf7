"""The directory, read with plain sqlite3 and read-only: the path of a keystroke.

A missing file reads as an empty directory: nothing has been taken in yet.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from deskaid.errors import NothingFound
from deskaid.referrals.fetching import LISTINGS, PHONES, listings_of
from deskaid.referrals.listing import Listing
from deskaid.referrals.local import Local, Mark, local_of, mark_of
from deskaid.referrals.opening import directory_version, local_version, reader
from deskaid.referrals.rows import to_listing
from deskaid.referrals.tending.due import Due, FlaggedListing, due_listings, open_flags

__all__ = [
    "Due",
    "FlaggedListing",
    "Mark",
    "counts",
    "directory_version",
    "due_listings",
    "iter_listings",
    "local_marks",
    "local_version",
    "open_flags",
    "read_listing",
    "read_listings",
    "reader",
]


def read_listing(database: Path, listing_id: str) -> Listing:
    """Return one listing with its phones, as this library shows it.

    Raises `NothingFound` when there is none, `FileTrouble` when the file cannot be read.
    """
    found = read_listings(database, [listing_id])
    if not found:
        raise NothingFound(
            "There is no listing with this id in the directory.",
            hint="Look for it with 'deskaid find WORDS --referrals'.",
        )
    return found[0]


def read_listings(database: Path, identities: Iterable[str]) -> list[Listing]:
    """Return the listings with these ids, in their order; an id nobody knows is left out."""
    with reader(database) as connection:
        return listings_of(connection, identities) if connection is not None else []


def iter_listings(database: Path) -> Iterator[Listing]:
    """Yield every listing in order of id, hidden and vanished ones too, a few at a time.

    Yields nothing for a missing file. Raises `FileTrouble` when the file cannot be read.
    """
    with reader(database) as connection:
        if connection is None:
            return
        connection.execute("BEGIN")  # one moment of the file, even while an import commits
        local, nothing = local_of(connection), Local()
        phones = _grouped(connection.execute(f"{PHONES} ORDER BY listing_id, position"))
        waiting = next(phones, None)
        for row in connection.execute(f"{LISTINGS} ORDER BY id"):
            own: list[sqlite3.Row] = []
            if waiting is not None and waiting[0] == row["id"]:
                own = waiting[1]
                waiting = next(phones, None)
            yield local.get(row["id"], nothing).laid_over(to_listing(row, own))


def local_marks(database: Path) -> dict[str, Mark]:
    """Return what this library added, by listing, for those it added anything to.

    For drawing over answers of a search index, which is not rebuilt for a single mark.
    """
    with reader(database) as connection:
        if connection is None:
            return {}
        marks = {identity: mark_of(local) for identity, local in local_of(connection).items()}
        return {identity: mark for identity, mark in marks.items() if mark != Mark()}


def counts(database: Path) -> dict[str, dict[str, int]]:
    """Return how many shown listings there are: ``{"sources": {...}, "needs": {...}}``."""
    found: dict[str, dict[str, int]] = {"sources": {}, "needs": {}}
    with reader(database) as connection:
        if connection is None:
            return found
        shown = "FROM listing WHERE NOT hidden AND NOT vanished GROUP BY"
        for source, count in connection.execute(f"SELECT source, count(*) {shown} source"):
            found["sources"][source] = count
        for needs, count in connection.execute(f"SELECT needs, count(*) {shown} needs"):
            for need in needs.split():
                found["needs"][need] = found["needs"].get(need, 0) + count
    return found


def _grouped(rows: Iterator[sqlite3.Row]) -> Iterator[tuple[str, list[sqlite3.Row]]]:
    """Yield each listing's phones together; ``rows`` come in order of listing."""
    current, group = "", list[sqlite3.Row]()
    for row in rows:
        if row["listing_id"] != current:
            if group:
                yield current, group
            current, group = row["listing_id"], []
        group.append(row)
    if group:
        yield current, group
