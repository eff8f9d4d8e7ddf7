"""Wrong, damaged, forgotten, read-only, a full disk: five texts nobody takes for one another."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from at_the_desk import CHEAP, NOW, PASSPHRASE, make_notebook
from deskaid.errors import DeskaidError
from deskaid.notes import schema
from deskaid.notes.notebooks import Notes
from deskaid.notes.unlock import FORGOTTEN
from deskaid.paths import Paths
from keys_at_the_desk import answer, settle, watched_desk

# What a person can do next, in a word that stands in one of the five texts alone.
NEXT_STEPS = {
    "wrong": "Try again",
    "damaged": "from a backup",
    "forgotten": "recovery code instead",
    "read-only": "writable",
    "full": "Free some space",
}


def told(call: Any) -> str:
    """Return what ``call`` raises, as a person reads it."""
    with pytest.raises(DeskaidError) as caught:
        call()
    return str(caught.value)


def the_five(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Bring about each of the five and return what is said."""
    make_notebook(paths)
    notes = Notes(paths, kdf=CHEAP, clock=lambda: NOW)
    notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
    said = {"forgotten": " ".join(FORGOTTEN.split())}
    said["wrong"] = told(lambda: notes.unlock(notebook.id, "not the one of today"))
    with monkeypatch.context() as patch:
        patch.setattr(schema, "writable", lambda path: False)
        said["read-only"] = told(lambda: notebook.save("more"))
    full = schema._open

    def no_room(path: Path, *, writable: bool) -> sqlite3.Connection:
        database = full(path, writable=writable)
        database.execute(f"PRAGMA max_page_count={path.stat().st_size // 4096}")
        return database

    with monkeypatch.context() as patch:
        patch.setattr(schema, "_open", no_room)
        said["full"] = told(lambda: notebook.save("x" * 100_000))
    with closing(sqlite3.connect(paths.notes, isolation_level=None)) as database:
        database.execute("UPDATE slot SET salt = zeroblob(16)")
    said["damaged"] = told(lambda: notes.unlock(notebook.id, PASSPHRASE))
    return said


def test_each_of_the_five_names_its_own_next_step(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = the_five(paths, monkeypatch)
    assert set(said) == set(NEXT_STEPS)
    for kind, text in said.items():
        meant = [each for each, step in NEXT_STEPS.items() if step in text]
        assert meant == [kind], f"{kind} reads as {meant}: {text}"
    assert said["wrong"].startswith("That passphrase does not open Front desk")
    assert "damage" not in said["wrong"] + said["forgotten"] + said["read-only"] + said["full"]
    assert "passphrase" not in said["read-only"] + said["full"]
    for kind in ("read-only", "full"):
        assert said[kind].startswith("Not saved: ")


@pytest.mark.parametrize(
    ("typed", "capitals"),
    [("NOT THE ONE OF TODAY", True), ("Not the one of today", False), ("1234567890123", False)],
)
def test_caps_lock_is_named_only_when_everything_was_in_capitals(
    typed: str, capitals: bool, paths: Paths
) -> None:
    make_notebook(paths)
    notes = Notes(paths, kdf=CHEAP, clock=lambda: NOW)
    said = told(lambda: notes.unlock(notes.covers()[0].id, typed))
    assert ("Caps Lock" in said) is capitals
    assert typed not in said


async def test_the_screen_counts_wrong_tries_and_says_how_long_the_next_one_waits(
    ready: Paths,
) -> None:
    make_notebook(ready)
    async with watched_desk(ready) as desk:
        await desk.press("escape", "N")
        await answer(desk, "not the one of today")
        assert "wrong tries" not in desk.text
        await answer(desk, "not this one either")
        await desk.pilot.pause(1.1)
        await settle(desk)
        assert "2 wrong tries; the next one waits 2 s." in " ".join(desk.text.split())
        assert "damage" not in desk.text
