"""One list widget for every room: lines drawn from strips, no widget per row.

A widget per row takes 50 to 650 ms to refill where this takes two (research/speed.md 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from deskaid.text import drawn


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it stands for and the text drawn, already fitted by the room."""

    key: str
    text: str
    emphasis: str = ""
    chosen: bool = True


class Rows(ScrollView, can_focus=True):
    """A list with a cursor. ``Enter`` posts `Chosen`; moving posts `Moved`."""

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

    @dataclass
    class Chosen(Message):
        """A row was picked with Enter."""

        key: str
        rows: "Rows"

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        key: str
        rows: "Rows"

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: list[Row] = []
        self.cursor = 0
        self._styles_by_name: dict[str, Style] = {}

    def show(self, rows: Sequence[Row], *, cursor: int = 0) -> None:
        """Replace all rows and put the cursor on row ``cursor`` (clamped)."""
        self.rows = list(rows)
        self.cursor = min(max(0, cursor), max(0, len(self.rows) - 1))
        self.virtual_size = Size(0, len(self.rows))
        self.scroll_to(y=0, animate=False, immediate=True)
        self._keep_in_view()
        self.refresh()

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
            self.refresh()
            self.post_message(self.Moved(self.rows[target].key, self))

    def action_choose(self) -> None:
        """Pick the row under the cursor."""
        if self.current is not None and self.current.chosen:
            self.post_message(self.Chosen(self.current.key, self))

    def _keep_in_view(self) -> None:
        height = self.size.height or 1
        top = round(self.scroll_offset.y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)

    def notify_style_update(self) -> None:
        """Forget styles of the former theme."""
        self._styles_by_name.clear()
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        # Resolved once per theme: asking for a style on every line cost 2 ms a key.
        if name not in self._styles_by_name:
            self._styles_by_name[name] = (
                self.get_component_rich_style(f"rows--{name}") if name else self.rich_style
            )
        return self._styles_by_name[name]

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        width = self.size.width
        index = y + round(self.scroll_offset.y)
        if index >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        row = self.rows[index]
        marked = index == self.cursor and row.chosen
        style = self._style("cursor" if marked else row.emphasis)
        text = ("> " if marked and self.has_focus else "  ") + drawn(row.text)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)
