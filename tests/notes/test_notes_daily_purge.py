"""A desk that stays open for days: notes expire on their day, and never without a word."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from at_the_desk import CHEAP, NOW, PASSPHRASE, AtTheDesk, make_notebook
from deskaid.notes import schema
from deskaid.notes.about_room import AboutNotebookRoom
from deskaid.notes.notebooks import Notes
from deskaid.notes.purge import Purged
from deskaid.notes.reading import NotebookRoom
from deskaid.notes.screen import NoteArea, NoteRoom
from deskaid.paths import Paths
from keys_at_the_desk import Clock, settle, unlock, watched_desk

# NOW is a Saturday: a note kept 7 days goes on the Monday nine days later.
DAYS = 9


@pytest.fixture
def desk_paths(ready: Paths) -> Paths:
    """A desk with two notes that expire after a week and one that does not."""
    make_notebook(ready)
    clock = Clock(NOW - timedelta(hours=1))
    notes = Notes(ready, kdf=CHEAP, clock=clock)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    for text, days in (
        ("third, for a month", 30),
        ("second, for a week", 7),
        ("first, for a week", 7),
    ):
        notebook.save(text, days=days)
        clock.now += timedelta(minutes=1)
    notebook.lock()
    return ready


async def next_minute(desk: AtTheDesk, clock: Clock, later: timedelta) -> None:
    """Let time pass, and the clock of the screen tick."""
    clock.now += later
    desk.app._watch._minute()
    await settle(desk)


def texts(paths: Paths) -> list[str]:
    """Return every note, as its author reads it."""
    notes = Notes(paths, kdf=CHEAP, clock=lambda: NOW)
    return [note.text for note in notes.unlock(notes.covers()[0].id, PASSPHRASE).notes()]


def sealed(paths: Paths) -> int:
    """Return how many notes the file holds."""
    return Notes(paths).covers()[0].notes


async def test_a_locked_desk_destroys_what_expires_after_midnight(desk_paths: Paths) -> None:
    clock = Clock()
    async with watched_desk(desk_paths, clock) as desk:
        await next_minute(desk, clock, timedelta(days=DAYS - 1))
        assert sealed(desk_paths) == 3
        clock.now = clock.now.replace(hour=23, minute=59)
        await next_minute(desk, clock, timedelta(0))
        assert sealed(desk_paths) == 3
        await next_minute(desk, clock, timedelta(minutes=2))
        assert sealed(desk_paths) == 1


async def test_the_purge_runs_once_a_day_and_after_a_sleep_of_days(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    runs: list[int] = []
    real = Notes.purge
    async with watched_desk(desk_paths, clock) as desk:

        def counted(self: Notes) -> Purged:
            runs.append(1)
            return real(self)

        monkeypatch.setattr(Notes, "purge", counted)
        for minutes in (1, 1, 60):
            await next_minute(desk, clock, timedelta(minutes=minutes))
        assert runs == []
        await next_minute(desk, clock, timedelta(days=3))
        await next_minute(desk, clock, timedelta(minutes=1))
        assert runs == [1]


async def test_an_open_notebook_forgets_them_and_says_how_many(desk_paths: Paths) -> None:
    clock = Clock()
    async with watched_desk(desk_paths, clock) as desk:
        await unlock(desk)
        await desk.press("t")
        assert "second" in desk.text
        await next_minute(desk, clock, timedelta(days=DAYS))
        assert isinstance(desk.app.screen, NotebookRoom)
        assert "2 notes expired today and were destroyed" in desk.text
        assert "second" not in desk.text
        assert "third" in desk.text
        assert not desk.app.screen.opened.notebook.alarms
    assert texts(desk_paths) == ["third, for a month"]


@pytest.mark.parametrize(("downs", "stays"), [(0, False), (2, True)])
async def test_a_note_being_read_goes_only_when_it_expired_itself_and_with_a_word(
    downs: int, stays: bool, desk_paths: Paths
) -> None:
    clock = Clock()
    async with watched_desk(desk_paths, clock) as desk:
        await unlock(desk)
        await desk.press("home", *["down"] * downs, "enter")
        assert "for a" in desk.text
        await next_minute(desk, clock, timedelta(days=DAYS))
        assert "2 notes expired today" in desk.text
        assert ("third, for a month" in desk.text) is stays
        assert "first, for a week" not in desk.text
        await desk.press(*["escape"] * stays, "t")
        assert "third, for a month" in desk.text
        assert "for a week" not in desk.text


async def test_a_note_being_edited_keeps_its_page_and_becomes_a_new_note(
    desk_paths: Paths,
) -> None:
    clock = Clock()
    async with watched_desk(desk_paths, clock) as desk:
        await unlock(desk)
        await desk.press("home", "e")
        assert isinstance(desk.app.screen, NoteRoom)
        desk.app.screen.query_one(NoteArea).insert(" and more")
        await next_minute(desk, clock, timedelta(days=DAYS))
        assert isinstance(desk.app.screen, NoteRoom)
        assert "and more" in desk.text
        assert "2 notes expired today" in desk.text
        await desk.press("escape")
        await settle(desk)
    assert any("and more" in text for text in texts(desk_paths))


async def test_it_is_told_when_the_notebook_is_shown_again(desk_paths: Paths) -> None:
    clock = Clock()
    async with watched_desk(desk_paths, clock) as desk:
        await unlock(desk)
        await desk.press("escape")
        await next_minute(desk, clock, timedelta(days=DAYS))
        assert "expired" not in desk.text
        await desk.press("escape", "N")
        assert "2 notes expired today" in " ".join(desk.text.split())


async def test_it_is_not_told_on_a_curtain(desk_paths: Paths) -> None:
    clock = Clock()
    async with watched_desk(desk_paths, clock) as desk:
        await unlock(desk)
        await desk.press("f12")
        await next_minute(desk, clock, timedelta(days=DAYS))
        assert "expired" not in desk.text
    assert sealed(desk_paths) == 1


async def test_the_room_about_it_is_told_too(desk_paths: Paths) -> None:
    clock = Clock()
    async with watched_desk(desk_paths, clock) as desk:
        await unlock(desk)
        assert desk.app._opened is not None
        await desk.app.push_screen(AboutNotebookRoom(desk.app.notes, desk.app._opened))
        await next_minute(desk, clock, timedelta(days=DAYS))
        assert "2 notes expired today" in desk.text


async def test_a_clock_that_jumped_destroys_nothing_and_asks(desk_paths: Paths) -> None:
    clock = Clock()
    async with watched_desk(desk_paths, clock) as desk:
        await next_minute(desk, clock, timedelta(days=400))
        assert sealed(desk_paths) == 3
        assert "date moved by 400 days" in " ".join(desk.text.split())


async def test_a_hold_keeps_them(desk_paths: Paths) -> None:
    notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW)
    notes.ask_hold(notes.covers()[0].id)
    clock = Clock()
    async with watched_desk(desk_paths, clock) as desk:
        await next_minute(desk, clock, timedelta(days=DAYS))
    assert sealed(desk_paths) == 3


async def test_a_file_that_cannot_be_written_is_told_and_harms_nothing(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskaid.notes.trouble import NotSaved

    @contextmanager
    def full(path: Path) -> Iterator[Any]:
        raise NotSaved("Not saved: the disk is full.", hint="Free some space.")
        yield

    clock = Clock()
    async with watched_desk(desk_paths, clock) as desk:
        with monkeypatch.context() as patch:
            patch.setattr(schema, "writing", full)
            await next_minute(desk, clock, timedelta(days=DAYS))
            assert "the disk is full" in desk.text
        await next_minute(desk, clock, timedelta(days=1))
    assert sealed(desk_paths) == 1
