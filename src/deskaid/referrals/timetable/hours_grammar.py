"""Groups of days and times, read from tokens until every one is used; or nothing at all."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from deskaid.referrals.timetable.hours_lexicon import DAY_SETS, DAYS, NTH, Token, Unreadable
from deskaid.referrals.timetable.hours_times import (
    Doubt,
    lunch_break,
    on_24_hours,
    read_time_of_day,
    stretch,
)
from deskaid.referrals.timetable.spans import ANY_DAY, DAY, Hours, Span

Season = tuple[int, int] | None
EVERY_DAY = tuple(range(7))


class When(NamedTuple):
    """One day that a group names: a weekday, perhaps the nth of the month, or a day of it."""

    weekday: int
    nth: int = 0
    monthday: int = 0

    def meets(self, other: "When") -> bool:
        """Tell whether both name a same day: every Monday and the first one do."""
        if self.monthday or other.monthday:
            return True  # the 15th is a Monday in its turn
        return self.weekday == other.weekday and (
            not self.nth or not other.nth or self.nth == other.nth
        )


class GroupReader:
    """Reads groups of "days times" or "times days". Every method raises `Unreadable`."""

    def __init__(self, tokens: list[Token], zones: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._zones = zones
        self._by_24 = on_24_hours(text for kind, text in tokens if kind == "time")
        self._at = 0
        self._zone = ""
        self._season: Season = None
        self._said: list[tuple[When, Season]] = []
        self._spans: list[tuple[When, Season, int, int]] = []
        self._doubtful: set[int] = set()
        self._holidays: Literal["", "closed", "open"] = ""
        self._always = False
        self._groups = 0

    def read(self, text: str) -> Hours:
        """Return the hours of all tokens, with ``text`` as the words they were read from."""
        while self._at < len(self._tokens):
            self._statement()
            while self._take("end") or self._take("comma"):
                pass
        spans = tuple(
            Span(when.weekday, start, end, when.nth, monthday=when.monthday, season=season)
            for when, season, start, end in self._spans
        )
        always = self._always or self._is_round_the_clock()
        if not spans and not always:
            raise Unreadable
        return Hours(
            text=text,
            spans=() if always else spans,
            always=always,
            zone="" if always else self._zone,
            doubtful=tuple(sorted(self._doubtful)),
            holidays=self._holidays,
        )

    def _is_round_the_clock(self) -> bool:
        whole = {when for when, season, *minutes in self._spans
                 if season is None and minutes == [0, DAY]}  # fmt: skip
        return len(self._spans) == len(whole) == 7 and whole == {When(day) for day in EVERY_DAY}

    def _peek(self, *kinds: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at][0] in kinds

    def _take(self, kind: str) -> str:
        if not self._peek(kind):
            return ""
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _skip_marks(self) -> None:
        while self._take("colon") or self._take("comma") or self._take("dash"):
            pass

    def _statement(self) -> None:
        if season := self._take("season"):
            self._new_season(season)
        elif self._take("closed"):
            self._closed()
        elif self._take("except"):
            self._exception()
        elif self._take("onholidays"):
            self._say_of_holidays("open")
        elif self._take("elsewhen"):
            self._doubtful.update(EVERY_DAY)
        elif self._take("holidays"):
            self._skip_marks()
            if not self._take("closed"):
                raise Unreadable
            self._say_of_holidays("closed")
        else:
            self._group()

    def _new_season(self, said: str) -> None:
        first, last = said.split(":")[1:]
        season = int(first), int(last)
        at_the_end = all(kind in ("comma", "end") for kind, _ in self._tokens[self._at :])
        if at_the_end and len({one for _, one in self._said}) == 1:
            # At the end it is about all that was said: "Mon-Fri 9-5 (Oct-Apr)".
            if self._season is not None or self._always or self._groups > 1:
                raise Unreadable
            self._said = [(when, season) for when, _ in self._said]
            self._spans = [(when, season, start, end) for when, _, start, end in self._spans]
            return
        if self._said and self._season is None:
            raise Unreadable  # in the middle it may be about what came before, or after
        self._season = season
        self._skip_marks()

    def _group(self) -> None:
        self._groups += 1
        alternate = bool(self._take("alternate"))
        if self._peek("24h") and self._at == 0 and len(self._tokens) == 1:
            self._at += 1
            self._always = True
            return
        if self._peek("time", "24h"):
            times = self._times()
            self._take("comma")
            alternate = alternate or bool(self._take("alternate"))
            days = self._days()
        else:
            days = self._days()
            self._skip_marks()
            if self._take("closed"):
                self._claim(days)
                return
            times = None if self._take("unsure") else self._times()
        self._claim(days)
        if times is None or alternate:
            self._doubt(days)
        else:
            self._add(days, times)

    def _add(self, days: list[When], times: list[tuple[int, int]]) -> None:
        self._spans += [(day, self._season, *one) for day in days for one in times]

    def _claim(self, days: list[When]) -> None:
        """Note that these days are spoken of; twice is two programs, or breakfast and lunch."""
        for day in days:
            if any(day.meets(said) and season == self._season for said, season in self._said):
                raise Unreadable
        self._said += [(day, self._season) for day in days]

    def _doubt(self, days: list[When]) -> None:
        for day in days:
            self._doubtful.update(EVERY_DAY if day.monthday else (day.weekday,))

    def _say_of_holidays(self, said: Literal["closed", "open"]) -> None:
        if self._holidays not in ("", said):
            raise Unreadable
        self._holidays = said

    def _closed(self) -> None:
        """Read what follows "closed": days, holidays, or the lunch hour."""
        if self._take("lunch"):
            self._take("comma")
        self._take("colon")
        if self._peek("time"):
            self._take_out()
            self._take("lunch")
            return
        self._without(again=False)

    def _exception(self) -> None:
        """Read what follows "except": holidays, or days, with their own times or closed."""
        self._without(again=True)

    def _without(self, *, again: bool) -> None:
        while True:
            if self._take("holidays"):
                self._say_of_holidays("closed")
            else:
                days = self._days()
                self._remove(days)
                if again and self._peek("time", "24h"):
                    times = self._times()
                    if times is None:
                        self._doubt(days)
                    self._add(days, times or [])
                    return
            before = self._at
            if not (self._take("comma") and self._peek("holidays", "day", "days")):
                self._at = before
                return

    def _remove(self, days: list[When]) -> None:
        """Take days out of what was said so far; all of it would be a contradiction."""
        if any(day.nth or day.monthday for day in days):
            raise Unreadable
        said = {when for when, _ in self._said}
        gone = {when for when in said if any(when.meets(day) for day in days)}
        if gone and (gone == said or self._always or any(when.nth for when in gone)):
            raise Unreadable
        self._spans = [one for one in self._spans if one[0] not in gone]
        self._said += [(day, self._season) for day in days if day not in said]

    def _take_out(self) -> None:
        """Take a break out of every stretch so far: each must hold it whole."""
        start = self._take("time")
        if not self._take("dash") or not self._peek("time") or not self._spans:
            raise Unreadable
        first, last = lunch_break(read_time_of_day(start), read_time_of_day(self._take("time")))
        left: list[tuple[When, Season, int, int]] = []
        for when, season, opens, closes in self._spans:
            if not opens < first < last < closes:
                raise Unreadable
            left += [(when, season, opens, first), (when, season, last, closes)]
        self._spans = left

    def _days(self) -> list[When]:
        """Return the days of "Mon-Wed, Fri", "1st and 3rd Saturday" or "15th of each month"."""
        days: list[When] = []
        while True:
            days += self._day_range()
            before = self._at
            if self._take("comma") and self._peek("day", "days", "nth"):
                continue
            self._at = before
            self._take("ofmonth")
            if len({bool(day.nth) for day in days}) > 1:
                raise Unreadable  # "2nd and 4th Tue and Thu": is it every Thursday?
            return days

    def _day_range(self) -> list[When]:
        if self._peek("days"):
            return [When(day) for day in DAY_SETS[self._take("days")]]
        nths = self._nths()
        if nths and self._take("ofmonth"):
            return [When(ANY_DAY, monthday=number) for number in nths]
        name = self._take("day")
        if not name or any(nth > 5 for nth in nths):
            raise Unreadable
        first = DAYS[name]
        before = self._at
        if not self._take("dash") or not self._peek("day"):
            self._at = before
            return [When(first, nth) for nth in nths or [0]]
        if nths:
            raise Unreadable
        last = DAYS[self._take("day")]
        return [When((first + ahead) % 7) for ahead in range((last - first) % 7 + 1)]

    def _nths(self) -> list[int]:
        nths: list[int] = []
        while word := self._take("nth"):
            nths.append(NTH[word])
            if self._peek("comma"):
                self._take("comma")
        return nths

    def _times(self) -> list[tuple[int, int]] | None:
        """Return minutes for "9am-noon, 1pm-5pm" or "24 hours"; None if readable two ways."""
        times: list[tuple[int, int]] = []
        sure = True
        while True:
            if self._take("24h"):
                times.append((0, DAY))
            else:
                try:
                    times.append(self._stretch(times[-1][1] if times else 0))
                except Doubt:
                    sure = False
            self._take_zone()
            before = self._at
            if self._take("comma") and self._peek("time"):
                continue
            self._at = before
            ordered = sorted(times)
            apart = all(one[1] <= two[0] for one, two in pairwise(ordered))
            return times if sure and apart else None

    def _stretch(self, before: int) -> tuple[int, int]:
        start = self._take("time")
        if not start or not self._take("dash") or not self._peek("time"):
            raise Unreadable
        end = self._take("time")
        first, last = read_time_of_day(start), read_time_of_day(end)
        return stretch(first, last, before, by_24=self._by_24)

    def _take_zone(self) -> None:
        word = self._take("zone")
        if not word:
            return
        zone = self._zones.get(word)
        if zone is None or self._zone not in ("", zone):
            raise Unreadable
        self._zone = zone
