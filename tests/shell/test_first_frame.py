"""The box that stands there before Textual does: the same cells, no word, and a clean end."""

import json
import os
import re
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("painted on Linux only", allow_module_level=True)

import pyte
from rich.color import Color, ColorSystem

from at_the_desk import open_desk
from deskaid.paths import Paths, find_paths
from deskaid.settings import write_theme
from deskaid.shell import first_frame
from deskaid.shell.theme import PALETTES
from real_terminal import Terminal

THE_BOX = "what is happening"
# Textual asks this of a terminal before it draws.
TEXTUAL_BEGINS = b"\x1b[?2026$p"

# A screen that never comes: the box is all there is.
WAITING = """
import sys, time, types
stands_in = types.ModuleType("deskaid.app")
def main(*, covered):
    {main}
stands_in.main = main
sys.modules["deskaid.app"] = stands_in
from deskaid.__main__ import run
sys.exit(run([]))
"""


@pytest.fixture(autouse=True)
def _size_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "LINES", "COLORTERM", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def modes(terminal: Terminal) -> list[Any]:
    """Return how the terminal is set."""
    return termios.tcgetattr(terminal._fd)


def hex_of(color: Color | None) -> str:
    """Return a color as pyte names it."""
    assert color is not None
    return color.get_truecolor().hex[1:]


def only_the_box(terminal: Terminal) -> None:
    """Wait for the box, and for the screen's process behind it."""
    terminal.wait_for(THE_BOX)
    end = time.monotonic() + 10
    while not terminal.children():
        assert time.monotonic() < end
        terminal.read(0.02)
    terminal.read(0.2)


def ended(terminal: Terminal) -> int:
    """Wait for the end, take in what was said last, and return the exit code."""
    code = terminal.wait_for_end()
    terminal.read(0.3)
    return code


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (64, 18)])
async def test_every_cell_of_the_box_is_what_textual_draws_there(
    size: tuple[int, int], theme: str, ready: Paths
) -> None:
    write_theme(ready, theme)
    columns, rows = size
    screen = pyte.Screen(columns, rows)
    painted = first_frame.frame(columns, rows, colors=first_frame._TRUE[theme])
    pyte.Stream(screen).feed(painted)
    async with open_desk(ready, size=size) as desk:
        desk.app.clear_notifications()
        await desk.pilot.pause(0.1)
        strips = desk.app.screen._compositor.render_strips()
        drawn = [
            [(character, segment.style) for segment in strip for character in segment.text]
            for strip in strips
        ]
    for row in range(rows):
        for column in range(columns):
            cell = screen.buffer[row][column]
            character, style = drawn[row][column]
            assert style is not None
            assert cell.bg == hex_of(style.bgcolor), (row, column)
            if cell.data != " ":
                assert cell.data == character, (row, column)
                assert cell.fg == hex_of(style.color), (row, column)
    text = "\n".join(screen.display)
    assert text.count("─") == 3 * (columns - 2)


def test_the_colors_are_those_of_the_themes() -> None:
    for theme, palette in PALETTES.items():
        wanted = (palette.ground, palette.ink, palette.quiet)
        true, of_256 = [], []
        for name in wanted:
            color = Color.parse(name)
            true.append("2;" + ";".join(map(str, color.get_truecolor())))
            of_256.append(f"5;{color.downgrade(ColorSystem.EIGHT_BIT).number}")
        assert first_frame._TRUE[theme] == tuple(true)
        assert first_frame._OF_256[theme] == tuple(of_256)


def test_the_box_says_nothing_of_anybody() -> None:
    painted = first_frame.frame(80, 24, colors=first_frame._TRUE["dark"])
    words = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", " ", painted).replace("─", " ").split()
    assert " ".join(words) == "Desk > w hat is happening?"


LOADED = """
import sys
before = set(sys.modules)
import json, os
from pathlib import Path
tools = set(sys.modules) - before
from deskaid.shell import first_frame
write = os.write
def told(file, data):
    if file == 2:
        Path({where!r}).write_text(json.dumps(sorted(set(sys.modules) - before - tools)))
    return write(file, data)
os.write = told
from deskaid.__main__ import run
sys.exit(run([]))
"""


def test_nothing_is_loaded_before_the_box_is_painted(ready: Paths, tmp_path: Path) -> None:
    where = tmp_path / "loaded"
    with Terminal(LOADED.format(where=str(where))) as terminal:
        terminal.wait_for("F2 Say it")
    loaded = set(json.loads(where.read_text()))
    ours = {"deskaid", "deskaid.__main__", "deskaid.shell", "deskaid.shell.first_frame"}
    assert loaded - ours <= {"termios", "_signal", "gc"}


def test_the_version_is_told_without_loading_anything() -> None:
    program = (
        "import gc, sys; before = set(sys.modules); from deskaid.__main__ import run;"
        "run(['--version']); print(sorted(set(sys.modules) - before))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout
    assert said.splitlines()[1] == "['deskaid', 'deskaid.__main__']"


def test_textual_takes_over_without_a_blank(ready: Paths) -> None:
    with Terminal() as terminal:
        terminal.wait_for("F2 Say it")
        terminal.read(0.3)
        output = terminal.output
    assert output.index(THE_BOX[1:].encode()) < output.index(TEXTUAL_BEGINS)
    assert output.count(b"\x1b[?1049h") == 1, "some terminals clear when sent there again"
    assert b"\x1b[2J" not in output
    screen = pyte.Screen(80, 24)
    stream = pyte.ByteStream(screen)
    seen = False
    for piece in re.split(rb"(?=\x1b)", output):
        stream.feed(piece)
        shown = THE_BOX in "\n".join(screen.display)
        seen = seen or shown
        assert shown or not seen, "the box went away for a moment"


def test_what_is_typed_into_the_box_is_kept_and_not_echoed(ready: Paths) -> None:
    with Terminal() as terminal:
        terminal.wait_for(THE_BOX)
        terminal.type("fine")
        terminal.wait_for("> fine")
        assert b"fine" not in terminal.output[: terminal.output.index(TEXTUAL_BEGINS)]


def test_another_size_meanwhile_is_drawn_to_its_edges(ready: Paths) -> None:
    import fcntl
    import struct

    with Terminal() as terminal:
        terminal.wait_for(THE_BOX)
        terminal._screen.resize(30, 100)
        fcntl.ioctl(terminal._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        terminal.wait_for("F2 Say it")
        terminal.read(0.3)
        lines = terminal.text.split("\n")
    assert lines[1] == " " + "─" * 98
    assert [number for number, line in enumerate(lines) if "───" in line] == [1, 3, 26]


@pytest.mark.parametrize("key", [b"\x03", b""])
def test_an_end_while_the_box_stands_leaves_the_terminal_as_it_was(
    key: bytes, ready: Paths
) -> None:
    with Terminal(WAITING.format(main="time.sleep(60)")) as terminal:
        only_the_box(terminal)
        assert not modes(terminal)[3] & termios.ECHO
        if key:
            terminal.press(key)
        else:
            os.kill(terminal.launcher, signal.SIGTERM)
        assert ended(terminal) == 128 + (signal.SIGINT if key else signal.SIGTERM)
        assert modes(terminal)[3] & termios.ECHO
        assert modes(terminal)[6][termios.VSUSP] != b"\0"
        assert b"\x1b[?1049l" in terminal.output
        assert THE_BOX not in terminal.text


def test_a_screen_that_is_killed_behind_the_box_leaves_the_terminal_as_it_was(
    ready: Paths,
) -> None:
    with Terminal(WAITING.format(main="time.sleep(60)")) as terminal:
        only_the_box(terminal)
        os.kill(terminal.children()[0], signal.SIGKILL)
        assert ended(terminal) == 128 + signal.SIGKILL
        assert modes(terminal)[3] & termios.ECHO
        assert THE_BOX not in terminal.text
        assert "Nothing sealed was lost" in terminal.text


def test_a_fault_behind_the_box_is_told_where_it_can_be_read(ready: Paths) -> None:
    with Terminal(WAITING.format(main="raise ValueError('opal' + 'canary')")) as terminal:
        assert ended(terminal) == 1
        assert modes(terminal)[3] & termios.ECHO
        assert THE_BOX not in terminal.text
        assert "fault of its own" in terminal.text
        assert b"opalcanary" not in terminal.output


def test_ctrl_z_does_not_leave_the_box_to_the_shell(ready: Paths) -> None:
    with Terminal(WAITING.format(main="time.sleep(60)")) as terminal:
        only_the_box(terminal)
        assert modes(terminal)[6][termios.VSUSP] == b"\0", "it would stop with the box up"
        assert modes(terminal)[6][termios.VINTR] == b"\x03", "a start that hangs can be ended"


def test_the_terminal_is_as_before_the_box_when_the_screen_ends(ready: Paths) -> None:
    program = (
        "import sys, time; time.sleep(0.5)\nfrom deskaid.__main__ import run\nsys.exit(run([]))"
    )
    with Terminal(program) as terminal:
        before = modes(terminal)
        terminal.wait_for("F2 Say it")
        terminal.press(b"\x11")
        assert ended(terminal) == 0
        assert modes(terminal) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NO_COLOR", "1"),
        ("FORCE_COLOR", "1"),
        ("TERM", "linux"),
        ("TERM", "vt100"),
        ("TERM", "xterm-16color"),
    ],
)
def test_no_box_where_textual_may_draw_in_other_colors(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", sys.__stdout__)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert first_frame._colors() == first_frame._OF_256["dark"]
    monkeypatch.setenv(name, value)
    assert first_frame._colors() is None


@pytest.mark.parametrize("size", [(39, 24), (80, 9), (0, 0)])
def test_no_box_where_it_has_no_room(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "isatty", lambda file: True)
    monkeypatch.setattr(os, "get_terminal_size", lambda file: os.terminal_size((80, 24)))
    assert first_frame._size() == (80, 24)
    monkeypatch.setenv("COLUMNS", "70")  # Textual believes it first
    assert first_frame._size() == (70, 24)
    monkeypatch.setenv("COLUMNS", "wide")
    assert first_frame._size() is None
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr(os, "get_terminal_size", lambda file: os.terminal_size(size))
    assert first_frame._size() is None


def test_no_box_when_what_textual_draws_goes_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "isatty", lambda file: file != 2)
    monkeypatch.setattr(os, "get_terminal_size", lambda file: os.terminal_size((80, 24)))
    assert first_frame._size() is None


@pytest.mark.parametrize("where", ["DESKAID_HOME", "XDG_CONFIG_HOME", ""])
def test_the_theme_is_read_where_the_settings_are(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DESKAID_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    if where:
        monkeypatch.setenv(where, str(tmp_path / "elsewhere"))
    paths = find_paths()
    assert first_frame.settings_file() == str(paths.settings)
    assert not first_frame._light()
    write_theme(paths, "light")
    assert first_frame._light()
    write_theme(paths, "dark")
    assert not first_frame._light()
