"""One notebook to another desk: sealed, whole, alone in its file, and never over newer work."""

import sys
import zipfile
from pathlib import Path

import pytest

from deskaid.errors import NothingFound, Refused
from deskaid.keeping import back_up
from deskaid.notes.moving import move_in, move_out
from deskaid.paths import Paths
from deskaid.putting_back import restore
from moving_desks import desk_at
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, Desk, texts


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


@pytest.fixture
def other(tmp_path: Path) -> Desk:
    return desk_at(tmp_path / "other")


def moved_out(desk: Desk, file: Path, label: str = "Front desk", *, force: bool = False) -> Path:
    notebook = bytes.fromhex(desk.notes.cover(label).id)
    move_out(desk.paths, notebook, file, now=desk.now, force=force)
    return file


def test_it_opens_at_the_other_desk_with_all_that_was_in_it(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    notebook = desk.make()
    notebook.save("first")
    box = desk.notes.drop_box
    box.seal(box.new_id(), notebook.id, "written while locked")
    done = move_in(other.paths, moved_out(desk, tmp_path / "moving"), now=other.now)
    assert (done.label, done.already) == ("Front desk", False)
    found = other.open()
    assert not found.alarms
    assert "moved in from a file that says it was made on" in found.notices[0]
    found.take_in()
    assert texts(found) == ["first", "written while locked"]
    other.notes.recover(found.id, desk.code)


def test_the_file_holds_that_notebook_alone_and_no_word_of_it(desk: Desk, tmp_path: Path) -> None:
    desk.make().save("CANARY one")
    theirs = desk.make("Theirs", OTHER_PASSPHRASE)
    for number in range(30):
        theirs.save(f"CANARY {number}")
    mine = bytes.fromhex(desk.notes.cover("Front desk").id)
    boxes = [row[0] for row in desk.sql("SELECT box FROM note WHERE notebook <> ?", (mine,))]
    file = moved_out(desk, tmp_path / "moving")
    content = file.read_bytes()
    with zipfile.ZipFile(file) as bundle:
        assert set(bundle.namelist()) == {"notes.db", "manifest.json"}
        content += bundle.read("notes.db")
    assert len(boxes) == 30
    assert not [box for box in boxes if box[10:40] in content]
    assert b"CANARY" not in content and b"Theirs" not in content
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600


def test_the_same_file_twice_changes_nothing_the_second_time(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    desk.make().save("first")
    file = moved_out(desk, tmp_path / "moving")
    move_in(other.paths, file, now=other.now)
    before = other.path.read_bytes()
    assert move_in(other.paths, file, now=other.now).already
    assert other.path.read_bytes() == before


def test_what_was_written_here_since_is_never_replaced(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    desk.make().save("first")
    file = moved_out(desk, tmp_path / "moving")
    move_in(other.paths, file, now=other.now)
    other.open().save("written there")
    with pytest.raises(Refused, match="not older: 1 save here since, 1 note here is not"):
        move_in(other.paths, file, now=other.now)
    desk.open().save("a")
    desk.open().save("b")
    with pytest.raises(Refused, match="not older: 1 note here is not in the file"):
        move_in(other.paths, moved_out(desk, file, force=True), now=other.now)
    assert texts(other.open()) == ["first", "written there"]


def test_it_can_come_back_with_what_was_written_at_the_other_desk(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    desk.make().save("first")
    move_in(other.paths, moved_out(desk, tmp_path / "there"), now=other.now)
    other.open().save("written there")
    move_in(desk.paths, moved_out(other, tmp_path / "back"), now=desk.now)
    found = desk.open()
    assert texts(found) == ["first", "written there"] and not found.alarms


def test_a_name_that_is_taken_is_said_before_anything_is_changed(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    desk.make().save("mine")
    theirs = other.make("FRONT desk", OTHER_PASSPHRASE)
    file = moved_out(desk, tmp_path / "moving")
    with pytest.raises(Refused, match="another notebook named Front desk"):
        move_in(other.paths, file, now=other.now)
    assert len(other.notes.covers()) == 1
    theirs.rename("Theirs")
    move_in(other.paths, file, now=other.now)
    assert texts(other.open()) == ["mine"]


def test_an_expired_note_does_not_travel(desk: Desk, other: Desk, tmp_path: Path) -> None:
    desk.make().save("expires")
    desk.wait(40)
    move_in(other.paths, moved_out(desk, tmp_path / "moving"), now=desk.now)
    other.wait(40)
    found = other.open()
    assert texts(found) == [] and not found.alarms


def test_a_backup_is_no_moved_notebook_and_the_other_way_round(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    desk.make()
    back_up(desk.paths, tmp_path / "kept", now=desk.now)
    with pytest.raises(Refused, match="deskaid restore"):
        move_in(other.paths, tmp_path / "kept", now=other.now)
    with pytest.raises(Refused, match="move-in"):
        restore(other.paths, moved_out(desk, tmp_path / "moving"), now=other.now)
    assert other.notes.covers() == []


def test_a_deleted_notebook_comes_back_with_the_alarm_explained(desk: Desk, tmp_path: Path) -> None:
    desk.make().save("first")
    file = moved_out(desk, tmp_path / "moving")
    desk.notes.delete(desk.notes.cover("Front desk").id, label="Front desk")
    with pytest.raises(NothingFound):
        desk.notes.cover("Front desk")
    move_in(desk.paths, file, now=desk.now)
    found = desk.open(passphrase=PASSPHRASE)
    assert texts(found) == ["first"] and not found.alarms
    assert "moved in" in found.notices[0]
