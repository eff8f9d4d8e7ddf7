"""A key on a real terminal: one frame, few bytes, and what stands there is what was found."""

import sys

import pytest

from deskaid.paths import Paths

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from real_terminal import Terminal

FRAME = b"\x1b[?2026l"
TELLS_OF_FRAMES = b"\x1b[?2026;2$y"  # what a terminal answers that knows synchronized updates
MOST_BYTES = 5 * 1024  # of one key: issue 6
F3, DOWN, UP, PAGE_DOWN, BACKSPACE = b"\x1bOR", b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x7f"


def begin(terminal: Terminal) -> None:
    """Wait until the desk is ready, and let it mark its frames."""
    terminal.wait_for("what is happening")
    terminal.press(TELLS_OF_FRAMES)
    terminal.type("x")
    terminal.wait_for("> x")
    terminal.press(BACKSPACE)
    terminal.wait_for("what is happening")
    terminal.read(0.5)


def output_of(terminal: Terminal, key: bytes) -> bytes:
    """Press ``key`` and return everything that it leads to."""
    before = len(terminal.output)
    terminal.press(key)
    terminal.read(0.6)
    return terminal.output[before:]


def check(terminal: Terminal, keys: list[bytes]) -> None:
    """Press ``keys`` one by one; each paints once."""
    for key in keys:
        output = output_of(terminal, key)
        if output.count(FRAME) != 1:  # the minute turned, maybe: the clock has a frame of its own
            terminal.press(BACKSPACE if key.isalpha() else UP)
            terminal.read(0.6)
            output = output_of(terminal, key)
        assert output.count(FRAME) == 1, f"{key!r} painted {output.count(FRAME)} times"
        assert len(output) <= MOST_BYTES, f"{key!r} wrote {len(output)} bytes"


def test_a_key_in_home_paints_once(ready: Paths) -> None:
    with Terminal() as terminal:
        begin(terminal)
        check(terminal, [b"s", b"h", b"e", b"l"])
        assert "Nowhere to sleep" in terminal.text
        assert output_of(terminal, BACKSPACE).count(FRAME) == 1
        check(terminal, [DOWN])


def test_a_key_in_refer_paints_once(ready: Paths) -> None:
    with Terminal() as terminal:
        begin(terminal)
        terminal.press(F3)
        terminal.wait_for("find by name")
        terminal.press(b"/")
        terminal.wait_for("name, place or need")
        terminal.read(0.5)
        check(terminal, [b"s", b"h", b"e", b"l"])
        assert "Harbor House" in terminal.text


def test_moving_in_a_list_paints_once(ready: Paths) -> None:
    with Terminal() as terminal:
        begin(terminal)
        terminal.press(F3)
        terminal.wait_for("find by name")
        terminal.press(b"s")
        terminal.wait_for("Harbor House")
        terminal.read(0.5)
        check(terminal, [DOWN, DOWN, UP])
