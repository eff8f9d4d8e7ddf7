"""One list widget for every room, and a text beside it: lines drawn as such, no widget per row.

A widget per row takes 50 to 650 ms to refill where this takes two (research/speed.md 3).
"""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message

from deskaid.shell.one_frame import Line, Painted
from deskaid.text import drawn


class Row(NamedTuple):
    """One row: what it stands for and the text drawn, already fitted by the room."""

    key: str
    text: str
    emphasis: str = ""
    chosen: bool = True


class Rows(Painted, can_focus=True):
    """A list with a cursor. ``Enter`` posts `Chosen`; moving posts `Moved`."""

    STYLES = "rows"

    BINDINGS = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("home", "move(-100000)", show=False),
        Binding("end", "move(100000)", show=False),
        Binding("enter", "choose", show=False),
    ]
    COMPONENT_CLASSES = {"rows--cursor", "rows--quiet", "rows--strong", "rows--alert"}

    class Chosen(Message):
        """A row was picked with Enter."""

        def __init__(self, key: str, rows: "Rows") -> None:
            super().__init__()
            self.key = key
            self.rows = rows

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, key: str, rows: "Rows") -> None:
            super().__init__()
            self.key = key
            self.rows = rows

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self.cursor = 0
        self._top = 0
        """The row on the first line."""

    def show(self, rows: Sequence[Row], *, cursor: int = 0) -> None:
        """Replace all rows and put the cursor on row ``cursor`` (clamped).

        A list is copied; another sequence is asked for the rows that come into view.
        """
        grown = len(rows) != len(self.rows)
        self.rows = list(rows) if isinstance(rows, list) else rows
        self.cursor = min(max(0, cursor), max(0, len(self.rows) - 1))
        self._top = 0
        self._keep_in_view()
        if grown and self.styles.auto_dimensions:
            self.refresh(layout=True)
        self.refresh_changed()

    @property
    def current(self) -> Row | None:
        """The row under the cursor, or None in an empty list."""
        return self.rows[self.cursor] if self.rows else None

    def action_move(self, step: int) -> None:
        """Move the cursor by ``step`` rows, stopping at both ends."""
        if not self.rows:
            return
        target = min(max(0, self.cursor + step), len(self.rows) - 1)
        if target != self.cursor:
            self.cursor = target
            self._keep_in_view()
            self.refresh_changed()
            self.post_message(self.Moved(self.rows[target].key, self))

    def action_choose(self) -> None:
        """Pick the row under the cursor."""
        if self.current is not None and self.current.chosen:
            self.post_message(self.Chosen(self.current.key, self))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._keep_in_view()
        self.refresh_changed()

    def _keep_in_view(self) -> None:
        height = self.size.height or 1
        self._top = max(min(self._top, self.cursor), self.cursor - height + 1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line for each row, where the height is not fixed."""
        return len(self.rows)

    def line(self, y: int) -> Line:
        """Return what stands on line ``y``."""
        index = y + self._top
        if index >= len(self.rows):
            return ()
        row = self.rows[index]
        marked = index == self.cursor and row.chosen
        arrow = ">" if marked and self.has_focus else " "
        return ((f"{arrow} {drawn(row.text)}", "cursor" if marked else row.emphasis),)


class Lines(Painted):
    """A few lines of text: wrapped by the room that shows them, or a plain text."""

    STYLES = "lines"
    COMPONENT_CLASSES = {"lines--bold", "lines--quiet", "lines--strong", "lines--alert"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""
        self._lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Replace all lines."""
        self._text, self._lines = "", lines
        self.refresh_changed()

    def say(self, text: str) -> None:
        """Replace all lines by ``text``, wrapped to whatever width there is."""
        width = self.size.width or 80
        paragraphs = (textwrap.wrap(drawn(part), width) or [""] for part in text.split("\n"))
        self.show([((line, ""),) for lines in paragraphs for line in lines])
        self._text = text

    def on_resize(self) -> None:
        """Wrap a plain text anew."""
        if self._text:
            self.say(self._text)

    def line(self, y: int) -> Line:
        """Return what stands on line ``y``."""
        return self._lines[y] if y < len(self._lines) else ()
