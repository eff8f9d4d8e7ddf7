"""deskaid in a pseudo-terminal for hours: keys in, the screen out, and what its processes hold.

Linux tells everything below from /proc; elsewhere memory, handles and processor time are left out.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyte

COLUMNS, ROWS = 80, 24
ESCAPE = b"\x1b"
_ANSWERS = (  # what a terminal answers to the questions Textual asks
    (re.compile(rb"\x1b\[c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?u"), b"\x1b[?0u"),
)
_QUIET = 0.010  # seconds without output and without work: a key has been dealt with
_ESCAPE = 0.15  # seconds after Esc in which the next key would become Alt and that key
_LOST = 20.0  # seconds after which what did not come is called lost, on a busy machine too
_APART = (b"deskaid.prepare", b"taking_in_apart", b"resource_tracker", b"spawn_main")


class Failed(Exception):
    """Something that must not happen; the message says what, with the screen as it stood."""


@dataclass(frozen=True)
class Held:
    """What the processes hold together, in bytes of memory (resident, proportional) and threads.

    ``handles`` is the most that one of them has open: processes come and go.
    """

    rss: int
    pss: int
    handles: int
    threads: int
    processes: int


class Program:
    """``command`` in an 80x24 terminal that answers what it is asked.

    ``presses`` are the last keys, oldest first; ``ends`` counts how often the program ended.
    """

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self._command, self._environment, self._folder = command, dict(environment), folder
        self.presses: deque[str] = deque(maxlen=80)
        self.pressed = 0
        self.start()

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the program on an empty screen."""
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self.launcher, self._fd = pty.fork()
        if self.launcher == 0:
            os.chdir(self._folder)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execve(self._command[0], self._command, self._environment)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def close(self) -> None:
        """End the program and all it started."""
        for pid in (*self._tree(), self.launcher):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(OSError):
            os.close(self._fd)
        with suppress(ChildProcessError):
            os.waitpid(self.launcher, 0)

    # Keys and screen.

    @property
    def text(self) -> str:
        """The screen as it stands."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, name: str, data: bytes) -> tuple[float, int]:
        """Send one key and wait until it has been dealt with.

        Returns the seconds to the last of what it painted, and the nanoseconds of processor time
        of the threads that paint (0 where the system does not tell).
        """
        self.presses.append(name)
        self.pressed += 1
        busy, begun = self._busy(), time.monotonic()
        os.write(self._fd, data)
        last = self._settle(begun, least=_ESCAPE if data == ESCAPE else 0.0)
        self._look(begun)
        return last - begun, self._busy() - busy

    def send(self, name: str, data: bytes) -> None:
        """Send one key and wait for nothing."""
        self.presses.append(name)
        self.pressed += 1
        os.write(self._fd, data)

    def rest(self, seconds: float) -> None:
        """Take in what is painted for ``seconds``."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    def type(self, text: str, *, gap: float = 0.004) -> None:
        """Type ``text`` quickly, a key at a time, and wait for nothing."""
        self.presses.append(repr(text))
        self.pressed += len(text)
        for character in text:
            os.write(self._fd, character.encode())
            self._read(gap)

    def wait_for(self, pattern: str, *, seconds: float = _LOST) -> str:
        """Return the screen once it matches ``pattern``; raises `Failed` when it never does."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(0.02)
            if re.search(pattern, self.text):
                return self.text
        raise self.failed(f"{pattern!r} never came")

    def failed(self, what: str) -> Failed:
        """Return ``what`` went wrong, with the last keys and the screen."""
        keys = " ".join(self.presses)
        return Failed(f"{what}\nafter {self.pressed} keys, the last: {keys}\n{self.text}")

    def _look(self, begun: float) -> None:
        text = self.text
        if "Traceback" in text or "because of a fault of its own" in text:
            raise self.failed("the program broke")
        pid, status = os.waitpid(self.launcher, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            raise self.failed(f"the program ended with {code}")
        if time.monotonic() - begun > _LOST:
            raise self.failed("the program did not come to rest")

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # the last program on the terminal is gone
            return False
        self._stream.feed(data)
        for question, answer in _ANSWERS:
            if question.search(data):
                os.write(self._fd, answer)
        return True

    def _settle(self, begun: float, *, least: float) -> float:
        last = rest = time.monotonic()
        busy = self._busy()
        while (now := time.monotonic()) - begun < _LOST:
            if now - rest > max(_QUIET, least):
                break
            if self._read(0.003):
                last = rest = time.monotonic()
            elif self._waits_for_processor() or self._busy() != busy:
                busy, rest = self._busy(), time.monotonic()
        return last

    # Processes.

    def _tree(self) -> dict[int, str]:
        """Return the state letter of every process below the launcher, and its own."""
        if sys.platform != "linux":
            return {}
        parents: dict[int, int] = {}
        states: dict[int, str] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                words = stat.read_text().rpartition(")")[2].split()
                parents[int(stat.parent.name)] = int(words[1])
                states[int(stat.parent.name)] = words[0]
        mine = {self.launcher}
        while more := {pid for pid, parent in parents.items() if parent in mine} - mine:
            mine |= more
        return {pid: states[pid] for pid in mine if pid in states}

    def _busy(self) -> int:
        now = time.monotonic()
        if now - getattr(self, "_listed", 0.0) > 0.5:  # listing all processes is slow
            self._listed, self._pids = now, list(self._tree())
        total = 0
        for pid in self._pids:
            with suppress(OSError):
                total += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
        return total

    def _waits_for_processor(self) -> bool:
        """Tell whether a thread could go on but is not let: nothing was worked, nothing is done."""
        for pid in self._pids if sys.platform == "linux" else ():
            for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
                with suppress(OSError):
                    if stat.read_text().rpartition(")")[2].split()[0] == "R":
                        return True
        return False

    def zombies(self) -> list[int]:
        """Return the processes that ended and were not asked how."""
        return [pid for pid, state in self._tree().items() if state == "Z"]

    def screen_processes(self) -> list[int]:
        """Return the processes that stay: the launcher and what shows the screen."""
        return [pid for pid in self._tree() if not _is_apart(pid)]

    def wait_until_alone(self, *, seconds: float = 60) -> None:
        """Wait until no work goes on in a process of its own."""
        end = time.monotonic() + seconds
        while any(map(_is_apart, self._tree())):
            if time.monotonic() > end:
                raise self.failed("work in a process of its own never ended")
            self._read(0.05)

    def held(self) -> Held:
        """Return what the processes hold together."""
        pids = self.screen_processes()
        memory = [_memory(pid) for pid in pids]
        return Held(
            rss=sum(rss for rss, _ in memory),
            pss=sum(pss for _, pss in memory),
            handles=max(map(_handles, pids), default=0),
            threads=sum(_entries(f"/proc/{pid}/task") for pid in pids),
            processes=len(pids),
        )


def _is_apart(pid: int) -> bool:
    try:
        said = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return any(name in said for name in _APART)


def _memory(pid: int) -> tuple[int, int]:
    found = {"Rss": 0, "Pss": 0}
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
            name, _, rest = line.partition(":")
            if name in found:
                found[name] = int(rest.split()[0]) * 1024
    except OSError:  # a hardened process, looked at by somebody without the right
        with suppress(OSError):
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE"), 0
    return found["Rss"], found["Pss"]


def _handles(pid: int) -> int:
    return _entries(f"/proc/{pid}/fd")


def _entries(folder: str) -> int:
    try:
        return len(list(Path(folder).iterdir()))
    except OSError:
        return 0
