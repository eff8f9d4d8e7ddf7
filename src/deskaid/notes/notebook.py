"""An unlocked notebook: reading, saving, searching, and locking it again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import Enum

from deskaid.errors import NothingFound, Refused
from deskaid.notes import contents as whole
from deskaid.notes import days as expiry
from deskaid.notes import making, passphrase, revising, schema, slots, takein
from deskaid.notes.change import Change
from deskaid.notes.labels import check_label
from deskaid.notes.listing import Listing
from deskaid.notes.note import Dropped, Note, TakenIn, id_bytes
from deskaid.notes.session import Session
from deskaid.notes.trouble import Damaged, PassphraseRefused, StaleNotebook, WrongPassphrase

_CREDIBLE = 2**48
"""No honest save counter comes near; a larger one was planted."""


class Keep(Enum):
    """Stands for "as it was" where None already means "none"."""

    AS_IT_WAS = "as it was"


class Notebook(Session):
    """One notebook with its keys, from unlock to `lock`. Made by `Notes`.

    Every note is held decrypted, for listing and searching; each save is on the disk before
    its call returns. Use one thread at a time. ``recovered`` is True when the recovery code
    opened it: `change_passphrase` comes next. `lock` drops every reference, but Python
    cannot clear memory: only the end of the process does.
    """

    def notes(self) -> list[Note]:
        """Return every note, the one edited last first."""
        return self._in_order().newest_first()

    @property
    def is_empty(self) -> bool:
        """Whether there is no note."""
        return not len(self._in_order())

    def _in_order(self) -> Listing:
        """Return every note in order; sorted once, not for each search or save."""
        if self._listing is None:
            self._listing = Listing(self._now.entries.values())
        return self._listing

    def note(self, note_id: str) -> Note:
        """Return one note. Raises `NothingFound` when it expired, was deleted or never was."""
        entry = self._now.entries.get(id_bytes(note_id))
        if entry is None or entry.note is None:
            raise NothingFound("This note is gone: deleted or expired.", hint="Choose another.")
        return entry.note

    def search(self, words: str) -> list[Note]:
        """Return the notes that hold every one of ``words``, in the order of `notes`.

        Parts of words count and case does not; 10,000 notes take about 10 ms.
        """
        return self._in_order().search(words.casefold().split())

    def follow_ups(self, by: date) -> list[Note]:
        """Return the notes with a follow-up due on ``by`` or before, the longest due first."""
        with_one = (self._now.entries[name].note for name in self._now.with_follow_up())
        due = [(note.due, note.id, note) for note in with_one if note and note.due]
        return [note for day, _, note in sorted(due, key=lambda each: each[:2]) if day <= by]

    def save(
        self,
        text: str,
        *,
        note_id: str | None = None,
        revision: int | None = None,
        days: int | None = None,
        reason: str = "",
        tags: tuple[str, ...] | None = None,
        due: date | Keep | None = Keep.AS_IT_WAS,
        draft_id: str | None = None,
    ) -> Note:
        """Save a new note, or a new revision of ``note_id``, and return it as saved.

        ``revision`` is the one the caller read: `StaleNotebook` is raised when the note
        changed since, and saving without ``note_id`` then keeps both. ``days`` (7, 30, 90, or
        0 with a ``reason``) None keeps a note's day, or takes the notebook's. ``tags`` None
        leaves them; ``due`` is the day of a follow-up, None when it is done. ``draft_id``
        leaves the drop box in the same transaction. Raises `NotSaved`, `ReadOnlyNotebook`,
        `Refused` above 4 MiB.
        """
        if days is not None:
            expiry.check_choice(days, reason)
        with self._saving() as change:
            saved = revising.edited(
                revising.former(change.entries, note_id, revision),
                text,
                self._clock(),
                days=days,
                usual=self.days,
                reason=self.reason,
            )
            saved = replace(
                saved,
                reason=saved.reason if days is None else reason.strip(),
                tags=saved.tags if tags is None else tags,
                due=saved.due if isinstance(due, Keep) else due,
            )
            change.put(saved)
            if draft_id is not None:
                change.remove_dropped(id_bytes(draft_id, what="draft"))
        return saved

    def delete(self, note_id: str) -> None:
        """Delete a note: its ciphertext leaves the file before this returns.

        The decrypted note stays in this object alone, so that `restore` can undo it until
        `lock`; after a lock or a crash it is gone. Raises `Refused` under a legal hold, and
        `StaleNotebook` for a note that another desk changed: nobody here has read that yet.
        """
        gone = self.note(note_id)
        with self._saving() as change:
            if change.row.hold or change.row.hold_asked:  # since a moment ago, perhaps
                raise Refused("A legal hold keeps this note.", hint="Lift the hold first.")
            entry = change.entries.get(id_bytes(note_id))
            if entry is not None and entry.revision != gone.revision:
                raise StaleNotebook(
                    "This note was changed elsewhere since you opened it.",
                    hint="Read it again before you delete it.",
                )
            change.remove([id_bytes(note_id)])
        self._deleted[note_id] = gone

    def restore(self, note_id: str) -> Note:
        """Undo `delete` and return the note, sealed anew as its next revision."""
        gone = self._deleted.get(note_id)
        if gone is None:
            raise NothingFound("This note cannot be brought back.", hint="Choose another.")
        back = replace(gone, revision=gone.revision + 1)
        with self._saving() as change:
            change.put(back)
        del self._deleted[note_id]
        return back

    def deleted(self) -> list[Note]:
        """Return what `restore` can still bring back, the last deleted first."""
        return list(reversed(self._deleted.values()))

    def dropped(self) -> list[Dropped]:
        """Return everything in the drop box, opened, changing nothing (for an export)."""
        with schema.reading(self._path) as database:
            row = whole.find_row(database, self._now.row.id)
            return list(takein.open_waiting(database, self._held_keys, row).items)

    def take_in(self) -> TakenIn:
        """Turn what was written while locked into notes, and tell of drafts of existing ones.

        A draft never overwrites: it stays in the drop box until `save` names it as
        ``draft_id`` or `DropBox.discard` lets it go. Raises `NotSaved`, `ReadOnlyNotebook`.
        """
        with schema.reading(self._path) as database:
            row = whole.find_row(database, self._now.row.id)
            waiting = takein.open_waiting(database, self._held_keys, row)
        if not waiting.items:
            return TakenIn(unreadable=len(waiting.unreadable))
        with self._saving() as change:
            waiting = takein.open_waiting(change.database, self._held_keys, change.row)
            taken = takein.take_in(change, waiting)
        if self.due_days is not None:
            self.due_days.taken_in(self.id)
        return taken

    def rename(self, label: str) -> None:
        """Change the visible name. Raises `Refused` when it is taken or too long."""
        with self._saving() as change:
            taken = check_label(change.database, label, own=change.row.id)
            change.row = replace(change.row, label=taken)

    def keep_for(self, days: int, *, reason: str = "") -> None:
        """Set how long new notes are kept: 7, 30, 90, or 0 with a ``reason``."""
        expiry.check_choice(days, reason)
        with self._saving() as change:
            change.row, change.reason = replace(change.row, days=days), reason.strip()[:200]

    def set_hold(self, hold: bool, *, reason: str = "") -> None:
        """Switch the legal hold, which keeps expired notes from being destroyed, for ``reason``.

        The reason is sealed with the notebook, and goes when the hold is lifted.
        """
        with self._saving() as change:
            change.row = replace(change.row, hold=hold, hold_asked=False)
            change.hold_reason = reason.strip()[:200] if hold else ""

    def change_passphrase(
        self, new: str, *, current: str | None = None, about: Iterable[str] = ()
    ) -> str:
        """Seal everything under a new key and return the new recovery code, to show once.

        The old passphrase and code open nothing in the file afterwards; old backups still
        open with them. ``current`` may be None only when the recovery code opened the
        notebook. ``about`` goes to `passphrase.check_new`. Takes some seconds. Raises
        `WrongPassphrase` for ``current``, `PassphraseRefused` for ``new``, `NotSaved`.
        """
        passphrase.check_new(new, about=(self.label, *about))
        if not self.recovered:
            self.prove(current)
        made = self.new_keys(new)
        self.adopt(made)
        return made.code

    def prove(self, current: str | None) -> str:
        """Raise `WrongPassphrase`, and count it, unless ``current`` is the present passphrase.

        Returns a sentence on wrong tries since the unlock, or "". Takes about half a second.
        """
        if current is None:
            raise PassphraseRefused(
                "Changing the passphrase asks for the present one.", hint="Type it first."
            )
        with schema.reading(self._path) as database:
            slot = slots.find(database, self._now.row.id, slots.PASSPHRASE)
        try:
            slots.open_slot(slot, current, label=self.label)
        except WrongPassphrase:
            self._anchor.wrong_try(slot.notebook, self._clock())
            raise
        mark = self._anchor.mark(slot.notebook)
        self._anchor.forget_tries(slot.notebook)
        return mark.told()

    def new_keys(self, secret: str) -> making.NewKeys:
        """Return keys that ``secret`` and a new recovery code would open; nothing is written.

        Takes some seconds. The caller has checked ``secret`` and shows ``code`` before `adopt`.
        """
        return making.new_keys(self._now.row.id, secret, kdf=self._kdf)

    def adopt(self, made: making.NewKeys) -> None:
        """Seal everything under ``made``, in one transaction: what opened it opens it no more.

        10,000 notes take under a second. Raises `NotSaved`, `ReadOnlyNotebook`, `StaleNotebook`.
        """
        with self._saving() as change:
            change.rekey(made.keys, made.slots)
        self._records = frozenset(slot.id for slot in made.slots)
        self.recovered = False

    def reload(self) -> None:
        """Read everything again, as after a purge or another desk's save."""
        with schema.reading(self._path) as database:
            self._read_anew(database)

    def accept_and_reseal(self) -> None:
        """Clear the alarms: take what is readable now as the truth and vouch for it.

        Rows that cannot be read are removed, and drop-box items whose key was lost; ask
        first, and offer a backup. Raises `NotSaved`, and `Damaged` when nothing at all opens:
        there would be nothing left.
        """
        keys = self._held_keys
        with schema.writing(self._path) as database:
            loaded = self._loaded(database)
            if loaded.lost and not loaded.entries:
                raise Damaged(
                    "No note of this notebook can be read any more.",
                    hint="Restore the notes file from a backup; nothing was changed.",
                )
            database.executemany("DELETE FROM note WHERE row = ?", [(row,) for row in loaded.lost])
            change = Change(database, keys, loaded)
            change.remove([name for name, entry in loaded.entries.items() if entry.note is None])
            if not keys.pair_is_whole(change.row.public_key, change.row.secret_box):
                public_key, secret_box = keys.new_pair()
                change.row = replace(change.row, public_key=public_key, secret_box=secret_box)
            for drop_id in takein.open_waiting(database, keys, change.row).unreadable:
                change.remove_dropped(drop_id)
            seen = (0, loaded.row.seq, self._anchor.mark(loaded.row.id).seq)
            made = change.finish(seq=max(seq for seq in seen if seq < _CREDIBLE) + 1)
        self._accept(made, change=change, anew=True)
