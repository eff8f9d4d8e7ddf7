"""The follow-up of a note while it is written: the day its words name, told back as understood."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from deskaid.notes.note import Note
from deskaid.notes.template import is_blank

if TYPE_CHECKING:
    from deskaid.notes.follow_ups import Due


class Owed:
    """Finds the follow-up in a page's text; ``today`` is asked each time.

    ``day_first`` reads 11/12 as the eleventh of December.
    """

    def __init__(self, today: Callable[[], date], *, day_first: bool) -> None:
        self._today = today
        self._day_first = day_first
        self._edits = False
        self._before: Due | None = None
        self._day: date | None = None

    def __repr__(self) -> str:
        return "<Owed>"

    def follow(self, note: Note) -> None:
        """Know the note that is edited: what it had stays while its words do."""
        self._edits, self._before, self._day = True, self._find(note.text), note.due

    def forget(self) -> None:
        """Let go of words and day."""
        self._edits, self._before, self._day = False, None, None

    def due(self, text: str) -> date | None:
        """Return the day of the follow-up in ``text``."""
        found = self._find(text)
        before = self._before
        if self._edits and (found and found.words) == (before and before.words):
            return self._day
        return found.day if found else None

    def told(self, text: str) -> str:
        """Return when that is as this program understood it, "" without one."""
        due = self.due(text)
        if due is None:
            return ""
        from deskaid.notes.follow_ups import told

        return told(due, self._today())

    def _find(self, text: str) -> "Due | None":
        if is_blank(text):
            return None
        from deskaid.notes.follow_ups import find_due  # read when a word is typed, not before

        return find_due(text, self._today(), day_first=self._day_first)
