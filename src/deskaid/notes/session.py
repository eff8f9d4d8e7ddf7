"""The inside of an unlocked notebook: its keys, its contents, and how a save is made."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from deskaid.notes import contents as whole
from deskaid.notes import days as expiry
from deskaid.notes import schema, vault, verifying
from deskaid.notes.anchor import Anchor
from deskaid.notes.change import Change
from deskaid.notes.contents import Contents
from deskaid.notes.days import NEVER, Clock
from deskaid.notes.due_days import DueDay, DueDays
from deskaid.notes.kdf import Kdf
from deskaid.notes.listing import Listing
from deskaid.notes.note import Note
from deskaid.notes.read_ahead import record_ids
from deskaid.notes.trouble import Locked, NotSaved, ReadOnlyNotebook, StaleNotebook


class Session:
    """Keys and contents from unlock to `lock`; `deskaid.notes.notebook.Notebook` is its face."""

    def __init__(
        self,
        path: Path,
        keys: vault.Keys,
        contents: Contents,
        *,
        records: frozenset[bytes],
        anchor: Anchor,
        clock: Clock,
        kdf: Kdf | None = None,
        recovered: bool = False,
    ) -> None:
        self._path = path
        self._keys: vault.Keys | None = keys
        self._contents: Contents | None = contents
        self._anchor = anchor
        self._clock = clock
        self._kdf = kdf
        self._records = records
        self._deleted: dict[str, Note] = {}
        self._listing: Listing | None = None
        self.recovered = recovered
        self.due_days: DueDays | None = None
        self.notices: list[str] = []

    def __repr__(self) -> str:
        return "<Notebook>"

    @property
    def id(self) -> str:
        """The notebook's id, as `Notes.covers` lists it."""
        return self._now.row.id.hex()

    @property
    def label(self) -> str:
        """The visible name."""
        return self._now.row.label

    @property
    def days(self) -> int:
        """Days a new note is kept; 0 when it does not expire, for `reason`."""
        return self._now.row.days

    @property
    def reason(self) -> str:
        """Why notes here do not expire, when they do not."""
        return self._now.reason

    @property
    def hold(self) -> bool:
        """Whether a legal hold keeps expired notes from being destroyed."""
        return self._now.row.hold or self._now.row.hold_asked

    @property
    def hold_reason(self) -> str:
        """Why there is a legal hold; "" when nobody said, or when it was asked for while locked."""
        return self._now.hold_reason

    @property
    def alarms(self) -> tuple[str, ...]:
        """What was changed outside deskaid, a sentence each; while any stands, nothing is saved.

        Show them under "Changed outside deskaid:"; `accept_and_reseal` clears them.
        """
        return self._now.alarms

    @property
    def read_only(self) -> bool:
        """Whether saving is refused: an alarm stands, or the file may not be written."""
        return bool(self.alarms) or not schema.writable(self._path)

    @property
    def locked(self) -> bool:
        """Whether `lock` was called."""
        return self._contents is None

    def lock(self) -> None:
        """Drop keys and notes; every later call raises `Locked`.

        The bytes stay in memory until the process ends, so end it.
        """
        self._tell_due_days()
        self._keys = self._contents = self._listing = None
        self._deleted = {}

    close = lock

    def settle(self) -> None:
        """Do what waited for an unlock: sweep tombstones, confirm a legal hold. For `Notes`."""
        today = expiry.day_number(self._clock().date())
        entries = self._now.entries
        emptied = [name for name in self._now.emptied if entries[name].purge_day <= today]
        asked = self._now.row.hold_asked
        if self.read_only:
            if not self.alarms:
                self.notices.append("The notes file is read-only: you can read but not save.")
            return
        if asked:
            self.notices.append("A legal hold was asked for while the notebook was locked.")
        if emptied or asked:
            # What cannot be done now waits for the next unlock.
            with (
                suppress(NotSaved, ReadOnlyNotebook, StaleNotebook),
                self._saving() as change,
            ):
                change.remove(emptied)
                change.row = replace(change.row, hold=self.hold, hold_asked=False)

    @property
    def _now(self) -> Contents:
        if self._contents is None:
            raise Locked("The notebook is locked.", hint="Unlock it first.")
        return self._contents

    @property
    def _held_keys(self) -> vault.Keys:
        if self._keys is None:
            raise Locked("The notebook is locked.", hint="Unlock it first.")
        return self._keys

    @contextmanager
    def _saving(self) -> Iterator[Change]:
        """Yield a change; write it, and only then let memory follow the file."""
        if self._now.alarms:
            raise _read_only()
        with schema.writing(self._path) as database:
            self._catch_up(database)
            change = Change(database, self._held_keys, self._now)
            yield change
            made = change.finish()
        if self.locked:  # from another thread, while a new key was written
            return
        self._keys = change.keys
        self._accept(made, change=change)

    def _accept(self, made: Contents, *, change: Change, anew: bool = False) -> None:
        if change.base is not self._contents:
            self._listing = None
        elif self._listing is not None:
            for before, now in change.entries.changes():
                self._listing.change(before, now)
        self._contents = change.applied(made)
        self._anchor.saved(made.row.id, made.row.seq, made.row.head, accepted=anew)
        self._tell_due_days()

    def _tell_due_days(self) -> None:
        """Let the count of follow-ups on Home agree with what is in this notebook."""
        if self.due_days is None or self._contents is None or self._contents.alarms:
            return
        found = (self._contents.entries[name].note for name in self._contents.with_follow_up())
        self.due_days.put(
            self.id,
            [
                DueDay(expiry.day_number(note.due), NEVER if self.hold else note.purge_day)
                for note in found
                if note is not None and note.due is not None
            ],
        )

    def _catch_up(self, database: sqlite3.Connection) -> None:
        """Read what another desk saved since; raise when this one may not save on top of it."""
        row = whole.find_row(database, self._now.row.id)
        self._same_records(database)
        if (row.seq, row.head) != (self._now.row.seq, self._now.row.head):
            self._read_anew(database)
            if self._now.alarms:
                raise _read_only()
        elif row.hold_asked:
            asked = replace(self._now.row, hold_asked=True)
            self._contents = replace(self._now, row=asked)

    def _read_anew(self, database: sqlite3.Connection) -> None:
        self._contents, self._listing = self._loaded(database), None

    def _loaded(self, database: sqlite3.Connection) -> Contents:
        # Under another key every note would look damaged, and accepting that would lose them.
        self._same_records(database)
        keys = self._held_keys
        today = expiry.day_number(self._clock().date())
        return verifying.load(database, keys, mark=self._anchor.mark(keys.notebook), today=today)

    def _same_records(self, database: sqlite3.Connection) -> None:
        if record_ids(database, self._now.row.id) != self._records:
            raise changed_elsewhere()


def changed_elsewhere() -> StaleNotebook:
    """Return the error for a notebook whose keys are no longer the ones held."""
    return StaleNotebook(
        "The passphrase of this notebook was changed elsewhere.",
        hint="Lock it and unlock it with the new one; drafts are kept.",
    )


def _read_only() -> ReadOnlyNotebook:
    return ReadOnlyNotebook(
        "Not saved: the notes were changed outside deskaid, so the notebook is read-only.",
        hint="Read the alarm, then accept what is left or restore a backup.",
    )
