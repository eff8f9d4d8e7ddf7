"""The rows of a package's CSV files onto shelves: one pass, and little work for a clean row.

Most rows of most files hold nothing to clean. A few tests in C over the whole row tell so; only
the others are looked at cell by cell.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product
from operator import itemgetter
from pathlib import Path

from deskaid.referrals.importing.cells import LONGEST_TEXT, taken
from deskaid.referrals.importing.cleaning import EMPTY_WORDS
from deskaid.referrals.importing.files import Part, open_parts
from deskaid.referrals.importing.headers import column_of, is_read
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.shelf import DIVIDER, ENTITIES, KEYS_OF, Shelf, Stored
from deskaid.referrals.importing.slips import is_shortened, whole_number
from deskaid.referrals.importing.tables import Table, open_tables

_EMPTY_WRITTEN = frozenset(
    "".join(letters)
    for word in filter(None, EMPTY_WORDS)
    for letters in product(*({letter.lower(), letter.upper()} for letter in word))
)
"""Every way to write the words that mean "empty", since they count in any case."""
_ODD = (
    "<",
    "&",
    "\\",
    *(f"{end}{DIVIDER}" for end in " \n"),
    *(f"{DIVIDER}{end}" for end in " \n"),
)

_IDS = frozenset(("id", *(key for keys in KEYS_OF.values() for key in keys)))

_MADE_BY_EXCEL = re.compile(
    f"{DIVIDER}(?:\\d{{1,15}}\\.0+|[1-9](?:\\.\\d+)?E\\+?\\d{{1,2}})(?={DIVIDER})", re.I
)
"""An id as `slips` looks for it, among several joined."""


@dataclass(frozen=True)
class TableTask:
    """All files of one kind: (name inside ``path``, table), to be put on a shelf in ``folder``."""

    path: Path
    files: tuple[tuple[str, str], ...]
    kind: str
    folder: Path


def shelve_task(task: TableTask) -> Report:
    """Do ``task`` in whatever process this is; return what was met on the way."""
    report = Report()
    with open_parts(task.path, Report()) as parts:
        by_name = {part.name: part for part in parts}
        files = [(by_name[name], table) for name, table in task.files]
        shelve_files(files, task.kind, task.folder, report)
    return report


def shelve_files(files: list[tuple[Part, str]], kind: str, folder: Path, report: Report) -> None:
    """Put the rows of (file, table) pairs on the shelf of ``kind``."""
    with ExitStack() as stack:
        tables = [
            (found, table)
            for part, table in files
            for found in stack.enter_context(open_tables(part, report))
        ]
        shelve(tables, kind, folder, report)


def shelve(tables: list[tuple[Table, str]], kind: str, folder: Path, report: Report) -> None:
    """Put the rows of ``tables`` on the shelf of ``kind``, settled and ready to be read."""
    shelf = Shelf.create(folder, kind)
    try:
        for found, table in tables:
            with found.rows() as rows:
                _, header = next(rows, (0, []))
                shelf.fill(_Table(found.label, table, header, shelf, report).stored(rows))
        shelf.finish()
        if kind == "service":
            for place in shelf.number_repeated():
                report.repair("id used twice, the later one numbered", place)
        elif kind in ENTITIES:
            shelf.merge_repeated()
    finally:
        shelf.close()


class _Table:
    """One file, on its way to a shelf."""

    def __init__(
        self, name: str, table: str, header: list[str], shelf: Shelf, report: Report
    ) -> None:
        self._name = name
        self._kind = shelf.kind
        self._report = report
        self._header = header
        self._columns = [column_of(cell, table) for cell in header]
        # Each name once: a second column of a name only fills the first one's gaps.
        self._names = tuple(dict.fromkeys(filter(None, self._columns)))
        # "physical" or "postal", where the file's name says what its addresses are.
        self._type = table.removesuffix("_address") if table.endswith("_address") else ""
        if self._type:
            self._names = tuple(dict.fromkeys((*self._names, "address_type")))
        self._shape = shelf.shape(self._names)
        self._keys = KEYS_OF[shelf.kind]
        for column in filter(None, dict.fromkeys(self._columns)):
            if not is_read(shelf.kind, column):
                report.skip("column no listing is made of", f"{name}: {column}")

    def stored(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Stored]:
        """Yield the rows worth keeping, as a shelf keeps them."""
        columns, name, shape, keys = self._columns, self._name, self._shape, self._keys
        width, divide = len(columns), DIVIDER.join
        plain = list(self._names) == columns and not self._type
        # Cells a clean row never holds: a word for "empty", or what the header says.
        never = _EMPTY_WRITTEN.union(filter(None, self._header))
        places = [columns.index(key) if key in columns else width for key in keys]
        pick = itemgetter(*places, width)
        own = columns.index("id") if "id" in columns and self._kind in ENTITIES else width
        needs_id = self._kind in ENTITIES
        ids = itemgetter(
            width, *(place for place, name in enumerate(columns) if name in _IDS), width
        )
        count = 0
        for line, cells in rows:
            text = divide(cells)
            if (
                plain
                and len(cells) == width
                and len(text) < LONGEST_TEXT
                and never.isdisjoint(cells)
                and _is_clean(text, width)
                and (not needs_id or (own < width and cells[own]))
            ):
                cells.append("")
                if not _MADE_BY_EXCEL.search(divide(ids(cells))):
                    count += 1
                    yield (f"{name}:{line}", shape, text, *pick(cells)[:-1])
                    continue
                del cells[-1]
            row = self._row(cells, f"{name}:{line}")
            if row is not None:
                count += 1
                text = divide([row.get(column, "") for column in self._names])
                yield (f"{name}:{line}", shape, text, *(row.get(key, "") for key in keys))
        if count:
            self._report.rows[self._kind] = self._report.rows.get(self._kind, 0) + count

    def _row(self, cells: list[str], where: str) -> dict[str, str] | None:
        report = self._report
        if not cells:
            report.skip("row that cannot be read as CSV", where)
            return None
        echoes = sum(
            1 for cell, name in zip(cells, self._header, strict=False) if cell and cell == name
        )
        filled = sum(1 for cell in cells if cell.strip())
        if echoes > 1 and echoes * 5 >= filled * 4:
            report.skip("row that repeats the header", where)
            return None
        if len(cells) > len(self._columns) and any(
            cell.strip() for cell in cells[len(self._columns) :]
        ):
            report.repair("row longer than its header, the rest left out", where)
        row: dict[str, str] = {}
        for name, cell in zip(self._columns, cells, strict=False):
            if not cell or not name:
                continue
            value = taken(cell, where, report)
            if name in _IDS:
                if is_shortened(value):
                    # The same for many rows: it would give one agency's phone to another.
                    report.repair("id cut short by a spreadsheet program, not used", where)
                    continue
                value = whole_number(value)
            if value and not row.get(name):
                row[name] = value
        if not row:
            return None
        if self._type:
            row["address_type"] = self._type
        if not row.get("id") and self._kind in ENTITIES:
            report.repair(f"{self._kind.replace('_', ' ')} without an id", where)
        return row


def _is_clean(text: str, width: int) -> bool:
    """Tell whether the cells joined in ``text`` are as `clean` would leave them.

    `str.isprintable` is false for every control, bidi and line-breaking character and for every
    white space but the plain one; dividers and line feeds inside a cell are let through.
    """
    for odd in _ODD:
        if odd in text:
            return False
    if text.count(DIVIDER) != width - 1 or text[:1] in (" ", "\n") or text[-1:] in (" ", "\n"):
        return False
    return text.replace(DIVIDER, "").replace("\n", "").isprintable()
