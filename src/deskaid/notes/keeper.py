"""Keeping a draft safe while it is typed: newest version wins, whoever is slower."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from deskaid.notes.dropbox import DropBox


@dataclass
class DraftKeeper:
    """Seals versions of one draft, from a worker or from the screen's own thread.

    ``note_id`` and ``revision`` name the note being edited, if any. Once `finish` or `discard`
    was called, a worker that comes late changes nothing.
    """

    drop_box: DropBox
    notebook_id: str
    note_id: str | None = None
    revision: int = 0
    draft_id: str = ""
    _lock: Lock = field(default_factory=Lock, repr=False)
    _newest: int = 0
    _closed: bool = False

    def __post_init__(self) -> None:
        self.draft_id = self.draft_id or self.drop_box.new_id()

    def keep(self, text: str, number: int) -> bool:
        """Seal ``text``, version ``number`` of the draft; return False for one that is too late.

        Raises `NotSaved` and the other errors of `DropBox.keep_draft`.
        """
        with self._lock:
            if self._closed or number <= self._newest:
                return False
            self.drop_box.keep_draft(
                self.draft_id, self.notebook_id, text, note_id=self.note_id, revision=self.revision
            )
            self._newest = number
            return True

    def finish(self, text: str) -> None:
        """Seal the finished note in place of the draft. Raises as `DropBox.seal`."""
        with self._lock:
            self.drop_box.seal(
                self.draft_id, self.notebook_id, text, note_id=self.note_id, revision=self.revision
            )
            self._closed = True

    def hold(self, text: str) -> Callable[[], None]:
        """Seal ``text`` in memory alone and return what writes it, when there is room again."""
        with self._lock:
            sealed = self.drop_box.seal_in_memory(
                self.draft_id, self.notebook_id, text, note_id=self.note_id, revision=self.revision
            )
            self._closed = True
        return lambda: self.drop_box.put(sealed)

    def discard(self) -> None:
        """Let the draft go. Raises `NotSaved`."""
        with self._lock:
            if self._newest:
                self.drop_box.discard(self.draft_id)
            self._closed = True

    def close(self) -> None:
        """Keep no more versions: the note was saved another way, with its draft."""
        with self._lock:
            self._closed = True
