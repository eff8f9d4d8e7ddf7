"""What a program and all it started cost: processor time and memory, as Linux tells it in /proc.

Elsewhere there is no such thing: `told` is False, and figures that need it are left out.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True)
class Memory:
    """Megabytes: ``resident`` counts a page for each process that maps it, ``once`` counts it once.

    ``once`` adds the anonymous pages, shared between parent and child by fork, to the file pages
    of the process that maps most of them; what other programs share with these changes nothing.
    It is 0 where the system does not tell.
    """

    resident: float
    once: float


def told() -> bool:
    """Tell whether this system has what this module reads."""
    return sys.platform == "linux"


def tree(pid: int) -> list[int]:
    """Return ``pid`` and every process that descends from it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for children in (_PROC / str(one)).glob("task/*/children"):
            with suppress(OSError):  # it ended meanwhile
                waiting += map(int, children.read_text().split())
    return found


def busy(pids: Iterable[int]) -> float:
    """Return the seconds of processor time of ``pids``, and of the children they saw end."""
    return sum(_busy(pid) for pid in pids)


def _busy(pid: int) -> float:
    seconds = 0.0
    with suppress(OSError):
        words = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        ticks = os.sysconf("SC_CLK_TCK")
        seconds = (int(words[13]) + int(words[14])) / ticks  # of children that ended
        fine = _nanoseconds(pid)
        seconds += fine / 1e9 if fine else (int(words[11]) + int(words[12])) / ticks
    return seconds


def _nanoseconds(pid: int) -> int:
    """Return the processor time of all threads, finer than clock ticks; 0 where not counted."""
    total = 0
    for schedule in (_PROC / str(pid)).glob("task/*/schedstat"):
        with suppress(OSError):
            total += int(schedule.read_text().split()[0])
    return total


def memory(pids: Iterable[int]) -> Memory:
    """Return what ``pids`` hold together.

    A hardened process tells only root its shares; the rest see ``once`` as 0.
    """
    resident = anonymous = files = 0.0
    for pid in pids:
        try:
            rolled = _kilobytes((_PROC / str(pid) / "smaps_rollup").read_text())
        except OSError:
            with suppress(OSError):
                pages = int((_PROC / str(pid) / "statm").read_text().split()[1])
                resident += pages * os.sysconf("SC_PAGE_SIZE") / 1e6
            continue
        resident += rolled["Rss"] / 1e3
        anonymous += rolled.get("Pss_Anon", rolled["Pss"]) / 1e3
        files = max(files, (rolled["Rss"] - rolled["Anonymous"]) / 1e3)
    return Memory(resident, anonymous + files if anonymous else 0.0)


def _kilobytes(rolled: str) -> dict[str, int]:
    found = {}
    for line in rolled.splitlines()[1:]:
        name, _, rest = line.partition(":")
        found[name] = int(rest.split()[0])
    return found
