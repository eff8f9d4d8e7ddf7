"""Attacks on the running program: what dies, what is left, what another program can read."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deskaid.notes.kdf import Kdf
from deskaid.notes.notebooks import Notes
from deskaid.paths import Paths

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from hostile_desk import ESC, WORDS, open_unlock, pasted, start_a_note

from at_the_desk import PASSPHRASE
from at_the_desk import make_notebook as make_cheap_notebook
from real_terminal import CTRL_L, F12, Terminal, exported, files_holding

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
F2, F5 = b"\x1bOQ", b"\x1b[15~"


@pytest.fixture
def desk(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook that opens quickly."""
    make_cheap_notebook(ready, "Front desk")
    return ready


def test_two_quick_presses_of_f12_lose_nothing(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal)
        terminal.press(F12 + F12)
        terminal.wait_for("what is happening")
        assert all(word in exported() for word in WORDS)


def test_what_is_written_after_coming_back_to_a_note_is_sealed_too(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal, WORDS[:1])
        terminal.press(F2)
        terminal.wait_for("Say it")
        terminal.read(0.3)
        terminal.press(ESC)
        terminal.wait_for("Note for")
        terminal.type(f" {WORDS[1]}")
        terminal.wait_for(WORDS[1])
        terminal.press(ESC)
        terminal.wait_for("what is happening")
        assert all(word in exported() for word in WORDS)


def test_uncovering_draws_no_word_of_the_note_not_even_for_a_frame(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal)
        terminal.press(F12)
        terminal.wait_for("Maple Street Library\n")
        terminal.read(0.3)
        before = len(terminal.output)
        terminal.press(F12)
        terminal.wait_for("what is happening")
        terminal.read(0.3)
        assert not any(word.encode() in terminal.output[before:] for word in WORDS)


def test_what_was_cut_from_a_note_is_not_pasted_after_the_curtain(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal)
        terminal.press(b"\x01\x18")
        terminal.read(0.3)
        terminal.press(F12)
        terminal.wait_for("Maple Street Library\n")
        terminal.press(F12)
        terminal.wait_for("what is happening")
        terminal.press(b"\x16z")
        assert "> z" in terminal.wait_for("> .*z")


@pytest.mark.parametrize("secret", [PASSPHRASE, "quite another phrase"])
def test_locking_while_a_key_is_derived_ends_that_process(ready: Paths, secret: str) -> None:
    slow = Kdf(128 * 1024, 4)
    Notes(ready, kdf=slow).create("Front desk", PASSPHRASE)[0].lock()
    with Terminal() as terminal:
        open_unlock(terminal)
        terminal.type(secret)
        terminal.press(b"\r")
        terminal.wait_for("Opening")
        before = terminal.children()
        terminal.press(CTRL_L)
        terminal.wait_until_gone(before)
        assert "UNLOCKED" not in terminal.wait_for("what is happening")


def test_a_killed_screen_leaves_no_word_and_a_usable_terminal(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal)
        os.kill(terminal.children()[0], signal.SIGKILL)
        assert terminal.wait_for_end() == 128 + signal.SIGKILL
        assert not any(word in terminal.text for word in WORDS)
        assert b"\x1b[?1049l" in terminal.output
        assert "Nothing sealed was lost" in terminal.text


def test_an_interrupt_from_outside_seals_first(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal)
        os.kill(terminal.children()[0], signal.SIGINT)
        assert terminal.wait_for_end() == 128 + signal.SIGINT
    assert all(word in exported() for word in WORDS)


def test_kills_at_random_moments_cost_two_seconds_and_leave_ciphertext(desk: Paths) -> None:
    for round_number in range(2):
        word = f"canary{'ab'[round_number]}"
        with Terminal() as terminal:
            start_a_note(terminal, (word,))
            terminal.wait_for("sealed ")
            terminal.type(" more and more")
            terminal.read(1.2 * round_number)  # before, while and after the next draft is sealed
            for pid in (*terminal.children(), terminal.launcher):
                os.kill(pid, signal.SIGKILL)
        assert files_holding(desk, word) == []
    said = exported()
    assert all(f"canary{letter}" in said for letter in "ab")


def test_a_lock_key_held_down_never_ends_at_a_shell(desk: Paths) -> None:
    with Terminal() as terminal:
        terminal.wait_for("F2 Say it")
        end = time.monotonic() + 2.5
        while time.monotonic() < end:
            terminal.press(CTRL_L)
            terminal.read(0.03)
        assert os.waitpid(terminal.launcher, os.WNOHANG) == (0, 0)
        terminal.wait_for("what is happening")


def test_bytes_that_are_no_text_do_not_end_the_program(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal, WORDS[:1])
        terminal.press(b" caf\xe9 \xff\xfe " + WORDS[1].encode())
        terminal.wait_for(WORDS[1])
        terminal.press(ESC)
        terminal.wait_for("what is happening")
    assert all(word in exported() for word in WORDS)


def test_a_hostile_paste_sends_nothing_to_the_terminal(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal, WORDS[:1])
        before = len(terminal.output)
        terminal.press(
            pasted(b"\xc2\x9b31m \xe2\x80\xae\xed\xa0\x80 \x1b]52;c;ZXZpbA== \xc2\x9d0;title ")
        )
        terminal.press(pasted(WORDS[1].encode()))
        terminal.wait_for(WORDS[1])
        sent = terminal.output[before:]
        assert not any(bad in sent for bad in (b"\x1b]52", b"\x1b]0;", b"\xc2\x9b", b"\xc2\x9d"))
        assert "\u202e".encode() not in sent


def test_a_pasted_card_number_lands_nowhere(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal)
        terminal.press(pasted(b"21234567890123"))
        terminal.wait_for("A scanned number was ignored")
        assert "21234567890123" not in terminal.text
        terminal.press(ESC)
        terminal.wait_for("what is happening")
    assert "21234567890123" not in exported()


def test_an_endless_paste_is_refused_and_can_still_be_locked_away(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal)
        for piece in (b"\x1b[200~", *[b"word \n" * 600] * 80, b"\x1b[201~"):
            terminal.press(piece)
            terminal.read(0.01)
        terminal.wait_for("too long")
        before = terminal.children()
        terminal.press(CTRL_L)
        terminal.wait_until_gone(before)
    assert all(word in exported() for word in WORDS)


@linux_only
def test_a_full_disk_at_lock_keeps_ciphertext_and_writes_it_later(desk: Paths) -> None:
    import resource

    with Terminal() as terminal:
        start_a_note(terminal)
        [screen] = terminal.children()
        _, most = resource.prlimit(screen, resource.RLIMIT_FSIZE)
        resource.prlimit(screen, resource.RLIMIT_FSIZE, (0, most))
        terminal.press(CTRL_L)
        shown = terminal.wait_for("sealed note waits for room")
        assert not any(word in shown for word in WORDS)
        assert screen in terminal.children()
        assert files_holding(desk, *WORDS) == []
        # The desk is not out of use meanwhile, and shows no note.
        terminal.press(F12)
        shown = terminal.wait_for("what is happening")
        assert not any(word in shown for word in WORDS)
        terminal.press(CTRL_L)
        terminal.wait_for("sealed note waits for room")
        resource.prlimit(screen, resource.RLIMIT_FSIZE, (most, most))
        terminal.wait_until_gone([screen])
        terminal.wait_for("what is happening")
    assert all(word in exported() for word in WORDS)
    assert files_holding(desk, *WORDS) == []


@linux_only
def test_another_program_cannot_read_the_memory_and_no_core_is_written(desk: Paths) -> None:
    with Terminal() as terminal:
        start_a_note(terminal)
        [screen] = terminal.children()
        limits = Path(f"/proc/{screen}/limits").read_text()
        [core] = [line for line in limits.splitlines() if line.startswith("Max core file size")]
        assert core.split()[4:6] == ["0", "0"]
        # The system gives what a process without a dump may not be asked for to root.
        assert Path(f"/proc/{screen}/mem").stat().st_uid == 0
        reader = f"open('/proc/{screen}/mem', 'rb')"
        if os.getuid() == 0:
            ordinary = ["setpriv", "--reuid=0", "--regid=0", "--clear-groups"]
            ordinary += ["--bounding-set=-all", "--inh-caps=-all"]
        else:
            ordinary = []
        tried = subprocess.run(
            [*ordinary, sys.executable, "-S", "-c", reader], capture_output=True, text=True
        )
        if ordinary and tried.returncode == 127:
            pytest.skip("needs setpriv")
        assert "PermissionError" in tried.stderr


def test_no_variable_makes_textual_write_a_file(
    desk: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "leak"
    where.mkdir()
    monkeypatch.chdir(where)
    for name in ("TEXTUAL_LOG", "TEXTUAL_SCREENSHOT_LOCATION", "TEXTUAL_DEBUG"):
        monkeypatch.setenv(name, str(where / name))
    monkeypatch.setenv("TEXTUAL_SCREENSHOT", "1")
    monkeypatch.setenv("TEXTUAL", "devtools,debug")
    with Terminal() as terminal:
        start_a_note(terminal)
        terminal.read(1.2)
        terminal.press(CTRL_L)
        terminal.wait_for("what is happening")
    assert list(where.iterdir()) == []


FAULT = """
import sys
{patch}
from deskaid.launcher import run
sys.exit(run())
"""
FAULTS = {
    "a handler": """
from deskaid.app import DeskaidApp
def broken(self):
    secret = 'opal' + 'canary'
    raise ValueError(secret)
DeskaidApp.do_urgent = broken
""",
    "a worker": """
from deskaid.notes.keeper import DraftKeeper
def broken(self, text, number):
    secret = 'opal' + 'canary'
    raise ValueError(secret)
DraftKeeper.keep = broken
""",
    "a timer": """
from deskaid.app import DeskaidApp
def broken(self):
    secret = 'opal' + 'canary'
    raise ValueError(secret)
DeskaidApp.do_urgent = lambda self: self.set_timer(0.01, lambda: broken(self))
""",
    "the input thread": """
from deskaid.app import DeskaidApp
from rich.text import Text
DeskaidApp.do_urgent = lambda self: self.call_later(self.panic, Text('opal' + 'canary'))
""",
    "the start": """
from deskaid.app import DeskaidApp
def broken(self, *args, **kwargs):
    secret = 'opal' + 'canary'
    raise ValueError(secret)
DeskaidApp.run = broken
""",
}


@linux_only  # the fault is planted before the launcher forks
@pytest.mark.parametrize("place", FAULTS)
def test_a_fault_prints_no_value_ends_non_zero_and_seals_first(desk: Paths, place: str) -> None:
    with Terminal(FAULT.format(patch=FAULTS[place])) as terminal:
        if place != "the start":
            start_a_note(terminal)
        if "do_urgent" in FAULTS[place]:
            terminal.press(b"\x1bOS")
        assert terminal.wait_for_end() == 1
        assert b"opalcanary" not in terminal.output
        assert b"fault of its own" in terminal.output
    if place != "the start":
        assert all(word in exported() for word in WORDS)


def test_two_first_starts_at_once_both_get_ready(paths: Paths) -> None:
    with Terminal() as one, Terminal() as other:
        for terminal in (one, other):
            terminal.wait_for("F2 Say it")  # one asks for the library's name, the other may not
            terminal.press(F5)
            terminal.wait_for("what is happening")
        for terminal in (one, other):
            terminal.wait_for("Type what is happening", seconds=60)
            terminal.type("shelter")
            terminal.wait_for("1 ")
            assert "Not " not in terminal.text
            assert "cannot" not in terminal.text


@linux_only
def test_quitting_while_the_desk_is_made_ready_leaves_no_process(paths: Paths) -> None:
    with Terminal() as terminal:
        terminal.wait_for("This library")
        end = time.monotonic() + 10
        while not (makers := _makers(paths)) and time.monotonic() < end:
            terminal.read(0.02)
        assert makers
        terminal.press(b"\x11")
        assert terminal.wait_for_end() == 0
        assert _makers(paths) == []


def _makers(paths: Paths) -> list[str]:
    """Return the processes that make this desk ready now."""
    home = f"DESKAID_HOME={paths.config.parent}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (folder / "cmdline").read_bytes()
            if b"deskaid.prepare" in arguments and home in (folder / "environ").read_bytes():
                found.append(folder.name)
        except OSError:
            continue
    return found


def test_a_signal_between_two_screens_ends_the_launcher(desk: Paths) -> None:
    """The child of before is gone then; asking it to end must not raise."""
    from deskaid import launcher

    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    kept[signal.SIGINT] = signal.getsignal(signal.SIGINT)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    try:
        launcher._pass_signals_on(gone.pid)
        with pytest.raises(SystemExit) as ended:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.5)
        assert ended.value.code == 128 + signal.SIGTERM
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def test_a_key_typed_before_the_first_frame_does_not_break_the_first_start(paths: Paths) -> None:
    with Terminal() as terminal:
        terminal.press(F5)
        terminal.wait_for("what is happening")
        terminal.read(0.5)
        terminal.type("zebra")
        terminal.wait_for("> zebra")
