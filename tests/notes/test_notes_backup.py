"""A backup of the notes: at any moment, without a key, whole, and over nothing else."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskaid.errors import FileTrouble, NothingFound, Refused
from deskaid.keeping import back_up
from deskaid.notes import schema
from deskaid.notes.backup import COLUMNS
from deskaid.paths import Paths
from deskaid.putting_back import restore
from moving_desks import desk_at
from notes_desk import PASSPHRASE, Desk, texts
from rounds import figures, rounds

ROUNDS = rounds(6, 40)


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


def kept_notes(file: Path, folder: Path) -> Path:
    with zipfile.ZipFile(file) as bundle:
        return Path(bundle.extract("notes.db", folder))


def test_what_is_in_it_and_what_is_said_of_it(desk: Desk, tmp_path: Path) -> None:
    desk.make().save("CANARY")
    desk.paths.config.mkdir(parents=True)
    desk.paths.site.write_text('name = "Maple"', encoding="utf-8")
    (desk.paths.scripts / "es").mkdir(parents=True)
    (desk.paths.scripts / "es" / "own.md").write_text("a card", encoding="utf-8")
    (desk.paths.scripts / ".own.md.swp").write_text("an editor's", encoding="utf-8")
    done = back_up(desk.paths, tmp_path / "kept.zip", now=desk.now)
    assert set(done.parts) == {"notes.db", "notes.anchor", "site.toml", "scripts/es/own.md"}
    assert done.notes is not None
    assert (done.notes.notes, str(done.notes.first)) == (1, "2026-12-21")
    with zipfile.ZipFile(done.path) as bundle:
        about = json.loads(bundle.read("manifest.json"))
    assert (about["format"], about["notes"]["last_expiry"]) == (1, "2026-12-21")
    assert b"CANARY" not in done.path.read_bytes()
    if sys.platform != "win32":
        assert done.path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir() if file.name != "desk"] == ["kept.zip"]


def test_a_copy_of_one_notebook_knows_every_table_and_column_there_is(desk: Desk) -> None:
    desk.make()
    tables = {name for (name,) in desk.sql("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables == {"about", *COLUMNS}
    for table, columns in COLUMNS.items():
        found = [row[1] for row in desk.sql(f"PRAGMA table_info({table})")]
        assert found == ["row", *columns.replace('"', "").split(", ")]


def test_it_can_hold_the_notes_alone_or_everything_else(desk: Desk, tmp_path: Path) -> None:
    desk.make()
    desk.paths.config.mkdir(parents=True)
    desk.paths.site.write_text("", encoding="utf-8")
    alone = back_up(desk.paths, tmp_path / "alone.zip", now=desk.now, rest=False)
    rest = back_up(desk.paths, tmp_path / "rest.zip", now=desk.now, notes=False)
    assert set(alone.parts) == {"notes.db", "notes.anchor"}
    assert rest.parts == ("site.toml",)
    with pytest.raises(NothingFound, match="nothing here to keep"):
        back_up(desk_at(tmp_path / "bare").paths, tmp_path / "none.zip", now=desk.now)


def test_it_writes_over_nothing_and_not_into_deskaids_own_folders(
    desk: Desk, tmp_path: Path
) -> None:
    desk.make()
    taken = tmp_path / "taken.zip"
    taken.write_text("somebody's")
    with pytest.raises(Refused, match="already a file"):
        back_up(desk.paths, taken, now=desk.now)
    assert taken.read_text() == "somebody's"
    back_up(desk.paths, taken, now=desk.now, force=True)
    assert zipfile.is_zipfile(taken)
    for own in (desk.paths.data, desk.paths.state, desk.paths.notes.parent):
        own.mkdir(parents=True, exist_ok=True)
        with pytest.raises(Refused, match="deskaid's own"):
            back_up(desk.paths, own / "kept.zip", now=desk.now)
    link = tmp_path / "elsewhere"
    link.symlink_to(desk.paths.data, target_is_directory=True)
    with pytest.raises(Refused, match="deskaid's own"):
        back_up(desk.paths, link / "kept.zip", now=desk.now)
    with pytest.raises(Refused, match="is a folder"):
        back_up(desk.paths, tmp_path, now=desk.now, force=True)
    with pytest.raises(FileTrouble, match="no folder"):
        back_up(desk.paths, tmp_path / "nowhere" / "kept.zip", now=desk.now)


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit there")
def test_a_full_disk_leaves_no_half_backup_and_the_former_one(desk: Desk, tmp_path: Path) -> None:
    import resource

    notebook = desk.make()
    place = tmp_path / "kept.zip"
    back_up(desk.paths, place, now=desk.now)
    former = place.read_bytes()
    notebook.save("x" * 300_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    whole = desk.path.stat().st_size
    for size in (whole - 8192, whole + 200):  # no room for the copy; no room for the file
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
        try:
            with pytest.raises(FileTrouble, match=r"disk|written"):
                back_up(desk.paths, place, now=desk.now, force=True)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert place.read_bytes() == former
        assert [file.name for file in tmp_path.iterdir() if file.name != "desk"] == ["kept.zip"]
        assert not list(desk.path.parent.glob("backing-up-*"))


def test_an_expired_note_never_enters_a_backup_and_a_held_one_does(
    desk: Desk, tmp_path: Path
) -> None:
    notebook = desk.make()
    notebook.save("expires")
    held = desk.make("Held")
    held.save("held")
    held.set_hold(True)
    desk.wait(40)
    done = back_up(desk.paths, tmp_path / "kept.zip", now=desk.now)
    assert done.notes is not None and done.notes.notes == 1
    with closing(sqlite3.connect(kept_notes(done.path, tmp_path))) as database:
        rows = database.execute("SELECT notebook, box IS NULL FROM note").fetchall()
    assert dict(rows) == {bytes.fromhex(notebook.id): 1, bytes.fromhex(held.id): 0}


def test_a_backup_while_another_desk_saves_holds_what_was_called_saved(
    desk: Desk, tmp_path: Path
) -> None:
    desk.make()
    chance = random.Random(5)
    writer = subprocess.Popen(
        [sys.executable, str(Path(__file__).parents[1] / "notes_writer.py"), "save", "0"],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
    )
    assert writer.stdout is not None
    pipe, said = writer.stdout.fileno(), b""
    saved: dict[str, int] = {}
    try:
        while b"\n" not in said:
            said += os.read(pipe, 4096)
        os.set_blocking(pipe, False)
        for number in range(ROUNDS):
            time.sleep(chance.uniform(0.0, 0.05))
            with suppress(BlockingIOError):
                said += os.read(pipe, 1 << 20)
            *lines, said = said.split(b"\n")
            for words in (line.decode().split() for line in lines):
                if words[0] == "saved":
                    saved[words[1]] = int(words[2])
            file = tmp_path / f"{number}.zip"
            back_up(desk.paths, file, now=datetime.now(UTC))
            elsewhere = desk_at(tmp_path / f"desk-{number}")
            restore(elsewhere.paths, file, now=desk.now)
            found = elsewhere.open()
            assert found.alarms == ()
            for note_id, last in saved.items():
                assert int(found.note(note_id).text.rsplit(".", 1)[1]) >= last
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    acknowledged = len(saved)
    assert acknowledged > ROUNDS
    figures("a backup at any moment is whole", rounds=ROUNDS, acknowledged=acknowledged, lost=0)


def test_a_backup_of_a_read_only_desk_can_be_made(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.make().save("kept")
    desk.path.chmod(0o400)
    desk.path.parent.chmod(0o500)
    with monkeypatch.context() as forbidden:
        allowed = schema.writable
        forbidden.setattr(schema, "writable", lambda path: path != desk.path and allowed(path))
        done = back_up(desk.paths, tmp_path / "kept.zip", now=desk.now)
    desk.path.parent.chmod(0o700)
    elsewhere = desk_at(tmp_path / "other")
    restore(elsewhere.paths, done.path, now=desk.now)
    assert texts(elsewhere.open(passphrase=PASSPHRASE)) == ["kept"]
