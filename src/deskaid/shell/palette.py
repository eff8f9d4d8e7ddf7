"""The palette: Textual's own, with a cursor that does not blink."""

from textual.command import CommandPalette
from textual.widgets import Input


class Palette(CommandPalette):
    """Finds any action by its name; what it lists comes from the app."""

    def on_mount(self) -> None:
        """Let the cursor stand: a blinking one is five times the idle cost (speed.md 6)."""
        self.query_one(Input).cursor_blink = False
