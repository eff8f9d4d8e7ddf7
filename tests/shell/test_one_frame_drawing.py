"""The quick way of drawing shows what Textual would show: the same cells in the same colors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyte
import pytest
from rich.console import Console
from textual._compositor import CompositorUpdate

from at_the_desk import AtTheDesk, open_desk
from deskaid.app import DeskaidApp
from deskaid.paths import Paths
from deskaid.shell.one_frame import LineCompositor, LineUpdate
from deskaid.shell.rows import Rows

TYPED = ("s", "h", "e", "l", "backspace", "down", "down", "up", "ctrl+u", "é", "日", "x")


class Watched:
    """A terminal that is sent every frame of a desk without one."""

    def __init__(self, app: DeskaidApp) -> None:
        self.app = app
        width, height = app.size
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.Stream(self.screen)
        self.quick = 0

    def take(self, update: object) -> None:
        if isinstance(update, CompositorUpdate):
            self.quick += isinstance(update, LineUpdate)
            self._stream.feed(update.render_segments(self.app.console).replace("\n", "\r\n"))

    def whole(self) -> pyte.Screen:
        """Return a terminal on which Textual drew everything anew."""
        screen = pyte.Screen(*self.app.size)
        update = self.app.screen._compositor.render_full_update()
        pyte.Stream(screen).feed(update.render_segments(self.app.console).replace("\n", "\r\n"))
        return screen


@contextmanager
def watched(desk: AtTheDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """Send frames to a terminal from now on, beginning with a whole one."""
    terminal = Watched(desk.app)
    terminal.take(desk.app.screen._compositor.render_full_update())
    shown = desk.app._display

    def display(screen: Any, update: Any) -> None:
        terminal.take(update)
        shown(screen, update)

    monkeypatch.setattr(desk.app, "_display", display)
    yield terminal


def same(one: pyte.Screen, other: pyte.Screen) -> None:
    assert one.display == other.display
    for y in range(one.lines):
        assert [one.buffer[y][x] for x in range(one.columns)] == [
            other.buffer[y][x] for x in range(other.columns)
        ], f"row {y}: {one.display[y]!r}"


@pytest.mark.parametrize("rooms", [(), ("f3", "slash"), ("f3", "s")], ids=["home", "find", "list"])
async def test_every_key_leaves_the_screen_that_textual_would_draw(
    ready: Paths, monkeypatch: pytest.MonkeyPatch, rooms: tuple[str, ...]
) -> None:
    async with open_desk(ready) as desk:
        await desk.press(*rooms)
        with watched(desk, monkeypatch) as terminal:
            for key in TYPED if rooms != ("f3", "s") else ("down", "down", "end", "up", "home"):
                await desk.press(key)
                same(terminal.screen, terminal.whole())
            assert terminal.quick >= 3


async def test_a_change_of_theme_leaves_nothing_of_the_old_one(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(ready) as desk:
        await desk.press("s")
        with watched(desk, monkeypatch) as terminal:
            desk.app.theme = "desk-light"
            await desk.press("h")
            same(terminal.screen, terminal.whole())


async def test_a_message_over_the_list_is_not_painted_over(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(ready) as desk:
        await desk.type("s")
        desk.app.notify("Something to know.\n" * 9, timeout=60)
        await desk.wait_for("Something to know.")
        with watched(desk, monkeypatch) as terminal:
            await desk.press("h")
            assert "Something to know." in desk.text
            same(terminal.screen, terminal.whole())
        compositor = desk.app.screen._compositor
        assert isinstance(compositor, LineCompositor)
        assert not any(isinstance(place.widget, Rows) for place in compositor._places())


async def test_no_color_is_kept(ready: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_desk(ready) as desk:
        await desk.press("s")
        seen: list[str] = []
        shown = desk.app._display

        def display(screen: Any, update: Any) -> None:
            if isinstance(update, LineUpdate):
                seen.append(update.render_segments(Console(color_system="truecolor")))
            shown(screen, update)

        monkeypatch.setattr(desk.app, "_display", display)
        await desk.press("h")
        colors = {
            tuple(map(int, triple.split(";")[2:5]))
            for text in seen
            for triple in text.replace("m", ";").split("\x1b[")
            if triple.startswith("38;2")
        }
        assert seen
        assert all(red == green == blue for red, green, blue in colors)
