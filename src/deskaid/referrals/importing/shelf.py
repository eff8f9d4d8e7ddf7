"""The rows of one kind of a package, in an SQLite file of their own.

One file for each kind lets several processes fill and read them at once, without a lock.
"""

# ruff: noqa: S608 - names of tables and columns are constants of this file; values are bound

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

ENTITIES = ("organization", "service", "location", "service_at_location", "contact", "program")
_ANYWHERE = ("service_id", "location_id", "service_at_location_id", "organization_id")
KEYS_OF: dict[str, tuple[str, ...]] = {
    "organization": ("id",),
    "service": ("id", "organization_id", "location_id"),
    "location": ("id", "organization_id"),
    "service_at_location": ("id", "service_id", "location_id"),
    "contact": ("id", *_ANYWHERE),
    "program": ("id",),
    "phone": (*_ANYWHERE, "contact_id"),
    "address": ("location_id", "organization_id"),
    "schedule": _ANYWHERE,
    "holiday_schedule": _ANYWHERE,
    "eligibility": ("service_id",),
    "service_area": ("service_id", "service_at_location_id"),
    "required_document": ("service_id",),
    "fee": ("service_id",),
    "language": ("service_id", "location_id"),
    "accessibility": ("location_id",),
    "cost_option": ("service_id",),
    "attribute": ("link_id", "service_id", "taxonomy_term_id"),
    "taxonomy_term": ("id",),
    "url": ("service_id", "organization_id"),
}
"""The columns by which rows of each kind find others or are found; what a kind has no key for,
such as its own id where nothing points at it, is only kept among its cells."""

DIVIDER = "\x1f"
"""Between the cells of a row: a control character, and no cleaned cell holds one."""
_NAMED = "SELECT 1 FROM other0.rows AS other WHERE other.{0} = rows.{1} AND other.{0} <> ''"
_WAITING = 2_000
_MAKING_KB, _READING_KB = 1_000, 300
"""SQLite's caches, while indexes are made and later: a dozen shelves may be open at once, and what
was ever needed stays with its process. Rows come in order: a larger one saves no time."""

Stored = tuple[Any, ...]
"""(place, shape, cells, key, ...): shape 0 is a JSON object, others number a list of columns."""


@dataclass(slots=True)
class Row:
    """One row of a table: its cells by canonical name, and its place in the file."""

    id: str
    where: str
    cells: dict[str, str]

    def get(self, name: str, *others: str) -> str:
        """Return the first of these cells that is not empty, or ""."""
        if value := self.cells.get(name):
            return value
        for other in others:
            if value := self.cells.get(other):
                return value
        return ""


class Shelf:
    """Rows of one kind: filled by `create`, then `finish`; read from any process by `open`."""

    def __init__(self, file: Path, kind: str, connection: sqlite3.Connection) -> None:
        self.file = file
        self.kind = kind
        self._connection = connection
        self._keys = KEYS_OF[kind]
        self._shapes: list[tuple[str, ...]] = []
        self._waiting: list[Stored] = []
        self._indexed: set[str] = set()
        self.columns: set[str] = set()
        """Every column that a row here may have a cell of."""
        self.count = 0

    @classmethod
    def create(cls, folder: Path, kind: str) -> "Shelf":
        """Return an empty shelf in ``folder``; one that a killed process left is replaced."""
        file = folder / f"{kind}.rows"
        file.unlink(missing_ok=True)
        connection = sqlite3.connect(file, isolation_level=None)
        # Nothing here outlives the import: a torn file is thrown away with its folder.
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(f"PRAGMA cache_size=-{_MAKING_KB}")
        keys = ", ".join(f"{key} TEXT" for key in KEYS_OF[kind])
        connection.execute(f"CREATE TABLE rows (place TEXT, shape INTEGER, cells TEXT, {keys})")
        connection.execute("CREATE TABLE shapes (columns TEXT)")
        connection.execute("CREATE TABLE indexed (name TEXT)")
        return cls(file, kind, connection)

    @classmethod
    def open(cls, folder: Path, kind: str) -> "Shelf":
        """Return the finished shelf of ``kind`` in ``folder``, which may be a missing one."""
        file = folder / f"{kind}.rows"
        if not file.is_file():
            return cls(file, kind, sqlite3.connect(":memory:"))
        # Immutable: finished, so nothing is locked and nothing looked at twice.
        where = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(where, uri=True, isolation_level=None)
        connection.execute(f"PRAGMA cache_size=-{_READING_KB}")
        shelf = cls(file, kind, connection)
        for (columns,) in connection.execute("SELECT columns FROM shapes ORDER BY rowid"):
            shelf._shapes.append(tuple(columns.split(DIVIDER)))
        # The last ones are no shape, but what rows of no shape have.
        shelf.columns.update(*shelf._shapes)
        shelf._indexed = {name for (name,) in connection.execute("SELECT name FROM indexed")}
        (shelf.count,) = connection.execute("SELECT count(*) FROM rows").fetchone()
        return shelf

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def shape(self, columns: tuple[str, ...]) -> int:
        """Return the number that stands for these columns in `Stored`."""
        self._shapes.append(columns)
        self.columns.update(columns)
        return len(self._shapes)

    def add(self, cells: dict[str, str], where: str) -> None:
        """Keep one row."""
        text = json.dumps(cells, ensure_ascii=False)
        self.columns.update(cells)
        self._waiting.append((where, 0, text, *(cells.get(key, "") for key in self._keys)))
        if len(self._waiting) >= _WAITING:
            self.fill(self._waiting)
            self._waiting.clear()

    def fill(self, rows: Iterable[Stored]) -> None:
        """Keep many rows, which may come from a generator; all of them or none."""
        marks = ", ".join("?" * (3 + len(self._keys)))
        self._connection.execute("BEGIN")
        self._connection.executemany(f"INSERT INTO rows VALUES ({marks})", rows)
        self._connection.execute("COMMIT")

    def finish(self) -> None:
        """Write what waits and make the indexes; repeated ids are for the caller to settle."""
        if self._waiting:
            self.fill(self._waiting)
            self._waiting.clear()
        run = self._connection.execute
        for key in self._keys:
            if (
                key in self.columns
                and run(f"SELECT 1 FROM rows WHERE {key} <> '' LIMIT 1").fetchone()
            ):
                run(f"CREATE INDEX by_{key} ON rows ({key}) WHERE {key} <> ''")
                run("INSERT INTO indexed VALUES (?)", (key,))
                self._indexed.add(key)
        columns = [(DIVIDER.join(names),) for names in (*self._shapes, tuple(self.columns))]
        self._connection.executemany("INSERT INTO shapes VALUES (?)", columns)

    def chunks(self, size: int) -> Iterator[tuple[int, int]]:
        """Yield (first, last) row numbers, both included, that divide the rows into chunks."""
        if not self.count:
            return
        (last,) = self._connection.execute("SELECT max(rowid) FROM rows").fetchone()
        for first in range(1, last + 1, size):
            yield first, first + size - 1

    def rows(self, first: int, last: int) -> list[Row]:
        """Return the rows with these numbers, both included, in the order they came."""
        identity = "id" if "id" in self._keys else "''"
        query = f"SELECT {identity}, place, shape, cells FROM rows WHERE rowid BETWEEN ? AND ?"
        return [self._row(*found) for found in self._connection.execute(query, (first, last))]

    def fetch(self, key: str, values: Iterable[str]) -> dict[str, list[Row]]:
        """Return the rows whose ``key`` is among ``values``, by that value, as they came.

        Raises KeyError for a key that `KEYS_OF` does not keep for this kind.
        """
        found: dict[str, list[Row]] = {}
        if key not in self._keys:
            raise KeyError(f"{self.kind} rows are not kept by {key}; see KEYS_OF")
        if key not in self._indexed:
            return found  # no row has this key at all
        wanted = sorted({value for value in values if value})
        identity = "id" if "id" in self._keys else "''"
        shapes = [(), *self._shapes]
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            marks = ",".join("?" * len(some))
            # Of one value the index gives the rows in order; a sort of all is not needed.
            query = (
                f"SELECT {key}, {identity}, place, shape, cells FROM rows INDEXED BY by_{key} "
                f"WHERE {key} IN ({marks}) AND {key} <> ''"
            )
            for value, own, place, shape, text in self._connection.execute(query, some):
                if shape:
                    cells = dict(zip(shapes[shape], text.split(DIVIDER), strict=False))
                else:
                    cells = json.loads(text)
                row = Row(own, place, cells)
                if value in found:
                    found[value].append(row)
                else:
                    found[value] = [row]
        return found

    def orphans(self, key: str, parents: "Shelf") -> tuple[int, list[str]]:
        """Return how many rows name one of ``parents`` that is not there, and where."""
        if key not in self._indexed:
            return 0, []
        where = f"rows.{key} <> ''"
        if "id" not in parents._indexed:
            return self._met(where)
        return self._met(f"{where} AND NOT EXISTS ({_NAMED.format('id', key)})", parents)

    def unnamed(self, others: list["Shelf"]) -> tuple[int, list[str]]:
        """Return how many of these locations no row of ``others`` names, and where."""
        named = [other for other in others if "location_id" in other._indexed]
        if not self.count:
            return 0, []
        where = " AND ".join(
            f"NOT EXISTS ({_NAMED.format('location_id', 'id').replace('other0', f'other{place}')})"
            for place in range(len(named))
        )
        return self._met(where or "1", *named)

    def _met(self, where: str, *others: "Shelf") -> tuple[int, list[str]]:
        """Return how many rows meet a condition, and where the first few are."""
        for place, other in enumerate(others):
            uri = f"{other.file.absolute().as_uri()}?mode=ro&immutable=1"
            self._connection.execute(f"ATTACH ? AS other{place}", (uri,))
        try:
            rest = f"FROM main.rows AS rows WHERE {where}"
            (count,) = self._connection.execute(f"SELECT count(*) {rest}").fetchone()
            query = f"SELECT place {rest} ORDER BY rows.rowid LIMIT 5"
            places = self._connection.execute(query).fetchall() if count else []
        finally:
            for place in range(len(others)):
                self._connection.execute(f"DETACH other{place}")
        return count, [place for (place,) in places]

    def merge_repeated(self) -> None:
        """Keep one row for each id: the first, with its gaps filled from those after it."""
        run = self._connection.execute
        run("CREATE TEMP TABLE merged (keep INTEGER, cells TEXT)")
        for identity, rows in groupby(self._repeated(), key=itemgetter(0)):
            every = list(rows)
            cells: dict[str, str] = {}
            for _, _, _, shape, text in every:
                for name, value in self._cells(shape, text).items():
                    if value and not cells.get(name):
                        cells[name] = value
            cells["id"] = identity
            run("INSERT INTO merged VALUES (?, ?)", (every[0][1], json.dumps(cells)))
        if run("SELECT 1 FROM merged LIMIT 1").fetchone():
            run(
                "DELETE FROM rows WHERE rowid NOT IN (SELECT keep FROM merged) AND id IN "
                "(SELECT id FROM rows WHERE rowid IN (SELECT keep FROM merged))"
            )
            others = [key for key in self._keys if key != "id"]
            for keep, text in run("SELECT keep, cells FROM merged").fetchall():
                cells = json.loads(text)
                sets = "".join(f", {key} = ?" for key in others)
                run(
                    f"UPDATE rows SET shape = 0, cells = ?{sets} WHERE rowid = ?",
                    (text, *(cells.get(key, "") for key in others), keep),
                )
        run("DROP TABLE merged")

    def number_repeated(self) -> Iterator[str]:
        """Give each later row of an id one of its own, ``id~2`` and on; yield their places."""
        run = self._connection.execute
        run("CREATE TEMP TABLE renamed (row INTEGER PRIMARY KEY, id TEXT, cells TEXT, place TEXT)")
        for identity, rows in groupby(self._repeated(), key=itemgetter(0)):
            number = 1
            for _, row, place, shape, text in islice(rows, 1, None):
                number += 1
                while run("SELECT 1 FROM rows WHERE id = ?", (f"{identity}~{number}",)).fetchone():
                    number += 1
                own = f"{identity}~{number}"
                cells = json.dumps(self._cells(shape, text) | {"id": own})
                run("INSERT INTO renamed VALUES (?, ?, ?, ?)", (row, own, cells, place))
        change = "UPDATE rows SET id = ?, shape = 0, cells = ? WHERE rowid = ?"
        for row, own, cells, place in run("SELECT * FROM renamed ORDER BY row"):
            run(change, (own, cells, row))
            yield place
        run("DROP TABLE renamed")

    def _repeated(self) -> Iterator[tuple[str, int, str, int, str]]:
        """Yield (id, row number, place, shape, cells) of rows that share an id, by id."""
        if "id" not in self._indexed:
            return iter(())
        return self._connection.execute(
            "SELECT id, rowid, place, shape, cells FROM rows WHERE id <> '' AND id IN "
            "(SELECT id FROM rows WHERE id <> '' GROUP BY id HAVING count(*) > 1) "
            "ORDER BY id, rowid"
        )

    def _row(self, identity: str, place: str, shape: int, text: str) -> Row:
        return Row(identity, place, self._cells(shape, text))

    def _cells(self, shape: int, text: str) -> dict[str, str]:
        if shape:
            return dict(zip(self._shapes[shape - 1], text.split(DIVIDER), strict=False))
        cells: dict[str, str] = json.loads(text)
        return cells
