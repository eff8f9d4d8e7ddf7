"""The room about a notebook: what exists, and a wrong answer before every right one."""

import json
import subprocess
import sys
import threading
from datetime import timedelta
from typing import Any

import pytest

from at_the_desk import CHEAP, NOW, PASSPHRASE, make_notebook
from deskaid.launcher import LOCKED
from deskaid.notes import schema
from deskaid.notes.about_room import AboutNotebookRoom
from deskaid.notes.create import CreateRoom
from deskaid.notes.days import day_number
from deskaid.notes.keys_room import KeysRoom
from deskaid.notes.notebooks import Notes
from deskaid.notes.reading import NotebookRoom
from deskaid.notes.standing import what_exists
from deskaid.notes.trouble import NotSaved
from deskaid.paths import Paths
from deskaid.shell.home import HomeRoom
from keys_at_the_desk import (
    NEW_PASSPHRASE,
    WORD,
    answer,
    choose,
    open_about,
    opens,
    settle,
    type_groups_back,
    unlock,
    watched_desk,
)

CHANGE, CODE, HOLD, RENAME, DELETE = range(5)


@pytest.fixture
def desk_paths(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook that holds a note and an unfinished draft."""
    make_notebook(ready)
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    kept = notebook.save(f"A note on {WORD}")
    notebook.save("for good", days=0, reason="case 12")
    notes.drop_box.keep_draft(
        notes.drop_box.new_id(), notebook.id, "half an edit", note_id=kept.id, revision=1
    )
    notebook.lock()
    return ready


async def test_it_shows_counts_and_dates_and_no_word_of_a_note(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        await open_about(desk)
        for said in (
            "About: Front desk (F. M.)",
            "2, 1 of them without expiry",
            "1 unfinished",
            "next Mon 21 Dec 2026",
            "kept 30 days",
            "Legal hold      none",
            "none since the unlock",
            "Sat 21 Nov 2026 16:42",
            "Argon2id, 19 MiB, 1 pass",
            "format 1, writable",
            "notes.db",
            "Change the passphrase",
        ):
            assert said in desk.text, said
        assert WORD not in desk.text
        assert "for good" not in desk.text.replace("Delete it for good", "")


async def test_a_new_passphrase_is_asked_for_twice_and_its_code_typed_back(
    desk_paths: Paths,
) -> None:
    async with watched_desk(desk_paths) as desk:
        await open_about(desk)
        await choose(desk, CHANGE)
        await answer(desk, "not the one of today")
        assert "does not open Front desk" in desk.text
        desk.app.notes._anchor.forget_tries(bytes.fromhex(desk.app.notes.covers()[0].id))
        await answer(desk, PASSPHRASE)
        await answer(desk, "too short")
        assert "fewer than 12" in desk.text
        await answer(desk, NEW_PASSPHRASE)
        await answer(desk, "another one altogether")
        assert "not the same" in desk.text
        await answer(desk, NEW_PASSPHRASE)
        await answer(desk, NEW_PASSPHRASE)
        assert opens(desk_paths, PASSPHRASE), "nothing is written before the code was typed back"
        await answer(desk, "0000 0000")
        assert "not what stands there" in desk.text
        code = await type_groups_back(desk)
        assert isinstance(desk.app.screen, AboutNotebookRoom)
        assert "In force" in desk.text
        assert code not in desk.text
        await desk.press("escape")
        assert isinstance(desk.app.screen, NotebookRoom)
        await desk.press("t")
        assert WORD in desk.text
    assert opens(desk_paths, NEW_PASSPHRASE)
    assert not opens(desk_paths, PASSPHRASE)
    notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW)
    assert notes.recover(notes.covers()[0].id, code).recovered


async def test_the_suggested_phrase_is_taken_and_ctrl_r_makes_another(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        await open_about(desk)
        await choose(desk, CHANGE)
        await answer(desk, PASSPHRASE)
        room = desk.app.screen
        assert isinstance(room, KeysRoom)
        before = room._suggested
        await desk.press("ctrl+r")
        chosen = room._suggested
        assert chosen != before
        assert chosen in desk.text
        await answer(desk, chosen)
        await answer(desk, chosen)
        await type_groups_back(desk)
    assert opens(desk_paths, chosen)


async def test_a_new_recovery_code_keeps_the_passphrase_and_ends_the_old_code(
    ready: Paths,
) -> None:
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    made, old = notes.create("Front desk", PASSPHRASE)
    async with watched_desk(ready) as desk:
        await open_about(desk)
        await choose(desk, CODE)
        await answer(desk, PASSPHRASE)
        new = await type_groups_back(desk)
    assert opens(ready, PASSPHRASE)
    assert notes.recover(made.id, new).recovered
    from deskaid.notes.trouble import WrongPassphrase

    with pytest.raises(WrongPassphrase):
        notes.recover(made.id, old)


async def test_wrong_tries_in_the_room_are_counted_and_told(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        await open_about(desk)
        await choose(desk, CHANGE)
        await answer(desk, "not the one of today")
        await desk.press("escape")
        assert "1 since 2026-11-21 16:42" in desk.text
    notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW)
    assert notes.covers()[0].wrong_tries == 1
    assert notes.unlock(notes.covers()[0].id, PASSPHRASE).notices == [
        "1 wrong try since 2026-11-21 16:42.",
        "This notebook's key record is weak, made on a computer short of memory.",
    ]


async def test_after_a_recovery_code_a_new_passphrase_comes_first(ready: Paths) -> None:
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    made, code = notes.create("Front desk", PASSPHRASE)
    made.save(WORD)
    async with watched_desk(ready) as desk:
        await unlock(desk, code)
        assert isinstance(desk.app.screen, KeysRoom)
        assert "a new passphrase comes first" in " ".join(desk.text.split())
        assert WORD not in desk.text
        await answer(desk, NEW_PASSPHRASE)
        await answer(desk, NEW_PASSPHRASE)
        await type_groups_back(desk)
        assert isinstance(desk.app.screen, NotebookRoom)
        assert "deskaid notebook recover" not in desk.text
    assert opens(ready, NEW_PASSPHRASE)
    assert not opens(ready, PASSPHRASE)


@pytest.mark.parametrize("keys", [("escape",), ("f5",), ("f12", "f12"), ("ctrl+l",)])
async def test_without_a_new_passphrase_a_recovered_notebook_is_locked_again(
    keys: tuple[str, ...], ready: Paths
) -> None:
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    _, code = notes.create("Front desk", PASSPHRASE)
    async with watched_desk(ready) as desk:
        await unlock(desk, code)
        room = desk.app.screen
        assert isinstance(room, KeysRoom)
        notebook = room._open_notebook
        await desk.press(*keys)
        await desk.pilot.pause(0.3)
        assert desk.app.return_code == LOCKED
        assert notebook.locked or keys == ("ctrl+l",)
    assert opens(ready, PASSPHRASE)
    assert notes.recover(notes.covers()[0].id, code).recovered


async def test_a_recovery_code_opens_what_cannot_be_written_without_a_new_passphrase(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    made, code = notes.create("Front desk", PASSPHRASE)
    made.save(WORD)
    monkeypatch.setattr(schema, "writable", lambda path: False)
    async with watched_desk(ready) as desk:
        await unlock(desk, code)
        assert isinstance(desk.app.screen, NotebookRoom)
        assert "it has no new passphrase yet" in " ".join(desk.text.split())
        await desk.press("t")
        assert WORD in desk.text


async def test_a_legal_hold_has_a_reason_stops_the_purge_and_is_lifted_by_a_word(
    desk_paths: Paths,
) -> None:
    async with watched_desk(desk_paths) as desk:
        notebook = await open_about(desk)
        await choose(desk, HOLD)
        await answer(desk, "   ")
        await answer(desk, "Request 2026-14, city counsel")
        assert "Request 2026-14" in desk.text
        assert "Lift the legal hold" in desk.text
        late = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW + timedelta(days=40))
        assert late.purge().notes == 0
        again = late.unlock(notebook.id, PASSPHRASE)
        assert again.hold_reason == "Request 2026-14, city counsel"
        assert b"2026-14" not in desk_paths.notes.read_bytes()
        await choose(desk, HOLD)
        assert "Request 2026-14" in desk.text
        await answer(desk, "lift")
        assert notebook.hold
        assert "The hold stands" in desk.text
        await answer(desk, "LIFT")
        assert not notebook.hold
        assert not notebook.hold_reason
    assert late.purge().notes == 1


async def test_a_hold_survives_a_new_passphrase_with_its_reason(desk_paths: Paths) -> None:
    notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    notebook.set_hold(True, reason="case 7")
    notebook.change_passphrase(NEW_PASSPHRASE, current=PASSPHRASE)
    notebook.save("more")
    found = notes.unlock(notebook.id, NEW_PASSPHRASE)
    assert (found.hold, found.hold_reason, found.alarms) == (True, "case 7", ())


async def test_it_is_renamed_and_the_name_stays_bound(desk_paths: Paths) -> None:
    desk_paths.settings.write_text('notebook = "Front desk (F. M.)"\n', encoding="utf-8")
    make_notebook(desk_paths, "Zoo")
    async with watched_desk(desk_paths) as desk:
        await desk.press("escape", "N", "enter")
        await answer(desk, PASSPHRASE)
        assert desk.app._opened is not None
        await desk.app.push_screen(AboutNotebookRoom(desk.app.notes, desk.app._opened))
        await desk.pilot.pause(0.05)
        await choose(desk, RENAME)
        await answer(desk, "zoo")
        assert "exists already" in desk.text
        await answer(desk, "Children's")
        assert "About: Children's" in desk.text
    assert 'notebook = "Children\'s"' in desk_paths.settings.read_text(encoding="utf-8")
    notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW)
    assert not notes.unlock(notes.cover("Children's").id, PASSPHRASE).alarms


async def test_deleting_asks_for_the_name_and_ends_the_process(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        notebook = await open_about(desk)
        await choose(desk, DELETE)
        assert "with 2 notes" in desk.text
        await answer(desk, "Front desk")
        assert "Nothing was deleted" in desk.text
        await answer(desk, "Front desk (F. M.)")
        assert "Deleted: Front desk (F. M.)" in desk.text
        assert notebook.locked
        await desk.press("escape")
        await desk.pilot.pause(0.2)
        assert desk.app.return_code == LOCKED
    assert Notes(desk_paths).covers() == []


async def test_a_held_notebook_is_not_deleted(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        notebook = await open_about(desk)
        notebook.set_hold(True, reason="case 7")
        await choose(desk, DELETE)
        await answer(desk, "Front desk (F. M.)")
        assert "A legal hold keeps this notebook" in desk.text
    assert opens(desk_paths, PASSPHRASE)


async def test_a_read_only_notebook_says_so_and_changes_nothing(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "writable", lambda path: False)
    async with watched_desk(desk_paths) as desk:
        await open_about(desk)
        assert "read-only: not writable" in desk.text
        for row in range(5):
            await choose(desk, row)
            assert isinstance(desk.app.screen, AboutNotebookRoom)


async def test_a_full_disk_at_the_last_step_leaves_the_old_passphrase(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched_desk(desk_paths) as desk:
        await open_about(desk)
        await choose(desk, CHANGE)
        for typed in (PASSPHRASE, NEW_PASSPHRASE, NEW_PASSPHRASE):
            await answer(desk, typed)

        def full(path: Any) -> Any:
            raise NotSaved("Not saved: the disk is full.", hint="Free some space.")

        with monkeypatch.context() as patch:
            patch.setattr(schema, "writing", full)
            await type_groups_back(desk)
            assert "the disk is full" in desk.text
        room = desk.app.screen
        assert isinstance(room, KeysRoom)
        assert not room._code
    assert opens(desk_paths, PASSPHRASE)
    assert not opens(desk_paths, NEW_PASSPHRASE)


async def test_keys_are_never_derived_on_the_screens_own_thread(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskaid.notes import kdf

    where: list[bool] = []
    real = kdf.derive

    def derive(secret: str, salt: bytes, settings: kdf.Kdf) -> bytes:
        where.append(threading.current_thread() is threading.main_thread())
        return real(secret, salt, settings)

    monkeypatch.setattr(kdf, "derive", derive)
    async with watched_desk(desk_paths) as desk:
        await open_about(desk)
        await choose(desk, CHANGE)
        for typed in (PASSPHRASE, NEW_PASSPHRASE, NEW_PASSPHRASE):
            await answer(desk, typed)
        await type_groups_back(desk)
    assert where == [False] * 4


@pytest.mark.parametrize("keys", [("escape",), ("f5",), ("f12", "f12"), ("ctrl+l",)])
async def test_no_notebook_exists_whose_code_nobody_typed_back(
    keys: tuple[str, ...], ready: Paths
) -> None:
    async with watched_desk(ready) as desk:
        await desk.press("f7")
        for typed in ("Front desk", PASSPHRASE, PASSPHRASE):
            await answer(desk, typed)
        assert isinstance(desk.app.screen, CreateRoom)
        assert desk.app.screen._code
        await desk.press(*keys)
        await settle(desk)
        assert Notes(ready).covers() == []
        if keys != ("ctrl+l",):
            assert isinstance(desk.app.screen, HomeRoom)
            assert "No notebook was made" in desk.text
    assert Notes(ready).covers() == []


async def test_a_notebook_exists_once_the_code_was_typed_back(ready: Paths) -> None:
    async with watched_desk(ready) as desk:
        await desk.press("f7")
        for typed in ("Front desk", PASSPHRASE, PASSPHRASE):
            await answer(desk, typed)
        code = await type_groups_back(desk)
        await settle(desk)
        assert "Note for: Front desk" in desk.text
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    assert notes.recover(notes.cover("Front desk").id, code).recovered
    assert opens(ready, PASSPHRASE)


def test_what_exists_is_told_without_a_passphrase(desk_paths: Paths) -> None:
    today = day_number(NOW.date())
    found = what_exists(desk_paths.notes, desk_paths.notes_anchor, today=today)
    [notebook] = found.notebooks
    assert (notebook.notes, notebook.waiting, notebook.without_expiry) == (2, 1, 1)
    assert str(notebook.next_expiry) == "2026-12-21"
    assert notebook.past_expiry == 0
    assert found.format == 1
    late = what_exists(desk_paths.notes, desk_paths.notes_anchor, today=today + 60)
    assert late.notebooks[0].past_expiry == 2


def test_the_report_is_lines_or_json_with_what_it_cannot_tell(desk_paths: Paths) -> None:
    def run(*options: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "deskaid", "notebook", "report", *options],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    before = desk_paths.notes.read_bytes()
    said = run()
    assert "sealed notes             2" in said
    assert "What this cannot tell:" in said
    assert WORD not in said
    document = json.loads(run("--json"))
    assert document["notebooks"][0]["next_expiry"] == "2026-12-21"
    assert document["cannot_tell"]
    assert desk_paths.notes.read_bytes() == before


def test_a_desk_without_notes_has_nothing_to_report(paths: Paths) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deskaid", "notebook", "report"], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "No notes file" in done.stdout


async def test_the_letter_a_shows_it(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("a")
        assert isinstance(desk.app.screen, AboutNotebookRoom)
