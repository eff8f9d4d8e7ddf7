"""The directory's own file, for reading rows by a listing's id.

The index holds no name, number or hours: what is shown is what the directory says at that
moment, with what this library laid over it. An id that the directory no longer has, or hides,
gives no row.
"""

# ruff: noqa: S608 - names of columns are constants; values are bound

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from deskaid.search.answers import Answer
from deskaid.search.binding import MOST_BOUND, STATEMENTS, bound
from deskaid.search.shown import COLUMNS, Row, Terms, is_same, of_row, worked_out

if TYPE_CHECKING:
    from deskaid.referrals.listing import Listing
    from deskaid.referrals.local import Local

_CACHE_KIB = 4 * 1024
_WAIT = 1.0
"""Seconds that a reader waits for a file that is locked as a whole; an import locks nobody out."""
_HOLDS = os.name != "nt"
"""Windows lets nobody replace a file that is open, so there it is opened for each question."""
ROW, ID = "rowid", "id"
"""By what rows are looked up: where they stand in the file, which is soonest found, or their id."""
_SHOWN = "not hidden and not (vanished and source = 'national')"


class LookUp(Protocol):
    """What gives one text of each row, such as `Directory.names`."""

    def __call__(self, keys: Sequence[Any], *, key: str) -> list[tuple[Any, str, str]]:
        """Return (key, digest of the row, text)."""


class Directory:
    """The directory's file; a missing or broken one has no rows.

    Enter it for each question: that looks whether the file is another one, or changed.
    """

    def __init__(self, path: Path | None) -> None:
        """Remember ``path``; it is opened when it is entered first."""
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._seen = -1
        self._local: dict[str, Local] = {}
        self._edits: dict[Any, str] = {}

    def __enter__(self) -> "Directory":
        try:
            self._look()
        except (OSError, sqlite3.Error):  # opening a listing says what is wrong with the file
            self.close()
        return self

    def __exit__(self, *_error: object) -> None:
        if not _HOLDS:
            self.close()

    @property
    def is_there(self) -> bool:
        """Whether there are rows to show at all."""
        return self._database is not None

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            self._database.close()
        self._database, self._identity, self._seen = None, None, -1
        self._local, self._edits = {}, {}

    def names(self, keys: Sequence[Any], *, key: str) -> list[tuple[Any, str, str]]:
        """Return (key, digest of the row, name) of those of ``keys`` that may be shown.

        ``key`` is `ROW` or `ID`: what ``keys`` are.
        """
        select = f"select {key}, digest, name from listing where {_SHOWN}"
        return self._laid_over(self._rows(select, keys, key=key), lambda row: row.name)

    def hours(self, keys: Sequence[Any], *, key: str) -> list[tuple[Any, str, str]]:
        """Return (key, digest of the row, hours) of ``keys``, as `hours.dump` writes hours."""
        select = f"select {key}, digest, hours from listing where true"
        return self._laid_over(self._rows(select, keys, key=key), lambda row: row.hours)

    def having(self, ids: Sequence[str], need: str) -> list[str]:
        """Return those of ``ids`` that answer ``need`` and may be shown."""
        select = f"select id, digest, needs from listing where {_SHOWN}"
        rows = self._laid_over(self._rows(select, ids, key=ID), lambda row: row.needs)
        found = {one: needs.split() for one, _, needs in rows}
        return [one for one in ids if one in found and (not need or need in found[one])]

    def answers(
        self, terms: Mapping[Any, Terms], wanted: list[str], *, key: str
    ) -> dict[Any, Answer]:
        """Return the rows of the keys of ``terms``, found for the needs ``wanted``.

        What the index says of a listing's terms counts only for the very row it was read from.
        By `ROW` no other row is given, since another listing may have taken that place; by `ID`
        they are read from its words anew.
        """
        if self._database is None:
            return {}
        try:
            self._database.execute("begin")  # one moment of the file: name and number belong
            return self._answers(terms, wanted, key)
        finally:
            if self._database is not None:
                self._database.rollback()

    def _answers(
        self, terms: Mapping[Any, Terms], wanted: list[str], key: str
    ) -> dict[Any, Answer]:
        found: dict[Any, Answer] = {}
        local = self._local
        select = f"select {key}, digest, {COLUMNS} from listing where {_SHOWN}"
        for cells in self._rows(select, list(terms), key=key):
            one, digest, listing_id = cells[:3]
            row: tuple[Any, ...] = cells[2:]
            told = terms[one]
            same = is_same(digest, told.digest)
            if not same and key == ROW:
                continue
            here = None
            if listing_id in local:
                mine = local[listing_id]
                here = mine.checked.on if mine.checked else None
                same = same and not mine.edits
            if not same:
                row, told = worked_out(self._whole(listing_id))
            found[one] = of_row(row, told, here, wanted)
        return found

    def _rows(self, select: str, keys: Sequence[Any], *, key: str) -> list[Any]:
        rows: list[Any] = []
        for start in range(0, len(keys), MOST_BOUND):
            if self._database is None:
                break
            marks, values = bound(keys[start : start + MOST_BOUND])
            cursor = self._database.cursor()
            cursor.row_factory = None  # plain tuples are quicker to take apart
            try:
                rows += cursor.execute(f"{select} and {key} in ({marks})", values).fetchall()
            except sqlite3.ProgrammingError:
                raise
            except sqlite3.Error:  # the file is damaged there: no row, but cards all the same
                self.close()
        return rows

    def _laid_over(
        self, rows: list[tuple[Any, str, str]], shown: Callable[[Row], str]
    ) -> list[tuple[Any, str, str]]:
        """Return ``rows`` with what is shown of those that this library corrected."""
        edits = self._edits
        if not edits:
            return rows
        return [
            (one, digest, shown(worked_out(self._whole(edits[one]))[0]) if one in edits else text)
            for one, digest, text in rows
        ]

    def _whole(self, listing_id: str) -> "Listing":
        from deskaid.referrals.fetching import listings_of

        assert self._database is not None  # noqa: S101 - its row was read just now
        return listings_of(self._database, [listing_id])[0]

    def _look(self) -> None:
        """Open the file where it is another one than before; read again what was laid over it."""
        if self._path is None:
            return
        about = self._path.stat()
        if self._database is None or self._identity != (about.st_dev, about.st_ino):
            self.close()
            self._open(self._path)
            self._identity = about.st_dev, about.st_ino
        assert self._database is not None  # noqa: S101 - it was opened just now
        version = self._database.execute("pragma data_version").fetchone()[0]
        if version != self._seen:
            from deskaid.referrals.local import local_of

            self._local = local_of(self._database)
            edited = [one for one, local in self._local.items() if local.edits]
            rows = self._rows("select rowid, id from listing where true", edited, key=ID)
            self._edits = {key: one for row, one in rows for key in (row, one)}
            self._seen = version

    def _open(self, path: Path) -> None:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        database = sqlite3.connect(uri, uri=True, timeout=_WAIT, cached_statements=STATEMENTS)
        try:
            database.row_factory = sqlite3.Row
            database.execute(f"pragma cache_size=-{_CACHE_KIB}")
            database.execute("select id, digest from listing limit 1").fetchone()
        except sqlite3.Error:
            database.close()
            raise
        self._database = database
