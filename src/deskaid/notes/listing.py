"""The notes of an unlocked notebook in the order of their last edit, kept from save to save."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from operator import attrgetter

from deskaid.notes.contents import Entry
from deskaid.notes.note import Note

_order = attrgetter("edited", "created", "id")


class Listing:
    """Every note of ``entries``; sorted once, and each save changes what it changed."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._oldest_first = [entry.note for entry in entries if entry.note is not None]
        self._oldest_first.sort(key=_order)

    def __repr__(self) -> str:
        return "<Listing>"

    def __len__(self) -> int:
        return len(self._oldest_first)

    def newest_first(self) -> list[Note]:
        """Return the notes, the one edited last first."""
        return self._oldest_first[::-1]

    def search(self, words: Sequence[str]) -> list[Note]:
        """Return the notes that hold every one of ``words`` (folded, no spaces), newest first."""
        found = self._oldest_first
        for word in words:
            # No word holds a space, so none begins in the text and ends in a tag.
            found = [
                note
                for note in found
                if word in note.text.casefold() or (note.tags and _in_tags(word, note))
            ]
        return found[::-1]

    def change(self, before: Entry | None, now: Entry | None) -> None:
        """Put what ``now`` holds in the place of what ``before`` held."""
        if before is not None and before.note is not None:
            at = bisect_left(self._oldest_first, _order(before.note), key=_order)
            if self._oldest_first[at] is before.note:
                del self._oldest_first[at]
        if now is not None and now.note is not None:
            insort(self._oldest_first, now.note, key=_order)


def _in_tags(word: str, note: Note) -> bool:
    return any(word in tag.casefold() for tag in note.tags)
