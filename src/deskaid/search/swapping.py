"""Putting a new index in the place of the old one while somebody may be reading it.

A reader that holds the old file goes on reading it. Where the system forbids replacing an open
file (Windows), the new one waits beside it under `waiting_name` until the next reader, or the
same one once it has let go, calls `adopt`.
"""

import time
from contextlib import suppress
from pathlib import Path

_SWAP_TRIES = 5
_SWAP_PAUSE = 0.05
"""Seconds between tries: a virus scanner or another reader may hold the file for a moment."""


def swap(fresh: Path, destination: Path) -> None:
    """Put ``fresh`` in the place of ``destination``, or beside it while that is held open."""
    for attempt in range(_SWAP_TRIES):
        try:
            fresh.replace(destination)
        except PermissionError:
            if attempt == _SWAP_TRIES - 1:
                break
            time.sleep(_SWAP_PAUSE)
        else:
            waiting_name(destination).unlink(missing_ok=True)
            return
    fresh.replace(waiting_name(destination))


def waiting_name(path: Path) -> Path:
    """Return where a new index waits while ``path`` cannot be replaced."""
    return path.with_name(path.name + ".new")


def adopt(path: Path) -> None:
    """Put a waiting index in the place of ``path``, if there is one and the system allows it."""
    waiting = waiting_name(path)
    if waiting.exists():
        with suppress(OSError):  # still held by another reader: it goes on with the old one
            waiting.replace(path)
