"""Every change made here to a listing is logged with what takes it back. Loads SQLAlchemy.

``undo`` holds the ids of rows that came into being ("checks", "flags", "edits") and are deleted,
of flags that were settled ("settled") and are opened again, and the tip that stood before ("tip":
text, initials, ISO date; an empty list for none).
"""

import json
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlmodel import SQLModel

from deskaid.database.writing import grow, table_of
from deskaid.referrals.model import (
    ChangeRow,
    CheckRow,
    EditRow,
    FlagRow,
    ListingRow,
    PhoneRow,
    PinRow,
    TipRow,
)

_WORDS = {
    "check": "the check",
    "flag": "the flag",
    "settle": "that the flag was settled",
    "pin": "the pin",
    "unpin": "that the pin was taken off",
    "tip": "the change of the tip",
    "edit": "the correction",
    "add": "the new listing",
}
"""What each kind of change is called when it is taken back."""

_MADE: dict[str, type[SQLModel]] = {"checks": CheckRow, "flags": FlagRow, "edits": EditRow}


def remember(connection: Connection, listing_id: str, kind: str, **undo: list[Any]) -> None:
    """Log one change, with what takes it back, and raise the versions that it concerns."""
    connection.execute(
        insert(table_of(ChangeRow)).values(listing_id=listing_id, kind=kind, undo=json.dumps(undo))
    )
    _tell(connection, kind)


def _tell(connection: Connection, kind: str) -> None:
    """Raise the local version; the directory's too when what is found may change."""
    grow(connection, "local_version")
    if kind in ("edit", "add"):
        grow(connection, "directory_version")


def take_back(connection: Connection, listing_id: str) -> str:
    """Take back the newest change of the listing and return it in words; "" for none."""
    log = table_of(ChangeRow)
    last = connection.execute(
        select(log.c.id, log.c.kind, log.c.undo)
        .where(log.c.listing_id == listing_id)
        .order_by(log.c.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return ""
    connection.execute(delete(log).where(log.c.id == last.id))
    undo = json.loads(last.undo)
    for name, model in _MADE.items():
        table = table_of(model)
        connection.execute(delete(table).where(table.c.id.in_(undo.get(name, []))))
    flags = table_of(FlagRow)
    connection.execute(
        update(flags).where(flags.c.id.in_(undo.get("settled", []))).values(settled_on=None)
    )
    if last.kind in ("pin", "unpin"):
        put_pin(connection, listing_id, pinned=last.kind == "unpin")
    if last.kind == "tip":
        text, initials, written = undo["tip"] or ("", "", "0001-01-01")
        put_tip(connection, listing_id, text, initials, date.fromisoformat(written))
    if last.kind == "add":
        _remove(connection, listing_id)
    _tell(connection, last.kind)
    return _WORDS[last.kind]


def put_pin(connection: Connection, listing_id: str, *, pinned: bool) -> None:
    """Pin the listing, or take the pin off."""
    pins = table_of(PinRow)
    connection.execute(delete(pins).where(pins.c.listing_id == listing_id))
    if pinned:
        connection.execute(insert(pins).values(listing_id=listing_id))


def put_tip(
    connection: Connection, listing_id: str, text: str, initials: str, written_on: date
) -> None:
    """Write the tip in place of the one before; an empty text leaves none."""
    tips = table_of(TipRow)
    connection.execute(delete(tips).where(tips.c.listing_id == listing_id))
    if text:
        row = {"listing_id": listing_id, "text": text, "initials": initials}
        connection.execute(insert(tips).values(row | {"written_on": written_on}))


def _remove(connection: Connection, listing_id: str) -> None:
    """Delete a listing that was added here, with all that was said about it."""
    for model in (CheckRow, FlagRow, EditRow, PinRow, TipRow, ChangeRow, PhoneRow):
        table = table_of(model)
        connection.execute(delete(table).where(table.c.listing_id == listing_id))
    listings = table_of(ListingRow)
    connection.execute(delete(listings).where(listings.c.id == listing_id))
