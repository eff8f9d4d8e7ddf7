"""Opening a notebook's rows and holding them against its head, before anybody is shown one.

The head is sealed and says how many rows there are and what each one's id, revision, purge
day and tag must be; the tag vouches for the box. Rows swapped, replayed, deleted or emptied
outside deskaid do not agree with it, and give an alarm; readable notes stay readable
(research/notes.md 4.5).
"""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from deskaid.notes import records, sealed, vault
from deskaid.notes.anchor import Mark, fingerprint
from deskaid.notes.contents import Contents, Entry, NotebookRow, digest, packed
from deskaid.notes.note import Note
from deskaid.notes.sealed import SealedRows
from deskaid.notes.trouble import Unreadable
from deskaid.notes.uncollected import uncollected

_AT_ONCE = 200
"""Notes decrypted before they are read: few enough to stay near, and to be freed soon."""


def load(database: sqlite3.Connection, keys: vault.Keys, *, mark: Mark, today: int) -> Contents:
    """Return everything in the notebook of ``keys``, decrypted and verified.

    ``mark`` is the anchor's memory and ``today`` a day number. Alarms are reported in the
    result, never raised; 10,000 notes take about 0.1 s.
    """
    return verified(sealed.read(database, keys.notebook), keys, mark=mark, today=today)


def verified(rows: SealedRows, keys: vault.Keys, *, mark: Mark, today: int) -> Contents:
    """Return what is in ``rows``: every box opened, once, and all of it verified. As `load`."""
    row = rows.row
    head = _open_head(keys, row)
    with uncollected():
        entries, lost, due = _open_notes(rows, keys)
    # A ledger made of all rows is the one of what opened when all of them did.
    ledger = packed(entries) if lost or rows.ledger is None else rows.ledger
    alarms: list[str] = []
    if head is None:
        alarms.append(
            "The notebook's own record (name, public key, expiry, legal hold or head)"
            " was changed outside deskaid."
        )
    else:
        alarms += _count_alarms(head, row, entries=entries, lost=len(lost))
        if not alarms and head.get("digest") != digest(keys, seq=row.seq, ledger=ledger):
            alarms.append(
                "One or more notes are not as last saved: possibly an older version, or another"
                " day of expiry."
            )
    if head is None and lost:
        alarms.append(f"{_notes(len(lost))} not readable.")
    early = sum(purge_day > today for _, _, _, purge_day, _ in rows.emptied)
    if early:
        alarms.append(f"{_notes(early)} emptied before the day of expiry.")
    alarms += _place_alarms(row, mark)
    if not keys.pair_is_whole(row.public_key, row.secret_box):
        alarms.append("Notes written while locked cannot be opened: their key was changed.")
    reason, hold_reason = (str((head or {}).get(key, "")) for key in ("reason", "hold_reason"))
    return Contents(
        row,
        reason,
        entries,
        tuple(alarms),
        lost,
        hold_reason,
        ledger,
        frozenset(due),
        frozenset(name for _, name, *_ in rows.emptied if entries[name].note is None),
    )


def _open_notes(
    rows: SealedRows, keys: vault.Keys
) -> tuple[dict[bytes, Entry], tuple[int, ...], set[bytes]]:
    """Return the entries of ``rows``, the row numbers of those nobody can read, and who is due."""
    entries = {
        name: Entry(revision, purge_day, tag, None)
        for _, name, revision, purge_day, tag in rows.emptied
    }
    lost, due = list(rows.lost), set()
    for (number, name, revision, purge_day, tag), fields in zip(
        rows.notes, _opened(rows, keys), strict=True
    ):
        try:
            if fields is None:
                raise Unreadable
            note = Note.from_fields(name, fields, revision=revision, purge_day=purge_day)
        except Unreadable:
            lost.append(number)
            continue
        entries[name] = Entry._make((revision, purge_day, tag, note))
        if note.due is not None:
            due.add(name)
    return entries, tuple(lost), due


def _opened(rows: SealedRows, keys: vault.Keys) -> Iterator[dict[str, Any] | None]:
    """Yield the fields of each box, None for one that does not open."""
    for start in range(0, len(rows.boxes), _AT_ONCE):
        yield from records.unpack_all(keys.open_notes(rows.boxes[start : start + _AT_ONCE]))


def _open_head(keys: vault.Keys, row: NotebookRow) -> dict[str, Any] | None:
    try:
        return records.unpack(keys.open_head(row.head, row.place))
    except Unreadable:
        return None


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


def _notes(count: int) -> str:
    return "1 note is" if count == 1 else f"{count} notes are"
