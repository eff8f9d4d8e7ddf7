"""What locks by itself: idle time, a window left for another, a machine that slept, and the
signals of a closing terminal. And the first minute of a new day."""

import asyncio
import signal
import sys
from dataclasses import dataclass
from threading import Event
from time import monotonic, time
from typing import TYPE_CHECKING

from textual.message import Message
from textual.timer import Timer

from deskaid.launcher import DESERTED, LOCKED, SUSPENDED, something_private_is_held
from deskaid.shell.curtain import Curtain
from deskaid.shell.room import Room

if TYPE_CHECKING:
    from deskaid.app import DeskaidApp

# A gap between one-second ticks as wide as this means that the machine slept
# (research/notes.md 4.9).
SLEPT = 10.0
BLUR_SECONDS = 30
"""Seconds in another window until private screens are covered, unless the settings say else."""
CLOSING_SECONDS = 4.0
"""Windows ends a program about five seconds after its console was closed."""
_AGAIN = 60.0  # seconds until what could not be locked beneath Urgent is tried again


@dataclass
class NewDay(Message):
    """The date changed while the program ran: expired notes are due to be destroyed."""


@dataclass
class LeftAlone(Message):
    """Nobody pressed a key for `timers.lock_seconds` on a screen that must not be covered."""


class Watch:
    """Watches one app.

    Until something private is in memory it wakes once a minute, for the clock; after
    `guard` once a second, to notice a machine that slept before it repaints.
    """

    def __init__(self, app: "DeskaidApp") -> None:
        self._app = app
        self._last_wall = time()
        self._guarding = False
        self._day = app.files.now().date()
        self._blurred: Timer | None = None
        self._told_alone = float("-inf")

    def start(self) -> None:
        """Start the clock, the idle timer, the eye on the window and the signals."""
        self._day = self._app.files.now().date()
        self._next_minute()
        self._app.set_interval(5, self._check_idle)
        self._app.watch(self._app, "app_focus", self._focus_changed, init=False)
        self._listen()

    def guard(self) -> None:
        """Check every second from now on: something private is in memory, so a lock will follow."""
        if not self._guarding:
            self._guarding = True
            self._last_wall = time()
            self._app.set_interval(1, self._check_sleep)
            something_private_is_held()

    def slept(self) -> bool:
        """Tell whether the machine slept since the last look, while something private is held."""
        before, self._last_wall = self._last_wall, time()
        return self._guarding and abs(self._last_wall - before) > SLEPT

    def _next_minute(self) -> None:
        now = self._app.files.now()
        self._app.set_timer(60.2 - now.second - now.microsecond / 1e6, self._minute)

    def _minute(self) -> None:
        self._app.tick()
        today = self._app.files.now().date()
        if today != self._day:  # also the first minute after a sleep
            self._day = today
            self._app.post_message(NewDay())
        self._next_minute()

    def _check_sleep(self) -> None:
        if self.slept():
            self._app.end(LOCKED)
            return
        self._check_idle()

    def _check_idle(self) -> None:
        idle = monotonic() - self._app.last_key
        timers = self._app.files.settings.timers
        screen = self._screen
        deserted = self._guarding and timers.lock_seconds and idle >= timers.lock_seconds
        if isinstance(screen, Room) and not screen.IDLE:
            if deserted and self._holds_anything:
                self._leave_alone()
            return
        if deserted:
            self._app.end(DESERTED)
            return
        if isinstance(screen, Curtain):
            return
        private = isinstance(screen, Room) and screen.PRIVATE
        limit = timers.curtain_note_seconds if private else timers.curtain_seconds
        if limit and idle >= limit:
            self._fall()

    @property
    def _screen(self) -> Room | Curtain:
        # What lies over a room without being one, the palette, lets it be seen.
        return next(
            each for each in reversed(self._app.screen_stack) if isinstance(each, Room | Curtain)
        )

    @property
    def _holds_keys(self) -> bool:
        """Whether a notebook is open: known to the app, or still in the hands of a room."""
        return self._app.holds_keys or any(
            getattr(screen, "HOLDS_KEYS", False) for screen in self._app.screen_stack
        )

    @property
    def _holds_anything(self) -> bool:
        rooms = [screen for screen in self._app.screen_stack if isinstance(screen, Room)]
        return self._holds_keys or any(room.PRIVATE for room in rooms)

    def _fall(self) -> None:
        """Cover the screen because nobody is at it."""
        if self._holds_keys:  # whoever lifts the curtain may not be who unlocked
            self._app.end(DESERTED)
            return
        self._app.cover()
        self._app.call_after_refresh(self._app.seal_all)

    def _leave_alone(self) -> None:
        if monotonic() - self._told_alone >= _AGAIN:
            self._told_alone = monotonic()
            self._app.post_message(LeftAlone())

    @property
    def blur_seconds(self) -> float:
        """Seconds in another window until private screens are covered; 0 for never."""
        return float(getattr(self._app.files.settings.timers, "blur_seconds", BLUR_SECONDS))

    def _focus_changed(self, focused: bool) -> None:
        """Start or stop the time in another window.

        Only some terminals tell (FocusIn, FocusOut); tmux does with ``focus-events on``. Where
        nothing is told nothing happens, and the idle timer remains.
        """
        if self._blurred is not None:
            self._blurred.stop()
            self._blurred = None
        if not focused and self.blur_seconds:
            self._blurred = self._app.set_timer(self.blur_seconds, self._cover_left_window)

    def _cover_left_window(self) -> None:
        self._blurred = None
        screen = self._screen
        if isinstance(screen, Curtain) or not screen.IDLE:
            return
        if screen.PRIVATE or self._holds_keys:
            self._fall()

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        if sys.platform == "win32":
            from deskaid.hardening_windows import when_the_console_closes

            when_the_console_closes(lambda event: self.console_closing(event, loop))
            return
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
            loop.add_signal_handler(number, self._end_now, 128 + number)
        # Ctrl+Z in a shell, or a stop from outside: never keep a key in a stopped process, and
        # Textual leaves a blank screen after 'fg' (research/interface.md 0.8).
        loop.add_signal_handler(signal.SIGTSTP, self._app.end, SUSPENDED)

    def console_closing(self, event: int, loop: asyncio.AbstractEventLoop) -> bool:
        """Seal and leave because the console window closes; called in a thread of Windows' own.

        Returns once what was typed is safe, or after `CLOSING_SECONDS`; False for an event that
        is not about closing, such as Ctrl+C.
        """
        from deskaid.hardening_windows import CLOSING

        if event not in CLOSING:
            return False
        sealed = Event()

        def end() -> None:
            self._end_now(128 + int(signal.SIGTERM))
            sealed.set()

        try:
            loop.call_soon_threadsafe(end)
        except RuntimeError:  # it has ended already
            return True
        sealed.wait(CLOSING_SECONDS)
        return True

    def _end_now(self, code: int) -> None:
        """Seal and leave without waiting for a frame: the terminal is closing."""
        self._app.seal_all()
        self._app.write_held()
        self._app.exit(code, return_code=code)
