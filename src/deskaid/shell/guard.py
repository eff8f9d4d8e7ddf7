"""What Textual does by default that this program must not, each closed here once.

Every override leans on something Textual may change; `tests/shell/test_guard.py` presses on each
from outside, so a change there turns a test red rather than a screen leaky.
"""

from collections.abc import Iterable

from textual.app import App, SystemCommand
from textual.screen import Screen

from deskaid.crash import crash_report


class GuardedApp(App[int]):
    """An App that shows no local variable, sends no clipboard and offers no screenshot."""

    ENABLE_COMMAND_PALETTE = True
    ALLOW_SELECT = False
    # 1.0 binds Ctrl+C to copying; leave nothing of the stock table.
    BINDINGS = []

    def _fatal_error(self) -> None:
        """Print where it broke, never what was in it.

        Textual prints every frame's local variables: a note, a passphrase
        (research/interface.md 0.5).
        """
        from rich.segment import Segment, Segments

        self.bell()
        self._exit_renderables.append(Segments([Segment(crash_report())]))
        self._close_messages_no_wait()

    def copy_to_clipboard(self, text: str) -> None:
        """Keep ``text`` for pasting inside this program; Textual would tell the terminal (OSC 52).

        Without it Ctrl+X would lose what it cuts. It is gone with the process.
        """
        self._clipboard = text

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
