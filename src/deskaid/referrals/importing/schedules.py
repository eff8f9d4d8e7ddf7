"""Schedule rows of every HSDS version as hours; "not sure" where a row can be read two ways."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from deskaid.referrals.hours import DAY, Hours, Span
from deskaid.referrals.hours_text import parse_hours
from deskaid.referrals.importing.dates import read_date
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.stage import Row

_NAMES = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAY = re.compile(
    r"(?P<nth>-?\d|last|first|second|third|fourth)?\s*"
    r"(?P<day>mon|tue|wed|thu|fri|sat|sun|mo|tu|we|th|fr|sa|su)[a-z]*?"
    r"(?P<after>[1-5](?:st|nd|rd|th)|last)?"
)
_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)? ?([ap])?\.?(?:m\.?)?")
_COMPACT = re.compile(r"(\d{1,2})(\d{2})")
_OFFSET = re.compile(r"(?<=\d)\s*(z|[+-]\d\d:?\d\d)$")
SMALL_HOURS = 5 * 60
"""Minutes: nothing a desk refers to opens only between midnight and five; such rows are slips."""

All = tuple(range(7))


@dataclass
class Reader:
    """Gathers rows into one `Hours`. ``report`` hears of zones and unreadable rows."""

    report: Report
    spans: set[Span] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    differs: set[tuple[date, date]] = field(default_factory=set)

    def add(self, row: Row) -> None:
        """Take in one row of schedules or regular_schedules."""
        for name in ("description", "notes"):
            text = row.get(name)
            if text and text not in self.texts:
                self.texts.append(text)
        days = _days(row)
        opens, closes = row.get("opens_at"), row.get("closes_at")
        if not opens and not closes:
            return  # a day without times is closed that day
        if days is None or _irregular(row):
            self._doubt(days or tuple((day, 0) for day in All), row)
            return
        if _OFFSET.search(opens.casefold()) or row.get("timezone") not in ("", "0", "0.0"):
            self.report.repair("time zone offset in a schedule, read as local time", row.where)
        stretch = stretch_of(opens, closes)
        if stretch is None:
            self._doubt(days, row)
            return
        first, last = _validity(row)
        self.spans.update(
            Span(day, *stretch, nth=nth, valid_from=first, valid_to=last) for day, nth in days
        )

    def add_day(self, day: str, opens: str, closes: str, where: str) -> None:
        """Take in one day of a spreadsheet: "Sat3rd", "0900", "1200"."""
        self.add(Row("", where, {"byday": day, "opens_at": opens, "closes_at": closes}))

    def add_holiday(self, row: Row) -> None:
        """Take in a row of holiday_schedules: on those dates the hours are not the usual ones."""
        first, last = read_date(row.get("start_date")), read_date(row.get("end_date"))
        if first and (last or first) >= first:
            self.differs.add((first, last or first))

    def hours(self, text: str = "") -> Hours:
        """Return what was gathered; ``text`` is the source's own sentence about its hours."""
        texts = [text] if text else []
        texts += [more for more in self.texts if more not in texts]
        said = "; ".join(texts)
        read = parse_hours(texts[0]) if len(texts) == 1 else None
        if not self.spans:
            if read is None or self.doubtful:
                return Hours(text=said, differs=self._dates())
            return Hours(
                text=said,
                spans=read.spans,
                always=read.always,
                zone=read.zone,
                differs=self._dates(),
            )
        # Times in rows beside "24 hours" in words: one of them is the office, nobody says which.
        doubtful = set(All) if read is not None and read.always else self.doubtful
        return Hours(
            text=said,
            spans=tuple(sorted(self.spans, key=_order)),
            doubtful=tuple(sorted(doubtful)),
            differs=self._dates(),
        )

    def _dates(self) -> tuple[tuple[date, date], ...]:
        return tuple(sorted(self.differs))

    def _doubt(self, days: tuple[tuple[int, int], ...], row: Row) -> None:
        self.doubtful.update(day for day, _ in days)
        self.report.repair("hours that can be read two ways, left as not known", row.where)


def _order(span: Span) -> tuple[int, int, int, int, str]:
    return span.weekday, span.nth, span.start, span.end, str((span.valid_from, span.valid_to))


def _days(row: Row) -> tuple[tuple[int, int], ...] | None:
    """Return (weekday, nth) pairs, or None when the row does not say which days."""
    said = row.get("byday", "weekday", "day", "days").casefold()
    if said:
        return days_of(said)
    freq = row.get("freq").upper()
    if freq == "DAILY":
        return tuple((day, 0) for day in All)
    start = read_date(row.get("dtstart"))
    if freq == "WEEKLY" and start:
        return ((start.weekday(), 0),)
    return None  # `wkst` is where a week begins, not a day of opening


@lru_cache(maxsize=1024)
def days_of(said: str) -> tuple[tuple[int, int], ...] | None:
    """Return (weekday, nth) for "TH,FR", "2MO", "Sat3rd", "Monday - Friday", "1"; None if unsure.

    A number is 1 for Monday to 7 for Sunday, as Ohana and Streetlives write it; 0 might be
    either Sunday or Monday, so it is not guessed.
    """
    said = said.casefold().strip()
    if re.fullmatch(r"[1-7](\s*[,;]\s*[1-7])*", said):
        return tuple((int(number) - 1, 0) for number in re.findall(r"\d", said))
    if re.fullmatch(r"daily|every ?day|all( days)?", said):
        return tuple((day, 0) for day in All)
    if re.fullmatch(r"weekdays?", said):
        return tuple((day, 0) for day in range(5))
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
        found.append((_NAMES.index(match["day"][:2]), _nth(match)))
    return tuple(found)


def _nth(match: re.Match[str]) -> int:
    said = match["nth"] or match["after"] or ""
    if not said:
        return 0
    number = _WORDS.get(said) or int(re.sub(r"[a-z]", "", said))
    return number if number in (-1, 1, 2, 3, 4, 5) else 0


def _irregular(row: Row) -> bool:
    """Tell whether the row recurs in a way spans cannot say."""
    monthly = row.get("freq").upper() == "MONTHLY"
    return (
        row.get("interval") not in ("", "1", "1.0")
        or row.get("freq").upper() == "YEARLY"
        or (monthly and bool(row.get("bymonthday")) and not row.get("byday"))
    )


def _validity(row: Row) -> tuple[date | None, date | None]:
    first = read_date(row.get("valid_from"))
    ends = [read_date(row.get("valid_to")), read_date(row.get("until"))]
    start, count = read_date(row.get("dtstart")), row.get("count")
    if start and count.isdigit():
        ends.append(start + timedelta(weeks=min(int(count), 5000)))
    return first, min((end for end in ends if end), default=None)


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
    if end in (DAY - 1, DAY):
        return start, DAY
    if start == end:
        return None  # 24 hours, or a slip
    if end == 0:
        return start, DAY
    if end > start:
        return None if end <= SMALL_HOURS and not last[1] else (start, end)
    # "12:00-2:00" and "9am-03:00" mean the afternoon more often than the night.
    if 7 * 60 <= start < 14 * 60 and end >= 60 and not last[1]:
        return None
    return start, end + DAY
