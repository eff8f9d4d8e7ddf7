"""Attacks on the rooms that change keys: covered, locked, left or killed at every step."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from at_the_desk import CHEAP, NOW, PASSPHRASE, AtTheDesk, make_notebook
from deskaid.launcher import LOCKED
from deskaid.notes.about_room import AboutNotebookRoom
from deskaid.notes.asking import AskingRoom
from deskaid.notes.care_rooms import DeleteRoom, HoldRoom, RenameRoom
from deskaid.notes.keys_room import KeysRoom
from deskaid.notes.notebooks import Notes
from deskaid.paths import Paths
from deskaid.shell.curtain import Curtain
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
    watched_desk,
)


@pytest.fixture
def desk_paths(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook that holds one note."""
    make_notebook(ready)
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    notebook.save(f"A note on {WORD}")
    notebook.lock()
    return ready


# Where one may be when somebody comes: the row of the room about it, and what was answered.
STEPS: dict[str, tuple[int, tuple[str, ...]]] = {
    "the facts": (-1, ()),
    "the present passphrase": (0, ()),
    "a wrong passphrase": (0, ("not the one of today",)),
    "the new passphrase": (0, (PASSPHRASE,)),
    "the new passphrase again": (0, (PASSPHRASE, NEW_PASSPHRASE)),
    "the new code": (0, (PASSPHRASE, NEW_PASSPHRASE, NEW_PASSPHRASE)),
    "groups that are wrong": (0, (PASSPHRASE, NEW_PASSPHRASE, NEW_PASSPHRASE, "0000 0000")),
    "only a new code": (1, (PASSPHRASE,)),
    "the hold": (2, ()),
    "the name": (3, ()),
    "the deletion": (4, ("Front desk",)),
}


async def come_to(desk: AtTheDesk, step: str) -> None:
    """Open the notebook and go to ``step``."""
    row, answers = STEPS[step]
    await open_about(desk)
    if row >= 0:
        await choose(desk, row)
    for typed in answers:
        await answer(desk, typed)


def as_before(paths: Paths) -> bool:
    """Tell whether the notebook is what it was: name, passphrase, note and no hold."""
    [cover] = Notes(paths).covers()
    same = (cover.label, cover.hold, cover.notes) == ("Front desk (F. M.)", False, 1)
    return same and opens(paths, PASSPHRASE) and not opens(paths, NEW_PASSPHRASE)


@pytest.mark.parametrize("step", STEPS)
async def test_f12_covers_every_step_and_leaves_everything_as_it_was(
    step: str, desk_paths: Paths
) -> None:
    async with watched_desk(desk_paths) as desk:
        await come_to(desk, step)
        room = desk.app.screen
        shown = desk.text.split("\n")[4:12]
        await desk.press("f12")
        assert isinstance(desk.app.screen, Curtain)
        assert not any(line.strip() and line in desk.text for line in shown)
        await desk.press("f12")
        assert isinstance(desk.app.screen, HomeRoom)
        if isinstance(room, KeysRoom):
            assert not any((room._first, room._suggested, room._code, room._made))
    assert as_before(desk_paths)


@pytest.mark.parametrize("step", STEPS)
async def test_ctrl_l_locks_at_every_step(step: str, desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        await come_to(desk, step)
        await desk.press("ctrl+l")
        await desk.pilot.pause(0.2)
        assert desk.app.return_code == LOCKED
    assert as_before(desk_paths)


@pytest.mark.parametrize("step", STEPS)
async def test_esc_leaves_every_step_as_it_was(step: str, desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        await come_to(desk, step)
        deep = isinstance(desk.app.screen, AskingRoom)
        await desk.press("escape")
        assert isinstance(desk.app.screen, AboutNotebookRoom) is deep
    assert as_before(desk_paths)


@pytest.mark.parametrize("key", ["f12", "ctrl+l", "escape"])
async def test_keys_answer_while_a_new_key_is_derived(
    key: str, desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from deskaid.notes.notebook import Notebook

    go = threading.Event()
    real = Notebook.new_keys

    def slow(self: Notebook, secret: str) -> Any:
        assert go.wait(10)
        return real(self, secret)

    monkeypatch.setattr(Notebook, "new_keys", slow)
    async with watched_desk(desk_paths) as desk:
        await open_about(desk)
        await choose(desk, 0)
        await answer(desk, PASSPHRASE)
        await answer(desk, NEW_PASSPHRASE)
        box = desk.app.screen.query_one("#secret")
        box.value = NEW_PASSPHRASE  # type: ignore[attr-defined]
        await desk.press("enter")
        assert "Making the key" in desk.text
        await desk.press(key)
        await desk.pilot.pause(0.1)
        assert "Making the key" not in desk.text
        go.set()
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.2)
        assert "recovery code on paper" not in desk.text
    assert as_before(desk_paths)


async def test_no_secret_stands_in_a_message_a_title_or_a_repr(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskaid.shell.covered import CoveredApp

    said: list[str] = []
    real = CoveredApp.notify

    def notify(self: CoveredApp, message: str, **how: Any) -> None:
        said.append(f"{message} {how}")
        real(self, message, **how)

    monkeypatch.setattr(CoveredApp, "notify", notify)
    monkeypatch.setattr(Notes, "delay", lambda self, notebook_id: 0.0)
    async with watched_desk(desk_paths) as desk:
        await open_about(desk)
        await choose(desk, 0)
        for typed in ("a wrong secret phrase", PASSPHRASE, NEW_PASSPHRASE, "another new phrase"):
            await answer(desk, typed)
            said.append(desk.line(1))
        for typed in (NEW_PASSPHRASE, NEW_PASSPHRASE):
            await answer(desk, typed)
        room = desk.app.screen
        assert isinstance(room, KeysRoom)
        made = room._made
        said += [desk.line(1), repr(room), repr(made), repr(made.slots[0] if made else "")]
        code = await type_groups_back(desk)
        said.append(repr(desk.app._opened))
        secrets = (PASSPHRASE, NEW_PASSPHRASE, code, "a wrong secret phrase", "another new phrase")
        assert not [secret for secret in secrets if any(secret in each for each in said)]
        assert not any(secret in desk.text for secret in secrets)


@pytest.mark.parametrize("step", ["the new passphrase", "the new code"])
async def test_a_curtain_that_falls_by_itself_over_a_step_locks(
    step: str, desk_paths: Paths
) -> None:
    from time import monotonic

    from deskaid.launcher import DESERTED

    async with watched_desk(desk_paths) as desk:
        await come_to(desk, step)
        desk.app.last_key = monotonic() - 61
        desk.app._watch._check_idle()
        await desk.pilot.pause(0.1)
        assert isinstance(desk.app.screen, KeysRoom), "a code takes over a minute to write down"
        desk.app.last_key = monotonic() - 181
        desk.app._watch._check_idle()
        await desk.pilot.pause(0.2)
        assert desk.app.return_code == DESERTED
    assert as_before(desk_paths)


async def test_a_recovered_notebook_without_a_passphrase_counts_as_open(ready: Paths) -> None:
    from time import monotonic

    from deskaid.launcher import DESERTED
    from keys_at_the_desk import unlock

    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    _, code = notes.create("Front desk", PASSPHRASE)
    async with watched_desk(ready) as desk:
        await unlock(desk, code)
        assert isinstance(desk.app.screen, KeysRoom)
        desk.app.last_key = monotonic() - 181
        desk.app._watch._check_idle()
        await desk.pilot.pause(0.2)
        assert desk.app.return_code == DESERTED, "the key was in this process"


KILLED = """
import asyncio, os, sys
sys.path.insert(0, {tests!r})
from at_the_desk import PASSPHRASE
from deskaid.paths import find_paths
from deskaid.notes.change import Change
from deskaid.notes.notebook import Notebook
from deskaid.notes.session import Session
from keys_at_the_desk import *

where = sys.argv[1]
finish, accept, adopt = Change.finish, Session._accept, Notebook.adopt
adopting = []

def adopted(self, made):
    adopting.append(True)
    adopt(self, made)

def finished(self, **how):
    made = finish(self, **how)
    if adopting and where == "before the commit":
        os._exit(9)
    return made

def accepted(self, made, **how):
    if adopting and where == "after the commit":
        os._exit(9)
    accept(self, made, **how)

Notebook.adopt, Change.finish, Session._accept = adopted, finished, accepted

async def main():
    async with watched_desk(find_paths()) as desk:
        await open_about(desk)
        await choose(desk, 0)
        for typed in (PASSPHRASE, NEW_PASSPHRASE, NEW_PASSPHRASE):
            await answer(desk, typed)
        await type_groups_back(desk)

asyncio.run(main())
"""


@pytest.mark.parametrize("where", ["before the commit", "after the commit"])
def test_a_kill_in_the_middle_of_sealing_anew_leaves_exactly_one_passphrase(
    where: str, desk_paths: Paths
) -> None:
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(tests=tests), where],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 9, done.stderr
    right, wrong = PASSPHRASE, NEW_PASSPHRASE
    if where == "after the commit":
        right, wrong = wrong, right
    assert opens(desk_paths, right)
    assert not opens(desk_paths, wrong)
    notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW)
    found = notes.unlock(notes.covers()[0].id, right)
    assert [note.text for note in found.notes()] == [f"A note on {WORD}"]
    assert not found.alarms


@pytest.mark.parametrize("room", [HoldRoom, RenameRoom, DeleteRoom])
async def test_a_scanner_burst_answers_no_question(
    room: type[AskingRoom], desk_paths: Paths
) -> None:
    from textual import events

    rows = {HoldRoom: 2, RenameRoom: 3, DeleteRoom: 4}
    async with watched_desk(desk_paths) as desk:
        await open_about(desk)
        await choose(desk, rows[room])
        desk.app.post_message(events.Paste("21234567890123"))
        await settle(desk)
        await desk.press("enter")
        assert isinstance(desk.app.screen, room)
        assert "21234567890123" not in desk.text
    assert as_before(desk_paths)
