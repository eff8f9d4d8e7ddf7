"""Hours in words are read whole or not at all."""

import pytest

from deskaid.referrals.hours_text import parse_hours


def spans(text: str) -> list[tuple[int, float, float, int]]:
    hours = parse_hours(text)
    assert hours is not None, text
    return [(span.weekday, span.start / 60, span.end / 60, span.nth) for span in hours.spans]


@pytest.mark.parametrize(
    "text",
    [
        "24/7",
        "24 hours a day, 7 days a week",
        "24 hours a day",
        "Open 24 hours",
        "Available 24/7/365",
        "24 Hours/7 days",
    ],
)
def test_round_the_clock_in_words(text: str) -> None:
    hours = parse_hours(text)
    assert hours is not None
    assert hours.always
    assert hours.text == text


@pytest.mark.parametrize(
    ("text", "days", "start", "end"),
    [
        ("Mon-Fri 9am-5pm", range(5), 9, 17),
        ("Monday - Friday 9:00 AM - 5:00 PM", range(5), 9, 17),
        ("M-F 8:30-5", range(5), 8.5, 17),
        ("Weekdays 9-5pm", range(5), 9, 17),
        ("Tue & Thu 10-12", (1, 3), 10, 12),
        ("8am-7pm every day", range(7), 8, 19),
        ("Daily 10:00am\u20131:30pm", range(7), 10, 13.5),
        ("Mon\u2013Fri 08:00-17:00", range(5), 8, 17),
        ("Fri 8pm-2am", (4,), 20, 26),
        ("Sat-Mon 8pm-8am", (5, 6, 0), 20, 32),
        ("Sat 20:00-08:00", (5,), 20, 32),
        ("Mon to Thurs noon to 4 p.m.", range(4), 12, 16),
        ("Mon-Fri 24 hours", range(5), 0, 24),
    ],
)
def test_one_stretch_on_some_days(text: str, days: range, start: float, end: float) -> None:
    assert spans(text) == [(day, start, end, 0) for day in days]


def test_several_groups_and_breaks() -> None:
    assert spans("Mon-Fri 8am-8pm; Sat 9am-2pm")[-2:] == [(4, 8, 20, 0), (5, 9, 14, 0)]
    assert spans("Mon, Wed-Fri 9:30am-5pm; Tue 1pm-8pm")[-1] == (1, 13, 20, 0)
    assert spans("Tue: 9:00am-12:00pm, 1:00pm-5:00pm; Sat closed") == [
        (1, 9, 12, 0),
        (1, 13, 17, 0),
    ]
    assert spans("Sunday: 11:00-20:00  Monday: 9:00-22:00") == [(6, 11, 20, 0), (0, 9, 22, 0)]


def test_weeks_of_the_month() -> None:
    assert spans("1st and 3rd Saturday 9am-12pm") == [(5, 9, 12, 1), (5, 9, 12, 3)]
    assert spans("2nd Tuesday of the month, 9 a.m. to noon") == [(1, 9, 12, 2)]
    assert spans("Last Friday 9am-noon") == [(4, 9, 12, -1)]


def test_a_zone_belongs_to_its_country() -> None:
    american = parse_hours("Mon-Fri 10am-10pm Eastern")
    assert american is not None
    assert american.zone == "America/New_York"
    australian = parse_hours("Mon-Fri 10am-8pm Eastern", zones={"eastern": "Australia/Sydney"})
    assert australian is not None
    assert australian.zone == "Australia/Sydney"
    assert parse_hours("Mon-Fri 10am-8pm Eastern", zones={}) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24/7 in most areas",
        "24/7 except some federal holidays",
        "24 hour notice needed",
        "Mon-Fri 9am-5pm; closed some holidays",
        "Mon-Fri 9am-5pm by appointment",
        "Mon-Fri 8am-7pm; automated 24/7",
        "every other Tuesday 9am-5pm",
        "Breakfast 8-9am, Lunch 12-1:30pm",
        "Office Mon-Fri 9-5, Hotline 24/7",
        "Mon-Fri 9am-5pm; Mon 6pm-8pm",
        "Mon 12-3",
        "Mon 5-7",
        "Mon 8-8",
        "Mon-Fri 9am-9am",
        "Mon-Fri 25:00-26:00",
        "Mon-Fri 13pm-15pm",
        "Check the site",
        "7am-midnight; no longer 24/7",
        "9am-5pm",
        "Mon-Fri",
        "Mon-Fri 9am-5pm (Summer)",
        "Mon-Fri 10am-6pm Pacific, Sat 1pm-2pm Eastern",
        "Mon 9am-5pm " * 60,
    ],
)
def test_anything_unsure_stays_text(text: str) -> None:
    assert parse_hours(text) is None
