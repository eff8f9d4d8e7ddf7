"""The five lines of an objective note: when, where, what was seen and said, done, and owed."""

from collections.abc import Mapping
from datetime import datetime

LABELS = ("When", "Where", "Seen", "Done", "Owed")
_FIRST_EMPTY = 1  # the line the cursor starts on: the time is filled in already
# What belongs on each line (Multnomah's and HPL's incident forms; research/content.md 3).
HINTS: Mapping[str, str] = {
    "When": "When: the time it happened, as near as you know.",
    "Where": 'Where: the place, such as "by the printers".',
    "Seen": "Seen and said: what you saw and heard, in order; exact words in quotes.",
    "Done": "Done: what you did, whom you called, how it ended.",
    "Owed": 'Owed: what, who, by when: "Dana calls back by Friday".',
}


def blank_note(now: datetime) -> tuple[str, tuple[int, int]]:
    """Return the text of a new note at ``now`` and where its cursor starts (row, column)."""
    lines = [f"{label:<7}" for label in LABELS]
    lines[0] += f"{now:%H:%M}"
    return "\n".join(lines), (_FIRST_EMPTY, len(lines[_FIRST_EMPTY]))


def is_blank(text: str) -> bool:
    """Tell whether nobody wrote anything into the template yet."""
    for line in text.splitlines():
        words = line.split()
        if words and words[0] == LABELS[0] and len(words) <= 2:
            continue
        if words and not (len(words) == 1 and words[0] in LABELS):
            return False
    return True


def label_of(line: str) -> str:
    """Return the label ``line`` begins with, or "" when it goes on with the line above."""
    first = line.split(" ", 1)[0].rstrip(":")
    return first if first in LABELS else ""


def label_at(lines: list[str], row: int) -> str:
    """Return the label under which row ``row`` of ``lines`` stands, or ""."""
    return next((label for line in lines[row::-1] if (label := label_of(line))), "")


def next_line(lines: list[str], row: int, *, step: int = 1) -> int | None:
    """Return the row of the next line of the template (``step`` -1: of the one before), or None.

    None where there is no such line, as at either end.
    """
    rows = range(row + 1, len(lines)) if step > 0 else range(row - 1, -1, -1)
    return next((each for each in rows if label_of(lines[each])), None)


def parts(text: str) -> dict[str, str]:
    """Return what stands under each of `LABELS`, without the labels; "" where nothing does.

    What stands above the first label, or anywhere in a note without labels, was seen.
    """
    found: dict[str, list[str]] = {label: [] for label in LABELS}
    under = "Seen"
    for line in text.splitlines():
        label = label_of(line)
        under = label or under
        found[under].append(line[len(label) :].lstrip(" :") if label else line.strip())
    return {label: "\n".join(lines).strip() for label, lines in found.items()}
