"""What a notebook holds at one save, and the head that vouches for it.

`deskaid.notes.verifying` reads it and holds it against its head.
"""

import sqlite3
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from deskaid.errors import NothingFound
from deskaid.notes import records, vault
from deskaid.notes.days import CHOICES, DEFAULT_DAYS
from deskaid.notes.ledger import EditedLedger, Ledger
from deskaid.notes.note import Note
from deskaid.notes.trouble import StaleNotebook

_PACKED = struct.Struct(f">{vault.ID_BYTES}sQI{vault.TAG_BYTES}s")


@dataclass(frozen=True, repr=False)
class NotebookRow:
    """The open columns of one notebook; not ``sound`` when one holds what was never written.

    Such a one reads as something usable, and the head disowns the whole row.
    """

    id: bytes
    label: str
    public_key: bytes
    secret_box: bytes
    days: int
    hold: bool
    hold_asked: bool
    seq: int
    head: bytes
    sound: bool = True

    @property
    def place(self) -> bytes:
        """What the head is bound to besides the notebook's id."""
        return vault.bound(
            b"deskaid/row/1",
            self.label.encode("utf-8", "replace"),
            self.public_key,
            str(self.days).encode(),
            b"hold" if self.hold else b"",
            *(() if self.sound else (b"unsound",)),
        )


class Entry(NamedTuple):
    """One note row: what the head says of it, and the note unless it was emptied."""

    revision: int
    purge_day: int
    tag: bytes
    note: Note | None

    def __repr__(self) -> str:
        return "<Entry>"

    @property
    def is_due(self) -> bool:
        """Whether it has a follow-up, done on its day or not."""
        return self.note is not None and self.note.due is not None

    def packed(self, note_id: bytes) -> bytes:
        """Return this row's share of the digest: 44 bytes."""
        return packed_row(note_id, self.revision, self.purge_day, self.tag)


@dataclass(frozen=True, repr=False)
class Contents:
    """A notebook at one save. ``alarms`` are sentences; ``lost`` the rows nobody can read.

    ``reason`` says why new notes do not expire, ``hold_reason`` why there is a legal hold.
    ``ledger`` holds ``entries`` packed and ``due`` the ids of those with a follow-up, where
    somebody has looked already; ``emptied`` the ids of those a purge emptied before it was read.
    """

    row: NotebookRow
    reason: str
    entries: Mapping[bytes, Entry]
    alarms: tuple[str, ...] = ()
    lost: tuple[int, ...] = ()
    hold_reason: str = ""
    ledger: Ledger | EditedLedger | None = None
    due: frozenset[bytes] | None = None
    emptied: frozenset[bytes] = frozenset()

    def with_follow_up(self) -> frozenset[bytes]:
        """Return the ids of the notes that have a follow-up."""
        if self.due is not None:
            return self.due
        return frozenset(name for name, entry in self.entries.items() if entry.is_due)

    def packed(self) -> Ledger | EditedLedger:
        """Return the ledger of ``entries``."""
        return packed(self.entries) if self.ledger is None else self.ledger


def packed_row(note_id: bytes, revision: int, purge_day: int, tag: bytes) -> bytes:
    """Return a row's share of the digest: 44 bytes."""
    return _PACKED.pack(note_id, revision, purge_day, tag)


def packed(entries: Mapping[bytes, Entry]) -> Ledger:
    """Return the ledger of ``entries``; 10,000 take some milliseconds."""
    return Ledger(entry.packed(note_id) for note_id, entry in entries.items())


def find_row(database: sqlite3.Connection, notebook: bytes) -> NotebookRow:
    """Return the row of ``notebook``. Raises `NothingFound`."""
    found = database.execute(
        "SELECT label, public_key, secret_box, days, hold, hold_asked, seq, head"
        " FROM notebook WHERE id = ?",
        (notebook,),
    ).fetchone()
    if found is None:
        raise NothingFound("There is no such notebook.", hint="Choose one from the list.")
    label, public_key, secret_box, days, hold, hold_asked, seq, head = found
    return NotebookRow(
        notebook,
        label if isinstance(label, str) else "",
        _bytes(public_key),
        _bytes(secret_box),
        days if days in CHOICES else DEFAULT_DAYS,
        hold != 0,
        hold_asked != 0,
        seq if isinstance(seq, int) else 0,
        _bytes(head),
        sound=days in CHOICES and hold in (0, 1),
    )


def sealed_head(keys: vault.Keys, contents: Contents) -> bytes:
    """Return the head that vouches for ``contents`` as they are."""
    return _head(keys, contents, contents.row)


def _head(keys: vault.Keys, contents: Contents, row: NotebookRow) -> bytes:
    fields = {
        "seq": row.seq,
        "count": len(contents.entries),
        "digest": digest(keys, seq=row.seq, ledger=contents.packed()),
        "reason": contents.reason,
    }
    if contents.hold_reason:
        fields["hold_reason"] = contents.hold_reason
    return keys.seal_head(records.pack(fields), row.place)


def store(
    database: sqlite3.Connection, keys: vault.Keys, contents: Contents, *, seq: int | None = None
) -> Contents:
    """Write row and head of ``contents`` as the next save and return them as written.

    ``seq`` overrides the number of the save. Raises `StaleNotebook` when the row in the file
    is not the save ``contents`` came from.
    """
    old = contents.row
    row = replace(old, seq=old.seq + 1 if seq is None else seq, sound=True)
    row = replace(row, head=_head(keys, contents, row))
    changed = database.execute(
        "UPDATE notebook SET label = ?, public_key = ?, secret_box = ?, days = ?, hold = ?,"
        " hold_asked = ?, seq = ?, head = ? WHERE id = ? AND seq = ?",
        (
            row.label,
            row.public_key,
            row.secret_box,
            row.days,
            row.hold,
            row.hold_asked,
            row.seq,
            row.head,
            row.id,
            old.seq,
        ),
    )
    if changed.rowcount != 1:
        raise StaleNotebook(
            "Somebody else saved this notebook first.", hint="Save again; nothing is lost."
        )
    return replace(contents, row=row)


def digest(keys: vault.Keys, *, seq: int, ledger: Ledger | EditedLedger) -> str:
    """Return what the head says of ``ledger`` at save ``seq``."""
    return keys.digest(*ledger.content(seq)).hex()


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
