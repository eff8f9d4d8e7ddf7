"""A clock that jumps, a day that has no hour, a machine that slept: nothing destroyed unasked."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hostile_notes import found_anywhere, sealed_bytes

from deskaid.notes.days import CLOCK_GUARD_DAYS, as_date
from deskaid.notes.purge import Purged
from deskaid.paths import Paths
from notes_desk import START, Desk, texts

CHICAGO = ZoneInfo("America/Chicago")
APIA = ZoneInfo("Pacific/Apia")  # 13 hours ahead of UTC


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


@pytest.mark.parametrize("years", [-50, -10, 10, 50, 500])
def test_a_clock_wrong_by_years_destroys_nothing_unasked(years: int, desk: Desk) -> None:
    desk.make().save("dear")
    boxes = sealed_bytes(desk)
    desk.notes.purge()
    desk.wait(365 * years)
    for _ in range(3):  # at each start and daily
        assert desk.notes.purge().notes == 0
        desk.wait(1)
    assert found_anywhere(desk, boxes) == 1
    desk.now = START
    for _ in range(20):
        assert desk.notes.purge().notes == 0
        desk.wait(1)
    assert texts(desk.open()) == ["dear"]


def test_a_clock_that_creeps_ahead_by_less_than_the_guard_is_believed(desk: Desk) -> None:
    """Said plainly: a month of holidays and a clock a month ahead look the same."""
    desk.make().save("a week", days=7)
    desk.notes.purge()
    desk.wait(CLOCK_GUARD_DAYS)
    assert desk.notes.purge() == Purged(notes=1)


def test_a_flat_clock_battery_keeps_notes_savable_and_is_asked_about_afterwards(
    desk: Desk,
) -> None:
    notebook = desk.make()
    notebook.save("before")
    desk.now = datetime(1970, 1, 1, 0, 3, tzinfo=UTC)
    assert desk.notes.purge() == Purged()
    late = desk.open()
    late.save("while the clock said 1970", days=7)
    desk.notes.drop_box.seal("0" * 32, late.id, "dropped then", days=7)
    desk.now = START
    assert desk.notes.purge().clock_jump > 10_000, "both expired in 1970: a person is asked"
    assert texts(desk.open()) == ["before", "while the clock said 1970"]
    assert desk.notes.purge(confirmed=True) == Purged(notes=1, dropped=1)
    assert texts(desk.open()) == ["before"]


@pytest.mark.parametrize("zone", [CHICAGO, APIA])
def test_a_note_lives_until_the_local_monday_and_not_an_hour_less(
    zone: ZoneInfo, desk: Desk
) -> None:
    desk.now = datetime(2026, 11, 20, 23, 59, 59, tzinfo=zone)
    notebook = desk.make()
    note = notebook.save("just before midnight", days=7)
    assert note.expires == date(2026, 11, 30)
    desk.now = datetime(2026, 11, 29, 23, 59, 59, tzinfo=zone)
    assert desk.notes.purge() == Purged()
    desk.now += timedelta(seconds=1)
    assert desk.now.date() == date(2026, 11, 30)
    assert desk.notes.purge() == Purged(notes=1)


def test_a_note_of_just_after_midnight_may_expire_a_week_later(desk: Desk) -> None:
    desk.now = datetime(2026, 11, 23, 0, 0, tzinfo=CHICAGO)  # a Monday
    notebook = desk.make()
    assert notebook.save("Monday", days=7).expires == date(2026, 11, 30)
    desk.now += timedelta(days=1)
    assert notebook.save("Tuesday", days=7).expires == date(2026, 12, 7)


@pytest.mark.parametrize(
    "moments",
    [
        # 2 November 2025: 01:30 comes twice in Chicago; 8 March 2026: 02:30 does not come.
        [
            datetime(2025, 11, 2, 1, 30, tzinfo=CHICAGO),
            datetime(2025, 11, 2, 1, 20, fold=1, tzinfo=CHICAGO),
        ],
        [
            datetime(2026, 3, 8, 1, 59, tzinfo=CHICAGO),
            datetime(2026, 3, 8, 3, 1, tzinfo=CHICAGO),
        ],
    ],
)
def test_the_hour_that_comes_twice_or_never_keeps_the_order_of_notes(
    moments: list[datetime], desk: Desk
) -> None:
    desk.now = moments[0]
    notebook = desk.make()
    first = notebook.save("first")
    desk.now = moments[1]
    second = notebook.save("second")
    assert second.created > first.created
    assert [note.text for note in desk.open().notes()] == ["second", "first"]
    assert first.expires == second.expires
    assert desk.notes.purge() == Purged()


@pytest.mark.parametrize("last", [date(9999, 12, 31), date(9999, 10, 20)])
def test_a_clock_at_the_end_of_the_calendar_is_a_sentence_and_not_a_fault(
    last: date, desk: Desk
) -> None:
    notebook = desk.make()
    notebook.save("dear")
    desk.now = datetime(last.year, last.month, last.day, 12, tzinfo=UTC)
    assert desk.notes.purge().notes == 0
    found = desk.open()
    saved = found.save("at the end of time", days=90)
    assert saved.expires is not None and saved.expires <= date.max
    assert as_date(saved.purge_day) == saved.expires
    desk.notes.drop_box.seal("0" * 32, found.id, "dropped", days=90)
    desk.now = START
    assert texts(desk.open()) == ["at the end of time", "dear"]
