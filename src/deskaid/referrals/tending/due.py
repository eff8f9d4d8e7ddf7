"""What is due for a look: flags, corrections the directory overtook, and old checks."""

# ruff: noqa: S608 - only constants of this file are put in; values are bound

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Literal

from deskaid.referrals.editing import label_of
from deskaid.referrals.fetching import listings_of
from deskaid.referrals.listing import Listing, last_checked
from deskaid.referrals.opening import has_table, reader

DUE_MONTHS = 12
OVERDUE_MONTHS = 24
"""Amber and red, in words (research/referrals.md 6)."""

Kind = Literal["flagged", "edit is stale", "overdue", "due", "never"]
KINDS: tuple[Kind, ...] = ("flagged", "edit is stale", "overdue", "due", "never")
"""In the order in which a desk should look at them."""

# A year or a month counts from its first day; a page that bears a date was not checked that day.
# SQLite's date() gives NULL for what is no date.
_CHECKED = """
SELECT id, max(coalesce(theirs, ''), coalesce(ours, '')) AS checked FROM (
    SELECT listing.id AS id,
           CASE WHEN assured_how = 'dated' THEN NULL
                ELSE date(substr(assured_on || '-01-01', 1, 10)) END AS theirs,
           (SELECT max(checked_on) FROM local_check WHERE listing_id = listing.id) AS ours
    FROM listing WHERE NOT hidden AND NOT vanished
)
"""


@dataclass(frozen=True, slots=True)
class Due:
    """One listing to look at. ``months`` since ``checked``; both None when no check is known."""

    listing_id: str
    name: str
    phone: str
    kind: Kind
    checked: date | None
    months: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class FlaggedListing:
    """An open flag, for the keeper of the directory it came from."""

    listing_id: str
    source: str
    source_id: str
    name: str
    phone: str
    flagged_on: date | None
    by: str
    reason: str


def due_listings(database: Path, today: date, *, limit: int = 200) -> list[Due]:
    """Return at most ``limit`` listings to look at: by kind, then the oldest check first.

    A listing stands once, under the first kind that fits. Hidden and vanished ones are left out;
    shipped national lines are in. Raises `FileTrouble` when the file cannot be read.
    """
    with reader(database) as connection:
        if connection is None or not has_table(connection, "local_edit"):
            return []
        found: list[Due] = []
        seen: set[str] = set()
        for kind, identities in _by_kind(connection, today):
            wanted = islice((one for one in identities if one not in seen), limit - len(found))
            for listing in listings_of(connection, wanted):
                seen.add(listing.id)
                found.append(_due(listing, kind, today))
        return found


def due_counts(database: Path, today: date) -> dict[Kind, int]:
    """Return how many listings are due, by kind; as `due_listings`, without a limit."""
    with reader(database) as connection:
        if connection is None or not has_table(connection, "local_edit"):
            return dict.fromkeys(KINDS, 0)
        found: dict[Kind, int] = {}
        seen: set[str] = set()
        for kind, identities in _by_kind(connection, today):
            fresh = [identity for identity in identities if identity not in seen]
            seen.update(fresh)
            found[kind] = len(fresh)
        return found


def due_of_source(database: Path, today: date, source: str) -> list[Due]:
    """Return every listing of ``source`` whose check is a year old or more, or not known.

    The oldest first, those never checked last; for the few lines that ship with the program.
    """
    with reader(database) as connection:
        if connection is None or not has_table(connection, "local_edit"):
            return []
        mine = {
            row[0] for row in connection.execute("SELECT id FROM listing WHERE source=?", (source,))
        }
        return [
            _due(listing, kind, today)
            for kind, identities in _by_age(connection, today)
            for listing in listings_of(connection, (one for one in identities if one in mine))
        ]


def open_flags(database: Path) -> list[FlaggedListing]:
    """Return every listing with an open flag, the oldest flag first, vanished ones too."""
    with reader(database) as connection:
        if connection is None or not has_table(connection, "local_edit"):
            return []
        return [
            FlaggedListing(
                listing_id=listing.id,
                source=listing.source,
                source_id=listing.source_id,
                name=listing.name,
                phone=listing.phone.number if listing.phone else "",
                flagged_on=listing.flagged_on,
                by=listing.flagged_by,
                reason=listing.flagged,
            )
            for listing in listings_of(connection, _flagged(connection, "1"))
        ]


def months_between(earlier: date, later: date) -> int:
    """Return whole months from ``earlier`` to ``later``; never less than 0."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(0, months - (later.day < earlier.day))


def _by_kind(connection: sqlite3.Connection, today: date) -> Iterator[tuple[Kind, list[str]]]:
    """Yield each kind with the ids that fit it; a listing may stand under several."""
    yield "flagged", _flagged(connection, "NOT hidden AND NOT vanished")
    yield "edit is stale", _stale(connection)
    yield from _by_age(connection, today)


def _by_age(connection: sqlite3.Connection, today: date) -> Iterator[tuple[Kind, list[str]]]:
    """Yield the kinds that come of age alone: overdue, due, never."""
    aged: dict[Kind, list[str]] = {"overdue": [], "due": [], "never": []}
    for identity, checked in connection.execute(f"{_CHECKED} ORDER BY checked, id"):
        kind = _aged(date.fromisoformat(checked) if checked else None, today)
        if kind:
            aged[kind].append(identity)
    yield from aged.items()


def _aged(checked: date | None, today: date) -> Kind | None:
    if checked is None or checked > today:  # a date to come tells of no check
        return "never"
    months = months_between(checked, today)
    if months >= OVERDUE_MONTHS:
        return "overdue"
    return "due" if months >= DUE_MONTHS else None


def _flagged(connection: sqlite3.Connection, shown: str) -> list[str]:
    rows = connection.execute(
        "SELECT listing_id FROM flag JOIN listing ON listing.id = listing_id "
        f"WHERE settled_on IS NULL AND {shown} GROUP BY listing_id ORDER BY min(flag.id)"
    )
    return [row[0] for row in rows]


def _stale(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT DISTINCT listing_id FROM local_edit JOIN listing ON listing.id = listing_id "
        "WHERE NOT hidden AND NOT vanished ORDER BY name"
    )
    edited = listings_of(connection, [row[0] for row in rows])
    return [listing.id for listing in edited if listing.stale_edits]


def _due(listing: Listing, kind: Kind, today: date) -> Due:
    checked = last_checked(listing)
    if checked is not None and checked > today:
        checked = None
    months = None if checked is None else months_between(checked, today)
    return Due(
        listing_id=listing.id,
        name=listing.name,
        phone=listing.phone.number if listing.phone else "",
        kind=kind,
        checked=checked,
        months=months,
        reason=_reason(listing, kind, checked, months),
    )


def _reason(listing: Listing, kind: Kind, checked: date | None, months: int | None) -> str:
    if kind == "flagged":
        return listing.flagged
    if kind == "edit is stale":
        fields = ", ".join(label_of(field).casefold() for field in listing.stale_edits)
        return f"The directory changed since it was corrected here: {fields}."
    if checked is None:
        return "No check is known."
    return f"Last checked {checked.isoformat()}, {months} months ago."
