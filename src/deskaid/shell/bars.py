"""The first and the last row of every room."""

from datetime import datetime

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from deskaid.commands import command, spoken_key
from deskaid.text import drawn

# What a footer says of a key when nothing else is set; six entries fit 80 columns.
DEFAULT_FOOTER = ("say", "refer", "urgent", "note", "curtain", "keys")


class Bar(Widget):
    """One row of text with a left, and a right part that gives way when space is short."""

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")
    PAINTS_LINES = True

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        width = self.size.width
        left, right = f" {drawn(self.left)}", drawn(self.right)
        gap = width - cell_len(left) - cell_len(right) - 1
        text = f"{left}{' ' * gap}{right} " if gap > 0 else left
        style = self.rich_style
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)


class TitleBar(Bar):
    """Neutral room name, library, clock. Never what a patron said or needs."""

    library: reactive[str] = reactive("")
    clock: reactive[str] = reactive("")

    def __init__(self, left: str, *, ruled: bool = False) -> None:
        """``ruled`` draws a quiet line beneath, for a sheet that gives it two rows."""
        super().__init__(classes="ruled" if ruled else None)
        self.set_reactive(Bar.left, left)

    def render_line(self, y: int) -> Strip:
        """Draw the row, and the line beneath it where there is one."""
        return super().render_line(y) if y == 0 else _line(self.size.width, self.rich_style)

    def watch_library(self) -> None:
        """Redraw the right part."""
        self.right = f"{self.library}  {self.clock}".strip()

    def watch_clock(self) -> None:
        """Redraw the right part."""
        self.right = f"{self.library}  {self.clock}".strip()

    def tell(self, library: str, now: datetime) -> None:
        """Show the library's name and the time of ``now``."""
        self.library, self.clock = library, f"{now:%H:%M}"


class KeyBar(Widget):
    """The last row: at most six keys, as they are set on this desk."""

    def __init__(
        self,
        commands: tuple[str, ...],
        extra: tuple[tuple[str, str], ...] = (),
        *,
        typing: bool = False,
    ) -> None:
        """``typing`` rooms have a text box, where `?` is a letter: they show the key instead."""
        super().__init__()
        self._commands = commands
        self._extra = extra
        self._typing = typing

    def render_line(self, y: int) -> Strip:
        """Draw keys strong, titles plain."""
        width, style = self.size.width, self.rich_style
        strong = style + Style(bold=True)
        segments = [Segment(" ", style)]
        for key, title in (*self._extra, *self._entries()):
            segments += [Segment(key, strong), Segment(f" {title}   ", style)]
        return Strip(segments).adjust_cell_length(width, style)

    def _entries(self) -> list[tuple[str, str]]:
        keymap: dict[str, str] = getattr(self.app, "keymap_in_force", {})
        entries = []
        for command_id in self._commands:
            entry = command(command_id)
            keys = keymap.get(entry.id) or entry.keys or entry.letters
            if entry.id == "keys" and not self._typing:  # terminals often take F1, never '?'
                keys = keymap.get("keys.letter") or entry.letters
            entries.append((spoken_key(keys.split(",")[0]), entry.title))
        return entries


class Rule(Widget):
    """A quiet line across the room."""

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        return _line(self.size.width, self.rich_style)


class Standing(Widget):
    """What stands on Home whatever else does: a quiet line, the numbers, the state of the notes.

    One widget for three rows: each one more takes a millisecond of the start.
    """

    numbers: reactive[str] = reactive("")
    state: reactive[str] = reactive("")

    def __init__(self, numbers: str) -> None:
        super().__init__()
        self.set_reactive(Standing.numbers, numbers)

    def render_line(self, y: int) -> Strip:
        """Draw one of the rows; the numbers are as strong as what is to be read first."""
        width, style = self.size.width, self.rich_style
        if y == 0:
            return _line(width, style)
        text = drawn(self.numbers if y == 1 else self.state)
        strong = self.screen.rich_style + Style(bold=True)
        shown = Strip([Segment(f" {text}", strong if y == 1 else style)])
        return shown.adjust_cell_length(max(0, width - 1), style).extend_cell_length(width, style)


def _line(width: int, style: Style) -> Strip:
    text = f" {'─' * max(0, width - 2)} "
    return Strip([Segment(text, style)]).adjust_cell_length(width, style)
