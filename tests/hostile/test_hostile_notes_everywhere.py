"""Two keys work on every screen there is: hide, and lock."""

import pytest
from textual.widgets import Input

from at_the_desk import CHEAP, NOW, PASSPHRASE, AtTheDesk, make_notebook, open_desk
from deskaid.launcher import LOCKED
from deskaid.notes.notebooks import Notes
from deskaid.notes.screen import NoteArea
from deskaid.paths import Paths
from deskaid.shell.curtain import Curtain
from rounds import places

WORD = "quetzalcoatl"
UNLOCKED = ("escape", "N", "PASSPHRASE", "enter")
PLACES: dict[str, tuple[str, ...]] = {
    "home": (),
    "home, typing": ("f", "i", "n", "e"),
    "help": ("f1",),
    "palette": ("ctrl+p",),
    "palette, typing": ("ctrl+p", "l", "o"),
    "say": ("f2",),
    "a card": ("f2", "f"),
    "refer": ("f3",),
    "a listing": ("f3", "s", "enter"),
    "urgent": ("f4",),
    "slip": ("f3", "s", "space", "f9"),
    "phrases": ("escape", "P"),
    "curtain": ("f12",),
    "note": ("f7", "WORD"),
    "palette over a note": ("f7", "WORD", "ctrl+p"),
    "help over a note": ("f7", "WORD", "f1"),
    "unlock": ("escape", "N"),
    "unlock, typing": ("escape", "N", "PASSPHRASE"),
    "notebook": UNLOCKED,
    "one note": (*UNLOCKED, "enter"),
    "search in notes": (*UNLOCKED, "ctrl+f", "q", "u"),
    "edit": (*UNLOCKED, "enter", "e", "WORD"),
    "palette over one note": (*UNLOCKED, "enter", "ctrl+p"),
    "a note deleted a moment ago": (*UNLOCKED, "d"),
}


# Where a note or a key is held; test_hostile_covering.py hides some of these already.
FEW_LOCKED = ("a card", "palette over a note", "unlock, typing", "search in notes", "edit")
FEW_HIDDEN = ("a listing", "help over a note", "a note deleted a moment ago")


@pytest.fixture
def desk_paths(ready: Paths) -> Paths:
    """A desk that is ready, with one notebook that holds one note."""
    make_notebook(ready)
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    notebook.save(f"A note on {WORD}")
    notebook.lock()
    return ready


async def go(desk: AtTheDesk, place: str) -> None:
    """Press the way to a place; words in capitals are written as one quick hand."""
    for key in PLACES[place]:
        if key == "PASSPHRASE":
            desk.app.screen.query_one(Input).value = PASSPHRASE
        elif key == "WORD":
            desk.app.screen.query_one(NoteArea).insert(f"more on {WORD}")
            await desk.pilot.pause(0.05)
        else:
            await desk.press(key)
            if key == "enter":
                await desk.app.workers.wait_for_complete()
                await desk.pilot.pause(0.1)


@pytest.mark.long
@pytest.mark.parametrize("place", places(FEW_LOCKED, PLACES))
async def test_the_lock_key_locks_on_every_screen(place: str, desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await go(desk, place)
        await desk.press("ctrl+l")
        await desk.pilot.pause(0.2)
        assert desk.app.return_code == LOCKED
        assert WORD not in desk.text
    if "WORD" in PLACES[place]:
        notes = Notes(desk_paths, kdf=CHEAP, clock=lambda: NOW)
        notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
        kept = [note.text for note in notebook.notes()]
        kept += [item.text for item in notebook.dropped()]
        assert any(f"more on {WORD}" in text for text in kept)


@pytest.mark.long
@pytest.mark.parametrize(
    "place", places(FEW_HIDDEN, [each for each in PLACES if each != "curtain"])
)
async def test_the_hide_key_covers_every_screen(place: str, desk_paths: Paths) -> None:
    async with open_desk(desk_paths) as desk:
        await go(desk, place)
        await desk.press("f12")
        assert isinstance(desk.app.screen, Curtain)
        assert WORD not in desk.text and "Notebook" not in desk.text
