"""What a library does for its directory: checks, flags, pins, tips, corrections, own listings.

SQLAlchemy loads with this module, so import it only where something is about to be written.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlmodel import SQLModel

from deskaid.database.writing import table_of, writing
from deskaid.errors import NothingFound, Refused
from deskaid.referrals.editing import EDITABLE, EMPTY, Edit, Editable, kept_secret, with_edits
from deskaid.referrals.fetching import base_and_shown
from deskaid.referrals.listing import CHECKED_AGAINST, LOCAL_SOURCE, Assured, Listing
from deskaid.referrals.model import CheckRow, EditRow, FlagRow, ListingRow, PhoneRow, PinRow, TipRow
from deskaid.referrals.opening import reader
from deskaid.referrals.rows import phone_rows, to_row
from deskaid.referrals.tending.changes import put_pin, put_tip, remember, take_back
from deskaid.referrals.tending.form import (
    LONGEST_REASON,
    LONGEST_TIP,
    edits_of,
    initials_of,
    reaffirmed,
    said,
    understood_hours,
)
from deskaid.text import one_line

__all__ = ["EDITABLE", "Care", "Editable", "understood_hours"]

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


class Care:
    """The care of one desk's directory. Reading is `deskaid.referrals.reading`.

    Every method but `add` raises `NothingFound` for an unknown listing; all raise `Refused` for
    what cannot be kept and `FileTrouble` when the file cannot be written. Each is one
    transaction and is logged, so that `undo` can take it back.
    """

    def __init__(self, database: Path) -> None:
        self._database = database

    def check(
        self, listing_id: str, *, initials: str, against: str = "", on: date | None = None
    ) -> None:
        """Note that somebody here found what the listing shows right today (or ``on``).

        ``against`` is one of `CHECKED_AGAINST` or "". A correction the directory has overtaken
        was looked at too, so it is stale no more. Raises `Refused` without initials.
        """
        who = initials_of(initials)
        if against and against not in CHECKED_AGAINST:
            raise Refused(
                f"A check against {one_line(against)[:40]} is not known.",
                hint=f"Choose one of: {', '.join(CHECKED_AGAINST)}.",
            )
        day = on or _today()
        with self._known(listing_id) as connection:
            check = _put(connection, CheckRow, listing_id, checked_on=day, initials=who,
                         against=against)  # fmt: skip
            base, shown = self._base_and_shown(listing_id)
            kept = _put_edits(connection, listing_id, reaffirmed(base, shown), who, day)
            remember(connection, listing_id, "check", checks=[check], edits=kept)

    def flag(
        self, listing_id: str, reason: str, *, initials: str = "", on: date | None = None
    ) -> None:
        """Note that the listing is wrong and why; it stays open until `settle`.

        Raises `Refused` without a reason, or with a library card's number in it.
        """
        why = said(reason, LONGEST_REASON, "reason")
        if not why:
            raise Refused("A flag needs a reason.", hint="Say in a few words what is wrong.")
        who = initials_of(initials) if initials.strip() else ""
        with self._known(listing_id) as connection:
            flag = _put(connection, FlagRow, listing_id, flagged_on=on or _today(), reason=why,
                        initials=who)  # fmt: skip
            remember(connection, listing_id, "flag", flags=[flag])

    def settle(self, listing_id: str, *, on: date | None = None) -> None:
        """Close every open flag of the listing; without one nothing happens."""
        flags = table_of(FlagRow)
        with self._known(listing_id) as connection:
            opened = (flags.c.listing_id == listing_id, flags.c.settled_on.is_(None))
            found = list(connection.execute(select(flags.c.id).where(*opened)).scalars())
            if found:
                connection.execute(
                    update(flags).where(flags.c.id.in_(found)).values(settled_on=on or _today())
                )
                remember(connection, listing_id, "settle", settled=found)

    def pin(self, listing_id: str, *, pinned: bool = True) -> None:
        """Keep the listing on top of its needs, or no more."""
        pins = table_of(PinRow)
        with self._known(listing_id) as connection:
            before = connection.execute(select(pins).where(pins.c.listing_id == listing_id)).first()
            if (before is not None) != pinned:
                put_pin(connection, listing_id, pinned=pinned)
                remember(connection, listing_id, "pin" if pinned else "unpin")

    def tip(self, listing_id: str, text: str, *, initials: str = "") -> None:
        """Write a tip on the place for colleagues, in place of the one before; "" removes it.

        Raises `Refused` when a library card's number stands in it.
        """
        tip, who = said(text, LONGEST_TIP, "tip"), one_line(initials)[:12]
        tips = table_of(TipRow)
        with self._known(listing_id) as connection:
            before = connection.execute(select(tips).where(tips.c.listing_id == listing_id)).first()
            if tip == (before.text if before else ""):
                return
            put_tip(connection, listing_id, tip, who, _today())
            old = [before.text, before.initials, before.written_on.isoformat()] if before else []
            remember(connection, listing_id, "tip", tip=old)

    def edit(
        self,
        listing_id: str,
        changes: Mapping[str, str],
        *,
        initials: str,
        on: date | None = None,
    ) -> None:
        """Correct fields for this library: ``changes`` are what was typed, by `Editable.field`.

        What the file of the directory says is kept beneath and updated by imports. A field typed
        as the directory has it is corrected no more. Raises `Refused` as the form does.
        """
        who = initials_of(initials)
        with self._known(listing_id) as connection:
            base, shown = self._base_and_shown(listing_id)
            made = _put_edits(
                connection, listing_id, edits_of(base, changes, shown), who, on or _today()
            )
            if made:
                remember(connection, listing_id, "edit", edits=made)

    def add(self, fields: Mapping[str, str], *, initials: str, on: date | None = None) -> str:
        """Add a listing of this library's own and return its id.

        No import changes it or marks it vanished. Raises `Refused` as the form does.
        """
        who = initials_of(initials)
        empty = replace(EMPTY, source=LOCAL_SOURCE)
        edits = edits_of(empty, {"name": ""} | dict(fields), empty)
        listing = with_edits(empty, {edit.field: edit for edit in edits})
        if listing.address_confidential:
            listing = kept_secret(listing, fields.get("address", ""))
        identity = "l-" + "".join(secrets.choice(_LETTERS) for _ in range(10))
        listing = replace(
            listing,
            id=identity,
            source_id=identity,
            edited=(),
            stale_edits=(),
            # Written down that day, which is not checked: `check` says that it is right.
            assured=Assured(
                on=(on or _today()).isoformat(), by=who, against=LOCAL_SOURCE, how="dated"
            ),
        )
        with writing(self._database) as connection:
            connection.execute(table_of(ListingRow).insert(), to_row(listing))
            if phones := phone_rows(listing):
                connection.execute(table_of(PhoneRow).insert(), phones)
            remember(connection, identity, "add")
        return identity

    def undo(self, listing_id: str) -> str:
        """Take back the last change made here to the listing; "" when there is none.

        Returns what it was in words: "the check". Called again, it takes back the one before.
        """
        with self._known(listing_id) as connection:
            return take_back(connection, listing_id)

    @contextmanager
    def _known(self, listing_id: str) -> Iterator[Connection]:
        """Yield a connection in a transaction, once the listing was found."""
        listings = table_of(ListingRow)
        with writing(self._database) as connection:
            query = select(listings.c.id).where(listings.c.id == listing_id)
            if connection.execute(query).first() is None:
                raise NothingFound(
                    "There is no listing with this id in the directory.",
                    hint="Look for it with 'deskaid find WORDS --referrals'.",
                )
            yield connection

    def _base_and_shown(self, listing_id: str) -> tuple[Listing, Listing]:
        """Return what the directory says and what this library shows.

        Read beside the transaction, which holds the write lock and has not touched either yet.
        """
        with reader(self._database) as connection:
            if connection is None:
                raise NothingFound("There is no directory yet.", hint="Import one first.")
            return base_and_shown(connection, listing_id)


def _put(connection: Connection, model: type[SQLModel], listing_id: str, **values: Any) -> int:
    """Add a row and return its id."""
    table = table_of(model)
    added = insert(table).values(listing_id=listing_id, **values).returning(table.c.id)
    return int(connection.execute(added).scalar_one())


def _put_edits(
    connection: Connection, listing_id: str, edits: list[Edit], initials: str, on: date
) -> list[int]:
    """Add a row for each edit and return their ids."""
    return [
        _put(connection, EditRow, listing_id, field=edit.field, value=edit.value,
             parsed=edit.parsed, was=edit.was, initials=initials, edited_on=on)
        for edit in edits
    ]  # fmt: skip


def _today() -> date:
    return datetime.now().astimezone().date()
