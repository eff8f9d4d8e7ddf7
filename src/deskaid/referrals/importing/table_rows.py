"""The rows of a package's CSV files onto shelves: one pass, and little work for a clean row.

Most rows of most files hold nothing to clean. A few tests in C over the whole row tell so; only
the others are looked at cell by cell.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, product, repeat
from operator import itemgetter
from pathlib import Path

from deskaid.referrals.importing.cells import LONGEST_TEXT, taken
from deskaid.referrals.importing.cleaning import EMPTY_WORDS
from deskaid.referrals.importing.decoding import Run, line_breaks_in
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
_MARKUP = frozenset("<&\\")
"""What may begin a tag, an entity or an escape, and is for `clean` to look at."""
_PLAIN = (
    bytes(code for code in range(0x20, 0x7F) if chr(code) not in _MARKUP) + f"{DIVIDER}\n".encode()
)
_FEW = 4
"""Rows of a run that is not clean which are no longer halved, but looked at one by one."""
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
            with found.runs() as runs:
                header = header_of(runs)
                shelf.fill(_Table(found.label, table, header, shelf, report).stored(runs))
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
        self._plain = list(self._names) == self._columns and not self._type
        # Cells a clean row never holds: a word for "empty", or what the header says.
        self._never = _EMPTY_WRITTEN.union(filter(None, header))
        self._blank = DIVIDER * (len(header) - 1)
        self._ids = [place for place, column in enumerate(self._columns) if column in _IDS]
        self._picks = [_picked(self._columns, key) for key in self._keys]
        # An entity's own id, which has to be there; None where none is needed.
        self._own: Callable[[list[str]], str] | None = None
        if self._kind in ENTITIES:
            self._own = itemgetter(self._columns.index("id")) if "id" in self._columns else _no_id
        self._count = 0
        for column in filter(None, dict.fromkeys(self._columns)):
            if not is_read(shelf.kind, column):
                report.skip("column no listing is made of", f"{name}: {column}")

    def stored(self, runs: Iterator[Run]) -> Iterator[Stored]:
        """Yield the rows worth keeping, as a shelf keeps them."""
        yield from chain.from_iterable(self._kept(runs))
        if self._count:
            rows = self._report.rows
            rows[self._kind] = rows.get(self._kind, 0) + self._count

    def _kept(self, runs: Iterator[Run]) -> Iterator[Iterable[Stored]]:
        for line, rows in runs:
            if rows is None:
                self._report.skip("row that cannot be read as CSV", f"{self._name}:{line}")
            elif rows:
                yield from self._divided(rows, _lines_of(line, rows))

    def _divided(self, rows: list[list[str]], lines: Sequence[int]) -> Iterator[Iterable[Stored]]:
        """Yield ``rows`` as they are where they are clean, halving what is not down to a few."""
        if self._plain and (texts := self._clean_texts(rows)):
            self._count += len(rows)
            places = [f"{self._name}:{line}" for line in lines]
            # Put together in C: no line of Python is run for a row.
            yield zip(places, repeat(self._shape), texts, *(pick(rows) for pick in self._picks))
        elif not self._plain or len(rows) <= _FEW:
            yield self._cleaned(rows, lines)
        else:
            half = len(rows) // 2
            yield from self._divided(rows[:half], lines[:half])
            yield from self._divided(rows[half:], lines[half:])

    def _clean_texts(self, rows: list[list[str]]) -> list[str]:
        """Return each row as a shelf keeps it if all are clean and whole, else nothing."""
        width = len(self._columns)
        if set(map(len, rows)) != {width}:
            return []
        texts = list(map(DIVIDER.join, rows))
        text = DIVIDER.join(texts)
        cells = list(chain.from_iterable(rows))
        clean = (
            _is_clean(text, cells)
            and max(map(len, texts)) < LONGEST_TEXT
            and self._never.isdisjoint(cells)
            and self._blank not in texts
            and (self._own is None or all(map(self._own, rows)))
            and not (_MADE_BY_EXCEL.search(f"{DIVIDER}{text}{DIVIDER}") and self._any_made(rows))
        )
        return texts if clean else []

    def _any_made(self, rows: list[list[str]]) -> bool:
        """Tell whether a spreadsheet program made an id of ``rows`` a number."""
        return any(
            _MADE_BY_EXCEL.search(DIVIDER.join(("", *(row[place] for place in self._ids), "")))
            for row in rows
        )

    def _cleaned(self, rows: list[list[str]], lines: Sequence[int]) -> Iterator[Stored]:
        """Yield ``rows`` one by one, cleaned, without those that are not worth keeping."""
        for line, cells in zip(lines, rows, strict=True):
            if not any(map(str.strip, cells)):
                continue
            where = f"{self._name}:{line}"
            row = self._row(cells, where)
            if row is not None:
                self._count += 1
                text = DIVIDER.join([row.get(column, "") for column in self._names])
                yield (where, self._shape, text, *(row.get(key, "") for key in self._keys))

    def _row(self, cells: list[str], where: str) -> dict[str, str] | None:
        report = self._report
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


def header_of(runs: Iterator[Run]) -> list[str]:
    """Return the first row that is not blank, or an empty one where it cannot be read."""
    for _, rows in runs:
        if rows is None:
            return []
        if any(map(str.strip, rows[0])):
            return rows[0]
    return []


def _lines_of(first: int, rows: list[list[str]]) -> Sequence[int]:
    """Return on which line of its file each of ``rows`` begins."""
    lines = [first]
    for row in rows:
        lines.append(lines[-1] + 1 + line_breaks_in(row))
    return lines[:-1]


def _picked(columns: list[str], key: str) -> Callable[[list[list[str]]], Iterable[str]]:
    """Return what takes the cells of column ``key`` from rows; empty ones where it is not."""
    if key not in columns:
        return lambda _rows: repeat("")
    take = itemgetter(columns.index(key))
    return lambda rows: map(take, rows)


def _no_id(_row: list[str]) -> str:
    return ""


def _is_clean(text: str, cells: list[str]) -> bool:
    """Tell whether ``cells``, joined in ``text``, are as `clean` would leave them.

    `str.isprintable` is false for every control, bidi and line-breaking character and for every
    white space but the plain one; dividers and line feeds inside a cell are let through.
    """
    if text.count(DIVIDER) != len(cells) - 1 or list(map(str.strip, cells)) != cells:
        return False
    # Whatever is not plain ASCII text; of most rows nothing is left. Bytes: six times as fast.
    rest = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    if not rest:
        return True
    other = rest.decode("utf-8", "surrogatepass")
    return not other.isascii() and other.isprintable() and _MARKUP.isdisjoint(other)
