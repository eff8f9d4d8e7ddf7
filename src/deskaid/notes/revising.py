"""What a note becomes when it is written or edited, before it is sealed."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from deskaid.notes import days as expiry
from deskaid.notes.contents import Entry
from deskaid.notes.note import Note, id_bytes
from deskaid.notes.trouble import StaleNotebook


def former(
    entries: Mapping[bytes, Entry], note_id: str | None, revision: int | None
) -> Note | None:
    """Return the note that is edited, None for a new one.

    Raises `StaleNotebook` when it is not at ``revision`` (any more).
    """
    if note_id is None:
        return None
    entry = entries.get(id_bytes(note_id))
    if entry is None or entry.note is None or entry.revision != revision:
        raise StaleNotebook(
            "This note was changed, deleted or expired since you opened it.",
            hint="Save yours as a new note to keep both.",
        )
    return entry.note


def edited(
    before: Note | None, text: str, moment: datetime, *, days: int | None, usual: int, reason: str
) -> Note:
    """Return the new note, or the next revision of ``before``, that holds ``text``.

    ``days`` None keeps the day of ``before``, or ``usual`` days; a new note that never expires
    does so for ``reason``.
    """
    now, today = moment.astimezone(UTC), moment.date()
    keep = usual if days is None else days
    purge_day = expiry.purge_day(today, keep)
    if before is None:
        why = reason if keep == 0 else ""
        return Note(secrets.token_hex(16), text, now, now, purge_day, 1, reason=why)
    if days is None and before.purge_day > expiry.day_number(today):
        purge_day = before.purge_day
    return replace(before, text=text, edited=now, purge_day=purge_day, revision=before.revision + 1)
