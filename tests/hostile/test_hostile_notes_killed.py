"""Killed at any moment: what was called saved is there, once, and nothing is there in clear."""

import random
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hostile_notes import WRITER, in_clear, killed_writer

from deskaid.errors import DeskaidError
from deskaid.notes.notebook import Notebook
from deskaid.notes.trouble import WrongPassphrase
from deskaid.paths import Paths
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, START, Desk, texts
from rounds import figures, rounds

pytestmark = pytest.mark.long


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


def opened_by_one(desk: Desk) -> tuple[str, Notebook]:
    """Return which of the two passphrases opens the notebook; it must be exactly one."""
    found = []
    for secret in (PASSPHRASE, OTHER_PASSPHRASE):
        with suppress(WrongPassphrase):
            found.append((secret, desk.open(passphrase=secret)))
    [(secret, notebook)] = found
    return secret, notebook


def test_a_desk_killed_while_saving_loses_nothing_it_called_saved(desk: Desk) -> None:
    desk.make()
    chance = random.Random(11)
    expected: dict[str, tuple[int, int]] = {}
    acknowledged = canaries = unacknowledged = 0
    count = rounds(10, 250)
    for number in range(count):
        lines = killed_writer(
            "save", str(number), lines=chance.randint(2, 24), after=chance.uniform(0, 0.01)
        )
        draft_id, drafted = lines[0][1], -1
        for line in lines[1:]:
            acknowledged += 1
            if line[0] == "saved":
                expected[line[1]] = (number, int(line[2]))
            else:
                drafted = int(line[1])
        canaries += len(in_clear(desk))  # before anything repairs the file
        found = desk.open()
        assert found.alarms == ()
        kept = {item.id: item.text for item in found.dropped()}
        if drafted >= 0:
            assert int(kept[draft_id].split(".")[1]) >= drafted
        here = [note for note in found.notes() if note.text.startswith(f"CANARY {number}.")]
        # One save may have reached the disk without its word reaching us; two may not.
        unknown = [note for note in here if note.id not in expected]
        unacknowledged += len(unknown)
        assert len(unknown) <= 1
    found = desk.open()
    for note_id, (number, last) in expected.items():
        stored = found.note(note_id).text.removeprefix("CANARY ").split(".")
        assert int(stored[0]) == number and last <= int(stored[1]) <= last + 2
    assert canaries == 0
    assert acknowledged > count
    figures(
        "kill -9 while saving",
        rounds=count,
        acknowledged=acknowledged,
        lost=0,
        durable_unacknowledged=unacknowledged,
        canaries=canaries,
    )


def test_a_desk_killed_during_a_re_key_opens_with_exactly_one_passphrase(desk: Desk) -> None:
    notebook = desk.make()
    for number in range(40):
        notebook.save(f"CANARY {number}")
    desk.notes.drop_box.seal("cd" * 16, notebook.id, "CANARY waiting")
    expected = texts(notebook)
    chance = random.Random(3)
    count, acknowledged, canaries = rounds(5, 200), 0, 0
    for _ in range(count):
        lines = killed_writer("rekey", lines=chance.randint(1, 3), after=chance.uniform(0, 0.1))
        acknowledged += len(lines) - 1
        canaries += len(in_clear(desk))
        secret, found = opened_by_one(desk)
        assert texts(found) == expected and not found.alarms
        assert [item.text for item in found.dropped()] == ["CANARY waiting"]
        if secret != PASSPHRASE:
            found.change_passphrase(PASSPHRASE, current=secret)
    assert canaries == 0
    figures(
        "kill -9 during re-key",
        rounds=count,
        acknowledged=acknowledged,
        lost=0,
        canaries=canaries,
    )


def test_a_desk_killed_during_a_purge_destroys_a_batch_whole_or_not_at_all(desk: Desk) -> None:
    desk.make().save("CANARY kept", days=0, reason="incident 12")
    chance = random.Random(7)
    count, size, first, purges, half, canaries = rounds(5, 200), 4, 0, 0, 0, 0
    for _ in range(count):
        lines = killed_writer(
            "purge",
            str(first),
            str(size),
            lines=chance.randint(2, 5),
            after=chance.uniform(0, 0.03),
        )
        saved = [int(line[1]) for line in lines if line[0] == "saved"]
        purged = [int(line[1]) for line in lines if line[0] == "purged"]
        purges += len(purged)
        canaries += len(in_clear(desk))
        last = max([*saved, first - 1])
        desk.now = START + timedelta(days=17 * (last + 2))
        left = desk.open()
        assert not left.alarms
        for batch in saved:
            here = [text for text in texts(left) if text.startswith(f"CANARY {batch}.")]
            half += 0 < len(here) < size
            assert batch not in purged or not here
            assert len(here) in (0, size)
        assert "CANARY kept" in texts(left)
        first = last + 2
    assert (half, canaries) == (0, 0)
    assert purges
    figures(
        "kill -9 during purge",
        rounds=count,
        acknowledged=purges,
        half_done=half,
        lost=0,
        canaries=canaries,
    )


ACTS = ("save", "large", "edit", "delete", "draft", "take in", "re-key", "purge")
CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "rename")


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("act", ACTS)
def test_a_kill_before_any_one_write_to_the_disk_leaves_the_old_state_or_the_new(
    act: str, desk: Desk, tmp_path: Path
) -> None:
    """Between two system calls a kill changes nothing, so this is every moment there is."""
    notebook = desk.make()
    for number in range(6):
        notebook.save(f"CANARY {number}", days=7)
    notebook.save("CANARY kept", days=0, reason="incident 12")
    desk.notes.drop_box.seal("cd" * 16, notebook.id, "CANARY waiting", days=90)
    before = state(desk)
    shutil.copytree(desk.paths.data.parent, tmp_path / "before")
    log = tmp_path / "calls"
    if traced(act, "-o", str(log), "-e", f"trace={','.join(CALLS)}") != 0:
        pytest.skip("strace may not trace here")
    desk.now = START + timedelta(days=17 if act == "purge" else 0)
    after = state(desk)
    assert after != before
    moments = [
        (call, number + 1)
        for call in CALLS
        for number in range(len(re.findall(rf"^\d+ +{call}\(", log.read_text(), re.MULTILINE)))
    ]
    few = min(len(moments), rounds(2, 1000))
    tried = random.Random(act).sample(moments, few)
    came_through = told = 0
    for call, number in tried:
        shutil.rmtree(desk.paths.data.parent)
        shutil.copytree(tmp_path / "before", desk.paths.data.parent)
        kill = f"inject={call}:signal=KILL:when={number}"
        assert traced(act, "-o", "/dev/null", "-e", f"trace={call}", "-e", kill) != 0
        assert in_clear(desk) == []
        alone = copied_alone(desk, tmp_path / "copy")
        assert alone in (None, before, after), "a plain copy of this moment is quietly wrong"
        told += alone is None
        found = state(desk)
        assert found in (before, after), (call, number)
        came_through += found == after
    figures(
        f"kill -9 before each system call of: {act}",
        rounds=few,
        moments=len(moments),
        new_state=came_through,
        old_state=few - came_through,
        neither=0,
        canaries=0,
        copies_of_the_file_alone=few,
        copies_that_say_they_are_not_whole=told,
        copies_quietly_wrong=0,
    )


def copied_alone(desk: Desk, root: Path) -> tuple[object, ...] | None:
    """Return what a copy of the one file, without its journal, shows; None if it says it is not.

    As a backup program makes it at this moment, for another computer.
    """
    shutil.rmtree(root, ignore_errors=True)
    other = Desk(replace(desk.paths, data=root / "data", state=root / "state"))
    other.now = desk.now
    other.path.parent.mkdir(parents=True)
    shutil.copy(desk.path, other.path)
    try:
        return state(other)
    except (DeskaidError, AssertionError):
        return None


def state(desk: Desk) -> tuple[object, ...]:
    """Return all that a person would find; no alarm may stand."""
    secret, found = opened_by_one(desk)
    assert not found.alarms
    return secret, texts(found), sorted(item.text for item in found.dropped())


def traced(act: str, *options: str) -> int:
    """Do one thing under strace and return the exit code."""
    command = ["strace", "-f", *options, sys.executable, "-B", str(WRITER), "once", act]
    return subprocess.run(command, capture_output=True, text=True, timeout=60).returncode
