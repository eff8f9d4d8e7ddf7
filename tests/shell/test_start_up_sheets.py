"""One style sheet at the start, one more when a room asks for it, and none parsed twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet
from textual.widgets import Input, TextArea

from at_the_desk import NOW, AtTheDesk, make_notebook, open_desk
from deskaid.app import DeskaidApp
from deskaid.paths import Paths
from deskaid.settings import write_theme
from deskaid.shell.home import HomeRoom


class AtTheFirstFrame(DeskaidApp):
    """An app that goes no further than its first frame."""

    async def _after_first_frame(self) -> None:
        """Do nothing."""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every source whose rules were parsed, each as often as it was, by file name."""
    found: list[str] = []
    # Private to Textual, as is that `reparse` parses all of them in a sheet of its own.
    parse = Stylesheet._parse_rules

    def noted(self: Stylesheet, css: str, read_from: tuple[str, str], **how: object) -> object:
        known = len(self._parse_cache)
        rules = parse(self, css, read_from, **how)  # type: ignore[arg-type]
        if len(self._parse_cache) != known:
            found.append(Path(read_from[0]).name)
        return rules

    monkeypatch.setattr(Stylesheet, "_parse_rules", noted)
    yield found


def ours(parsed: list[str]) -> list[str]:
    """Return the names of this program's own sheets among those that were parsed."""
    return [name for name in parsed if name.endswith(".tcss")]


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_only_homes_sheet_is_parsed_at_the_start_and_once(
    ready: Paths, parsed: list[str], theme: str
) -> None:
    write_theme(ready, theme)
    app = AtTheFirstFrame(ready, clock=lambda: NOW)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause(0.1)
        assert isinstance(app.screen, HomeRoom)
        assert app.current_theme.name == f"desk-{theme}"
    assert ours(parsed) == ["home.tcss"]
    assert parsed.count("_input.py") == 1


async def test_the_index_is_open_at_the_first_frame(ready: Paths) -> None:
    app = AtTheFirstFrame(ready, clock=lambda: NOW)
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        assert app.files.finder is not None
        assert app.files.finder.find("fine", limit=20)


async def test_a_room_is_opened_without_parsing_a_sheet_again(
    ready: Paths, parsed: list[str]
) -> None:
    make_notebook(ready)
    async with open_desk(ready) as desk:
        del parsed[:]
        await desk.press("f2")
        assert ours(parsed) == ["rooms.tcss", "cards.tcss"]
        await desk.press("f3")
        await desk.press("f7")
        assert ours(parsed) == ["rooms.tcss", "cards.tcss", "referrals.tcss", "notes.tcss"]
        await desk.press("f4", "f2", "f5", "f3", "escape", "f7")
        assert ours(parsed) == ["rooms.tcss", "cards.tcss", "referrals.tcss", "notes.tcss"]
        assert all(parsed.count(name) == 1 for name in ("_text_area.py", "containers.py"))


async def test_a_small_window_is_told_about_in_the_right_colors(ready: Paths) -> None:
    async with open_desk(ready, size=(70, 20)) as desk:
        await desk.wait_for("This window is 70x20")
        toast = desk.app.screen.query("Toast").first()
        assert toast.styles.background.hex.lower() == "#f4f4f4"


WAYS = (
    (),
    ("ctrl+p",),
    ("f3",),
    ("f7",),
    ("escape", "N"),
    ("ctrl+p", *"new notebook".replace(" ", "_"), "enter"),
    ("ctrl+p", *"library", "enter"),
    ("ctrl+p", *"import", "enter"),
)


@pytest.mark.parametrize("keys", WAYS, ids=lambda keys: "".join(keys) or "home")
async def test_no_cursor_blinks(ready: Paths, keys: tuple[str, ...]) -> None:
    make_notebook(ready)
    async with open_desk(ready) as desk:
        await press_all(desk, keys)
        boxes = [*desk.app.screen.query(Input), *desk.app.screen.query(TextArea)]
        assert boxes
        assert not [box for box in boxes if box.cursor_blink]


async def press_all(desk: AtTheDesk, keys: tuple[str, ...]) -> None:
    """Press ``keys`` one by one, as the palette needs them to be."""
    for key in keys:
        await desk.press("space" if key == "_" else key)
    await desk.pilot.pause(0.2)
