"""The five lines of an objective note: when, where, what was seen and done, what is owed."""

from datetime import datetime

_LABELS = ("When", "Where", "Seen", "Done", "Owed")
_FIRST_EMPTY = 1  # the line the cursor starts on: the time is filled in already


def blank_note(now: datetime) -> tuple[str, tuple[int, int]]:
    """Return the text of a new note at ``now`` and where its cursor starts (row, column)."""
    lines = [f"{label:<7}" for label in _LABELS]
    lines[0] += f"{now:%H:%M}"
    return "\n".join(lines), (_FIRST_EMPTY, len(lines[_FIRST_EMPTY]))


def is_blank(text: str) -> bool:
    """Tell whether nobody wrote anything into the template yet."""
    for line in text.splitlines():
        words = line.split()
        if words and words[0] == _LABELS[0] and len(words) <= 2:
            continue
        if words and not (len(words) == 1 and words[0] in _LABELS):
            return False
    return True
