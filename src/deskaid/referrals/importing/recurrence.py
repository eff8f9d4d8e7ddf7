"""On which days a row of schedules opens: RRULE columns, weekdays in words, single dates.

Only readings with one meaning are given; the caller leaves the rest "not known". `wkst` says
where a week begins, never a day of opening (research/referrals.md 0.3).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from deskaid.referrals.importing.dates import read_date
from deskaid.referrals.importing.stage import Row
from deskaid.referrals.timetable.spans import ANY_DAY, EVERY_YEAR, Span

_NAMES = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAY = re.compile(
    r"(?P<nth>-?\d+|last|first|second|third|fourth|fifth)?\s*"
    r"(?P<day>mon|tue|wed|thu|fri|sat|sun|mo|tu|we|th|fr|sa|su)[a-z]*?"
    r"(?P<after>[1-5](?:st|nd|rd|th)|last)?"
)
_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_NTHS = (-1, 1, 2, 3, 4, 5)
ALL_DAYS = tuple((day, 0) for day in range(7))
LONGEST_COUNT = 1000
"""Occurrences: a rule that ends after more of them is as good as endless for a desk."""

Days = tuple[tuple[int, int], ...]


class Unsure(Exception):
    """The row can be read two ways; ``days`` are the weekdays it is about, all unless known."""

    def __init__(self, days: Days = ALL_DAYS) -> None:
        super().__init__("can be read two ways")
        self.days = days


@dataclass(frozen=True)
class _Dates:
    """The dates of a row: when its rule begins and ends, and for when the entry is valid."""

    start: date | None
    until: date | None
    valid_from: date | None
    valid_to: date | None


_CELLS = ("byday", "weekday", "day", "days", "freq", "interval", "wkst", "dtstart", "until",
          "count", "valid_from", "valid_to", "bymonthday", "byyearday",
          "byweekno", "bymonth")  # fmt: skip


def rules_of(row: Row) -> tuple[Span, ...]:
    """Return a span of no minutes for each rule of the row. Raises `Unsure`."""
    found = _rules(tuple([row.cells.get(name, "") for name in _CELLS]))
    if isinstance(found, Unsure):
        raise Unsure(found.days)
    return found


@lru_cache(maxsize=8192)  # a directory says "MO, weekly" a hundred thousand times
def _rules(cells: tuple[str, ...]) -> tuple[Span, ...] | Unsure:
    try:
        return tuple(_work_out(Row("", "", dict(zip(_CELLS, cells, strict=True)))))
    except Unsure as unsure:
        return unsure


def _work_out(row: Row) -> list[Span]:
    days = _said_days(row)
    dates = _dates(row, days or ALL_DAYS)
    interval = _number(row.get("interval"), days or ALL_DAYS) or 1
    freq = row.get("freq").upper().strip()
    spans = _by_frequency(freq, row, days, dates, interval)
    if interval > 1:
        spans = [_at_intervals(span, interval, dates.start, row.get("wkst")) for span in spans]
    begins = max((day for day in (dates.valid_from, dates.start) if day), default=None)
    spans = [
        replace(span, valid_from=span.valid_from or begins, valid_to=dates.valid_to)
        for span in spans
    ]
    spans = _yearly(spans)
    return _ended(spans, row, dates)


def _by_frequency(
    freq: str, row: Row, days: Days | None, dates: _Dates, interval: int
) -> list[Span]:
    doubt = Unsure(days or ALL_DAYS)
    if any(row.get(name) for name in ("byyearday", "byweekno", "bymonth")):
        raise doubt
    nths = {bool(nth) for _, nth in days or ()}
    start, by_month_day = dates.start, row.get("bymonthday")
    if freq == "MONTHLY" and not days:
        return [_on_monthday(number) for number in _monthdays(by_month_day, start)]
    if by_month_day:
        raise doubt
    if freq == "MONTHLY" and nths == {True}:
        return [_on(day, nth) for day, nth in days or ()]
    if freq == "WEEKLY":
        if days is None and start:
            return [_on(start.weekday())]
        if nths == {False}:
            return [_on(day) for day, _ in days or ()]
    if freq == "DAILY" and interval == 1 and nths != {True} and len(nths) < 2:
        return [_on(day) for day, _ in days or ALL_DAYS]
    if freq == "YEARLY" and days is None and start and interval == 1:
        month_day = start.month * 100 + start.day
        return [replace(_on_monthday(start.day), season=(month_day, month_day))]
    if not freq and days:
        return [_on(day, nth) for day, nth in days]
    if not freq and start and interval == 1:
        return [replace(_on(start.weekday()), valid_from=start, until=start)]
    raise doubt


def _on(weekday: int, nth: int = 0) -> Span:
    return Span(weekday, 0, 0, nth)


def _on_monthday(number: int) -> Span:
    return Span(ANY_DAY, 0, 0, monthday=number)


def _monthdays(said: str, start: date | None) -> list[int]:
    if not said and start:
        return [start.day]
    if not re.fullmatch(r"-?\d+(\s*[,;]\s*-?\d+)*", said):
        raise Unsure
    numbers = [int(number) for number in re.findall(r"-?\d+", said)]
    if not all(number == -1 or 1 <= number <= 31 for number in numbers):
        raise Unsure
    return numbers


def _at_intervals(span: Span, interval: int, start: date | None, week_start: str) -> Span:
    """Return ``span`` every ``interval`` weeks or months, counted from the week of ``start``."""
    if start is None:
        raise Unsure(ALL_DAYS if span.monthday else ((span.weekday, span.nth),))
    if span.nth or span.monthday:
        return replace(span, interval=interval, anchor=start)
    first = week_start.casefold()[:2]
    begins = _NAMES.index(first) if first in _NAMES else 0  # RFC 5545: a week begins on Monday
    monday = start - timedelta(days=(start.weekday() - begins) % 7)
    anchor = monday + timedelta(days=(span.weekday - begins) % 7)
    return replace(span, interval=interval, anchor=anchor)


def _yearly(spans: list[Span]) -> list[Span]:
    """Read validity in the year 1 as a season of every year."""
    found = []
    for span in spans:
        first, last = span.valid_from, span.valid_to
        if first and last and first.year == last.year == EVERY_YEAR:
            season = first.month * 100 + first.day, last.month * 100 + last.day
            span = replace(span, valid_from=None, valid_to=None, season=season)
        found.append(span)
    return found


def _ended(spans: list[Span], row: Row, dates: _Dates) -> list[Span]:
    """Set when the service ends: `until`, or the day of the last of `count` occurrences."""
    ends = [dates.until] if dates.until else []
    if said := row.get("count"):
        days: Days = tuple((span.weekday, 0) for span in spans if not span.monthday) or ALL_DAYS
        count = _number(said, days)
        if not count or dates.start is None:
            raise Unsure(days)
        if count <= LONGEST_COUNT:
            ends.append(_last_of(spans, dates.start, count))
    if not ends:
        return spans
    return [replace(span, until=min([*ends, *([span.until] if span.until else [])]))
            for span in spans]  # fmt: skip


def _last_of(spans: list[Span], start: date, count: int) -> date:
    return max(islice(_occurrences(spans, start), count), default=start)


def _occurrences(spans: list[Span], start: date) -> Iterator[date]:
    longest = max(span.interval * (31 if span.nth or span.monthday else 7) for span in spans)
    for ahead in range(min(LONGEST_COUNT * longest, 20_000)):
        day = start + timedelta(days=ahead)
        if any(span.falls_on(day) for span in spans):
            yield day


def _dates(row: Row, days: Days) -> _Dates:
    found = []
    for name in ("dtstart", "until", "valid_from", "valid_to"):
        said = row.get(name)
        day = _date(said)
        if said and day is None:
            raise Unsure(days)
        found.append(day)
    return _Dates(*found)


def _date(said: str) -> date | None:
    compact = re.match(r"(\d{4})(\d{2})(\d{2})(?:T|$)", said)  # RFC 5545: 20261231T235959Z
    return read_date("-".join(compact.groups()) if compact else said)


def _number(said: str, days: Days) -> int:
    """Return a whole number as files write it ("2", "2.0"), 0 for nothing. Raises `Unsure`."""
    if not said:
        return 0
    match = re.fullmatch(r"(\d{1,6})(?:\.0+)?", said.strip())
    if match is None or int(match[1]) == 0:
        raise Unsure(days)
    return int(match[1])


def _said_days(row: Row) -> Days | None:
    said = row.get("byday", "weekday", "day", "days")
    if not said:
        return None
    days = days_of(said)
    if days is None:
        raise Unsure
    return days


@lru_cache(maxsize=1024)
def days_of(said: str) -> Days | None:
    """Return (weekday, nth) for "TH,FR", "2MO", "Sat3rd", "Monday - Friday", "1"; None if unsure.

    A number is 1 for Monday to 7 for Sunday, as Ohana and Streetlives write it; 0 might be
    either Sunday or Monday, so it is not guessed.
    """
    said = said.casefold().strip()
    if re.fullmatch(r"[1-7](\s*[,;]\s*[1-7])*", said):
        return tuple((int(number) - 1, 0) for number in re.findall(r"\d", said))
    if re.fullmatch(r"daily|every ?day|all( days)?", said):
        return ALL_DAYS
    if re.fullmatch(r"weekdays?", said):
        return ALL_DAYS[:5]
    spread = re.fullmatch(r"([a-z]+)\.?\s*(?:-|–|to|through|thru)\s*([a-z]+)\.?", said)
    if spread:
        ends = [_DAY.fullmatch(word) for word in spread.groups()]
        if ends[0] is None or ends[1] is None:
            return None
        first, last = (_NAMES.index(end["day"][:2]) for end in ends if end)
        return tuple(((first + ahead) % 7, 0) for ahead in range((last - first) % 7 + 1))
    found = []
    for word in re.split(r"\s*[,;/&]\s*|\s+and\s+", said):
        match = _DAY.fullmatch(word.strip())
        if match is None:
            return None
        nth = match["nth"] or match["after"] or "0"
        number = _WORDS.get(nth) or int(re.sub(r"[a-z]", "", nth))
        if nth != "0" and number not in _NTHS:
            return None
        found.append((_NAMES.index(match["day"][:2]), number))
    return tuple(found)
