"""Hours from words, only where the whole text can be read one way; otherwise nothing.

A wrong "closed" is worse than no answer, so a single word this grammar does not know ("most
areas", "by appointment", "closed holidays") leaves the text as text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from deskaid.referrals.hours import DAY, Hours, Span
from deskaid.text import one_line, straight

LONGEST = 400
"""Characters beyond which a text is prose, not hours."""

ZONES_US: Mapping[str, str] = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}
"""What national lines of the United States and Canada mean by a zone's name."""

_ALWAYS = re.compile(
    r"(open |available )?(24 ?/ ?7( ?/ ?365)?|24 hours/7 days( a week)?|24 ?-? ?hours? "
    r"(a|per|each|every) day( ?,? ?(and )?(7|seven) days (a|per|each) week)?"
    r"|24 ?(hours?|hrs)( ?,? ?(7|seven) days (a|per) week)|24 hours (daily|every day)"
    r"|open 24 hours|24 ?(hours|hrs)|always open|a?round the clock|twenty-four hours a day)"
)
_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday mondays m",
            "tue tues tuesday tuesdays tu",
            "wed weds wednesday wednesdays w",
            "thu thur thurs thursday thursdays th",
            "fri friday fridays f",
            "sat saturday saturdays sa",
            "sun sunday sundays su",
        )
    )
    for name in names.split()
}
_DAY_SETS = {
    "weekdays": range(5),
    "weekday": range(5),
    "weekends": range(5, 7),
    "weekend": range(5, 7),
    "daily": range(7),
    "everyday": range(7),
}
_NTH = {
    "1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3,
    "4th": 4, "fourth": 4, "5th": 5, "fifth": 5, "last": -1,
}  # fmt: skip
_ZONE_WORDS = {
    "et": "eastern", "est": "eastern", "edt": "eastern",
    "ct": "central", "cst": "central", "cdt": "central",
    "mt": "mountain", "mst": "mountain", "mdt": "mountain",
    "pt": "pacific", "pst": "pacific", "pdt": "pacific",
}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<time>\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|[ap]\b)|\d{1,2}[:.]\d\d|noon|midnight"
    r"|\d{1,2}(?!\w))"
    r"|(?P<word>[a-z0-9]+'?[a-z]*)\.?|(?P<mark>[-,;:&()])|(?P<space>\s+)|(?P<other>.)"
)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))? ?([ap])?")
_IGNORED = {"open", "hours", "from", "every", "on"}
_DASH_WORDS = {"to", "through", "thru", "until", "til", "till"}


@dataclass(frozen=True)
class _Time:
    """A time as written: ``half`` is "a", "p", or "" when the text does not say."""

    hour: int
    minute: int
    half: str
    colon: bool
    zero: bool


class _Unreadable(Exception):
    """The text says something this grammar does not know."""


def parse_hours(text: str, *, zones: Mapping[str, str] = ZONES_US) -> Hours | None:
    """Return the hours that ``text`` states beyond doubt (with the text kept), or None.

    ``zones`` gives the IANA name for each zone word ("eastern") that this country uses; a zone
    word outside it makes the text unreadable.
    """
    line = one_line(straight(text))
    if not line or len(line) > LONGEST:
        return None
    folded = re.sub(r"[\u2010-\u2015\u2212]", "-", line.casefold()).strip(" .")
    if _ALWAYS.fullmatch(folded):
        return Hours(text=line, always=True)
    try:
        spans, zone = _Reader(_tokens(folded), zones).read()
    except _Unreadable:
        return None
    return Hours(text=line, spans=tuple(spans), zone=zone) if spans else None


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return (kind, text) pairs; kinds are day, days, nth, time, dash, comma, end, colon, zone."""
    text = re.sub(r"\b(7|seven) days a week\b|\bevery ?day\b|\beach day\b", " daily ", text)
    text = re.sub(r"\b24 ?(hours|hrs)\b", " 24h ", text)
    text = re.sub(r"\bof (the|each|every) month\b", " ofmonth ", text)
    text = re.sub(r"\b(local|standard) time\b|\btime\b", " ", text)
    found: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup, match.group().strip()
        if kind == "time":
            found.append(("time", piece))
        elif kind == "word":
            word = _word(match["word"])
            if word:
                found.append(word)
        elif kind == "mark":
            found.append(_mark(piece))
        elif kind == "other":
            raise _Unreadable
    return found


def _word(word: str) -> tuple[str, str] | None:
    if word in _IGNORED:
        return None
    if word in _DASH_WORDS:
        return ("dash", word)
    if word == "and":
        return ("comma", word)
    if word in _DAYS:
        return ("day", word)
    if word in _DAY_SETS:
        return ("days", word)
    if word in _NTH:
        return ("nth", word)
    if word in ("24h", "closed", "ofmonth"):
        return (word, word)
    zone = _ZONE_WORDS.get(word, word)
    if zone in ("eastern", "central", "mountain", "pacific"):
        return ("zone", zone)
    raise _Unreadable


def _mark(mark: str) -> tuple[str, str]:
    if mark in "()":
        raise _Unreadable
    return ({"-": "dash", ";": "end", ":": "colon"}.get(mark, "comma"), mark)


class _Reader:
    """Reads groups of "days times" or "times days" until every token is used."""

    def __init__(self, tokens: list[tuple[str, str]], zones: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._zones = zones
        self._at = 0
        self._zone = ""

    def read(self) -> tuple[list[Span], str]:
        """Return the spans and their zone. Raises `_Unreadable` when any token is left over."""
        spans: list[Span] = []
        seen: set[tuple[int, int]] = set()
        while self._at < len(self._tokens):
            days, times = self._group()
            if seen.intersection(days):
                raise _Unreadable  # the same day twice: breakfast and lunch, or two programs
            seen.update(days)
            for weekday, nth in days:
                spans += [Span(weekday, start, end, nth=nth) for start, end in times]
            while self._take("end") or self._take("comma"):
                pass
        return spans, self._zone

    def _peek(self, *kinds: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at][0] in kinds

    def _take(self, kind: str) -> str:
        if not self._peek(kind):
            return ""
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _group(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        if self._peek("time", "24h"):
            times = self._times()
            self._take("comma")
            return self._days(), times
        days = self._days()
        while self._take("colon") or self._take("comma") or self._take("dash"):
            pass
        return days, [] if self._take("closed") else self._times()

    def _days(self) -> list[tuple[int, int]]:
        """Return (weekday, nth) pairs for "Mon-Wed, Fri" or "1st and 3rd Saturday"."""
        days: list[tuple[int, int]] = []
        while True:
            days += self._day_range()
            before = self._at
            if self._take("comma") and self._peek("day", "days", "nth"):
                continue
            self._at = before
            self._take("ofmonth")
            return days

    def _day_range(self) -> list[tuple[int, int]]:
        if self._peek("days"):
            return [(day, 0) for day in _DAY_SETS[self._take("days")]]
        nths = self._nths()
        name = self._take("day")
        if not name:
            raise _Unreadable
        first = _DAYS[name]
        before = self._at
        if not self._take("dash") or not self._peek("day"):
            self._at = before
            return [(first, nth) for nth in nths]
        if nths != [0]:
            raise _Unreadable
        last = _DAYS[self._take("day")]
        return [((first + ahead) % 7, 0) for ahead in range((last - first) % 7 + 1)]

    def _nths(self) -> list[int]:
        nths: list[int] = []
        while word := self._take("nth"):
            nths.append(_NTH[word])
            if self._peek("comma"):
                self._take("comma")
        return nths or [0]

    def _times(self) -> list[tuple[int, int]]:
        """Return (start, end) minutes for "9am-noon, 1pm-5pm" or "24 hours"."""
        times: list[tuple[int, int]] = []
        while True:
            if self._take("24h"):
                times.append((0, DAY))
            else:
                start = self._take("time")
                if not start or not self._take("dash") or not self._peek("time"):
                    raise _Unreadable
                times.append(_stretch(_read_time(start), _read_time(self._take("time"))))
            self._take_zone()
            before = self._at
            if self._take("comma") and self._peek("time"):
                continue
            self._at = before
            return times

    def _take_zone(self) -> None:
        word = self._take("zone")
        if not word:
            return
        zone = self._zones.get(word)
        if zone is None or self._zone not in ("", zone):
            raise _Unreadable
        self._zone = zone


def _read_time(text: str) -> _Time:
    if text in ("noon", "midnight"):
        return _Time(12, 0, "p" if text == "noon" else "a", False, False)
    match = _TIME.match(text)
    if match is None:
        raise _Unreadable
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3] or ""
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        raise _Unreadable
    return _Time(hour, minute, half, match[2] is not None, len(match[1]) == 2 and hour < 10)


def _stretch(start: _Time, end: _Time) -> tuple[int, int]:
    """Return minutes for "9-5", "9am-5", "9-5pm", "10am-6pm", "13:00-17:30", "8pm-2am"."""
    if not start.half and not end.half:
        opens, closes = _without_halves(start, end)
    elif start.half and end.half:
        opens, closes = _minutes(start, start.half), _minutes(end, end.half)
    elif start.half:
        opens = _minutes(start, start.half)
        closes = min(
            (_minutes(end, half) for half in "ap"), key=lambda minute: (minute - opens - 1) % DAY
        )
    else:
        closes = _minutes(end, end.half)
        opens = min(
            (_minutes(start, half) for half in "ap"), key=lambda minute: (closes - minute - 1) % DAY
        )
    if closes == opens:
        raise _Unreadable
    return opens, closes if closes > opens else closes + DAY


def _minutes(when: _Time, half: str) -> int:
    if when.hour > 12 or when.hour == 0:
        raise _Unreadable
    return (when.hour % 12 + (12 if half == "p" else 0)) * 60 + when.minute


def _without_halves(start: _Time, end: _Time) -> tuple[int, int]:
    """Read a stretch without am or pm: by the 24-hour clock if it says so, else as a working day.

    "9-5" and "10-12" are daytime to anybody; "12-3", "5-7" and "8-8" are not certain.
    """
    opens, closes = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    by_24 = (start.zero and start.colon) or start.hour >= 13 or end.hour >= 13 or start.hour == 0
    overnight = start.hour >= 13 and closes < opens  # "20:00-08:00", as shelters write it
    if by_24 and (overnight or opens < closes <= DAY):
        return opens, closes
    if by_24 or not 7 <= start.hour <= 11:
        raise _Unreadable
    if opens < closes <= 12 * 60 + 59:
        return opens, closes
    if 1 <= end.hour <= 6:
        return opens, closes + 12 * 60
    raise _Unreadable
