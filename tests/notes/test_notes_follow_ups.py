"""What is owed by when: read from the note, told back, counted on Home without a word."""

import json
import sys
from datetime import date, timedelta

import pytest
from textual.widgets import Input

from at_the_desk import CHEAP, NOW, PASSPHRASE, AtTheDesk, make_notebook, open_desk
from deskaid.notes.due_days import DueDay, DueDays, follow_ups_told
from deskaid.notes.follow_ups import find_due, in_words, told
from deskaid.notes.note import Note
from deskaid.notes.notebooks import Notes
from deskaid.paths import Paths

TODAY = NOW.date()  # Saturday 21 November 2026
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("owed", "day"),
    [
        ("Dana calls back by Friday", FRIDAY),
        ("call her by fri", FRIDAY),
        ("call tomorrow at 9", date(2026, 11, 22)),
        ("today, before we close", TODAY),
        ("by 24 Nov", date(2026, 11, 24)),
        ("by November 24th: send the form", date(2026, 11, 24)),
        ("form by 11/24", date(2026, 11, 24)),
        ("form by 12/4/2026", date(2026, 12, 4)),
        ("form by 2026-12-01", date(2026, 12, 1)),
        ("in 3 days", date(2026, 11, 24)),
        ("in two weeks", date(2026, 12, 5)),
        ("next Friday", FRIDAY),
        ("next Monday", date(2026, 11, 23)),
        ("next week", date(2026, 11, 23)),
        ("by Saturday", date(2026, 11, 28)),
        ("by 5 January", date(2027, 1, 5)),
        ("it was due 19 Nov", date(2026, 11, 19)),
        ("llamar mañana", date(2026, 11, 22)),
        ("para el viernes", FRIDAY),
        ("antes del 24 de noviembre", date(2026, 11, 24)),
        ("call the shelter\n       Dana, by Friday", FRIDAY),
        ("", None),
        ("nothing", None),
        ("put a sign by the door", None),
        ("he comes every Friday", None),
        ("$11/24 each", None),
        ("by 31 Feb", None),
        ("llamar por la mañana", None),
        ("rule 4/5 applies; wait 1/2 hour", None),
        ("may call", None),
        ("sat with her a while", None),
        ("Friday: call the shelter", FRIDAY),
    ],
)
def test_the_day_is_read_from_the_line_owed(owed: str, day: date | None) -> None:
    found = find_due(f"When   16:42\nSeen   x by Monday\nOwed   {owed}", TODAY)
    assert (found.day if found else None) == day


def test_a_line_that_begins_with_by_names_the_day_too() -> None:
    found = find_due("Called the shelter.\nBy: Friday", TODAY)
    assert found is not None
    assert found.day == FRIDAY
    assert find_due("Seen it by Friday", TODAY) is None, "only what is owed is due"


def test_outside_america_the_day_comes_first() -> None:
    text = "Owed   by 4/12"
    found = find_due(text, TODAY, day_first=True)
    assert found is not None
    assert found.day == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("days", "words", "sentence"),
    [
        (-2, "2 days late", "follow-up 2 days late"),
        (-1, "1 day late", "follow-up 1 day late"),
        (0, "today", "follow-up due today"),
        (1, "tomorrow", "follow-up due tomorrow"),
        (6, "Friday", "follow-up due Friday, 27 Nov"),
        (7, "Sat 28 Nov", "follow-up due Sat 28 Nov"),
        (60, "Wed 20 Jan 2027", "follow-up due Wed 20 Jan 2027"),
    ],
)
def test_the_day_is_told_in_words(days: int, words: str, sentence: str) -> None:
    day = TODAY + timedelta(days=days)
    assert in_words(day, TODAY) == words
    assert told(day, TODAY) == sentence


@pytest.fixture
def desk_paths(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook."""
    make_notebook(ready)
    return ready


def opened(paths: Paths) -> Notes:
    return Notes(paths, kdf=CHEAP, clock=lambda: NOW)


def save(paths: Paths, *notes: tuple[str, date | None], days: int = 30) -> None:
    """Save notes with their follow-ups, and lock."""
    all_notes = opened(paths)
    notebook = all_notes.unlock(all_notes.covers()[0].id, PASSPHRASE)
    for text, due in notes:
        notebook.save(text, due=due, days=days)
    notebook.lock()


def stored(paths: Paths) -> list[Note]:
    all_notes = opened(paths)
    notebook = all_notes.unlock(all_notes.covers()[0].id, PASSPHRASE)
    notebook.take_in()
    return notebook.notes()


async def unlock(desk: AtTheDesk) -> None:
    """Open the notebook of this desk."""
    await desk.press("escape", "N")
    desk.app.screen.query_one("#secret", Input).value = PASSPHRASE
    await desk.press("enter")
    await desk.app.workers.wait_for_complete()
    await desk.pilot.pause(0.1)
    desk.app.clear_notifications()


OWED = "Where  desk\nOwed   Dana calls the shelter back by Friday"


async def test_a_follow_up_typed_while_locked_is_told_kept_and_counted(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7", *["tab"] * 3)
        await desk.type("Dana calls back by friday")
        await desk.pilot.pause(1.8)
        assert "sealed" in desk.text
        assert "follow-up due Friday, 27 Nov" in desk.text
        await desk.press("escape")
    assert follow_ups_told(desk_paths, FRIDAY) == "1 follow-up due"
    assert follow_ups_told(desk_paths, TODAY) == ""
    [note] = stored(desk_paths)
    assert note.due == FRIDAY
    assert follow_ups_told(desk_paths, FRIDAY) == "1 follow-up due", "taken in, not counted twice"


async def test_the_due_list_tells_the_late_ones_first_and_no_words_until_asked(
    desk_paths: Paths,
) -> None:
    save(
        desk_paths,
        (OWED, FRIDAY),
        ("Owed   form for the quetzal case", TODAY - timedelta(days=2)),
        ("Owed   call", TODAY),
        ("nothing owed", None),
    )
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("f")
        rows = [line[2:12].strip() for line in desk.text.split("\n")[2:5]]
        assert rows == ["2 days lat", "today", "Friday"]
        assert "quetzal" not in desk.text
        await desk.press("t")
        assert "form for the quetzal case" in desk.line(3)
        assert "Dana calls the shelter back by Friday" in desk.line(5)


@pytest.mark.parametrize("key", ["x", "space"])
async def test_done_is_done_and_can_be_undone(key: str, desk_paths: Paths) -> None:
    late = TODAY - timedelta(days=2)
    save(desk_paths, (OWED, late))
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("f", key)
        assert desk.line(3).strip().startswith(("> done", "done"))
        assert follow_ups_told(desk_paths, TODAY) == ""
        await desk.press("u")
        assert "2 days late" in desk.line(3)
        assert follow_ups_told(desk_paths, TODAY) == "1 follow-up due"
        await desk.press(key)
    assert [note.due for note in stored(desk_paths)] == [None]


async def test_enter_reads_the_note_and_escape_comes_back_to_the_notebook(
    desk_paths: Paths,
) -> None:
    save(desk_paths, ("other", None), (OWED, FRIDAY), ("third", None))
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("f", "enter")
        assert "calls the shelter back" in desk.text
        assert "due Friday" in desk.line(1)
        await desk.press("escape")
        assert "UNLOCKED" in desk.line(1)


async def test_a_follow_up_that_is_done_stays_done_when_its_note_is_edited(
    desk_paths: Paths,
) -> None:
    save(desk_paths, (OWED, None))
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("e")
        await desk.type(" and more")
        await desk.press("escape")
    [note] = stored(desk_paths)
    assert note.text.endswith("and more")
    assert note.due is None


async def test_another_day_in_the_note_is_another_due_day(desk_paths: Paths) -> None:
    save(desk_paths, ("Owed   call by Friday", FRIDAY))
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("e", *["backspace"] * 6)
        await desk.type("Tuesday")
        await desk.press("escape")
    assert [note.due for note in stored(desk_paths)] == [date(2026, 11, 24)]


def test_the_count_holds_days_and_nothing_else(desk_paths: Paths) -> None:
    save(desk_paths, (OWED, FRIDAY))
    file = desk_paths.notes_anchor.with_name("notes.due")
    [[name, days]] = json.loads(file.read_text(encoding="utf-8")).items()
    assert name == opened(desk_paths).covers()[0].id
    assert days == [[20784, 20808, 0]], "27 November, and the Monday on which the note expires"
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("wrong", ["", "{", "[]", '{"a": 1}', '{"a": [[1, "x", 0]]}', "null"])
def test_a_damaged_count_is_no_count(wrong: str, desk_paths: Paths) -> None:
    save(desk_paths, (OWED, TODAY))
    file = desk_paths.notes_anchor.with_name("notes.due")
    file.write_text(wrong, encoding="utf-8")
    assert follow_ups_told(desk_paths, TODAY) == ""
    save(desk_paths, ("more", None))
    assert follow_ups_told(desk_paths, TODAY) == "1 follow-up due", "the next save mends it"


def test_a_note_that_expired_is_not_counted(desk_paths: Paths) -> None:
    save(desk_paths, (OWED, FRIDAY), days=7)
    assert follow_ups_told(desk_paths, date(2026, 11, 29)) == "1 follow-up due"
    assert follow_ups_told(desk_paths, date(2026, 11, 30)) == ""


def test_a_deleted_notebook_takes_its_count_along(desk_paths: Paths) -> None:
    save(desk_paths, (OWED, TODAY))
    notes = opened(desk_paths)
    [cover] = notes.covers()
    notes.delete(cover.id, label=cover.label)
    assert not desk_paths.notes_anchor.with_name("notes.due").exists()


def test_a_deleted_note_is_not_counted_and_one_brought_back_is(desk_paths: Paths) -> None:
    save(desk_paths, (OWED, TODAY))
    notes = opened(desk_paths)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    [note] = notebook.notes()
    notebook.delete(note.id)
    assert follow_ups_told(desk_paths, TODAY) == ""
    notebook.restore(note.id)
    assert follow_ups_told(desk_paths, TODAY) == "1 follow-up due"


def test_switched_off_nothing_is_told_and_the_file_goes(desk_paths: Paths) -> None:
    save(desk_paths, (OWED, TODAY))
    notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW, follow_up_count=False)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    notebook.save("x", due=TODAY)
    notebook.lock()
    assert not desk_paths.notes_anchor.with_name("notes.due").exists()


def test_a_count_without_a_notes_file_is_none(paths: Paths) -> None:
    DueDays.of(paths).put("ab" * 16, [DueDay(1, 99999999)])
    assert follow_ups_told(paths, TODAY) == ""
