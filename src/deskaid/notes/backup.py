"""Copies of the notes file, whole or of some notebooks, made without any key at any moment.

What is copied is ciphertext and opens with the passphrases and recovery codes it had then.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from deskaid.notes import schema
from deskaid.notes.days import NEVER, as_date
from deskaid.notes.purge import purge
from deskaid.text import one_line

COLUMNS = {
    "notebook": "id, label, public_key, secret_box, days, hold, hold_asked, seq, head",
    "slot": 'notebook, id, kind, kdf, salt, commitment, box, "check"',
    "note": "notebook, id, rev, purge_day, box, tag",
    "dropped": "notebook, id, purge_day, box",
}
"""Every column but the row number, which only orders the rows of one file."""


@dataclass(frozen=True)
class Kept:
    """How much a notes file holds, and when its notes were to be destroyed.

    ``first`` and ``last`` are the first and the last day of expiry, None where no note
    expires; ``lasting`` counts the notes that never do.
    """

    notebooks: int = 0
    notes: int = 0
    first: date | None = None
    last: date | None = None
    lasting: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return it for a manifest or ``--json``."""
        return {
            "notebooks": self.notebooks,
            "notes": self.notes,
            "first_expiry": self.first.isoformat() if self.first else "",
            "last_expiry": self.last.isoformat() if self.last else "",
            "without_expiry": self.lasting,
        }


def copy_whole(source: Path, destination: Path, *, today: int) -> Kept:
    """Copy the notes file at one moment to ``destination``, a new file; return what it holds.

    Notes due by ``today`` (a day number) are destroyed in the copy first, as a start would
    do. Works while others write; they wait for the milliseconds it takes. Raises `Damaged`,
    `NewerFormat`, `Refused` for planted rules, `FileTrouble`.
    """
    destination.touch(mode=0o600, exist_ok=False)
    with (
        schema.reading(source) as database,
        closing(sqlite3.connect(destination, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous=OFF")  # whoever writes it into an archive settles that
        database.backup(copy)
    purge(destination, today=today)
    return kept(destination)


def copy_some(source: Path, notebooks: Iterable[bytes]) -> bytes:
    """Return a notes file with these notebooks alone: made anew, so nothing else is in it.

    Raises as `copy_whole`.
    """
    with schema.reading(source) as database, _in_memory() as copy:
        last_day = database.execute("SELECT max(last_day) FROM about").fetchone()[0]
        copy.execute(
            "INSERT INTO about VALUES (1, ?, ?)",
            (schema.FORMAT, last_day if isinstance(last_day, int) else 0),
        )
        for notebook in notebooks:
            copy_rows(database, copy, notebook)
        copy.execute("COMMIT")
        return bytes(copy.serialize())


@contextmanager
def _in_memory() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("PRAGMA temp_store=MEMORY")
        database.execute("BEGIN")
        for statement in schema.DDL:
            database.execute(statement)
        yield database


def copy_rows(source: sqlite3.Connection, target: sqlite3.Connection, notebook: bytes) -> None:
    """Add every row of ``notebook`` to ``target`` as it is, in the order of ``source``."""
    for table, columns in COLUMNS.items():
        key = "id" if table == "notebook" else "notebook"
        places = ", ".join("?" for _ in columns.split(","))
        rows = source.execute(
            f"SELECT {columns} FROM {table} WHERE {key} = ? ORDER BY row",  # noqa: S608
            (notebook,),
        )
        target.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 - our constants
            rows,
        )


def kept(path: Path) -> Kept:
    """Return what a notes file holds: counts and days alone. Raises as `copy_whole`."""
    with schema.reading(path) as database:
        notebooks = database.execute("SELECT count(*) FROM notebook").fetchone()[0]
        days = [
            day
            for (day,) in database.execute(
                "SELECT purge_day FROM note WHERE box IS NOT NULL"
                " UNION ALL SELECT purge_day FROM dropped"
            )
            if isinstance(day, int)
        ]
    ending = [day for day in days if day != NEVER]
    return Kept(
        notebooks,
        len(days),
        as_date(min(ending)) if ending else None,
        as_date(max(ending)) if ending else None,
        len(days) - len(ending),
    )


def labels(path: Path) -> dict[bytes, str]:
    """Return the id and the name of every notebook in a notes file."""
    with schema.reading(path) as database:
        rows = database.execute("SELECT id, label FROM notebook").fetchall()
    return {row[0]: one_line(str(row[1])) for row in rows if isinstance(row[0], bytes)}
