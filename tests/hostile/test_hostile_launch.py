"""Between two screens: the launcher forks the next one clean and ready, and tells nothing."""

import json
import os
import signal
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from deskaid.paths import Paths

if sys.platform != "linux":
    pytest.skip("forks its screens on Linux only; reads /proc", allow_module_level=True)

from hostile_desk import WORDS, found_in_memory, start_a_note

from at_the_desk import make_notebook as make_cheap_notebook
from deskaid.launcher import LOCKED
from real_terminal import CTRL_L, Terminal, exported

# Writes down what each screen found loaded when its turn came, and what it loaded until the
# first key that it answers.
WATCHED = """
import json, os, sys, threading
from pathlib import Path
from deskaid import launcher
where = Path({where!r})
be_the_screen, waited_for, read = launcher._be_the_screen, launcher._waited_for, os.read

def watched(ear, *, covered):
    found = sorted(sys.modules)
    number = len(list(where.glob("screen*"))) + 1
    (where / f"screen {{number}}").touch()
    from deskaid.app import DeskaidApp
    after_first_frame = DeskaidApp._after_first_frame
    async def told(self):
        await after_first_frame(self)
        new = sorted(set(sys.modules) - set(found))
        (where / f"told {{number}}").write_text(json.dumps({{"found": found, "new": new}}))
    DeskaidApp._after_first_frame = told
    be_the_screen(ear, covered=covered)

def waited(turn):
    def told(file, size):
        if file == turn:
            (where / "loaded").touch()
        return read(file, size)
    os.read = told
    return waited_for(turn)

launcher._be_the_screen, launcher._waited_for = watched, waited
sys.exit(launcher.run())
"""

# Takes its time between two screens.
SLOW = """
import sys, time
from pathlib import Path
from deskaid import launcher, terminal
drop = terminal.drop_type_ahead
def slowly():
    Path({flag!r}).touch()
    time.sleep({seconds})
    drop()
terminal.drop_type_ahead = slowly
sys.exit(launcher.run())
"""


@pytest.fixture
def desk(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook that opens quickly."""
    make_cheap_notebook(ready, "Front desk")
    return ready


def wait_for_file(terminal: Terminal, path: Path) -> None:
    """Read the terminal until ``path`` is there."""
    end = time.monotonic() + 15
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} never came; the screen was:\n{terminal.text}"
        terminal.read(0.02)


def lock(terminal: Terminal) -> None:
    """Lock, and wait for the next screen."""
    before = terminal.children()
    terminal.press(CTRL_L)
    terminal.wait_until_gone(before)
    terminal.wait_for("what is happening")


def modes(terminal: Terminal) -> list[Any]:
    """Return how the terminal is set."""
    return termios.tcgetattr(terminal._fd)


def ended(terminal: Terminal) -> int:
    """Wait for the end, take in what was said last, and return the exit code."""
    code = terminal.wait_for_end()
    terminal.read(0.3)
    return code


def threads(pid: int) -> int:
    """Return how many threads a process has, those of its libraries too."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("\nThreads:")[2].split()[0])


def told(terminal: Terminal, where: Path, number: int) -> dict[str, list[str]]:
    """Return what the screen of that number found and loaded."""
    wait_for_file(terminal, where / f"told {number}")
    terminal.read(0.05)
    loaded: dict[str, list[str]] = json.loads((where / f"told {number}").read_text())
    return loaded


def test_the_screen_after_a_lock_finds_its_code_loaded(desk: Paths, tmp_path: Path) -> None:
    with Terminal(WATCHED.format(where=str(tmp_path))) as terminal:
        start_a_note(terminal)
        wait_for_file(terminal, tmp_path / "loaded")
        lock(terminal)
        second = told(terminal, tmp_path, 2)
    costly = ("textual", "rich", "asyncio", "deskaid.app", "deskaid.shell", "deskaid.search")
    assert [name for name in second["new"] if name.startswith(costly)] == []
    # What has a state of its own that two screens must not share, or what needs much room.
    apart = ("nacl", "sqlmodel", "sqlalchemy", "pydantic")
    assert [name for name in second["found"] if name.startswith(apart)] == []


def test_the_launcher_stays_small_from_lock_to_lock(desk: Paths, tmp_path: Path) -> None:
    with Terminal(WATCHED.format(where=str(tmp_path))) as terminal:
        start_a_note(terminal)
        assert "textual" not in told(terminal, tmp_path, 1)["found"]
        wait_for_file(terminal, tmp_path / "loaded")
        lock(terminal)
        assert "textual" in told(terminal, tmp_path, 2)["found"]
        assert terminal.next_screens() == []
        lock(terminal)  # with nothing private: forked from the launcher as it is then
        assert "textual" not in told(terminal, tmp_path, 3)["found"]


def test_neither_the_launcher_nor_what_waits_has_a_thread_or_a_word(
    desk: Paths, tmp_path: Path
) -> None:
    with Terminal(WATCHED.format(where=str(tmp_path))) as terminal:
        start_a_note(terminal)
        wait_for_file(terminal, tmp_path / "loaded")
        [screen] = terminal.children()
        [waiting] = terminal.next_screens()
        assert threads(screen) > 1, "the count counts nothing"
        assert found_in_memory(screen, *WORDS) > 0, "the scan finds nothing"
        for pid in (terminal.launcher, waiting):
            assert threads(pid) == 1
            assert found_in_memory(pid, *WORDS) == 0
            assert Path(f"/proc/{pid}/mem").stat().st_uid == 0, "closed to this login"
        lock(terminal)
        assert terminal.children() == [waiting]
        assert found_in_memory(terminal.launcher, *WORDS) == 0
        assert found_in_memory(waiting, *WORDS) == 0


def test_a_lock_before_the_next_screen_is_ready_waits_for_it(desk: Paths) -> None:
    slow = (
        "import time\nfrom deskaid import launcher\nwaited_for = launcher._waited_for\n"
        "launcher._waited_for = lambda turn: (time.sleep(1), waited_for(turn))[1]\n"
        "launcher.run()\n"
    )
    with Terminal(slow) as terminal:
        start_a_note(terminal)
        lock(terminal)
    assert all(word in exported() for word in WORDS)


def test_a_next_screen_that_died_is_replaced(desk: Paths, tmp_path: Path) -> None:
    with Terminal(WATCHED.format(where=str(tmp_path))) as terminal:
        start_a_note(terminal)
        wait_for_file(terminal, tmp_path / "loaded")
        [waiting] = terminal.next_screens()
        os.kill(waiting, signal.SIGKILL)
        lock(terminal)
        assert waiting not in terminal.children()


@pytest.mark.parametrize("end", ["quit", "kill the launcher", "kill the screen"])
def test_what_waits_for_its_turn_ends_with_the_launcher(
    end: str, desk: Paths, tmp_path: Path
) -> None:
    with Terminal(WATCHED.format(where=str(tmp_path))) as terminal:
        start_a_note(terminal)
        wait_for_file(terminal, tmp_path / "loaded")
        [waiting] = terminal.next_screens()
        if end == "quit":
            terminal.press(b"\x11")
        elif end == "kill the launcher":
            os.kill(terminal.launcher, signal.SIGKILL)
        else:
            os.kill(terminal.children()[0], signal.SIGKILL)
        terminal.wait_for_end()
        until = time.monotonic() + 10
        while Path(f"/proc/{waiting}").exists() and is_alive(waiting):
            assert time.monotonic() < until, "it waits for nobody"
            terminal.read(0.02)


def is_alive(pid: int) -> bool:
    """Tell whether a process runs: one that ended may wait for somebody to look."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_every_module_that_is_loaded_ahead_exists() -> None:
    """A name that is wrong would make every lock slow again, and say nothing."""
    from importlib.util import find_spec

    from deskaid.launcher import _OF_EVERY_SCREEN

    assert [name for name in _OF_EVERY_SCREEN if find_spec(name) is None] == []


def test_code_that_cannot_be_loaded_ahead_costs_no_screen(desk: Paths, tmp_path: Path) -> None:
    broken = "from deskaid import launcher\nlauncher._OF_EVERY_SCREEN = ('deskaid.nowhere',)\n"
    with Terminal(broken + WATCHED.format(where=str(tmp_path))) as terminal:
        start_a_note(terminal)
        wait_for_file(terminal, tmp_path / "loaded")
        lock(terminal)


def test_many_locks_leave_no_open_file_and_no_dead_process(desk: Paths) -> None:
    with Terminal() as terminal:
        terminal.wait_for("F2 Say it")
        lock(terminal)
        files = Path(f"/proc/{terminal.launcher}/fd")
        before = sorted(entry.name for entry in files.iterdir())
        for word in ("", "opal", "onyx"):
            terminal.read(1.1)  # quicker ones would be slowed down
            if word:
                start_a_note(terminal, (word,))
            lock(terminal)
        assert sorted(entry.name for entry in files.iterdir()) == before
        assert len(terminal.children()) == 1
        # What a screen has open is the same from lock to lock, too.
        [screen] = terminal.children()
        held = []
        for entry in Path(f"/proc/{screen}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                held.append(os.readlink(entry))
        assert sum(name.startswith("pipe:") for name in held) == 1


def test_what_is_typed_between_two_screens_is_neither_shown_nor_kept(
    desk: Paths, tmp_path: Path
) -> None:
    flag = tmp_path / "between"
    with Terminal(SLOW.format(flag=str(flag), seconds=1)) as terminal:
        start_a_note(terminal)
        before = len(terminal.output)
        terminal.press(CTRL_L)
        wait_for_file(terminal, flag)
        terminal.type("opalcanary")
        terminal.read(0.5)
        assert "Locked" in terminal.text, "the curtain stands until the next screen is there"
        terminal.wait_for("what is happening")
        terminal.read(0.5)
        assert b"opalcanary" not in terminal.output
        assert "> opal" not in terminal.text
        assert b"\x1b[?1049" not in terminal.output[before:], "no blank, and no shell, in between"


def test_the_terminal_is_as_before_when_the_last_of_several_screens_ends(desk: Paths) -> None:
    program = "import time; time.sleep(0.5)\nfrom deskaid.launcher import run; run()\n"
    with Terminal(program) as terminal:
        before = modes(terminal)
        terminal.wait_for("F2 Say it")
        assert modes(terminal) != before
        lock(terminal)
        terminal.press(b"\x11")
        assert ended(terminal) == 0
        assert modes(terminal) == before
        assert terminal.output.rstrip().endswith(b"\x1b[?1004l")
        assert b"\x1b[?1049l" in terminal.output


def test_an_end_between_two_screens_puts_the_terminal_back(desk: Paths, tmp_path: Path) -> None:
    flag = tmp_path / "between"
    with Terminal(SLOW.format(flag=str(flag), seconds=5)) as terminal:
        before = modes(terminal)
        start_a_note(terminal)
        terminal.press(CTRL_L)
        wait_for_file(terminal, flag)
        assert modes(terminal) != before
        os.kill(terminal.launcher, signal.SIGTERM)
        assert ended(terminal) == 128 + signal.SIGTERM
        assert modes(terminal) == before
        assert b"\x1b[?1049l" in terminal.output
        assert "Locked" not in terminal.text


def test_a_lock_that_brings_no_screen_any_more_puts_the_terminal_back(desk: Paths) -> None:
    program = "from deskaid import launcher\nlauncher._MOST_RESTARTS_IN_A_ROW = 0\n"
    with Terminal(program + "import sys; sys.exit(launcher.run())") as terminal:
        terminal.wait_for("F2 Say it")
        terminal.press(CTRL_L)
        assert ended(terminal) == LOCKED
        assert b"\x1b[?1049l" in terminal.output
        assert modes(terminal)[3] & termios.ECHO


def test_a_stop_after_a_lock_gives_the_shell_its_terminal(desk: Paths) -> None:
    with Terminal() as terminal:
        terminal.wait_for("F2 Say it")
        lock(terminal)
        terminal.read(0.3)
        [screen] = terminal.children()
        os.kill(screen, signal.SIGTSTP)
        end = time.monotonic() + 10
        stopped = False
        while not stopped:
            assert time.monotonic() < end
            terminal.read(0.02)
            state = Path(f"/proc/{terminal.launcher}/stat").read_text().rpartition(")")[2].split()
            stopped = state[0] == "T"
        assert modes(terminal)[3] & termios.ECHO
        assert "what is happening" not in terminal.text
        os.kill(terminal.launcher, signal.SIGCONT)
        terminal.wait_for("what is happening")


def test_a_fault_at_the_start_of_the_screen_after_a_lock_is_told(desk: Paths) -> None:
    program = """
import sys
from deskaid import launcher
run_forked, count = launcher._run_forked, 0
def forked(*, covered):
    global count
    count += 1
    if count == 2:
        import deskaid.app
        def broken(*, covered):
            secret = 'opal' + 'canary'
            raise ValueError(secret)
        deskaid.app.main = broken
    return run_forked(covered=covered)
launcher._run_forked = forked
sys.exit(launcher.run())
"""
    with Terminal(program) as terminal:
        before = modes(terminal)
        terminal.wait_for("F2 Say it")
        terminal.press(CTRL_L)
        assert ended(terminal) == 1
        assert "fault of its own" in terminal.text
        assert b"opalcanary" not in terminal.output
        assert modes(terminal) == before
