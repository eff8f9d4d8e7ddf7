"""Schedule rows of every HSDS version as hours; "not sure" where a row can be read two ways."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from deskaid.referrals.hours import Hours, Special
from deskaid.referrals.importing.dates import read_date
from deskaid.referrals.importing.recurrence import Unsure, days_of, rules_of
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.stage import Row
from deskaid.referrals.timetable.hours_text import parse_hours
from deskaid.referrals.timetable.hours_times import LONGEST_NIGHT, SMALL_HOURS
from deskaid.referrals.timetable.spans import DAY, EVERY_YEAR, Span

__all__ = ["Reader", "days_of", "minute_of", "stretch_of"]

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)? ?([ap])?\.?(?:m\.?)?")
_COMPACT = re.compile(r"(\d{1,2})(\d{2})")
_OFFSET = re.compile(r"(?<=\d)\s*(z|[+-]\d\d:?\d\d)$")
_YES = {"true", "yes", "y", "1", "t"}
WEEK = tuple(range(7))


@dataclass
class Reader:
    """Gathers rows into one `Hours`. ``report`` hears of zones and unreadable rows."""

    report: Report
    spans: set[Span] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    differs: set[tuple[date, date]] = field(default_factory=set)
    special: dict[tuple[date, date], set[tuple[int, int]]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take in one row of schedules or regular_schedules."""
        for name in ("description", "notes"):
            text = row.get(name)
            if text and text not in self.texts:
                self.texts.append(text)
        opens, closes = row.get("opens_at"), row.get("closes_at")
        if not opens and not closes:
            return  # a day without times is closed that day
        try:
            rules = rules_of(row)
        except Unsure as unsure:
            self._doubt({day for day, _ in unsure.days}, row)
            return
        self._note_zone(row, opens)
        stretch = stretch_of(opens, closes)
        if stretch is None:
            self._doubt({span.weekday for span in rules if not span.monthday} or set(WEEK), row)
            return
        self.spans.update(_timed(rules, *stretch))

    def add_day(self, day: str, opens: str, closes: str, where: str) -> None:
        """Take in one day of a spreadsheet: "Sat3rd", "0900", "1200"."""
        self.add(Row("", where, {"byday": day, "opens_at": opens, "closes_at": closes}))

    def add_holiday(self, row: Row) -> None:
        """Take in a row of holiday_schedules: closed, or hours of its own, on those dates."""
        first, last = read_date(row.get("start_date")), read_date(row.get("end_date"))
        last = last or first
        if first is None or last is None or not _in_order(first, last):
            return
        closed = row.get("closed").casefold() in _YES
        opens, closes = row.get("opens_at"), row.get("closes_at")
        stretch = stretch_of(opens, closes) if opens and closes else None
        if closed and not opens and not closes:
            self.special.setdefault((first, last), set())
        elif stretch is not None and not closed:
            self.special.setdefault((first, last), set()).add(stretch)
        else:
            self.differs.add((first, last))

    def hours(self, text: str = "") -> Hours:
        """Return what was gathered; ``text`` is the source's own sentence about its hours."""
        texts = [text] if text else []
        texts += [more for more in self.texts if more not in texts]
        read = parse_hours(texts[0]) if len(texts) == 1 else None
        said = Hours(
            text="; ".join(texts),
            differs=tuple(sorted(self.differs)),
            special=tuple(
                Special(first, last, tuple(sorted(stretches)))
                for (first, last), stretches in sorted(self.special.items())
            ),
        )
        if self.spans:
            return self._beside(read, said)
        if read is None or self.doubtful:
            return said
        return replace(read, text=said.text, differs=said.differs, special=said.special)

    def _beside(self, read: Hours | None, said: Hours) -> Hours:
        """Return the rows' hours, in doubt wherever the words beside them say something else."""
        doubtful, spans = set(self.doubtful), self.spans
        if read is not None:
            # Times in rows beside "24 hours" in words: one of them is the office, nobody says
            # which.
            doubtful |= set(WEEK) if read.always else set(read.doubtful)
            apart = set() if read.always else _disagreeing(spans, read.spans)
            doubtful |= apart
            spans = {span for span in spans if span.weekday not in apart}
        return replace(
            said,
            spans=tuple(sorted(spans, key=_order)),
            doubtful=tuple(sorted(doubtful)),
            holidays=read.holidays if read is not None else "",
        )

    def _note_zone(self, row: Row, opens: str) -> None:
        offset = _OFFSET.search(opens.casefold())
        if offset and offset[1] == "z":
            self.report.repair("time marked as UTC in a schedule, read as local time", row.where)
        elif offset or row.get("timezone") not in ("", "0", "0.0"):
            self.report.repair("time zone offset in a schedule, read as local time", row.where)

    def _doubt(self, days: set[int], row: Row) -> None:
        self.doubtful.update(days)
        self.report.repair("hours that can be read two ways, left as not known", row.where)


@lru_cache(maxsize=8192)
def _timed(rules: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    return tuple(replace(span, start=start, end=end) for span in rules)


def _in_order(first: date, last: date) -> bool:
    if EVERY_YEAR in (first.year, last.year):
        return first.year == last.year
    return first <= last


def _order(span: Span) -> tuple[int, int, int, int, int, str]:
    dates = str((span.valid_from, span.valid_to, span.anchor, span.until, span.season))
    return span.weekday, span.monthday, span.nth, span.start, span.end, dates


def _disagreeing(rows: set[Span], words: tuple[Span, ...]) -> set[int]:
    """Return the weekdays for which rows and words name other times, both being every week's."""
    if not all(span == Span(span.weekday, span.start, span.end) for span in (*rows, *words)):
        return set()
    by_rows, by_words = ({(s.weekday, s.start, s.end) for s in spans} for spans in (rows, words))
    return {weekday for weekday, _, _ in by_rows ^ by_words}


def minute_of(text: str) -> tuple[int, bool] | None:
    """Return (minute of the day, whether am or pm was said) for "9am", "09:00:00", "1330", "0"."""
    said = _OFFSET.sub("", text.strip().casefold())
    if said in ("noon", "midnight"):
        return (12 * 60 if said == "noon" else 0), True
    match = _TIME.fullmatch(said)
    if match is None or (match[2] is None and match[3] is None):
        return _compact(said)
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12 or minute > 59:
            return None
        return (hour % 12 + (12 if match[3] == "p" else 0)) * 60 + minute, True
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return hour * 60 + minute, False


def _compact(said: str) -> tuple[int, bool] | None:
    """Read "0900", "830" and "0"; a bare "9" may be morning or evening and is not guessed."""
    if said in ("0", "00"):
        return 0, False
    match = _COMPACT.fullmatch(said)
    if match is None or len(said) < 3:
        return None
    hour, minute = int(match[1]), int(match[2])
    return (hour * 60 + minute, False) if hour <= 24 and minute <= 59 else None


@lru_cache(maxsize=4096)
def stretch_of(opens: str, closes: str) -> tuple[int, int] | None:
    """Return (start, end) minutes of one row, ``end`` past 1440 after midnight; None if unsure."""
    if "24 hour" in f"{opens} {closes}".casefold():
        return 0, DAY
    first, last = minute_of(opens), minute_of(closes)
    if first is None or last is None:
        return None
    start, end = first[0] % DAY, last[0]
    if SMALL_HOURS[0] <= start < SMALL_HOURS[1]:
        return None  # "1:00" for one in the afternoon
    if end in (DAY - 1, DAY):
        return start, DAY
    if start == end:
        return None  # 24 hours, or a slip
    if end == 0:
        return start, DAY
    if end > start:
        return None if end <= SMALL_HOURS[1] and not last[1] else (start, end)
    # "12:00-2:00" and "9am-03:00" mean the afternoon more often than the night.
    if 7 * 60 <= start < 14 * 60 and end >= 60 and not last[1]:
        return None
    if start >= 12 * 60 and end + DAY - start > LONGEST_NIGHT:
        return None
    return start, end + DAY
