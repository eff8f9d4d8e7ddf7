"""A desk with a clock one can turn, an open notebook, and the room about it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from textual.widgets import Input

from at_the_desk import CHEAP, NOW, PASSPHRASE, AtTheDesk
from deskaid.app import DeskaidApp
from deskaid.notes.about_room import AboutNotebookRoom
from deskaid.notes.notebook import Notebook
from deskaid.notes.notebooks import Notes
from deskaid.notes.reading import NotebookRoom
from deskaid.notes_watched import WatchedNotesApp
from deskaid.paths import Paths

NEW_PASSPHRASE = "crumb vessel otter plank mirth"
WORD = "quetzalcoatl"


class Clock:
    """The time of day of one desk."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def app_class() -> type[DeskaidApp]:
    """Return the app with everything that watches an open notebook."""
    if issubclass(DeskaidApp, WatchedNotesApp):
        return DeskaidApp
    return type("WatchedApp", (WatchedNotesApp, DeskaidApp), {})


@asynccontextmanager
async def watched_desk(paths: Paths, clock: Clock | None = None) -> AsyncIterator[AtTheDesk]:
    """Start the app on ``paths`` as `at_the_desk.open_desk` does, by ``clock``."""
    told = clock or Clock()
    app = app_class()(paths, clock=told)
    app._notes = Notes(paths, kdf=CHEAP, clock=told)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        while not app.takes_keys:
            await pilot.pause(0.01)
        await app.workers.wait_for_complete()
        await pilot.pause(0.02)
        yield AtTheDesk(app, pilot)


async def answer(desk: AtTheDesk, typed: str) -> None:
    """Put ``typed`` into the box on the screen, press Enter, and wait for what it leads to."""
    box = next(box for box in desk.app.screen.query(Input) if box.display)
    box.value = typed
    await desk.press("enter")
    await settle(desk)


async def settle(desk: AtTheDesk) -> None:
    """Wait until nothing is worked out any more."""
    await desk.pilot.pause(0.05)
    await desk.app.workers.wait_for_complete()
    await desk.pilot.pause(0.1)


async def unlock(desk: AtTheDesk, secret: str = PASSPHRASE) -> None:
    """Open the notebook of this desk."""
    await desk.press("escape", "N")
    await answer(desk, secret)


async def open_about(desk: AtTheDesk) -> Notebook:
    """Open the notebook and the room about it; return the notebook."""
    await unlock(desk)
    assert isinstance(desk.app.screen, NotebookRoom)
    desk.app.clear_notifications()
    assert desk.app._opened is not None
    await desk.app.push_screen(AboutNotebookRoom(desk.app.notes, desk.app._opened))
    await desk.pilot.pause(0.05)
    return desk.app._opened.notebook


async def choose(desk: AtTheDesk, row: int) -> None:
    """Choose row ``row`` of the room about a notebook, from 0."""
    await desk.press("home", *["down"] * row, "enter")


async def type_groups_back(desk: AtTheDesk) -> str:
    """Type back the two groups that are asked for; return the whole code."""
    code = desk.app.screen._code  # type: ignore[attr-defined]
    groups = code.split("-")
    await answer(desk, " ".join(groups[at] for at in desk.app.screen._asked))  # type: ignore[attr-defined]
    return str(code)


def opens(paths: Paths, secret: str) -> bool:
    """Tell whether ``secret`` opens the only notebook of this desk."""
    from deskaid.notes.trouble import WrongPassphrase

    notes = Notes(paths, kdf=CHEAP, clock=lambda: NOW)
    try:
        notes.unlock(notes.covers()[0].id, secret).lock()
    except WrongPassphrase:
        return False
    return True
