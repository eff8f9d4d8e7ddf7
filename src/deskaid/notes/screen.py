"""A note: a cursor at once and no passphrase in front of a patron, sealed as it is typed."""

from collections.abc import Callable, Iterable

from textual.widget import Widget
from textual.widgets import Static, TextArea

from deskaid.errors import DeskaidError
from deskaid.notes.days import as_date, purge_day
from deskaid.notes.keeper import DraftKeeper
from deskaid.notes.note import Note
from deskaid.notes.notebook_state import OpenNotebook
from deskaid.notes.notebooks import Cover, Notes
from deskaid.notes.template import blank_note, is_blank
from deskaid.shell.bars import Rule
from deskaid.shell.messages import SecretHeld
from deskaid.shell.room import Room

# A draft is sealed at most this long after a key: what a power cut can cost (notes.md 3).
SEAL_AFTER = 1.5
ADVICE = 'Leave out names, card numbers, titles, guesses. "Patron A" will do.'


class NoteArea(TextArea):
    """A text area that does not blink."""

    def __init__(self, text: str) -> None:
        super().__init__(text, id="note", soft_wrap=True, show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False


class NoteRoom(Room):
    """Writes one note into one notebook.

    A new note goes to the drop box, sealed to the notebook's public key; with ``note`` and
    ``opened`` it edits a note of a notebook that is unlocked.
    """

    ROOM = "note"
    NAME = "Note"
    FOOTER = ("escape", "curtain", "lock", "urgent", "keys")
    PRIVATE = True

    def __init__(
        self,
        notes: Notes,
        covers: list[Cover],
        *,
        chosen: int = 0,
        note: Note | None = None,
        opened: OpenNotebook | None = None,
        draft: str | None = None,
        draft_id: str = "",
    ) -> None:
        super().__init__()
        self._notes = notes
        self._covers = covers
        self._chosen = chosen
        self._note = note
        self._opened = opened
        self._draft = draft
        self._draft_id = draft_id
        self._number = 0
        self._waiting = False
        self._done = False
        self._sealed = False

    def body(self) -> Iterable[Widget]:
        """Yield the page, the advice and the state of the seal."""
        yield Rule()
        if self._note is None:
            self._blank, cursor = blank_note(self.files.now())
            area = NoteArea(self._blank)
            area.move_cursor(cursor)
        else:
            self._blank = self._note.text if self._draft is None else ""
            area = NoteArea(self._note.text if self._draft is None else self._draft)
            area.move_cursor(area.document.end)
        yield area
        yield Static(f" {ADVICE}", markup=False, classes="quiet")
        yield Rule()
        yield Static("", id="sealed", markup=False)

    def on_mount(self) -> None:
        """Put the cursor in the page."""
        self._keeper = self._new_keeper()
        self._head()
        self._say(" nothing written yet")
        self.post_message(SecretHeld())
        self.set_focus(self.query_one(NoteArea))

    def _new_keeper(self) -> DraftKeeper:
        cover = self._covers[self._chosen]
        if self._note is None:
            return DraftKeeper(self._notes.drop_box, cover.id)
        return DraftKeeper(
            self._notes.drop_box, cover.id, self._note.id, self._note.revision, self._draft_id
        )

    def _head(self) -> None:
        cover = self._covers[self._chosen]
        if self._note is not None:
            self.title_bar.left = f"Note in: {cover.label}"
            return
        monday = as_date(purge_day(self.files.now().date(), cover.days))
        until = f"expires {monday:%d %b %Y}" if monday else "does not expire"
        more = "   F7 another notebook" if len(self._covers) > 1 else ""
        self.title_bar.left = f"Note for: {cover.label}   {until}{more}"

    def tick(self) -> None:
        """The title bar of this room tells the notebook."""

    def _say(self, text: str) -> None:
        self.query_one("#sealed", Static).update(text)

    @property
    def _text(self) -> str:
        return self.query_one(NoteArea).text

    @property
    def _unchanged(self) -> bool:
        return self._text == self._blank or (self._note is None and is_blank(self._text))

    def on_text_area_changed(self) -> None:
        """Seal what is written within `SEAL_AFTER` seconds, in a worker."""
        if not self._waiting and not self._done and not self._unchanged:
            self._waiting = True
            self._say(" writing ...")
            self.set_timer(SEAL_AFTER, self._seal_draft)

    def _seal_draft(self) -> None:
        self._waiting = False
        if not self._done:
            self._number += 1
            text, number, keeper = self._text, self._number, self._keeper
            self.run_worker(
                lambda: self._keep(keeper, text, number), thread=True, exit_on_error=False
            )

    def _keep(self, keeper: DraftKeeper, text: str, number: int) -> None:
        try:
            kept = keeper.keep(text, number)
        except DeskaidError as error:
            self.desk.call_from_thread(self._say, f" NOT SAVED. {error}")
            return
        if kept:
            self.desk.call_from_thread(self._say, f" sealed {self.files.now():%H:%M:%S}")

    def seal(self) -> None:
        """Seal what is written, as a finished note; raises `DeskaidError` when it is not saved.

        Called before the room is left, covered or locked. Nothing written leaves nothing.
        """
        if self._done or not self.is_mounted:
            return
        if self._unchanged:
            self._keeper.discard()
        elif self._opened is not None and self._note is not None:
            self._opened.save_edit(self._note, self._text, self._keeper)
        else:
            self._keeper.finish(self._text)
            self._sealed = True
        self._done = True

    def hold_sealed(self) -> Callable[[], None] | None:
        """Keep only the ciphertext of what is written; the page is emptied."""
        if self._done or self._unchanged:
            return None
        write = self._keeper.hold(self._text)
        self._done = True
        self.query_one(NoteArea).text = ""
        return write

    def farewell(self) -> str:
        """Say that the note is safe, and how to read it."""
        return "Sealed. Esc, then N opens your notebook." if self._sealed else ""

    def do_note(self) -> bool | None:
        """Choose another notebook with F7 while writing."""
        if self._note is not None or len(self._covers) < 2:
            return None
        try:
            self._keeper.discard()
        except DeskaidError as error:
            self.desk.tell(error)
            return True
        self._chosen = (self._chosen + 1) % len(self._covers)
        self._keeper = self._new_keeper()
        self._head()
        self._seal_draft()
        return True
