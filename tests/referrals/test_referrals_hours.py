"""Open, closed or unknown: agreeing with a minute-by-minute oracle, and never guessing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskaid.referrals.hours import Hours, Span, Status, clock, dump, load, status

CHICAGO = ZoneInfo("America/Chicago")


def at(text: str, zone: ZoneInfo = CHICAGO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def week(start: int, end: int, days: range = range(5)) -> Hours:
    return Hours(spans=tuple(Span(day, start, end) for day in days))


def label(hours: Hours, when: datetime) -> str:
    return status(hours, when).label(when)


OFFICE = week(9 * 60, 17 * 60)


@pytest.mark.parametrize(
    ("hours", "when", "said"),
    [
        (week(9 * 60, 20 * 60), "2026-11-18T12:00", "OPEN til 8p"),
        (week(9 * 60, 16 * 60 + 30), "2026-11-18T12:00", "OPEN til 4:30p"),
        (Hours(always=True), "2026-11-18T03:00", "OPEN 24 h"),
        (week(0, 1440, range(7)), "2026-11-18T03:00", "OPEN 24 h"),
        (week(7 * 60, 17 * 60), "2026-11-18T20:00", "CLOSED til 7a"),
        (OFFICE, "2026-11-20T18:00", "CLOSED til Mon 9a"),
        (OFFICE, "2026-11-18T08:59", "CLOSED til 9a"),
        (OFFICE, "2026-11-18T09:00", "OPEN til 5p"),
        (OFFICE, "2026-11-18T17:00", "CLOSED til 9a"),
        (Hours(spans=(Span(5, 540, 720, nth=1),)), "2026-11-18T10:00", "CLOSED"),
        (Hours(), "2026-11-18T10:00", "HOURS UNKNOWN"),
        (Hours(text="by appointment"), "2026-11-18T10:00", "HOURS UNKNOWN"),
        (week(20 * 60, 26 * 60, range(4, 5)), "2026-11-21T01:30", "OPEN til 2a"),
        (week(20 * 60, 24 * 60, range(4, 5)), "2026-11-20T21:00", "OPEN til 12a"),
    ],
)
def test_a_row_says_it_in_these_words(hours: Hours, when: str, said: str) -> None:
    assert label(hours, at(when)) == said


def test_december_31_runs_on_into_january() -> None:
    night = Hours(spans=(Span(3, 22 * 60, 26 * 60),))  # 2026-12-31 is a Thursday
    assert status(night, at("2027-01-01T01:59")).kind == "open"
    assert status(night, at("2027-01-01T02:00")).kind == "closed"


def test_hours_past_their_dates_are_unknown_not_closed() -> None:
    old = Hours(spans=(Span(2, 540, 1020, valid_to=date(2024, 5, 1)),))
    assert status(old, at("2026-11-18T10:00")).kind == "unknown"
    assert status(old, at("2026-11-18T20:00")).kind == "unknown"


def test_a_current_season_outweighs_an_old_one() -> None:
    hours = Hours(
        spans=(
            Span(5, 540, 1020, valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 31)),
            Span(2, 540, 1020, valid_from=date(2026, 9, 1), valid_to=date(2027, 5, 31)),
        )
    )
    assert status(hours, at("2026-11-21T10:00")).kind == "closed"
    assert status(hours, at("2026-11-18T10:00")).kind == "open"


def test_a_day_that_can_be_read_two_ways_is_unknown_and_hides_the_next_opening() -> None:
    hours = Hours(spans=(Span(0, 540, 1020),), doubtful=(5,))
    assert status(hours, at("2026-11-21T10:00")).kind == "unknown"
    assert status(hours, at("2026-11-22T02:00")).kind == "unknown"  # it may run on past midnight
    assert label(hours, at("2026-11-20T10:00")) == "CLOSED"
    assert label(hours, at("2026-11-22T20:00")) == "CLOSED til 9a"


def test_dates_with_other_hours_are_unknown_every_year_or_once() -> None:
    yearly = Hours(always=True, differs=((date(1, 12, 24), date(1, 1, 1)),))
    assert status(yearly, at("2026-12-31T10:00")).kind == "unknown"
    assert status(yearly, at("2026-12-02T10:00")).kind == "open"
    once = Hours(always=True, differs=((date(2026, 12, 25), date(2026, 12, 25)),))
    assert status(once, at("2026-12-25T10:00")).kind == "unknown"
    assert status(once, at("2027-12-25T10:00")).kind == "open"


def test_a_national_line_is_read_in_its_own_zone_and_told_in_ours() -> None:
    eastern = Hours(spans=OFFICE.spans, zone="America/New_York")
    assert label(eastern, at("2026-11-18T08:30")) == "OPEN til 4p"
    assert label(eastern, at("2026-11-18T16:30")) == "CLOSED til 8a"
    nowhere = Hours(spans=OFFICE.spans, zone="Nowhere/At_All")
    assert status(nowhere, at("2026-11-18T10:00")).kind == "unknown"


def test_an_hour_that_happens_twice_is_open_twice() -> None:
    night = Hours(spans=(Span(6, 60, 105),))  # Sunday 1:00 to 1:45; clocks go back 2026-11-01
    first = at("2026-11-01T01:30")
    assert status(night, first).kind == "open"
    assert status(night, first.replace(fold=1)).kind == "open"
    closes = status(night, first.replace(fold=1)).until
    assert closes is not None
    assert closes.astimezone(UTC) > first.replace(fold=1).astimezone(UTC)


def test_an_hour_that_never_happens_opens_nothing() -> None:
    night = Hours(spans=(Span(6, 2 * 60, 3 * 60),))  # clocks go forward 2026-03-08 at 2:00
    for minute in range(300):
        when = (at("2026-03-08T00:00").astimezone(UTC) + timedelta(minutes=minute)).astimezone(
            CHICAGO
        )
        assert status(night, when).kind == "closed"


def test_a_naive_time_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="aware"):
        status(OFFICE, datetime(2026, 11, 18, 10))  # noqa: DTZ001


spans = st.builds(
    lambda day, start, length, nth: Span(day, start, min(start + length, 2880), nth=nth),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(1, 1440),
    st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, -1]),
)


@given(st.lists(spans, max_size=4), st.booleans(), st.text(max_size=20))
def test_what_is_stored_comes_back(some: list[Span], always: bool, text: str) -> None:
    hours = Hours(
        text=text,
        spans=tuple(some),
        always=always,
        doubtful=(1,),
        differs=((date(2026, 1, 1), date(2026, 1, 2)),),
    )
    assert load(dump(hours)) == hours
    assert load(dump(Hours())) == Hours()
    assert dump(Hours()) == ""


def test_dates_and_labels_of_spans_come_back_too() -> None:
    span = Span(1, 60, 120, -1, date(2026, 1, 1), None, "Kitchen")
    assert load(dump(Hours(spans=(span,)))).spans == (span,)


def test_the_clock_reads_as_staff_write_it() -> None:
    assert [clock(minute) for minute in (0, 540, 720, 990, 1439)] == [
        "12a",
        "9a",
        "12p",
        "4:30p",
        "11:59p",
    ]
    assert Status("closed").label(at("2026-11-18T10:00")) == "CLOSED"


def test_spans_read_as_people_write_them() -> None:
    from deskaid.referrals.hours import in_words

    week = tuple(Span(day, 540, 1020) for day in range(5))
    assert in_words(Hours(spans=(*week, Span(5, 600, 720, nth=1)))) == (
        "Mon-Fri 9a-5p; 1st Sat 10a-12p"
    )
    assert in_words(Hours(spans=(Span(0, 540, 720), Span(2, 540, 720)))) == "Mon, Wed 9a-12p"
    assert in_words(Hours(always=True)) == "24 hours, every day"
    assert in_words(Hours(text="call")) == ""
