"""One save in progress: rows and head change in the same transaction or not at all."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from deskaid.notes import contents as whole
from deskaid.notes import records, vault
from deskaid.notes.contents import Contents, Entry, NotebookRow, packed
from deskaid.notes.edits import Edits
from deskaid.notes.ledger import EditedLedger, Ledger
from deskaid.notes.note import Note, id_bytes
from deskaid.notes.slots import Slot
from deskaid.notes.trouble import Damaged, Unreadable


class Change:
    """Collects what one save changes; made and finished by `Notebook`.

    ``database`` is inside a write transaction in which ``base`` was found to be what the file
    holds; ``row``, ``reason`` and ``hold_reason`` may be replaced.
    """

    def __init__(self, database: sqlite3.Connection, keys: vault.Keys, contents: Contents) -> None:
        self.database = database
        self.keys = keys
        self.base = contents
        self.row: NotebookRow = contents.row
        self.reason = contents.reason
        self.hold_reason = contents.hold_reason
        self.entries = Edits(contents.entries)
        self._removed: set[bytes] = set()
        self._added: set[bytes] = set()
        self._ledger: EditedLedger | None = None
        self._due = set(contents.with_follow_up())

    def put(self, note: Note) -> None:
        """Seal ``note`` and write its row, new or in place of its former revision."""
        note_id = id_bytes(note.id)
        box, tag = self.keys.seal_note(
            note_id,
            records.pack(note.fields()),
            revision=note.revision,
            purge_day=note.purge_day,
        )
        written = self.database.execute(
            "INSERT INTO note (notebook, id, rev, purge_day, box, tag) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, purge_day = excluded.purge_day,"
            " box = excluded.box, tag = excluded.tag WHERE notebook = excluded.notebook",
            (self.row.id, note_id, note.revision, note.purge_day, box, tag),
        )
        if written.rowcount != 1:
            raise Damaged(
                "A note of another notebook has this note's place.",
                hint="Save it as a new note, and restore the file from a backup.",
            )
        self._enter(note_id, Entry(note.revision, note.purge_day, tag, note))

    def remove(self, note_ids: Iterable[bytes]) -> None:
        """Remove rows; with ``secure_delete`` their bytes leave the file."""
        for note_id in note_ids:
            self.database.execute(
                "DELETE FROM note WHERE id = ? AND notebook = ?", (note_id, self.row.id)
            )
            self._enter(note_id, None)

    def remove_dropped(self, drop_id: bytes) -> None:
        """Remove one item of the drop box, if it is there."""
        self.database.execute(
            "DELETE FROM dropped WHERE id = ? AND notebook = ?", (drop_id, self.row.id)
        )

    def rekey(self, keys: vault.Keys, slots: Iterable[Slot]) -> None:
        """Seal everything anew under ``keys`` and replace the key records by ``slots``.

        Raises `Damaged` when a note no longer opens; nothing is changed then.
        """
        old, former = self.keys, self.row
        public_key, secret_box = keys.new_pair()
        self.keys = keys
        self.row = replace(former, public_key=public_key, secret_box=secret_box)
        write_slots(self.database, former.id, slots)
        self._reseal_notes(old)
        self._reseal_dropped(old, former)

    def finish(self, *, seq: int | None = None) -> Contents:
        """Write row and head; return the contents as they are now. Raises `StaleNotebook`."""
        self._ledger = EditedLedger(self._base_ledger(), self._removed, self._added)
        made = Contents(
            self.row,
            self.reason,
            self.entries,
            hold_reason=self.hold_reason,
            ledger=self._ledger,
            due=frozenset(self._due),
        )
        return whole.store(self.database, self.keys, made, seq=seq)

    def _base_ledger(self) -> Ledger:
        ledger = self.base.packed()
        return ledger if isinstance(ledger, Ledger) else packed(self.base.entries)

    def applied(self, made: Contents) -> Contents:
        """Return ``made``, from `finish`, once it is on the disk; ``base`` is used up by it."""
        ledger = None if self._ledger is None else self._ledger.applied()
        return replace(made, entries=self.entries.applied(), ledger=ledger)

    def _enter(self, note_id: bytes, entry: Entry | None) -> None:
        """Put ``entry`` in the place of the former one, in the ledger too; None removes it."""
        former = self.entries.put(note_id, entry)
        if former is not None:
            row = former.packed(note_id)
            if row in self._added:
                self._added.remove(row)
            else:
                self._removed.add(row)
        self._due.discard(note_id)
        if entry is not None:
            self._added.add(entry.packed(note_id))
            if entry.is_due:
                self._due.add(note_id)

    def _reseal_notes(self, old: vault.Keys) -> None:
        rows = self.database.execute(
            "SELECT id, box, tag FROM note WHERE notebook = ?", (self.row.id,)
        ).fetchall()
        self.remove(note_id for note_id, box, _ in rows if box is None)
        for note_id, box, tag in rows:
            entry = self.entries.get(note_id)
            if entry is None:
                continue
            place = {"revision": entry.revision, "purge_day": entry.purge_day}
            try:
                plaintext = old.open_note(note_id, box, tag, **place)
            except Unreadable:
                raise Damaged(
                    "A note was changed outside deskaid since the notebook was unlocked.",
                    hint="Lock and unlock the notebook to see what happened.",
                ) from None
            new_box, new_tag = self.keys.seal_note(note_id, plaintext, **place)
            self.database.execute(
                "UPDATE note SET rev = ?, purge_day = ?, box = ?, tag = ? WHERE id = ?",
                (entry.revision, entry.purge_day, new_box, new_tag, note_id),
            )
            self._enter(note_id, entry._replace(tag=new_tag))

    def _reseal_dropped(self, old: vault.Keys, former: NotebookRow) -> None:
        rows = self.database.execute(
            "SELECT id, box FROM dropped WHERE notebook = ?", (self.row.id,)
        ).fetchall()
        for drop_id, box in rows:
            try:
                plaintext = old.open_dropped(box, former.public_key, former.secret_box)
            except Unreadable:
                continue  # forged or damaged: it never opened, and stays for the alarm
            self.database.execute(
                "UPDATE dropped SET box = ? WHERE id = ?",
                (vault.seal_to(self.row.public_key, plaintext), drop_id),
            )


def write_slots(database: sqlite3.Connection, notebook: bytes, slots: Iterable[Slot]) -> None:
    """Replace the key records of ``notebook`` by ``slots``."""
    database.execute("DELETE FROM slot WHERE notebook = ?", (notebook,))
    database.executemany(
        'INSERT INTO slot (notebook, id, kind, kdf, salt, commitment, box, "check")'
        " VALUES (:notebook, :id, :kind, :kdf, :salt, :commitment, :box, :check)",
        [vars(slot) for slot in slots],
    )
