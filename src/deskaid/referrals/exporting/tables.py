"""The tables of HSDS 3.2.3 that an export fills, and the descriptor of those it holds.

The facts are in ``data/hsds/tables.csv`` (after the HSDS specification by Open Referral,
CC BY-SA 4.0; see the README beside it). Names and types are theirs, word for word.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from deskaid.paths import shipped

VERSION = "3.2.3"
"""The version of HSDS whose tables these are."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``points_at`` names the table whose ids it holds, or is ""."""

    name: str
    type: str
    format: str
    required: bool
    unique: bool
    values: tuple[str, ...]
    points_at: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table, its file and its columns in the order of the specification."""

    name: str
    file: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]


@cache
def tables() -> dict[str, Table]:
    """Return every table an export may fill, by name, in the order of the specification."""
    found: dict[str, tuple[str, list[Column]]] = {}
    place = shipped() / "hsds" / "tables.csv"
    with place.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            column = Column(
                name=row["field"],
                type=row["type"],
                format=row["format"],
                required=row["required"] == "yes",
                unique=row["unique"] == "yes",
                values=tuple(row["values"].split("|")) if row["values"] else (),
                points_at=row["points_at"],
            )
            found.setdefault(row["table"], (row["file"], []))[1].append(column)
    return {name: Table(name, file, tuple(columns)) for name, (file, columns) in found.items()}


def descriptor(names: Iterable[str], *, now: datetime, publisher: str = "") -> dict[str, Any]:
    """Return ``datapackage.json`` for a package of the tables ``names``.

    A key that would point at a table left out is left out too.
    """
    held = [table for name, table in tables().items() if name in set(names)]
    present = {table.name for table in held}
    package: dict[str, Any] = {
        "name": "human_services_data",
        "title": f"Directory of services{f' from {publisher}' if publisher else ''}",
        "profile": "tabular-data-package",
        "version": VERSION,
        "created": now.isoformat(timespec="seconds"),
        "homepage": "http://docs.openreferral.org",
        "sources": [
            {
                "title": f"Column names and types: Human Services Data Specification {VERSION}, "
                "Open Referral, CC BY-SA 4.0",
                "path": "http://docs.openreferral.org",
            }
        ],
        "resources": [_resource(table, present) for table in held],
    }
    if publisher:
        package["contributors"] = [{"title": publisher, "role": "publisher"}]
    return package


def _resource(table: Table, present: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "primaryKey": "id",
        "fields": [_field(column) for column in table.columns],
    }
    keys = [
        {
            "fields": column.name,
            "reference": {"resource": column.points_at, "fields": "id"},
        }
        for column in table.columns
        if column.points_at in present
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "path": table.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type}
    if column.format:
        field["format"] = column.format
    field["constraints"] = {"required": column.required, "unique": column.unique}
    if column.values:
        field["constraints"]["enum"] = list(column.values)
    return field
