"""The time a clerk types becomes the next such moment, or is refused."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskaid.errors import Refused
from deskaid.referrals.timetable.asked_time import read_time

NOW = datetime(2026, 11, 18, 14, 20, 33, tzinfo=ZoneInfo("America/Chicago"))  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18", "2026-11-18T18:00"),
        ("6p", "2026-11-18T18:00"),
        ("6:30pm", "2026-11-18T18:30"),
        ("6.30 p.m.", "2026-11-18T18:30"),
        ("at 6", "2026-11-18T18:00"),
        ("1830", "2026-11-18T18:30"),
        ("14:00", "2026-11-19T14:00"),
        ("9", "2026-11-18T21:00"),
        ("2", "2026-11-19T14:00"),
        ("noon", "2026-11-19T12:00"),
        ("midnight", "2026-11-19T00:00"),
        ("tonight", "2026-11-18T20:00"),
        ("this evening", "2026-11-18T18:00"),
        ("afternoon", "2026-11-18T14:20"),
        ("now", "2026-11-18T14:20"),
        ("in 2 hours", "2026-11-18T16:20"),
        ("in half an hour", "2026-11-18T14:50"),
        ("tomorrow 9", "2026-11-19T09:00"),
        ("tomorrow 2", "2026-11-19T14:00"),
        ("5p tomorrow", "2026-11-19T17:00"),
        ("tomorrow", "2026-11-19T10:00"),
        ("today 5pm", "2026-11-18T17:00"),
        ("sat 10am", "2026-11-21T10:00"),
        ("10am Sat.", "2026-11-21T10:00"),
        ("Friday night", "2026-11-20T20:00"),
        ("mon", "2026-11-23T10:00"),
        ("wed 3pm", "2026-11-18T15:00"),
        ("wed 1pm", "2026-11-25T13:00"),
        ("dec 25 3pm", "2026-12-25T15:00"),
        ("Feb 29", "2028-02-29T10:00"),
        ("2026-12-24 18:00", "2026-12-24T18:00"),
    ],
)
def test_the_next_such_moment(typed: str, meant: str) -> None:
    found = read_time(typed, NOW)
    assert found.replace(tzinfo=None).isoformat(timespec="minutes") == meant
    assert found.tzinfo is NOW.tzinfo


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "25", "9:75", "13pm", "-3", "mon 25", "today 9am", "today", "banana 5",
     "2026-13-45", "2020-01-01", "99999999999", "feb 30", "thanksgiving"],
)  # fmt: skip
def test_anything_else_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_time(typed, NOW)
    assert "6:30pm" in refused.value.hint


def test_late_at_night_tonight_is_now() -> None:
    late = NOW.replace(hour=22, minute=5)
    assert read_time("tonight", late) == late.replace(second=0)
    assert read_time("9", late).isoformat(timespec="minutes") == "2026-11-19T09:00-06:00"


def test_an_hour_that_clocks_skip_is_the_one_after() -> None:
    found = read_time("sun 2:30am", datetime(2026, 3, 7, 12, tzinfo=NOW.tzinfo))
    assert found.isoformat(timespec="minutes") == "2026-03-08T03:30-05:00"


def test_a_naive_time_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="aware"):
        read_time("6p", datetime(2026, 11, 18))  # noqa: DTZ001


@given(st.text(max_size=20))
def test_any_text_is_a_later_moment_or_refused(typed: str) -> None:
    try:
        found = read_time(typed, NOW)
    except Refused:
        return
    assert found.astimezone(UTC) >= NOW.replace(second=0, microsecond=0).astimezone(UTC)
