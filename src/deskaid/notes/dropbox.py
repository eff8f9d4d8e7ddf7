"""The drop box: writing without a passphrase, sealed to a notebook's public key.

Whoever can write the file can drop something here, and nobody but the notebook can read it.
A draft is kept every few seconds under one id, each version replacing the former; the
transaction is on the disk before the call returns.
"""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import Any

from deskaid.notes import days as expiry
from deskaid.notes import records, schema
from deskaid.notes.days import Clock
from deskaid.notes.note import Dropped, as_utc, id_bytes
from deskaid.notes.trouble import Damaged, NotSaved, Unreadable

MOST_WAITING = 500
"""Items one notebook's drop box takes; each is at most 4 MiB (`records.LARGEST`)."""


class DropBox:
    """The drop boxes of all notebooks in the notes file at ``path``. Knows no secret."""

    def __init__(self, path: Path, clock: Clock = expiry.local_now) -> None:
        self._path = path
        self._clock = clock

    def new_id(self) -> str:
        """Return the id of a draft about to be started."""
        import secrets

        return secrets.token_hex(16)

    def keep_draft(
        self,
        draft_id: str,
        notebook_id: str,
        text: str,
        *,
        note_id: str | None = None,
        revision: int = 0,
        days: int | None = None,
        reason: str = "",
        due: date | None = None,
    ) -> None:
        """Seal what is typed so far in place of the former version of the same draft.

        ``note_id`` and ``revision`` name the note being edited; the rest is as in `seal`.
        Raises `NotSaved` when it did not reach the disk (the former version is still there),
        `Refused` above 4 MiB.
        """
        fields = {"note": note_id or "", "revision": revision, "text": text, "finished": False}
        self._write(draft_id, notebook_id, fields | _terms(days, reason, due), days=days)

    def seal(
        self,
        draft_id: str,
        notebook_id: str,
        text: str,
        *,
        note_id: str | None = None,
        revision: int = 0,
        days: int | None = None,
        reason: str = "",
        due: date | None = None,
        tags: tuple[str, ...] = (),
    ) -> None:
        """Seal a finished note, in place of its draft. Raises as `keep_draft`.

        ``days`` (7, 30, 90, or 0 with a ``reason``) None keeps it as long as the notebook's own
        rule says; ``due`` is the day of a follow-up.
        """
        fields = {
            "note": note_id or "",
            "revision": revision,
            "text": text,
            "finished": True,
            "tags": list(tags),
        }
        self._write(draft_id, notebook_id, fields | _terms(days, reason, due), days=days)

    def discard(self, draft_id: str) -> None:
        """Remove a draft, if it is there. Raises `NotSaved`."""
        with schema.writing(self._path) as database:
            database.execute(
                "DELETE FROM dropped WHERE id = ?", (id_bytes(draft_id, what="draft"),)
            )

    def waiting(self, notebook_id: str) -> int:
        """Return how many items wait to be taken in."""
        with schema.reading(self._path) as database:
            return _waiting(database, id_bytes(notebook_id, what="notebook"))

    def seal_in_memory(
        self,
        draft_id: str,
        notebook_id: str,
        text: str,
        *,
        note_id: str | None = None,
        revision: int = 0,
        days: int | None = None,
        reason: str = "",
        due: date | None = None,
    ) -> "SealedDraft":
        """Return a draft sealed but not written: for a lock while the disk is full.

        The text can be forgotten then; `put` writes the ciphertext once there is room.
        """
        fields = {"note": note_id or "", "revision": revision, "text": text, "finished": False}
        fields |= _terms(days, reason, due)
        with schema.reading(self._path) as database:
            return self._sealed(database, draft_id, notebook_id, fields, days=days)

    def put(self, draft: "SealedDraft") -> None:
        """Write what `seal_in_memory` returned, in place of its former version.

        Raises `NotSaved` when there still is no room: keep ``draft`` and try again.
        """
        with schema.writing(self._path) as database:
            _insert(database, draft)

    def _write(
        self, draft_id: str, notebook_id: str, fields: dict[str, Any], *, days: int | None = None
    ) -> None:
        # Key and row in one transaction: a new passphrase brings a new public key.
        with schema.writing(self._path) as database:
            _insert(database, self._sealed(database, draft_id, notebook_id, fields, days=days))

    def _sealed(
        self,
        database: sqlite3.Connection,
        draft_id: str,
        notebook_id: str,
        fields: dict[str, Any],
        *,
        days: int | None = None,
    ) -> "SealedDraft":
        # libsodium waits until somebody writes: the first paint needs none of it.
        from deskaid.notes import contents, vault

        drop, notebook = id_bytes(draft_id, what="draft"), id_bytes(notebook_id, what="notebook")
        now = self._clock()
        row = contents.find_row(database, notebook)
        purge_day = expiry.purge_day(now.date(), row.days if days is None else days)
        inside = {
            "tags": [],
            **fields,
            "notebook": notebook.hex(),
            "id": drop.hex(),
            "when": now.astimezone(UTC).isoformat(timespec="milliseconds"),
            "purge_day": purge_day,
        }
        try:
            box = vault.seal_to(row.public_key, records.pack(inside))
        except Unreadable:
            raise Damaged(
                "Not saved: the notebook's public key is damaged.",
                hint="Write into another notebook, and restore the file from a backup.",
            ) from None
        return SealedDraft(drop, notebook, purge_day, box)


@dataclass(frozen=True, repr=False)
class SealedDraft:
    """A draft as ciphertext, ready for `DropBox.put`."""

    drop: bytes
    notebook: bytes
    purge_day: int
    box: bytes


def _terms(days: int | None, reason: str, due: date | None) -> dict[str, Any]:
    """Return the fields of what a note was given besides its words, none where none was given.

    Raises `Refused` for days nobody may choose, or 0 without a reason.
    """
    if days is not None:
        expiry.check_choice(days, reason)
    fields = {"reason": reason.strip() if days == 0 else "", "due": due.isoformat() if due else ""}
    return {name: value for name, value in fields.items() if value}


def _insert(database: sqlite3.Connection, draft: SealedDraft) -> None:
    known = database.execute("SELECT 1 FROM dropped WHERE id = ?", (draft.drop,)).fetchone()
    if not known and _waiting(database, draft.notebook) >= MOST_WAITING:
        raise NotSaved(
            f"Not saved: {MOST_WAITING} notes already wait in this notebook.",
            hint="Unlock it to take them in, or choose another notebook.",
        )
    database.execute(
        "INSERT INTO dropped (notebook, id, purge_day, box)"
        " VALUES (:notebook, :drop, :purge_day, :box)"
        " ON CONFLICT (id) DO UPDATE SET notebook = excluded.notebook,"
        " purge_day = excluded.purge_day, box = excluded.box",
        vars(draft),
    )


def _waiting(database: sqlite3.Connection, notebook: bytes) -> int:
    found = database.execute("SELECT count(*) FROM dropped WHERE notebook = ?", (notebook,))
    return int(found.fetchone()[0])


def read_dropped(plaintext: bytes, *, notebook: bytes, drop: bytes) -> Dropped:
    """Return what `DropBox` sealed. Raises `Unreadable` when it belongs elsewhere."""
    fields = records.unpack(plaintext)
    if fields.get("notebook") != notebook.hex() or fields.get("id") != drop.hex():
        raise Unreadable
    try:
        item = Dropped(
            id=drop.hex(),
            note_id=str(fields["note"]),
            revision=int(fields["revision"]),
            text=str(fields["text"]),
            when=as_utc(fields["when"]),
            purge_day=int(fields["purge_day"]),
            finished=bool(fields["finished"]),
            tags=tuple(map(str, fields["tags"])),
            reason=str(fields.get("reason", "")),
            due=date.fromisoformat(fields["due"]) if fields.get("due") else None,
        )
    except (KeyError, TypeError, ValueError):
        raise Unreadable from None
    if not 0 <= item.purge_day <= expiry.NEVER:
        raise Unreadable
    return item
