"""Whether a place is open at a moment: open, closed, or not known. Pure; the clock is given.

The rule for daylight saving: hours are what the clock on the wall there reads. On the night
clocks go back, a span that covers 1:30 covers it both times; on the night they go forward, a
minute that never happens opens nothing. "Closed" is only said where the source's hours cover
the day and rule the minute out; anything else is unknown (research/referrals.md 1.4 and 6).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from deskaid.referrals.timetable.hours_in_words import DAY_NAMES, clock, in_words
from deskaid.referrals.timetable.packed_hours import dump, load
from deskaid.referrals.timetable.spans import DAY, NO_HOURS, Hours, Span, Special

__all__ = [
    "DAY",
    "NO_HOURS",
    "Hours",
    "Span",
    "Special",
    "Status",
    "at_words",
    "clock",
    "dump",
    "in_words",
    "kind_at",
    "load",
    "out_of_date",
    "status",
]

Kind = Literal["open", "closed", "unknown"]
Holidays = Callable[[date], str]
"""Gives the name of the public holiday a day is, or ""."""

DOUBT_SPILLS = 12 * 60
"""Minutes for which a day whose hours are not known may still run on into the next one."""
LOOK_AHEAD = 8
"""Days searched for the next change: a row never names a day that is further away."""


@dataclass(frozen=True, slots=True)
class Status:
    """Open, closed or unknown, and until when.

    ``until`` is when it closes (open) or opens next (closed); None when round the clock, more
    than `LOOK_AHEAD` days away, or not certain.
    """

    kind: Kind
    until: datetime | None = None

    def label(self, now: datetime) -> str:
        """Return the words for a row, in ``now``'s own zone: "OPEN til 8p", "CLOSED til Mon 9a".

        ``now`` is the moment the status was asked for; once ``until`` is past, nothing is known.
        """
        if self.kind == "unknown" or self._is_over(now):
            return "HOURS UNKNOWN"
        until = None if self.until is None else self.until.astimezone(now.tzinfo)
        if until is None or until.replace(tzinfo=None) - now.replace(tzinfo=None) >= _WEEK:
            return "OPEN 24 h" if self.kind == "open" else "CLOSED"
        return f"{self.kind.upper()} til {_when(until, now)}"

    def _is_over(self, now: datetime) -> bool:
        # In UTC: times of one zone are compared as the wall reads, twice the same in autumn.
        return self.until is not None and self.until.astimezone(UTC) <= now.astimezone(UTC)


_WEEK = timedelta(days=7)


def _when(moment: datetime, now: datetime) -> str:
    """Return "8p", or "Mon 9a" when a bare time would be read as an earlier one."""
    away = moment.replace(tzinfo=None) - now.replace(tzinfo=None)
    day = "" if away < timedelta(days=1) else f"{DAY_NAMES[moment.weekday()]} "
    if away >= timedelta(days=6):  # "til Sat" on a Saturday would be read as today
        day += f"{moment.day} "
    return f"{day}{clock(moment.hour * 60 + moment.minute)}"


def at_words(
    hours: Hours, at: datetime, *, now: datetime | None = None, holidays: Holidays | None = None
) -> str:
    """Return the answer to "open at 6 pm?": "OPEN at 6p, til 8p", "CLOSED at 6p".

    With ``now``, a moment on another day names it: "OPEN at Sat 10a, til 2p". Raises ValueError
    for a naive ``at``.
    """
    found = status(hours, at, holidays=holidays)
    if found.kind == "unknown":
        return "HOURS UNKNOWN"
    asked = clock(at.hour * 60 + at.minute)
    if now is not None and now.astimezone(at.tzinfo).date() != at.date():
        away = at.date() - now.astimezone(at.tzinfo).date()
        number = f"{at.day} " if away >= timedelta(days=6) else ""
        asked = f"{DAY_NAMES[at.weekday()]} {number}{asked}"
    if found.kind == "closed":
        return f"CLOSED at {asked}"
    if found.until is None:
        return f"OPEN at {asked}, 24 h"
    return f"OPEN at {asked}, til {_when(found.until.astimezone(at.tzinfo), at)}"


def status(hours: Hours, at: datetime, *, holidays: Holidays | None = None) -> Status:
    """Say whether a place with ``hours`` is open at ``at``.

    ``at`` must be aware; its zone is the directory's unless ``hours.zone`` names another. With
    ``holidays``, a place said to close on holidays is not called open on one, and no opening
    is promised for a later day that is one. Raises ValueError for a naive ``at``.
    """
    if at.tzinfo is None:
        raise ValueError("status() needs an aware time")
    there = _there(hours, at) if hours.known else None
    if there is None:
        return Status("unknown")
    week = _Week(hours, holidays)
    kind = week.kind(_wall(there))
    if kind == "unknown":
        return Status("unknown")
    if hours.always and not (hours.differs or hours.special or hours.holidays):
        return Status("open")
    return Status(kind, _change(week, kind, there))


def kind_at(hours: Hours, at: datetime, *, holidays: Holidays | None = None) -> Kind:
    """Return the kind of `status` alone, for going through thousands of listings.

    Raises ValueError for a naive ``at``.
    """
    if at.tzinfo is None:
        raise ValueError("kind_at() needs an aware time")
    there = _there(hours, at) if hours.known else None
    return "unknown" if there is None else _Week(hours, holidays).kind(_wall(there))


def out_of_date(hours: Hours, day: date) -> bool:
    """Tell whether the dates of the hours are over, so that they "may be out of date"."""
    spans = hours.spans
    return any(span.valid_to and span.valid_to < day for span in spans) and not any(
        span.valid_on(day) for span in spans
    )


def _there(hours: Hours, at: datetime) -> datetime | None:
    """Return ``at`` where the hours apply, or None for a zone this system does not know."""
    if not hours.zone:
        return at
    from zoneinfo import ZoneInfo  # few directories name a zone of their own

    try:
        return at.astimezone(ZoneInfo(hours.zone))
    except (KeyError, ValueError, OSError):
        return None


def _wall(moment: datetime) -> int:
    """Return what the clock on the wall reads, in minutes since the calendar began."""
    return moment.toordinal() * DAY + moment.hour * 60 + moment.minute


@dataclass(frozen=True, slots=True)
class _Day:
    """What begins on one day, and how sure that is."""

    stretches: list[tuple[int, int]]
    blank: bool  # other hours than usual, not known which
    special: bool  # hours of its own
    shaky: bool  # a holiday, for a place said to close on holidays


class _Week:
    """The days around one moment, each worked out once."""

    def __init__(self, hours: Hours, holidays: Holidays | None) -> None:
        self._hours = hours
        self._holidays = holidays
        self._days: dict[int, _Day] = {}

    def kind(self, wall: int) -> Kind:
        """Return the state at a minute of the wall clock."""
        number, minute = divmod(wall, DAY)
        today = self._day(number)
        if today.blank:
            return "unknown"
        if _covers(today.stretches, minute):
            return "unknown" if today.shaky else "open"
        yesterday = self._day(number - 1)
        if _covers(yesterday.stretches, minute + DAY):
            sure = not (yesterday.blank or yesterday.shaky or today.special or today.shaky)
            return "open" if sure else "unknown"
        if today.special:
            return "closed"
        return "unknown" if self._is_uncertain(number, minute) else "closed"

    def change(self, wall: int, kind: Kind) -> int | None:
        """Return the first minute after ``wall`` with another state than ``kind``, or None."""
        number = wall // DAY
        for ahead in range(LOOK_AHEAD + 1):
            for edge in self._edges(number + ahead):
                if edge > wall and self.kind(edge) != kind:
                    return edge
        return None

    def is_holiday(self, number: int) -> bool:
        """Tell whether a day is a public holiday on which this place might close."""
        if self._holidays is None or self._hours.holidays == "open" or self._hours.always:
            return False
        return bool(self._holidays(date.fromordinal(number)))

    def _edges(self, number: int) -> list[int]:
        """Return every minute of a day at which the state may change, in order."""
        midnight = number * DAY
        yesterday = self._day(number - 1).stretches
        minutes = {0, DOUBT_SPILLS} if self._hours.doubtful else {0}
        minutes.update(edge for stretch in self._day(number).stretches for edge in stretch)
        minutes.update(edge - DAY for stretch in yesterday for edge in stretch)
        if any(span.valid_to for span in self._hours.spans):
            minutes.update(edge % DAY for span in self._hours.spans for edge in _ends(span))
        return sorted(midnight + minute for minute in minutes if 0 <= minute < DAY)

    def _day(self, number: int) -> _Day:
        found = self._days.get(number)
        if found is None:
            found = self._days[number] = self._work_out(number)
        return found

    def _work_out(self, number: int) -> _Day:
        hours, day = self._hours, date.fromordinal(number)
        blank = bool(hours.differs) and hours.differs_on(day)
        own = hours.special_on(day) if hours.special else None
        if own is not None:
            return _Day(list(own), blank, True, False)
        if hours.always:
            stretches = [(0, DAY)]
        else:
            weekday = day.weekday()
            stretches = [
                (span.start, span.end)
                for span in hours.spans
                # Most spans are out by the weekday alone, without a call.
                if (span.weekday == weekday or span.monthday)
                and span.falls_on(day)
                and span.valid_on(day)
            ]
        shaky = bool(hours.holidays == "closed" and self._holidays and self._holidays(day))
        return _Day(stretches, blank, False, shaky)

    def _is_uncertain(self, number: int, minute: int) -> bool:
        """Tell whether "closed" could not be defended on an ordinary day."""
        doubtful = self._hours.doubtful
        weekday = (number - 1) % 7  # day 1 of the calendar is a Monday
        if doubtful and (
            weekday in doubtful or (minute < DOUBT_SPILLS and (weekday - 1) % 7 in doubtful)
        ):
            return True
        spans, day = self._hours.spans, date.fromordinal(number)
        if not any(span.valid_on(day) for span in spans):
            return not self._hours.always
        return self._is_open_but_for_dates(day, minute)

    def _is_open_but_for_dates(self, day: date, minute: int) -> bool:
        """Tell whether only an expired date says "closed", while no dated span is current.

        Old dates mean stale hours, not a closed door (HSDS field guidance on ``valid_to``).
        """
        spans = [span for span in self._hours.spans if span.valid_to]
        if not spans or any(span.valid_on(day) for span in spans):
            return False
        for back in (0, 1):
            begun = day - timedelta(days=back)
            for span in spans:
                over = span.valid_to is not None and span.valid_to < begun
                covered = span.start <= minute + back * DAY < span.end
                if over and covered and span.falls_on(begun):
                    return True
        return False


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _covers(stretches: list[tuple[int, int]], minute: int) -> bool:
    return any(start <= minute < end for start, end in stretches)


def _change(week: _Week, kind: Kind, there: datetime) -> datetime | None:
    """Return the moment at which ``kind`` ends, or None when that is far away or not certain."""
    moment = there.astimezone(UTC).replace(second=0, microsecond=0)
    limit = moment + timedelta(days=LOOK_AHEAD)
    while moment < limit:
        here = moment.astimezone(there.tzinfo)
        wall = _wall(here)
        edge = week.change(wall, kind)
        if edge is None:
            return None
        moment += timedelta(minutes=edge - wall)
        later = moment.astimezone(there.tzinfo)
        if later.utcoffset() != here.utcoffset():
            # Clocks change on the way: what the wall reads from then on starts anew.
            moment = _clocks_change(here, later)
            later = moment.astimezone(there.tzinfo)
            edge = _wall(later)
            if week.kind(edge) == kind:
                continue
        unsure = kind == "closed" and (
            week.kind(edge) != "open"
            or (edge // DAY != _wall(there) // DAY and week.is_holiday(edge // DAY))
        )
        return None if unsure else later
    return None


def _clocks_change(before: datetime, after: datetime) -> datetime:
    """Return the first minute, in UTC, with another offset than ``before``'s."""
    low, high = before.astimezone(UTC), after.astimezone(UTC)
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
        same = middle.astimezone(before.tzinfo).utcoffset() == before.utcoffset()
        low, high = (middle, high) if same else (low, middle)
    return high
