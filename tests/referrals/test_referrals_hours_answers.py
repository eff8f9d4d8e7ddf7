"""Hours asked of another moment, on a holiday, and kept: in words, and as they were stored."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from deskaid.referrals.hours import Hours, Span, Special, at_words, dump, load, status
from deskaid.referrals.timetable.holidays_here import calendar, may_differ

CHICAGO = ZoneInfo("America/Chicago")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


OFFICE = Hours(spans=tuple(Span(day, 540, 1020) for day in range(5)))
US = calendar("US")


@pytest.mark.parametrize(
    ("hours", "when", "said"),
    [
        (OFFICE, "2026-11-18T16:00", "OPEN at 4p, til 5p"),
        (OFFICE, "2026-11-18T18:30", "CLOSED at 6:30p"),
        (Hours(text="call"), "2026-11-18T18:00", "HOURS UNKNOWN"),
        (Hours(always=True), "2026-11-18T18:00", "OPEN at 6p, 24 h"),
        (Hours(spans=(Span(2, 1080, 1560),)), "2026-11-18T18:00", "OPEN at 6p, til 2a"),
        (
            Hours(spans=(Span(2, 540, 2880), Span(4, 0, 60))),
            "2026-11-18T10:00",
            "OPEN at 10a, til Fri 1a",
        ),
    ],
)
def test_open_at_another_time(hours: Hours, when: str, said: str) -> None:
    assert at_words(hours, at(when)) == said


def test_a_moment_on_another_day_names_the_day() -> None:
    now = at("2026-11-18T14:00")
    assert at_words(OFFICE, at("2026-11-20T10:00"), now=now) == "OPEN at Fri 10a, til 5p"
    assert at_words(OFFICE, at("2026-11-21T10:00"), now=now) == "CLOSED at Sat 10a"
    assert at_words(OFFICE, at("2026-11-25T10:00"), now=now) == "OPEN at Wed 25 10a, til 5p"
    assert at_words(OFFICE, at("2026-11-18T16:00"), now=now) == "OPEN at 4p, til 5p"


def test_a_label_never_names_a_moment_that_is_past() -> None:
    found = status(OFFICE, at("2026-11-18T10:00"))
    assert found.label(at("2026-11-18T16:59")) == "OPEN til 5p"
    assert found.label(at("2026-11-18T17:00")) == "HOURS UNKNOWN"


def test_the_night_clocks_change_the_label_names_the_moment_that_comes() -> None:
    night = Hours(spans=(Span(6, 60, 150),))  # Sunday 1:00 to 2:30
    spring = at("2026-03-08T01:30")  # 2:00 is followed by 3:00
    assert status(night, spring).label(spring) == "OPEN til 3a"
    autumn = Hours(spans=(Span(6, 60, 105),))  # Sunday 1:00 to 1:45, twice
    between = at("2026-11-01T01:50")
    assert status(autumn, between).label(between) == "CLOSED til 1a"


@pytest.mark.parametrize(
    ("day", "country", "region", "name"),
    [
        ("2026-11-26", "US", "", "Thanksgiving Day"),
        ("2026-11-27", "US", "", ""),
        ("2026-11-27", "US", "US-TX", "Friday After Thanksgiving"),
        ("2026-07-03", "US", "", "Independence Day (observed)"),
        ("2026-12-25", "us", "narnia", "Christmas Day"),
        ("2026-08-31", "GB", "SCT", ""),
        ("2026-12-25", "XX", "", ""),
    ],
)
def test_public_holidays_of_the_country(day: str, country: str, region: str, name: str) -> None:
    assert may_differ(at(f"{day}T12:00"), country, region) == name


def test_a_day_most_parts_of_a_country_keep_counts_without_a_region() -> None:
    assert may_differ(at("2026-08-31T12:00"), "GB")
    assert may_differ(at("2026-10-12T12:00"), "CA") == "Thanksgiving Day"


def test_a_place_that_closes_on_holidays_is_not_called_open_on_one() -> None:
    closes = Hours(spans=OFFICE.spans, holidays="closed")
    noon = at("2026-11-26T12:00")
    assert status(closes, noon, holidays=US).kind == "unknown"
    assert status(closes, at("2026-11-26T20:00"), holidays=US).kind == "closed"
    assert status(OFFICE, noon, holidays=US).kind == "open"
    assert status(closes, at("2026-11-25T12:00"), holidays=US).kind == "open"
    always = Hours(always=True, holidays="closed")
    assert status(always, noon, holidays=US).kind == "unknown"


def test_no_opening_is_promised_for_a_holiday() -> None:
    eve = at("2026-11-25T20:00")
    assert status(OFFICE, eve).label(eve) == "CLOSED til 9a"
    assert status(OFFICE, eve, holidays=US).label(eve) == "CLOSED"
    opens = Hours(spans=OFFICE.spans, holidays="open")
    assert status(opens, eve, holidays=US).label(eve) == "CLOSED til 9a"


EVERYTHING = Hours(
    text="as published",
    spans=(
        Span(1, 60, 120),
        Span(1, 60, 120, -1, date(2026, 1, 1), None, "Kitchen"),
        Span(2, 60, 120, interval=2, anchor=date(2026, 11, 4)),
        Span(-1, 60, 120, monthday=15, until=date(2026, 12, 1), season=(1001, 430)),
    ),
    zone="America/New_York",
    doubtful=(3,),
    differs=((date(2026, 1, 1), date(2026, 1, 2)),),
    special=(
        Special(date(1, 12, 25), date(1, 12, 25)),
        Special(date(2026, 12, 24), date(2026, 12, 24), ((600, 720),)),
    ),
    holidays="closed",
)


def test_everything_stored_comes_back() -> None:
    assert load(dump(EVERYTHING)) == EVERYTHING


def test_what_an_earlier_version_stored_is_still_read() -> None:
    old = (
        '{"t":"x","z":"America/New_York","s":[[0,540,1020],[5,600,720,1],'
        '[1,60,120,-1,"2026-01-01","","Kitchen"],[2,60,120,0,"","2026-05-01"]],"d":[3],'
        '"x":[["0001-12-25","0001-12-25"]]}'
    )
    hours = load(old)
    assert hours.spans == (
        Span(0, 540, 1020),
        Span(5, 600, 720, 1),
        Span(1, 60, 120, -1, date(2026, 1, 1), None, "Kitchen"),
        Span(2, 60, 120, valid_to=date(2026, 5, 1)),
    )
    assert dump(hours) == old


@pytest.mark.parametrize(
    "text", ["[]", '{"s":[[1]]}', '{"s":3}', "no", '{"s":[[1,2,3,4,5,6,7,8,9,10,11,12,13]]}']
)
def test_anything_else_is_not_hours(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        load(text)


@pytest.mark.parametrize(
    ("season", "inside", "outside"),
    [
        (
            (1001, 430),
            ("2026-10-01", "2026-12-31", "2027-01-01", "2027-04-30"),
            ("2026-09-30", "2027-05-01"),
        ),
        ((401, 1031), ("2026-04-01", "2026-10-31"), ("2026-03-31", "2026-11-01")),
        ((1101, 229), ("2027-02-28", "2028-02-29"), ("2027-03-01", "2028-03-01")),
    ],
)
def test_a_season_holds_its_first_and_its_last_day(
    season: tuple[int, int], inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    hours = Hours(spans=tuple(Span(day, 540, 1020, season=season) for day in range(7)))
    assert {status(hours, at(f"{day}T10:00")).kind for day in inside} == {"open"}
    assert {status(hours, at(f"{day}T10:00")).kind for day in outside} == {"closed"}
