"""The moment a clerk asks about, typed as people say it: "6p", "tomorrow 9", "sat 10am"."""

import re
from datetime import UTC, date, datetime, time, timedelta

from deskaid.errors import Refused
from deskaid.referrals.timetable.hours_lexicon import DAYS, Unreadable
from deskaid.referrals.timetable.hours_times import read_time_of_day
from deskaid.text import fold, one_line

NO_TIME_SAID = 10 * 60
"""Minutes: "open on Monday?" is asked of the time of day at which most places are open."""
_DAYTIME = range(7 * 60, 23 * 60)
"""Minutes of the day that a bare "9" or "2" is asked about."""
_PARTS = {"morning": (10, 12), "afternoon": (14, 18), "evening": (18, 24), "tonight": (20, 24),
          "night": (20, 24)}  # fmt: skip
"""Hours: what a clerk means by these words, and until when they may still mean now."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(
    r"(?P<time>\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m?\.?)?|\d{3,4} ?(?:[ap]m?)?|noon|midday|midnight"
    r"|morning|afternoon|evening|night|tonight)"
)
_AWAY = re.compile(r"in (?P<count>\d{1,2}|an|a|half an) ?(?P<unit>h|hrs?|hours?|m|mins?|minutes?)")
_DATE = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|:| ?[ap]m?\b)"
)
_HINT = "Type a time such as 6p, 6:30pm, 18, noon, tomorrow 9, sat 10am, or mon."


def read_time(text: str, now: datetime) -> datetime:
    """Return the next moment that ``text`` names, in ``now``'s zone, seconds dropped.

    "18" and "6:30pm" are today, or tomorrow once past; "9" is the next nine o'clock by day;
    after a day ("tomorrow 9", "sat 10am") it is nine in the morning. A day alone means ten in the
    morning. Raises `Refused` for anything else, and ValueError for a naive ``now``.
    """
    if now.tzinfo is None:
        raise ValueError("read_time() needs an aware time")
    now = now.replace(second=0, microsecond=0)
    said = re.sub(r"[,@]| at |^at ", " ", fold(one_line(text)))
    said = " ".join(said.replace("this ", "").replace("next ", "").split())
    if said in ("now", "right now"):
        return now
    try:
        return _away(said, now) or _named(said, now)
    except (Unreadable, ValueError, OverflowError):
        raise Refused("That is not a time this desk can read.", hint=_HINT) from None


def _away(said: str, now: datetime) -> datetime | None:
    match = _AWAY.fullmatch(said)
    if match is None:
        return None
    minutes = 60 if match["unit"].startswith("h") else 1
    count = {"a": 1.0, "an": 1.0, "half an": 0.5}.get(match["count"])
    ahead = timedelta(minutes=minutes * (float(match["count"]) if count is None else count))
    return (now.astimezone(UTC) + ahead).astimezone(now.tzinfo)


def _named(said: str, now: datetime) -> datetime:
    day, rest = _day(said, now)
    if day is None:
        if rest in _PARTS and _PARTS[rest][0] <= now.hour < _PARTS[rest][1]:
            return now
        return _next(_minutes_of(rest), now)
    if not rest and _is_today(said):
        raise Unreadable
    minute = _daytime(rest) if rest else NO_TIME_SAID
    found = _on(day, minute, now)
    if found < now:
        if not _is_weekday(said):
            raise Unreadable  # "today 9am" in the afternoon
        found = _on(day + timedelta(days=7), minute, now)
    return found


def _is_today(said: str) -> bool:
    return said.split()[0] == "today"


def _is_weekday(said: str) -> bool:
    return said.split()[0].rstrip(".") in DAYS


def _day(said: str, now: datetime) -> tuple[date | None, str]:
    """Return the day that ``said`` begins or ends with, and the rest."""
    words = said.split()
    if len(words) > 1 and words[0] not in ("today", "tomorrow", "tmrw") and not _is_weekday(said):
        last = words[-1].rstrip(".")  # "10am sat"
        if last in ("today", "tomorrow", "tmrw") or (last in DAYS and last not in ("m", "f", "w")):
            said = " ".join([words[-1], *words[:-1]])
            words = said.split()
    first = words[0].rstrip(".") if words else ""
    rest = " ".join(words[1:])
    if first in ("tomorrow", "tmrw"):
        return now.date() + timedelta(days=1), rest
    if first == "today":
        return now.date(), rest
    if first in DAYS:
        return now.date() + timedelta(days=(DAYS[first] - now.weekday()) % 7), rest
    match = _DATE.match(said)
    if match is None:
        return None, said
    return _date(match, now), said[match.end() :].strip()


def _date(match: re.Match[str], now: datetime) -> date:
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    if match["month"][:3] not in _MONTHS:
        raise Unreadable
    month, number = _MONTHS.index(match["month"][:3]) + 1, int(match["day"])
    for year in range(now.year, now.year + 9):  # the next February 29 may be eight years away
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day >= now.date():
            return day
    raise Unreadable


def _minutes_of(said: str) -> list[int]:
    """Return the minutes of the day that a time alone may mean: two for a bare "9", by day."""
    match = _TIME.fullmatch(said)
    if match is None:
        raise Unreadable
    if said in _PARTS:
        return [_PARTS[said][0] * 60]
    when = read_time_of_day("noon" if said == "midday" else said)
    if when.half:
        return [when.minutes(when.half)]
    if when.zero or not 1 <= when.hour <= 12:
        return [(when.hour * 60 + when.minute) % (24 * 60)]
    return [one for one in (when.minutes("a"), when.minutes("p")) if one in _DAYTIME]


def _daytime(said: str) -> int:
    """Return the minute of a time said after a day: a bare 7 to 11 is the morning."""
    return min(_minutes_of(said))


def _next(minutes: list[int], now: datetime) -> datetime:
    days = (now.date(), now.date() + timedelta(days=1), now.date() + timedelta(days=2))
    return min(
        moment for day in days for minute in minutes if (moment := _on(day, minute, now)) >= now
    )


def _on(day: date, minute: int, now: datetime) -> datetime:
    wall = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=now.tzinfo)
    # There and back, so that an hour skipped when clocks change becomes the one after it.
    return wall.astimezone(UTC).astimezone(now.tzinfo)
