"""Writing the directory: taking in a file in one short step, and the tally.

Nothing heavy loads with this module; SQLAlchemy only for a tally or a file that is behind.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from deskaid.database.engine import ensure_schema
from deskaid.errors import Refused
from deskaid.referrals.importing.batches import Batch, packed
from deskaid.referrals.importing.packages import Progress
from deskaid.referrals.importing.reader import Reading
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.scratch import scratch_folder
from deskaid.referrals.incoming import Incoming
from deskaid.referrals.intake import take, weigh
from deskaid.referrals.listing import LOCAL_SOURCE, Listing
from deskaid.text import one_line


class ListingsIn(Protocol):
    """What can be taken in: listings, iterated once, and the report that fills meanwhile."""

    report: Report

    def __iter__(self) -> Iterator[Listing]: ...


class Directory:
    """The directory of one desk, for writing. Reading is `deskaid.referrals.reading`."""

    def __init__(self, database: Path) -> None:
        self._database = database

    def take_in(
        self,
        reading: ListingsIn,
        *,
        source: str,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Take in every listing of ``reading`` as coming from ``source``, in one transaction.

        Everything is read and prepared beside the directory first, so that it can be searched and
        written meanwhile. Listings met before are updated and keep this library's checks and
        flags; those missing from the file are marked vanished, never deleted. Returns the
        reading's report. With ``dry_run`` everything is counted and the directory, which may be
        read-only, is not touched; ``progress`` is told (what, done, total) meanwhile. Raises what
        reading raises, `Refused` for a file without any listing, `FileTrouble` when writing
        fails; in each case the directory stays as it was.
        """
        name = one_line(source)
        if not name:
            raise Refused("The directory needs a name.", hint="Give it with --source NAME.")
        if name == LOCAL_SOURCE:
            raise Refused(
                f'"{LOCAL_SOURCE}" is the name of what was added at this desk.',
                hint="Give the directory another name with --source NAME.",
            )
        report = reading.report
        report.source, report.dry_run = name, dry_run
        if isinstance(reading, Reading) and progress is not None:
            reading.progress = progress
        if not dry_run:
            ensure_schema(self._database)
        with scratch_folder(self._database.parent) as folder:
            incoming = Incoming(folder / "incoming.db")
            try:
                for batch in _batches(reading, name, folder):
                    incoming.add(batch)
                if not report.read:
                    raise Refused("No listing was found in this file.", hint=_first_reason(report))
                incoming.finish(report)
            finally:
                incoming.close()
            if dry_run:
                weigh(self._database, incoming.file, report)
            else:
                if progress is not None:
                    progress("Taking in", 0, 0)
                take(self._database, incoming.file, report)
        return report

    def count(self, category: str, *, at: datetime) -> None:
        """Add one to the tally of ``category`` in the hour of ``at``; nothing else is kept."""
        # SQLAlchemy: a tenth of a second that an import does not need.
        from sqlalchemy.dialects.sqlite import insert

        from deskaid.database.writing import table_of, writing
        from deskaid.referrals.model import TallyRow

        tally = table_of(TallyRow)
        row = {"hour": at.strftime("%Y-%m-%dT%H"), "category": one_line(category), "count": 1}
        added = insert(tally).values(row)
        with writing(self._database) as connection:
            connection.execute(
                added.on_conflict_do_update(
                    index_elements=["hour", "category"], set_={"count": tally.c.count + 1}
                )
            )


def _batches(reading: ListingsIn, source: str, folder: Path) -> Iterator[Batch]:
    if isinstance(reading, Reading):
        return reading.batches(source, folder)
    return packed(reading, source)


def _first_reason(report: Report) -> str:
    reason = next(iter(report.skipped), "")
    told = f"The first thing met was: {reason}. " if reason else ""
    if report.rows.get("row") == 0:
        return "It has a header and no row under it. Export it again, with its rows."
    return f"{told}It needs at least a column or field for the name."
