"""Destroying expired notes while everything is locked."""

from dataclasses import dataclass
from pathlib import Path

from deskaid.notes import schema
from deskaid.notes.days import CLOCK_GUARD_DAYS

_DUE = """ purge_day <= ? AND notebook NOT IN
    (SELECT id FROM notebook WHERE hold <> 0 OR hold_asked <> 0)"""
_COUNT = (
    "SELECT (SELECT count(*) FROM note WHERE box IS NOT NULL AND" + _DUE + ")"  # noqa: S608
    " + (SELECT count(*) FROM dropped WHERE" + _DUE + "), max(last_day) FROM about"
)
_EMPTY_NOTES = "UPDATE note SET box = NULL WHERE box IS NOT NULL AND" + _DUE  # noqa: S608
_REMOVE_DROPPED = "DELETE FROM dropped WHERE" + _DUE  # noqa: S608 - constants of this file


@dataclass(frozen=True)
class Purged:
    """What a purge did.

    ``clock_jump`` is 0, or the days the clock moved since the last purge when that is too
    many to trust: nothing was destroyed then, and a person must confirm the date.
    """

    notes: int = 0
    dropped: int = 0
    clock_jump: int = 0


def purge(path: Path, *, today: int, confirmed: bool = False) -> Purged:
    """Empty every note and drop-box item whose purge day is ``today`` or before.

    An emptied row stays as a tombstone, so that the sealed head still agrees; the next
    unlock sweeps it. Notebooks under a legal hold are left alone. Raises `NotSaved`.
    """
    with schema.reading(path) as database:
        due, last_day = database.execute(_COUNT, (today, today)).fetchone()
    last_day = last_day if isinstance(last_day, int) else 0
    if due and not confirmed and abs(today - last_day) > CLOCK_GUARD_DAYS:
        return Purged(clock_jump=today - last_day)
    if last_day == today and not due:
        return Purged()
    with schema.writing(path) as database:
        database.execute("UPDATE about SET last_day = ?", (today,))
        emptied = database.execute(_EMPTY_NOTES, (today,))
        removed = database.execute(_REMOVE_DROPPED, (today,))
        return Purged(emptied.rowcount, removed.rowcount)
