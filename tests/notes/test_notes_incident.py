"""An incident draft leaves the notebook on its author's word alone, and says that it is plain."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from at_the_desk import CHEAP, NOW, PASSPHRASE, AtTheDesk, make_notebook, open_desk
from deskaid.errors import FileTrouble
from deskaid.launcher import LOCKED
from deskaid.notes import schema
from deskaid.notes.area import NoteArea
from deskaid.notes.caution_line import CautionLine
from deskaid.notes.days import NEVER
from deskaid.notes.incident import default_place, draft_of, meant_place, write_plain
from deskaid.notes.incident_room import IncidentRoom
from deskaid.notes.note import Note
from deskaid.notes.notebooks import Notes
from deskaid.notes.reading import NotebookRoom
from deskaid.notes.trouble import NotSaved
from deskaid.paths import Paths
from deskaid.shell.home import HomeRoom

TEXT = "When   16:35\nWhere  front desk\nSeen   quetzal\nDone   called\nOwed   form by Monday"
DRAFT = """\
Incident draft, Maple Street Library

When
Saturday 21 November 2026, 16:35

Where
front desk

What was seen and said
quetzal

What was done
called

What is owed
form by Monday

Written by
"""


@pytest.fixture
def desk_paths(ready: Paths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paths:
    """A desk that is ready, whose notebook holds one note; Documents is a folder of its own."""
    (tmp_path / "Documents").mkdir()
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "Documents")
    make_notebook(ready)
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    notebook.save(TEXT)
    notebook.lock()
    return ready


@pytest.fixture
def documents(desk_paths: Paths, tmp_path: Path) -> Path:
    return tmp_path / "Documents"


async def begin(desk: AtTheDesk) -> None:
    """Open the notebook and make a draft of its note."""
    await desk.press("escape", "N")
    desk.app.screen.query_one("#secret", Input).value = PASSPHRASE
    await desk.press("enter")
    await desk.app.workers.wait_for_complete()
    await desk.pilot.pause(0.1)
    await desk.press("i")
    assert isinstance(desk.app.screen, IncidentRoom)
    desk.app.clear_notifications()
    await desk.pilot.pause(0.1)


def stored(paths: Paths) -> list[str]:
    notes = Notes(paths, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    notebook.take_in()
    return [note.text for note in notebook.notes()]


def written(paths: Paths) -> set[Path]:
    return {path for path in paths.config.parent.parent.rglob("*") if path.is_file()}


def test_the_facts_stand_under_plain_headings() -> None:
    note = Note("ab" * 16, TEXT, NOW, NOW, NEVER)
    assert draft_of(note, NOW, library="Maple Street Library") == DRAFT


def test_a_note_without_labels_was_seen() -> None:
    note = Note("ab" * 16, "just words\nmore", NOW - timedelta(days=1), NOW, NEVER)
    draft = draft_of(note, NOW)
    assert "What was seen and said\njust words\nmore\n" in draft
    assert "Friday 20 November 2026, 16:42" in draft


def test_no_file_is_written_over_and_a_new_one_is_for_this_login_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    write_plain("mine", path)
    with pytest.raises(FileTrouble, match="exists already"):
        write_plain("other", path)
    assert path.read_text(encoding="utf-8") == "mine\n"
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_gets_the_usual_name_and_the_next_free_one(documents: Path) -> None:
    first = default_place(NOW.date())
    assert first == documents / "incident-2026-11-21.txt"
    write_plain("x", first)
    assert default_place(NOW.date()).name == "incident-2026-11-21-2.txt"
    assert meant_place(str(documents), NOW.date()).name == "incident-2026-11-21-2.txt"
    assert meant_place(str(documents / "mine"), NOW.date()).name == "mine.txt"


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs rights there")
def test_a_link_laid_in_the_way_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(FileTrouble):
        write_plain("x", tmp_path / "link.txt")
    assert not (tmp_path / "elsewhere.txt").exists()


async def test_the_draft_says_that_a_copy_is_plain_and_shows_what_to_look_at(
    desk_paths: Paths,
) -> None:
    async with open_desk(desk_paths) as desk:
        await begin(desk)
        assert desk.app.screen.query_one(NoteArea).text == DRAFT
        assert "not encrypted, and deskaid never deletes it" in desk.text
        assert "Nothing was met that should be left out." in desk.text
        desk.app.screen.query_one(NoteArea).insert("crazy card 21234000123456 ")
        await desk.pilot.pause(0.8)
        assert "[ ] Line 4: a library card number?" in desk.text
        assert "[ ] Line 4: a judgement?" in desk.text


async def test_nothing_is_written_before_the_author_says_so(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        before = written(desk_paths)
        await begin(desk)
        await desk.press("ctrl+s", "escape", "f9", "escape", "escape")
        assert isinstance(desk.app.screen, NotebookRoom)
        assert written(desk_paths) == before
    assert stored(desk_paths) == [TEXT]


async def test_what_was_edited_is_saved_and_the_note_can_go(
    desk_paths: Paths, documents: Path
) -> None:
    async with open_desk(desk_paths) as desk:
        await begin(desk)
        await desk.press("ctrl+end")
        desk.app.screen.query_one(NoteArea).insert("F. M.")
        await desk.pilot.pause(1.8)
        await desk.press("ctrl+s", "enter")
        assert "Written:" in desk.text
        assert "not encrypted" in desk.text
        assert "delete the note now" in desk.text
        await desk.press("d")
        assert isinstance(desk.app.screen, NotebookRoom)
        assert "0 notes" in desk.line(1)
        await desk.press("u")
        assert "1 note " in desk.line(1)
        await desk.press("d")
    [path] = documents.iterdir()
    assert "F. M." in path.read_text(encoding="utf-8")
    assert stored(desk_paths) == [], "the edited draft did not become a note as well"


async def test_escape_keeps_the_note(desk_paths: Paths, documents: Path) -> None:
    async with open_desk(desk_paths) as desk:
        await begin(desk)
        await desk.press("ctrl+s", "enter", "escape")
        assert isinstance(desk.app.screen, NotebookRoom)
    assert stored(desk_paths) == [TEXT]


async def test_d_deletes_nothing_before_a_copy_is_out(desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await begin(desk)
        desk.app.screen.set_focus(None)
        await desk.press("d")
        await desk.app.action_command("incident.delete")
        assert isinstance(desk.app.screen, IncidentRoom)
    assert TEXT in stored(desk_paths)


async def test_a_place_that_takes_no_file_is_said_and_can_be_mended(
    desk_paths: Paths, documents: Path
) -> None:
    async with open_desk(desk_paths) as desk:
        await begin(desk)
        await desk.press("ctrl+s")
        desk.app.screen.query_one("#where", Input).value = str(documents / "none" / "x.txt")
        await desk.press("enter")
        assert "could not be written" in desk.text
        desk.app.screen.query_one("#where", Input).value = str(documents / "x.txt")
        await desk.press("enter")
        assert "Written:" in desk.text


async def test_f9_twice_prints_what_stands_there(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def print_text(text: str, **how: object) -> str:
        printed.append(text)
        return "Sent to the printer."

    monkeypatch.setattr("deskaid.printing.print_text", print_text)
    async with open_desk(desk_paths) as desk:
        await begin(desk)
        await desk.press("f9")
        assert printed == []
        assert "F9 again prints it" in desk.text
        await desk.press("f9")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.1)
        assert "Sent to the printer." in desk.text
        assert "delete the note now" in desk.text
    assert printed == [DRAFT]


async def test_a_draft_without_a_printer_can_still_be_saved(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    async with open_desk(desk_paths) as desk:
        await begin(desk)
        await desk.press("f9", "f9")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.1)
        assert "no printer set up" in desk.text
        assert "Ctrl+S" in desk.text


@pytest.mark.parametrize("way_out", [("escape",), ("f12", "f12"), ("f5",)])
async def test_an_edited_draft_is_sealed_as_a_note_when_it_is_left(
    way_out: tuple[str, ...], desk_paths: Paths
) -> None:
    async with open_desk(desk_paths) as desk:
        await begin(desk)
        desk.app.screen.query_one(NoteArea).insert("xylophonist ")
        await desk.press(*way_out)
        assert isinstance(desk.app.screen, NotebookRoom | HomeRoom)
    assert sorted("xylophonist" in text for text in stored(desk_paths)) == [False, True]


async def test_a_legal_hold_keeps_the_note_and_says_so(desk_paths: Paths) -> None:
    notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW)
    notes.ask_hold(notes.covers()[0].id)
    async with open_desk(desk_paths) as desk:
        await begin(desk)
        await desk.press("ctrl+s", "enter", "d")
        assert "legal hold" in desk.text
    assert stored(desk_paths) == [TEXT]


async def test_a_full_disk_at_lock_keeps_an_edited_draft_as_ciphertext_alone(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskaid.shell.covered._RETRY_SEALING", 0.2)
    real = schema.writing
    full = [True]

    def writing(path: Path) -> Any:
        if full[0]:
            raise NotSaved("Not saved: the disk is full.", hint="Free some space.")
        return real(path)

    async with open_desk(desk_paths) as desk:
        await begin(desk)
        room = desk.app.screen
        assert isinstance(room, IncidentRoom)
        room.query_one(NoteArea).insert("xylophonist crazy ")
        await desk.pilot.pause(0.7)
        monkeypatch.setattr(schema, "writing", writing)
        await desk.press("ctrl+l")
        await desk.pilot.pause(0.3)
        assert "sealed note waits" in desk.text
        assert room.query_one(NoteArea).text == ""
        assert not any((room._source, room._book, room._blank, room._safe))
        assert room.query_one(CautionLine)._reader is None
        full[0] = False
        await desk.pilot.pause(0.8)
        assert desk.app.return_code == LOCKED
    assert any("xylophonist" in text for text in stored(desk_paths))
