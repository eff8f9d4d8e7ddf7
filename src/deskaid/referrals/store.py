"""Writing the directory: taking in a file in one transaction, local checks and flags, the tally.

SQLAlchemy loads with this module, so import it only where something is about to be written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from deskaid.database.engine import ensure_schema, open_engine
from deskaid.errors import FileTrouble, NothingFound, Refused
from deskaid.referrals.importing.packages import Progress
from deskaid.referrals.importing.reader import Reading
from deskaid.referrals.importing.report import Report
from deskaid.referrals.intake import Intake, grow, table_of
from deskaid.referrals.listing import Listing
from deskaid.referrals.model import (
    CheckRow,
    FlagRow,
    ListingRow,
    TallyRow,
)
from deskaid.text import one_line

LONGEST_REASON = 300
LONGEST_INITIALS = 12


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

        Listings met before are updated and keep this library's checks and flags; those missing
        from the file are marked vanished, never deleted. Returns the reading's report. With
        ``dry_run`` everything is counted and nothing is kept; ``progress`` is told (what, done,
        total) while a file is read. Raises what reading raises,
        `Refused` for a file without any listing, `FileTrouble` when writing fails; in each case
        the directory stays as it was.
        """
        name = one_line(source)
        if not name:
            raise Refused("The directory needs a name.", hint="Give it with --source NAME.")
        report = reading.report
        report.source, report.dry_run = name, dry_run
        if progress is not None and isinstance(reading, Reading):
            reading.progress = progress
        with self._transaction(keep=not dry_run) as connection:
            Intake(connection, name, report).take(reading)
        return report

    def check(self, listing_id: str, initials: str, *, on: date | None = None) -> None:
        """Note that somebody here found the listing right today (or ``on``).

        Raises `NothingFound` for an unknown listing, `Refused` without initials.
        """
        who = one_line(initials)[:LONGEST_INITIALS]
        if not who:
            raise Refused("A check needs initials.", hint="Type two or three letters.")
        self._add(CheckRow, listing_id, checked_on=on or _today(), initials=who)

    def flag(self, listing_id: str, reason: str, *, on: date | None = None) -> None:
        """Note that the listing is wrong and why; it is kept until `settle`.

        Raises `NothingFound` for an unknown listing, `Refused` without a reason.
        """
        why = one_line(reason)[:LONGEST_REASON]
        if not why:
            raise Refused("A flag needs a reason.", hint="Say in a few words what is wrong.")
        self._add(FlagRow, listing_id, flagged_on=on or _today(), reason=why)

    def settle(self, listing_id: str, *, on: date | None = None) -> None:
        """Close every open flag of the listing."""
        flags = table_of(FlagRow)
        with self._transaction() as connection:
            connection.execute(
                update(flags)
                .where(flags.c.listing_id == listing_id, flags.c.settled_on.is_(None))
                .values(settled_on=on or _today())
            )
            grow(connection, "local_version")

    def undo_check(self, listing_id: str) -> None:
        """Take back the last check of the listing, if there is one."""
        self._drop_last(CheckRow, listing_id)

    def undo_flag(self, listing_id: str) -> None:
        """Take back the last flag of the listing, if there is one."""
        self._drop_last(FlagRow, listing_id)

    def count(self, category: str, *, at: datetime) -> None:
        """Add one to the tally of ``category`` in the hour of ``at``; nothing else is kept."""
        tally = table_of(TallyRow)
        row = {"hour": at.strftime("%Y-%m-%dT%H"), "category": one_line(category), "count": 1}
        added = insert(tally).values(row)
        with self._transaction() as connection:
            connection.execute(
                added.on_conflict_do_update(
                    index_elements=["hour", "category"], set_={"count": tally.c.count + 1}
                )
            )

    @contextmanager
    def _transaction(self, *, keep: bool = True) -> Iterator[Connection]:
        """Yield a connection in a transaction; kept only when the block ends well."""
        ensure_schema(self._database)
        engine = open_engine(self._database)
        try:
            with engine.connect() as connection, connection.begin() as transaction:
                yield connection
                if not keep:
                    transaction.rollback()
        except SQLAlchemyError as error:
            raise FileTrouble(
                f"The directory file {self._database} could not be written.",
                hint="Look whether the disk is full or another import is running.",
            ) from error
        finally:
            engine.dispose()

    def _add(self, model: type[SQLModel], identity: str, **values: Any) -> None:
        listings = table_of(ListingRow)
        with self._transaction() as connection:
            known = connection.execute(
                select(listings.c.id).where(listings.c.id == identity)
            ).first()
            if known is None:
                raise NothingFound(
                    "There is no listing with this id in the directory.",
                    hint="Look for it with 'deskaid find WORDS --referrals'.",
                )
            connection.execute(insert(table_of(model)).values(listing_id=identity, **values))
            grow(connection, "local_version")

    def _drop_last(self, model: type[SQLModel], identity: str) -> None:
        table = table_of(model)
        with self._transaction() as connection:
            newest = (
                select(table.c.id)
                .where(table.c.listing_id == identity)
                .order_by(table.c.id.desc())
                .limit(1)
                .scalar_subquery()
            )
            connection.execute(delete(table).where(table.c.id == newest))
            grow(connection, "local_version")


def _today() -> date:
    return datetime.now().astimezone().date()
