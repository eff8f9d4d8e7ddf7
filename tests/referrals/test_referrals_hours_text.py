"""Hours in words are read whole or not at all."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskaid.referrals.hours import in_words
from deskaid.referrals.timetable.hours_text import blocks, parse_hours


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
        "24 hour notice needed",
        "Mon-Fri 9am-5pm by appointment",
        "Mon-Fri 8am-7pm; automated 24/7",
        "every other Tuesday 9am-5pm",
        "Mon-Fri 9am-5pm, by appointment",
        "By appointment only",
        "Dusk to dawn daily",
        "Mon-Fri, call for hours",
        "Mon-Fri 9am-5pm (confirm)",
        "Mon-Fri 9-5, hours vary",
        "T 10am-2pm",
        "2nd and 4th Tue and Thu 9am-11am",
        "Mon-Fri 9am-5pm; 1st Mon 9am-8pm",
        "Mon-Fri 9am-5pm (Sep-May); Sat 10am-2pm",
        "Mon-Fri 9am-5pm; Jun-Aug Mon-Fri 8am-4pm",
        "Mon-Fri 9am-5pm, Nov 2024 - Mar 2025",
        "Mon-Fri 2019-2020",
        "Mon-Fri 10am-6pm Pacific (1pm-9pm Eastern)",
        "Office Mon-Fri 9am-5pm; Helpline Mon-Fri 9am-9pm",
        "Mon-Fri 9am-5pm; closed Mon-Fri",
        "Mon-Fri 9am-5pm; closed 6-7pm",
        "9am-5pm Mon-Fri, Sat 10am-2pm",
        "Mon 12am-5pm",
        "Mon 9am-12am",
        "Mon 9pm-12pm",
        "Mon 1:00-17:00",
        "Mon 21:00-17:00",
        "June 1st 9am-noon",
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


def words(text: str) -> str:
    hours = parse_hours(text)
    assert hours is not None, text
    assert hours.text == text
    return in_words(hours)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("24 hours a day, 7 days a week, 365 days a year", "24 hours, every day"),
        ("24 horas", "24 hours, every day"),
        ("Sun-Sat 12:00 AM-11:59 PM", "24 hours, every day"),
        ("24/7 except Sunday", "Mon-Sat 12a-12a"),
        ("Monday through Friday, 8:00am-5:00pm", "Mon-Fri 8a-5p"),
        ("8am - 4:30pm, Mon-Fri", "Mon-Fri 8a-4:30p"),
        ("Tuesday and Thursday from 9:00 am until 11:30 am", "Tue, Thu 9a-11:30a"),
        ("MWF 9am-12pm", "Mon, Wed, Fri 9a-12p"),
        ("T/Th 10-2", "Tue, Thu 10a-2p"),
        ("MTWThF 9-5", "Mon-Fri 9a-5p"),
        ("Mon/Tue/Thu/Fri 8am-12, 1-5pm; Wed 8am-12", "Mon-Tue, Thu-Fri 8a-12p, 1p-5p; Wed 8a-12p"),
        ("Mon-Fri 9-12, 1-5", "Mon-Fri 9a-12p, 1p-5p"),
        ("Mon-Fri 9-12 and 6-8", "Mon-Fri 9a-12p, 6p-8p"),
        ("Mon-Fri 9:00 AM to 12:00 noon", "Mon-Fri 9a-12p"),
        ("Mon-Fri 0900-1700", "Mon-Fri 9a-5p"),
        ("Mon - Fri : 9 - 5 | Sat : 10 - 2", "Mon-Fri 9a-5p; Sat 10a-2p"),
        ("Hours of operation: Mon-Fri 9-5. Sat 10-2.", "Mon-Fri 9a-5p; Sat 10a-2p"),
        ("Drop-in Tue-Wed 12pm-5pm", "Tue-Wed 12p-5p"),
        ("1st & 3rd Tuesday 6-8pm", "1st Tue 6p-8p; 3rd Tue 6p-8p"),
        ("4th Thursday of each month 9am-11am", "4th Thu 9a-11a"),
        (
            "1st and 15th of the month, 9am-noon",
            "day 1 of the month 9a-12p; day 15 of the month 9a-12p",
        ),
        ("Oct-Apr: daily 6pm-7am", "Oct-Apr: Mon-Sun 6p-7a"),
        ("Nov 15 - Mar 15, daily 7pm-7am", "Nov 15-Mar 15: Mon-Sun 7p-7a"),
        ("Mon-Fri 9-5 (Sep-May)", "Sep-May: Mon-Fri 9a-5p"),
        (
            "Sep-May: Mon-Fri 9-5; Jun-Aug: Mon-Thu 8-4",
            "Jun-Aug: Mon-Thu 8a-4p; Sep-May: Mon-Fri 9a-5p",
        ),
        ("Lunes a viernes 9am-5pm", "Mon-Fri 9a-5p"),
        ("Lunes a Viernes de 9:00 a.m. a 5:00 p.m.", "Mon-Fri 9a-5p"),
        ("Lunes a viernes de 9 a 5; s\u00e1bado de 10am a 2pm", "Mon-Fri 9a-5p; Sat 10a-2p"),
        ("Todos los d\u00edas 8am a 8pm", "Mon-Sun 8a-8p"),
        ("Lun, mi\u00e9 y vie 9am-mediod\u00eda; domingo cerrado", "Mon, Wed, Fri 9a-12p"),
    ],
)
def test_other_ways_of_writing_it(text: str, reading: str) -> None:
    assert words(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Mon-Fri 9-5 (closed 12-1)", "Mon-Fri 9a-12p, 1p-5p"),
        ("Mon-Fri 9am-5pm, closed for lunch 12pm-1pm", "Mon-Fri 9a-12p, 1p-5p"),
        ("Mon-Sat 9-5, closed Wed", "Mon-Tue, Thu-Sat 9a-5p"),
        ("Daily 9-5 except Sunday", "Mon-Sat 9a-5p"),
        ("Mon-Fri 9-5 except Wed 9-12", "Mon-Tue, Thu-Fri 9a-5p; Wed 9a-12p"),
        ("Closed Sunday and Monday; Tue-Sat 9-5", "Tue-Sat 9a-5p"),
    ],
)
def test_what_is_taken_out(text: str, reading: str) -> None:
    assert words(text) == reading


@pytest.mark.parametrize(
    ("text", "holidays"),
    [
        ("Mon-Fri 9am-5pm; closed some holidays", "closed"),
        ("Mon. thru Fri. 8:30 a.m. - 5:00 p.m.; closed holidays", "closed"),
        ("M-F, 9am-5pm. Closed weekends and holidays", "closed"),
        ("24/7 except some federal holidays", "closed"),
        ("Mon-Fri 9-5, closed Thanksgiving and Christmas Day", "closed"),
        ("Mon-Fri 9-5 (not open on public holidays)", "closed"),
        ("24/7 including holidays", "open"),
        ("Daily 9am-5pm, 365 days a year", "open"),
        ("Mon-Fri 9am-5pm", ""),
    ],
)
def test_what_is_said_of_holidays(text: str, holidays: str) -> None:
    hours = parse_hours(text)
    assert hours is not None
    assert hours.holidays == holidays


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("Mon-Fri 9-5; Sat by appointment", (5,)),
        ("Mon-Fri 9-5; Sat varies", (5,)),
        ("every other Tuesday 9am-5pm; Sat 9am-noon", (1,)),
        ("Mon-Fri 9-5 or by appointment", (0, 1, 2, 3, 4, 5, 6)),
        ("Mon-Fri 9-5; other times by appointment", (0, 1, 2, 3, 4, 5, 6)),
        ("Sunday: 1:00-1:15  Monday: 9:00-17:00", (6,)),
        ("Thursday: 9:00-8:00  Friday: 9:00-17:00", (3,)),
        ("Thursday: 8:30-12:00 , 1:00-17:00  Friday: 9:00-17:00", (3,)),
        ("Friday: 21:00-17:00 Monday: 9:00-17:00", (4,)),
        ("Mon 12am-5pm; Tue 9-5", (0,)),
    ],
)
def test_a_day_in_doubt_leaves_the_others_known(text: str, doubtful: tuple[int, ...]) -> None:
    hours = parse_hours(text)
    assert hours is not None
    assert hours.doubtful == doubtful
    assert not {span.weekday for span in hours.spans if len(doubtful) < 7} & set(doubtful)


def test_blocks_with_labels_are_kept_apart() -> None:
    assert blocks("Office: Mon-Fri 9-5; Hotline: 24/7") == [
        ("Office", "Mon-Fri 9-5"),
        ("Hotline", "24/7"),
    ]
    assert blocks("Office hours: Mon-Fri 9-5. Program hours: Tue 1pm-4pm") == [
        ("Office hours", "Mon-Fri 9-5"),
        ("Program hours", "Tue 1pm-4pm"),
    ]
    assert blocks("Crisis line 24hr; office Mon-Fri") == [
        ("Crisis line", "24hr"),
        ("office", "Mon-Fri"),
    ]
    for plain in ("Mon-Fri 9-5; Sat 10-2", "Monday: 9-5 Tuesday: 9-5", "Hours: Mon-Fri 9-5", ""):
        assert blocks(plain) == []


def test_one_block_about_the_service_itself_counts_and_no_other_does() -> None:
    assert words("Admin: M-F 8-5 Service: Tue 10am-2pm") == "Tue 10a-2p"
    assert words("Office hours: Mon-Fri 9-5. Program hours: Tue 1pm-4pm") == "Tue 1p-4p"
    assert parse_hours("Office: Mon-Fri 9-5; Hotline: 24/7") is None
    assert parse_hours("Service: Tue 10am-2pm; Hotline: 24/7") is None
    assert parse_hours("Program: Tue 10am-2pm; Service: Wed 10am-2pm; Office: Mon 9-5") is None


_SAID = (
    "Mon Fri sat lunes - : ; , & ( ) / 9 5 9am 5:30pm 0900 noon 24/7 1st last of each month "
    "closed except holidays lunch by appointment every other Oct-Apr Office: a EST and to"
)
_WORDS = st.lists(st.sampled_from(_SAID.split()), max_size=30)


@given(st.one_of(st.text(max_size=80), _WORDS.map(" ".join)))
@example("(closed " * 49)
@example("Mon 9am-5pm closed 12-1 closed 12-1")
@example("\u0661st Mon 9-5")
def test_no_text_is_too_odd_to_be_left_as_text(text: str) -> None:
    blocks(text)
    hours = parse_hours(text)
    if hours is not None:
        assert hours.known
        in_words(hours)
        for span in hours.spans:
            assert 0 <= span.start < span.end <= 2880
