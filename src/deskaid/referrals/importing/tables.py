"""Tables of rows, from a CSV or TSV or from the sheets of a workbook, each readable twice."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass

from deskaid.referrals.importing.decoding import Run, encoding_of, open_text, rows_of, runs_of
from deskaid.referrals.importing.files import Part
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.workbook import open_workbook

Rows = Iterator[tuple[int, list[str]]]
"""(line or row number, cells); an empty list is a row that could not be read."""


@dataclass(frozen=True)
class Table:
    """Rows that may hold a list of services; ``topic`` is what the file or sheet is called."""

    label: str
    topic: str
    rows: Callable[[], AbstractContextManager[Rows]]
    runs: Callable[[], AbstractContextManager[Iterator[Run]]]
    """The same rows many at a time, blank ones too; see `decoding.runs_of`."""


@contextmanager
def open_tables(part: Part, report: Report) -> Iterator[list[Table]]:
    """Yield the tables of ``part``. Raises `Refused` for a workbook that cannot be read."""
    with ExitStack() as stack:
        if part.is_workbook:
            sheets = stack.enter_context(open_workbook(part, report))
            yield [Table(one.label, one.title, one.rows, _one_by_one(one.rows)) for one in sheets]
        else:
            yield [_of_text(part, report)]


def _of_text(part: Part, report: Report) -> Table:
    encoding = encoding_of(part)
    if encoding == "cp1252":
        report.repair("file not in UTF-8, read as Windows-1252", part.short)

    @contextmanager
    def rows() -> Iterator[Rows]:
        with open_text(part, encoding) as stream:
            yield rows_of(stream)

    @contextmanager
    def runs() -> Iterator[Iterator[Run]]:
        with open_text(part, encoding) as stream:
            yield runs_of(stream)

    return Table(part.short, part.short.rsplit(".", 1)[0], rows, runs)


def _one_by_one(
    rows: Callable[[], AbstractContextManager[Rows]],
) -> Callable[[], AbstractContextManager[Iterator[Run]]]:
    """Return the rows of a sheet as runs of one."""

    @contextmanager
    def runs() -> Iterator[Iterator[Run]]:
        with rows() as found:
            yield ((number, [row] if row else None) for number, row in found)

    return runs
