"""What is known of a place's hours: the stretches it opens, by the rules on which they recur.

Hours are what the clock on the wall there reads. Plain data; `deskaid.referrals.hours` says what
follows from it at a given moment.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

DAY = 24 * 60
"""Minutes in a day on the wall clock."""
ANY_DAY = -1
"""The ``weekday`` of a span that goes by the day of the month."""
EVERY_YEAR = 1
"""The year of dates that come back every year, as Ohana writes them ("January 01, 0001")."""


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of opening on the days that a rule names.

    ``weekday`` is 0 for Monday to 6, or `ANY_DAY` with ``monthday``. ``start`` and ``end`` are
    minutes after that day's midnight, ``end`` up to 2880 when it runs past the next. ``nth`` is 0
    for every week, 1 to 5 for the nth such weekday of the month, -1 for the last. ``monthday`` is
    1 to 31, or -1 for the last day of the month. ``interval`` above 1 skips weeks (or months,
    with ``nth`` or ``monthday``), counted from ``anchor``: a day in a week, or month, that
    counts. The dates are inclusive: ``valid_from`` to ``valid_to`` is what the source's entry
    claims to hold for, ``until`` is when the service itself ends. ``season`` is the part of every
    year it opens in, as two month-and-days: (1001, 430) is October 1 to April 30.
    """

    weekday: int
    start: int
    end: int
    nth: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    label: str = ""
    interval: int = 1
    anchor: date | None = None
    monthday: int = 0
    until: date | None = None
    season: tuple[int, int] | None = None

    def falls_on(self, day: date) -> bool:
        """Tell whether the rule names ``day``, dates of validity aside."""
        if self.monthday:
            if day.day != self.monthday and not (self.monthday == -1 and _is_last(day)):
                return False
        elif day.weekday() != self.weekday or not self._is_nth(day):
            return False
        if self.interval > 1 and not self._is_its_turn(day):
            return False
        return self.season is None or in_season(self.season, day)

    def valid_on(self, day: date) -> bool:
        """Tell whether ``day`` lies within the dates for which the source gives this span."""
        return (
            (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
            and (self.until is None or day <= self.until)
        )

    def _is_nth(self, day: date) -> bool:
        if self.nth == 0:
            return True
        if self.nth == -1:
            return (day + timedelta(days=7)).month != day.month
        return (day.day - 1) // 7 + 1 == self.nth

    def _is_its_turn(self, day: date) -> bool:
        anchor = self.anchor
        if anchor is None:
            return False
        if self.nth or self.monthday:
            months = (day.year - anchor.year) * 12 + day.month - anchor.month
            return months % self.interval == 0
        return (day - anchor).days % (7 * self.interval) == 0


def _is_last(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def in_season(season: tuple[int, int], day: date) -> bool:
    """Tell whether ``day`` lies in a part of the year that may run over New Year."""
    first, last = season
    today = day.month * 100 + day.day
    return first <= today <= last if first <= last else today >= first or today <= last


@dataclass(frozen=True, slots=True)
class Special:
    """Dates on which other hours hold than usual: ``stretches`` of minutes, none when closed.

    Both dates are inclusive; the year `EVERY_YEAR` means every year.
    """

    first: date
    last: date
    stretches: tuple[tuple[int, int], ...] = ()

    def holds_on(self, day: date) -> bool:
        """Tell whether ``day`` is one of the dates."""
        return _between(self.first, self.last, day)


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours as published (``text``) and, where they could be read without guessing, as spans.

    ``always`` is round the clock every day. ``doubtful`` lists weekdays outside whose spans
    nobody can say "closed": the source's words about them can be read two ways, or it opens by
    appointment too. ``differs`` lists dates whose hours are not known, ``special`` those with
    hours of their own. ``holidays`` is "closed" when the source says that it closes on (some)
    public holidays, "open" when it says that it does not. ``zone`` is an IANA name when the
    hours are not in the asker's own zone.
    """

    text: str = ""
    spans: tuple[Span, ...] = ()
    always: bool = False
    zone: str = ""
    doubtful: tuple[int, ...] = ()
    differs: tuple[tuple[date, date], ...] = ()
    special: tuple[Special, ...] = ()
    holidays: Literal["", "closed", "open"] = ""

    @property
    def known(self) -> bool:
        """Whether anything but text is known."""
        return self.always or bool(self.spans)

    def differs_on(self, day: date) -> bool:
        """Tell whether the hours of ``day`` are not the usual ones and not known."""
        return any(_between(first, last, day) for first, last in self.differs)

    def special_on(self, day: date) -> tuple[tuple[int, int], ...] | None:
        """Return the stretches that hold on ``day`` instead of the usual ones, or None."""
        found = [one for one in self.special if one.holds_on(day)]
        return tuple(stretch for one in found for stretch in one.stretches) if found else None


NO_HOURS = Hours()
"""Nothing known: one shared value, since most listings have none."""


def _between(first: date, last: date, day: date) -> bool:
    if first.year > EVERY_YEAR:
        return first <= day <= last
    return in_season((first.month * 100 + first.day, last.month * 100 + last.day), day)
