"""The notes file: its tables, how it is made, and how each connection to it behaves.

What lies open in it, and why: a notebook's label (to choose it while locked), format and save
counter, key settings, random ids, revisions, tags, the legal hold, and a purge day rounded up
to a Monday (so that purging works while locked). No titles, no times, no index.
"""

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache, lru_cache
from pathlib import Path

from deskaid.database.place import refuse_network_share
from deskaid.errors import FileTrouble, NothingFound, Refused
from deskaid.notes.trouble import Damaged, NewerFormat, NotSaved
from deskaid.paths import private_folder

FORMAT = 1

# Rowid tables on purpose: WITHOUT ROWID makes this file 3.4 times as large, since every box
# would get an overflow page of its own (research/notes.md 2.2).
DDL = (
    """CREATE TABLE about (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        format INTEGER NOT NULL,
        last_day INTEGER NOT NULL
    )""",
    """CREATE TABLE notebook (
        row INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        label TEXT NOT NULL,
        public_key BLOB NOT NULL,
        secret_box BLOB NOT NULL,
        days INTEGER NOT NULL,
        hold INTEGER NOT NULL,
        hold_asked INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        head BLOB NOT NULL
    )""",
    """CREATE TABLE slot (
        row INTEGER PRIMARY KEY,
        notebook BLOB NOT NULL,
        id BLOB NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        kdf TEXT NOT NULL,
        salt BLOB NOT NULL,
        commitment BLOB NOT NULL,
        box BLOB NOT NULL,
        "check" BLOB NOT NULL
    )""",
    """CREATE TABLE note (
        row INTEGER PRIMARY KEY,
        notebook BLOB NOT NULL,
        id BLOB NOT NULL UNIQUE,
        rev INTEGER NOT NULL,
        purge_day INTEGER NOT NULL,
        box BLOB,
        tag BLOB NOT NULL
    )""",
    """CREATE TABLE dropped (
        row INTEGER PRIMARY KEY,
        notebook BLOB NOT NULL,
        id BLOB NOT NULL UNIQUE,
        purge_day INTEGER NOT NULL,
        box BLOB NOT NULL
    )""",
)

# Reasons for each: research/notes.md 2.4, 2.6, 4.1 and 4.6. TRUNCATE with EXTRA rather than
# WAL, so that a plain copy of the one file is complete at any moment.
_PRAGMAS = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "fullfsync=ON",
    "synchronous=EXTRA",
)
_WAIT_SECONDS = 5.0


def ensure(path: Path, *, today: int) -> None:
    """Make the notes file at ``path`` if it is not there: 0600 in a 0700 folder.

    ``today`` is a day number, the first the clock guard knows. Raises `Refused` on a network
    share or behind a link, `FileTrouble` when the file cannot be made.
    """
    refuse_network_share(path)
    private_folder(path.parent)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        os.close(os.open(path, flags, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise FileTrouble(
            f"The notes file {path} cannot be made ({error.strerror}).",
            hint="Free some disk space, or set DESKAID_HOME to a folder you may write to.",
        ) from error
    if path.is_symlink() or path.stat().st_size:
        return
    with _typed(saving=True), closing(_open(path, writable=True)) as database:
        database.execute("BEGIN IMMEDIATE")
        if not database.execute("SELECT 1 FROM sqlite_schema").fetchone():
            for statement in DDL:
                database.execute(statement)
            database.execute("INSERT INTO about VALUES (1, ?, ?)", (FORMAT, today))
        database.execute("COMMIT")


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a checked connection inside one read transaction.

    Works on a read-only file or folder too. Raises `NothingFound` without a file, `Damaged`,
    `NewerFormat`, `Refused` for a planted trigger or table, `FileTrouble` when it is in use.
    """
    with _typed(saving=False), closing(_open(path, writable=writable(path))) as database:
        database.execute("BEGIN")
        _check(database)
        yield database


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a checked connection inside one write transaction, committed at the end.

    An exception rolls everything back. Raises as `reading`, and `NotSaved` when the disk is
    full, the file is read-only or another deskaid holds it for over 5 seconds.
    """
    with _typed(saving=True), closing(_open(path, writable=writable(path))) as database:
        database.execute("BEGIN IMMEDIATE")
        try:
            _check(database)
            yield database
            database.execute("COMMIT")
        finally:
            if database.in_transaction:
                database.execute("ROLLBACK")


def writable(path: Path) -> bool:
    """Tell whether file and folder may be written, as far as the system says."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _open(path: Path, *, writable: bool) -> sqlite3.Connection:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        raise NothingFound(
            "There are no private notes on this computer yet.",
            hint="Make a notebook first: deskaid notebook create.",
        ) from None
    if not stat.S_ISREG(mode):
        raise Refused(
            f"{path} is a link or a folder, not the notes file.", hint="Put the file itself there."
        )
    if writable and sys.platform != "win32" and mode & 0o077:
        with suppress(OSError):  # another login owns it: its sealing has to do
            path.chmod(0o600)
    if not writable:
        _refuse_unfinished(path)
    options = "mode=rw" if writable else "mode=ro&immutable=1"
    # Loading runs in a worker while the screen lives: connections are short, but may move.
    database = sqlite3.connect(
        f"{_address(path.absolute())}?{options}",
        uri=True,
        timeout=_WAIT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        # A damaged label must read as damage, not as an error that quotes it.
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for pragma in _PRAGMAS:
            database.execute(f"PRAGMA {pragma}")
        if writable:
            database.execute("PRAGMA journal_mode=TRUNCATE")
    except BaseException:
        database.close()
        raise
    return database


def _refuse_unfinished(path: Path) -> None:
    # immutable=1 ignores a hot journal, and would show a half-finished save.
    journal = path.with_name(path.name + "-journal")
    if journal.exists() and journal.stat().st_size:
        raise FileTrouble(
            "The notes file is read-only and holds an unfinished save.",
            hint="Make the file and its folder writable and open it once.",
        )


@lru_cache(maxsize=8)
def _address(path: Path) -> str:
    return path.as_uri()


@cache
def _expected() -> frozenset[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:")) as database:
        for statement in DDL:
            database.execute(statement)
        return _found(database)


def _found(database: sqlite3.Connection) -> frozenset[tuple[object, ...]]:
    return frozenset(database.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))


def _check(database: sqlite3.Connection) -> None:
    """Refuse another format, and anything planted: a trigger can make a save vanish."""
    found = _found(database)
    if not any(row[:2] == ("table", "about") for row in found):
        raise Damaged(
            "This is not a deskaid notes file, or its beginning is damaged.",
            hint="Restore it from a backup.",
        )
    number = database.execute("SELECT max(format) FROM about").fetchone()[0]
    if isinstance(number, int) and number > FORMAT:
        raise NewerFormat(
            "A newer deskaid wrote these notes.", hint="Update deskaid on this computer."
        )
    if number != FORMAT:
        raise Damaged("The notes file is damaged.", hint="Restore it from a backup.")
    if found != _expected():
        raise Refused(
            "Somebody added a trigger, view or table to the notes file, or removed one.",
            hint="Do not write notes with it; restore the file from a backup.",
        )


@contextmanager
def _typed(*, saving: bool) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # The second is Python's, over SQLite quoting a damaged name in a message.
        raise _trouble(error, saving=saving) from error
    except OSError as error:  # a folder this login may not enter, a disk that was pulled out
        kind = NotSaved if saving else FileTrouble
        raise kind(
            f"{'Not saved: t' if saving else 'T'}he notes file cannot be reached"
            f" ({error.strerror}).",
            hint="Check the disk and its permissions.",
        ) from error


_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _trouble(error: Exception, *, saving: bool) -> FileTrouble:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in _DAMAGE:
        return Damaged("The notes file is damaged.", hint="Restore it from a backup.")
    kind = NotSaved if saving else FileTrouble
    lead = "Not saved: " if saving else ""
    if code in _BUSY:
        return kind(f"{lead}another deskaid is using the notes.", hint="Try again in a moment.")
    if code == sqlite3.SQLITE_FULL:
        return kind(f"{lead}the disk is full.", hint="Free some space and save again.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return kind(f"{lead}the notes file is read-only.", hint="Make it writable and save again.")
    hint = "Check the disk and save again." if saving else "Check the disk and its permissions."
    return kind(f"{lead}the disk does not answer as it should.", hint=hint)
