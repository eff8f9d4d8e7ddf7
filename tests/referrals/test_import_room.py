"""Importing inside the program: what it holds is seen before anything is changed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from at_the_desk import AtTheDesk, open_desk
from deskaid.paths import Paths
from deskaid.referrals.browsing import WHOLE, matching
from deskaid.referrals.reading import counts, directory_version
from deskaid.taking_in_apart import take_in_apart

PANTRIES = """\
name,phone,hours,category
Elm Street Pantry,217-555-0191,Mon-Fri 9am-5pm,food
Quarry Hill Shelter,217-555-0192,24 hours a day,shelter
"""


@pytest.fixture
def pantries(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    file = folder / "county pantries.csv"
    file.write_text(PANTRIES, encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    return file


async def open_import(desk: AtTheDesk) -> None:
    await desk.app.action_command("import")
    await desk.pilot.pause(0.05)
    assert desk.line(1).startswith(" Import")


async def type_path(desk: AtTheDesk, path: str) -> None:
    box = desk.app.screen.query_one("#box")
    box.value = path  # type: ignore[attr-defined]
    await desk.pilot.pause(0.05)


async def finished(desk: AtTheDesk) -> None:
    await desk.app.workers.wait_for_complete()
    await desk.pilot.pause(0.05)


async def test_a_file_is_looked_at_before_it_is_taken_in(ready: Paths, pantries: Path) -> None:
    before = directory_version(ready.database)
    async with open_desk(ready) as desk:
        await open_import(desk)
        await type_path(desk, str(pantries))
        await desk.press("enter")
        assert "What is it called?" in desk.text
        await desk.press("enter")
        await finished(desk)
        assert "Would take in 2 listings" in desk.text
        assert "2 new" in desk.text
        assert directory_version(ready.database) == before, "a look changes nothing"
        await desk.press("enter")
        await finished(desk)
        assert "Took in 2 listings" in desk.text
        assert counts(ready.database)["sources"]["county pantries.csv"] == 2
        await desk.press("enter", "s")
        assert "Quarry Hill Shelter" in desk.text


async def test_a_folder_is_walked_with_the_keyboard(ready: Paths, pantries: Path) -> None:
    async with open_desk(ready) as desk:
        await open_import(desk)
        await type_path(desk, str(pantries.parent)[:-1])
        await desk.press("enter")
        assert WHOLE in desk.text
        assert "photo" not in desk.text, "what no reader understands is not offered"
        await desk.press("down", "enter")
        assert "What is it called?" in desk.text
        assert "county pantries.csv" in desk.text


async def test_a_second_file_may_update_what_is_there(ready: Paths, pantries: Path) -> None:
    async with open_desk(ready) as desk:
        await open_import(desk)
        await type_path(desk, str(pantries))
        await desk.press("enter")
        await type_path(desk, "maple")
        assert "Update: maple-street-services.csv" in desk.text
        await desk.press("down", "enter")
        await finished(desk)
        assert "no longer in the file" in desk.text


async def test_a_file_that_is_no_directory_is_told_in_a_sentence(
    ready: Paths, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\x00\x01\x02")
    before = directory_version(ready.database)
    async with open_desk(ready) as desk:
        await open_import(desk)
        await type_path(desk, str(bad))
        await desk.press("enter", "enter")
        await finished(desk)
        assert "Nothing was changed." in desk.text
        await desk.press("escape")
        assert "What is it called?" in desk.text
        await desk.press("escape", "escape")
        assert desk.line(1).startswith(" Desk")
    assert directory_version(ready.database) == before


async def test_a_source_of_our_own_is_never_updated_by_a_file(ready: Paths, pantries: Path) -> None:
    async with open_desk(ready) as desk:
        await open_import(desk)
        await type_path(desk, str(pantries))
        await desk.press("enter")
        await type_path(desk, "national")
        assert "Update: national" not in desk.text
        await desk.press("enter")
        assert "What is it called?" in desk.text


def test_nothing_is_offered_from_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert matching(f"{tmp_path}/none/") == []
    assert matching(f"{tmp_path}/") == []


async def test_an_import_killed_while_it_tells_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, pantries: Path
) -> None:
    started = subprocess.Popen

    def cut_off(_command: list[str], **how: Any) -> "subprocess.Popen[bytes]":
        code = 'import sys; sys.stdout.write(\'{"doing": ["Rea\')'
        return started([sys.executable, "-c", code], **how)

    monkeypatch.setattr("subprocess.Popen", cut_off)
    ended = await take_in_apart(pantries, source="x", dry_run=True, doing=lambda *_: None)
    assert ended.trouble is not None
    assert "nothing was changed" in ended.trouble.message
    assert ended.trouble.hint
