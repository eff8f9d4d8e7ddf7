"""A disk that is full, or may not be written, for real: a small file system of its own."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_notes import in_clear

from deskaid.errors import DeskaidError
from deskaid.notes.notebook import Notebook
from deskaid.notes.trouble import NotSaved, WrongPassphrase
from deskaid.paths import find_paths
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, Desk, texts
from rounds import figures, rounds


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 600 KB in memory. Needs root, and a system that lets it mount."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux; RLIMIT_FSIZE stands in elsewhere")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "none", str(disk)], capture_output=True
    )
    if made.returncode != 0:
        pytest.skip("this system does not let root mount")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def desk(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("DESKAID_HOME", str(small_disk / "desk"))
    return Desk(find_paths())


def ballast(disk: Path, *, leave: int) -> None:
    """Fill ``disk`` until ``leave`` bytes are free."""
    free = shutil.disk_usage(disk).free
    (disk / "ballast").write_bytes(b"\0" * max(0, free - leave))


def test_a_disk_filled_to_the_brim_keeps_every_note_it_called_saved(
    desk: Desk, small_disk: Path
) -> None:
    notebook = desk.make()
    (small_disk / "other").write_bytes(b"\0" * 64 * 1024)  # what somebody can clear away later
    saved = []
    with pytest.raises(NotSaved, match="disk is full") as caught:
        for number in range(1000):
            saved.append(notebook.save(f"CANARY {number} " + "x" * 4000).text)
    shown = repr(caught.value) + str(caught.value.__cause__)
    assert "CANARY" not in shown
    assert len(saved) > 12
    assert sorted(saved) == texts(notebook), "memory follows the file"
    (small_disk / "ballast").write_bytes(b"\0" * shutil.disk_usage(small_disk).free)
    found = desk.open()  # with not a byte left
    assert texts(found) == sorted(saved) and not found.alarms
    with pytest.raises(WrongPassphrase):
        desk.open(passphrase="quite another phrase")
    with pytest.raises(NotSaved):
        desk.notes.drop_box.seal("0" * 32, found.id, "CANARY " * 2000)
    (small_disk / "other").unlink()
    found.delete(found.notes()[0].id)
    found.save("room again")
    assert not desk.open().alarms
    assert in_clear(desk) == []
    figures("disk full", acknowledged=len(saved), lost=0, unlocks_on_the_full_disk=1, canaries=0)


ACTS = {
    "save": lambda desk, notebook: notebook.save("CANARY " * 4000),
    "edit": lambda desk, notebook: notebook.save(
        "CANARY " * 4000, note_id=notebook.notes()[0].id, revision=notebook.notes()[0].revision
    ),
    "delete": lambda desk, notebook: notebook.delete(notebook.notes()[0].id),
    "draft": lambda desk, notebook: desk.notes.drop_box.keep_draft(
        "ef" * 16, notebook.id, "CANARY " * 4000
    ),
    "take in": lambda desk, notebook: notebook.take_in(),
    "re-key": lambda desk, notebook: notebook.change_passphrase(
        OTHER_PASSPHRASE, current=PASSPHRASE
    ),
    "purge": lambda desk, notebook: desk.notes.purge(confirmed=True),
}


@pytest.mark.long
@pytest.mark.parametrize("act", ACTS)
def test_with_any_number_of_bytes_left_an_act_is_done_or_undone(
    act: str, desk: Desk, small_disk: Path, tmp_path: Path
) -> None:
    notebook = desk.make()
    for number in range(8):
        notebook.save(f"CANARY {number} " + "x" * 3000, days=7)
    desk.notes.drop_box.seal("cd" * 16, notebook.id, "CANARY waiting", days=90)
    shutil.copytree(small_disk / "desk", tmp_path / "before")
    before = everything(desk)
    if act == "purge":
        desk.wait(17)
        assert everything(desk) == before
    leaves = range(0, 132 * 1024, 4096)
    few = rounds(8, len(leaves))
    done = refused = 0
    for leave in random.Random(act).sample(leaves, few):
        (small_disk / "ballast").unlink(missing_ok=True)
        shutil.rmtree(small_disk / "desk")
        shutil.copytree(tmp_path / "before", small_disk / "desk")
        notebook = desk.open()
        ballast(small_disk, leave=leave)
        try:
            ACTS[act](desk, notebook)
        except DeskaidError as error:
            assert isinstance(error, NotSaved), error
            refused += 1
            assert everything(desk) == before
            assert in_clear(desk) == []
        else:
            done += 1
            assert everything(desk) != before
    figures(f"any room left on the disk: {act}", tried=few, done=done, refused=refused, lost=0)


def everything(desk: Desk) -> tuple[object, ...]:
    """Return what a person finds; no alarm may stand."""
    found: Notebook
    try:
        found = desk.open()
    except WrongPassphrase:
        found = desk.open(passphrase=OTHER_PASSPHRASE)
    assert not found.alarms
    records = desk.sql("SELECT salt FROM slot")
    return texts(found), [item.text for item in found.dropped()], records


def test_a_disk_made_read_only_opens_for_reading_and_refuses_to_save(
    desk: Desk, small_disk: Path
) -> None:
    notebook = desk.make()
    notebook.save("CANARY kept")
    desk.notes.drop_box.seal("cd" * 16, notebook.id, "CANARY waiting")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        found = desk.open()
        assert found.read_only and not found.alarms
        assert any("read-only" in notice for notice in found.notices)
        assert texts(found) == ["CANARY kept"]
        assert [item.text for item in found.dropped()] == ["CANARY waiting"]
        acts = (
            lambda: found.save("CANARY more"),
            lambda: found.delete(found.notes()[0].id),
            lambda: found.take_in(),
            lambda: desk.notes.drop_box.seal("0" * 32, found.id, "CANARY more"),
        )
        for act in acts:
            with pytest.raises(NotSaved, match="read-only"):
                act()
        with pytest.raises(WrongPassphrase):
            desk.open(passphrase="quite another phrase")
        assert desk.notes.covers()[0].notes == 1
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert texts(desk.open()) == ["CANARY kept"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_file_or_folder_opens_for_reading(what: str, tmp_path: Path) -> None:
    desk = Desk(find_paths())
    desk.make().save("kept")
    path = desk.path if what == "file" else desk.path.parent
    path.chmod(0o444 if what == "file" else 0o555)
    try:
        found = desk.open()
        assert found.read_only and texts(found) == ["kept"]
        with pytest.raises(NotSaved):
            found.save("more")
    finally:
        path.chmod(0o700)


def test_a_save_cut_short_before_the_disk_became_read_only_is_not_shown_half(
    desk: Desk, small_disk: Path
) -> None:
    """A hot journal cannot be rolled back there: better nothing than half a save."""
    desk.make().save("kept")
    desk.path.with_name("notes.db-journal").write_bytes(b"\xd9\xd5\x05\xf9 \xa1c\xd7" + b"\0" * 504)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        with pytest.raises(DeskaidError, match="unfinished save"):
            desk.open()
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert texts(desk.open()) == ["kept"]
