"""Attacks on a notes file: a writer to kill, words to look for, bytes to look for."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from notes_desk import PASSPHRASE, Desk

WRITER = Path(__file__).parents[1] / "notes_writer.py"
TABLES = ("about", "notebook", "slot", "note", "dropped")
CANARY_WORDS = (PASSPHRASE, "CANARY")


def start_writer(*task: str) -> subprocess.Popen[str]:
    """Start a writer on the desk of DESKAID_HOME; see notes_writer.py."""
    return subprocess.Popen(
        [sys.executable, str(WRITER), *task],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
    )


def whole_lines(said: str) -> list[list[str]]:
    """Return the words of each line that was said to its end."""
    return [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]


def killed_writer(*task: str, lines: int, after: float) -> list[list[str]]:
    """Let a writer do its task, kill it without warning, and return the lines it said.

    It dies ``after`` seconds behind the line of that number; a slow machine takes longer to
    get there and tries the same.
    """
    writer = start_writer(*task)
    assert writer.stdout is not None
    first = "".join(writer.stdout.readline() for _ in range(lines))
    assert first.count("\n") == lines, "the writer ended by itself"
    time.sleep(after)
    writer.kill()
    rest = writer.stdout.read()
    writer.wait()
    writer.stdout.close()
    return whole_lines(first + rest)


def in_clear(desk: Desk, words: Iterable[str] = CANARY_WORDS) -> list[Path]:
    """Return the files of this desk in which a word stands in plain, in any usual coding."""
    codings = ("utf-8", "utf-16-le", "utf-32-le")
    spelled = [word.encode(coding) for word in words for coding in codings]
    return [path for path in desk.files() if any(word in path.read_bytes() for word in spelled)]


def sealed_bytes(desk: Desk) -> list[bytes]:
    """Return every ciphertext in the file: what must be gone once it is destroyed."""
    return [
        box
        for table in ("note", "dropped")
        for (box,) in desk.sql(f"SELECT box FROM {table} WHERE box IS NOT NULL")
    ]


def found_anywhere(desk: Desk, boxes: Iterable[bytes]) -> int:
    """Return how many of ``boxes`` left any piece of themselves in any file of this desk.

    Pieces of 16 bytes, one behind the other; of a long box one in each 256 bytes, which is 16
    on every page it lay on.
    """
    everything = [path.read_bytes() for path in desk.files()]
    return sum(any(piece in data for data in everything for piece in _pieces(b)) for b in boxes)


def _pieces(box: bytes) -> list[bytes]:
    step = 16 if len(box) < 1200 else 256
    return [box[at : at + 16] for at in range(0, len(box) - 15, step)]


def flipped(value: object, at: int, mask: int = 1) -> object:
    """Return a stored value with one byte changed; numbers and texts by their stored bytes."""
    if isinstance(value, int):
        return value ^ (mask << (8 * at))
    raw = value.encode() if isinstance(value, str) else value
    assert isinstance(raw, bytes)
    changed = raw[:at] + bytes([raw[at] ^ mask]) + raw[at + 1 :]
    return changed.decode("latin-1") if isinstance(value, str) else changed


def stored_size(value: object) -> int:
    """Return how many bytes `flipped` can change in a stored value."""
    if isinstance(value, int):
        return 4
    return len(value.encode() if isinstance(value, str) else value) if value else 0  # type: ignore[arg-type]
