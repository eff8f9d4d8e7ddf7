"""Rows of schedules: what they fix is computed, what they leave open is not known."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from deskaid.referrals.hours import Hours, Special, in_words, out_of_date, status
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.schedules import Reader, days_of, stretch_of
from deskaid.referrals.importing.stage import Row

CHICAGO = ZoneInfo("America/Chicago")
TIMES = {"opens_at": "09:00", "closes_at": "17:00"}


def hours_of(
    *rows: dict[str, str], text: str = "", holidays: tuple[dict[str, str], ...] = ()
) -> Hours:
    reader = Reader(Report(file="made up"))
    for row in rows:
        reader.add(Row("1", "schedules.csv:2", TIMES | row))
    for row in holidays:
        reader.add_holiday(Row("1", "holiday_schedules.csv:2", row))
    return reader.hours(text)


def kind(hours: Hours, when: str) -> str:
    return status(hours, datetime.fromisoformat(when).replace(tzinfo=CHICAGO)).kind


def test_every_other_week_is_counted_from_its_start() -> None:
    row = {"freq": "WEEKLY", "interval": "2", "byday": "TU", "dtstart": "2026-11-03"}
    hours = hours_of(row)
    assert in_words(hours) == "every other Tue from Nov 3 2026 9a-5p"
    assert [kind(hours, f"2026-11-{day}T10:00") for day in ("03", "10", "17", "24")] == [
        "open",
        "closed",
        "open",
        "closed",
    ]


def test_every_other_week_without_a_start_is_not_known() -> None:
    hours = hours_of({"freq": "WEEKLY", "interval": "2", "byday": "TU"}, {"byday": "MO"})
    assert hours.doubtful == (1,)
    assert kind(hours, "2026-11-17T10:00") == "unknown"
    assert kind(hours, "2026-11-18T20:00") == "closed"


def test_where_the_week_begins_counts_for_intervals_alone() -> None:
    row = {"freq": "WEEKLY", "interval": "2", "byday": "SU", "dtstart": "2026-11-03"}
    assert kind(hours_of(row), "2026-11-08T10:00") == "open"
    assert kind(hours_of(row | {"wkst": "SU"}), "2026-11-08T10:00") == "closed"
    assert kind(hours_of(row | {"wkst": "SU"}), "2026-11-15T10:00") == "open"
    weekly = hours_of({"freq": "WEEKLY", "byday": "SU", "wkst": "TU"})
    assert {span.weekday for span in weekly.spans} == {6}


def test_a_weekly_row_takes_its_day_from_its_start_or_from_nowhere() -> None:
    assert in_words(hours_of({"freq": "WEEKLY", "dtstart": "2026-11-05"})) == "Thu 9a-5p"
    assert not hours_of({"freq": "WEEKLY", "wkst": "MO"}).known


@pytest.mark.parametrize(
    ("row", "reading"),
    [
        ({"freq": "MONTHLY", "byday": "2MO,-1FR"}, "2nd Mon 9a-5p; last Fri 9a-5p"),
        (
            {"freq": "MONTHLY", "bymonthday": "1,15"},
            "day 1 of the month 9a-5p; day 15 of the month 9a-5p",
        ),
        ({"freq": "MONTHLY", "bymonthday": "-1"}, "last day of the month 9a-5p"),
        ({"freq": "MONTHLY", "dtstart": "2026-01-20"}, "day 20 of the month 9a-5p"),
        ({"dtstart": "2026-12-05"}, "Sat Dec 5 2026 only 9a-5p"),
        ({"freq": "YEARLY", "dtstart": "2020-07-04"}, "Jul 4 every year 9a-5p"),
        ({"freq": "DAILY"}, "Mon-Sun 9a-5p"),
        (
            {"byday": "MO", "valid_from": "November 01, 0001", "valid_to": "March 31, 0001"},
            "Nov-Mar: Mon 9a-5p",
        ),
    ],
)
def test_other_recurrences(row: dict[str, str], reading: str) -> None:
    assert in_words(hours_of(row)) == reading


@pytest.mark.parametrize(
    "row",
    [
        {"freq": "MONTHLY", "byday": "MO"},
        {"freq": "MONTHLY", "byday": "MO", "bymonthday": "5"},
        {"freq": "MONTHLY", "bymonthday": "-2"},
        {"freq": "WEEKLY", "byday": "2MO"},
        {"freq": "WEEKLY", "byday": "TH,FR", "byweekno": "41,42"},
        {"freq": "MONTHLY", "byday": "-2FR"},
        {"byday": "-2FR"},
        {"freq": "DAILY", "interval": "2", "dtstart": "2026-01-01"},
        {"freq": "BIWEEKLY", "byday": "MO"},
        {"freq": "WEEKLY", "byday": "MO", "interval": "two"},
        {"freq": "WEEKLY", "byday": "MO", "count": "5"},
        {"freq": "WEEKLY", "byday": "MO", "until": "when funds run out"},
        {"byday": "someday"},
        {},
    ],
)
def test_what_a_row_leaves_open_is_not_known(row: dict[str, str]) -> None:
    assert not hours_of(row).known
    assert hours_of(row, {"byday": "SA"}).doubtful


def test_an_end_is_the_end_and_a_count_is_counted() -> None:
    weekly = {"freq": "WEEKLY", "byday": "MO,WE", "dtstart": "2026-11-02"}
    until = hours_of(weekly | {"until": "20261111T235959Z"}, {"byday": "FR"})
    assert kind(until, "2026-11-11T10:00") == "open"
    assert kind(until, "2026-11-16T10:00") == "closed"
    count = hours_of(weekly | {"count": "3"}, {"byday": "FR"})
    assert kind(count, "2026-11-09T10:00") == "open"
    assert kind(count, "2026-11-11T10:00") == "closed"
    assert kind(hours_of(weekly | {"count": "3"}), "2026-12-01T10:00") == "unknown"


def test_hours_whose_dates_are_over_may_be_out_of_date() -> None:
    old = hours_of({"byday": "WE", "valid_to": "2024-05-01"})
    assert kind(old, "2026-11-18T10:00") == "unknown"
    assert out_of_date(old, date(2026, 11, 18))
    assert not out_of_date(old, date(2024, 4, 1))
    assert not out_of_date(hours_of({"byday": "WE"}), date(2026, 11, 18))


def test_holiday_rows_close_or_give_hours_of_their_own() -> None:
    hours = hours_of(
        {"freq": "DAILY"},
        holidays=(
            {"start_date": "2026-12-25", "closed": "true"},
            {
                "start_date": "2026-12-24",
                "closed": "false",
                "opens_at": "10:00",
                "closes_at": "12:00",
            },
            {"start_date": "2026-12-31", "closed": "false"},
            {"start_date": "December 28, 0001", "end_date": "January 02, 0001", "closed": "true"},
        ),
    )
    assert hours.special[0] == Special(date(1, 12, 28), date(1, 1, 2))
    assert kind(hours, "2026-12-25T10:00") == "closed"
    assert kind(hours, "2026-12-24T11:00") == "open"
    assert kind(hours, "2026-12-24T13:00") == "closed"
    assert kind(hours, "2026-12-31T10:00") == "unknown"
    assert kind(hours, "2028-01-01T10:00") == "closed"
    assert kind(hours, "2026-12-23T10:00") == "open"


def test_a_night_that_runs_into_a_closed_day_is_not_known_and_told_til_midnight() -> None:
    night = {"freq": "DAILY", "opens_at": "20:00", "closes_at": "06:00"}
    hours = hours_of(night, holidays=({"start_date": "2026-12-25", "closed": "true"},))
    eve = datetime(2026, 12, 24, 21, tzinfo=CHICAGO)
    assert status(hours, eve).label(eve) == "OPEN til 12a"
    assert kind(hours, "2026-12-25T03:00") == "unknown"
    assert kind(hours, "2026-12-25T21:00") == "closed"


def test_words_beside_rows_put_what_they_contradict_in_doubt() -> None:
    rows = [{"byday": day} for day in ("MO", "TU")]
    assert hours_of(*rows, text="Mon-Tue 9am-5pm").doubtful == ()
    assert hours_of(*rows, text="Mon-Tue 9am-5pm; closed holidays").holidays == "closed"
    apart = hours_of(*rows, text="Mon 9am-5pm; Tue 9am-8pm")
    assert apart.doubtful == (1,)
    assert in_words(apart) == "Mon 9a-5p; Tue not certain"
    assert len(hours_of(*rows, text="24/7").doubtful) == 7
    assert len(hours_of(*rows, text="Mon-Tue 9-5 or by appointment").doubtful) == 7


def test_a_time_marked_as_utc_is_read_as_local_and_reported() -> None:
    reader = Reader(Report(file="made up"))
    reader.add(Row("1", "s.csv:2", {"byday": "MO", "opens_at": "09:00Z", "closes_at": "17:00Z"}))
    reader.add(
        Row("1", "s.csv:3", {"byday": "TU", "opens_at": "09:00-05:00", "closes_at": "17:00"})
    )
    assert {(span.start, span.end) for span in reader.spans} == {(540, 1020)}
    assert set(reader.report.repaired) == {
        "time marked as UTC in a schedule, read as local time",
        "time zone offset in a schedule, read as local time",
    }


@pytest.mark.parametrize(
    ("opens", "closes", "stretch"),
    [
        ("00:00", "23:59", (0, 1440)),
        ("00:00", "24:00", (0, 1440)),
        ("9am", "9am", None),
        ("12:00", "02:00", None),
        ("9am", "03:00", None),
        ("1:00 AM", "2:00 AM", None),
        ("01:00", "17:00", None),
        ("23:00", "17:00", None),
        ("20:00", "08:00", (1200, 1920)),
        ("8pm", "2am", (1200, 1560)),
        ("18:00", "00:00", (1080, 1440)),
    ],
)
def test_times_that_look_like_slips_are_not_read(
    opens: str, closes: str, stretch: tuple[int, int] | None
) -> None:
    assert stretch_of(opens, closes) == stretch


def test_days_of_rows() -> None:
    assert days_of("Sat3rd, SatLast") == ((5, 3), (5, -1))
    assert days_of("6MO") is None
    assert days_of("0") is None
