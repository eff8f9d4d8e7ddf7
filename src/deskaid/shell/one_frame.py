"""One frame for one key: everything here that is private to Textual, for drawing quickly.

A key paints once, and only the lines that it changed. Textual would take up to three frames, 17 to
33 ms apart, and draws every widget in the rectangle around two changed ones (research/speed.md 3).
`tests/shell/test_one_frame_textual.py` fails when Textual changes what this leans on.
"""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import Compositor, CompositorUpdate
from textual.app import App
from textual.geometry import Region
from textual.keys import key_to_character
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

MOST_TURNS = 8
"""Turns of the loop that a frame waits for what a key led to; a message takes one or two."""

Part = tuple[str, str]
"""A text without line breaks, and the name of its style: "strong", or "" for the usual one."""
Line = tuple[Part, ...]
"""One line of a widget from its left end; what is left of it is blank, in the last style."""


class Painted(Widget):
    """A widget without border or children that says what stands on each line.

    ``NAME--strong`` is the component class of the style "strong", where NAME is `STYLES`.
    """

    STYLES: ClassVar[str] = ""
    PAINTS_LINES: ClassVar[bool] = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._seen: dict[int, Line] = {}
        self._styles_by_name: dict[str, Style] = {}  # each time would cost 0.1 ms

    def line(self, y: int) -> Line:
        """Return what stands on line ``y`` of the widget."""
        raise NotImplementedError

    def refresh_changed(self) -> None:
        """Draw again the lines that differ from what was last drawn of them."""
        seen, width, height = self._seen, *self.size
        changed = [y for y in range(height) if seen.get(y) != self.line(y)]
        if not changed:
            return
        regions = [Region(0, y, width, 1) for y in changed]
        screen = self.screen if self.is_mounted and self.is_attached else None
        if isinstance(screen, OneFrame) and self.display:
            # What `refresh` does, without four messages that go round to say so.
            self._set_dirty(*regions)
            screen.paint(self)
        else:
            self.refresh(*regions)

    def style_named(self, name: str) -> Style:
        """Return the style of that name, of the theme in force."""
        style = self._styles_by_name.get(name)
        if style is None:
            named = self.get_component_rich_style(f"{self.STYLES}--{name}") if name else None
            style = self._styles_by_name[name] = named or self.rich_style
        return style

    def notify_style_update(self) -> None:
        """Forget styles of the former theme."""
        self._styles_by_name.clear()
        super().notify_style_update()

    def cells(self, y: int) -> list[Segment]:
        """Return line ``y`` of the widget in full width."""
        parts = self._seen[y] = self.line(y)
        segments = [Segment(text, self.style_named(name)) for text, name in parts]
        blank = self.size.width - sum(cell_len(text) for text, _ in parts)
        if blank < 0:
            return [*Strip(segments).crop(0, self.size.width)]
        if blank:
            segments.append(Segment(" " * blank, self.style_named(parts[-1][1] if parts else "")))
        return segments

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        return Strip(self.cells(y), self.size.width)


class QuickInput(Input):
    """A box that tells what was typed in the message of the key, and lays out nothing."""

    PAINTS_LINES: ClassVar[bool] = True
    _inks: tuple[Style, Style] | None = None  # of the text and of the cursor

    def value_changed(self, value: str) -> None:
        """Take what was typed: `Input.Changed` would come too late for the frame of the echo."""

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        if self.is_mounted:
            self.value_changed(value)

    @property
    def content_width(self) -> int:
        """At least the width of the box: as long as the text fits, nothing is laid out again."""
        return max(super().content_width, self.size.width)

    def render_line(self, y: int) -> Strip:
        """Draw text and cursor; what is selected, scrolled or not typed yet, as Textual does."""
        value, width = self.value, self.size.width
        if y or not value or not self.selection.is_empty or cell_len(value) >= width:
            return super().render_line(y)
        if not value.isprintable():
            return super().render_line(y)
        if self._inks is None:
            style = self.rich_style
            self._inks = style, style + self.get_component_rich_style("input--cursor")
        style, cursor = self._inks
        segments = [Segment(value, style)]
        if self.has_focus:
            at = self.cursor_position
            segments = [
                Segment(value[:at], style),
                Segment(value[at : at + 1] or " ", cursor),
                Segment(value[at + 1 :], style),
            ]
        return Strip(segments).adjust_cell_length(width, style)

    def notify_style_update(self) -> None:
        """Forget styles of the former theme."""
        self._inks = None
        super().notify_style_update()


class QuickApp(App[int]):
    """An app in which a letter for a box passes no table of bindings, and a frame is one write."""

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        box = self.focused
        is_letter = isinstance(box, QuickInput) and box.check_consume_key(
            key, key_to_character(key)
        )
        if priority and is_letter:
            return False  # Textual would strike it from every table, one by one
        return await super()._check_bindings(key, priority)

    def _display(self, screen: Screen[Any], renderable: "RenderableType | None") -> None:
        driver = self._driver
        if not isinstance(renderable, LineUpdate) or driver is None or self.is_headless:
            super()._display(screen, renderable)
        elif self._running and not self._closed and not self._batch_count:
            # In one piece: each piece wakes the thread that writes, which takes turns with this.
            cursor = self._previous_cursor_position = screen.outer_size.clamp_offset(
                self.cursor_position
            )
            lines = renderable.render_segments(self.console)
            frame = f"{lines}\x1b[{cursor.y + 1};{cursor.x + 1}H"
            driver.write(f"{SYNC_START}{frame}{SYNC_END}" if self._sync_available else frame)
            driver.flush()
            self.post_display_hook()


class OneFrame(Screen[None]):
    """A screen that paints once for everything a key led to."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = LineCompositor()

    def paint(self, widget: Widget) -> None:
        """Paint what changed of ``widget`` in the next frame."""
        if widget in self._compositor:
            self._dirty_widgets.add(widget)
            self.check_idle()

    async def on_idle(self, event: events.Idle) -> None:
        """Let what a key led to arrive before a frame is made; Textual's own handler follows.

        Messages cross from widget to widget a turn of the loop at a time, and one that comes
        after the frame has to wait for the next.
        """
        for _ in range(MOST_TURNS):
            if not any(widget.message_queue_size for widget in self._compositor.visible_widgets):
                return
            await asyncio.sleep(0)
            if self.message_queue_size:  # idle comes again, after these
                event.prevent_default()
                return


class LineCompositor(Compositor):
    """Draws changed lines of `Painted` widgets alone, where nothing lies over them."""

    def __init__(self) -> None:
        super().__init__()
        self._inks: dict[Style, str] = {}
        self._uncovered: tuple[object, list[_Place]] = (None, [])

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]
        """Return an update of the lines that changed, or Textual's own where it takes more."""
        if not self._dirty_regions:
            return None
        places = self._places()
        lines: dict[tuple[int, _Place], None] = {}
        for dirty in self._dirty_regions:
            for place in places:
                if place.seen.contains_region(dirty):
                    lines.update(((y, place), None) for y in dirty.line_range)
                    break
            else:
                return super().render_partial_update()
        self._dirty_regions.clear()
        return LineUpdate(lines, self._inks)

    def _places(self) -> "list[_Place]":
        """Return the widgets that can be drawn without regard to any other."""
        visible = self.visible_widgets
        if self._uncovered[0] is not visible:  # a new layout makes a new mapping
            places: list[_Place] = []
            before: list[Region] = []
            for widget, (region, clip) in visible.items():  # from the front
                styles = widget.styles
                if (
                    getattr(widget, "PAINTS_LINES", False)
                    and styles.gutter == styles.padding
                    and widget.opacity == 1
                    and not any(region.overlaps(other) for other in before)
                ):
                    content = region.shrink(styles.padding)
                    places.append(_Place(widget, content, clip.intersection(content)))
                before.append(region)
            self._uncovered = visible, places
        return self._uncovered[1]


class _Place(NamedTuple):
    """A widget, where its lines are, and what is seen of them."""

    widget: Widget
    content: Region
    seen: Region

    def cells(self, y: int) -> Iterable[Segment]:
        """Return what stands on line ``y`` of the screen."""
        if isinstance(self.widget, Painted) and self.seen.width == self.content.width:
            return self.widget.cells(y - self.content.y)
        strip = self.widget.render_line(y - self.content.y)
        if strip.cell_length == self.seen.width:
            return strip
        first = self.seen.x - self.content.x  # an Input draws one column more than it has
        return strip.crop(first, first + self.seen.width)


class LineUpdate(CompositorUpdate):
    """Some lines of some widgets; a style is written where it changes, not for each segment."""

    def __init__(self, lines: "Iterable[tuple[int, _Place]]", inks: dict[Style, str]) -> None:
        self._lines = lines
        self._inks = inks

    def render_segments(self, console: "Console") -> str:
        """Return what goes to the terminal."""
        out: list[str] = []
        last = ""
        for y, place in self._lines:
            out.append(f"\x1b[{y + 1};{place.seen.x + 1}H")
            for text, style, _ in place.cells(y):
                ink = self._inks.get(style, "") if style else ""
                if style and not ink:
                    ink = self._inks[style] = _ink(place.widget, style, console)
                if ink != last:
                    out.append(f"\x1b[0m{ink}" if last else ink)
                    last = ink
                out.append(text)
        out.append("\x1b[0m")
        return "".join(out)


def _ink(widget: Widget, style: Style, console: "Console") -> str:
    """Return the codes that begin ``style``, as Textual's filters show it (NO_COLOR)."""
    segments = [Segment("\0", style)]
    for line_filter in widget.get_line_filters():
        segments = line_filter.apply(segments, widget.background_colors[1])
    return Strip(segments).render(console).partition("\0")[0]
