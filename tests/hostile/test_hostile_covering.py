"""Attacks on the curtain and the lock, key by key: nothing comes back that was covered."""

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from at_the_desk import CHEAP, NOW, PASSPHRASE, AtTheDesk, make_notebook, open_desk
from deskaid.app import DeskaidApp
from deskaid.launcher import DESERTED, LOCKED
from deskaid.notes import schema
from deskaid.notes.create import CreateRoom
from deskaid.notes.notebook_state import OpenNotebook
from deskaid.notes.notebooks import Notes
from deskaid.notes.reading import NotebookRoom
from deskaid.notes.screen import MOST_CHARACTERS, NoteArea, NoteRoom
from deskaid.notes.trouble import NotSaved
from deskaid.paths import Paths
from deskaid.shell.curtain import Curtain
from deskaid.shell.home import HomeRoom

WORD = "quetzalcoatl"


@pytest.fixture
def desk_paths(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook that holds one note."""
    make_notebook(ready)
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    notebook.save(f"A note on {WORD}")
    notebook.lock()
    return ready


async def unlock(desk: AtTheDesk) -> None:
    """Open the notebook of this desk."""
    await desk.press("escape", "N")
    desk.app.screen.query_one(Input).value = PASSPHRASE
    await desk.press("enter")
    await desk.app.workers.wait_for_complete()
    await desk.pilot.pause(0.1)
    assert isinstance(desk.app.screen, NotebookRoom)
    desk.app.clear_notifications()


async def write(desk: AtTheDesk, text: str) -> None:
    """Write ``text`` into the note on the screen, as one quick hand."""
    desk.app.screen.query_one(NoteArea).insert(text)
    await desk.pilot.pause(0.05)


def texts(paths: Paths) -> list[str]:
    """Return every note and waiting item, as their author reads them."""
    notes = Notes(paths, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    return [note.text for note in notebook.notes()] + [item.text for item in notebook.dropped()]


def hold_the_key(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Keep every unlock waiting until the returned event is set."""
    go = threading.Event()
    real = Notes.unlock

    def slow(self: Notes, notebook_id: str, secret: str) -> Any:
        assert go.wait(10)
        return real(self, notebook_id, secret)

    monkeypatch.setattr(Notes, "unlock", slow)
    return go


@pytest.mark.parametrize("key", ["f12", "f2", "ctrl+p"])
async def test_a_notebook_that_opens_late_is_not_shown_over_what_came_between(
    key: str, desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = hold_the_key(monkeypatch)
    async with open_desk(desk_paths) as desk:
        await desk.press("escape", "N")
        desk.app.screen.query_one(Input).value = PASSPHRASE
        await desk.press("enter", key)
        await desk.pilot.pause(0.3)
        between = type(desk.app.screen)
        go.set()
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.2)
        assert type(desk.app.screen) is between
        assert "UNLOCKED" not in desk.text
        assert desk.app._opened is None


async def test_an_unlock_that_was_interrupted_can_be_tried_again(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = hold_the_key(monkeypatch)
    async with open_desk(desk_paths) as desk:
        await desk.press("escape", "N")
        desk.app.screen.query_one(Input).value = PASSPHRASE
        await desk.press("enter", "f4")
        go.set()
        await desk.app.workers.wait_for_complete()
        await desk.press("escape")
        desk.app.screen.query_one(Input).value = PASSPHRASE
        await desk.press("enter")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.2)
        assert isinstance(desk.app.screen, NotebookRoom)


@pytest.mark.parametrize("late", ["card", "listing", "needs"])
async def test_nothing_that_arrives_late_lifts_the_curtain(late: str, ready: Paths) -> None:
    from deskaid.shell.messages import OpenCard, OpenListing, ShowNeeds

    async with open_desk(ready) as desk:
        await desk.press("f12")
        message = {
            "card": OpenCard("angry-about-a-fine-or-fee"),
            "listing": OpenListing("1"),
            "needs": ShowNeeds(("food",)),
        }[late]
        desk.app.post_message(message)
        await desk.pilot.pause(0.2)
        assert isinstance(desk.app.screen, Curtain)


NOTEBOOK_PLACES = {
    "one note": ("enter",),
    "search": ("ctrl+f", "q", "u"),
    "edit": ("e",),
    "palette over a note": ("enter", "ctrl+p"),
}


@pytest.mark.parametrize("place", NOTEBOOK_PLACES)
async def test_f12_covers_an_open_notebook_and_comes_back_without_it(
    place: str, desk_paths: Paths
) -> None:
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press(*NOTEBOOK_PLACES[place])
        await desk.press("f12")
        assert isinstance(desk.app.screen, Curtain)
        assert WORD not in desk.text
        assert "Notebook" not in desk.text
        await desk.press("f12")
        assert isinstance(desk.app.screen, HomeRoom)
        assert WORD not in desk.text
        assert "notebook open" in desk.text, "whoever comes back sees that it is still open"
        for key in ("f8", "escape", "escape", "ctrl+v"):
            await desk.press(key)
            assert WORD not in desk.text
        assert len(desk.app.screen_stack) == 1


async def test_home_tells_an_open_notebook_however_one_gets_there(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("escape")
        assert "notebook open" in desk.text
        await desk.press("f5")
        assert "notebook open" in desk.text


async def make_a_notebook(desk: AtTheDesk, *, steps: int) -> str:
    """Answer ``steps`` questions of the first notebook; return what must not be seen again."""
    await desk.press("f7")
    room = desk.app.screen
    assert isinstance(room, CreateRoom)
    answers = ("Front desk", PASSPHRASE, PASSPHRASE)
    for answer in answers[:steps]:
        box = room.query_one("#secret" if room.query_one("#secret").display else "#open", Input)
        box.value = answer
        await desk.press("enter")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.2)
    return {0: "Name it", 1: room._suggested, 2: "Once more"}.get(steps, room._code[:19])


@pytest.mark.parametrize("steps", [1, 2, 3])
async def test_f12_covers_every_question_of_a_new_notebook(steps: int, ready: Paths) -> None:
    async with open_desk(ready) as desk:
        seen = await make_a_notebook(desk, steps=steps)
        room = desk.app.screen
        assert seen
        assert seen in desk.text
        await desk.press("f12")
        assert isinstance(desk.app.screen, Curtain)
        assert seen not in desk.text
        await desk.press("f12")
        await desk.pilot.pause(0.1)
        assert isinstance(desk.app.screen, HomeRoom)
        assert seen not in desk.text
        assert isinstance(room, CreateRoom)
        assert not any((room._first, room._suggested, room._code, room._made))
        if steps == 3:
            assert "was not typed back" in desk.text


async def test_a_left_note_room_is_never_deaf(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, "alpha ")
        await desk.press("f2", "escape")
        await write(desk, "beta ")
        await desk.press("f4", "escape")
        await write(desk, "gamma")
        await desk.press("escape")
    assert [text for text in texts(desk_paths) if "alpha" in text and "gamma" in text]
    assert len([text for text in texts(desk_paths) if "alpha" in text]) == 1


async def test_an_edit_goes_on_after_a_look_at_a_card(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("e")
        await write(desk, " beta")
        await desk.press("f2", "escape")
        await write(desk, " gamma")
        await desk.press("escape")
    found = [text for text in texts(desk_paths) if WORD in text]
    assert len(found) == 1
    assert found[0].endswith(" beta gamma")


async def test_the_palette_leaves_no_note_unsealed(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("f7")
        await write(desk, "alpha")
        desk.app.post_message(events.Callback(callback=desk.app.do_notebook))
        await desk.pilot.pause(0.2)
        assert isinstance(desk.app.screen, NotebookRoom)
    assert any("alpha" in text for text in texts(desk_paths))


async def test_changing_the_notebook_keeps_what_is_written_in_one_of_them(ready: Paths) -> None:
    make_notebook(ready, "A")
    make_notebook(ready, "B")
    async with open_desk(ready) as desk:
        await desk.press("f7")
        await write(desk, "alpha")
        await desk.press("f7")
        covers = {cover.label: cover.waiting for cover in desk.app.notes.covers()}
        assert covers == {"A": 0, "B": 1}
        await desk.press("f12", "f12")
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    [dropped] = notes.unlock(notes.cover("B").id, PASSPHRASE).dropped()
    assert "alpha" in dropped.text


@pytest.mark.parametrize(
    ("idle", "private", "covered"), [(61, True, True), (61, False, False), (181, False, True)]
)
async def test_the_curtain_falls_after_a_minute_with_a_note_and_three_without(
    idle: int, private: bool, covered: bool, desk_paths: Paths
) -> None:
    async with open_desk(desk_paths) as desk:
        if private:
            await desk.press("f7")
            await write(desk, WORD)
        desk.app.last_key = monotonic() - idle
        desk.app._watch._check_idle()
        await desk.pilot.pause(0.2)
        assert isinstance(desk.app.screen, Curtain) is covered
        assert not private or WORD not in desk.text
    assert not private or any("When" in text and WORD in text for text in texts(desk_paths))


async def test_the_palette_over_a_note_counts_as_the_note(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, WORD)
        await desk.press("ctrl+p")
        desk.app.last_key = monotonic() - 61
        desk.app._watch._check_idle()
        await desk.pilot.pause(0.2)
        assert isinstance(desk.app.screen, Curtain)


@pytest.mark.parametrize("place", ["note", "curtain"])
async def test_ten_idle_minutes_lock(place: str, desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, WORD)
        await desk.press(*{"note": (), "curtain": ("f12",)}[place])
        desk.app.last_key = monotonic() - 601
        desk.app._watch._check_idle()
        await desk.pilot.pause(0.3)
        assert desk.app.return_code == DESERTED
    assert any(WORD in text and "When" in text for text in texts(desk_paths))


async def test_the_key_that_wakes_a_machine_locks_and_does_nothing_else(
    desk_paths: Paths,
) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, WORD)
        desk.app._watch._last_wall -= 3600
        await desk.pilot.press("f5")
        await desk.pilot.pause(0.3)
        assert desk.app.return_code == LOCKED
    assert any(WORD in text and "When" in text for text in texts(desk_paths))


class FullDisk:
    """A notes file that takes nothing until there is ``room``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room = False
        self.tries = 0
        real = schema.writing

        def writing(path: Path) -> Any:
            self.tries += 1
            if not self.room:
                raise NotSaved("Not saved: the disk is full.", hint="Free some space.")
            return real(path)

        monkeypatch.setattr(schema, "writing", writing)


@pytest.mark.parametrize("edited", [False, True])
async def test_a_full_disk_at_lock_drops_words_and_keys_and_tries_on_quietly(
    edited: bool, desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskaid.shell.covered._RETRY_SEALING", 0.2)
    async with open_desk(desk_paths) as desk:
        if edited:
            await unlock(desk)
        await desk.press("e" if edited else "f7")
        await write(desk, " alpha")
        room = desk.app.screen
        disk = FullDisk(monkeypatch)
        await desk.press("ctrl+l")
        await desk.pilot.pause(0.3)
        assert "sealed note waits" in desk.text
        assert isinstance(room, NoteRoom)
        assert room.query_one(NoteArea).text == ""
        assert desk.app._opened is None
        assert desk.app._exit is False
        # The idle timer asks for the same again and again; that must not add up.
        for _ in range(50):
            desk.app.end(LOCKED)
        before = disk.tries
        await desk.pilot.pause(1.0)
        assert disk.tries - before < 10
        disk.room = True
        await desk.pilot.pause(0.6)
        assert desk.app.return_code == LOCKED
    assert any("alpha" in text for text in texts(desk_paths))


async def test_f12_twice_on_a_full_disk_keeps_the_note_sealed_in_memory(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskaid.shell.covered._RETRY_SEALING", 0.2)
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, "alpha")
        disk = FullDisk(monkeypatch)
        await desk.press("f12", "f12")
        assert isinstance(desk.app.screen, HomeRoom)
        assert "sealed note waits" in desk.text
        await desk.press("f2", "f")  # the desk goes on
        assert "SAY" in desk.text
        disk.room = True
        await desk.pilot.pause(0.6)
        await desk.press("f5")
        assert "sealed note waits" not in desk.text
    assert any("alpha" in text for text in texts(desk_paths))


async def test_a_notebook_locked_on_a_full_disk_is_gone_when_the_desk_goes_on(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("e")
        await write(desk, " alpha")
        FullDisk(monkeypatch)
        await desk.press("ctrl+l")
        await desk.pilot.pause(0.3)
        await desk.press("f12")
        assert isinstance(desk.app.screen, HomeRoom)
        assert desk.app._opened is None
        await desk.press("escape", "N")
        assert "Passphrase" in desk.text


async def test_a_full_disk_keeps_the_words_on_the_screen_and_nobody_from_the_first_words(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, "alpha")
        disk = FullDisk(monkeypatch)
        for key in ("escape", "f5"):
            await desk.press(key)
            assert isinstance(desk.app.screen, NoteRoom)
            assert "alpha" in desk.text
        await desk.press("f2", "f")
        assert "SAY" in desk.text
        await desk.press("escape", "escape")
        assert "alpha" in desk.text
        disk.room = True
        await desk.press("escape")
        assert isinstance(desk.app.screen, HomeRoom)
    assert any("alpha" in text for text in texts(desk_paths))


async def test_a_notes_file_that_vanished_never_costs_the_words(
    desk_paths: Paths, tmp_path: Path
) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, "alpha")
        desk_paths.notes.rename(tmp_path / "away")
        await desk.press("f12", "f12")
        assert isinstance(desk.app.screen, NoteRoom), "better seen than lost"
        assert "alpha" in desk.text
        (tmp_path / "away").rename(desk_paths.notes)
        await desk.press("escape")
    assert any("alpha" in text for text in texts(desk_paths))


async def test_a_lock_asked_for_is_not_called_off_by_f12(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, "alpha")
        desk.app.end(LOCKED)
        await desk.app.do_curtain()
        await desk.pilot.pause(0.3)
        assert desk.app.return_code == LOCKED


OTHER = """
import sys
from at_the_desk import CHEAP, NOW
from deskaid.notes.notebooks import Notes
from deskaid.paths import find_paths
notes = Notes(find_paths(), kdf=CHEAP, clock=lambda: NOW)
notebook = notes.unlock(notes.covers()[0].id, sys.argv[1])
{action}
"""
ACTIONS = {
    "saves it": "n = notebook.notes()[0]\n"
    "notebook.save('gamma ' + n.text, note_id=n.id, revision=n.revision)",
    "deletes it": "notebook.delete(notebook.notes()[0].id)",
    "changes the passphrase": "notebook.change_passphrase("
    "'crumb vessel otter plank mirth', current=sys.argv[1])",
}


def other_process(action: str) -> None:
    """Let another process do ``action`` to the same notebook."""
    done = subprocess.run(
        [sys.executable, "-c", OTHER.format(action=ACTIONS[action]), PASSPHRASE],
        cwd=Path(__file__).parents[1], capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("action", ["saves it", "deletes it"])
async def test_two_processes_on_one_note_keep_both_versions(action: str, desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("e")
        await write(desk, " alpha")
        other_process(action)
        await desk.press("escape")
        assert isinstance(desk.app.screen, NotebookRoom)
    found = texts(desk_paths)
    assert any("alpha" in text for text in found)
    assert (action == "deletes it") or any("gamma" in text for text in found)


async def test_a_passphrase_changed_elsewhere_costs_no_edit(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("e")
        await write(desk, " alpha")
        other_process("changes the passphrase")
        await desk.press("ctrl+l")
        await desk.pilot.pause(0.3)
        assert desk.app.return_code == LOCKED
    notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, "crumb vessel otter plank mirth")
    assert any("alpha" in item.text for item in notebook.dropped())


async def test_a_note_that_went_elsewhere_is_told_and_not_fatal(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        other_process("deletes it")
        assert desk.app._opened is not None
        desk.app._opened.notebook.reload()
        await desk.press("enter", "e", "d")
        assert isinstance(desk.app.screen, NotebookRoom)
        assert WORD not in desk.text


async def test_ten_wrong_passphrases_cost_time_and_nothing_else(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Notes, "delay", lambda self, notebook_id: 0.0)
    async with open_desk(desk_paths) as desk:
        await desk.press("escape", "N")
        for _ in range(10):
            desk.app.screen.query_one(Input).value = "not this one at all"
            await desk.press("enter")
            await desk.app.workers.wait_for_complete()
            await desk.pilot.pause(0.05)
            assert desk.app.screen.query_one(Input).value == ""
            assert "does not open" in desk.text
        desk.app.screen.query_one(Input).value = PASSPHRASE
        await desk.press("enter")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.1)
        assert isinstance(desk.app.screen, NotebookRoom)
        assert "10 wrong tries" in desk.text


async def test_a_paste_is_made_plain_and_kept_short(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        area = desk.app.screen.query_one(NoteArea)
        before = len(area.text)
        desk.app.post_message(events.Paste("a\x1b]52;c;eA\x07b\x9b31m\ud800\u202ec\x00\x08d"))
        await desk.pilot.pause(0.1)
        assert "a]52;c;eAb31mcd" in area.text
        desk.app.post_message(events.Paste("x" * (4 * 1024 * 1024)))
        await desk.pilot.pause(0.2)
        assert len(area.text) < before + 100
        desk.app.post_message(events.Paste("\U0001f4da\n" * (MOST_CHARACTERS // 2 - 200)))
        await desk.pilot.pause(0.5)
        assert len(area.text) > MOST_CHARACTERS - 1000
        await desk.press("escape")
        assert isinstance(desk.app.screen, HomeRoom), "what is on the page can be sealed"


async def test_a_stored_note_with_terminal_codes_is_edited_without_them(desk_paths: Paths) -> None:
    notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW + timedelta(minutes=1))
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    notebook.save("evil \x1b]52;c;eA\x07 \x9b31m end")
    async with open_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("e")
        area = desk.app.screen.query_one(NoteArea)
        assert "evil ]52;c;eA 31m end" in area.text
        await desk.press("escape")
    assert any("\x1b" in text for text in texts(desk_paths)), "looking changes nothing"


@pytest.mark.parametrize("trouble", ["damaged", "a folder", "on a network share", "unreachable"])
async def test_a_notes_file_in_trouble_keeps_the_desk_up(
    trouble: str, desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trouble == "damaged":
        desk_paths.notes.write_bytes(b"\0" * 4096)
    elif trouble == "a folder":
        desk_paths.notes.unlink()
        desk_paths.notes.mkdir()
    elif trouble == "unreachable":
        real = Path.lstat

        def lstat(path: Path) -> Any:
            if path == desk_paths.notes:
                raise PermissionError(13, "Permission denied")
            return real(path)

        monkeypatch.setattr(Path, "lstat", lstat)
    else:
        monkeypatch.setattr("deskaid.database.place.on_network_share", lambda path: True)
    async with open_desk(desk_paths) as desk:
        for keys in (("f7",), ("escape", "N")):
            await desk.press(*keys)
            assert isinstance(desk.app.screen, HomeRoom)
        assert "Traceback" not in desk.text
        await desk.press("f2", "f")
        assert "SAY" in desk.text


async def test_a_read_only_notes_file_is_said_while_typing_and_costs_no_word(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "writable", lambda path: False)
    async with open_desk(desk_paths) as desk:
        await desk.press("f7")
        await write(desk, "alpha")
        await desk.pilot.pause(1.8)
        assert "NOT SAVED" in desk.text
        await desk.press("escape")
        assert "alpha" in desk.text
        monkeypatch.undo()
        monkeypatch.setenv("DESKAID_HOME", str(desk_paths.config.parent))
        await desk.press("escape")
        assert isinstance(desk.app.screen, HomeRoom)
    assert any("alpha" in text for text in texts(desk_paths))


async def test_a_fault_nobody_foresaw_while_getting_ready_is_told(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise OSError("a value")

    monkeypatch.setattr("deskaid.prepare.is_ready", broken)
    async with open_desk(ready) as desk:
        await desk.pilot.pause(0.2)
        assert "could not be made ready" in desk.text
        assert "a value" not in desk.text


async def test_a_curtain_that_falls_by_itself_locks_an_open_notebook(desk_paths: Paths) -> None:
    """Whoever lifts it later may not be who unlocked: the next screen starts covered."""
    async with open_desk(desk_paths) as desk:
        cover = desk.app.notes.covers()[0]
        desk.app._opened = OpenNotebook(desk.app.notes.unlock(cover.id, PASSPHRASE))
        desk.app.last_key = monotonic() - 181
        desk.app._watch._check_idle()
        await desk.pilot.pause(0.3)
        assert desk.app.return_code == DESERTED
    covered = DeskaidApp(desk_paths, covered=True)
    async with covered.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        assert isinstance(covered.screen, Curtain)
