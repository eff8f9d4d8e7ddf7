"""A stopwatch for terminal programs: they run in a real pseudo-terminal and are read as it would.

Every chunk of output is stamped when it is read and replayed through a terminal emulator (pyte)
only afterwards, so the emulator costs nothing inside a figure. Linux and macOS.
"""

import os
import pty
import re
import select
import signal
import struct
import sys
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fcntl import ioctl
from time import perf_counter

import pyte

COLUMNS, ROWS = 80, 24
# What a terminal answers to the questions Textual asks at its start.
_ANSWERS = (
    (re.compile(rb"\x1b\[c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?u"), b"\x1b[?0u"),
)


@dataclass
class Session:
    """A program in a pseudo-terminal, with what it wrote and when."""

    pid: int
    terminal: int
    started: float
    chunks: list[tuple[float, bytes]] = field(default_factory=list)

    def read_until_quiet(self, *, quiet: float = 0.25, most: float = 15.0) -> None:
        """Read output until nothing came for ``quiet`` seconds, or for ``most`` seconds in all."""
        end = perf_counter() + most
        while perf_counter() < end:
            ready, _, _ = select.select([self.terminal], [], [], quiet)
            if not ready:
                if self.chunks:
                    return
                continue
            try:
                data = os.read(self.terminal, 65536)
            except OSError:  # the program is gone
                return
            if not data:
                return
            self.chunks.append((perf_counter(), data))
            for question, answer in _ANSWERS:
                if question.search(data):
                    os.write(self.terminal, answer)

    def write(self, keys: bytes) -> float:
        """Send ``keys`` and return when."""
        moment = perf_counter()
        os.write(self.terminal, keys)
        return moment

    def first_seen(self, pattern: str, *, after: float = 0.0) -> float | None:
        """Return when a screen matching ``pattern`` was first complete, or None."""
        screen = pyte.Screen(COLUMNS, ROWS)
        stream = pyte.ByteStream(screen)
        wanted = re.compile(pattern)
        for moment, data in self.chunks:
            stream.feed(data)
            if moment >= after and wanted.search("\n".join(screen.display)):
                return moment
        return None

    def screen(self) -> str:
        """Return the screen as it stands."""
        screen = pyte.Screen(COLUMNS, ROWS)
        stream = pyte.ByteStream(screen)
        for _, data in self.chunks:
            stream.feed(data)
        return "\n".join(line.rstrip() for line in screen.display)

    def close(self) -> None:
        """End the program and everything it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def start(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Session:
    """Start ``command`` on a fresh 80x24 terminal; the clock runs from just before the fork."""
    settings = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    settings.update(environment or {})
    moment = perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execvpe(command[0], list(command), settings)
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    return Session(pid, terminal, moment)


def time_to_screen(
    command: Sequence[str], pattern: str, *, environment: Mapping[str, str] | None = None
) -> float:
    """Return the seconds from the fork to the first screen that matches ``pattern``.

    Raises `RuntimeError` with the screen that came instead.
    """
    session = start(command, environment=environment)
    try:
        session.read_until_quiet()
        seen = session.first_seen(pattern)
        if seen is None:
            raise RuntimeError(f"{command[0]} never showed {pattern!r}:\n{session.screen()}")
        return seen - session.started
    finally:
        session.close()


def say(text: str = "") -> None:
    """Print a line of a table."""
    sys.stdout.write(text + "\n")
