"""Putting notebooks back: each whole, none over newer work unasked, and its author is told."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from deskaid import archive
from deskaid.database.engine import ensure_schema
from deskaid.errors import FileTrouble, Refused
from deskaid.keeping import back_up
from deskaid.notes.copies import copies_of
from deskaid.paths import Paths
from deskaid.putting_back import Restored, finish_restore, restore
from deskaid.restore_steps import STAGING
from moving_desks import desk_at
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, Desk, texts
from rounds import figures, rounds

ROUNDS = rounds(12, 60)
FIXTURES = Path(__file__).with_name("fixtures")


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


@pytest.fixture
def kept(desk: Desk, tmp_path: Path) -> Path:
    """A backup of a desk with one notebook and two notes."""
    notebook = desk.make()
    notebook.save("first")
    notebook.save("second")
    back_up(desk.paths, tmp_path / "kept.zip", now=desk.now)
    return tmp_path / "kept.zip"


def states(done: Restored) -> dict[str, str]:
    return {item.name: item.state for item in (*done.taken, *done.left)}


def remade(kept: Path, to: Path, **changes: Any) -> Path:
    """Write ``kept`` anew with other parts or another manifest, hashes and sizes made to fit."""
    with zipfile.ZipFile(kept) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    about = json.loads(parts.pop("manifest.json"))
    parts.update(changes.pop("parts", {}))
    about["parts"] = {
        name: {"size": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in parts.items()
    }
    about.update(changes)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)
        bundle.writestr("manifest.json", json.dumps(about))
    return to


def everything(paths: Paths) -> dict[str, bytes]:
    root = paths.data.parent
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_on_another_computer_it_opens_without_alarm_and_its_author_is_told(
    desk: Desk, kept: Path, tmp_path: Path
) -> None:
    other = desk_at(tmp_path / "other")
    done = restore(other.paths, kept, now=other.now)
    assert states(done) == {"Front desk": "missing"} and done.before is None
    found = other.open()
    assert texts(found) == ["first", "second"] and not found.alarms
    assert "put here by a restore" in found.notices[0]
    found.save("third")
    other.wait(6)
    assert "put here by a restore" in other.open().notices[0]
    other.wait(2)
    assert not [said for said in other.open().notices if "restore" in said]


def test_newer_work_stays_until_somebody_says_yes_and_is_kept_then(desk: Desk, kept: Path) -> None:
    notebook = desk.open()
    for number in range(14):
        notebook.save(f"newer {number}")
    before = everything(desk.paths)
    said = restore(desk.paths, kept, now=desk.now, dry_run=True, yes=True)
    assert everything(desk.paths) == before and said.dry_run
    done = restore(desk.paths, kept, now=desk.now)
    assert not done.taken and everything(desk.paths) == before
    assert done.left[0].why == "14 saves here since, 14 notes here are not in the file"

    done = restore(desk.paths, kept, now=desk.now, yes=True)
    found = desk.open()
    assert texts(found) == ["first", "second"]
    assert any("older than the last save" in alarm for alarm in found.alarms)
    assert "14 saves made since are not in it" in found.notices[0]
    assert done.before is not None
    if sys.platform != "win32":
        assert done.before.stat().st_mode & 0o777 == 0o600

    again = restore(desk.paths, done.before, now=desk.now)
    assert states(again) == {"Front desk": "older"}
    found = desk.open()
    assert len(texts(found)) == 16 and not found.alarms


def test_a_notebook_that_is_only_here_stays_whatever_is_restored(desk: Desk, kept: Path) -> None:
    desk.make("Mine").save("only here")
    restore(desk.paths, kept, now=desk.now, yes=True)
    assert texts(desk.open("Mine")) == ["only here"]


def test_a_notebook_that_is_the_same_here_is_not_touched(desk: Desk, kept: Path) -> None:
    before = everything(desk.paths)
    assert states(restore(desk.paths, kept, now=desk.now, yes=True)) == {"Front desk": "same"}
    assert everything(desk.paths) == before
    assert not [said for said in desk.open().notices if "restore" in said]


def test_a_note_that_only_expired_here_does_not_come_back(desk: Desk, kept: Path) -> None:
    desk.wait(35)
    assert desk.notes.purge().notes == 2
    assert states(restore(desk.paths, kept, now=desk.now)) == {"Front desk": "same"}


def test_a_note_emptied_or_altered_outside_is_mended_from_a_backup(desk: Desk, kept: Path) -> None:
    for damage in (
        "UPDATE note SET box = NULL WHERE row = 1",
        "UPDATE note SET box = x'00' WHERE row = 1",
        "DELETE FROM note WHERE row = 1",
        "UPDATE notebook SET label = 'Other'",
    ):
        desk.sql(damage)
        done = restore(desk.paths, kept, now=desk.now)
        assert states(done) == {"Front desk": "older"}, damage
        found = desk.open()
        assert texts(found) == ["first", "second"] and not found.alarms, damage


def test_the_same_number_of_saves_on_two_computers_is_not_taken_for_the_same(
    desk: Desk, kept: Path, tmp_path: Path
) -> None:
    other = desk_at(tmp_path / "other")
    restore(other.paths, kept, now=other.now)
    other.open().save("written there")
    desk.open().save("written here")
    back_up(other.paths, tmp_path / "theirs.zip", now=other.now)
    done = restore(desk.paths, tmp_path / "theirs.zip", now=desk.now)
    assert states(done) == {"Front desk": "newer"}
    other.open().save("more there")
    back_up(other.paths, tmp_path / "more.zip", now=other.now)
    done = restore(desk.paths, tmp_path / "more.zip", now=desk.now)
    assert states(done) == {"Front desk": "newer"}, "one note here is not in the file"
    assert "written here" in texts(desk.open())


def test_what_waits_in_the_drop_box_here_is_kept_through_a_restore(desk: Desk, kept: Path) -> None:
    desk.sql("UPDATE note SET box = x'00' WHERE row = 1")
    box = desk.notes.drop_box
    box.seal(box.new_id(), desk.notes.cover("Front desk").id, "written while locked")
    restore(desk.paths, kept, now=desk.now)
    assert [item.text for item in desk.open().dropped()] == ["written while locked"]


def test_after_a_changed_passphrase_the_old_backup_counts_as_older(desk: Desk, kept: Path) -> None:
    desk.open().change_passphrase(OTHER_PASSPHRASE, current=PASSPHRASE)
    done = restore(desk.paths, kept, now=desk.now)
    assert states(done) == {"Front desk": "newer"}
    done = restore(desk.paths, kept, now=desk.now, yes=True)
    assert done.taken[0].other_keys
    assert texts(desk.open()) == ["first", "second"]


def test_a_legal_hold_here_outlives_a_restore_and_forbids_losing_newer_notes(
    desk: Desk, kept: Path
) -> None:
    desk.notes.ask_hold(desk.notes.cover("Front desk").id)
    desk.sql("UPDATE note SET box = x'00' WHERE row = 1")
    restore(desk.paths, kept, now=desk.now)
    assert desk.notes.cover("Front desk").hold
    desk.open().save("evidence")
    done = restore(desk.paths, kept, now=desk.now, yes=True)
    assert states(done) == {"Front desk": "held"} and not done.taken
    assert "evidence" in texts(desk.open())


def test_another_notebook_of_the_same_name_is_not_shadowed(
    desk: Desk, kept: Path, tmp_path: Path
) -> None:
    other = desk_at(tmp_path / "other")
    mine = other.make("front DESK", OTHER_PASSPHRASE)
    done = restore(other.paths, kept, now=other.now, yes=True)
    assert states(done) == {"Front desk": "clash"}
    mine.rename("Mine")
    restore(other.paths, kept, now=other.now)
    assert texts(other.open()) == ["first", "second"]


def test_an_expired_note_in_a_backup_is_destroyed_by_the_purge_after_it(
    desk: Desk, kept: Path, tmp_path: Path
) -> None:
    other = desk_at(tmp_path / "other")
    other.wait(40)
    restore(other.paths, kept, now=other.now)
    assert other.notes.purge().notes == 2
    found = other.open()
    assert texts(found) == [] and not found.alarms


def test_what_a_restore_replaced_expires_like_the_notes_themselves(desk: Desk, kept: Path) -> None:
    desk.open().save("newer")
    restore(desk.paths, kept, now=desk.now, yes=True)
    (copy,) = copies_of(desk.path)
    desk.wait(20)
    desk.notes.purge()
    assert copy.exists()
    desk.wait(15)
    desk.notes.purge()
    assert not copy.exists()


def test_what_a_restore_replaced_stays_under_a_legal_hold(desk: Desk, kept: Path) -> None:
    desk.open().save("newer")
    restore(desk.paths, kept, now=desk.now, yes=True)
    desk.notes.ask_hold(desk.notes.cover("Front desk").id)
    desk.wait(35)
    desk.notes.purge()
    (copy,) = copies_of(desk.path)
    elsewhere = desk_at(desk.paths.data.parent / "elsewhere")
    restore(elsewhere.paths, copy, now=desk.now)
    assert texts(elsewhere.open()) == ["first", "newer", "second"]


@pytest.mark.parametrize("damage", ["cut", "planted", "garbage"])
def test_a_file_that_cannot_be_used_any_more_is_set_aside_after_a_yes(
    desk: Desk, kept: Path, damage: str
) -> None:
    if damage == "cut":
        desk.path.write_bytes(desk.path.read_bytes()[:5000])
    elif damage == "garbage":
        desk.path.write_bytes(b"no database " * 1000)
    else:
        desk.sql("CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM note; END")
    broken = desk.path.read_bytes()
    done = restore(desk.paths, kept, now=desk.now)
    assert states(done) == {"Front desk": "damaged"} and not done.taken
    assert desk.path.read_bytes() == broken
    done = restore(desk.paths, kept, now=desk.now, yes=True)
    assert [path.read_bytes() for path in done.aside] == [broken]
    found = desk.open()
    assert texts(found) == ["first", "second"] and not found.alarms


def test_a_file_rolled_back_before_it_was_backed_up_keeps_its_alarm_elsewhere(
    desk: Desk, tmp_path: Path
) -> None:
    notebook = desk.make()
    old = desk.path.read_bytes()
    notebook.save("gone with the old file")
    desk.path.write_bytes(old)
    back_up(desk.paths, tmp_path / "kept.zip", now=desk.now)
    other = desk_at(tmp_path / "other")
    restore(other.paths, tmp_path / "kept.zip", now=other.now)
    assert any("older than the last save" in alarm for alarm in other.open().alarms)


def test_a_restore_while_the_notebook_is_open_is_noticed_by_its_next_save(
    desk: Desk, kept: Path
) -> None:
    notebook = desk.open()
    notebook.save("newer")
    restore(desk.paths, kept, now=desk.now, yes=True)
    with pytest.raises(Refused, match="changed outside"):
        notebook.save("on top")


@pytest.mark.parametrize(
    "name",
    [
        "../evil.md",
        "scripts/../../evil.md",
        "/etc/evil",
        "scripts\\..\\evil.md",
        "C:/evil.md",
        "scripts/con.md",
        "scripts/.hidden.md",
        "scripts/a:b.md",
        "scripts/end. ",
        "other.db",
        "scripts/",
    ],
)
def test_no_name_in_a_backup_leads_out_of_deskaids_folders(
    desk: Desk, kept: Path, tmp_path: Path, name: str
) -> None:
    bad = remade(kept, tmp_path / "bad.zip", parts={name: b"evil"})
    before = everything(desk.paths)
    with pytest.raises(Refused, match="not a file that deskaid wrote"):
        restore(desk.paths, bad, now=desk.now, yes=True)
    assert everything(desk.paths) == before
    assert not (tmp_path / "evil.md").exists()


def test_a_file_made_to_fill_the_disk_is_refused_unread(
    desk: Desk, kept: Path, tmp_path: Path
) -> None:
    bomb = remade(kept, tmp_path / "bomb.zip", parts={"site.toml": bytes(32 * 1024 * 1024)})
    with pytest.raises(Refused, match="not a file that deskaid wrote"):
        restore(desk.paths, bomb, now=desk.now)
    lying = remade(kept, tmp_path / "lying.zip")
    with zipfile.ZipFile(lying) as bundle:
        about = json.loads(bundle.read("manifest.json"))
    about["parts"]["notes.db"]["size"] = 10
    with pytest.raises(Refused, match="not a file that deskaid wrote"):
        restore(desk.paths, _said(lying, about), now=desk.now)


def test_a_part_that_is_not_the_one_that_was_kept_is_refused(
    desk: Desk, kept: Path, tmp_path: Path
) -> None:
    other = remade(kept, tmp_path / "other.zip")
    with zipfile.ZipFile(other) as bundle:
        about = json.loads(bundle.read("manifest.json"))
    about["parts"]["notes.db"]["sha256"] = "0" * 64
    with pytest.raises(Refused, match="not a file that deskaid wrote"):
        restore(desk.paths, _said(other, about), now=desk.now)


def test_a_forged_note_in_another_notebooks_place_is_refused_before_anything_is_decided(
    desk: Desk, kept: Path, tmp_path: Path
) -> None:
    other = desk_at(tmp_path / "other")
    other.make("Mine").save("mine")
    other.sql("UPDATE note SET id = ?", desk.sql("SELECT id FROM note WHERE row = 1")[0])
    with pytest.raises(FileTrouble, match="place of a note in another notebook"):
        restore(other.paths, kept, now=other.now, yes=True)
    assert [cover.label for cover in other.notes.covers()] == ["Mine"]
    assert not list(other.path.parent.glob(f"{STAGING}*"))


def _said(file: Path, about: dict[str, Any]) -> Path:
    with zipfile.ZipFile(file) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist() if name != "manifest.json"}
    with zipfile.ZipFile(file, "w") as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)
        bundle.writestr("manifest.json", json.dumps(about))
    return file


def test_a_damaged_foreign_or_newer_file_changes_nothing(
    desk: Desk, kept: Path, tmp_path: Path
) -> None:
    before = everything(desk.paths)
    whole = kept.read_bytes()
    bad = tmp_path / "bad.zip"
    at = whole.index(b"notes.db") + 4000
    tried = [whole[:cut] for cut in range(0, len(whole), max(1, len(whole) // 40))]
    tried.append(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    tried += [b"", b"text", b"SQLite format 3\0" + bytes(5000)]
    for content in tried:
        bad.write_bytes(content)
        with pytest.raises(Refused, match="not a file that deskaid wrote"):
            restore(desk.paths, bad, now=desk.now, yes=True)
    with pytest.raises(Refused, match="newer deskaid"):
        restore(desk.paths, remade(kept, bad, format=2), now=desk.now)
    with pytest.raises(Refused, match="one notebook"):
        restore(desk.paths, remade(kept, bad, what=archive.NOTEBOOK), now=desk.now)
    with pytest.raises(FileTrouble, match="no file"):
        restore(desk.paths, tmp_path / "none.zip", now=desk.now)
    assert everything(desk.paths) == before


def test_a_backup_with_planted_rules_or_from_a_newer_format_is_refused(
    desk: Desk, kept: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    for change, why in (
        ("CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM note; END", "trigger"),
        ("UPDATE about SET format = 2", "newer deskaid"),
    ):
        shutil.copy(desk.path, copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as database:
            database.execute(change)
        bad = remade(kept, tmp_path / "bad.zip", parts={"notes.db": copy.read_bytes()})
        with pytest.raises(Refused, match=why):
            restore(desk.paths, bad, now=desk.now, yes=True)
    assert texts(desk.open()) == ["first", "second"]


def test_a_disk_that_fills_up_in_the_middle_leaves_the_old_or_is_finished_later(
    desk: Desk, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = desk_at(tmp_path / "other")
    from deskaid import restore_steps

    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    kept2 = remade(kept, tmp_path / "two.zip", parts={"site.toml": b'name = "Maple"\n'})
    with monkeypatch.context() as disk:
        disk.setattr(restore_steps, "_put_text", full)
        with pytest.raises(FileTrouble, match="goes on at the next start"):
            restore(other.paths, kept2, now=other.now)
    assert not other.paths.site.exists()
    assert finish_restore(other.paths, now=other.now)
    assert other.paths.site.read_text() == 'name = "Maple"\n'
    assert texts(other.open()) == ["first", "second"]
    assert not list(other.path.parent.glob(f"{STAGING}*"))
    assert not finish_restore(other.paths, now=other.now)


def counted(desk: Desk, hour: str) -> None:
    """Change the directory's file in a way that one can see."""
    with closing(sqlite3.connect(desk.paths.database)) as database, database:
        database.execute("INSERT INTO tally VALUES (?, 'fines', 1)", (hour,))


def whole(desk: Desk) -> tuple[object, ...]:
    """Return everything a restore of this desk may change."""
    with closing(sqlite3.connect(desk.paths.database)) as database:
        hours = database.execute("SELECT hour FROM tally ORDER BY hour").fetchall()
    return (
        texts(desk.open()),
        texts(desk.open("Second")),
        desk.paths.site.read_text(encoding="utf-8"),
        hours,
    )


def test_a_restore_killed_anywhere_leaves_the_old_or_the_new(desk: Desk, tmp_path: Path) -> None:
    notebook = desk.make()
    second = desk.make("Second")
    desk.paths.config.mkdir(parents=True)
    desk.paths.site.write_text('name = "Old"', encoding="utf-8")
    ensure_schema(desk.paths.database)
    counted(desk, "2026-11-20T10")
    for number in range(60):
        notebook.save(f"old {number} " + "x" * 2000)
    second.save("old")
    old = whole(desk)
    back_up(desk.paths, tmp_path / "old.zip", now=datetime.now(UTC))
    for note in notebook.notes()[:30]:
        notebook.save("new", note_id=note.id, revision=note.revision)
    second.save("new")
    desk.paths.site.write_text('name = "New"', encoding="utf-8")
    counted(desk, "2026-11-20T11")
    new = whole(desk)
    back_up(desk.paths, tmp_path / "new.zip", now=datetime.now(UTC))
    restore(desk.paths, tmp_path / "old.zip", now=datetime.now(UTC), yes=True)
    assert whole(desk) == old
    program = _run(tmp_path / "new.zip")
    assert program.stdout is not None
    touches = int(program.stdout.read().split()[1])
    program.wait()
    program.stdout.close()
    chance = random.Random(17)
    ends = {"old": 0, "new": 0, "finished": 0}
    for number in range(ROUNDS):
        # In turn from the new to the old and back, so that there is always something to do.
        start, to = (("new", "old"), ("old", "new"))[number % 2]
        restore(desk.paths, tmp_path / f"{start}.zip", now=desk.now, yes=True)
        _clear(desk)
        # Each stretch of the restore in turn, and anywhere in it.
        step = 1 + int((number // 2 + chance.random()) * 2 / ROUNDS * touches) % touches
        program = _run(tmp_path / f"{to}.zip", str(step))
        assert program.stdout is not None
        assert program.stdout.read() == "ready\n"
        assert program.wait() != 0
        program.stdout.close()
        ends["finished"] += finish_restore(desk.paths, now=desk.now)
        found = whole(desk)
        assert found in (old, new), (number, step)
        assert found == old or not desk.open().alarms
        ends["old" if found == old else "new"] += 1
    assert min(ends.values()) > 0
    figures(
        "a restore killed anywhere leaves the old or the new",
        rounds=ROUNDS,
        touches=touches,
        mixed=0,
        **ends,
    )


def _run(file: Path, *step: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).parents[1] / "moving_desks.py"), str(file), *step],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
    )


def _clear(desk: Desk) -> None:
    for copy in copies_of(desk.path):
        copy.unlink()


def test_a_backup_of_format_1_is_read_for_ever(tmp_path: Path) -> None:
    other = desk_at(tmp_path / "other")
    done = restore(other.paths, FIXTURES / "backup1.zip", now=other.now)
    assert [item.state for item in done.taken] == ["missing"] * len(done.taken)
    assert len(other.notes.covers()) >= 1
    assert other.paths.site.read_text(encoding="utf-8").startswith("name = ")
