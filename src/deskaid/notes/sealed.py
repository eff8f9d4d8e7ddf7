"""A notebook's rows as they lie in the file, read and made ready to be opened without any key."""

import sqlite3
from dataclasses import dataclass

from deskaid.notes import vault
from deskaid.notes.contents import NotebookRow, find_row, packed_row
from deskaid.notes.days import NEVER
from deskaid.notes.ledger import Ledger
from deskaid.notes.trouble import Unreadable
from deskaid.notes.uncollected import uncollected

_LARGEST_REVISION = 2**63 - 1

NoteRow = tuple[int, bytes, int, int, bytes]
"""Row number, id, revision, purge day, tag."""


@dataclass(frozen=True, repr=False)
class SealedRows:
    """One notebook's rows at one moment.

    ``boxes`` are those of ``notes``, in their order; a purge left none to the ``emptied``.
    ``lost`` are the row numbers of notes no key can open, by their shape alone. ``ledger``
    holds every note that is not lost, and is None when two have one id.
    """

    row: NotebookRow
    notes: list[NoteRow]
    boxes: list[vault.Box]
    emptied: list[NoteRow]
    lost: list[int]
    ledger: Ledger | None


def read(database: sqlite3.Connection, notebook: bytes) -> SealedRows:
    """Return the rows of ``notebook``. Raises `NothingFound`.

    ``database`` is inside a transaction, so that all of them are of one moment.
    """
    with uncollected():
        return _read(database, notebook)


def _read(database: sqlite3.Connection, notebook: bytes) -> SealedRows:
    row = find_row(database, notebook)
    places = vault.note_places(notebook)
    notes: list[NoteRow] = []
    boxes: list[vault.Box] = []
    emptied: list[NoteRow] = []
    lost: list[int] = []
    for number, note_id, revision, purge_day, box, tag in database.execute(
        "SELECT row, id, rev, purge_day, box, tag FROM note WHERE notebook = ?", (notebook,)
    ):
        if not _is_whole(note_id, revision, purge_day, tag):
            lost.append(number)
        elif box is None:
            emptied.append((number, note_id, revision, purge_day, tag))
        else:
            place = {"revision": revision, "purge_day": purge_day}
            try:
                boxes.append(vault.take_apart(places, note_id, _bytes(box), tag, **place))
            except Unreadable:
                lost.append(number)
            else:
                notes.append((number, note_id, revision, purge_day, tag))
    rows = {name: packed_row(name, rev, day, tag) for _, name, rev, day, tag in (*emptied, *notes)}
    ledger = Ledger(rows.values()) if len(rows) == len(notes) + len(emptied) else None
    return SealedRows(row, notes, boxes, emptied, lost, ledger)


def _is_whole(note_id: object, revision: object, purge_day: object, tag: object) -> bool:
    """Tell whether the open columns of a note hold what deskaid writes there."""
    return (
        isinstance(note_id, bytes)
        and len(note_id) == vault.ID_BYTES
        and isinstance(tag, bytes)
        and len(tag) == vault.TAG_BYTES
        and isinstance(revision, int)
        and 0 < revision <= _LARGEST_REVISION
        and isinstance(purge_day, int)
        and 0 <= purge_day <= NEVER
    )


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
