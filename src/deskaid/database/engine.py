"""The SQLite file: opened safely, its schema kept current. SQLAlchemy and Alembic load only here.

A reader that only needs to know whether the file is current asks `is_current`, which costs one
query of plain sqlite3.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskaid.database.place import refuse_network_share
from deskaid.errors import FileTrouble, Refused
from deskaid.paths import private_folder

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

HEAD = "0002"
"""The newest migration; a test compares it with the scripts in ``migrations/versions``."""
BUSY_SECONDS = 10
"""How long a writer waits for another one, such as a colleague's import on this machine."""


def is_current(database: Path) -> bool:
    """Tell whether ``database`` exists with the newest schema; imports nothing heavy."""
    try:
        return _revision(database) == HEAD
    except (sqlite3.Error, OSError):
        return False


def open_engine(database: Path) -> "Engine":
    """Return an engine on ``database``: WAL, foreign keys on, values kept out of errors.

    A transaction takes the write lock as it begins, so that two writers never meet half-way.
    Raises `Refused` for a network share.
    """
    # SQLAlchemy more than doubles start-up; whoever writes pays for it, nobody else.
    from sqlalchemy import URL, create_engine, event
    from sqlalchemy.pool import NullPool

    refuse_network_share(database)
    engine = create_engine(
        URL.create("sqlite", database=str(database)),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: "DBAPIConnection", _record: Any) -> None:
        # sqlite3 itself would commit before DDL; here BEGIN and COMMIT are ours alone.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def ensure_schema(database: Path) -> None:
    """Make ``database`` if it is missing and bring its schema up to date, or return at once.

    Each migration is one transaction. Raises `Refused` for a file from a newer deskaid or on a
    network share, `FileTrouble` for one that cannot be read or written.
    """
    if is_current(database):
        return
    refuse_network_share(database)
    private_folder(database.parent)
    _refuse_newer(database)
    # Only a file that is behind pays for Alembic.
    from alembic.util.exc import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    from deskaid.database.migrate import upgrade

    engine = open_engine(database)
    try:
        upgrade(engine)
    except (SQLAlchemyError, CommandError) as error:
        if is_current(database):  # a colleague's first start got there before this one
            return
        raise FileTrouble(
            f"The directory file {database} could not be brought up to date.",
            hint="Move it away and start again, or put back a copy; 'deskaid doctor' says more.",
        ) from error
    finally:
        engine.dispose()


def _refuse_newer(database: Path) -> None:
    try:
        revision = _revision(database)
    except sqlite3.OperationalError as error:
        raise FileTrouble(
            f"The directory file {database} cannot be opened.",
            hint="Look whether this login may read and write it.",
        ) from error
    except sqlite3.DatabaseError as error:
        raise FileTrouble(
            f"The file {database} is not a directory file, or it is damaged.",
            hint="Move it away and start again, or put back a copy with 'deskaid restore'.",
        ) from error
    if revision is not None and revision > HEAD:
        raise Refused(
            f"The directory file {database} was written by a newer deskaid.",
            hint="Update deskaid on this machine, or set DESKAID_HOME to another folder.",
        )


def _revision(database: Path) -> str | None:
    """Return the file's migration, or None for no file or an empty one. Raises sqlite3.Error."""
    if not database.is_file():
        return None
    with closing(
        sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=2)
    ) as connection:
        found = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type='table' AND name='alembic_version'"
        ).fetchone()
        if not found:
            return None
        row = connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()
        return None if row is None else row[0]
