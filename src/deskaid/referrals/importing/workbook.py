"""Excel workbooks (.xlsx, .xlsm) as rows of text, whatever their name says.

openpyxl reads them row by row in plain Python. calamine would be faster, but one stray cell in
the last column makes it ask for 500 GB and ends the whole program (tafia/calamine#693).
"""

import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from deskaid.errors import FileTrouble, Refused
from deskaid.referrals.importing.files import Part, refuse_unsafe
from deskaid.referrals.importing.report import Report

MOST_UNPACKED = 1024**3
"""Bytes of XML: a sheet of a million rows with thirty columns."""
MOST_STRINGS = 256 * 1024**2
"""Bytes of the table of shared texts, the one part that lies in memory whole."""
MOST_COLUMNS = 500
MOST_BLANK = 10_000
"""Empty rows in a row after which a sheet is over; a stray cell may stand in row 1,048,576."""
_STORED_DIGITS = 15
"""Digits a workbook keeps of a number (ECMA-376 stores them as doubles)."""
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"))
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')

Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class Sheet:
    """One sheet a reader of the workbook would see; ``label`` names it in reports."""

    title: str
    label: str
    rows: Callable[[], AbstractContextManager[Rows]]


@contextmanager
def open_workbook(part: Part, report: Report) -> Iterator[list[Sheet]]:
    """Yield the visible sheets of ``part``; hidden ones are named in ``report``.

    Raises `Refused` for another kind of office file or a bomb, `FileTrouble` for a damaged one.
    """
    if part.size > MOST_UNPACKED:
        raise _too_large()
    with _seekable(part) as stream:
        _refuse_unfit(stream)
        with _told():
            book = _load(stream)
        try:
            sheets = []
            several = len(book.worksheets) > 1
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    report.skip("hidden sheet", f"{part.short} ({sheet.title})")
                else:
                    label = f"{part.short} ({sheet.title})" if several else part.short
                    sheets.append(_sheet(label, sheet, stream, report))
            yield sheets
        finally:
            book.close()


def _sheet(label: str, sheet: Any, stream: BinaryIO, report: Report) -> Sheet:
    @contextmanager
    def rows() -> Iterator[Rows]:
        yield _rows(sheet, _merged(stream, sheet), label, report)

    return Sheet(str(sheet.title), label, rows)


@contextmanager
def _seekable(part: Part) -> Iterator[BinaryIO]:
    """Yield the part's bytes from a place where a zip can be read from its end."""
    with part.open_bytes() as stream:
        if not isinstance(stream, zipfile.ZipExtFile):
            yield stream
            return
        with tempfile.SpooledTemporaryFile(max_size=1 << 24) as copy:
            while piece := stream.read(1 << 20):
                copy.write(piece)
            copy.seek(0)
            yield copy  # type: ignore[misc]


def _refuse_unfit(stream: BinaryIO) -> None:
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        refuse_unsafe(members, stream.seek(0, 2))
    names = {info.filename for info in members}
    if "mimetype" in names:
        kind = "an OpenDocument file"
    elif "xl/workbook.bin" in names:
        kind = "a binary Excel workbook"
    elif any(name.startswith(("word/", "ppt/")) for name in names):
        kind = "a Word or PowerPoint document"
    elif not any(name.startswith("xl/") for name in names):
        kind = "not an Excel workbook, though it looks like one"
    else:
        kind = ""
    if kind:
        raise Refused(
            f"This file is {kind}.",
            hint="Open it in a spreadsheet program, save the list as .xlsx or CSV (UTF-8).",
        )
    strings = sum(info.file_size for info in members if "sharedstrings" in info.filename.lower())
    if sum(info.file_size for info in members) > MOST_UNPACKED or strings > MOST_STRINGS:
        raise _too_large()


def _too_large() -> Refused:
    return Refused(
        "This workbook is larger than any directory.",
        hint="Save the sheet with the list as CSV (UTF-8) and import that.",
    )


def _load(stream: BinaryIO) -> Any:
    # 0.2 s to load, and only a workbook needs it.
    import openpyxl

    # What it cannot read (drawings, rules) it says on stderr, which would tear the screen.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    stream.seek(0)
    return openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)


@contextmanager
def _told() -> Iterator[None]:
    """Turn whatever a damaged workbook makes openpyxl raise into one sentence."""
    try:
        yield
    except (FileTrouble, Refused, MemoryError):
        raise
    except Exception as error:  # it documents none of the dozen kinds it raises
        raise FileTrouble(
            "This workbook is damaged or of a kind that cannot be read.",
            hint="Open it in a spreadsheet program and save the list as CSV (UTF-8).",
        ) from error


def _rows(sheet: Any, merged: list[tuple[int, int, int]], where: str, report: Report) -> Rows:
    # The size a file claims is often wrong; without it every row is as long as its last cell.
    sheet.reset_dimensions()
    blank = 0
    above: dict[int, tuple[int, str]] = {}
    spans = {(column, first): last for column, first, last in merged}
    source = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    number = 0
    while True:
        with _told():
            values = next(source, None)
        number += 1
        if values is None:
            return
        if not any(value is not None for value in values):
            blank += 1
            if blank > MOST_BLANK:
                report.skip(f"rows after {MOST_BLANK:,} empty ones", f"{where}:{number}")
                return
            continue
        blank = 0
        cells = [_text(value, f"{where}:{number}", report) for value in values]
        for column, (last, text) in above.items():
            if number <= last and not cells[column]:
                cells[column] = text
        for column, text in enumerate(cells):
            if text and (column, number) in spans:
                above[column] = (spans[column, number], text)
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _merged(stream: BinaryIO, sheet: Any) -> list[tuple[int, int, int]]:
    """Return (column, first row, last row) of cells merged downwards in one column.

    openpyxl leaves these out when it reads row by row, and they stand after the last row.
    """
    path = getattr(sheet, "_worksheet_path", "")
    found: list[tuple[int, int, int]] = []
    with _told(), zipfile.ZipFile(stream) as archive, archive.open(path) as xml:
        kept = b""
        while piece := xml.read(1 << 20):
            text = kept + piece
            for match in _MERGED.finditer(text):
                column, first, other, last = match.groups()
                if column == other and int(first) < int(last) and len(found) < MOST_BLANK:
                    found.append((_column(column), int(first), int(last)))
            kept = text[-64:]
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _text(value: Any, where: str, report: Report) -> str:
    """Return a cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, where, report)
    if isinstance(value, datetime):
        whole = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if whole else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    text = str(value).replace("_x000D_", "\n")
    return "" if text in _ERRORS else text


def _number(value: int | float, where: str, report: Report) -> str:
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    if abs(value) >= 10**_STORED_DIGITS:
        report.repair("number longer than a workbook keeps, its last digits lost", where)
    return str(int(value))
