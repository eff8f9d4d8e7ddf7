"""What this library added to listings, read with plain sqlite3: checks, flags, pins, tips, edits.

A file of an older deskaid shows none of it until the next start has brought it up to date.
"""

# ruff: noqa: S608 - only the condition below is put in; values are bound

import sqlite3
from dataclasses import dataclass, field, replace
from datetime import date

from deskaid.referrals.editing import Edit, with_edits
from deskaid.referrals.listing import CheckedHere, Listing
from deskaid.referrals.opening import has_table


@dataclass(slots=True)
class Local:
    """Everything this library says about one listing."""

    checked: CheckedHere | None = None
    flagged: str = ""
    flagged_on: date | None = None
    flagged_by: str = ""
    pinned: bool = False
    tip: str = ""
    edits: dict[str, Edit] = field(default_factory=dict)

    def laid_over(self, listing: Listing) -> Listing:
        """Return the listing as this library shows it."""
        known = replace(
            listing,
            checked_here=self.checked,
            flagged=self.flagged,
            flagged_on=self.flagged_on,
            flagged_by=self.flagged_by,
            pinned=self.pinned,
            tip=self.tip,
        )
        return with_edits(known, self.edits) if self.edits else known


@dataclass(frozen=True, slots=True)
class Mark:
    """What a row shows of this library's own: the last check, an open flag, and so on."""

    checked: date | None = None
    flagged: str = ""
    pinned: bool = False
    tip: str = ""
    edited: bool = False


def local_of(connection: sqlite3.Connection, listing_id: str = "") -> dict[str, Local]:
    """Return what was added, by listing: of all, or of ``listing_id`` alone."""
    found: dict[str, Local] = {}
    if not has_table(connection, "local_edit"):
        return found
    for name, read in (
        ("local_check", _check),
        ("flag", _flag),
        ("pin", _pin),
        ("staff_tip", _tip),
        ("local_edit", _edit),
    ):
        where = "WHERE listing_id = ?" if listing_id else ""
        values = (listing_id,) if listing_id else ()
        for row in connection.execute(f"SELECT * FROM {name} {where} ORDER BY rowid", values):
            read(found.setdefault(row["listing_id"], Local()), row)
    return found


def mark_of(local: Local) -> Mark:
    """Return what a row shows of ``local``."""
    return Mark(
        checked=local.checked.on if local.checked else None,
        flagged=local.flagged,
        pinned=local.pinned,
        tip=local.tip,
        edited=any(edit.value != edit.was for edit in local.edits.values()),
    )


def _check(local: Local, row: sqlite3.Row) -> None:
    on = date.fromisoformat(row["checked_on"])
    if local.checked is None or on >= local.checked.on:
        local.checked = CheckedHere(on, row["initials"], row["against"])


def _flag(local: Local, row: sqlite3.Row) -> None:
    if row["settled_on"] is None:
        local.flagged, local.flagged_by = row["reason"], row["initials"]
        local.flagged_on = date.fromisoformat(row["flagged_on"])


def _pin(local: Local, _row: sqlite3.Row) -> None:
    local.pinned = True


def _tip(local: Local, row: sqlite3.Row) -> None:
    local.tip = row["text"]


def _edit(local: Local, row: sqlite3.Row) -> None:
    local.edits[row["field"]] = Edit(row["field"], row["value"], row["parsed"], row["was"])
