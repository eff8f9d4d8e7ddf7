"""A real pseudo-terminal with deskaid in it, read through a terminal emulator. POSIX only."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pyte

from deskaid.launcher import NEXT
from deskaid.paths import Paths

PASSPHRASE = "silica shield nimbly outer grout"
F7, F12, CTRL_L = b"\x1b[18~", b"\x1b[24~", b"\x0c"


class Terminal:
    """deskaid in an 80x24 terminal of its own; ``program`` is Python to run instead of it."""

    def __init__(self, program: str = "") -> None:
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self.output = b""
        self.launcher, self._fd = pty.fork()
        if self.launcher == 0:
            os.environ["TERM"] = "xterm-256color"
            arguments = ["-c", program] if program else ["-m", "deskaid"]
            os.execv(sys.executable, [sys.executable, *arguments])
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        for pid in (*self.children(), self.launcher):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(OSError):
            os.close(self._fd)
        with suppress(ChildProcessError):
            os.waitpid(self.launcher, 0)

    def children(self) -> list[int]:
        """Return the processes that the launcher started: the screen's own, first.

        One that waits for the screen to be locked is none of them: see `next_screens`.
        """
        return [pid for pid, name in self._listed() if name != NEXT]

    def next_screens(self) -> list[int]:
        """Return the process that waits to be the screen after the next lock, if there is one."""
        return [pid for pid, name in self._listed() if name == NEXT]

    def _listed(self) -> list[tuple[int, str]]:
        listed = subprocess.run(
            ["ps", "-o", "pid=,comm=", "--ppid", str(self.launcher)],
            capture_output=True,
            text=True,
        ).stdout
        found = [line.split(None, 1) for line in listed.splitlines()]
        return [(int(pid), name.removesuffix(" <defunct>").strip()) for pid, name in found]

    def press(self, keys: bytes) -> None:
        """Send ``keys``."""
        os.write(self._fd, keys)

    def type(self, text: str) -> None:
        """Type ``text`` as a person does, a key at a time."""
        for character in text:
            self.press(character.encode())
            time.sleep(0.004)

    def read(self, seconds: float) -> None:
        """Take in output for ``seconds``."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self._fd], [], [], left)
            if not ready:
                continue
            try:
                data = os.read(self._fd, 65536)
            except OSError:  # the last program on the terminal is gone
                return
            self.output += data
            self._stream.feed(data)

    def wait_until_gone(self, pids: Iterable[int], *, seconds: float = 15) -> None:
        """Wait until none of ``pids`` is a child of the launcher any more."""
        end = time.monotonic() + seconds
        while set(pids) & set(self.children()):
            assert time.monotonic() < end, f"still there; the screen was:\n{self.text}"
            self.read(0.05)

    def wait_for(self, pattern: str, *, seconds: float = 15) -> str:
        """Wait until the screen matches ``pattern`` and return the screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.05)
            if re.search(pattern, self.text):
                return self.text
        raise AssertionError(f"{pattern!r} never came; the screen was:\n{self.text}")

    @property
    def text(self) -> str:
        """The screen as it stands."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def hang_up(self) -> None:
        """Close the terminal, as a closed window does."""
        os.close(self._fd)

    def wait_for_end(self, *, seconds: float = 10) -> int:
        """Return the launcher's exit code."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pid, status = os.waitpid(self.launcher, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            with suppress(OSError, ValueError):
                self.read(0.05)
            time.sleep(0.02)
        raise AssertionError("deskaid did not end")


def command(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a deskaid command and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "deskaid", *arguments], input=stdin, capture_output=True, text=True
    )


def make_notebook(name: str = "Front desk") -> None:
    """Make a notebook that `PASSPHRASE` opens."""
    made = command("notebook", "create", name, "--passphrase-stdin", stdin=PASSPHRASE + "\n")
    assert made.returncode == 0, made.stderr


def exported(name: str = "Front desk") -> str:
    """Return every note, as its author gets it out."""
    said = command("notebook", "export", name, "--passphrase-stdin", stdin=PASSPHRASE + "\n")
    assert said.returncode == 0, said.stderr
    return said.stdout


def files_holding(paths: Paths, *words: str) -> list[Path]:
    """Return the files under this desk in which any of ``words`` stands in plain."""
    root = paths.config.parent
    spellings = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")]
    return [
        path
        for path in root.rglob("*")
        if path.is_file() and any(spelling in path.read_bytes() for spelling in spellings)
    ]
