"""Text boxes that paint their answer in the same frame as the key, and never copy out."""

from collections.abc import Callable

from textual.widgets import Input

from deskaid.shell.one_frame import QuickInput


class SearchBox(QuickInput):
    """A one-line box that calls ``found`` in the message of the key itself."""

    def __init__(
        self, found: Callable[[str], None], *, placeholder: str = "", id: str | None = None
    ) -> None:
        super().__init__(placeholder=placeholder, id=id, select_on_focus=False)
        self.cursor_blink = False  # the blinking cursor is the whole idle cost (speed.md 6)
        self._found = found

    def value_changed(self, value: str) -> None:
        """Find what was typed."""
        self._found(value)


class SecretBox(Input):
    """A passphrase box: dots, no cut, no copy, no suggestion."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, password=True, id=id)
        self.cursor_blink = False

    def action_copy(self) -> None:
        """Do nothing: a secret stays in its box."""

    def action_cut(self) -> None:
        """Do nothing: a secret stays in its box."""
