"""Copies made by any tool at any moment: whole when it is quiet, never quietly short."""

import random
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_notes import in_clear, start_writer

from deskaid.errors import DeskaidError
from deskaid.paths import Paths
from notes_desk import Desk, texts
from rounds import figures, rounds


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


def elsewhere(desk: Desk, root: Path) -> Desk:
    """Return another computer's desk, which remembers nothing of this one."""
    return Desk(replace(desk.paths, data=root / "data", state=root / "state"))


def by_backup(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def by_vacuum(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=20)) as live:
        live.execute("VACUUM INTO ?", (str(target),))


def by_file(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())


@pytest.mark.parametrize("copy", [by_backup, by_vacuum, by_file])
def test_a_copy_between_two_saves_is_whole_and_raises_no_alarm(
    copy: "object", desk: Desk, tmp_path: Path
) -> None:
    assert callable(copy)
    notebook = desk.make()
    for number in range(15):
        notebook.save(f"CANARY {number} " + "x" * (number * 700))
        other = elsewhere(desk, tmp_path / str(number))
        other.path.parent.mkdir(parents=True)
        copy(desk.path, other.path)
        found = other.open()
        assert texts(found) == texts(notebook) and not found.alarms
        found.save("life goes on there")
        assert in_clear(other) == []


@pytest.mark.long
@pytest.mark.parametrize("how", ["backup", "vacuum", "file and journal", "file alone"])
def test_a_copy_in_the_middle_of_a_save_is_whole_or_says_that_it_is_not(
    how: str, desk: Desk, tmp_path: Path
) -> None:
    """The last save told before the copy began is in it, or the copy opens with an alarm."""
    desk.make()
    writer = start_writer("save", "0")
    assert writer.stdout is not None
    import threading

    told: list[tuple[str, int]] = []

    def listen() -> None:
        assert writer.stdout is not None
        for line in writer.stdout:
            kind, *words = line.split()
            if kind == "saved" and line.endswith("\n"):
                told.append((words[0], int(words[1])))

    listener = threading.Thread(target=listen)
    listener.start()
    chance = random.Random(how)
    count, tried, alarms, refused = rounds(12, 300), 0, 0, 0
    try:
        while tried < count:
            time.sleep(chance.uniform(0, 0.02))
            before = list(told[-1:])
            other = elsewhere(desk, tmp_path / "copy")
            shutil.rmtree(tmp_path / "copy", ignore_errors=True)
            other.path.parent.mkdir(parents=True)
            if how == "backup":
                by_backup(desk.path, other.path)
            elif how == "vacuum":
                by_vacuum(desk.path, other.path)
            else:
                if how == "file and journal":
                    journal = desk.path.with_name("notes.db-journal")
                    by_file(journal, other.path.with_name(journal.name))
                by_file(desk.path, other.path)
            tried += 1
            try:
                found = other.open()
            except DeskaidError:
                refused += 1
                continue
            if found.alarms:
                alarms += 1
                continue
            kept = {note.id: note for note in found.notes()}
            for note_id, step in before:
                assert int(kept[note_id].text.split(".")[1]) >= step, "quietly short"
    finally:
        writer.kill()
        writer.wait()
        listener.join()
        writer.stdout.close()
    if how in ("backup", "vacuum"):
        assert (alarms, refused) == (0, 0)
    figures(
        f"copied while a desk writes, by {how}",
        tried=tried,
        quietly_short=0,
        alarms=alarms,
        refused=refused,
    )
