"""What a notebook holds, read and verified against its head.

The head is sealed and says how many rows there are and what each one's id, revision, purge
day and tag must be. Rows swapped, replayed, deleted or emptied outside deskaid do not agree
with it, and give an alarm; readable notes stay readable (research/notes.md 4.5).
"""

import gc
import sqlite3
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from deskaid.errors import NothingFound
from deskaid.notes import records, vault
from deskaid.notes.anchor import Mark, fingerprint
from deskaid.notes.days import CHOICES, DEFAULT_DAYS, NEVER
from deskaid.notes.ledger import Ledger
from deskaid.notes.note import Note
from deskaid.notes.trouble import StaleNotebook, Unreadable

_LARGEST_REVISION = 2**63 - 1
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
        return _PACKED.pack(note_id, self.revision, self.purge_day, self.tag)


@dataclass(frozen=True, repr=False)
class Contents:
    """A notebook at one save. ``alarms`` are sentences; ``lost`` the rows nobody can read.

    ``reason`` says why new notes do not expire, ``hold_reason`` why there is a legal hold.
    ``ledger`` holds ``entries`` packed and ``due`` the ids of those with a follow-up, where
    somebody has looked already.
    """

    row: NotebookRow
    reason: str
    entries: Mapping[bytes, Entry]
    alarms: tuple[str, ...] = ()
    lost: tuple[int, ...] = ()
    hold_reason: str = ""
    ledger: Ledger | None = None
    due: frozenset[bytes] | None = None

    def with_follow_up(self) -> frozenset[bytes]:
        """Return the ids of the notes that have a follow-up."""
        if self.due is not None:
            return self.due
        return frozenset(name for name, entry in self.entries.items() if entry.is_due)

    def packed(self) -> Ledger:
        """Return the ledger of ``entries``."""
        return packed(self.entries) if self.ledger is None else self.ledger


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


def load(database: sqlite3.Connection, keys: vault.Keys, *, mark: Mark, today: int) -> Contents:
    """Return everything in the notebook of ``keys``, decrypted and verified.

    ``mark`` is the anchor's memory and ``today`` a day number. Alarms are reported in the
    result, never raised; 10,000 notes take about 0.1 s.
    """
    row = find_row(database, keys.notebook)
    head = _open_head(keys, row)
    entries, lost = _read_notes(database, keys)
    ledger = packed(entries)
    alarms: list[str] = []
    if head is None:
        alarms.append(
            "The notebook's own record (name, public key, expiry, legal hold or head)"
            " was changed outside deskaid."
        )
    else:
        alarms += _count_alarms(head, row, entries=entries, lost=len(lost))
        digest = _digest(keys, seq=row.seq, ledger=ledger)
        if not alarms and head.get("digest") != digest:
            alarms.append(
                "One or more notes are not as last saved: possibly an older version, or another"
                " day of expiry."
            )
    if head is None and lost:
        alarms.append(f"{_notes(len(lost))} not readable.")
    early = sum(entry.note is None and entry.purge_day > today for entry in entries.values())
    if early:
        alarms.append(f"{_notes(early)} emptied before the day of expiry.")
    alarms += _place_alarms(row, mark)
    if not keys.pair_is_whole(row.public_key, row.secret_box):
        alarms.append("Notes written while locked cannot be opened: their key was changed.")
    reason, hold_reason = (str((head or {}).get(key, "")) for key in ("reason", "hold_reason"))
    return Contents(row, reason, entries, tuple(alarms), lost, hold_reason, ledger)


def sealed_head(keys: vault.Keys, contents: Contents) -> bytes:
    """Return the head that vouches for ``contents`` as they are."""
    fields = {
        "seq": contents.row.seq,
        "count": len(contents.entries),
        "digest": _digest(keys, seq=contents.row.seq, ledger=contents.packed()),
        "reason": contents.reason,
    }
    if contents.hold_reason:
        fields["hold_reason"] = contents.hold_reason
    return keys.seal_head(records.pack(fields), contents.row.place)


def store(
    database: sqlite3.Connection, keys: vault.Keys, contents: Contents, *, seq: int | None = None
) -> Contents:
    """Write row and head of ``contents`` as the next save and return them as written.

    ``seq`` overrides the number of the save. Raises `StaleNotebook` when the row in the file
    is not the save ``contents`` came from.
    """
    old = contents.row
    row = replace(old, seq=old.seq + 1 if seq is None else seq, sound=True)
    row = replace(row, head=sealed_head(keys, replace(contents, row=row)))
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


def _open_head(keys: vault.Keys, row: NotebookRow) -> dict[str, Any] | None:
    try:
        return records.unpack(keys.open_head(row.head, row.place))
    except Unreadable:
        return None


def _read_notes(
    database: sqlite3.Connection, keys: vault.Keys
) -> tuple[dict[bytes, Entry], tuple[int, ...]]:
    entries: dict[bytes, Entry] = {}
    lost = []
    with _no_collection():
        for row, *columns in database.execute(
            "SELECT row, id, rev, purge_day, box, tag FROM note WHERE notebook = ?",
            (keys.notebook,),
        ):
            try:
                note_id, entry = _open_entry(keys, *columns)
            except Unreadable:
                lost.append(row)
            else:
                entries[note_id] = entry
    return entries, tuple(lost)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking again and again for garbage among objects that all stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _open_entry(
    keys: vault.Keys, note_id: object, revision: object, purge_day: object, box: object, tag: object
) -> tuple[bytes, Entry]:
    if not (isinstance(note_id, bytes) and len(note_id) == vault.ID_BYTES):
        raise Unreadable
    if not (isinstance(tag, bytes) and len(tag) == vault.TAG_BYTES):
        raise Unreadable
    if not (isinstance(revision, int) and 0 < revision <= _LARGEST_REVISION):
        raise Unreadable
    if not (isinstance(purge_day, int) and 0 <= purge_day <= NEVER):
        raise Unreadable
    if box is None:
        return note_id, Entry(revision, purge_day, tag, None)
    plaintext = keys.open_note(note_id, _bytes(box), tag, revision=revision, purge_day=purge_day)
    fields = records.unpack(plaintext)
    note = Note.from_fields(note_id, fields, revision=revision, purge_day=purge_day)
    return note_id, Entry(revision, purge_day, tag, note)


def _count_alarms(
    head: dict[str, Any], row: NotebookRow, *, entries: Mapping[bytes, Entry], lost: int
) -> list[str]:
    alarms = []
    missing = head.get("count", 0) - len(entries) - lost
    if missing > 0:
        alarms.append(f"{_notes(missing)} missing.")
    if missing < 0:
        alarms.append(f"{_notes(-missing)} put back or added outside deskaid.")
    if lost:
        alarms.append(f"{_notes(lost)} not readable.")
    if head.get("seq") != row.seq:
        alarms.append("The save counter was changed outside deskaid.")
    return alarms


def _place_alarms(row: NotebookRow, mark: Mark) -> list[str]:
    if mark.seq < row.seq or (mark.seq == row.seq and mark.head == fingerprint(row.head)):
        return []
    return [
        f"These notes are older than the last save on this computer (save {row.seq} here, "
        f"{mark.seq} remembered). After a restore from a backup this is expected."
    ]


def _digest(keys: vault.Keys, *, seq: int, ledger: Ledger) -> str:
    return keys.digest(*ledger.content(seq)).hex()


def _notes(count: int) -> str:
    return "1 note is" if count == 1 else f"{count} notes are"


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
