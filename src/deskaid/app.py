"""The App: rooms, global keys, curtain and lock; nothing of any room.

Nothing heavier than Textual is imported before the first frame; rooms are imported when first
shown (research/speed.md 1).
"""

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from deskaid.desk import Desk
from deskaid.errors import DeskaidError, FileTrouble
from deskaid.launcher import LOCKED, say_alive
from deskaid.notes_watched import WatchedNotesApp
from deskaid.paths import Paths, find_paths
from deskaid.shell.home import HomeRoom
from deskaid.shell.messages import DirectoryChanged, SecretHeld
from deskaid.shell.room import Room
from deskaid.shell.sheets import FIRST, SHARED, add_sheet

if TYPE_CHECKING:
    from deskaid.shell.watch import Watch

LEAST_COLUMNS, LEAST_ROWS = 80, 24


class DeskaidApp(WatchedNotesApp):
    """One desk: starts, is made ready, and watches over what was left alone."""

    CSS_PATH = FIRST
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
        self._preparing = asyncio.Lock()

    @cached_property
    def _watch(self) -> "Watch":
        from deskaid.shell.watch import Watch  # it starts after the first frame

        return Watch(self)

    # Starting.

    def get_default_screen(self) -> Screen[Any]:
        """Return Home, the bottom of every stack."""
        return HomeRoom()

    def on_mount(self) -> None:
        """Let the first frame out, able to answer, before anything else is done."""
        self.files.open_finder()
        if self._start_covered:
            self.cover()
        self.call_after_refresh(self._after_first_frame)

    async def _after_first_frame(self) -> None:
        """Do what the first frame did not need, before any secret can be typed."""
        import gc

        from deskaid.hardening import end_with_parent, harden

        harden()
        end_with_parent()
        say_alive()
        add_sheet(self.stylesheet, SHARED)
        self._finish_restore()
        self.files.load_what_answers_need()
        gc.freeze()  # a full collection costs 7-38 ms of a keystroke otherwise (speed.md 1)
        gc.enable()  # `deskaid.__main__` switched it off for the start
        self._watch.start()
        from deskaid.shell.first_run import is_first_start

        for trouble in self.files.troubles[:1]:  # mend one, start again, and meet the next
            self.tell(trouble)
        if (
            not self.files.troubles
            and is_first_start(self.files.paths)
            and len(self.screen_stack) == 1
        ):
            await self.do_site()
        await self.deliver_early_keys()
        self.run_worker(self._tidy_up(), group="tidy", exit_on_error=False)
        self._prepare_again()

    def _finish_restore(self) -> None:
        """Finish a restore that was killed after it was decided, before a notebook is opened."""
        from deskaid.restore_steps import finish_restore

        try:
            if finish_restore(self.files.paths, now=self.files.now()):
                self.files.renew_finder()
        except DeskaidError as error:
            self.tell(error)

    def on_resize(self, message: events.Resize) -> None:
        """Say when the window is too small to show everything."""
        width, height = message.size
        if width < LEAST_COLUMNS or height < LEAST_ROWS:
            add_sheet(self.stylesheet, SHARED)  # this may come before the first frame
            self.notify(f"This window is {width}x{height}; deskaid needs 80x24 to cut nothing.")

    async def _tidy_up(self) -> None:
        """Do what is done once at each start: destroy what expired, count the start, sweep."""
        from deskaid.desk_reset import mark_start

        desk = self.files
        await asyncio.to_thread(self.purge)
        await asyncio.to_thread(mark_start, desk.paths, today=desk.now().date())
        if any(desk.paths.data.glob("import-*")):
            from deskaid.referrals.importing.scratch import sweep  # loads every kind of file

            await asyncio.to_thread(sweep, desk.paths.data)

    def _prepare_again(self) -> None:
        self.run_worker(self._prepare(), group="prepare", exit_on_error=False)

    def on_directory_changed(self, _message: DirectoryChanged) -> None:
        """Make what was written down here findable."""
        self._prepare_again()

    def on_secret_held(self, _message: SecretHeld) -> None:
        """Watch for idle time and a sleeping machine from now on."""
        self._watch.guard()

    def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        """Say when work in the background failed in a way nobody foresaw."""
        if message.state is not WorkerState.ERROR:
            return
        hint = "F2 and F4 work. 'deskaid doctor' may know more."
        if message.worker.group == "prepare":
            self.tell(FileTrouble("Cards and listings could not be made ready.", hint=hint))
        elif message.worker.group in ("tidy", "purge"):
            self.tell(FileTrouble("Expired notes may not have been destroyed.", hint=hint))

    async def _prepare(self) -> None:
        """Make the directory and the index where they are missing or stale, in a process apart.

        ORM work in a thread of this process would starve the keys (research/speed.md 3).
        """
        from deskaid.prepare import is_ready, make_ready_apart

        desk = self.files
        async with self._preparing:  # each answer of the first start asks for it again
            if desk.finder is not None and is_ready(desk.paths, desk.site):
                return
            trouble = await make_ready_apart(desk.paths)
        if trouble:
            self.tell(FileTrouble(trouble.splitlines()[-1]))
        desk.open_finder()
        for screen in self.screen_stack:
            find_again = getattr(screen, "find_again", None)  # of Home, and of Refer once loaded
            if find_again is not None:
                find_again()

    # Keys. Every binding leads here; the room on top answers first.

    async def on_event(self, event: events.Event) -> None:
        """Lock before a key is obeyed that wakes a machine which slept."""
        pressed = isinstance(event, events.Key) and not event.is_forwarded
        if pressed and self.takes_keys and self._watch.slept():
            self.end(LOCKED)
            return
        await super().on_event(event)

    def reload_site(self) -> None:
        """Read this library's facts again, after they were edited here."""
        self.files.reload_site()
        self.home.renew()
        self._prepare_again()

    # What the commands do.

    async def do_keys(self) -> None:
        """Show the keys of the room on top."""
        from deskaid.shell.help import HelpRoom

        if isinstance(self.screen, Room) and not isinstance(self.screen, HelpRoom):
            await self.push_screen(HelpRoom(self.screen.ROOM, extra=self.screen.EXTRA_KEYS))

    def do_palette(self) -> None:
        """Open the palette."""
        from deskaid.shell.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

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
        from deskaid.shell.first_run import FirstRunRoom

        if not isinstance(self.screen, FirstRunRoom):
            await self.push_screen(FirstRunRoom())


def main(*, covered: bool = False) -> int:
    """Run the screen in this process and return its exit code (see `deskaid.launcher`).

    ``covered`` starts behind the curtain: the desk was left alone.
    """
    app = DeskaidApp(covered=covered)
    app.run(mouse=False)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(covered="--covered" in sys.argv))
