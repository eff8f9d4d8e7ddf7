"""The limit to start-up: a bare Textual program with the widgets of Home, and nothing behind."""

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static


class Bare(App[None]):
    """Title, box, list, preview, two lines and a footer, all of them plain."""

    CSS = """
    Static { height: 1; } Input { height: 1; border: none; }
    #found { height: 1fr; } #found Static { height: 1fr; width: 1fr; }
    """

    def compose(self) -> ComposeResult:
        """Compose the widgets."""
        yield Static("Bare")
        yield Static("-" * 78)
        with Horizontal():
            yield Static(">")
            yield Input(placeholder="what is happening?")
        yield Static("-" * 78)
        with Horizontal(id="found"):
            yield Static("")
            yield Static("Type what is happening")
        yield Static("-" * 78)
        yield Static("911")
        yield Static("notes")
        yield Static("F2 Say it")


if __name__ == "__main__":
    Bare().run(mouse=False)
