"""The limit to a key's way to the screen: a bare Textual program that echoes what is typed."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class BareInput(App[None]):
    """One box and nothing else; its cursor does not blink, as on every desk."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Input, Input:focus { height: 1; border: none; padding: 0; }"

    def compose(self) -> ComposeResult:
        """Compose the box."""
        box = Input(placeholder="what is happening?", select_on_focus=False)
        box.cursor_blink = False
        yield box


if __name__ == "__main__":
    BareInput().run(mouse=False)
