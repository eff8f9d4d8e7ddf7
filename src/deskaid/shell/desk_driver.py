"""How the screen takes the terminal and leaves it: at once, and without a blank between two.

Everything here leans on Textual's driver for Linux and macOS; `tests/shell/test_desk_driver.py`
presses on it from outside.
"""

import signal
import termios
from contextlib import suppress

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from deskaid import launcher

ALTERNATE_SCREEN = "\x1b[?1049h"
# Bracketed paste, in-band sizes and the key protocol off: the next screen asks for each anew, and
# a terminal counts how often the last was asked for.
_LEAVE_TO_THE_NEXT = "\x1b[?2004l\x1b[?2048l\x1b[<u"


class DeskDriver(LinuxDriver):
    """Textual's driver, with an end that waits for nobody and leaves the curtain standing."""

    def write(self, data: str) -> None:
        """Write ``data``, but never clear what a screen before this one left to be replaced.

        Some terminals clear the alternate screen when they are sent there again.
        """
        if data != ALTERNATE_SCREEN or not launcher.terminal_is_kept():
            super().write(data)

    def process_message(self, message: Message) -> None:
        """Pass on what was read, unless the end has begun."""
        if not self.exit_event.is_set():
            super().process_message(message)

    def disable_input(self) -> None:
        """Stop reading, without waiting for the thread that reads.

        It looks ten times a second whether it should stop: 100 ms of every lock.
        """
        if self.exit_event.is_set():
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self.exit_event.set()
        with suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCIFLUSH)

    def stop_application_mode(self) -> None:
        """Put the terminal back, or leave it covered to the screen that follows a lock.

        Put back, it would echo whatever is typed until then, a passphrase for instance.
        """
        if launcher.keep_terminal(self._app.return_code):
            self.disable_input()
            self.write(_LEAVE_TO_THE_NEXT)
        else:
            super().stop_application_mode()
