"""The notebook, unlocked: a list that shows no words until asked, then one note at a time."""

from collections.abc import Iterable
from functools import partial

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError
from deskaid.notes.follow_ups import mark
from deskaid.notes.note import Dropped, Note
from deskaid.notes.note_rows import EMPTY, KEYS, NoteRows, note_line
from deskaid.notes.notebook_state import OpenNotebook
from deskaid.notes.notebooks import Cover, Notes
from deskaid.notes.screen import NoteRoom
from deskaid.notes.terms import until
from deskaid.shell.bars import Rule
from deskaid.shell.boxes import SearchBox
from deskaid.shell.room import Room, bindings_for
from deskaid.shell.rows import Rows
from deskaid.text import plain


class NotebookRoom(Room):
    """Lists, reads, searches, edits and deletes the notes of one unlocked notebook."""

    ROOM = "notebook"
    FOOTER = ("notebook.edit", "notebook.delete", "find", "lock", "curtain", "keys")
    BINDINGS = bindings_for("notebook")
    PRIVATE = True

    def __init__(self, notes: Notes, opened: OpenNotebook, *, notice: str = "") -> None:
        super().__init__()
        self._notes = notes
        self.opened = opened
        self._notice = notice
        self._listed: list[Note] = []
        self._drafts: dict[str, Dropped] = {}
        self._accepting = False
        self._to_read = ""

    def body(self) -> Iterable[Widget]:
        """Yield alarms, the search box, the list, and the note that takes the list's place."""
        yield Rule()
        yield Static("", id="alarm", markup=False)
        yield SearchBox(self._search, placeholder="any part of a word", id="box")
        yield Rows(id="notes")
        with VerticalScroll(id="page"):
            yield Static("", id="text", markup=False)
        yield Static("", id="about", markup=False, classes="quiet")

    def on_mount(self) -> None:
        """Take in what was written while locked, and list everything."""
        self.query_one("#box").display = False
        self._take_in()
        self._show_list()
        told = " ".join(filter(None, (*self.opened.notebook.notices, self._notice)))
        if told:
            self.desk.notify(told, timeout=10)

    def on_screen_resume(self) -> None:
        """Show what an edit or a new note changed."""
        if self.is_mounted and self.query("#notes") and not self.opened.notebook.locked:
            self._take_in()
            self._show_list(cursor=self.query_one(Rows).cursor)
            note_id, self._to_read = self._to_read, ""
            if note_id:
                self._read(note_id)

    def tick(self) -> None:
        """The title bar of this room tells the notebook."""

    def _take_in(self) -> None:
        notebook = self.opened.notebook
        if notebook.alarms:
            return
        try:
            taken = notebook.take_in()
        except DeskaidError as error:
            self.desk.tell(error)
            return
        self._drafts = {draft.note_id: draft for draft in taken.drafts}
        if taken.unreadable:
            self.desk.notify(f"{taken.unreadable} items written while locked cannot be read.")

    def _show_list(self, *, cursor: int = 0) -> None:
        self._switch(page=False)
        self._alarm()
        box = self.query_one("#box", SearchBox)
        self._search(box.value, cursor=cursor)
        if not box.display:
            self.set_focus(self.query_one(Rows))

    def _alarm(self) -> None:
        alarms = self.opened.notebook.alarms
        label = self.query_one("#alarm", Static)
        label.display = bool(alarms)
        if alarms:
            label.update(
                Content.assemble(
                    (" Changed outside deskaid: ", "bold $alert"),
                    " ".join(alarms),
                    "\n You can read what is left. A keeps it as it is; a backup may hold more.\n",
                )
            )

    def _search(self, words: str, *, cursor: int = 0) -> None:
        notebook = self.opened.notebook
        self._listed = notebook.search(words) if words.strip() else notebook.notes()
        line = partial(
            note_line,
            now=self.files.now(),
            unfinished=self._drafts,
            words_shown=self.opened.words_shown,
        )
        self.query_one(Rows).show(NoteRows(self._listed, line), cursor=cursor)
        count = len(self._listed)
        self.title_bar.left = f"Notebook: {notebook.label}"
        self.title_bar.right = f"{count} note{'' if count == 1 else 's'}  UNLOCKED"
        about = EMPTY if notebook.is_empty else "" if self._listed else "No note holds this."
        self.query_one("#about", Static).update(about or KEYS)

    def _switch(self, *, page: bool) -> None:
        self.query_one("#page").display = page
        self.query_one(Rows).display = not page

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Read a note."""
        self._read(message.key)

    def _read(self, note_id: str) -> None:
        note = self._note(note_id)
        if note is None:
            return
        rows = self.query_one(Rows)
        if rows.current is None or rows.current.key != note_id:
            listed = [each.id for each in self._listed]
            if note_id in listed:
                rows.show(rows.rows, cursor=listed.index(note_id))
        now = self.files.now()
        when = note.created.astimezone(now.tzinfo)
        due = f"   {mark(note.due, now.date())}" if note.due else ""
        self.title_bar.left = f"{when:%a %d %b %H:%M}   {until(note.expires, note.reason)}{due}"
        text = plain(note.text)
        draft = self._drafts.get(note.id)
        if draft is not None:
            text += f"\n\n--- an edit that was not finished; e goes on with it ---\n{draft.text}"
        self.query_one("#text", Static).update(Content(plain(text)))
        self._switch(page=True)
        self.set_focus(self.query_one("#page"))

    def on_input_submitted(self) -> None:
        """Leave the box for the list it found."""
        self.set_focus(self.query_one(Rows))

    def _current(self) -> Note | None:
        row = self.query_one(Rows).current
        return self._note(row.key) if row else None

    def _note(self, note_id: str) -> Note | None:
        """Return a note of the list; None, with the list made anew, when it went meanwhile."""
        try:
            return self.opened.notebook.note(note_id)
        except DeskaidError as error:
            self.desk.tell(error)
            self._show_list()
            return None

    def hold_sealed(self) -> None:
        """Empty list and page: the notebook is about to be locked in this process."""
        self.query_one("#box", SearchBox).value = ""
        self._listed, self._drafts = [], {}
        self.query_one(Rows).show([])
        self.query_one("#text", Static).update("")

    def do_find(self) -> None:
        """Search all notes."""
        box = self.query_one("#box", SearchBox)
        box.display = True
        self._switch(page=False)
        self.set_focus(box)

    def do_notebook_titles(self) -> None:
        """Show or hide first lines in the list."""
        self.opened.words_shown = not self.opened.words_shown
        self._show_list(cursor=self.query_one(Rows).cursor)

    async def do_notebook_edit(self) -> None:
        """Edit the note under the cursor, going on with an unfinished edit."""
        note = self._current()
        if note is None:
            return
        if self.opened.notebook.read_only:
            self.desk.notify("This notebook can be read but not changed now.")
            return
        draft = self._drafts.get(note.id)
        await self.desk.push_screen(
            NoteRoom(
                self._notes, [self._own_cover()], note=note, opened=self.opened,
                draft=draft.text if draft else None, draft_id=draft.id if draft else "",
            )
        )  # fmt: skip

    def do_notebook_delete(self) -> None:
        """Delete the note under the cursor; `u` undoes it until the notebook is locked."""
        note = self._current()
        if note is None:
            return
        try:
            self.opened.notebook.delete(note.id)
        except DeskaidError as error:
            self.desk.tell(error)
            return
        self.desk.notify("Deleted. u brings it back, until the notebook is locked.")
        self._show_list(cursor=self.query_one(Rows).cursor)

    def do_notebook_undo(self) -> None:
        """Bring back the note deleted last."""
        gone = self.opened.notebook.deleted()
        if not gone:
            self.desk.notify("Nothing was deleted since this notebook was unlocked.")
            return
        try:
            self.opened.notebook.restore(gone[0].id)
        except DeskaidError as error:
            self.desk.tell(error)
            return
        self._show_list()

    async def do_notebook_follow_ups(self) -> None:
        """Show what is owed, and by when."""
        from deskaid.notes.due_room import FollowUpsRoom

        await self.desk.push_screen(FollowUpsRoom(self.opened, self._read_next))

    def _read_next(self, note_id: str) -> None:
        self._to_read = note_id

    async def do_notebook_keep(self) -> None:
        """Choose how long the note under the cursor is kept, or every new note."""
        from deskaid.notes.retention_room import Kept, RetentionRoom

        notebook, note = self.opened.notebook, self._current()
        kept = [Kept("Every new note of this notebook", notebook.days, self._keep_new)]
        if note is not None:
            forever = 0 if note.expires is None else None
            kept.insert(0, Kept("This note", forever, partial(self._keep_note, note.id)))
        await self.desk.push_screen(RetentionRoom(kept))

    def _keep_note(self, note_id: str, days: int, reason: str) -> None:
        self.opened.keep(self.opened.notebook.note(note_id), days, reason)

    def _keep_new(self, days: int, reason: str) -> None:
        self.opened.notebook.keep_for(days, reason=reason)

    async def do_notebook_incident(self) -> None:
        """Make a plain incident draft of the note under the cursor, to print or save."""
        from deskaid.notes.incident_room import IncidentRoom

        note = self._current()
        if note is not None:
            await self.desk.push_screen(
                IncidentRoom(self._notes, self._own_cover(), note, self.opened)
            )

    def _own_cover(self) -> Cover:
        notebook = self.opened.notebook
        return Cover(notebook.id, notebook.label, notebook.days, notebook.hold, 0, 0)

    def do_notebook_accept(self) -> None:
        """Accept a notebook that was changed outside deskaid; asks for a second press."""
        if not self.opened.notebook.alarms:
            return
        if not self._accepting:
            self._accepting = True
            self.desk.notify("What cannot be read will be removed. A again keeps what is left.")
            return
        self._accepting = False
        try:
            self.opened.notebook.accept_and_reseal()
        except DeskaidError as error:
            self.desk.tell(error)
        self._take_in()
        self._show_list()

    def do_escape(self) -> bool:
        """Go back from a note or the search to the list. Returns False when already there."""
        box = self.query_one("#box", SearchBox)
        if self.query_one("#page").display:
            self._show_list(cursor=self.query_one(Rows).cursor)
            return True
        if box.display:
            box.value = ""
            box.display = False
            self._show_list()
            return True
        return False
