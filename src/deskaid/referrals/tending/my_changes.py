"""What was changed in this window, told apart from what a colleague changed in another.

The log of changes is one for the whole file, so "take back the last one" would otherwise take
back a colleague's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deskaid.errors import FileTrouble, Refused
from deskaid.referrals.opening import has_table, reader

if TYPE_CHECKING:
    from deskaid.referrals.tending.care import Care

_WORDS = {
    "check": "a check",
    "flag": "a flag",
    "settle": "that a flag was settled",
    "pin": "a pin",
    "unpin": "that a pin was taken off",
    "tip": "a change of the tip",
    "edit": "a correction",
    "add": "the listing itself, added here",
}
MAKES_INDEX_STALE = ("edit", "add")
"""Kinds of change after which names, needs or numbers may be found under other words."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One change of a listing in the file's log."""

    id: int
    kind: str

    @property
    def words(self) -> str:
        """What it is called in a question."""
        return _WORDS.get(self.kind, "a change")


@dataclass(frozen=True, slots=True)
class Change:
    """What one step in this window changed: a listing and its entries in the log."""

    listing_id: str
    entries: tuple[Logged, ...]


def logged(database: Path, listing_id: str) -> list[Logged]:
    """Return the changes of a listing, the newest first.

    Raises `FileTrouble` when the file cannot be read.
    """
    with reader(database) as connection:
        if connection is None or not has_table(connection, "local_change"):
            return []
        rows = connection.execute(
            "SELECT id, kind FROM local_change WHERE listing_id = ? ORDER BY id DESC", (listing_id,)
        )
        return [Logged(row["id"], row["kind"]) for row in rows]


def write(database: Path, listing_id: str, work: "Callable[[Care], object]") -> Change:
    """Do ``work`` and return what it changed; ``listing_id`` is "" where it adds a listing.

    Loads SQLAlchemy: for a thread. Raises what `Care` raises; then nothing was changed.
    """
    from deskaid.referrals.tending.care import Care

    before = {entry.id for entry in logged(database, listing_id)} if listing_id else set()
    result = work(Care(database))
    identity = listing_id or str(result)
    try:
        entries = [entry for entry in logged(database, identity) if entry.id not in before]
    except FileTrouble:  # it is kept all the same; u then asks before it takes it back
        entries = []
    return Change(identity, tuple(entries))


def take_back(database: Path, change: Change) -> tuple[str, ...]:
    """Take back ``change`` and return what it was, in words, the newest first.

    Loads SQLAlchemy: for a thread. Raises `Refused` when the listing was changed since.
    """
    from deskaid.referrals.tending.care import Care

    newest = tuple(logged(database, change.listing_id)[: len(change.entries)])
    if newest != change.entries:
        raise Refused(
            "A colleague has changed this listing since, so nothing was taken back.",
            hint="Look at it again, then u.",
        )
    care = Care(database)
    return tuple(filter(None, (care.undo(change.listing_id) for _ in change.entries)))
