"""Reading a notebook's sealed rows while its key is derived, which leaves a processor free."""

import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import sleep
from types import TracebackType

from deskaid.notes import schema, sealed
from deskaid.notes.anchor import Anchor, Mark
from deskaid.notes.sealed import SealedRows

_HEAD_START = 0.004
"""Seconds after which the derivation has let go of the interpreter, which it would wait for."""


@dataclass(frozen=True, repr=False)
class Found:
    """A notebook as it lay in the file at one moment; ``records`` are the ids of its slots."""

    rows: SealedRows
    records: frozenset[bytes]
    mark: Mark


def find(database: sqlite3.Connection, notebook: bytes, anchor: Anchor) -> Found:
    """Return what is in the file, and what the anchor remembers of it at that moment.

    ``database`` is inside a transaction: nobody saves between the one and the other.
    """
    records = record_ids(database, notebook)
    return Found(sealed.read(database, notebook), records, anchor.mark(notebook))


def record_ids(database: sqlite3.Connection, notebook: bytes) -> frozenset[bytes]:
    """Return the ids of the key records of ``notebook``: new ones mean another key."""
    found = database.execute("SELECT id FROM slot WHERE notebook = ?", (notebook,))
    return frozenset(row[0] for row in found)


class ReadAhead:
    """Reads the rows of a notebook in a thread of its own, from ``with`` on.

    Nothing it holds is secret: what lies in the file. It keeps no lock on the file once it has
    read, and `found` reads again when anybody wrote to it since.
    """

    def __init__(self, path: Path, notebook: bytes, anchor: Anchor) -> None:
        self._path = path
        self._notebook = notebook
        self._anchor = anchor
        self._kept = ExitStack()
        self._database: sqlite3.Connection | None = None
        self._version = 0
        self._found: Found | None = None
        self._thread = Thread(target=self._read, name="read-ahead")

    def __enter__(self) -> "ReadAhead":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._thread.join()
        self._kept.close()

    def found(self) -> Found:
        """Return the notebook as it lies in the file now. Raises as `schema.reading`."""
        self._thread.join()
        if self._found is not None and self._is_current():
            return self._found
        with schema.reading(self._path) as database:
            return find(database, self._notebook, self._anchor)

    def _read(self) -> None:
        sleep(_HEAD_START)
        try:
            database = self._kept.enter_context(schema.reading(self._path))
            found = find(database, self._notebook, self._anchor)
            self._version = _version(database)
            database.execute("COMMIT")
        except Exception:  # noqa: BLE001 - `found` reads again, and raises it where it is heard
            return
        self._database, self._found = database, found

    def _is_current(self) -> bool:
        try:
            return self._database is not None and _version(self._database) == self._version
        except sqlite3.Error:
            return False


def _version(database: sqlite3.Connection) -> int:
    """Return a number that differs once another connection has written to the file."""
    (number,) = database.execute("PRAGMA data_version").fetchone()
    return int(number)
