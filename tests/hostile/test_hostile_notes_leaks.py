"""Files, sockets and escape codes of a whole session with notes: none but the desk's own."""

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deskaid.paths import Paths

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from hostile_desk import ESC, WORDS, open_unlock, start_a_note

from at_the_desk import PASSPHRASE
from at_the_desk import make_notebook as make_cheap_notebook
from real_terminal import CTRL_L, F12, Terminal, files_holding
from rounds import figures, rounds

CTRL_Q = b"\x11"
WRITES = re.compile(r'openat\([^,]*, "((?:[^"\\]|\\.)*)", [^)\n]*(?:O_WRONLY|O_RDWR|O_CREAT)')
DEVICES = ("/dev/tty", "/dev/null", "/dev/urandom", "/dev/pts/", "/dev/ptmx", "/proc/")


@pytest.fixture
def desk(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook that opens quickly."""
    make_cheap_notebook(ready, "Front desk")
    return ready


def traced(log: Path, *command: str) -> list[str]:
    """Return the command that writes every opened file and socket of ``command`` to ``log``."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    calls = "openat,open,creat,mkdirat,mknodat,memfd_create,socket,connect,bind"
    return ["strace", "-f", "--seccomp-bpf", "-o", str(log), "-e", f"trace={calls}", *command]


def foreign_writes(log: Path, paths: Paths) -> list[str]:
    """Return what was opened for writing outside this desk's own folders."""
    home = str(paths.config.parent)
    said = log.read_text(errors="replace")
    assert "openat" in said
    opened = [found[1] for found in WRITES.finditer(said)]
    assert "creat(" not in said and "memfd_create(" not in said
    return [path for path in opened if not path.startswith((home, *DEVICES))]


def internet(log: Path) -> list[str]:
    """Return every call that made a socket to anywhere but this computer."""
    return re.findall(
        r"socket\(AF_(?:INET6?|PACKET|NETLINK)[^\n]*", log.read_text(errors="replace")
    )


def test_a_whole_session_with_notes_writes_the_desks_own_files_and_opens_no_socket(
    desk: Paths, tmp_path: Path
) -> None:
    log = tmp_path / "calls"
    command = traced(log, sys.executable, "-B", "-m", "deskaid")
    with Terminal(f"import os; os.execvp('strace', {command!r})") as terminal:
        try:
            start_a_note(terminal)
        except AssertionError:
            if "ptrace" in terminal.text or "strace:" in terminal.text:
                pytest.skip("strace may not trace here")
            raise
        terminal.read(1.5)
        terminal.press(ESC)
        terminal.wait_for("what is happening")
        open_unlock(terminal)
        terminal.type(PASSPHRASE)
        terminal.press(b"\r")
        terminal.wait_for("UNLOCKED")
        terminal.press(b"\x06")
        terminal.type(WORDS[0])
        terminal.read(0.3)
        terminal.press(ESC)
        terminal.read(0.3)
        terminal.press(b"\x10")  # the palette
        terminal.read(0.3)
        terminal.press(ESC)
        terminal.read(0.3)
        terminal.press(F12)
        terminal.wait_for("Maple Street Library\n")
        terminal.press(CTRL_L)
        terminal.wait_for("what is happening")
        terminal.press(CTRL_Q)
        terminal.wait_for_end()
        for code in (b"\x1b]52", b"\x1b]0;", b"\x1b]2;", b"\x1b]9;", b"\x1b]777"):
            assert code not in terminal.output
    assert foreign_writes(log, desk) == []
    assert internet(log) == []
    assert files_holding(desk, *WORDS) == []
    figures("a whole session under strace", foreign_files=0, sockets=0, canaries=0)


SEARCH = """
import sys
from deskaid.notes.notebooks import Notes
from deskaid.paths import find_paths
from notes_desk import CHEAP, PASSPHRASE
notes = Notes(find_paths(), kdf=CHEAP)
notebook = notes.unlock(notes.cover("Front desk").id, PASSPHRASE)
for word in ("quetzal", "note 1", "e", "nothing at all like it"):
    found = notebook.search(word)
print(len(notebook.notes()))
"""


@pytest.mark.long
def test_a_search_over_many_notes_opens_no_file_for_writing(paths: Paths, tmp_path: Path) -> None:
    from dataclasses import replace

    from deskaid.notes import schema
    from deskaid.notes.change import Change
    from deskaid.notes.note import Note
    from notes_desk import START, Desk

    desk = Desk(paths)
    notebook = desk.make()
    count = rounds(1_000, 40_000)
    with schema.writing(desk.path) as database:
        change = Change(database, notebook._held_keys, notebook._now)
        blank = Note("", "", START, START, 30_000, 1)
        for number in range(count):
            text = f"note {number} of the quetzal " + "word " * (number % 300)
            change.put(replace(blank, id=f"{number:032x}", text=text))
        change.finish()
    log = tmp_path / "calls"
    done = subprocess.run(
        traced(log, sys.executable, "-B", "-c", SEARCH),
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        timeout=300,
    )
    if "ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.stdout.strip() == str(count), done.stderr
    own = [str(desk.path), str(desk.path) + "-journal", str(paths.notes_anchor)]
    opened = [found[1] for found in WRITES.finditer(log.read_text(errors="replace"))]
    beside = [path for path in opened if not path.startswith((*own, "/dev/"))]
    assert beside == []
    figures("searched under strace", notes=count, foreign_files=0)


def test_no_variable_makes_textual_call_a_debugger(
    desk: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.5)
        monkeypatch.setenv("TEXTUAL", "devtools,debug")
        monkeypatch.setenv("TEXTUAL_DEVTOOLS_HOST", "127.0.0.1")
        monkeypatch.setenv("TEXTUAL_DEVTOOLS_PORT", str(listening.getsockname()[1]))
        with Terminal() as terminal:
            start_a_note(terminal)
            with pytest.raises(TimeoutError):
                listening.accept()
