"""Hours, and whether a place is open: open, closed, or not known. Pure; the clock is given.

The rule for daylight saving: hours are what the clock on the wall there reads. On the night
clocks go back, a span that covers 1:30 covers it both times; on the night they go forward, a
minute that never happens opens nothing. "Closed" is only said where the source's hours cover
the day and rule the minute out; anything else is unknown (research/referrals.md 1.4 and 6).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = 24 * 60
"""Minutes in a day on the wall clock."""
DOUBT_SPILLS = 12 * 60
"""Minutes for which a day whose hours are not known may still run on into the next one."""
LOOK_AHEAD = 40
"""Days searched for the next opening: more than the longest gap of a monthly service."""

_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of opening on one weekday.

    ``weekday`` is 0 for Monday to 6; ``start`` and ``end`` are minutes after that day's midnight,
    ``end`` up to 2880 when it runs past the next. ``nth`` is 0 for every week, 1 to 5 for the
    nth such weekday of the month, -1 for the last. The dates are inclusive.
    """

    weekday: int
    start: int
    end: int
    nth: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    label: str = ""

    def falls_on(self, day: date) -> bool:
        """Tell whether this span's weekday (and nth of the month) is ``day``, dates aside."""
        if day.weekday() != self.weekday:
            return False
        if self.nth == 0:
            return True
        if self.nth == -1:
            return (day + timedelta(days=7)).month != day.month
        return (day.day - 1) // 7 + 1 == self.nth

    def valid_on(self, day: date) -> bool:
        """Tell whether ``day`` lies within the dates for which the source gives this span."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours as published (``text``) and, where they could be read without guessing, as spans.

    ``always`` is round the clock every day. ``doubtful`` lists weekdays whose hours the source
    gives in a form that can be read two ways; ``differs`` lists dates with other hours (year 1
    means every year). ``zone`` is an IANA name when the hours are not in the asker's own zone.
    """

    text: str = ""
    spans: tuple[Span, ...] = ()
    always: bool = False
    zone: str = ""
    doubtful: tuple[int, ...] = ()
    differs: tuple[tuple[date, date], ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything but text is known."""
        return self.always or bool(self.spans)


@dataclass(frozen=True, slots=True)
class Status:
    """Open, closed or unknown, and until when.

    ``until`` is when it closes (open) or opens next (closed); None when round the clock, more
    than `LOOK_AHEAD` days away, or not certain.
    """

    kind: Literal["open", "closed", "unknown"]
    until: datetime | None = None

    def label(self, now: datetime) -> str:
        """Return the words for a row, in ``now``'s own zone: "OPEN til 8p", "CLOSED til Mon 9a"."""
        if self.kind == "unknown":
            return "HOURS UNKNOWN"
        if self.until is None:
            return "OPEN 24 h" if self.kind == "open" else "CLOSED"
        until = self.until.astimezone(now.tzinfo)
        away = until.replace(tzinfo=None) - now.replace(tzinfo=None)
        if away >= timedelta(days=7):
            return "OPEN 24 h" if self.kind == "open" else "CLOSED"
        day = "" if away < timedelta(days=1) else f"{_DAY_NAMES[until.weekday()]} "
        if away >= timedelta(days=6):  # "til Sat" on a Saturday would be read as today
            day += f"{until.day} "
        return f"{self.kind.upper()} til {day}{clock(until.hour * 60 + until.minute)}"


def clock(minute: int) -> str:
    """Return a minute of the day as staff write it: 540 is "9a", 990 is "4:30p", 0 is "12a"."""
    hour, rest = divmod(minute % DAY, 60)
    minutes = f":{rest:02}" if rest else ""
    return f"{hour % 12 or 12}{minutes}{'a' if hour < 12 else 'p'}"


def status(hours: Hours, now: datetime) -> Status:
    """Say whether a place with ``hours`` is open at ``now``.

    ``now`` must be aware; its zone is the directory's unless ``hours.zone`` names another.
    Raises ValueError for a naive ``now``.
    """
    if now.tzinfo is None:
        raise ValueError("status() needs an aware time")
    there = _there(hours, now)
    if there is None:
        return Status("unknown")
    wall = there.replace(tzinfo=None, fold=0)
    if _differs(hours, wall.date()):
        return Status("unknown")
    if hours.always:
        return Status("open")
    if not hours.spans:
        return Status("unknown")
    closes = _closing(hours, wall)
    if closes is not None:
        round_the_clock = closes - wall >= timedelta(days=7)
        return Status("open", None if round_the_clock else _aware(closes, there))
    if _uncertain(hours, wall):
        return Status("unknown")
    opens = _opening(hours, wall)
    return Status("closed", None if opens is None else _aware(opens, there))


def _there(hours: Hours, now: datetime) -> datetime | None:
    """Return ``now`` where the hours apply, or None for a zone this system does not know."""
    if not hours.zone:
        return now
    try:
        return now.astimezone(ZoneInfo(hours.zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _aware(wall: datetime, like: datetime) -> datetime:
    """Return ``wall`` in the zone of ``like``; an hour that happens twice is taken as its own."""
    fold = like.fold if wall.date() == like.date() else 0
    return wall.replace(tzinfo=like.tzinfo, fold=fold)


def _stretches(hours: Hours, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield the stretches that begin from ``first`` to ``last``, in wall time, day by day."""
    day = first
    while day <= last:
        midnight = datetime.combine(day, time())
        for span in hours.spans:
            if span.falls_on(day) and span.valid_on(day):
                yield (
                    midnight + timedelta(minutes=span.start),
                    midnight + timedelta(minutes=span.end),
                )
        day += timedelta(days=1)


def _closing(hours: Hours, wall: datetime) -> datetime | None:
    """Return when the stretch that covers ``wall`` ends, running on through joined ones."""
    # A span is at most two days long; a week without a gap counts as round the clock.
    found = sorted(
        _stretches(hours, wall.date() - timedelta(days=2), wall.date() + timedelta(days=8))
    )
    end: datetime | None = None
    for start, finish in found:
        if end is None:
            if start <= wall < finish:
                end = finish
        elif start <= end:
            end = max(end, finish)
        else:
            break
    return end


def _opening(hours: Hours, wall: datetime) -> datetime | None:
    """Return the next start after ``wall``, or None if a day before it is not certain."""
    for ahead in range(LOOK_AHEAD + 1):
        day = wall.date() + timedelta(days=ahead)
        if ahead and (_differs(hours, day) or not _covered(hours, day)):
            return None
        starts = [start for start, _ in _stretches(hours, day, day) if start > wall]
        if starts:
            return None if day.weekday() in hours.doubtful else min(starts)
        if day.weekday() in hours.doubtful:
            return None
    return None


def _uncertain(hours: Hours, wall: datetime) -> bool:
    """Tell whether "closed" could not be defended at ``wall``."""
    day = wall.date()
    yesterday = day - timedelta(days=1)
    minute = wall.hour * 60 + wall.minute
    if day.weekday() in hours.doubtful:
        return True
    if minute < DOUBT_SPILLS and yesterday.weekday() in hours.doubtful:
        return True
    if not _covered(hours, day):
        return True
    return _open_but_for_dates(hours, wall)


def _covered(hours: Hours, day: date) -> bool:
    """Tell whether the source gives hours for the week of ``day`` at all."""
    return any(span.valid_on(day) for span in hours.spans)


def _open_but_for_dates(hours: Hours, wall: datetime) -> bool:
    """Tell whether only an expired date says "closed", while no dated span is current.

    Old dates mean stale hours, not a closed door (HSDS field guidance on ``valid_to``).
    """
    if any(span.valid_to and span.valid_on(wall.date()) for span in hours.spans):
        return False
    for span in hours.spans:
        for back in (0, 1):
            day = wall.date() - timedelta(days=back)
            minute = wall.hour * 60 + wall.minute + back * DAY
            expired = span.valid_to is not None and span.valid_to < day
            if expired and span.falls_on(day) and span.start <= minute < span.end:
                return True
    return False


def _differs(hours: Hours, day: date) -> bool:
    for first, last in hours.differs:
        if first.year > 1 and first <= day <= last:
            return True
        if first.year == 1:
            begin, end, today = (one.timetuple()[1:3] for one in (first, last, day))
            inside = begin <= today <= end if begin <= end else today >= begin or today <= end
            if inside:
                return True
    return False


def dump(hours: Hours) -> str:
    """Return ``hours`` as compact JSON for one column; empty text for no hours at all."""
    packed: dict[str, Any] = {}
    if hours.text:
        packed["t"] = hours.text
    if hours.always:
        packed["a"] = 1
    if hours.zone:
        packed["z"] = hours.zone
    if hours.spans:
        packed["s"] = [_pack(span) for span in hours.spans]
    if hours.doubtful:
        packed["d"] = list(hours.doubtful)
    if hours.differs:
        packed["x"] = [[first.isoformat(), last.isoformat()] for first, last in hours.differs]
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":")) if packed else ""


def load(text: str) -> Hours:
    """Return what `dump` wrote. Raises ValueError when ``text`` was not written by it."""
    if not text:
        return NO_HOURS
    packed = json.loads(text)
    try:
        return Hours(
            text=packed.get("t", ""),
            spans=tuple(_unpack(span) for span in packed.get("s", ())),
            always=bool(packed.get("a")),
            zone=packed.get("z", ""),
            doubtful=tuple(packed.get("d", ())),
            differs=tuple(
                (date.fromisoformat(first), date.fromisoformat(last))
                for first, last in packed.get("x", ())
            ),
        )
    except (TypeError, AttributeError, IndexError) as error:
        raise ValueError("not hours written by this program") from error


def _pack(span: Span) -> list[Any]:
    packed: list[Any] = [
        span.weekday,
        span.start,
        span.end,
        span.nth,
        span.valid_from.isoformat() if span.valid_from else "",
        span.valid_to.isoformat() if span.valid_to else "",
        span.label,
    ]
    while len(packed) > 3 and not packed[-1]:
        packed.pop()
    return packed


def _unpack(packed: list[Any]) -> Span:
    weekday, start, end, nth, first, last, label = (packed + [0, "", "", ""][len(packed) - 3 :])[:7]
    return Span(
        weekday=weekday,
        start=start,
        end=end,
        nth=nth,
        valid_from=date.fromisoformat(first) if first else None,
        valid_to=date.fromisoformat(last) if last else None,
        label=label,
    )


NO_HOURS = Hours()
"""Nothing known: one shared value, since most listings have none."""


_NTH = {0: "", 1: "1st ", 2: "2nd ", 3: "3rd ", 4: "4th ", 5: "5th ", -1: "last "}


def in_words(hours: Hours) -> str:
    """Return the spans as people write them: "Mon-Fri 9a-5p; 1st Sat 10a-12p"; "" without any.

    Dates of validity are left out; the status takes them into account.
    """
    if hours.always:
        return "24 hours, every day"
    by_time: dict[tuple[int, int, int], list[int]] = {}
    for span in hours.spans:
        days = by_time.setdefault((span.nth, span.start, span.end), [])
        if span.weekday not in days:
            days.append(span.weekday)
    parts = sorted((min(days), _NTH[nth] + _days(days), start, end)
                   for (nth, start, end), days in by_time.items())  # fmt: skip
    return "; ".join(f"{days} {clock(start)}-{clock(end)}" for _, days, start, end in parts)


def _days(weekdays: list[int]) -> str:
    """Return weekdays as runs: "Mon-Wed, Fri"."""
    runs: list[list[int]] = []
    for day in sorted(weekdays):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        _DAY_NAMES[run[0]] + (f"-{_DAY_NAMES[run[-1]]}" if len(run) > 1 else "") for run in runs
    )
