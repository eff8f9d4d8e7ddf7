"""Desks between which notebooks travel, and a restore that can be killed. Run as a program.

    moving_desks.py FILE [STEP]

restores FILE at the desk in DESKAID_HOME, over what is newer there; with STEP the program is
killed at that touch of a file, and without it says how many there were.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from deskaid.paths import Paths, find_paths
from deskaid.putting_back import restore
from notes_desk import Desk

TOUCHES = {
    "open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "sqlite3.connect",
    "sqlite3.connect/handle", "os.scandir", "os.listdir", "shutil.rmtree",
}  # fmt: skip


def desk_at(folder: Path) -> Desk:
    """Return the desk of another computer."""
    rooms = ("config", "data", "cache", "state", "machine")
    return Desk(Paths(*(folder / name for name in rooms)))


def main(file: Path, last: int) -> None:
    touched = 0

    def count(event: str, _arguments: object) -> None:
        nonlocal touched
        if event not in TOUCHES:
            return
        touched += 1
        if touched == last:
            os.kill(os.getpid(), 9)

    now = datetime.now(UTC)
    print("ready", flush=True)
    sys.addaudithook(count)
    restore(find_paths(), file, now=now, yes=True)
    print(touched, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else -1)
