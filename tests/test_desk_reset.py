"""A desk that forgets at a restart is noticed by what can be seen of it."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

from at_the_desk import open_desk
from deskaid.desk_reset import mark_start, notice_once, reset_signs
from deskaid.paths import Paths
from deskaid.shell.messages import DirectoryChanged

PLAIN: dict[str, Any] = {"mounts": {"/": "ext4"}, "environment": {}, "system": "linux"}
DAY = date(2026, 11, 21)


def signs(paths: Paths, **changes: Any) -> list[str]:
    found = reset_signs(paths, **{**PLAIN, **changes})
    return [sign for sign in found if "temporary files" not in sign]


def test_an_ordinary_desk_has_no_signs(paths: Paths) -> None:
    assert signs(paths) == []
    for _ in range(3):
        mark_start(paths, today=DAY)
        assert signs(paths) == []


@pytest.mark.parametrize("kind", ["tmpfs", "ramfs", "overlay", "aufs"])
def test_a_data_folder_in_memory_or_on_a_layer_is_a_sign(paths: Paths, kind: str) -> None:
    mounts = {"/": "ext4", str(paths.data.parent.resolve()): kind}
    found = signs(paths, mounts=mounts)
    assert len(found) == 2 and all(kind in sign for sign in found)
    apart = {"/": kind, str(paths.data.parent.resolve()): "ext4"}
    assert signs(paths, mounts=apart) == []


@pytest.mark.parametrize(
    ("profile", "passing"),
    [
        (r"C:\Users\TEMP", True),
        (r"C:\Users\TEMP.LIBRARY.003", True),
        (r"C:\Users\Guest", True),
        (r"C:\Users\WDAGUtilityAccount", True),
        (r"C:\Users\frontdesk", False),
        (r"C:\Users\Temperance", False),
        (r"C:\Users\Guestbook", False),
    ],
)
def test_a_profile_that_windows_throws_away_is_a_sign(
    paths: Paths, profile: str, passing: bool
) -> None:
    data: Any = PureWindowsPath(profile) / "AppData" / "Local" / "deskaid"
    desk = replace(paths, data=data)
    # Markers and mounts are of this machine; a Windows path has neither here.
    from deskaid import desk_reset

    found = list(desk_reset._profile_signs(desk, {"USERPROFILE": profile}, "win32"))
    assert bool(found) == passing
    elsewhere = replace(paths, data=Path("/kept/deskaid"))
    assert not list(desk_reset._profile_signs(elsewhere, {"USERPROFILE": profile}, "win32"))


@pytest.mark.parametrize("home", ["/tmp/guest-x1y2/.local", "/Users/Guest/Library", "/dev/shm/d"])
def test_the_home_of_a_guest_is_a_sign(paths: Paths, home: str) -> None:
    guest = replace(paths, data=Path(home))
    assert reset_signs(guest, **PLAIN)
    assert not reset_signs(replace(paths, data=Path("/home/desk/.local")), **PLAIN)


def test_a_folder_that_was_emptied_between_two_starts_is_a_sign(paths: Paths) -> None:
    mark_start(paths, today=DAY)
    (paths.data / "starts.json").unlink()
    assert ["seems to forget" in sign for sign in signs(paths)] == [True]
    mark_start(paths, today=date(2026, 11, 22))
    assert [sign.endswith("(noticed on 2026-11-22).") for sign in signs(paths)] == [True]
    mark_start(paths, today=date(2027, 1, 22))
    assert signs(paths) == []


def test_a_folder_that_is_as_it_was_many_starts_ago_is_a_sign(paths: Paths) -> None:
    mark_start(paths, today=DAY)
    frozen = (paths.data / "starts.json").read_bytes()
    for day in (22, 23):
        mark_start(paths, today=date(2026, 11, day))
        (paths.data / "starts.json").write_bytes(frozen)
    assert [str(paths.data) in sign for sign in signs(paths)] == [True]


def test_an_emptied_cache_and_garbage_in_a_marker_are_no_sign_and_no_trouble(paths: Paths) -> None:
    mark_start(paths, today=DAY)
    (paths.cache / "starts.json").unlink()
    assert signs(paths) == []
    for number, place in enumerate((paths.data, paths.state)):
        garbage = ("[1", '{"starts": 3, "day": 5, "forgot": 1}')[number]
        (place / "starts.json").write_text(garbage, encoding="utf-8")
    assert signs(paths) == []
    mark_start(paths, today=DAY)
    assert signs(paths) == []


def test_a_desk_that_cannot_be_written_starts_all_the_same(paths: Paths) -> None:
    paths.data.parent.mkdir(parents=True, exist_ok=True)
    paths.data.write_text("a file where the folder belongs")
    mark_start(paths, today=DAY)
    assert signs(paths)


def test_whoever_makes_a_notebook_is_told_once(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskaid import desk_reset

    monkeypatch.setattr(desk_reset, "_mounts", lambda system: {"/": "tmpfs"})
    assert "ask IT for a folder that stays" in notice_once(paths)
    assert notice_once(paths) == ""


async def test_a_start_is_counted_once_however_often_the_desk_is_made_ready(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        counted = _starts(ready)
        for _ in range(3):
            desk.app.post_message(DirectoryChanged())
            await desk.pilot.pause(0.05)
            await desk.app.workers.wait_for_complete()
        assert _starts(ready) == counted
    async with open_desk(ready):
        assert _starts(ready) == counted + 1


def _starts(paths: Paths) -> int:
    found: int = json.loads((paths.state / "starts.json").read_text(encoding="utf-8"))["starts"]
    return found
