"""Taking in what was written while a notebook was locked."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace

from deskaid.notes import vault
from deskaid.notes.change import Change
from deskaid.notes.contents import Entry, NotebookRow
from deskaid.notes.days import NEVER
from deskaid.notes.dropbox import read_dropped
from deskaid.notes.note import Dropped, Note, TakenIn
from deskaid.notes.trouble import Unreadable


@dataclass(frozen=True, repr=False)
class Waiting:
    """The drop box of one notebook, opened: items in order of writing, and how many are not."""

    items: tuple[Dropped, ...]
    unreadable: tuple[bytes, ...]


def open_waiting(database: sqlite3.Connection, keys: vault.Keys, row: NotebookRow) -> Waiting:
    """Return what waits in the drop box of ``row``; changes nothing."""
    items, unreadable = [], []
    for drop_id, box in database.execute(
        "SELECT id, box FROM dropped WHERE notebook = ? ORDER BY row", (row.id,)
    ):
        try:
            plaintext = keys.open_dropped(box, row.public_key, row.secret_box)
            items.append(read_dropped(plaintext, notebook=row.id, drop=drop_id))
        except (Unreadable, TypeError):
            unreadable.append(drop_id)
    return Waiting(tuple(items), tuple(unreadable))


def take_in(change: Change, waiting: Waiting) -> TakenIn:
    """Turn what is new into notes, leave versions of existing notes for their author.

    A new note gets the id of its draft, so that the same item put back cannot become a
    second note; blank items and versions equal to their note are let go.
    """
    notes, drafts = [], []
    for item in waiting.items:
        existing = version_of(item, change.entries)
        drop_id = bytes.fromhex(item.id)
        if existing is None:
            if item.text.strip():
                notes.append(_new_note(item, reason=change.reason))
                change.put(notes[-1])
            change.remove_dropped(drop_id)
        elif existing.text == item.text:
            change.remove_dropped(drop_id)
        else:
            drafts.append(replace(item, note_id=existing.id))
    return TakenIn(tuple(notes), tuple(drafts), len(waiting.unreadable))


def version_of(item: Dropped, entries: Mapping[bytes, Entry]) -> Note | None:
    """Return the note ``item`` is another version of, if that note is still here."""
    for shown in (item.note_id, item.id):
        try:
            entry = entries.get(bytes.fromhex(shown))
        except ValueError:
            continue
        if entry is not None and entry.note is not None:
            return entry.note
    return None


def _new_note(item: Dropped, *, reason: str) -> Note:
    return Note(
        id=item.id,
        text=item.text,
        created=item.when,
        edited=item.when,
        purge_day=item.purge_day,
        revision=1,
        tags=item.tags,
        reason=(item.reason or reason) if item.purge_day == NEVER else "",
        due=item.due,
        while_locked=True,
    )
