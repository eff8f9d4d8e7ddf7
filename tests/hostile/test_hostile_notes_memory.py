"""What is left in memory, in a core file or on a waking screen: nothing that was private."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deskaid.paths import Paths

if sys.platform != "linux":
    pytest.skip("reads /proc, stops and dumps processes", allow_module_level=True)

from hostile_desk import ESC, WORDS, found_in_memory, open_unlock, start_a_note

from at_the_desk import PASSPHRASE
from at_the_desk import make_notebook as make_cheap_notebook
from real_terminal import CTRL_L, Terminal, exported
from rounds import figures, places

WRONG = "umbrella canary ostrich trombone"
SOUGHT = "zymurgywort"
DRAFTED = "sesquipedalian"
ORDINARY = ["setpriv", "--reuid=0", "--regid=0", "--clear-groups", "--bounding-set=-all"]
ORDINARY += ["--inh-caps=-all"]


@pytest.fixture
def desk(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook that opens quickly."""
    make_cheap_notebook(ready, "Front desk")
    return ready


def test_after_a_lock_no_draft_no_sought_word_and_no_wrong_try_is_left_in_memory(
    desk: Paths,
) -> None:
    with Terminal() as terminal:
        start_a_note(terminal)
        terminal.press(ESC)
        terminal.wait_for("what is happening")
        open_unlock(terminal)
        terminal.type(WRONG)
        terminal.press(b"\r")
        terminal.wait_for("does not open")
        terminal.read(1.2)  # the wait after a wrong try
        terminal.type(PASSPHRASE)
        terminal.press(b"\r")
        terminal.wait_for("UNLOCKED")
        terminal.press(b"\x06")
        terminal.type(SOUGHT)
        terminal.wait_for(SOUGHT)
        terminal.press(ESC)
        terminal.read(0.3)
        terminal.press(b"\x0e")  # Ctrl+N: a note, written while the notebook is open
        terminal.wait_for("Note for")
        terminal.type(DRAFTED)
        terminal.wait_for(DRAFTED)
        [screen] = terminal.children()
        secrets = {
            "note": WORDS[0],
            "draft": DRAFTED,
            "sought": SOUGHT,
            "passphrase": PASSPHRASE,
            "wrong passphrase": WRONG,
        }
        try:
            before = {name: found_in_memory(screen, word) for name, word in secrets.items()}
        except PermissionError:
            pytest.skip("this login cannot read even its own screen's memory, as it should be")
        assert before["note"] and before["draft"] and before["sought"], "the scan finds nothing"
        terminal.press(CTRL_L)
        terminal.wait_until_gone([screen])
        terminal.wait_for("what is happening")
        [fresh] = terminal.children()
        after = sum(
            found_in_memory(pid, word)
            for pid in (terminal.launcher, fresh)
            for word in secrets.values()
        )
        assert after == 0
    assert DRAFTED in exported()
    figures(
        "memory after a lock, in UTF-8, UTF-16 and UTF-32",
        canaries_before=sum(before.values()),
        canaries=after,
    )


def test_a_debugger_of_the_same_login_gets_no_core_of_an_open_note(
    desk: Paths, tmp_path: Path
) -> None:
    if shutil.which("gcore") is None or (os.getuid() == 0 and shutil.which("setpriv") is None):
        pytest.skip("needs gcore, and setpriv for root")
    ordinary = ORDINARY if os.getuid() == 0 else []
    with Terminal() as terminal:
        start_a_note(terminal)
        [screen] = terminal.children()
        subprocess.run(
            [*ordinary, "gcore", "-o", str(tmp_path / "core"), str(screen)],
            capture_output=True,
            timeout=60,
        )
        assert list(tmp_path.glob("core*")) == []
        terminal.press(CTRL_L)
        terminal.wait_until_gone([screen])


# As if the limit on core files had never been set: the other half must do alone.
WANTED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
from deskaid import hardening
hardening._no_core = lambda: True
from deskaid.launcher import run
sys.exit(run())
"""


def test_a_screen_that_aborts_leaves_no_core_even_where_cores_are_wanted(
    desk: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
    if "/" in pattern or pattern.startswith("|") or os.getuid() != 0:
        pytest.skip("needs root, and a kernel that writes cores where the program stands")
    monkeypatch.chdir(tmp_path)
    wanted = "import resource, os; m = resource.RLIM_INFINITY; resource.setrlimit(4, (m, m)); "
    subprocess.run([sys.executable, "-c", wanted + "os.abort()"], capture_output=True)
    if not list(tmp_path.glob("core*")):
        pytest.skip("this system writes no core at all")
    for core in tmp_path.glob("core*"):
        core.unlink()
    with Terminal(WANTED) as terminal:
        start_a_note(terminal)
        [screen] = terminal.children()
        assert resource.prlimit(screen, resource.RLIMIT_CORE)[0] == resource.RLIM_INFINITY
        os.kill(screen, signal.SIGABRT)
        terminal.wait_for_end()
    assert list(tmp_path.glob("core*")) == []


ASLEEP = """
import sys
from pathlib import Path
from time import time
from deskaid.shell import watch
watch.time = lambda: time() + (3600 if Path({flag!r}).exists() else 0)
from deskaid.launcher import run
sys.exit(run())
"""


@pytest.mark.long
@pytest.mark.parametrize("place", places(["notebook"], ["note", "notebook"]))
def test_a_machine_that_slept_an_hour_wakes_locked_before_a_word_is_drawn(
    place: str, desk: Paths, tmp_path: Path
) -> None:
    flag = tmp_path / "an hour later"
    with Terminal(ASLEEP.format(flag=str(flag))) as terminal:
        start_a_note(terminal)
        if place == "notebook":
            terminal.press(ESC)
            terminal.wait_for("what is happening")
            open_unlock(terminal)
            terminal.type(PASSPHRASE)
            terminal.press(b"\r")
            terminal.wait_for("UNLOCKED")
            terminal.press(b"\r")
            terminal.wait_for(WORDS[0])
        [screen] = terminal.children()
        os.kill(screen, signal.SIGSTOP)
        flag.touch()
        time.sleep(0.3)
        terminal.read(0.1)
        before = len(terminal.output)
        terminal.press(b"x")  # the key that wakes it
        os.kill(screen, signal.SIGCONT)
        terminal.wait_until_gone([screen])
        terminal.wait_for("what is happening")
        assert not any(word.encode() in terminal.output[before:] for word in WORDS)
        [fresh] = terminal.children()
        assert fresh != screen
    assert all(word in exported() for word in WORDS)
