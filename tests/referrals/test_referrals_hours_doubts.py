"""Times that look like a slip leave their day unknown; a night and a working day do not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deskaid.referrals.hours import Hours, Span, kind_at, status
from deskaid.referrals.timetable.hours_text import parse_hours


def times(text: str) -> list[tuple[float, float]] | None:
    """Return the hours of Monday that ``text`` gives; None where nothing is certain."""
    hours = parse_hours(text)
    if hours is None or 0 in hours.doubtful:
        return None
    return [(span.start / 60, span.end / 60) for span in hours.spans if span.weekday == 0]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # Past midnight for longer than 14 hours: a slip, but for a night of 16.
        ("Mon 2100-1300", None),
        ("Mon 9pm-1pm", None),
        ("Mon-Fri 8am-1am", None),
        ("Mon-Sat 10am-2am", None),
        ("Mon-Sun 11am-1am", [(11, 25)]),
        ("Mon 8pm-8am", [(20, 32)]),
        ("Daily 5pm-9am", [(17, 33)]),
        ("Mon 17:00-09:00", [(17, 33)]),
        ("Mon-Fri 8am-midnight", [(8, 24)]),
        # Without am and pm: a working day, unless the text goes by the 24-hour clock.
        ("Mon-Fri 8:00-4:30", [(8, 16.5)]),
        ("Mon-Fri 9-5", [(9, 17)]),
        ("Mon-Fri 08:00-04:30", None),
        ("Mon 8:00-4:30; Tue 8:30-16:30", None),
        ("Mon 9-12; Tue 13:00-17:00", [(9, 12)]),
        ("Mon 9:00-12:00, 1:00-5:00", [(9, 12), (13, 17)]),
    ],
)
def test_a_slip_is_not_read_as_hours(text: str, read: list[tuple[float, float]] | None) -> None:
    assert times(text) == read


def test_a_doubtful_day_leaves_the_other_days_known() -> None:
    hours = parse_hours("Mon 8:30-16:30, Tue 8:30-16:30, Fri 8:00-4:30")
    assert hours is not None
    assert hours.doubtful == (4,)
    assert {span.weekday for span in hours.spans} == {0, 1}


_SPANS = some.builds(
    lambda day, start, length, nth: Span(day, start, start + length, nth),
    some.integers(0, 6),
    some.integers(0, 1439),
    some.integers(30, 1200),
    some.sampled_from([0, 0, 1, -1]),
)
_HOURS = some.builds(
    lambda spans, doubtful, always, holidays, zone: Hours(
        "x", tuple(spans), always, doubtful=tuple(doubtful), holidays=holidays, zone=zone
    ),
    some.lists(_SPANS, max_size=6),
    some.lists(some.integers(0, 6), max_size=2, unique=True),
    some.booleans(),
    some.sampled_from(["", "closed", "open"]),
    some.sampled_from(["", "America/Chicago", "Nowhere/Atall"]),
)


@given(_HOURS, some.integers(0, 40_000), some.booleans())
def test_the_kind_alone_is_the_kind_of_the_status(hours: Hours, minutes: int, feast: bool) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    holidays = (lambda day: "Feast" if day.day % 3 == 0 else "") if feast else None
    assert kind_at(hours, at, holidays=holidays) == status(hours, at, holidays=holidays).kind


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        kind_at(Hours(), datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None))
