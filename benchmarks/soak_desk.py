"""What a soak leaves to look at: the desk it ran on, and what was counted while it ran."""

import shutil
import statistics
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from soak_keys import PASSPHRASE
from soak_terminal import Failed, Held, Program

SITE = 'name = "Maple Street Library"\naddress = "40 Maple Street"\ntime_zone = "America/Chicago"\n'
_TENTH = 10
_NOTEBOOK = """
import sys
from deskaid.notes.kdf import Kdf
from deskaid.notes.notebooks import Notes
from deskaid.paths import find_paths
notes = Notes(find_paths(), kdf=Kdf(19 * 1024, 1))
if sys.argv[1] == "make":
    notes.create("Front desk", sys.argv[2])[0].lock()
else:
    book = notes.unlock(notes.covers()[0].id, sys.argv[2])
    book.take_in()
    print("\\n".join(note.text for note in book.notes()))
"""


@dataclass
class Stay:
    """What a run came to. ``held`` is one reading for each hundredth part, at an empty Home."""

    keys: int = 0
    marks: int = 0
    rooms: Counter[str] = field(default_factory=Counter)
    held: list[Held] = field(default_factory=list)
    times: list[tuple[str, float, int]] = field(default_factory=list)  # kind, seconds, busy ns

    @property
    def memory_ratio(self) -> float:
        """Memory of the last tenth to that at the end of the first one."""
        return grown([one.pss or one.rss for one in self.held])

    def time_ratio(self, *, busy: bool) -> float:
        """Time of a key in the last tenth to the first: the median over kinds of key."""
        tenth = max(1, len(self.times) // _TENTH)
        first, last = (
            _by_kind(part, busy=busy) for part in (self.times[:tenth], self.times[-tenth:])
        )
        ratios = [
            ratio
            for kind in first.keys() & last.keys()
            if min(len(first[kind]), len(last[kind])) >= 3 and statistics.median(first[kind])
            for ratio in [statistics.median(last[kind]) / statistics.median(first[kind])]
            for _ in range(min(len(first[kind]), len(last[kind])))
        ]
        return statistics.median(ratios) if ratios else 1.0


def _by_kind(times: list[tuple[str, float, int]], *, busy: bool) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for kind, seconds, nanoseconds in times:
        found[kind].append(nanoseconds if busy else seconds)
    return found


class Desk:
    """A desk of its own in ``folder``, with everything a program could leave a file in."""

    def __init__(self, python: Path, folder: Path, template: Path) -> None:
        self.python, self.folder, self.home = python, folder, folder / "desk"
        shutil.copytree(template, self.home)
        (self.home / "config").mkdir(exist_ok=True)
        (self.home / "config" / "site.toml").write_text(SITE, encoding="utf-8")
        for name in ("home", "tmp", "bin"):
            (folder / name).mkdir()
        # No program is on the path: nothing is ever sent to a printer.
        self.environment = {
            "DESKAID_HOME": str(self.home), "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"), "PATH": str(folder / "bin"),
            "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8",
        }  # fmt: skip
        self.notes("make")

    def notes(self, what: str) -> str:
        """Make the notebook, or return the words of all notes in it."""
        done = subprocess.run(
            [self.python, "-c", _NOTEBOOK, what, PASSPHRASE],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Failed(f"the notebook could not be opened:\n{done.stderr}")
        return done.stdout

    @contextmanager
    def program(self) -> Iterator[Program]:
        """Yield the program at its empty Home."""
        with Program(
            [str(self.python), "-m", "deskaid"], self.environment, self.folder / "home"
        ) as program:
            program.wait_for("F2 Say it", seconds=60)
            program.wait_until_alone()
            yield program

    def files(self) -> dict[str, int]:
        """Return the size of every file of the desk, by its name."""
        found = {}
        for file in self.home.rglob("*"):
            try:
                if file.is_file():
                    found[str(file.relative_to(self.home))] = file.stat().st_size
            except OSError:  # gone while we looked
                continue
        return found

    def left_behind(self) -> list[str]:
        """Return what lies where only temporary files belong."""
        places = [*(self.folder / "tmp").rglob("*"), *self.folder.rglob(".*.part-*")]
        return sorted(str(file.relative_to(self.folder)) for file in places)


def grown(sizes: Sequence[float]) -> float:
    """Return the median of the last tenth over that of the tenth after the first one.

    The first tenth warms up: rooms and libraries are loaded when they are first needed.
    """
    tenth = max(1, len(sizes) // _TENTH)
    warm = statistics.median(sizes[tenth : 2 * tenth] or sizes[:1])
    return statistics.median(sizes[-tenth:]) / warm if warm else 1.0
