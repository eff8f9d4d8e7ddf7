"""The App: rooms, global keys, curtain and lock; nothing of any room.

Nothing heavier than Textual is imported before the first frame; rooms are imported when first
shown (research/speed.md 1).
"""

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from deskaid.desk import Desk
from deskaid.errors import DeskaidError, FileTrouble, Refused
from deskaid.launcher import LOCKED
from deskaid.paths import Paths, find_paths
from deskaid.shell.covered import CoveredApp
from deskaid.shell.first_run import FirstRunRoom, is_first_start
from deskaid.shell.home import HomeRoom
from deskaid.shell.messages import OpenCard, OpenListing, SecretHeld, ShowNeeds, ShowPhrases
from deskaid.shell.room import Room
from deskaid.shell.watch import Watch
from deskaid.text import one_line

if TYPE_CHECKING:
    from deskaid.notes.create import CreateRoom
    from deskaid.notes.notebook_state import OpenNotebook
    from deskaid.notes.notebooks import Cover, Notes
    from deskaid.notes.unlock import UnlockRoom


LEAST_COLUMNS, LEAST_ROWS = 80, 24


class DeskaidApp(CoveredApp):
    """One desk: opens rooms, and holds the one notebook that is unlocked."""

    CSS_PATH = Path(__file__).parent / "shell" / "deskaid.tcss"
    TITLE = "deskaid"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]

    def __init__(
        self,
        paths: Paths | None = None,
        *,
        clock: Callable[[], datetime] | None = None,
        covered: bool = False,
    ) -> None:
        super().__init__(Desk(paths or find_paths(), clock=clock))
        self._start_covered = covered
        self._watch = Watch(self)
        self._preparing = asyncio.Lock()
        self._trail: list[OpenCard | OpenListing | ShowPhrases] = []
        self._notes: Notes | None = None
        self._opened: OpenNotebook | None = None

    # Starting.

    def get_default_screen(self) -> Screen[Any]:
        """Return Home, the bottom of every stack."""
        return HomeRoom()

    def on_mount(self) -> None:
        """Let the first frame out before anything else is done."""
        if self._start_covered:
            self.cover()
        self.call_after_refresh(self._after_first_frame)

    async def _after_first_frame(self) -> None:
        """Do what the first frame did not need, before any secret can be typed."""
        import gc

        from deskaid.hardening import end_with_parent, harden

        harden()
        end_with_parent()
        self.files.open_finder()
        gc.freeze()  # a full collection costs 7-38 ms of a keystroke otherwise (speed.md 1)
        self._watch.start()
        for trouble in self.files.troubles[:1]:  # mend one, start again, and meet the next
            self.tell(trouble)
        if (
            not self.files.troubles
            and is_first_start(self.files.paths)
            and len(self.screen_stack) == 1
        ):
            await self.do_site()
        await self.deliver_early_keys()
        self._prepare_again()

    def on_resize(self, message: events.Resize) -> None:
        """Say when the window is too small to show everything."""
        width, height = message.size
        if width < LEAST_COLUMNS or height < LEAST_ROWS:
            self.notify(f"This window is {width}x{height}; deskaid needs 80x24 to cut nothing.")

    def _prepare_again(self) -> None:
        self.run_worker(self._prepare(), group="prepare", exit_on_error=False)

    def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        """Say when making cards and listings ready failed in a way nobody foresaw."""
        if message.worker.group == "prepare" and message.state is WorkerState.ERROR:
            why = "Cards and listings could not be made ready."
            self.tell(FileTrouble(why, hint="F2 and F4 work. 'deskaid doctor' may know more."))

    async def _prepare(self) -> None:
        """Make the directory and the index where they are missing or stale, in a process apart.

        ORM work in a thread of this process would starve the keys (research/speed.md 3).
        """
        from deskaid.prepare import is_ready, make_ready_apart

        await asyncio.to_thread(self._purge)
        desk = self.files
        async with self._preparing:  # each answer of the first start asks for it again
            if desk.finder is not None and is_ready(desk.paths, desk.site):
                return
            trouble = await make_ready_apart(desk.paths)
        if trouble:
            self.tell(FileTrouble(trouble.splitlines()[-1]))
        desk.open_finder()
        for screen in self.screen_stack:
            if isinstance(screen, HomeRoom):
                screen.find_again()

    def _purge(self) -> None:
        """Destroy expired notes while everything is locked; a wrong clock is asked about."""
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

    # Keys. Every binding leads here; the room on top answers first.

    async def on_event(self, event: events.Event) -> None:
        """Lock before a key is obeyed that wakes a machine which slept."""
        if isinstance(event, events.Key) and not event.is_forwarded and self._watch.slept():
            self.end(LOCKED)
            return
        await super().on_event(event)

    def reload_site(self) -> None:
        """Read this library's facts again, after they were edited here."""
        self.files.reload_site()
        self.home.renew()
        self._prepare_again()

    def state_line(self) -> str:
        """Return one line on notes: locked or open. Never a word of one."""
        if self._held:
            return "A sealed note waits for room on the disk."
        if self._opened is not None:
            return f"notebook open: {one_line(self._opened.notebook.label)}   Ctrl+L locks it"
        return "notes: locked     Esc, then N, reads them"

    @property
    def holds_keys(self) -> bool:
        """Whether a notebook is unlocked in this process."""
        return self._opened is not None

    def forget_keys(self) -> None:
        """Drop the keys and notes of the notebook that is open."""
        if self._opened is not None:
            self._opened.notebook.lock()
            self._opened = None

    # What the commands do.

    async def do_keys(self) -> None:
        """Show the keys of the room on top."""
        from deskaid.shell.help import HelpRoom

        if isinstance(self.screen, Room) and not isinstance(self.screen, HelpRoom):
            await self.push_screen(HelpRoom(self.screen.ROOM, extra=self.screen.EXTRA_KEYS))

    def do_palette(self) -> None:
        """Open the palette."""
        self.action_command_palette()

    async def do_say(self) -> None:
        """Show situations by letter."""
        from deskaid.cards.say_it import SayItRoom

        await self._go(SayItRoom())

    async def do_phrases(self) -> None:
        """Show what to say in the moments of any talk."""
        from deskaid.cards.phrase_room import PhrasesRoom

        await self._go(PhrasesRoom())

    async def do_refer(self) -> None:
        """Show needs by letter."""
        from deskaid.referrals.screen import ReferRoom

        self.files.renew_finder()
        await self._go(ReferRoom())

    async def do_urgent(self) -> None:
        """Show whom to call and what to say, over the curtain too."""
        from deskaid.shell.urgent import UrgentRoom

        if self.is_covered and not await self.pop_to_home():
            return
        await self._go(UrgentRoom())

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

            self._notes = Notes(self.files.paths, clock=self.files.now)
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

    async def do_home(self) -> None:
        """Next patron: seal what is open and clear everything."""
        if self.seal_all() and await self.pop_to_home():
            self._trail.clear()
            self.clear_notifications()
            self.files.renew_finder()
            self.home.clear()

    async def do_find(self) -> None:
        """Go to the box that finds anything."""
        await self.do_home()

    def do_back(self) -> None:
        """Open the last card or listing; from the last one, the one before it."""
        if self._trail and self._shows(self._trail[-1]) and len(self._trail) > 1:
            self._trail.pop()
        if not self._trail:
            self.notify("No card or listing was open for this patron.")
        elif not self._shows(self._trail[-1]):
            self.post_message(self._trail.pop())

    def _shows(self, message: OpenCard | OpenListing | ShowPhrases) -> bool:
        """Tell whether the room on top is what ``message`` asks for."""
        shown = getattr(self.screen, "shown_id", "")
        return bool(shown) and shown in vars(message).values()

    async def do_escape(self) -> None:
        """Go back one level, sealing a draft on the way."""
        room = self.screen
        if len(self.screen_stack) > 1 and self.seal_one(room):
            await self.pop_screen()
            if isinstance(room, Room) and room.farewell():
                self.notify(room.farewell(), timeout=4)

    def do_theme(self) -> None:
        """Switch between dark and light, and remember it."""
        from deskaid.settings import write_theme

        name = "light" if self.theme == "desk-dark" else "dark"
        self.theme = f"desk-{name}"
        try:
            write_theme(self.files.paths, name)
        except DeskaidError as error:
            self.tell(error)

    async def do_site(self) -> None:
        """Ask for this library's name, address and people."""
        if not isinstance(self.screen, FirstRunRoom):
            await self.push_screen(FirstRunRoom())

    # Where messages from rooms arrive.

    async def on_open_card(self, message: OpenCard) -> None:
        """Show a card."""
        from deskaid.cards.screen import CardRoom

        if self.is_covered:
            return
        try:
            card = self.files.library.card(message.card_id)
        except DeskaidError as error:
            self.tell(error)
            return
        self._trail.append(message)
        await self.push_screen(CardRoom(card))

    async def on_open_listing(self, message: OpenListing) -> None:
        """Show a listing."""
        from deskaid.referrals.detail import ListingRoom
        from deskaid.referrals.reading import read_listing

        if self.is_covered:
            return
        try:
            listing = read_listing(self.files.paths.database, message.listing_id)
        except DeskaidError as error:
            self.tell(error)
            return
        self._trail.append(message)
        await self.push_screen(ListingRoom(listing))

    async def on_show_phrases(self, message: ShowPhrases) -> None:
        """Show the phrases for a moment, or all moments."""
        from deskaid.cards.phrase_room import PhrasesRoom

        if message.moment:
            self._trail.append(message)
        await self._go(PhrasesRoom(message.moment))

    async def on_show_needs(self, message: ShowNeeds) -> None:
        """Show what a card leads to."""
        from deskaid.referrals.screen import ReferRoom

        await self._go(ReferRoom(needs=message.needs))

    async def on_unlock_room_unlocked(self, message: "UnlockRoom.Unlocked") -> None:
        """Show the notebook that was opened, where it was asked for and nowhere else."""
        from deskaid.notes.notebook_state import OpenNotebook
        from deskaid.notes.unlock import UnlockRoom

        if not isinstance(self.screen, UnlockRoom):
            message.notebook.lock()
            return
        self.forget_keys()
        self._opened = OpenNotebook(message.notebook)
        notice = ""
        if message.notebook.recovered:
            notice = "Opened with the recovery code. New passphrase: deskaid notebook recover"
        await self._show_notebook(self._opened, notice=notice)

    async def on_create_room_created(self, message: "CreateRoom.Created") -> None:
        """Lock the new notebook's keys away and give its author a cursor."""
        message.notebook.lock()
        if not self.is_covered and await self.pop_to_home():
            await self.do_note()

    def on_secret_held(self, _message: SecretHeld) -> None:
        """Watch for idle time and a sleeping machine from now on."""
        self._watch.guard()

    async def _go(self, room: Room) -> None:
        """Show ``room``; one of its kind that is open already is left first.

        A note that could not be saved stays open below: what to say does not wait for a disk.
        """
        sealed = self.seal_all()
        if self.is_covered:
            return
        if sealed:
            self.clear_notifications()
        if not sealed and any(type(screen) is type(room) for screen in self.screen_stack[1:]):
            return
        while any(type(screen) is type(room) for screen in self.screen_stack[1:]):
            await self.pop_screen()
        await self.push_screen(room)


def main(*, covered: bool = False) -> int:
    """Run the screen in this process and return its exit code (see `deskaid.launcher`).

    ``covered`` starts behind the curtain: the desk was left alone.
    """
    app = DeskaidApp(covered=covered)
    app.run(mouse=False)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(covered="--covered" in sys.argv))
