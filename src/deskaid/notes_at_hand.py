"""The one notebook that may be open at this desk, and the rooms in which notes are written."""

from typing import TYPE_CHECKING

from deskaid.desk import Desk
from deskaid.errors import DeskaidError, Refused
from deskaid.rooms import RoomsApp
from deskaid.text import one_line

if TYPE_CHECKING:
    from deskaid.notes.create import CreateRoom
    from deskaid.notes.notebook_state import OpenNotebook
    from deskaid.notes.notebooks import Cover, Notes
    from deskaid.notes.unlock import UnlockRoom


class NotesApp(RoomsApp):
    """An app that holds the notebook that is unlocked, and drops it before the screen is left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._notes: Notes | None = None
        self._opened: OpenNotebook | None = None

    def state_line(self) -> str:
        """Return one line on notes: locked or open. Never a word of one."""
        if self._held:
            return "A sealed note waits for room on the disk."
        if self._opened is not None:
            return f"notebook open: {one_line(self._opened.notebook.label)}   Ctrl+L locks it"
        told = self._follow_ups_told()
        return f"{told}{'     ' if told else ''}notes: locked     Esc, then N, reads them"

    def _follow_ups_told(self) -> str:
        """Return how many follow-ups are due, or "". The first frame asks: look before loading."""
        if not self.files.paths.notes_due.exists():
            return ""
        from deskaid.notes.due_days import follow_ups_told

        return follow_ups_told(self.files.paths, self.files.now().date())

    @property
    def holds_keys(self) -> bool:
        """Whether a notebook is unlocked in this process."""
        return self._opened is not None

    def forget_keys(self) -> None:
        """Drop the keys and notes of the notebook that is open."""
        if self._opened is not None:
            self._opened.notebook.lock()
            self._opened = None

    async def do_note(self) -> None:
        """Open a note with a cursor at once; make a notebook first where there is none."""
        covers = self._covers()
        if covers is None:
            return
        if not covers:
            await self._make_notebook()
            return
        from deskaid.notes.screen import NoteRoom

        first = [cover.label for cover in covers]
        chosen = (
            first.index(self.files.settings.notebook)
            if self.files.settings.notebook in first
            else 0
        )
        await self._go(NoteRoom(self.notes, covers, chosen=chosen))

    async def do_notebook(self) -> None:
        """Read notes, after a passphrase."""
        if self._opened is not None:
            await self._show_notebook(self._opened)
            return
        covers = self._covers()
        if covers is None:
            return
        if not covers:
            await self._make_notebook()
            return
        from deskaid.notes.unlock import UnlockRoom

        await self._go(UnlockRoom(self.notes, covers))

    async def do_new_notebook(self) -> None:
        """Make a notebook for another colleague."""
        await self._make_notebook()

    async def _make_notebook(self) -> None:
        from deskaid.notes.create import CreateRoom

        await self._go(CreateRoom(self.notes))

    @property
    def notes(self) -> "Notes":
        """This desk's notebooks; nothing is opened by asking."""
        if self._notes is None:
            from deskaid.notes.notebooks import Notes

            self._notes = Notes(
                self.files.paths,
                clock=self.files.now,
                follow_up_count=self.files.settings.follow_up_count,
            )
        return self._notes

    def _covers(self) -> "list[Cover] | None":
        """Return what is on the notebooks' covers, or None after telling what is wrong."""
        try:
            return self.notes.covers()
        except DeskaidError as error:
            self.tell(error)
            return None

    async def _show_notebook(self, opened: "OpenNotebook", *, notice: str = "") -> None:
        from deskaid.notes.reading import NotebookRoom

        if not (self.seal_all() and await self.pop_to_home()):
            return
        self.home.tick()  # it tells that a notebook is open, when somebody comes back to it
        await self.push_screen(NotebookRoom(self.notes, opened, notice=notice))

    async def on_unlock_room_unlocked(self, message: "UnlockRoom.Unlocked") -> None:
        """Show the notebook that was opened, where it was asked for and nowhere else."""
        from deskaid.notes.notebook_state import OpenNotebook
        from deskaid.notes.unlock import UnlockRoom

        if not isinstance(self.screen, UnlockRoom):
            message.notebook.lock()
            return
        self.forget_keys()
        self._opened = OpenNotebook(message.notebook)
        await self._show_notebook(self._opened)

    async def on_create_room_created(self, message: "CreateRoom.Created") -> None:
        """Lock the new notebook's keys away and give its author a cursor."""
        message.notebook.lock()
        if not self.is_covered and await self.pop_to_home():
            await self.do_note()

    def _has_no_notes(self) -> bool:
        try:
            return not self.files.paths.notes.exists()
        except OSError:  # a folder that may not be entered: whoever reads notes says so
            return False

    def purge(self) -> None:
        """Destroy expired notes while everything is locked; a wrong clock is asked about."""
        if self._has_no_notes():  # so do not load what reads them
            return
        try:
            jump = self.notes.purge().clock_jump
        except DeskaidError as error:
            self.call_later(self.tell, error)
            return
        if jump:
            wrong = Refused(
                f"This computer's date moved by {jump} days, so no note was destroyed.",
                hint="If the date is right: deskaid notebook purge --yes",
            )
            self.call_later(self.tell, wrong)
