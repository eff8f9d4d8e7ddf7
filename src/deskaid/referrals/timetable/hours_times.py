"""Two times as a stretch of minutes, where a person would read them one way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from deskaid.referrals.timetable.hours_lexicon import Unreadable
from deskaid.referrals.timetable.spans import DAY

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d)| ?(?=[ap])|$) ?([ap])?|(\d{1,2})(\d\d) ?([ap])?")
SMALL_HOURS = (30, 5 * 60)
"""Minutes: nothing a desk refers to opens between half past midnight and five; such are slips."""
LONGEST_NIGHT = 16 * 60
"""Minutes: a night shelter may be open from five to nine; a longer night is a slip."""
LONGEST_PAST_MIDNIGHT = 14 * 60
"""Minutes: anything else that runs past midnight for longer is a slip: "9pm-1pm", "2100-1300"."""
EVENING, MORNING = 15 * 60, 10 * 60
"""From when a night may begin, and by when it is over."""


class Doubt(Exception):
    """The times are well written and can be read two ways."""


@dataclass(frozen=True)
class Time:
    """A time as written: ``half`` is "a", "p", or "" when the text does not say."""

    hour: int
    minute: int
    half: str = ""
    zero: bool = False  # written "09:00", as only the 24-hour clock is
    word: bool = False  # noon, midnight

    def minutes(self, half: str) -> int:
        """Return the minute of the day, with ``half`` as the half of the day."""
        if self.hour > 12 or self.hour == 0:
            raise Unreadable
        return (self.hour % 12 + (12 if half == "p" else 0)) * 60 + self.minute


def read_time_of_day(text: str) -> Time:
    """Return the time of "9", "9:30am", "12 p.m.", "0900", "noon". Raises `Unreadable`."""
    if text in ("noon", "midnight"):
        return Time(12, 0, "p" if text == "noon" else "a", word=True)
    match = _TIME.match(text)
    if match is None:
        raise Unreadable
    compact = match[4] is not None
    hour, minute = int(match[4] or match[1]), int(match[5] or match[2] or 0)
    half = match[6] or match[3] or ""
    if hour > 24 or minute > 59 or (hour == 24 and minute) or (half and not 1 <= hour <= 12):
        raise Unreadable
    if compact and not half and 19 <= hour <= 20:
        raise Unreadable  # "2019" is a year
    zero = compact or (match[2] is not None and match[1].startswith("0"))
    return Time(hour, minute, half, zero and not half)


def on_24_hours(times: Iterable[str]) -> bool:
    """Tell whether any of ``times`` is written as only the 24-hour clock does: "13:00", "0900"."""
    return any(time.zero or time.hour in (0, *range(13, 25)) for time in map(_readable, times))


def stretch(start: Time, end: Time, before: int = 0, *, by_24: bool = False) -> tuple[int, int]:
    """Return minutes for "9-5", "9am-5", "9-5pm", "13:00-17:30", "8pm-2am".

    ``before`` is when the stretch before it on the same day ended: "9-12, 1-5" is the afternoon.
    ``by_24`` is that other times of the same text go by the 24-hour clock: "8:00-4:30" is then
    no working day. Raises `Doubt` when people could read it two ways.
    """
    if not start.half and not end.half:
        opens, closes = _without_halves(start, end, before, by_24=by_24)
    elif start.half and end.half:
        opens, closes = start.minutes(start.half), end.minutes(end.half)
    elif start.half:
        opens = start.minutes(start.half)
        closes = min((end.minutes(half) for half in "ap"), key=lambda minute: _gap(opens, minute))
    else:
        closes = end.minutes(end.half)
        opens = min((start.minutes(half) for half in "ap"), key=lambda minute: _gap(minute, closes))
    if opens == 0 and closes == DAY - 1:
        return 0, DAY
    if closes == opens or _is_a_slip(start, end, opens, closes):
        raise Doubt
    return opens, closes if closes > opens else closes + DAY


def lunch_break(start: Time, end: Time) -> tuple[int, int]:
    """Return minutes for "12-1" and "12:30-1:30", said of a break; else as `stretch`.

    Raises `Unreadable` when it can be read two ways.
    """
    if start.half or end.half or start.zero or not (start.hour in (12, 1) and end.hour <= 2):
        try:
            return stretch(start, end)
        except Doubt:
            raise Unreadable from None
    return start.minutes("p"), end.minutes("p")


def _readable(text: str) -> Time:
    try:
        return read_time_of_day(text)
    except Unreadable:
        return Time(12, 0)


def _gap(opens: int, closes: int) -> int:
    return (closes - opens - 1) % DAY


def _is_a_slip(start: Time, end: Time, opens: int, closes: int) -> bool:
    """Tell whether the times look like a mixed-up am and pm."""
    if SMALL_HOURS[0] <= opens < SMALL_HOURS[1]:
        return True
    if opens == 0 and not start.word and 10 * 60 < closes < 23 * 60:
        return True  # "12am-5pm"
    # "9am-12am" is written for noon as often as for midnight.
    to_midnight = end.hour == 12 and end.half == "a" and not end.word
    if to_midnight and 6 * 60 <= opens < 12 * 60:
        return True
    overnight = closes <= opens
    if overnight and closes == 12 * 60 and end.hour == 12 and not end.word:
        return True  # "9pm-12pm"
    if not overnight or closes == 0:
        return False
    is_night = opens >= EVENING and closes <= MORNING
    return closes + DAY - opens > (LONGEST_NIGHT if is_night else LONGEST_PAST_MIDNIGHT)


def _without_halves(start: Time, end: Time, before: int, *, by_24: bool) -> tuple[int, int]:
    """Read a stretch without am or pm: by the 24-hour clock if it says so, else as a working day.

    "9-5" and "10-12" are daytime to anybody; "12-3", "5-7" and "8-8" are not certain.
    """
    opens, closes = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    by_24 = by_24 or start.zero or start.hour >= 13 or end.hour >= 13 or start.hour == 0
    overnight = start.hour >= 13 and closes < opens  # "20:00-08:00", as shelters write it
    if by_24 and (overnight or opens < closes <= DAY):
        return opens, closes
    if by_24:
        raise Doubt
    if before and opens < before <= opens + DAY // 2 and opens < closes <= 11 * 60:
        return opens + DAY // 2, closes + DAY // 2  # "9-12, 1-5"
    if not 7 <= start.hour <= 11:
        raise Doubt
    if opens < closes <= 12 * 60 + 59:
        return opens, closes
    if 1 <= end.hour <= 6:
        return opens, closes + 12 * 60
    raise Doubt
