"""What Textual does by default that this program must not, each closed here once.

Every override leans on something Textual may change; `tests/shell/test_guard.py` presses on each
from outside, so a change there turns a test red rather than a screen leaky.
"""

import re
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from textual.app import SystemCommand
from textual.driver import Driver
from textual.screen import Screen

from deskaid.crash import crash_report
from deskaid.shell.one_frame import QuickApp

_PUBLIC_NUMBER = r"\+?[\d(][\d ().,/-]{1,23}(?: ?(?:x|ext\.?) ?\d{1,6})?"


def is_public_number(text: str) -> bool:
    """Tell whether ``text`` is what a phone dials, with an extension at most: no word is."""
    return re.fullmatch(_PUBLIC_NUMBER, text) is not None


class GuardedApp(QuickApp):
    """An App that shows no local variable, sends no clipboard and offers no screenshot."""

    ENABLE_COMMAND_PALETTE = True
    ALLOW_SELECT = False
    # 1.0 binds Ctrl+C to copying; leave nothing of the stock table.
    BINDINGS = []

    def __init__(self) -> None:
        super().__init__()
        _forgive_bytes()

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that ends at once and leaves no blank between two screens."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from deskaid.shell.desk_driver import DeskDriver

        return DeskDriver

    def save_what_is_typed(self) -> None:
        """Put away what is being typed, before a fault ends the program."""

    def _fatal_error(self) -> None:
        """Print where it broke, never what was in it.

        Textual prints every frame's local variables: a note, a passphrase
        (research/interface.md 0.5).
        """
        from rich.segment import Segment, Segments

        self._return_code = 1
        report = crash_report()
        # A second fault must not keep the first from being told.
        with suppress(Exception):
            self.save_what_is_typed()
        self.bell()
        self._exit_renderables.append(Segments([Segment(report)]))
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """Print the same report: what Textual would print may quote a value."""
        self._fatal_error()

    def copy_to_clipboard(self, text: str) -> None:
        """Keep ``text`` for pasting inside this program; Textual would tell the terminal (OSC 52).

        Without it Ctrl+X would lose what it cuts. It is gone with the process.
        """
        self._clipboard = text

    def copy_public_number(self, number: str) -> None:
        """Give a listing's phone number to the terminal's clipboard (OSC 52).

        Raises `ValueError` for anything that is not a number: nothing else may leave this way.
        """
        if not is_public_number(number):
            raise ValueError("not a phone number")
        super().copy_to_clipboard(number)

    def deliver_screenshot(
        self,
        filename: str | None = None,
        path: str | None = None,
        time_format: str | None = None,
    ) -> str | None:
        """Save nothing: a picture of the screen is a picture of a note."""
        return None

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield nothing of the stock palette, which offers a screenshot to disk."""
        return ()


def _forgive_bytes() -> None:
    """Read bytes that are no UTF-8 as a replacement sign.

    Textual's input thread decodes strictly, so that one byte of a Latin-1 paste would end the
    program in the middle of a note.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    def forgiving(coding: str) -> Any:
        return partial(getincrementaldecoder(coding), errors="replace")

    linux_driver.getincrementaldecoder = forgiving  # type: ignore[assignment,attr-defined]
