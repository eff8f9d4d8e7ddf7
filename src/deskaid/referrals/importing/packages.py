"""HSDS and Ohana packages of CSV files, into the stage: columns by header, never by place."""

from collections.abc import Callable

from deskaid.referrals.importing.cleaning import clean
from deskaid.referrals.importing.decoding import encoding_of, open_text, rows_of
from deskaid.referrals.importing.files import Part
from deskaid.referrals.importing.headers import column_of, table_of
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.stage import ENTITIES, Stage

Progress = Callable[[str, int, int], None]
"""Told what is happening, how far it is and of how many; 0 of 0 when nobody knows."""


def is_package(parts: list[Part]) -> bool:
    """Tell whether these files of one folder are tables of a package: services and one more."""
    tables = {
        table_of(part.short) for part in parts if part.short.lower().endswith((".csv", ".tsv"))
    }
    return "service" in tables and len(tables - {None, "service"}) > 0


def stage_package(parts: list[Part], stage: Stage, report: Report, progress: Progress) -> None:
    """Read every table of a package into ``stage``; other files are named as read past."""
    total = sum(part.size for part in parts)
    done = 0
    for part in parts:
        table = table_of(part.short)
        if table:
            _stage_table(part, table, stage, report)
        elif table is None and part.short.lower().endswith((".csv", ".tsv")):
            report.skip("file that is no table of a package", part.short)
        done += part.size
        progress("Reading files", done, total)


def _stage_table(part: Part, table: str, stage: Stage, report: Report) -> None:
    kind = "address" if table.endswith("_address") else table
    encoding = encoding_of(part)
    if encoding == "cp1252":
        report.repair("file not in UTF-8, read as Windows-1252", part.short)
    with open_text(part, encoding) as stream:
        rows = rows_of(stream)
        _, header = next(rows, (0, []))
        columns = [column_of(name, table) for name in header]
        for line, cells in rows:
            where = f"{part.short}:{line}"
            row = _row(columns, header, cells, where, report)
            if row is None:
                continue
            if kind == "address" and table != "address":
                row["address_type"] = table.removesuffix("_address")
            report.rows[kind] = report.rows.get(kind, 0) + 1
            keep(stage, kind, row, where, report)


def keep(stage: Stage, kind: str, row: dict[str, str], where: str, report: Report) -> None:
    """Put one row on the stage; a second entity under one id gets an id of its own."""
    identity = row.get("id", "")
    if kind == "service" and identity and stage.has(kind, identity):
        number = 2
        while stage.has(kind, f"{identity}~{number}"):
            number += 1
        row["id"] = f"{identity}~{number}"
        report.repair("id used twice, the later one numbered", where)
    if not identity and kind in ENTITIES:
        report.repair(f"{kind.replace('_', ' ')} without an id", where)
    stage.add(kind, row, where)


def _row(
    columns: list[str], header: list[str], cells: list[str], where: str, report: Report
) -> dict[str, str] | None:
    if not cells:
        report.skip("row that cannot be read as CSV", where)
        return None
    echoes = sum(1 for cell, name in zip(cells, header, strict=False) if cell and cell == name)
    filled = sum(1 for cell in cells if cell.strip())
    if echoes > 1 and echoes * 5 >= filled * 4:
        report.skip("row that repeats the header", where)
        return None
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        report.repair("row longer than its header, the rest left out", where)
    row: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        if not cell or not name:
            continue
        value, kinds = clean(cell)
        for kind in kinds:
            report.repair(kind, where)
        if value and not row.get(name):
            row[name] = value
    return row or None
