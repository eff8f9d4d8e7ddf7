"""What a note is given besides its words: how long it is kept, and when something is due."""

from dataclasses import dataclass
from datetime import date

from deskaid.notes.days import as_date, purge_day


@dataclass(frozen=True, repr=False)
class Terms:
    """``days`` (7, 30, 90, or 0 for never, with a ``reason``) None keeps to the notebook's rule."""

    days: int | None = None
    reason: str = ""
    due: date | None = None


def until(day: date | None, reason: str) -> str:
    """Return how long a note is kept, for its title bar; ``day`` None means for ever."""
    if day is not None:
        return f"expires {day:%d %b %Y}"
    return f"never expires: {reason}" if reason else "does not expire"


def until_from(today: date, days: int, reason: str) -> str:
    """Return how long a note written ``today`` and kept ``days`` days is kept."""
    return until(as_date(purge_day(today, days)), reason)
