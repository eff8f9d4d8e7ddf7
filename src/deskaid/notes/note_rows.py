"""The list of a notebook: one line for each note, drawn when it comes into view."""

from collections.abc import Callable, Container, Sequence
from datetime import datetime
from typing import overload

from deskaid.notes.follow_ups import mark
from deskaid.notes.note import Note
from deskaid.shell.rows import Row
from deskaid.text import drawn

EMPTY = (
    "Nothing in this notebook.\n\nF7 writes a note, from any screen; what is written while the "
    "notebook is\nlocked waits here."
)
KEYS = "Enter reads  t first lines  f follow-ups  K how long  i incident  a about"


class NoteRows(Sequence[Row]):
    """Rows of ``notes``; ``line`` makes the text of one, of the few that are on the screen.

    Ten thousand lines take 60 ms to make, at each letter of a search, and 20 are seen.
    """

    def __init__(self, notes: Sequence[Note], line: Callable[[Note], str]) -> None:
        self._notes = notes
        self._line = line

    def __repr__(self) -> str:
        return "<NoteRows>"

    def __len__(self) -> int:
        return len(self._notes)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return NoteRows(self._notes[at], self._line)
        note = self._notes[at]
        return Row(note.id, self._line(note))


def note_line(note: Note, now: datetime, *, unfinished: Container[str], words_shown: bool) -> str:
    """Return what the list says of ``note``; its first line only with ``words_shown``.

    ``unfinished`` holds the ids of notes with an edit that was not finished.
    """
    when = note.created.astimezone(now.tzinfo)
    marks = [f"expires {note.expires:%d %b}" if note.expires else "does not expire"]
    if note.due is not None:
        marks.append(mark(note.due, now.date()))
    if note.while_locked:
        marks.append("written while locked")
    if note.id in unfinished:
        marks.append("unfinished edit")
    line = f"{when:%a %d %b %H:%M}   {', '.join(marks)}"
    return f"{line}   {drawn(_first_line(note))}" if words_shown else line


def _first_line(note: Note) -> str:
    lines = [line.strip() for line in note.text.splitlines()]
    said = [line for line in lines if len(line.split()) > 1 and not line.startswith("When ")]
    return (said or lines or [""])[0]
