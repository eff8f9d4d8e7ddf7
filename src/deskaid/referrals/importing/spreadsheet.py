"""One row, one listing: a library's own spreadsheet, a 211 wide export, a flat JSON list."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice

from deskaid.referrals.importing.files import Part
from deskaid.referrals.importing.report import SAMPLES, Report
from deskaid.referrals.importing.sheet_columns import Columns, find_header
from deskaid.referrals.importing.sheet_relations import Relations
from deskaid.referrals.importing.sheet_row import SheetRow
from deskaid.referrals.importing.tables import Table, open_tables
from deskaid.referrals.listing import Listing

_FIRST_ROWS = 30
"""Rows among which the header is looked for: titles, dates and instructions stand above it."""


def read_sheet(
    part: Part, report: Report, *, country: str, several: bool = False
) -> Iterator[Listing]:
    """Yield the listings of one CSV, TSV or workbook.

    A table or sheet without a column for a name is left out, with that reason. With
    ``several`` files in one folder, source ids carry the file's name to stay apart.
    """
    seen: dict[str, int] = {}
    with open_tables(part, report) as tables:
        for table in tables:
            for listing in _SheetReader(table, report, country).listings(seen):
                yield (
                    replace(listing, source_id=f"{part.name}#{listing.source_id}")
                    if several
                    else listing
                )


def is_list(part: Part, report: Report) -> bool:
    """Tell whether any table of ``part`` has a header with a column for a name."""
    with open_tables(part, Report()) as tables:
        for table in tables:
            with table.rows() as rows:
                if find_header(list(islice(rows, _FIRST_ROWS))) is not None:
                    return True
    report.skip("file or sheet without a column for a name", part.name)
    return False


class _SheetReader:
    """One table on its way to listings."""

    def __init__(self, table: Table, report: Report, country: str) -> None:
        self._table = table
        self._report = report
        self._country = country

    def listings(self, seen: dict[str, int]) -> Iterator[Listing]:
        """Yield the table's listings; ``seen`` counts the source ids of the whole file."""
        table, report = self._table, self._report
        with table.rows() as rows:
            first = list(islice(rows, _FIRST_ROWS))
            place = find_header(first)
            if place is None:
                report.skip("file or sheet without a column for a name", table.label)
                return
            header = first[place][1]
            columns = Columns(header)
            relations = self._relations(columns, header, place)
            report.rows.setdefault("row", 0)
            body = chain(first[place + 1 :], rows)
            yield from self._rows(body, header, columns, relations, seen)
        if columns.unread:
            _name_unread(columns, table.label, report)

    def _relations(self, columns: Columns, header: list[str], place: int) -> Relations | None:
        """Look through a 211 export once for its parents and secrets; None for other tables."""
        if not {"level", "private"} & columns.fields.keys():
            return None
        relations = Relations()
        quiet = Report()
        with self._table.rows() as rows:
            for _, cells in islice(rows, place + 1, None):
                row = SheetRow(columns, cells, "", quiet, self._country)
                relations.note(row.fields, row.numbered, secret=row.is_secret)
        return relations

    def _rows(
        self,
        body: Iterable[tuple[int, list[str]]],
        header: list[str],
        columns: Columns,
        relations: Relations | None,
        seen: dict[str, int],
    ) -> Iterator[Listing]:
        report = self._report
        heading = ""
        # What a sheet, a file or a heading says tells the need of rows where no column does.
        told = bool({"category", "taxonomy"} & columns.fields.keys())
        for line, cells in body:
            where = f"{self._table.label}:{line}"
            report.rows["row"] += 1
            if not cells:
                report.skip("row that cannot be read as CSV", where)
                continue
            if sum(a == b for a, b in zip(cells, header, strict=False) if a) > 2:
                report.skip("row that repeats the header", where)
                continue
            if title := _heading(cells, header):
                heading = title
                report.skip("row with nothing but a name, read as a heading", where)
                continue
            self._note_shape(cells, header, where)
            topic = "" if told else heading or self._table.topic
            row = SheetRow(columns, cells, where, report, self._country, topic)
            secret = False
            if relations is not None:
                if relations.is_only_parent(row.fields):
                    kind = "agency, site or program joined into others"
                    report.rows[kind] = report.rows.get(kind, 0) + 1
                    continue
                row.fields, row.numbered = relations.joined(
                    row.fields, row.numbered, has_phone=row.has_phone
                )
                secret = relations.is_secret(row.fields)
            listing = row.listing(seen, secret=secret)
            if listing is not None:
                yield listing

    def _note_shape(self, cells: list[str], header: list[str], where: str) -> None:
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            self._report.repair("row longer than its header, the rest left out", where)
        if len(cells) < len(header) and any("\n" in cell.strip() for cell in cells):
            self._report.repair("short row with a cell over several lines: is a quote open?", where)


def _heading(cells: list[str], header: list[str]) -> str:
    """Return the text of a row that is only a title for those below it ("FOOD PANTRIES")."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return filled[0] if len(filled) == 1 and cells[0].strip() and len(header) > 2 else ""


def _name_unread(columns: Columns, label: str, report: Report) -> None:
    """Name the columns that nothing in a listing was made of."""
    kind = "column no listing is made of"
    names = list(columns.unread.values())
    for name in names[:SAMPLES]:
        report.skip(kind, f"{label}: {name}")
    if len(names) > SAMPLES:
        report.skip(kind, "", len(names) - SAMPLES)


def read_flat(
    cells: Mapping[str, str],
    where: str,
    report: Report,
    seen: dict[str, int],
    *,
    country: str,
    unread: set[str],
) -> Listing | None:
    """Return the listing of one flat JSON object, or None when it has no name.

    Names no field of a listing stands for are told once each; ``unread`` remembers them.
    """
    columns = Columns(list(cells))
    for place, name in columns.unread.items():
        if name not in unread and list(cells.values())[place]:
            unread.add(name)
            report.skip("column no listing is made of", f"{where.rsplit(':', 1)[0]}: {name}")
    return SheetRow(columns, list(cells.values()), where, report, country).listing(seen)
