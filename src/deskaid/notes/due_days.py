"""How many follow-ups are due, told while every notebook is locked: days in a file, no words.

Each save of a notebook writes, under the notebook's id, the day on which each follow-up is due
and the day its note is destroyed. Losing the file loses only the count.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deskaid.errors import FileTrouble
from deskaid.paths import Paths, private_folder

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, order=True)
class DueDay:
    """A follow-up: the day it is due and the purge day of its note, as day numbers.

    ``waiting`` marks one in the drop box, of a note not yet taken in.
    """

    day: int
    until: int
    waiting: bool = False


class DueDays:
    """The file at ``path``; missing or damaged reads as empty, and no write raises."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, paths: Paths) -> "DueDays":
        """Return the file of this desk, beside the anchor. Nothing is opened."""
        return cls(paths.notes_due)

    def count(self, today: date) -> int:
        """Return how many follow-ups are due on ``today`` or before, of notes still there."""
        number = today.toordinal() - _EPOCH
        return sum(one.day <= number < one.until for days in self._read().values() for one in days)

    def put(self, notebook_id: str, days: Iterable[DueDay]) -> None:
        """Remember the follow-ups of a notebook's notes, in place of those remembered before."""
        stored = self._read()
        waiting = [one for one in stored.get(notebook_id, []) if one.waiting]
        self._write(stored, notebook_id, [*days, *waiting])

    def wait(self, notebook_id: str, day: DueDay | None, *, instead_of: DueDay | None) -> None:
        """Remember the follow-up of a note in the drop box, in place of its former day."""
        stored = self._read()
        days = list(stored.get(notebook_id, []))
        if instead_of in days:
            days.remove(instead_of)
        self._write(stored, notebook_id, [*days, day] if day else days)

    def taken_in(self, notebook_id: str) -> None:
        """Forget what waited in the drop box: it is among the notes now."""
        stored = self._read()
        days = stored.get(notebook_id, [])
        self._write(stored, notebook_id, [one for one in days if not one.waiting])

    def forget(self, notebook_id: str) -> None:
        """Forget a deleted notebook."""
        self._write(self._read(), notebook_id, [])

    def remove(self) -> None:
        """Remove the file: the count was switched off."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> dict[str, list[DueDay]]:
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            return {name: [_checked(*fields) for fields in days] for name, days in stored.items()}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return {}

    def _write(self, stored: dict[str, list[DueDay]], notebook_id: str, days: list[DueDay]) -> None:
        before = dict(stored)
        stored = {**stored, notebook_id: sorted(days)}
        kept = {name: found for name, found in stored.items() if found}
        if kept == before:
            return
        if not kept:
            self.remove()
            return
        # A note that is safely in its file must not be called unsaved because of a count.
        with suppress(OSError, FileTrouble):
            private_folder(self._path.parent)
            beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
            try:
                beside.unlink(missing_ok=True)
                handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(
                        {name: [_fields(one) for one in found] for name, found in kept.items()},
                        file,
                    )
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(self._path)
            except OSError:
                beside.unlink(missing_ok=True)
                raise


def follow_ups_told(paths: Paths, today: date) -> str:
    """Return "1 follow-up due", "2 follow-ups due" ..., or "" when none is; never a word of one."""
    count = DueDays.of(paths).count(today) if paths.notes.exists() else 0
    return f"{count} follow-up{'' if count == 1 else 's'} due" if count else ""


def _fields(one: DueDay) -> list[int]:
    return [one.day, one.until, int(one.waiting)]


def _checked(day: object, until: object, waiting: object) -> DueDay:
    if type(day) is not int or type(until) is not int or waiting not in (0, 1):
        raise TypeError
    return DueDay(day, until, bool(waiting))
