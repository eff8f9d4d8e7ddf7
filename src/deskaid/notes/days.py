"""Expiry by whole weeks: the plain purge day of a note reveals a week, not a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from deskaid.errors import Refused

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in the desk's own zone."""

NEVER = 0xFFFFFFFF
"""The purge day of a note that does not expire; the largest value four bytes hold."""

CHOICES = (7, 30, 90, 0)
"""Days a note may be kept; 0 means it does not expire and needs a reason."""

DEFAULT_DAYS = 30
"""The expiry proposed for a new notebook (research/notes.md 4.6)."""

CLOCK_GUARD_DAYS = 45
"""A purge after a longer jump of the clock asks first (research/notes.md 4.6)."""

_EPOCH = date(1970, 1, 1).toordinal()
_LAST_WEEK = date.max.toordinal() - 6


def local_now() -> datetime:
    """Return the present moment in the system's zone."""
    return datetime.now(UTC).astimezone()


def day_number(day: date) -> int:
    """Return ``day`` as days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def purge_day(today: date, days: int) -> int:
    """Return the day number of the first Monday at least ``days`` days after ``today``.

    0 days means `NEVER`.
    """
    if days == 0:
        return NEVER
    # A clock may stand at the end of the calendar; a note is not refused for that.
    due = date.fromordinal(min(today.toordinal() + days, _LAST_WEEK))
    return day_number(due + timedelta(days=-due.weekday() % 7))


def as_date(number: int) -> date | None:
    """Return the calendar day of a purge day; None for `NEVER` or a day no calendar has."""
    if not 0 <= number <= date.max.toordinal() - _EPOCH:
        return None
    return date.fromordinal(number + _EPOCH)


def check_choice(days: int, reason: str) -> None:
    """Raise `Refused` unless ``days`` is one of `CHOICES`, with a reason when it is 0."""
    if days not in CHOICES:
        raise Refused(
            f"Notes cannot be kept {days} days.", hint="Choose 7, 30 or 90 days, or never expire."
        )
    if days == 0 and not reason.strip():
        raise Refused(
            "Notes that never expire need a reason.",
            hint="Name the rule that asks for it, or choose 7, 30 or 90 days.",
        )
