"""The least that Textual can be: one line, no box, no timer of its own."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """One line."""

    def compose(self) -> ComposeResult:
        """Compose the line."""
        yield Static("Hello from bare Textual")


if __name__ == "__main__":
    Hello().run(mouse=False)
