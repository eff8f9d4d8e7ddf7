"""The letter menu of the directory: needs in two columns, a letter opens one."""

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from deskaid.shell.rows import Row, Rows


class NeedMenu(Horizontal):
    """Posts `Chosen` with a need's code."""

    @dataclass
    class Chosen(Message):
        """A need was picked."""

        need: str

    def __init__(self, needs: list[tuple[str, str, str]]) -> None:
        """``needs`` are (letter, code, label)."""
        super().__init__(id="needs")
        self._needs = needs
        self._half = (len(needs) + 1) // 2

    def compose(self) -> ComposeResult:
        """Compose both columns."""
        yield Rows(id="left")
        yield Rows(id="right")

    def on_mount(self) -> None:
        """Fill the columns."""
        for name, part in (
            ("left", self._needs[: self._half]),
            ("right", self._needs[self._half :]),
        ):
            self.query_one(f"#{name}", Rows).show(
                [Row(code, f"{letter}  {label}") for letter, code, label in part]
            )

    def take_focus(self) -> None:
        """Put the letters to work."""
        self.screen.set_focus(self.query_one("#left", Rows))

    def on_key(self, event: events.Key) -> None:
        """Open what the letter stands for; Left and Right change columns."""
        for letter, code, _ in self._needs:
            if event.character == letter:
                event.stop()
                event.prevent_default()
                self.post_message(self.Chosen(code))
                return
        if event.key in ("left", "right"):
            event.stop()
            self.screen.set_focus(self.query_one(f"#{event.key}", Rows))

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Pass on what was picked with Enter."""
        message.stop()
        self.post_message(self.Chosen(message.key))
