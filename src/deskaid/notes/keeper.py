"""Keeping a draft safe while it is typed: newest version wins, whoever is slower."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from deskaid.notes.dropbox import DropBox
from deskaid.notes.note import Note
from deskaid.notes.terms import Terms


@dataclass
class DraftKeeper:
    """Seals versions of one draft, from a worker or from the screen's own thread.

    ``note_id`` and ``revision`` name the note being edited, if any. Every version has a number,
    also the last one: a worker that comes late with an older one changes nothing. ``terms`` are
    sealed with whatever is sealed next.
    """

    drop_box: DropBox
    notebook_id: str
    note_id: str | None = None
    revision: int = 0
    draft_id: str = ""
    terms: Terms = field(default_factory=Terms)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _newest: int = 0

    def __post_init__(self) -> None:
        self.draft_id = self.draft_id or self.drop_box.new_id()

    def keep(self, text: str, number: int) -> bool:
        """Seal ``text``, version ``number`` of the draft; return False for one that is too late.

        Raises `NotSaved` and the other errors of `DropBox.keep_draft`.
        """
        with self._lock:
            if number <= self._newest:
                return False
            self.drop_box.keep_draft(
                self.draft_id, self.notebook_id, text, note_id=self.note_id,
                revision=self.revision, **vars(self.terms),
            )  # fmt: skip
            self._newest = number
            return True

    @property
    def holds_any(self) -> bool:
        """Whether a version was sealed, or let go, by this keeper."""
        return self._newest > 0

    def finish(self, text: str, number: int) -> None:
        """Seal the finished note in place of the draft. Raises as `DropBox.seal`."""
        with self._lock:
            self.drop_box.seal(
                self.draft_id, self.notebook_id, text, note_id=self.note_id,
                revision=self.revision, **vars(self.terms),
            )  # fmt: skip
            self._newest = number

    def hold(self, text: str, number: int) -> Callable[[], None]:
        """Seal ``text`` in memory alone and return what writes it, when there is room again."""
        with self._lock:
            sealed = self.drop_box.seal_in_memory(
                self.draft_id, self.notebook_id, text, note_id=self.note_id,
                revision=self.revision, **vars(self.terms),
            )  # fmt: skip
            self._newest = number
        return lambda: self.drop_box.put(sealed)

    def discard(self, number: int) -> None:
        """Let every version before ``number`` go. Raises `NotSaved`."""
        with self._lock:
            if self._newest:
                self.drop_box.discard(self.draft_id)
            self._newest = number

    def give_way(self, save: Callable[[], Note], number: int) -> Note:
        """Let ``save`` put the note itself in the draft's place, as version ``number``.

        Returns the note, which later versions belong to. Raises what ``save`` raises.
        """
        with self._lock:
            saved = save()
            self._newest, self.note_id, self.revision = number, saved.id, saved.revision
        return saved
