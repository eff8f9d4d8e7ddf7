"""What becomes of an open notebook as time passes: a new day, a desk left alone, its own room."""

import asyncio
from typing import TYPE_CHECKING

from deskaid.errors import DeskaidError
from deskaid.launcher import LOCKED
from deskaid.notes_at_hand import NotesApp
from deskaid.shell.room import Room

if TYPE_CHECKING:
    from textual.await_complete import AwaitComplete

    from deskaid.shell.watch import LeftAlone, NewDay


class WatchedNotesApp(NotesApp):
    """An app whose notes expire while it runs, and whose keys do not outlive an hour on Urgent."""

    _owes_an_end = False  # keys were dropped beneath Urgent; the process ends when it is left

    async def do_notebook_about(self) -> None:
        """Show what is in the open notebook, and the care of its keys and name."""
        from deskaid.notes.about_room import AboutNotebookRoom

        if self._opened is not None and not self.is_covered:
            await self._go(AboutNotebookRoom(self.notes, self._opened))

    def on_new_day(self, _message: "NewDay") -> None:
        """Destroy what expired, as at a start."""
        self.run_worker(self._purge_today(), group="purge", exit_on_error=False)

    async def _purge_today(self) -> None:
        await asyncio.to_thread(self.purge)
        self._follow_the_purge()
        self.home.tick()

    def _follow_the_purge(self) -> None:
        """Let the open notebook forget what was destroyed, and say how much that was.

        A note that is being read stays unless it expired itself; one that is being edited stays
        on its page, and is saved as a new note.
        """
        if self._opened is None or self._opened.notebook.locked:
            return
        from deskaid.notes.reading import NotebookRoom

        notebook = self._opened.notebook
        before = {note.id for note in notebook.notes()}
        try:
            notebook.reload()
        except DeskaidError as error:
            self.tell(error)
            return
        gone = before - {note.id for note in notebook.notes()}
        if not gone:
            return
        said = f"{len(gone)} note{'' if len(gone) == 1 else 's'} expired today and {_were(gone)}."
        room = self.screen
        if isinstance(room, NotebookRoom) and not _reads_on(room, gone):
            room.on_screen_resume()
        if isinstance(room, Room) and (room.PRIVATE or getattr(room, "HOLDS_KEYS", False)):
            self.notify(said, timeout=10)
        else:
            notebook.notices.append(said)  # for whoever opens the notebook again

    async def on_left_alone(self, _message: "LeftAlone") -> None:
        """Drop keys and words beneath a screen that must not be covered, such as Urgent.

        That screen stays as it is, on Home alone. Ending this process now would take it away
        for half a second in the middle of a call, so it ends when the screen is left; until then
        freed memory may still hold what was read.
        """
        kept = self.screen
        if not isinstance(kept, Room) or kept.IDLE:
            return
        with self.batch_update():
            if not self.is_screen_installed(kept):
                self.install_screen(kept, f"kept-{id(kept)}")  # or leaving it would remove it
            if not await self.pop_to_home():
                return
            await self.push_screen(kept)
        self.forget_keys()
        self.home.tick()
        self._owes_an_end = True

    def pop_screen(self) -> "AwaitComplete":
        """Leave the screen on top; end the process that held a key once Urgent is left."""
        left = super().pop_screen()
        if self._owes_an_end and not any(
            isinstance(screen, Room) and not screen.IDLE for screen in self.screen_stack
        ):
            self._owes_an_end = False
            self.call_later(self.end, LOCKED)
        return left


def _reads_on(room: Room, gone: set[str]) -> bool:
    """Tell whether a note is being read that did not expire; its list is made anew after it."""
    from deskaid.shell.rows import Rows

    page, current = room.query("#page"), room.query_one(Rows).current
    return any(each.display for each in page) and current is not None and current.key not in gone


def _were(gone: set[str]) -> str:
    return "was destroyed" if len(gone) == 1 else "were destroyed"
