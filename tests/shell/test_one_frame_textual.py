"""What `deskaid.shell.one_frame` leans on in Textual: a change there turns red here first."""

import inspect
from collections.abc import Callable

import pytest
from textual import _ansi_sequences
from textual._compositor import Compositor, CompositorUpdate
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from deskaid.shell.one_frame import OneFrame, Painted, QuickInput

SIGNATURES: list[tuple[Callable[..., object], list[str]]] = [
    (Input._watch_value, ["self", "value"]),
    (Input.check_consume_key, ["self", "key", "character"]),
    (App._check_bindings, ["self", "key", "priority"]),
    (App._display, ["self", "screen", "renderable"]),
    (Screen._on_idle, ["self", "event"]),
    (Compositor.render_partial_update, ["self"]),
    (CompositorUpdate.render_segments, ["self", "console"]),
    (Widget.render_line, ["self", "y"]),
    (Widget.refresh, ["self", "regions", "repaint", "layout", "recompose"]),
    (Widget._set_dirty, ["self", "regions"]),
    (Strip.crop, ["self", "start", "end"]),
]


@pytest.mark.parametrize(
    ("method", "parameters"), SIGNATURES, ids=lambda one: getattr(one, "__qualname__", "")
)
def test_a_method_takes_what_it_took(method: Callable[..., object], parameters: list[str]) -> None:
    assert list(inspect.signature(method).parameters) == parameters


def test_frames_are_marked_as_terminals_know_them() -> None:
    assert _ansi_sequences.SYNC_START == "\x1b[?2026h"
    assert _ansi_sequences.SYNC_END == "\x1b[?2026l"


class Two(Painted):
    """Two lines; the second tells how often it changed."""

    STYLES = "two"
    times = 0

    def line(self, y: int) -> tuple[tuple[str, str], ...]:
        return ((("still", ""),), ((f"times {self.times}", ""),))[y] if y < 2 else ()


class Echo(QuickInput):
    """Passes on what is typed before the key's message has ended."""

    def value_changed(self, value: str) -> None:
        two = self.screen.query_one(Two)
        two.times += 1
        two.refresh_changed()


class Stage(OneFrame):
    """A box above two lines."""

    def compose(self) -> ComposeResult:
        yield Echo()
        yield Two()


class Small(App[None]):
    """A screen of ours under Textual's own app."""

    CSS = "Echo { height: 1; border: none; padding: 0; } Two { height: 2; }"
    frames: list[object]

    def get_default_screen(self) -> Screen[object]:
        self.frames = []
        return Stage()  # type: ignore[return-value]

    def _display(self, screen: Screen[object], renderable: object) -> None:
        self.frames.append(renderable)
        super()._display(screen, renderable)  # type: ignore[arg-type]


async def test_an_app_has_what_a_frame_is_written_with() -> None:
    app = Small()
    async with app.run_test():
        for name in ("_driver", "_running", "_closed", "_batch_count", "_sync_available"):
            assert hasattr(app, name), name
        assert hasattr(app, "_previous_cursor_position")
        compositor = app.screen._compositor
        assert isinstance(compositor._dirty_regions, set)
        assert isinstance(app.screen._dirty_widgets, set)
        assert set(compositor.visible_widgets) == {
            app.screen, app.screen.query_one(Echo), app.screen.query_one(Two)
        }  # fmt: skip
        region, clip = compositor.visible_widgets[app.screen.query_one(Two)]
        assert (region.y, region.height, clip.contains_region(region)) == (1, 2, True)


async def test_the_idle_of_a_screen_comes_to_us_before_textual_paints() -> None:
    app = Small()
    async with app.run_test() as pilot:
        await pilot.press("tab", "a")
        await pilot.pause(0.1)
        app.frames.clear()
        await pilot.press("b")
        await pilot.pause(0.1)
        drawn = [frame for frame in app.frames if frame is not None]
        assert len(drawn) == 1
        assert type(drawn[0]).__name__ == "LineUpdate"


async def test_only_the_lines_that_changed_are_in_the_frame() -> None:
    app = Small()
    async with app.run_test() as pilot:
        await pilot.press("tab", "a")
        await pilot.pause(0.1)
        app.frames.clear()
        await pilot.press("b")
        await pilot.pause(0.1)
        (frame,) = [frame for frame in app.frames if frame is not None]
        assert isinstance(frame, CompositorUpdate)
        written = frame.render_segments(app.console)
        assert "ab" in written
        assert "times 2" in written
        assert "still" not in written
