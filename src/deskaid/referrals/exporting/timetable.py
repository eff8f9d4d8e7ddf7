"""Hours as HSDS schedule rows: RRULE columns (RFC 5545) where a span can be told by them.

HSDS defines neither "round the clock" nor hours past midnight. As its field guidance says,
00:00 to 23:59 stands for the whole day; a closing time that is not after the opening time is
the next day's. Times are wall-clock ``HH:MM:SS`` without a zone, which is what frictionless
takes for a time. A part of every year has no column: its rows are valid for the season that is
running or comes next, and say that it comes back. A zone, a doubt and dates with other hours
are said in words.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from deskaid.referrals.timetable.hours_in_words import clock, in_words
from deskaid.referrals.timetable.spans import DAY, EVERY_YEAR, Hours, Span, Special

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ALWAYS = "24 hours a day, 7 days a week"
_HOLIDAYS = {"closed": "Closed on public holidays.", "open": "Open on public holidays too."}
# Days of one span that differ only in these share a row.
_OWN = ("weekday", "nth", "monthday")
_RULE = tuple(name for name in Span.__dataclass_fields__ if name not in _OWN)

Row = dict[str, str]


@lru_cache(maxsize=2048)
def schedule_rows(hours: Hours, today: date) -> tuple[Row, ...]:
    """Return the rows of ``hours`` without their ids; none when nothing is known.

    The published text stands in the first row. Do not change the rows: they are shared.
    """
    rows = list(_always() if hours.always else _of_spans(hours.spans, today))
    text = hours.text or (_ALWAYS if hours.always else "")
    if text:
        rows[:1] = [*({**row, "description": text} for row in rows[:1] or [{}])]
    rows += ({"description": sentence} for sentence in _beside(hours))
    return tuple(rows)


def hours_cell(hours: Hours) -> str:
    """Return hours for one cell of a spreadsheet: as published, else in words."""
    return hours.text or in_words(hours)


def _always() -> Iterator[Row]:
    yield {
        "freq": "WEEKLY",
        "byday": ",".join(_DAYS),
        "opens_at": _time(0),
        "closes_at": _time(DAY),
    }


def _of_spans(spans: tuple[Span, ...], today: date) -> Iterator[Row]:
    """Yield one row for all days that share everything else."""
    together: dict[tuple[object, ...], list[Span]] = {}
    for span in spans:
        kind = "monthday" if span.monthday else "nth" if span.nth else "week"
        rule = (kind, *(getattr(span, name) for name in _RULE))
        together.setdefault(rule, []).append(span)
    for group in together.values():
        yield _row(group, today)


def _row(group: list[Span], today: date) -> Row:
    span = group[0]
    first, last, again = _season(span, today)
    row = {
        "freq": "MONTHLY" if span.nth or span.monthday else "WEEKLY",
        "interval": str(span.interval) if span.interval > 1 else "",
        "wkst": "MO" if span.interval > 1 else "",
        "dtstart": _iso(span.anchor),
        "byday": ",".join(_day(one) for one in group if not one.monthday),
        "bymonthday": ",".join(str(one.monthday) for one in group if one.monthday),
        "until": _iso(span.until),
        "valid_from": _iso(first),
        "valid_to": _iso(last),
        "opens_at": _time(span.start),
        "closes_at": _time(span.end),
        "notes": "; ".join(text for text in (span.label, again) if text),
    }
    return {name: value for name, value in row.items() if value}


def _season(span: Span, today: date) -> tuple[date | None, date | None, str]:
    """Return the dates of validity, and the words for a season that comes back every year."""
    if span.season is None:
        return span.valid_from, span.valid_to, ""
    first, last = span.season
    ends_later = first > last  # October to April ends in the next year
    for year in (today.year - 1, today.year, today.year + 1):
        begin, end = _month_day(year, first), _month_day(year + ends_later, last)
        if end >= today:
            break
    words = f"Every year from {_month_words(first)} to {_month_words(last)}."
    return max(begin, span.valid_from or begin), min(end, span.valid_to or end), words


def _month_day(year: int, month_and_day: int) -> date:
    month, day = divmod(month_and_day, 100)
    try:
        return date(year, month, day)
    except ValueError:  # February 29
        return date(year, month, 28)


def _month_words(month_and_day: int) -> str:
    return f"{_month_day(2024, month_and_day):%B} {month_and_day % 100}"


def _day(span: Span) -> str:
    return f"{span.nth or ''}{_DAYS[span.weekday]}"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _time(minute: int) -> str:
    if minute == DAY:
        return "23:59:00"  # 24:00 is no time of day, and 00:00 is read as the day's beginning
    hour, rest = divmod(minute % DAY, 60)
    return f"{hour:02}:{rest:02}:00"


def _beside(hours: Hours) -> Iterator[str]:
    """Yield what no column can say."""
    if hours.zone:
        yield f"Times are local in {hours.zone}."
    if hours.doubtful:
        days = ", ".join(_NAMES[day] for day in hours.doubtful if 0 <= day < len(_NAMES))
        yield f"Not sure, so call to ask: {days}."
    if hours.holidays and "holiday" not in hours.text.casefold():
        yield _HOLIDAYS[hours.holidays]
    for first, last in hours.differs:
        yield f"Other hours, not known, on {_dates(first, last)}."
    for special in hours.special:
        yield f"{_stretches(special)} on {_dates(special.first, special.last)}."


def _stretches(special: Special) -> str:
    said = ", ".join(f"{clock(start)}-{clock(end)}" for start, end in special.stretches)
    return f"Open {said}" if said else "Closed"


def _dates(first: date, last: date) -> str:
    if first.year > EVERY_YEAR:
        return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
    ends = [f"{day:%B} {day.day}" for day in (first, last)]
    return f"{' to '.join(dict.fromkeys(ends))} of every year"
