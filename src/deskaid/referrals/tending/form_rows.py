"""The rows of a form: a label and a box, with the keys that go from one to the next."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Static

_LONGEST = 2000  # characters, as `deskaid.referrals.tending.form` keeps them


class FieldBox(Input):
    """The box of a row. Its keys for moving stand here, or the form would scroll by them."""

    BINDINGS = [
        Binding("up", "screen.move(-1)", show=False),
        Binding("down", "screen.move(1)", show=False),
        Binding("pageup", "screen.move(-100)", show=False),
        Binding("pagedown", "screen.move(100)", show=False),
    ]

    def __init__(self, field: str, value: str) -> None:
        super().__init__(value, id=f"field-{field}", select_on_focus=False, max_length=_LONGEST)
        self.field = field
        self.cursor_blink = False


class FieldRow(Horizontal):
    """One row of the form: a label and a box as wide as the window allows."""

    def __init__(self, field: str, label: str, value: str) -> None:
        super().__init__()
        self.field = field
        self._label = label
        self._value = value

    def compose(self) -> ComposeResult:
        """Compose both."""
        yield Static(self._label, markup=False)
        yield FieldBox(self.field, self._value)
