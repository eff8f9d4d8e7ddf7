"""The directory's file, opened for reading with plain sqlite3."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskaid.errors import FileTrouble


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
        yield connection if has_table(connection, "listing") else None
    except sqlite3.Error as error:
        raise FileTrouble(
            f"The directory file {database} could not be read ({error}).",
            hint="'deskaid doctor' says more; 'deskaid restore' puts back a copy.",
        ) from error
    finally:
        if connection is not None:
            connection.close()


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Tell whether the file has this table: one of an older deskaid may not, yet."""
    return bool(
        connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (name,)
        ).fetchone()
    )


def directory_version(database: Path) -> int:
    """Return a number that grows whenever the directory changes; 0 when there is none yet.

    It is here, apart from what reads listings, because every start asks for it.
    """
    return _state(database, "directory_version")


def local_version(database: Path) -> int:
    """Return a number that grows whenever this library changes anything of its own; at first 0."""
    return _state(database, "local_version")


def _state(database: Path, key: str) -> int:
    with reader(database) as connection:
        if connection is None:
            return 0
        row = connection.execute("SELECT value FROM state WHERE key=?", (key,)).fetchone()
        return int(row[0]) if row else 0
