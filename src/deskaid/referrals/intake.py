"""The one short step in which a directory changes: what is `Incoming` becomes what is there.

Everything slow is over by now. Under the write lock rows are only compared and copied, so a
check made at the desk meanwhile waits a moment, and a process that is killed leaves the old
directory whole. Why plain sqlite3: see `deskaid.referrals.incoming`.
"""

# ruff: noqa: S608 - names of tables and columns are constants; values are bound

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from deskaid.database.engine import BUSY_SECONDS
from deskaid.errors import FileTrouble
from deskaid.referrals.importing.report import Report
from deskaid.referrals.rows import PACKED_COLUMNS, PHONE_COLUMNS

_CACHE_KB = 8_000
"""Rows come and go in order of their ids: a larger cache saves no time."""
_CHECKPOINT_MS = 2_000
"""How long a reader may hold up the shrinking of the write-ahead log, before it is let be."""

_COMPARE = """
    CREATE TEMP TABLE change AS
    SELECT new.seat AS seat, new.id AS id, old.id IS NULL AS is_new
    FROM incoming.listing AS new LEFT JOIN listing AS old ON old.id = new.id
    WHERE old.id IS NULL OR old.digest <> new.digest ORDER BY new.id
"""
"""In order of id: so they lie in the directory, and whoever reads all of it reads on and on."""
# Asked of the few rows that pass what stands before it, by the index of `Incoming.finish`.
_THERE = "EXISTS (SELECT 1 FROM incoming.listing AS new WHERE new.id = listing.id)"
_RETURNED = f"vanished AND {_THERE}"
_VANISHED = f"source = ? AND NOT vanished AND NOT {_THERE}"
_COLUMNS = ", ".join(PACKED_COLUMNS)
_TAKE_LISTINGS = f"""
    INSERT INTO listing ({_COLUMNS})
    SELECT {", ".join(f"new.{name}" for name in PACKED_COLUMNS)}
    FROM change CROSS JOIN incoming.listing AS new ON new.seat = change.seat WHERE true
    ON CONFLICT (id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in PACKED_COLUMNS if name != "id")}
"""
_DROP_PHONES = "DELETE FROM phone WHERE listing_id IN (SELECT id FROM change WHERE NOT is_new)"
_PHONE_COLUMNS = ", ".join(PHONE_COLUMNS)
_TAKE_PHONES = f"""
    INSERT INTO phone (listing_id, position, {_PHONE_COLUMNS})
    SELECT change.id, position, {_PHONE_COLUMNS}
    FROM change CROSS JOIN incoming.phone AS new ON new.seat = change.seat
"""
_NOTE_SOURCE = """
    INSERT INTO source (name, file, form, read_at, listings) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET file = excluded.file, form = excluded.form,
    read_at = excluded.read_at, listings = excluded.listings
"""
_GROW = """
    INSERT INTO state (key, value) VALUES ('directory_version', '1')
    ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
"""


def take(database: Path, incoming: Path, report: Report) -> None:
    """Take the file ``incoming`` into ``database`` in one transaction; counts go to ``report``.

    Raises `FileTrouble` when the database cannot be written; then it is as it was.
    """
    with _opened(database, f"{database.absolute().as_uri()}?mode=rw", incoming) as connection:
        run = connection.execute
        run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=NORMAL")
        run(f"PRAGMA cache_size=-{_CACHE_KB}")
        run("BEGIN IMMEDIATE")
        returned = _compare(connection, report)
        run(_TAKE_LISTINGS)
        if report.updated:
            run(_DROP_PHONES)
        run(_TAKE_PHONES)
        if returned:
            run(f"UPDATE listing SET vanished = 0 WHERE {_RETURNED}")
        if report.vanished:
            run(f"UPDATE listing SET vanished = 1 WHERE {_VANISHED}", (report.source,))
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # as SQLAlchemy writes it
        run(_NOTE_SOURCE, (report.source, report.file, report.form, now, report.read))
        if report.added or report.updated or report.vanished or returned:
            run(_GROW)
        run("COMMIT")
        # One large transaction leaves a log as large as itself; what a reader still needs stays.
        run(f"PRAGMA busy_timeout={_CHECKPOINT_MS}")
        with suppress(sqlite3.OperationalError):
            run("PRAGMA wal_checkpoint(TRUNCATE)")


def weigh(database: Path, incoming: Path, report: Report) -> None:
    """Count in ``report`` what `take` would do, without touching ``database``.

    It may be missing, or read-only. Raises `FileTrouble` when it cannot be read.
    """
    where = ":memory:"
    if database.is_file():
        # Without its log beside it a file that may only be read opens no other way.
        alone = not database.with_name(f"{database.name}-wal").exists()
        immutable = "&immutable=1" if alone and not _writable(database.parent) else ""
        where = f"{database.absolute().as_uri()}?mode=ro{immutable}"
    with _opened(database, where, incoming) as connection:
        ready = connection.execute(
            "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = 'listing'"
        ).fetchone()
        if not ready:
            connection.execute("CREATE TEMP TABLE listing (id, digest, source, vanished)")
        connection.execute("BEGIN")
        _compare(connection, report)


def _compare(connection: sqlite3.Connection, report: Report) -> int:
    """Fill the table ``change``, count, and return how many vanished listings are back."""
    run = connection.execute
    run(_COMPARE)
    (total,) = run("SELECT count(*) FROM incoming.listing").fetchone()
    (changed, added) = run("SELECT count(*), total(is_new) FROM change").fetchone()
    report.added, report.updated = int(added), int(changed - added)
    report.unchanged = total - changed
    (returned,) = run(f"SELECT count(*) FROM listing WHERE {_RETURNED}").fetchone()
    if not report.partial:
        query = f"SELECT count(*) FROM listing WHERE {_VANISHED}"
        (report.vanished,) = run(query, (report.source,)).fetchone()
    if report.vanished > report.read:
        report.warn(
            f"{report.vanished} listings were not in this file: more than it holds. "
            "Was it the whole directory?"
        )
    return int(returned)


@contextmanager
def _opened(database: Path, where: str, incoming: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a file (a URI or ":memory:") with ``incoming`` beside it."""
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(where, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        uri = f"{incoming.absolute().as_uri()}?mode=ro&immutable=1"
        connection.execute("ATTACH ? AS incoming", (uri,))
        yield connection
    except sqlite3.Error as error:
        raise FileTrouble(
            f"The directory file {database} could not be written.",
            hint="Look whether the disk is full or another import is running.",
        ) from error
    finally:
        if connection is not None:
            connection.close()


def _writable(folder: Path) -> bool:
    import os

    return os.access(folder, os.W_OK)
