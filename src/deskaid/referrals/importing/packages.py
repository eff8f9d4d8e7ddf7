"""HSDS and Ohana packages of tables, into the stage: columns by header, never by place."""

from collections.abc import Callable, Iterable

from deskaid.referrals.importing.files import Part
from deskaid.referrals.importing.headers import near_table_of, table_of
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.stage import Stage
from deskaid.referrals.importing.table_rows import shelve
from deskaid.referrals.importing.tables import Table

Progress = Callable[[str, int, int], None]
"""Told what is happening, how far it is and of how many; 0 of 0 when nobody knows."""


def is_package(names: Iterable[str]) -> bool:
    """Tell whether tables of these names are a package: services, or agencies, and one more."""
    tables = {near_table_of(name) for name in names} - {None, ""}
    if "service" in tables:
        return len(tables) > 1
    return "organization" in tables and bool(tables & {"location", "phone", "contact"})


def stage_package(parts: list[Part], stage: Stage, report: Report, progress: Progress) -> None:
    """Read every table of a package into ``stage``; other files are named as read past."""
    kinds: dict[str, list[tuple[Part, str]]] = {}
    for part in parts:
        if not part.short.lower().endswith((".csv", ".tsv")) or part.is_workbook:
            continue
        if table := _table_of(part.short, part.short, report):
            kinds.setdefault(_kind_of(table), []).append((part, table))
    total = sum(part.size for part in parts)
    done = 0
    for kind in stage.read(kinds, report):
        done += sum(part.size for part, _ in kinds[kind])
        progress("Reading files", done, total)


def stage_tables(tables: list[Table], stage: Stage, report: Report) -> None:
    """Read every sheet of a workbook that is a table of a package into ``stage``."""
    kinds: dict[str, list[tuple[Table, str]]] = {}
    for sheet in tables:
        if table := _table_of(sheet.topic, sheet.label, report):
            kinds.setdefault(_kind_of(table), []).append((sheet, table))
    for kind, sheets in kinds.items():
        shelve(sheets, kind, stage.folder, report)


def _table_of(name: str, where: str, report: Report) -> str:
    """Return the table a file or sheet is, "" for one that is read past, which is told."""
    table = near_table_of(name)
    if table and table_of(name) is None:
        report.repair("name of a file taken for that of the nearest table", where)
    elif not table:
        known = table is not None
        report.skip("table no listing is made of" if known else "file that is no table", where)
    return table or ""


def _kind_of(table: str) -> str:
    # What a service takes for its fee is read beside the fee.
    return {"payment_accepted": "fee"}.get(
        table, "address" if table.endswith("_address") else table
    )
