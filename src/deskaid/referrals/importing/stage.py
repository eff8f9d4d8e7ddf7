"""A resting place for the rows of a package, so that millions join in little memory.

It is SQLite's own temporary database: unlinked as it is made, gone with the process.
"""

# ruff: noqa: S608 - names of tables and columns are constants above; values are bound

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

ENTITIES = ("organization", "service", "location", "service_at_location", "contact", "program")
CHILDREN = (
    "phone",
    "address",
    "schedule",
    "holiday_schedule",
    "eligibility",
    "service_area",
    "required_document",
    "fee",
    "language",
    "accessibility",
    "cost_option",
    "attribute",
    "taxonomy_term",
    "url",
)
KINDS = (*ENTITIES, *CHILDREN)
"""What is kept of a package; funding, metadata, units and the like are read past."""

KEYS = (
    "organization_id",
    "service_id",
    "location_id",
    "service_at_location_id",
    "contact_id",
    "link_id",
    "taxonomy_term_id",
)
"""The columns by which rows find each other."""

_WAITING = 2_000


@dataclass(slots=True)
class Row:
    """One row of a table: its cells by canonical name, and its place in the file."""

    id: str
    where: str
    cells: dict[str, str]

    def get(self, *names: str) -> str:
        """Return the first of ``names`` that is not empty, or ""."""
        for name in names:
            if value := self.cells.get(name, ""):
                return value
        return ""


class Stage:
    """Rows by kind, added one by one, fetched by the keys they share."""

    def __init__(self) -> None:
        # "" is SQLite's private temporary database (sqlite.org/inmemorydb.html, "Temporary").
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=OFF")
        self._connection.execute("PRAGMA synchronous=OFF")
        columns = ", ".join(f"{key} TEXT" for key in KEYS)
        for kind in KINDS:
            self._connection.execute(
                f"CREATE TABLE {kind} (id TEXT, place TEXT, cells TEXT, {columns})"
            )
        self._waiting: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._ids: dict[str, set[int]] = {kind: set() for kind in ENTITIES}
        self._indexed: set[tuple[str, str]] = set()
        self.counts: dict[str, int] = dict.fromkeys(KINDS, 0)

    def add(self, kind: str, cells: dict[str, str], where: str) -> None:
        """Keep one row. An entity whose id was met before fills that one's gaps instead."""
        identity = cells.get("id", "")
        if kind in ENTITIES and identity:
            mark = hash(identity)
            if mark in self._ids[kind]:
                self._merge(kind, identity, cells)
                return
            self._ids[kind].add(mark)
        self.counts[kind] += 1
        waiting = self._waiting[kind]
        waiting.append(
            (
                identity,
                where,
                json.dumps(cells, ensure_ascii=False),
                *(cells.get(key, "") for key in KEYS),
            )
        )
        if len(waiting) >= _WAITING:
            self._write(kind)

    def has(self, kind: str, identity: str) -> bool:
        """Tell whether an entity of this kind and id was added."""
        return hash(identity) in self._ids[kind]

    def ready(self) -> None:
        """Finish adding: write what waits and make the indexes."""
        for kind in KINDS:
            self._write(kind)
            if not self.counts[kind]:
                continue
            for column in ("id", *KEYS):
                used = self._connection.execute(
                    f"SELECT 1 FROM {kind} WHERE {column} <> '' LIMIT 1"
                ).fetchone()
                if used:
                    self._indexed.add((kind, column))
                    self._connection.execute(
                        f"CREATE INDEX {kind}_{column} ON {kind} ({column}) WHERE {column} <> ''"
                    )

    def chunks(self, kind: str, size: int) -> Iterator[list[Row]]:
        """Yield every row of ``kind`` in the order it came, ``size`` at a time."""
        last = 0
        while True:
            found = self._connection.execute(
                f"SELECT rowid, id, place, cells FROM {kind} "
                "WHERE rowid > ? ORDER BY rowid LIMIT ?",
                (last, size),
            ).fetchall()
            if not found:
                return
            last = found[-1][0]
            yield [Row(id, place, json.loads(cells)) for _, id, place, cells in found]

    def fetch(self, kind: str, key: str, values: Iterable[str]) -> dict[str, list[Row]]:
        """Return the rows of ``kind`` whose ``key`` is among ``values``, by that value."""
        found: dict[str, list[Row]] = {}
        wanted = sorted({value for value in values if value})
        if (kind, key) not in self._indexed:
            return found  # no row has this key at all
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            marks = ",".join("?" * len(some))
            # "+rowid" keeps SQLite from walking the whole table in order to spare a sort.
            query = (
                f"SELECT {key}, id, place, cells FROM {kind} "
                f"WHERE {key} IN ({marks}) AND {key} <> '' ORDER BY +rowid"
            )
            for value, identity, place, cells in self._connection.execute(query, some):
                found.setdefault(value, []).append(Row(identity, place, json.loads(cells)))
        return found

    def orphans(self, kind: str, key: str, parent: str) -> tuple[int, list[str]]:
        """Return how many rows of ``kind`` name a ``parent`` that is not there, and where."""
        if not self.counts[kind]:
            return 0, []
        rest = (
            f"FROM {kind} WHERE {key} <> '' AND NOT EXISTS "
            f"(SELECT 1 FROM {parent} WHERE {parent}.id = {kind}.{key} AND {parent}.id <> '')"
        )
        (count,) = self._connection.execute(f"SELECT count(*) {rest}").fetchone()
        if not count:
            return 0, []
        places = self._connection.execute(f"SELECT place {rest} LIMIT 5").fetchall()
        return count, [place for (place,) in places]

    def unlinked_places(self) -> tuple[int, list[str]]:
        """Return how many locations no service is linked to by any row, and where."""
        rest = (
            "FROM location WHERE id NOT IN (SELECT location_id FROM service_at_location) "
            "AND id NOT IN (SELECT location_id FROM service)"
        )
        (count,) = self._connection.execute(f"SELECT count(*) {rest}").fetchone()
        places = self._connection.execute(f"SELECT place {rest} LIMIT 5").fetchall()
        return count, [place for (place,) in places]

    def close(self) -> None:
        """Let everything go."""
        self._connection.close()

    def _merge(self, kind: str, identity: str, cells: dict[str, str]) -> None:
        self._write(kind)
        query = f"SELECT rowid, cells FROM {kind} WHERE id = ?"
        row: Any = self._connection.execute(query, (identity,)).fetchone()
        if row is None:
            return
        old = json.loads(row[1])
        merged = cells | {name: value for name, value in old.items() if value}
        if merged == old:
            return
        keys = ", ".join(f"{key} = ?" for key in KEYS)
        self._connection.execute(
            f"UPDATE {kind} SET cells = ?, {keys} WHERE rowid = ?",
            (
                json.dumps(merged, ensure_ascii=False),
                *(merged.get(key, "") for key in KEYS),
                row[0],
            ),
        )

    def _write(self, kind: str) -> None:
        waiting = self._waiting[kind]
        if not waiting:
            return
        marks = ", ".join("?" * (3 + len(KEYS)))
        self._connection.execute("BEGIN")
        self._connection.executemany(f"INSERT INTO {kind} VALUES ({marks})", waiting)
        self._connection.execute("COMMIT")
        waiting.clear()
