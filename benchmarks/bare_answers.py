"""The limit to the first answers: a bare Textual program with a box and twenty rows under it."""

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class BareAnswers(App[None]):
    """Whatever is typed has twenty answers, made up at once."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Input { height: 1; border: none; padding: 0; } Static { height: 1fr; }"

    def compose(self) -> ComposeResult:
        """Compose the box and the rows."""
        yield Input(placeholder="what is happening?", select_on_focus=False)
        yield Static("", markup=False)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show the rows."""
        rows = [f"{number:>3} an answer to {message.value}" for number in range(1, 21)]
        self.query_one(Static).update("\n".join(rows))


if __name__ == "__main__":
    BareAnswers().run(mouse=False)
