"""A stopwatch for terminal programs: they run in a real pseudo-terminal and are read as it would.

Every chunk of output is stamped when it is read and replayed through a terminal emulator (pyte)
only afterwards, so the emulator costs nothing inside a figure. A synchronized frame (mode 2026)
that comes in several chunks counts at its end, as a terminal shows it then. Linux and macOS.
"""

import os
import pty
import re
import select
import signal
import struct
import sys
import termios
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fcntl import ioctl
from time import perf_counter

import pyte

COLUMNS, ROWS = 80, 24
FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
# What a terminal answers to the questions that programs ask at their start.
_ANSWERS = (
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?u"), b"\x1b[?0u"),
    (re.compile(rb"\x1b\]10;\?"), b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\"),
    (re.compile(rb"\x1b\]11;\?"), b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
)
# What changes what a program draws, or what it costs to start; a case may set them again.
_NOT_INHERITED = ("COLUMNS", "LINES", "NO_COLOR", "PYTHON", "TERM_PROGRAM", "TEXTUAL", "TMUX")


@dataclass
class Session:
    """A program in a pseudo-terminal, with what it wrote and when."""

    pid: int
    terminal: int
    started: float
    chunks: list[tuple[float, bytes]] = field(default_factory=list)
    over: bool = False

    def read(self, seconds: float) -> bool:
        """Wait at most ``seconds`` for output, keep it and answer it; tell whether some came."""
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            data = b""
        self.over = not data  # the program is gone
        if data:
            self.chunks.append((perf_counter(), data))
            for question, answer in _ANSWERS:
                if question.search(data):
                    os.write(self.terminal, answer)
        return bool(data)

    def read_until_quiet(self, *, quiet: float = 0.25, most: float = 15.0) -> None:
        """Read output until nothing came for ``quiet`` seconds, or for ``most`` seconds in all."""
        end = perf_counter() + most
        while perf_counter() < end:
            if not self.read(quiet) and (self.chunks or self.over):
                return

    def read_for(self, seconds: float) -> None:
        """Read what comes in ``seconds``, no more and no less."""
        end = perf_counter() + seconds
        while (left := end - perf_counter()) > 0 and not self.over:
            self.read(left)

    def read_until(
        self, pattern: str, *, after: float = 0.0, quiet: float = 0.1, most: float = 20.0
    ) -> float:
        """Read until a screen matches ``pattern`` and return when it did first after ``after``.

        It looks only when nothing came for ``quiet`` seconds. Raises `RuntimeError` with the
        screen that came instead.
        """
        end = perf_counter() + most
        while True:
            self.read_until_quiet(quiet=quiet, most=max(end - perf_counter(), quiet))
            seen = self.first_seen(pattern, after=after)
            if seen is not None:
                return seen
            if self.over or perf_counter() > end:
                raise RuntimeError(f"{pattern!r} never came:\n{self.screen()}")

    def write(self, keys: bytes) -> float:
        """Send ``keys`` and return when."""
        moment = perf_counter()
        os.write(self.terminal, keys)
        return moment

    def first_seen(self, pattern: str, *, after: float = 0.0) -> float | None:
        """Return when a screen matching ``pattern`` was first complete, or None."""
        wanted = re.compile(pattern)
        for moment, screen in replayed(self.chunks):
            if moment >= after and wanted.search("\n".join(screen.display)):
                return moment
        return None

    def screen(self) -> str:
        """Return the screen as it stands."""
        shown = [screen for _, screen in replayed(self.chunks)][-1:]  # the same one every time
        return "\n".join(line.rstrip() for screen in shown for line in screen.display)

    def close(self) -> None:
        """End the program and everything it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def replayed(chunks: Sequence[tuple[float, bytes]]) -> Iterator[tuple[float, pyte.Screen]]:
    """Yield (moment, screen) whenever a terminal would show something new.

    Chunks within a synchronized frame are not shown before its end; the last ones are, so that
    what a program left half drawn is seen. It is the same screen each time.
    """
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    before = b""
    held = False
    for number, (moment, data) in enumerate(chunks):
        stream.feed(data)
        marked = before + data  # a mark may be cut in two
        begun, ended = marked.rfind(FRAME_BEGINS), marked.rfind(FRAME_ENDS)
        if begun != ended:
            held = begun > ended
        before = marked[-len(FRAME_BEGINS) + 1 :]
        if not held or number == len(chunks) - 1:
            yield moment, screen


def frames(chunks: Sequence[tuple[float, bytes]]) -> int:
    """Return how many synchronized frames ended in ``chunks``."""
    return b"".join(data for _, data in chunks).count(FRAME_ENDS)


def start(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Session:
    """Start ``command`` on a fresh 80x24 terminal; the clock runs from just before the fork."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(_NOT_INHERITED)}
    settings = {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
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
        return session.read_until(pattern, quiet=0.25) - session.started
    finally:
        session.close()


def say(text: str = "") -> None:
    """Print a line of a table."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
