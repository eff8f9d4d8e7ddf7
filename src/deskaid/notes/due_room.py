"""What is owed, of the notebook that is unlocked: overdue first, told in words."""

from collections.abc import Callable, Iterable
from datetime import date

from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError
from deskaid.notes.follow_ups import in_words
from deskaid.notes.note import Note
from deskaid.notes.notebook_state import OpenNotebook
from deskaid.notes.template import parts
from deskaid.shell.bars import Rule
from deskaid.shell.room import Room, bindings_for
from deskaid.shell.rows import Row, Rows
from deskaid.text import drawn, shortened

NOTHING = (
    ' Nothing is owed.\n\n On the line "Owed" of a note, write what, who and by when:\n'
    ' "Dana calls the shelter back by Friday".'
)
HELP = " Enter reads   x done   u undoes   t shows what is owed"


class FollowUpsRoom(Room):
    """Lists follow-ups. One that is done stays in its row until the room is left.

    ``read`` shows a note, by its id, once this room is left.
    """

    ROOM = "follow_ups"
    NAME = "Follow-ups"
    FOOTER = ("follow_ups.done", "follow_ups.undo", "escape", "lock", "curtain", "keys")
    BINDINGS = bindings_for("follow_ups")
    PRIVATE = True

    def __init__(self, opened: OpenNotebook, read: Callable[[str], None]) -> None:
        super().__init__()
        self._opened = opened
        self._read = read
        self._listed: list[Note] = []
        self._done: dict[str, date] = {}

    def body(self) -> Iterable[Widget]:
        """Yield the list and what can be done."""
        yield Rule()
        yield Rows(id="follow-ups")
        yield Static("", id="about", markup=False, classes="quiet")

    def on_mount(self) -> None:
        """List what is owed."""
        self._listed = self._opened.notebook.follow_ups(date.max)
        self.set_focus(self.query_one(Rows))
        self._show()

    def tick(self) -> None:
        """The title bar of this room tells how many there are."""

    def _show(self) -> None:
        rows = self.query_one(Rows)
        rows.show([self._row(note) for note in self._listed], cursor=rows.cursor)
        left = len(self._listed) - len(self._done)
        self.title_bar.left = f"Follow-ups: {self._opened.notebook.label}"
        self.title_bar.right = f"{left} open  UNLOCKED"
        self.query_one("#about", Static).update(HELP if self._listed else NOTHING)

    def _row(self, note: Note) -> Row:
        now = self.files.now()
        done = note.id in self._done
        when = "done" if done else in_words(note.due, now.date()) if note.due else ""
        words = f"note of {note.created.astimezone(now.tzinfo):%a %d %b %H:%M}"
        if self._opened.words_shown:
            words = drawn(parts(note.text)["Owed"] or note.title)
        late = not done and note.due is not None and note.due < now.date()
        room = max(20, self.desk.size.width - 20)
        emphasis = "quiet" if done else "strong" if late else ""
        return Row(note.id, f"{when:<15}{shortened(words, room)}", emphasis)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Read the note."""
        self._read(message.key)
        self.desk.pop_screen()

    def do_follow_ups_done(self) -> None:
        """Mark the follow-up under the cursor as done; `u` undoes it."""
        row = self.query_one(Rows).current
        if row is None or row.key in self._done:
            return
        note = self._save(row.key, None)
        if note is not None and note.due is not None:
            self._done[note.id] = note.due
            self._show()

    def do_follow_ups_undo(self) -> None:
        """Take back what was marked last."""
        if not self._done:
            self.desk.notify("Nothing was marked as done here.")
            return
        note_id, due = list(self._done.items())[-1]
        if self._save(note_id, due) is not None:
            del self._done[note_id]
            self._show()

    def do_follow_ups_titles(self) -> None:
        """Show or hide what is owed."""
        self._opened.words_shown = not self._opened.words_shown
        self._show()

    def _save(self, note_id: str, due: date | None) -> Note | None:
        """Return the note as it was before; None, once told, when it could not be saved."""
        try:
            note = self._opened.notebook.note(note_id)
            self._opened.set_due(note, due)
        except DeskaidError as error:
            self.desk.tell(error)
            return None
        return note

    def hold_sealed(self) -> None:
        """Empty the list: the notebook is about to be locked in this process."""
        self._listed = []
        self.query_one(Rows).show([])
