"""The directory's file in a backup: copied while others write, looked at, put back in place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from deskaid.errors import FileTrouble, Refused

_WAIT_SECONDS = 10
# What this library wrote itself; an import can bring the rest again.
_LOCAL = {
    "local_check": "listing_id, checked_on, initials",
    "flag": "listing_id, flagged_on, reason, settled_on",
    "pin": "listing_id",
    "staff_tip": "listing_id, text, written_on",
    "local_edit": "listing_id, field, value, edited_on",
    "tally": "hour, category, count",
}


class DirectoryDamaged(FileTrouble):
    """The file is no directory's file, or no longer one."""


@dataclass(frozen=True)
class Against:
    """How a copy stands to the file here: ``missing``, ``same``, ``older`` or ``newer`` here.

    ``mark`` names the state that is here, for `put_back`; ``why`` says what a restore would
    lose.
    """

    state: str
    mark: str = ""
    why: str = ""


@contextmanager
def _opened(path: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    try:
        mode = "rw" if write else "ro"
        if not write and _cannot_change(path):
            mode = "ro&immutable=1"  # else SQLite wants to make its files beside it
        uri = f"{path.absolute().as_uri()}?mode={mode}"
        with closing(
            sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
        ) as database:
            database.execute("PRAGMA trusted_schema=OFF")
            yield database
    except sqlite3.OperationalError as error:
        raise FileTrouble(
            f"The directory file {path} cannot be used now.",
            hint="Look whether the disk is full, or an import is running; then try again.",
        ) from error
    except sqlite3.DatabaseError as error:
        raise DirectoryDamaged(
            f"The file {path} is not a directory file, or it is damaged.",
            hint="Put back a copy with 'deskaid restore FILE'.",
        ) from error


def _cannot_change(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)


def copy(source: Path, destination: Path) -> None:
    """Copy the directory at one moment to ``destination``, a new file, 0600.

    Raises `FileTrouble` when either cannot be read or written.
    """
    destination.touch(mode=0o600, exist_ok=False)
    with _opened(source) as database, _opened(destination, write=True) as made:
        made.execute("PRAGMA synchronous=OFF")
        database.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def check(path: Path) -> None:
    """Raise `Refused` unless ``path`` is a directory's file of ours that this deskaid can use."""
    from deskaid.database.engine import HEAD

    bad = Refused(
        "The directory in this backup is damaged, or was changed outside deskaid.",
        hint="Use another backup, or restore with --notes-only.",
    )
    try:
        with _opened(path) as database:
            if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise bad
            planted = "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')"
            if database.execute(planted).fetchone() != (0,):
                raise bad
            revision = database.execute("SELECT max(version_num) FROM alembic_version").fetchone()
    except FileTrouble:
        raise bad from None
    if not isinstance(revision[0], str):
        raise bad
    if revision[0] > HEAD:
        raise Refused(
            "A newer deskaid made the directory in this backup.",
            hint="Update deskaid on this computer first.",
        )


def against(here: Path, there: Path) -> Against:
    """Return how the copy ``there`` stands to this desk's file. Raises `FileTrouble`."""
    from deskaid.referrals.national import SOURCE

    if not here.is_file() or not here.stat().st_size:
        return Against("missing")
    with _opened(here) as ours, _opened(there) as theirs:
        if not _tables(ours):
            return Against("missing")
        mark = _mark(ours)
        lost, gained = _lacking(ours, theirs), _lacking(theirs, ours)
        read_here, read_there = _sources(ours), _sources(theirs)
        same = mark == _mark(theirs) and read_here == read_there
    if same and not (lost or gained):
        return Against("same", mark)
    newer = [
        name
        for name, when in read_here.items()
        if name != SOURCE and when > read_there.get(name, "")
    ]
    why = []
    if lost:
        why.append(f"{lost} checks, flags, tips, edits or counts here are not in the backup")
    if newer:
        why.append(f"read in here since: {', '.join(sorted(newer))}")
    return Against("newer" if why else "older", mark, "; ".join(why))


def put_back(here: Path, there: Path, mark: str) -> bool:
    """Put the copy ``there`` in the place of this desk's file in one step.

    Returns False when what is here is no longer what ``mark`` names. Those who have the file
    open read the new rows next. Raises `FileTrouble`.
    """
    if not here.is_file():
        here.touch(mode=0o600)
    with _opened(there) as copied, _opened(here, write=True) as ours:
        if _tables(ours):
            found = _mark(ours)
            if found == _mark(copied) and found != mark:
                return True  # done before
            if found != mark:
                return False
        ours.execute("PRAGMA synchronous=FULL")
        copied.backup(ours)
        with suppress(sqlite3.OperationalError):  # somebody reads; the next writer does it
            ours.execute("PRAGMA journal_mode=WAL")
    return True


def _tables(database: sqlite3.Connection) -> set[str]:
    rows = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {name for (name,) in rows}


def _mark(database: sqlite3.Connection) -> str:
    """Return what changes with every import and every local change."""
    if "state" not in _tables(database):
        return ""
    rows = database.execute(
        "SELECT key, value FROM state WHERE key IN ('directory_version', 'local_version')"
        " ORDER BY key"
    )
    listings = database.execute("SELECT count(*), max(digest) FROM listing").fetchone()
    return f"{rows.fetchall()}{listings}"


def _sources(database: sqlite3.Connection) -> dict[str, str]:
    if "source" not in _tables(database):
        return {}
    return {name: str(when) for name, when in database.execute("SELECT name, read_at FROM source")}


def _lacking(ours: sqlite3.Connection, theirs: sqlite3.Connection) -> int:
    """Count the rows this library wrote in ``ours`` that ``theirs`` does not have."""
    return sum(
        len(_rows(ours, table, columns) - _rows(theirs, table, columns))
        for table, columns in _LOCAL.items()
    )


def _rows(database: sqlite3.Connection, table: str, columns: str) -> set[tuple[object, ...]]:
    if table not in _tables(database):
        return set()
    return set(database.execute(f"SELECT {columns} FROM {table}"))  # noqa: S608 - our constants
