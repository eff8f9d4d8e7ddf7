"""Writing a note, key by key: its five lines, its cautions, and how long it is kept."""

from datetime import date

import pytest
from textual import events
from textual.widgets import Input

from at_the_desk import CHEAP, NOW, PASSPHRASE, AtTheDesk, make_notebook, open_desk
from deskaid.launcher import LOCKED
from deskaid.notes.area import NoteArea
from deskaid.notes.note import Note
from deskaid.notes.notebooks import Notes
from deskaid.notes.reading import NotebookRoom
from deskaid.notes.screen import NoteRoom
from deskaid.paths import Paths
from deskaid.shell.curtain import Curtain
from deskaid.shell.home import HomeRoom
from deskaid.shell.room import Room

CARD = "21234000123456"
REST = 0.8  # longer than the hand has to rest until a word is looked at
EXPIRES = {7: date(2026, 11, 30), 30: date(2026, 12, 21), 90: date(2027, 2, 22)}


@pytest.fixture
def desk_paths(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook."""
    make_notebook(ready)
    return ready


async def write(desk: AtTheDesk, text: str) -> None:
    """Write ``text`` into the note as one quick hand, and let it rest."""
    desk.app.screen.query_one(NoteArea).insert(text)
    await desk.pilot.pause(REST)


async def unlock(desk: AtTheDesk) -> None:
    """Open the notebook of this desk."""
    await desk.press("escape", "N")
    desk.app.screen.query_one("#secret", Input).value = PASSPHRASE
    await desk.press("enter")
    await desk.app.workers.wait_for_complete()
    await desk.pilot.pause(0.1)
    desk.app.clear_notifications()


def save(paths: Paths, *texts: str) -> None:
    notes = Notes(paths, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    for text in texts:
        notebook.save(text)
    notebook.lock()


def stored(paths: Paths) -> list[Note]:
    notes = Notes(paths, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    notebook.take_in()
    return notebook.notes()


async def test_tab_goes_from_line_to_line_and_back(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await desk.type("porch")
        await desk.press("tab")
        await desk.type("a dog")
        await desk.press("enter")
        await desk.type("and a cat")
        await desk.press("tab", "tab")
        await desk.type("nothing")
        await desk.press("tab", "shift+tab", "shift+tab")
        await desk.type(", tied up")
        text = desk.app.screen.query_one(NoteArea).text
    assert text.split("\n") == [
        "When   16:42",
        "Where  porch",
        "Seen   a dog",
        "and a cat, tied up",
        "Done   ",
        "Owed   nothing",
    ]


async def test_a_quick_hand_writes_on_the_line_it_went_to(desk_paths: Paths) -> None:
    """Every key at once, as a terminal delivers what was typed while the program was busy."""
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        for key in ("a", "tab", "b", "tab", "c", "shift+tab", "d"):
            desk.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await desk.pilot.pause(0.3)
        text = desk.app.screen.query_one(NoteArea).text
    assert text.split("\n")[1:4] == ["Where  a", "Seen   bd", "Done   c"]


async def test_each_line_says_what_belongs_on_it(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        assert "the place" in desk.text
        await desk.press("tab")
        assert "exact words in quotes" in desk.text
        await desk.press("tab", "tab")
        assert "by when" in desk.text


async def test_a_note_that_is_only_its_template_leaves_nothing(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7", "tab", "tab", "escape")
    assert stored(desk_paths) == []


async def test_a_caution_names_the_line_and_not_the_word(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7", "tab")
        await write(desk, f"He was rude.\ncard {CARD}")
        row = next(line for line in desk.text.split("\n") if "library card" in line)
        assert row.startswith(" Line 4: a library card number?")
        assert CARD not in row
        assert "1 more: F6" in row
        await desk.press("f6")
        assert "It leads to all they borrow." in desk.text
        assert "Line 3: a judgement?" in desk.text
        await desk.press("escape")
        assert isinstance(desk.app.screen, NoteRoom), "Escape closes what F6 opened"
        assert "It leads to all they borrow." not in desk.text
        await desk.press("escape")
        assert isinstance(desk.app.screen, HomeRoom), "a caution is never in the way"
    assert CARD in stored(desk_paths)[0].text, "it is saved as it stands"


async def test_a_caution_goes_when_the_words_go(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7", "tab")
        await write(desk, "crazy")
        assert "a judgement?" in desk.text
        await desk.press(*["backspace"] * 5)
        await desk.pilot.pause(REST)
        assert "a judgement?" not in desk.text
        assert "Leave out names" in desk.text


async def test_what_is_on_this_librarys_sign_is_no_secret(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7", "tab")
        await write(desk, "The crew came to 40 Maple Street and called 217-555-0100.")
        assert "Leave out names" in desk.text
        assert "Line 3" not in desk.text


async def test_a_scan_lands_in_no_line_of_a_note(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7", "tab")
        for key in (*CARD, "enter"):
            desk.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await desk.pilot.pause(0.5)
        assert CARD not in desk.app.screen.query_one(NoteArea).text
        assert "scanned number was ignored" in desk.text


async def test_f12_leaves_no_caution_on_the_screen(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7", "tab")
        await write(desk, "crazy")
        await desk.press("f6", "f12")
        assert isinstance(desk.app.screen, Curtain)
        assert "judgement" not in desk.text


async def keep(desk: AtTheDesk, *keys: str) -> None:
    """Open the choice of how long from the note, and press ``keys`` in it."""
    await desk.app.action_command("note.keep")
    await desk.pilot.pause(0.1)
    await desk.press(*keys)


@pytest.mark.parametrize(("keys", "days"), [(("up",), 7), ((), 30), (("down",), 90)])
async def test_a_note_is_kept_as_long_as_was_chosen(
    keys: tuple[str, ...], days: int, desk_paths: Paths
) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, "alpha")
        await keep(desk, *keys, "enter")
        assert f"expires {EXPIRES[days]:%d %b %Y}" in desk.line(1)
        await desk.press("escape")
    assert [note.expires for note in stored(desk_paths)] == [EXPIRES[days]]


async def test_never_asks_for_a_reason_and_takes_no_blank_one(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, "alpha")
        await keep(desk, "down", "down", "enter", "enter")
        assert "Notes that never expire need a reason." in desk.text
        await desk.type("board rule 7")
        await desk.press("enter")
        assert "never expires: board rule 7" in desk.line(1)
        await desk.press("escape")
    [note] = stored(desk_paths)
    assert note.expires is None
    assert note.reason == "board rule 7"


async def test_a_note_in_the_notebook_is_kept_longer_and_says_so(desk_paths: Paths) -> None:
    save(desk_paths, "alpha")
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("K", "down", "down", "enter")
        assert isinstance(desk.app.screen, NotebookRoom)
        await desk.press("enter")
        assert "expires 22 Feb 2027" in desk.line(1)
        await desk.press("K", "down", "down", "down", "enter")
        await desk.type("case 12")
        await desk.press("enter", "enter")
        assert "never expires: case 12" in desk.line(1)
    assert [note.reason for note in stored(desk_paths)] == ["case 12"]


async def test_the_notebooks_own_rule_can_be_changed(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("K", "up", "enter")
        assert isinstance(desk.app.screen, NotebookRoom), desk.text
        await desk.press("f7")
        assert "expires 30 Nov 2026" in desk.line(1)


async def test_an_edit_can_change_only_how_long(desk_paths: Paths) -> None:
    save(desk_paths, "alpha")
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("e")
        await keep(desk, "enter")
        assert "expires 30 Nov 2026" in desk.line(1)
        await desk.press("escape")
    assert [note.expires for note in stored(desk_paths)] == [EXPIRES[7]]


ROOMS = {"how long": ("K",), "the reason": ("K", "down", "down", "down", "enter", "q", "u"),
         "follow-ups": ("f", "t"), "incident draft": ("i", "q", "u")}  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
async def test_f12_covers_every_new_room_and_home_comes_back(room: str, desk_paths: Paths) -> None:
    save(desk_paths, "Owed   quetzal by Friday")
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press(*ROOMS[room])
        room_open = desk.app.screen
        assert isinstance(room_open, Room)
        assert room_open.PRIVATE
        await desk.press("f12")
        assert isinstance(desk.app.screen, Curtain)
        assert "qu" not in desk.text
        await desk.press("f12")
        assert isinstance(desk.app.screen, HomeRoom)
        assert len(desk.app.screen_stack) == 1


@pytest.mark.parametrize("room", ROOMS)
async def test_ctrl_l_locks_from_every_new_room(room: str, desk_paths: Paths) -> None:
    save(desk_paths, "Owed   quetzal by Friday")
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press(*ROOMS[room])
        await desk.press("ctrl+l")
        await desk.pilot.pause(0.3)
        assert desk.app.return_code == LOCKED
