"""One reading on its way into the tables, a chunk at a time. Loads SQLAlchemy; see `store`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, select, text, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import SQLModel

from deskaid.errors import Refused
from deskaid.referrals.importing.report import Report
from deskaid.referrals.listing import Listing
from deskaid.referrals.model import ListingRow, PhoneRow, SourceRow, StateRow
from deskaid.referrals.rows import listing_id, phone_rows, to_row

CHUNK = 500
"""Listings written at a time: memory stays small however long the file is."""


class Intake:
    """One reading on its way into the tables, a chunk at a time."""

    def __init__(self, connection: Connection, source: str, report: Report) -> None:
        self._connection = connection
        self._source = source
        self._report = report
        self._returned = 0

    def take(self, reading: Iterable[Listing]) -> None:
        """Take in every listing; the caller's transaction makes it one step."""
        self._connection.execute(text("CREATE TEMP TABLE seen (id TEXT PRIMARY KEY)"))
        listings = iter(reading)
        while chunk := list(islice(listings, CHUNK)):
            self._chunk(chunk)
        report = self._report
        if not report.read:
            raise Refused(
                "No listing was found in this file.",
                hint=_first_reason(report),
            )
        if not report.partial:
            self._mark_vanished()
        if report.vanished > report.read:
            report.warn(
                f"{report.vanished} listings were not in this file: more than it holds. "
                "Was it the whole directory?"
            )
        self._note_source()
        if report.added or report.updated or report.vanished or self._returned:
            grow(self._connection, "directory_version")
        self._connection.execute(text("DROP TABLE seen"))

    def _chunk(self, chunk: list[Listing]) -> None:
        fresh: dict[str, Listing] = {}
        for listing in chunk:
            identity = listing.id or listing_id(self._source, listing.source_id)
            if identity in fresh:
                self._report.skip("listing whose id was met before", listing.name)
                continue
            fresh[identity] = replace(listing, id=identity, source=self._source)
        known = self._known(list(fresh))
        for identity in [identity for identity, row in known.items() if row.in_seen]:
            self._report.skip("listing whose id was met before", fresh.pop(identity).name)
        added, updated = [], []
        for identity, listing in fresh.items():
            row = to_row(listing)
            old = known.get(identity)
            if old is None:
                added.append((listing, row))
            elif old.digest != row["digest"]:
                updated.append((listing, row))
            else:
                self._report.unchanged += 1
        self._insert(added)
        self._update(updated)
        self._bring_back([identity for identity in fresh if identity in known])
        if fresh:
            self._connection.execute(
                text("INSERT INTO seen VALUES (:id)"), [{"id": identity} for identity in fresh]
            )

    def _known(self, identities: list[str]) -> dict[str, Any]:
        """Return what is already there under these ids: digest, and whether this file gave it."""
        listings = table_of(ListingRow)
        in_seen = text("listing.id IN (SELECT id FROM seen) AS in_seen")
        query = select(listings.c.id, listings.c.digest, in_seen).where(
            listings.c.id.in_(identities)
        )
        return {row.id: row for row in self._connection.execute(query)}

    def _insert(self, rows: list[tuple[Listing, dict[str, Any]]]) -> None:
        if not rows:
            return
        self._report.added += len(rows)
        self._connection.execute(table_of(ListingRow).insert(), [row for _, row in rows])
        self._phones(rows)

    def _update(self, rows: list[tuple[Listing, dict[str, Any]]]) -> None:
        if not rows:
            return
        self._report.updated += len(rows)
        listings, phones = table_of(ListingRow), table_of(PhoneRow)
        write = insert(listings)
        changed = {
            column.name: write.excluded[column.name] for column in listings.c if column.name != "id"
        }
        self._connection.execute(
            write.on_conflict_do_update(index_elements=["id"], set_=changed),
            [row for _, row in rows],
        )
        self._connection.execute(
            delete(phones).where(phones.c.listing_id.in_([listing.id for listing, _ in rows]))
        )
        self._phones(rows)

    def _phones(self, rows: list[tuple[Listing, dict[str, Any]]]) -> None:
        phones = [phone for listing, _ in rows for phone in phone_rows(listing)]
        if phones:
            self._connection.execute(table_of(PhoneRow).insert(), phones)

    def _bring_back(self, identities: list[str]) -> None:
        """Clear the mark of listings that had vanished and are in the file again."""
        listings = table_of(ListingRow)
        if identities:
            done = self._connection.execute(
                update(listings)
                .where(listings.c.id.in_(identities), listings.c.vanished)
                .values(vanished=False)
            )
            self._returned += done.rowcount

    def _mark_vanished(self) -> None:
        listings = table_of(ListingRow)
        done = self._connection.execute(
            update(listings)
            .where(
                listings.c.source == self._source,
                ~listings.c.vanished,
                text("listing.id NOT IN (SELECT id FROM seen)"),
            )
            .values(vanished=True)
        )
        self._report.vanished = done.rowcount

    def _note_source(self) -> None:
        table = table_of(SourceRow)
        row = {
            "name": self._source,
            "file": self._report.file,
            "form": self._report.form,
            "read_at": datetime.now(UTC),
            "listings": self._report.read,
        }
        write = insert(table).values(row)
        self._connection.execute(
            write.on_conflict_do_update(index_elements=["name"], set_=dict(row))
        )


def _first_reason(report: Report) -> str:
    reason = next(iter(report.skipped), "")
    told = f"The first thing met was: {reason}. " if reason else ""
    if report.rows.get("row") == 0:
        return "It has a header and no row under it. Export it again, with its rows."
    return f"{told}It needs at least a column or field for the name."


def table_of(model: type[SQLModel]) -> Table:
    """Return the Core table of a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def grow(connection: Connection, key: str) -> None:
    """Add one to a number in the state table."""
    state = table_of(StateRow)
    value = connection.execute(select(state.c.value).where(state.c.key == key)).scalar()
    write = insert(state).values(key=key, value=str(int(value or 0) + 1))
    connection.execute(
        write.on_conflict_do_update(index_elements=["key"], set_={"value": write.excluded["value"]})
    )
