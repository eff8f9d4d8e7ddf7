"""The directory, read with plain sqlite3 and read-only: the path of a keystroke.

A missing file reads as an empty directory: nothing has been taken in yet.
"""

# ruff: noqa: S608 - names of columns are constants of rows.py; values are bound

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from deskaid.errors import FileTrouble, NothingFound
from deskaid.referrals.listing import CheckedHere, Listing
from deskaid.referrals.rows import LISTING_COLUMNS, PHONE_COLUMNS, to_listing

_LISTINGS = f"SELECT {', '.join(LISTING_COLUMNS)} FROM listing"
_PHONES = f"SELECT listing_id, {', '.join(PHONE_COLUMNS)} FROM phone"


@contextmanager
def reader(database: Path) -> Iterator[sqlite3.Connection | None]:
    """Yield a read-only connection with rows by name, or None when nothing was taken in yet.

    Raises `FileTrouble` when the file cannot be read.
    """
    if not database.is_file():
        yield None
        return
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        connection.row_factory = sqlite3.Row
        ready = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type='table' AND name='listing'"
        ).fetchone()
        yield connection if ready else None
    except sqlite3.Error as error:
        raise FileTrouble(
            f"The directory file {database} could not be read ({error}).",
            hint="'deskaid doctor' says more; 'deskaid restore' puts back a copy.",
        ) from error
    finally:
        if connection is not None:
            connection.close()


def read_listing(database: Path, listing_id: str) -> Listing:
    """Return one listing with its phones, last local check and open flag.

    Raises `NothingFound` when there is none, `FileTrouble` when the file cannot be read.
    """
    with reader(database) as connection:
        row = None
        if connection is not None:
            row = connection.execute(f"{_LISTINGS} WHERE id = ?", (listing_id,)).fetchone()
        if connection is None or row is None:
            raise NothingFound(
                "There is no listing with this id in the directory.",
                hint="Look for it with 'deskaid find WORDS --referrals'.",
            )
        phones = connection.execute(
            f"{_PHONES} WHERE listing_id = ? ORDER BY position", (listing_id,)
        ).fetchall()
        local = _local(connection, "WHERE listing_id = ?", (listing_id,)).get(listing_id, {})
        return to_listing(row, phones, **local)


def iter_listings(database: Path) -> Iterator[Listing]:
    """Yield every listing in order of id, hidden and vanished ones too, a few at a time.

    Yields nothing for a missing file. Raises `FileTrouble` when the file cannot be read.
    """
    with reader(database) as connection:
        if connection is None:
            return
        connection.execute("BEGIN")  # one moment of the file, even while an import commits
        local = _local(connection, "", ())
        phones = _grouped(connection.execute(f"{_PHONES} ORDER BY listing_id, position"))
        waiting = next(phones, None)
        for row in connection.execute(f"{_LISTINGS} ORDER BY id"):
            own: list[sqlite3.Row] = []
            if waiting is not None and waiting[0] == row["id"]:
                own = waiting[1]
                waiting = next(phones, None)
            yield to_listing(row, own, **local.get(row["id"], {}))


def directory_version(database: Path) -> int:
    """Return a number that grows whenever the directory changes; 0 when there is none yet."""
    with reader(database) as connection:
        if connection is None:
            return 0
        row = connection.execute("SELECT value FROM state WHERE key='directory_version'").fetchone()
        return int(row[0]) if row else 0


def local_marks(database: Path) -> dict[str, tuple[date | None, str]]:
    """Return what this library added, by listing: (day last checked here, open flag's reason).

    For drawing over answers of a search index, which is not rebuilt for a single mark.
    """
    with reader(database) as connection:
        if connection is None:
            return {}
        marks: dict[str, tuple[date | None, str]] = {}
        for identity, local in _local(connection, "", ()).items():
            checked = local.get("checked_here")
            marks[identity] = (checked.on if checked else None, local.get("flagged", ""))
        return marks


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


def _local(
    connection: sqlite3.Connection, where: str, values: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    """Return what this library added, by listing: the last check and the open flag."""
    local: dict[str, dict[str, Any]] = {}
    checks = f"SELECT listing_id, checked_on, initials FROM local_check {where} ORDER BY id"
    for row in connection.execute(checks, values):
        checked = CheckedHere(date.fromisoformat(row["checked_on"]), row["initials"])
        local.setdefault(row["listing_id"], {})["checked_here"] = checked
    flags = f"SELECT listing_id, reason, settled_on FROM flag {where} ORDER BY id"
    for row in connection.execute(flags, values):
        if row["settled_on"] is None:
            local.setdefault(row["listing_id"], {})["flagged"] = row["reason"]
    return local
