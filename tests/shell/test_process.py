"""Locks, kills and closed windows on a real terminal: nothing typed is lost, nothing is shown."""

import os
import signal
import sys
import time

import pytest

from deskaid.paths import Paths

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from real_terminal import (
    CTRL_L,
    F7,
    F12,
    Terminal,
    exported,
    files_holding,
    make_notebook,
)

WORDS = ("quetzalcoatl", "xylophonist")


def start_a_note(terminal: Terminal) -> None:
    """Open a note on a fresh desk and write two rare words into it."""
    terminal.wait_for("F2 Say it")
    terminal.press(F7)
    terminal.wait_for("Note for: Front desk")
    terminal.type(f"{WORDS[0]} shouted at {WORDS[1]}")
    terminal.wait_for(WORDS[1])


def test_the_curtain_leaves_no_word_and_comes_back_to_home(ready: Paths) -> None:
    make_notebook()
    with Terminal() as terminal:
        start_a_note(terminal)
        terminal.press(F12)
        screen = terminal.wait_for("Maple Street Library\n")
        assert "Note for" not in screen
        assert not any(word in screen for word in WORDS)
        terminal.read(0.3)
        terminal.press(F12)
        screen = terminal.wait_for("what is happening")
        assert not any(word in screen for word in WORDS)
    assert WORDS[0] in exported()


def test_locking_ends_the_process_that_held_the_words(ready: Paths) -> None:
    make_notebook()
    with Terminal() as terminal:
        start_a_note(terminal)
        before = terminal.children()
        terminal.press(CTRL_L)
        end = time.monotonic() + 10
        while set(before) & set(terminal.children()) and time.monotonic() < end:
            terminal.read(0.05)
        assert not set(before) & set(terminal.children())
        terminal.wait_for("what is happening")
        assert len(terminal.children()) >= 1
    assert files_holding(ready, *WORDS) == []
    assert WORDS[1] in exported()


def test_a_kill_in_the_middle_of_typing_costs_two_seconds_at_most(ready: Paths) -> None:
    make_notebook()
    with Terminal() as terminal:
        start_a_note(terminal)
        terminal.wait_for("sealed ")
        terminal.read(2.0)
        terminal.type(" and then some")
        os.kill(terminal.children()[0], signal.SIGKILL)
        os.kill(terminal.launcher, signal.SIGKILL)
    assert files_holding(ready, *WORDS) == []
    assert all(word in exported() for word in WORDS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_seals_first(ready: Paths, number: signal.Signals) -> None:
    make_notebook()
    with Terminal() as terminal:
        start_a_note(terminal)
        os.kill(terminal.launcher, number)
        assert terminal.wait_for_end() == 128 + number
    assert all(word in exported() for word in WORDS)
    assert files_holding(ready, *WORDS) == []


def test_a_closed_window_seals_first(ready: Paths) -> None:
    make_notebook()
    with Terminal() as terminal:
        start_a_note(terminal)
        terminal.hang_up()
        terminal.wait_for_end()
    assert all(word in exported() for word in WORDS)


def test_a_stopped_program_holds_no_note_and_wakes_on_home(ready: Paths) -> None:
    make_notebook()
    with Terminal() as terminal:
        start_a_note(terminal)
        screen = terminal.children()[0]
        os.kill(screen, signal.SIGTSTP)
        end = time.monotonic() + 10
        while screen in terminal.children() and time.monotonic() < end:
            terminal.read(0.05)
        assert screen not in terminal.children()
        os.kill(terminal.launcher, signal.SIGCONT)
        terminal.wait_for("what is happening")
    assert WORDS[0] in exported()


def test_keys_typed_before_the_first_frame_are_not_lost(ready: Paths) -> None:
    with Terminal() as terminal:
        terminal.type("fine")
        terminal.wait_for("> fine")


def test_the_terminal_title_and_output_tell_nothing_of_a_note(ready: Paths) -> None:
    make_notebook()
    with Terminal() as terminal:
        start_a_note(terminal)
        terminal.press(b"\x01\x03\x18")  # select all, copy, cut
        terminal.read(0.5)
        assert b"\x1b]52" not in terminal.output
        assert b"\x1b]0;" not in terminal.output
