"""What locks by itself: idle time, a machine that slept, and the signals of a closing terminal."""

import asyncio
import signal
import sys
from time import monotonic, time
from typing import TYPE_CHECKING

from deskaid.launcher import DESERTED, LOCKED, SUSPENDED
from deskaid.shell.curtain import Curtain
from deskaid.shell.room import Room

if TYPE_CHECKING:
    from deskaid.app import DeskaidApp

# A gap between one-second ticks as wide as this means that the machine slept
# (research/notes.md 4.9).
SLEPT = 10.0


class Watch:
    """Watches one app.

    Until something private is in memory it wakes once a minute, for the clock; after
    `guard` once a second, to notice a machine that slept before it repaints.
    """

    def __init__(self, app: "DeskaidApp") -> None:
        self._app = app
        self._last_wall = time()
        self._guarding = False

    def start(self) -> None:
        """Start the clock, the idle timer and the signals."""
        self._next_minute()
        self._app.set_interval(5, self._check_idle)
        self._listen()

    def guard(self) -> None:
        """Check every second from now on: something private is in memory."""
        if not self._guarding:
            self._guarding = True
            self._last_wall = time()
            self._app.set_interval(1, self._check_sleep)

    def slept(self) -> bool:
        """Tell whether the machine slept since the last look, while something private is held."""
        before, self._last_wall = self._last_wall, time()
        return self._guarding and abs(self._last_wall - before) > SLEPT

    def _next_minute(self) -> None:
        now = self._app.files.now()
        self._app.set_timer(60.2 - now.second - now.microsecond / 1e6, self._minute)

    def _minute(self) -> None:
        self._app.tick()
        self._next_minute()

    def _check_sleep(self) -> None:
        if self.slept():
            self._app.end(LOCKED)
            return
        self._check_idle()

    def _check_idle(self) -> None:
        idle = monotonic() - self._app.last_key
        timers = self._app.files.settings.timers
        # What lies over a room without being one, the palette, lets it be seen.
        screen = next(
            each for each in reversed(self._app.screen_stack) if isinstance(each, Room | Curtain)
        )
        if isinstance(screen, Room) and not screen.IDLE:
            return
        if self._guarding and timers.lock_seconds and idle >= timers.lock_seconds:
            self._app.end(DESERTED)
            return
        if isinstance(screen, Curtain):
            return
        private = isinstance(screen, Room) and screen.PRIVATE
        limit = timers.curtain_note_seconds if private else timers.curtain_seconds
        if limit and idle >= limit:
            if self._app.holds_keys:  # whoever lifts the curtain may not be who unlocked
                self._app.end(DESERTED)
                return
            self._app.cover()
            self._app.call_after_refresh(self._app.seal_all)

    def _listen(self) -> None:
        if sys.platform == "win32":
            # A closed console window gives a process no signal Python can await; the sealed
            # draft of at most two seconds ago is what remains.
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
            loop.add_signal_handler(number, self._end_now, 128 + number)
        # Ctrl+Z in a shell, or a stop from outside: never keep a key in a stopped process, and
        # Textual leaves a blank screen after 'fg' (research/interface.md 0.8).
        loop.add_signal_handler(signal.SIGTSTP, self._app.end, SUSPENDED)

    def _end_now(self, code: int) -> None:
        """Seal and leave without waiting for a frame: the terminal is closing."""
        self._app.seal_all()
        self._app.write_held()
        self._app.exit(code, return_code=code)
