"""A note: a cursor at once and no passphrase in front of a patron, sealed as it is typed."""

from collections.abc import Callable, Iterable

from textual.widget import Widget
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Edit, EditResult

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
from deskaid.text import plain

# A draft is sealed at most this long after a key: what a power cut can cost (notes.md 3).
SEAL_AFTER = 1.5
# Far past any note; however its characters are written, it fits a record (`records.LARGEST`), so
# that what is on the page can always be sealed.
MOST_CHARACTERS = 200_000
ADVICE = 'Leave out names, card numbers, titles, guesses. "Patron A" will do.'


class NoteArea(TextArea):
    """A text area that does not blink and takes nothing that could not be drawn or sealed."""

    def __init__(self, text: str) -> None:
        super().__init__(plain(text), id="note", soft_wrap=True, show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    def edit(self, edit: Edit) -> EditResult:
        """Make one change, typed or pasted; one that would make the note too long is refused."""
        edit.text = plain(edit.text)
        if edit.text and len(self.text) + len(edit.text) > MOST_CHARACTERS:
            self.app.notify("This would make the note too long. Split it into several notes.")
            return EditResult(self.cursor_location, "")
        return super().edit(edit)


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
        self._safe: str | None = None  # what stands on the disk as a finished note
        self._sealed = False

    def body(self) -> Iterable[Widget]:
        """Yield the page, the advice and the state of the seal."""
        yield Rule()
        if self._note is None:
            self._blank, cursor = blank_note(self.files.now())
            area = NoteArea(self._blank)
            area.move_cursor(cursor)
        else:
            area = NoteArea(self._note.text if self._draft is None else self._draft)
            self._blank = area.text if self._draft is None else ""
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
        if not self._waiting and not self._unchanged and self._text != self._safe:
            self._waiting = True
            self._say(" writing ...")
            self.set_timer(SEAL_AFTER, self._seal_draft)

    def _seal_draft(self) -> None:
        self._waiting = False
        text, number, keeper = self._text, self._next_number(), self._keeper
        if text != self._safe:
            self.run_worker(lambda: self._keep(keeper, text, number), thread=True)

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _keep(self, keeper: DraftKeeper, text: str, number: int) -> None:
        # The room may be gone by now: what is left to say goes through its queue, not a call.
        try:
            kept = keeper.keep(text, number)
        except DeskaidError as error:
            self.call_later(self._say, f" NOT SAVED. {error}")
            return
        if kept:
            self.call_later(self._say, f" sealed {self.files.now():%H:%M:%S}")

    def seal(self) -> None:
        """Seal what is written, as a finished note; raises `DeskaidError` when it is not saved.

        Called before the room is left, covered or locked, and again when somebody came back to
        it and wrote more. Nothing written leaves nothing.
        """
        if not self.is_mounted or self._text == self._safe:
            return
        text, number = self._text, self._next_number()
        if self._unchanged:
            self._keeper.discard(number)
        elif self._opened is not None and self._note is not None:
            self._note = self._opened.save_edit(self._note, text, self._keeper, number=number)
            self._blank = text
        else:
            self._keeper.finish(text, number)
            self._sealed = True
        self._safe = text

    def hold_sealed(self) -> Callable[[], None] | None:
        """Keep only the ciphertext of what is written; page and note are let go."""
        if not self.is_mounted or self._unchanged or self._text == self._safe:
            return None
        write = self._keeper.hold(self._text, self._next_number())
        self._note = self._opened = self._draft = None
        self._blank = self._safe = self.query_one(NoteArea).text = ""
        return write

    def farewell(self) -> str:
        """Say that the note is safe, and how to read it."""
        return "Sealed. Esc, then N opens your notebook." if self._sealed else ""

    def do_note(self) -> bool | None:
        """Choose another notebook with F7 while writing."""
        if self._note is not None or len(self._covers) < 2:
            return None
        before = self._chosen
        self._chosen = (before + 1) % len(self._covers)
        keeper = self._new_keeper()
        try:  # there first, then no longer here: what is written is never nowhere
            if not self._unchanged:
                keeper.keep(self._text, self._next_number())
            self._keeper.discard(self._next_number())
        except DeskaidError as error:
            self._chosen = before
            self.desk.tell(error)
            return True
        self._keeper, self._safe = keeper, None
        self._head()
        self._say(" sealed" if keeper.holds_any else " nothing written yet")
        return True
