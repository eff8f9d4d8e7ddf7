"""Another window, a desk left alone on Urgent, a console that closes: what covers and locks."""

import asyncio
import sys
import threading
import time
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual import events

from at_the_desk import CHEAP, NOW, PASSPHRASE, AtTheDesk, make_notebook
from deskaid.launcher import DESERTED, LOCKED
from deskaid.notes.notebooks import Notes
from deskaid.notes.screen import NoteArea, NoteRoom
from deskaid.paths import Paths
from deskaid.shell import watch
from deskaid.shell.covered import CoveredApp
from deskaid.shell.curtain import Curtain
from deskaid.shell.home import HomeRoom
from deskaid.shell.urgent import UrgentRoom
from keys_at_the_desk import WORD, open_about, settle, unlock, watched_desk

linux_only = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.fixture
def desk_paths(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook that holds one note."""
    make_notebook(ready)
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    notebook.save(f"A note on {WORD}")
    notebook.lock()
    return ready


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cover a tenth of a second after another window came to the front."""

    def timers(self: watch.Watch) -> float:
        return 0.1

    monkeypatch.setattr(watch.Watch, "blur_seconds", property(timers))


def texts(paths: Paths) -> list[str]:
    """Return every note and waiting item, as their author reads them."""
    notes = Notes(paths, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    return [note.text for note in notebook.notes()] + [item.text for item in notebook.dropped()]


async def leave_window(desk: AtTheDesk, *, seconds: float = 0.4) -> None:
    """Let the terminal tell that another window is in front."""
    desk.app.post_message(events.AppBlur())
    await desk.pilot.pause(seconds)


async def write_a_note(desk: AtTheDesk) -> None:
    """Write one word into a note."""
    await desk.press("f7")
    desk.app.screen.query_one(NoteArea).insert(WORD)
    await desk.pilot.pause(0.05)


@pytest.mark.usefixtures("quick")
async def test_another_window_covers_a_note_and_seals_it(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        await write_a_note(desk)
        await leave_window(desk)
        assert isinstance(desk.app.screen, Curtain)
        assert WORD not in desk.text
        desk.app.post_message(events.AppFocus())
        await desk.pilot.pause(0.1)
        assert isinstance(desk.app.screen, Curtain), "coming back shows nothing by itself"
    assert any(WORD in text and "When" in text for text in texts(desk_paths))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("where", ["the notebook", "home", "the room about it", "a card"])
async def test_another_window_locks_an_open_notebook(where: str, desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        if where == "the room about it":
            await open_about(desk)
        else:
            await unlock(desk)
        if where == "home":
            await desk.press("escape")
        if where == "a card":
            await desk.press("f2", "f")
        await leave_window(desk)
        assert desk.app.return_code == DESERTED


@pytest.mark.usefixtures("quick")
async def test_coming_back_in_time_changes_nothing(
    desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch.Watch, "blur_seconds", property(lambda self: 0.5))
    async with watched_desk(desk_paths) as desk:
        await write_a_note(desk)
        await leave_window(desk, seconds=0.1)
        desk.app.post_message(events.AppFocus())
        await desk.pilot.pause(0.7)
        assert isinstance(desk.app.screen, NoteRoom)
        assert WORD in desk.text


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("keys", [(), ("f2", "f"), ("f3",), ("f4",)])
async def test_what_is_not_private_stays_readable(keys: tuple[str, ...], desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        await desk.press(*keys)
        before = type(desk.app.screen)
        await leave_window(desk)
        assert type(desk.app.screen) is before


@pytest.mark.usefixtures("quick")
async def test_urgent_over_an_open_notebook_is_never_covered_by_another_window(
    desk_paths: Paths,
) -> None:
    async with watched_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("f4")
        await leave_window(desk)
        assert isinstance(desk.app.screen, UrgentRoom)
        assert not desk.app._exit


async def test_0_switches_it_off(desk_paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch.Watch, "blur_seconds", property(lambda self: 0))
    async with watched_desk(desk_paths) as desk:
        await write_a_note(desk)
        await leave_window(desk)
        assert isinstance(desk.app.screen, NoteRoom)


async def test_the_default_is_thirty_seconds(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        assert desk.app._watch.blur_seconds == 30


async def leave_alone(desk: AtTheDesk, *, seconds: int = 601) -> None:
    """Let nobody press a key for ``seconds``."""
    desk.app.last_key = monotonic() - seconds
    desk.app._watch._check_idle()
    await desk.pilot.pause(0.2)


async def test_ten_idle_minutes_on_urgent_drop_the_keys_and_leave_urgent_as_it_is(
    desk_paths: Paths,
) -> None:
    async with watched_desk(desk_paths) as desk:
        await unlock(desk)
        assert desk.app._opened is not None
        notebook = desk.app._opened.notebook
        await desk.press("f4")
        urgent, shown = desk.app.screen, desk.text
        await leave_alone(desk, seconds=599)
        assert not notebook.locked
        await leave_alone(desk)
        assert desk.app.screen is urgent
        assert desk.text == shown
        assert notebook.locked
        assert desk.app._opened is None
        assert [type(each) for each in desk.app.screen_stack] == [HomeRoom, UrgentRoom]
        assert not desk.app._exit
        for _ in range(3):
            await leave_alone(desk)
        assert desk.app.screen is urgent


@pytest.mark.parametrize("keys", [("escape",), ("f5",), ("f12", "f12"), ("ctrl+l",)])
async def test_the_process_that_held_the_key_ends_when_urgent_is_left(
    keys: tuple[str, ...], desk_paths: Paths
) -> None:
    async with watched_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("f4")
        await leave_alone(desk)
        for key in keys:
            await desk.press(key)
            assert WORD not in desk.text
        await desk.pilot.pause(0.2)
        assert desk.app.return_code == LOCKED


async def test_a_card_opened_from_urgent_is_read_before_anything_ends(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        await unlock(desk)
        await desk.press("f4")
        await leave_alone(desk)
        await desk.press("z")
        await settle(desk)
        assert "Time it" in desk.text
        assert not desk.app._exit
        await desk.press("escape")
        assert isinstance(desk.app.screen, UrgentRoom)
        await desk.press("escape")
        await desk.pilot.pause(0.2)
        assert desk.app.return_code == LOCKED


@pytest.mark.parametrize("edited", [False, True])
async def test_a_note_beneath_urgent_is_sealed_and_gone_from_beneath_it(
    edited: bool, desk_paths: Paths
) -> None:
    async with watched_desk(desk_paths) as desk:
        if edited:
            await unlock(desk)
            await desk.press("e")
        else:
            await desk.press("f7")
        desk.app.screen.query_one(NoteArea).insert(" alpha")
        await desk.press("f4")
        await leave_alone(desk)
        assert [type(each) for each in desk.app.screen_stack] == [HomeRoom, UrgentRoom]
    assert any("alpha" in text for text in texts(desk_paths))


async def test_urgent_with_nothing_private_beneath_is_left_alone(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        desk.app._watch.guard()
        await desk.press("f4")
        await leave_alone(desk, seconds=86_400)
        await desk.press("escape")
        await desk.pilot.pause(0.2)
        assert isinstance(desk.app.screen, HomeRoom)
        assert not desk.app._exit


@pytest.mark.parametrize("event", [2, 5, 6])
async def test_a_closing_console_window_seals_first(
    event: int, desk_paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows calls the handler in a thread of its own and ends the process when it returns."""
    happened: list[str] = []
    real = CoveredApp.seal_all

    def slow_disk(self: CoveredApp) -> bool:
        time.sleep(0.2)
        sealed = real(self)
        happened.append("sealed")
        return sealed

    monkeypatch.setattr(CoveredApp, "seal_all", slow_disk)
    async with watched_desk(desk_paths) as desk:
        await write_a_note(desk)
        loop = asyncio.get_running_loop()
        happened.clear()

        def windows() -> None:
            answered = desk.app._watch.console_closing(event, loop)
            happened.append(f"returned {answered}")

        thread = threading.Thread(target=windows)
        thread.start()
        while thread.is_alive():
            await asyncio.sleep(0.01)
        assert happened[:2] == ["sealed", "returned True"]
        assert any(WORD in text for text in texts(desk_paths))
        assert desk.app.return_code == 128 + 15


async def test_ctrl_c_at_the_console_closes_nothing(desk_paths: Paths) -> None:
    async with watched_desk(desk_paths) as desk:
        loop = asyncio.get_running_loop()
        assert desk.app._watch.console_closing(0, loop) is False
        assert not desk.app._exit


def test_a_console_that_closes_after_the_end_does_not_wait(ready: Paths) -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    never: Any = None
    assert watch.Watch.console_closing(never, 2, loop) is True


@linux_only
def test_a_terminal_that_tells_of_another_window_covers_the_note(desk_paths: Paths) -> None:
    from real_terminal import F7, Terminal, exported

    with Terminal(QUICK) as terminal:
        terminal.wait_for("F2 Say it")
        assert b"\x1b[?1004h" in terminal.output, "it asks the terminal to tell"
        terminal.press(F7)
        terminal.wait_for("Note for")
        terminal.type(WORD)
        terminal.wait_for(WORD)
        terminal.press(b"\x1b[O")
        terminal.wait_for("Maple Street Library\n")
        assert WORD not in terminal.text
        terminal.press(b"\x1b[I")
        terminal.read(0.5)
        assert WORD not in terminal.text
    assert any(WORD in text for text in exported("Front desk (F. M.)").splitlines())


QUICK = """
import sys
from deskaid.shell.watch import Watch
Watch.blur_seconds = 0.2
from deskaid.launcher import run
sys.exit(run())
"""


@linux_only
def test_the_launcher_and_the_screen_are_closed_to_others_on_linux(desk_paths: Paths) -> None:
    if sys.platform != "linux":
        pytest.skip("reads /proc")
    from real_terminal import CTRL_L, Terminal

    with Terminal() as terminal:
        terminal.wait_for("F2 Say it")
        terminal.read(0.3)
        [first] = terminal.children()
        _closed(first, terminal.launcher)
        terminal.press(CTRL_L)
        terminal.wait_until_gone([first])
        terminal.wait_for("what is happening")
        _closed(terminal.children()[0], terminal.launcher)


def _closed(*pids: int) -> None:
    for pid in pids:
        assert Path(f"/proc/{pid}/mem").stat().st_uid == 0
        limits = Path(f"/proc/{pid}/limits").read_text()
        [core] = [line for line in limits.splitlines() if line.startswith("Max core file size")]
        assert core.split()[4:6] == ["0", "0"]
