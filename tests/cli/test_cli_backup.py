"""Backup, restore and moving from the command line: what is said, and what it answers with."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

from deskaid.keeping import back_up
from deskaid.paths import Paths
from deskaid.putting_back import restore
from deskaid.referrals.reading import counts, directory_version
from moving_desks import desk_at
from notes_desk import PASSPHRASE

Said = subprocess.CompletedProcess[str]


def run(*arguments: str, stdin: str = "", home: Path | None = None) -> Said:
    """Run a command as a person would, without a terminal."""
    environment = {**os.environ, **({"DESKAID_HOME": str(home)} if home else {})}
    return subprocess.run(
        [sys.executable, "-m", "deskaid", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env=environment,
    )


def make_notebook(name: str = "Front desk") -> None:
    assert run("notebook", "create", name, "--passphrase-stdin", stdin=PASSPHRASE).returncode == 0
    assert run("note", "--notebook", name, stdin="Promised a call back.").returncode == 0


def exported(home: Path | None = None) -> Said:
    return run(
        "notebook", "export", "Front desk", "--passphrase-stdin", stdin=PASSPHRASE, home=home
    )


def test_a_whole_desk_goes_to_another_computer(ready: Paths, tmp_path: Path) -> None:
    make_notebook()
    file, home = tmp_path / "kept.zip", tmp_path / "other"
    said = run("backup", str(file))
    assert said.returncode == 0, said.stderr
    assert "notebooks, directory, site.toml" in said.stdout
    assert "destroy the file by" in said.stdout
    assert "Anybody who has the file can read everything in it but the notes." in said.stdout

    assert run("restore", str(file), "--dry-run", home=home).returncode == 0
    assert not home.exists() or not list(home.rglob("*.db"))
    said = run("restore", str(file), home=home)
    assert (said.returncode, said.stderr) == (0, "")
    assert "Front desk: put back (was not here)." in said.stdout
    said = exported(home)
    assert "Promised a call back." in said.stdout
    assert "put here by a restore" in said.stderr
    found = run("find", "harbor house", "--json", home=home)
    assert "Harbor House, Family Shelter" in found.stdout


def test_a_backup_says_what_it_will_not_do(paths: Paths, tmp_path: Path) -> None:
    make_notebook()
    file = tmp_path / "kept.zip"
    assert run("backup", str(file), "--notes-only", "--json").returncode == 0
    again = run("backup", str(file))
    assert (again.returncode, again.stdout) == (2, "")
    assert "already a file" in again.stderr and "--force" in again.stderr
    assert run("backup", str(file), "--force").returncode == 0
    assert run("backup", str(paths.data / "kept.zip")).returncode == 2
    assert run("backup", str(tmp_path / "no" / "kept.zip")).returncode == 3
    both = run("backup", str(tmp_path / "x"), "--notes-only", "--without-notes")
    assert (both.returncode, both.stderr.count("\n")) == (2, 1)


def test_newer_work_is_said_and_needs_a_yes(paths: Paths, tmp_path: Path) -> None:
    make_notebook()
    file = tmp_path / "kept.zip"
    paths.config.mkdir(parents=True, exist_ok=True)
    paths.site.write_text('name = "Old"\n', encoding="utf-8")
    run("backup", str(file))
    paths.site.write_text('name = "New"\n', encoding="utf-8")
    run("notebook", "rename", "Front desk", "Renamed", "--passphrase-stdin", stdin=PASSPHRASE)
    said = run("restore", str(file))
    assert said.returncode == 1
    assert "Front desk: newer here, so it stays (1 save here since)." in said.stdout
    assert "site.toml: newer here, so it stays (changed here on" in said.stdout
    assert "add --yes" in said.stdout
    assert "New" in paths.site.read_text(encoding="utf-8")
    said = run("restore", str(file), "--yes", "--json")
    assert said.returncode == 0
    answer = json.loads(said.stdout)
    assert {item["name"] for item in answer["put_back"]} == {"Front desk", "site.toml"}
    assert paths.site.read_text(encoding="utf-8") == 'name = "Old"\n'
    assert "1 save made since are not in it" in exported().stderr
    assert run("restore", answer["before"]).returncode == 0
    assert paths.site.read_text(encoding="utf-8") == 'name = "New"\n'


def test_one_notebook_moves_to_another_desk(paths: Paths, tmp_path: Path) -> None:
    make_notebook()
    file, home = tmp_path / "moving.zip", tmp_path / "other"
    said = run("notebook", "move-out", "Front desk", str(file))
    assert said.returncode == 0, said.stderr
    assert "still here as well" in said.stdout
    assert run("notebook", "move-out", "Front desk", str(file)).returncode == 2
    assert run("notebook", "move-in", str(file), home=home).returncode == 0
    said = exported(home)
    assert "Promised a call back." in said.stdout and "moved in from a file" in said.stderr
    asked = run("notebook", "delete", "Front desk")
    assert asked.returncode == 2 and "--yes" in asked.stderr
    assert run("notebook", "delete", "Front desk", "--yes", "Front desc").returncode == 2
    assert run("notebook", "delete", "Front desk", "--yes", "Front desk").returncode == 0
    assert run("notebook", "list").returncode == 1


def test_the_directory_comes_back_while_somebody_has_it_open(ready: Paths, tmp_path: Path) -> None:
    now = datetime.now().astimezone()
    listings = counts(ready.database)["sources"]
    back_up(ready, tmp_path / "kept.zip", now=now)
    with closing(sqlite3.connect(ready.database)) as reader:
        assert reader.execute("SELECT count(*) FROM listing").fetchone()[0] > 0
        with closing(sqlite3.connect(ready.database)) as writer, writer:
            writer.execute("DELETE FROM listing WHERE source <> 'national'")
            writer.execute("DELETE FROM source WHERE name <> 'national'")
        done = restore(ready, tmp_path / "kept.zip", now=now)
        assert ("Directory", "older") in [(item.name, item.state) for item in done.taken]
        assert counts(ready.database)["sources"] == listings
        assert reader.execute("SELECT count(*) FROM listing").fetchone()[0] == sum(
            listings.values()
        )
        assert reader.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert not ready.search.exists()
    assert directory_version(ready.database) > 0


def test_checks_made_here_since_are_not_lost_unasked(ready: Paths, tmp_path: Path) -> None:
    now = datetime.now().astimezone()
    back_up(ready, tmp_path / "kept.zip", now=now)
    with closing(sqlite3.connect(ready.database)) as database, database:
        database.execute(
            "INSERT INTO local_check (listing_id, checked_on, initials, against)"
            " VALUES ('us-988', '2026-11-21', 'FM', 'phone')"
        )
    done = restore(ready, tmp_path / "kept.zip", now=now)
    (item,) = [item for item in done.left if item.part == "deskaid.db"]
    assert (item.state, item.why[:9]) == ("newer", "1 checks,")
    other = desk_at(tmp_path / "other").paths
    restore(other, tmp_path / "kept.zip", now=now)
    assert counts(other.database)["sources"] == counts(ready.database)["sources"]


def test_a_directory_that_cannot_be_read_is_set_aside_after_a_yes(
    ready: Paths, tmp_path: Path
) -> None:
    now = datetime.now().astimezone()
    back_up(ready, tmp_path / "kept.zip", now=now)
    listings = counts(ready.database)["sources"]
    ready.database.write_bytes(b"no database " * 1000)
    said = run("restore", str(tmp_path / "kept.zip"))
    assert said.returncode == 1 and "cannot be used" in said.stdout
    said = run("restore", str(tmp_path / "kept.zip"), "--yes")
    assert said.returncode == 0, said.stdout
    assert "set aside as" in said.stdout
    assert counts(ready.database)["sources"] == listings
