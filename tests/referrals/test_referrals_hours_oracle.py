"""Open, closed and "til" against brute force: dateutil's recurrences, a table of every minute.

Nothing here comes from `deskaid.referrals.hours` but what is being judged: the days are
dateutil's, the clock is zoneinfo's, and a state is looked up minute by minute.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from deskaid.referrals.hours import Hours, Span, Special, status
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.schedules import Reader
from deskaid.referrals.importing.stage import Row

MINUTE = timedelta(minutes=1)
DAYS = (MO, TU, WE, TH, FR, SA, SU)
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
AHEAD = 8
"""Days within which the next change is promised."""

# A week around each: clocks forward and back in both hemispheres, a year's end, a leap day.
WEEKS = [
    ("America/Chicago", "2026-03-05"),
    ("America/Chicago", "2026-10-29"),
    ("Europe/London", "2026-03-26"),
    ("Europe/London", "2026-10-22"),
    ("Australia/Sydney", "2026-04-02"),
    ("Australia/Sydney", "2026-10-01"),
    ("Pacific/Auckland", "2026-04-02"),
    ("Pacific/Auckland", "2026-09-24"),
    ("America/Chicago", "2026-12-28"),
    ("Pacific/Auckland", "2028-02-26"),
    ("America/Chicago", "2026-11-16"),
]
weeks = st.sampled_from(WEEKS)
Truth = dict[datetime, str]


def instants(zone: str, start: str, days: int) -> list[datetime]:
    """Return every minute of ``days`` from midnight on ``start`` in ``zone``, as it passes."""
    local = ZoneInfo(zone)
    first = datetime.fromisoformat(start).replace(tzinfo=local).astimezone(UTC)
    return [(first + minute * MINUTE).astimezone(local) for minute in range(days * 1440)]


def compare(hours: Hours, truth: Truth, zone: str, start: str, *, step: int) -> None:
    """Hold status() against ``truth`` (by wall-clock minute) through a week, and its "until"."""
    moments = instants(zone, start, 7 + AHEAD)
    kinds = [truth[moment.replace(tzinfo=None, fold=0)] for moment in moments]
    flips: list[int | None] = [None] * len(kinds)
    for place in range(len(kinds) - 2, -1, -1):
        same = kinds[place] == kinds[place + 1]
        flips[place] = flips[place + 1] if same else place + 1
    for place in _places(kinds, step):
        moment, kind, flip = moments[place], kinds[place], flips[place]
        found = status(hours, moment)
        assert found.kind == kind, (moment, hours)
        # status() looks ahead by the clock on the wall; a night may be an hour shorter.
        far = flip is None or flip - place >= AHEAD * 1440 - 60
        if kind == "unknown" or far or (kind == "closed" and kinds[flip or 0] != "open"):
            assert found.until is None or far, (moment, found, hours)
        else:
            assert flip is not None
            assert found.until is not None, (moment, moments[flip], hours)
            assert found.until.astimezone(UTC) == moments[flip].astimezone(UTC), (moment, hours)


def _places(kinds: list[str], step: int) -> Iterable[int]:
    """Return every ``step``th minute of the week, and every minute around each change."""
    week = range(7 * 1440)
    edges = [place for place in week if kinds[place] != kinds[place - 1]]
    near = {min(max(edge + off, 0), 7 * 1440 - 1) for edge in edges for off in (-2, -1, 0, 1)}
    return sorted(near | set(week[::step]))


# ---- rows of HSDS schedules, judged by the same RRULE given to dateutil


def hhmm(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def rules(draw: st.DrawFn, around: date) -> dict[str, str]:
    """Return the cells of one row whose meaning RFC 5545 fixes."""
    opens = draw(st.integers(5 * 60, 23 * 60))
    if opens >= 14 * 60:  # may run past midnight, at most sixteen hours
        closes = draw(st.integers(opens + 1, min(opens + 15 * 60, opens + 1439))) % 1440
    else:
        closes = draw(st.integers(opens + 30, 1439))
    closes -= closes == 1439  # which says midnight
    cells = {"opens_at": hhmm(opens), "closes_at": hhmm(closes)}
    cells["freq"] = draw(st.sampled_from(["WEEKLY", "WEEKLY", "MONTHLY"]))
    days = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True))
    if cells["freq"] == "MONTHLY":
        if draw(st.booleans()):
            cells["byday"] = f"{draw(st.sampled_from([1, 2, 3, 4, 5, -1]))}{days[0]}"
        else:
            cells["bymonthday"] = str(draw(st.sampled_from([1, 5, 28, 29, 30, 31, -1])))
    else:
        cells["byday"] = ",".join(days)
    if draw(st.booleans()):
        begin = around - timedelta(days=draw(st.integers(-6, 60)))
        cells["dtstart"] = begin.isoformat()
        cells["interval"] = str(draw(st.integers(1, 3)))
        cells["wkst"] = draw(st.sampled_from(["", "MO", "SU"]))
        end = draw(st.sampled_from(["", "", "until", "count"]))
        if end == "until":
            cells["until"] = (begin + timedelta(days=draw(st.integers(0, 80)))).isoformat()
        elif end == "count":
            cells["count"] = str(draw(st.integers(1, 9)))
    return cells


def days_by_dateutil(
    cells: dict[str, str], around: date, *, ahead: int = 60
) -> tuple[set[date], date, date]:
    """Return the days of a row, and the first and last day for which it says anything."""
    said = cells.get("dtstart", "")
    begin = date.fromisoformat(said) if said else around - timedelta(days=100)
    weekday = [
        DAYS[CODES.index(one[-2:])](int(one[:-2])) if one[:-2] else DAYS[CODES.index(one)]
        for one in cells.get("byday", "").split(",")
        if one
    ]
    rule = rrule(
        WEEKLY if cells["freq"] == "WEEKLY" else MONTHLY,
        dtstart=datetime.combine(begin, time()),
        interval=int(cells.get("interval") or 1),
        wkst=DAYS[CODES.index(cells["wkst"])] if cells.get("wkst") else None,
        byweekday=weekday or None,
        bymonthday=int(cells["bymonthday"]) if "bymonthday" in cells else None,
        until=datetime.fromisoformat(cells["until"]) if "until" in cells else None,
        count=int(cells["count"]) if "count" in cells else None,
    )
    last = around + timedelta(days=ahead)
    nearby = takewhile(lambda day: day.date() <= last, rule)
    days = {day.date() for day in nearby}
    end = last
    if "count" in cells:
        end = list(rule)[-1].date()
    elif "until" in cells:
        end = date.fromisoformat(cells["until"])
    return days, begin if said else date.min, end


def truth_of_rows(rows: list[dict[str, str]], around: date) -> Truth:
    """Return the state of every minute near ``around``."""
    opened: set[datetime] = set()
    current: set[date] = set()
    near = [around + timedelta(days=offset) for offset in range(-3, 20)]
    for cells in rows:
        days, first, last = days_by_dateutil(cells, around)
        current |= {day for day in near if first <= day <= last}
        start, end = (
            int(cells[name][:2]) * 60 + int(cells[name][3:]) for name in ("opens_at", "closes_at")
        )
        length = end - start if end > start else end + 1440 - start
        for day in days & set(near):
            begin = datetime.combine(day, time()) + start * MINUTE
            opened |= {begin + minute * MINUTE for minute in range(length)}
    truth: Truth = {}
    for day in near:
        for minute in range(1440):
            moment = datetime.combine(day, time()) + minute * MINUTE
            closed = "closed" if day in current else "unknown"
            truth[moment] = "open" if moment in opened else closed
    return truth


@st.composite
def row_cases(draw: st.DrawFn) -> tuple[str, str, list[dict[str, str]]]:
    zone, start = draw(weeks)
    around = date.fromisoformat(start)
    return zone, start, draw(st.lists(rules(around), min_size=1, max_size=4))


def hours_of(rows: list[dict[str, str]]) -> Hours:
    reader = Reader(Report(file="made up"))
    for number, cells in enumerate(rows):
        reader.add(Row(str(number), f"schedules.csv:{number}", cells))
    hours = reader.hours()
    assert not hours.doubtful, rows
    return hours


@settings(max_examples=40, deadline=None)
@given(row_cases(), st.integers(40, 90))
def test_rows_of_schedules_mean_what_dateutil_says(
    case: tuple[str, str, list[dict[str, str]]], step: int
) -> None:
    zone, start, rows = case
    truth = truth_of_rows(rows, date.fromisoformat(start))
    compare(hours_of(rows), truth, zone, start, step=step)


@settings(max_examples=6, deadline=None)
@given(row_cases())
def test_whole_weeks_agree_minute_by_minute(case: tuple[str, str, list[dict[str, str]]]) -> None:
    zone, start, rows = case
    truth = truth_of_rows(rows, date.fromisoformat(start))
    compare(hours_of(rows), truth, zone, start, step=1)


@settings(max_examples=250, deadline=None)
@given(weeks, st.data())
def test_each_day_of_half_a_year_is_dateutil_s(week: tuple[str, str], data: st.DataObject) -> None:
    zone, start = week
    around = date.fromisoformat(start)
    cells = data.draw(rules(around))
    hours = hours_of([cells])
    days, first, last = days_by_dateutil(cells, around, ahead=150)
    opens = time.fromisoformat(cells["opens_at"])
    for offset in range(-20, 150):
        day = around + timedelta(days=offset)
        closed = "closed" if first <= day <= last else "unknown"
        moment = datetime.combine(day, opens, tzinfo=ZoneInfo(zone))
        assert status(hours, moment).kind == ("open" if day in days else closed), (day, cells)


# ---- spans with everything else: seasons, dates gone by, doubt, special and unknown dates


def _month_day(around: date, ahead: int) -> int:
    day = around + timedelta(days=ahead)
    return day.month * 100 + day.day


@st.composite
def spans(draw: st.DrawFn, around: date) -> Span:
    start = draw(st.integers(0, 1439))
    span = Span(
        draw(st.integers(0, 6)),
        start,
        min(start + draw(st.integers(1, 1500)), 2880),
        nth=draw(st.sampled_from([0, 0, 0, 1, 2, 5, -1])),
        season=draw(
            st.sampled_from(
                [
                    None,
                    None,
                    (_month_day(around, -200), _month_day(around, 3)),
                    (_month_day(around, 2), _month_day(around, 100)),
                    (229, 229),
                ]
            )
        ),
    )
    if draw(st.integers(0, 3)) == 0:
        span = replace(span, weekday=-1, nth=0, monthday=draw(st.sampled_from([1, 29, 31, -1])))
    if draw(st.booleans()):
        anchor = around - timedelta(days=draw(st.integers(70, 90)))
        weekly = not (span.nth or span.monthday)
        if weekly:
            anchor -= timedelta(days=(anchor.weekday() - span.weekday) % 7)
        span = replace(span, interval=draw(st.integers(2, 3)), anchor=anchor)
    dates = draw(st.sampled_from(["", "", "from", "to", "until"]))
    day = around + timedelta(days=draw(st.integers(-9, 12)))
    if dates == "from":
        return replace(span, valid_from=day)
    if dates == "to":
        return replace(span, valid_to=day)
    return replace(span, until=day) if dates == "until" else span


@st.composite
def hours_cases(draw: st.DrawFn) -> tuple[str, str, Hours]:
    zone, start = draw(weeks)
    around = date.fromisoformat(start)
    dates = st.integers(-2, 9).map(lambda ahead: around + timedelta(days=ahead))
    stretches = st.sampled_from([(), ((600, 720),), ((540, 600), (1200, 1560))])
    always = draw(st.integers(0, 5)) == 0
    some = draw(st.lists(spans(around), min_size=1, max_size=4))
    if draw(st.booleans()):  # a night shelter
        some += [Span(day, 1200, 1800) for day in range(7)]
    hours = Hours(
        spans=() if always else tuple(some),
        always=always,
        doubtful=tuple(draw(st.sampled_from([(), (), (2,), (0, 5)]))),
        differs=tuple((day, day) for day in draw(st.lists(dates, max_size=1))),
        special=tuple(
            Special(day, day, draw(stretches))
            for day in draw(st.lists(dates, max_size=2, unique=True))
        ),
    )
    return zone, start, hours


def days_of(span: Span, around: date) -> set[date]:
    """Return the days a span's rule names near ``around``, dates of validity aside."""
    old = around - timedelta(days=140)
    first = span.anchor or old - timedelta(days=(old.weekday() - span.weekday) % 7)
    if span.monthday or span.nth:
        rule = rrule(
            MONTHLY,
            interval=span.interval,
            dtstart=datetime(first.year, first.month, 1),  # noqa: DTZ001
            bymonthday=span.monthday or None,
            byweekday=None if span.monthday else DAYS[span.weekday](span.nth),
            count=9,
        )
    else:
        rule = rrule(
            WEEKLY, interval=span.interval, dtstart=datetime.combine(first, time()), count=40
        )
    days = {day.date() for day in rule}
    if span.season:
        first_day, last_day = (f"{one // 100:02}-{one % 100:02}" for one in span.season)
        days = {day for day in days if _inside(first_day, last_day, day.isoformat()[5:])}
    return days


def _inside(first: str, last: str, today: str) -> bool:
    if first <= last:
        return first <= today <= last
    return today >= first or today <= last


def holds(span: Span, day: date) -> bool:
    return (
        (span.valid_from or date.min) <= day
        and day <= (span.valid_to or date.max)
        and day <= (span.until or date.max)
    )


def truth_of(hours: Hours, around: date) -> Truth:
    """Return the state of every minute near ``around``, by the rules written in the module."""
    near = [around + timedelta(days=offset) for offset in range(-3, 20)]
    own = {one.first: one.stretches for one in hours.special}
    blank = {first for first, _ in hours.differs}
    begun: dict[datetime, set[date]] = defaultdict(set)  # the days on which it opened
    gone: set[datetime] = set()  # would be open, had its dates not run out
    if hours.always:
        regular = [(day, 0, 1440) for day in near]
    else:
        regular = []
        for span in hours.spans:
            for day in days_of(span, around) & set(near):
                if holds(span, day):
                    regular.append((day, span.start, span.end))
                if span.valid_to and span.valid_to < day:
                    midnight = datetime.combine(day, time())
                    gone |= {midnight + m * MINUTE for m in range(span.start, span.end)}
    regular = [one for one in regular if one[0] not in own]
    regular += [(day, *one) for day, stretches in own.items() for one in stretches]
    for day, start, end in regular:
        for minute in range(start, end):
            begun[datetime.combine(day, time()) + minute * MINUTE].add(day)
    dated = {day: any(holds(span, day) for span in hours.spans if span.valid_to) for day in near}
    covered = {day: hours.always or any(holds(span, day) for span in hours.spans) for day in near}
    truth: Truth = {}
    for day in near[1:]:
        eve = day - timedelta(days=1)
        for minute in range(1440):
            moment = datetime.combine(day, time()) + minute * MINUTE
            origins = begun.get(moment, set())
            doubt = day.weekday() in hours.doubtful or (
                minute < 720 and eve.weekday() in hours.doubtful
            )
            if day in blank:
                kind = "unknown"
            elif day in origins:
                kind = "open"
            elif eve in origins:
                kind = "unknown" if day in own or eve in blank else "open"
            elif day in own:
                kind = "closed"
            elif doubt or not covered[day] or (moment in gone and not dated[day]):
                kind = "unknown"
            else:
                kind = "closed"
            truth[moment] = kind
    return truth


@settings(max_examples=50, deadline=None)
@given(hours_cases(), st.integers(40, 90))
def test_seasons_doubts_and_special_dates_agree_with_brute_force(
    case: tuple[str, str, Hours], step: int
) -> None:
    zone, start, hours = case
    compare(hours, truth_of(hours, date.fromisoformat(start)), zone, start, step=step)


@settings(max_examples=6, deadline=None)
@given(hours_cases())
def test_whole_weeks_of_them_agree_minute_by_minute(case: tuple[str, str, Hours]) -> None:
    zone, start, hours = case
    compare(hours, truth_of(hours, date.fromisoformat(start)), zone, start, step=1)
