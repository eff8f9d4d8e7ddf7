"""What was changed outside deskaid is noticed, and what can be read stays readable."""

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from deskaid.errors import DeskaidError, Refused
from deskaid.notes.anchor import Anchor
from deskaid.notes.notebook import Notebook
from deskaid.notes.trouble import Damaged, ReadOnlyNotebook
from deskaid.paths import Paths
from notes_desk import OTHER_PASSPHRASE, Desk, texts


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


@pytest.fixture
def notebook(desk: Desk) -> Notebook:
    made = desk.make()
    made.save("first")
    made.save("second")
    made.save("third")
    return made


def test_every_flipped_byte_of_a_note_row_gives_an_alarm_and_costs_that_note_alone(
    desk: Desk, notebook: Notebook
) -> None:
    for column in ("notebook", "id", "box", "tag", "rev", "purge_day"):
        whole = desk.sql(f"SELECT {column} FROM note WHERE row = 1")[0][0]
        if isinstance(whole, int):
            changed: list[object] = [whole + 1, whole - 1, whole + 7, -1, 2**40, "x", None]
            changed.remove(None)
        else:
            step = 7 if len(whole) > 50 else 1
            changed = [
                whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
                for at in range(0, len(whole), step)
            ]
            changed += [whole[:-1], whole + b"\0", b""]
        for value in changed:
            desk.sql(f"UPDATE note SET {column} = ? WHERE row = 1", (value,))
            notebook.reload()
            assert notebook.alarms, (column, value)
            assert texts(notebook) == ["second", "third"], column
        desk.sql(f"UPDATE note SET {column} = ? WHERE row = 1", (whole,))
    notebook.reload()
    assert not notebook.alarms


@pytest.mark.parametrize(
    ("change", "alarm"),
    [
        ("DELETE FROM note WHERE row = 2", "1 note is missing"),
        ("DELETE FROM note", "3 notes are missing"),
        ("UPDATE note SET box = NULL WHERE row = 2", "emptied before the day"),
        (
            "UPDATE note SET (box, tag) = (SELECT box, tag FROM note WHERE row = 1) WHERE row = 2",
            "1 note is not readable",
        ),
        ("UPDATE note SET id = x'00112233445566778899aabbccddeeff' WHERE row = 1", "not readable"),
        ("UPDATE notebook SET seq = seq + 1", "save counter"),
        ("UPDATE notebook SET label = 'Somebody else'", "own record"),
        ("UPDATE notebook SET hold = 1", "own record"),
        ("UPDATE notebook SET days = 90", "own record"),
        ("UPDATE notebook SET public_key = zeroblob(32)", "own record"),
        ("UPDATE notebook SET secret_box = zeroblob(72)", "while locked"),
        ("UPDATE notebook SET head = zeroblob(600)", "own record"),
        ("UPDATE notebook SET label = CAST(x'ff41' AS TEXT)", "own record"),
    ],
)
def test_rows_and_columns_changed_outside_are_named(
    desk: Desk, notebook: Notebook, change: str, alarm: str
) -> None:
    desk.sql(change)
    found = desk.notes.unlock(notebook.id, "walnut pelican gravel sonata")
    assert any(alarm in sentence for sentence in found.alarms), found.alarms
    assert found.read_only
    with pytest.raises(ReadOnlyNotebook):
        found.save("more")
    with pytest.raises(ReadOnlyNotebook):
        found.set_hold(True)


def test_an_older_revision_put_back_is_noticed(desk: Desk, notebook: Notebook) -> None:
    old = desk.sql("SELECT rev, purge_day, box, tag FROM note WHERE row = 1")[0]
    note = next(note for note in notebook.notes() if note.text == "first")
    notebook.save("first, corrected", note_id=note.id, revision=1)
    desk.sql("UPDATE note SET rev = ?, purge_day = ?, box = ?, tag = ? WHERE row = 1", old)
    found = desk.open()
    (alarm,) = found.alarms
    assert "possibly an older version" in alarm
    assert texts(found) == ["first", "second", "third"]


def test_a_deleted_note_put_back_is_noticed(desk: Desk, notebook: Notebook) -> None:
    row = desk.sql("SELECT notebook, id, rev, purge_day, box, tag FROM note WHERE row = 1")[0]
    notebook.delete(next(note.id for note in notebook.notes() if note.text == "first"))
    desk.sql(
        "INSERT INTO note (notebook, id, rev, purge_day, box, tag) VALUES (?, ?, ?, ?, ?, ?)", row
    )
    assert any("put back" in sentence for sentence in desk.open().alarms)


def test_a_save_over_a_change_made_meanwhile_is_refused(desk: Desk, notebook: Notebook) -> None:
    desk.sql("DELETE FROM note WHERE row = 2")
    desk.open().accept_and_reseal()
    desk.sql("DELETE FROM note WHERE row = 1")
    with pytest.raises(ReadOnlyNotebook):
        notebook.save("on top")
    assert notebook.alarms


def test_accepting_keeps_what_can_be_read_and_saves_again(desk: Desk, notebook: Notebook) -> None:
    desk.sql("UPDATE note SET tag = zeroblob(16) WHERE row = 1")
    desk.sql("UPDATE notebook SET label = 'Odd', secret_box = zeroblob(72)")
    box = desk.notes.drop_box
    box.seal(box.new_id(), notebook.id, "to the old key")
    found = desk.open("Odd")
    assert len(found.alarms) >= 2
    assert found.take_in().unreadable == 1
    found.accept_and_reseal()
    assert not found.alarms
    found.save("fourth")
    box.seal(box.new_id(), notebook.id, "fifth")
    again = desk.open("Odd")
    assert not again.alarms
    again.take_in()
    assert texts(again) == ["fifth", "fourth", "second", "third"]


def test_an_absurd_counter_in_file_or_anchor_can_be_accepted_away(
    desk: Desk, notebook: Notebook
) -> None:
    notebook_id = bytes.fromhex(notebook.id)
    Anchor(desk.paths.notes_anchor).saved(notebook_id, 2**70, b"planted")
    desk.sql("UPDATE notebook SET seq = 9223372036854775807, days = 999999999")
    desk.notes.drop_box.seal("0" * 32, notebook.id, "still possible")
    found = desk.open()
    assert len(found.alarms) >= 2
    found.accept_and_reseal()
    found.save("fourth")
    assert not desk.open().alarms


def test_an_earlier_purge_day_written_outside_destroys_but_is_noticed(
    desk: Desk, notebook: Notebook
) -> None:
    desk.sql("UPDATE note SET purge_day = 1 WHERE row = 1")
    desk.notes.purge()
    found = desk.open()
    assert any("day of expiry" in alarm for alarm in found.alarms)


def test_accepting_that_nothing_is_left_is_refused(desk: Desk, notebook: Notebook) -> None:
    before = desk.sql("SELECT * FROM note")
    desk.sql("UPDATE note SET tag = zeroblob(16)")
    found = desk.open()
    with pytest.raises(Damaged, match="No note"):
        found.accept_and_reseal()
    assert len(desk.sql("SELECT * FROM note")) == len(before)


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER eat AFTER INSERT ON note BEGIN DELETE FROM note WHERE row = new.row; END",
        "CREATE VIEW peek AS SELECT label FROM notebook",
        "CREATE TABLE extra (x)",
        "CREATE INDEX extra ON note (rev)",
        "ALTER TABLE note ADD COLUMN extra",
        "DROP TABLE dropped",
    ],
)
def test_a_planted_trigger_view_or_table_is_refused(
    desk: Desk, notebook: Notebook, planted: str
) -> None:
    desk.sql(planted)
    with pytest.raises(Refused, match="trigger, view or table"):
        desk.notes.unlock(notebook.id, "walnut pelican gravel sonata")
    with pytest.raises(Refused, match="trigger, view or table"):
        notebook.save("would vanish")
    with pytest.raises(Refused, match="trigger, view or table"):
        desk.notes.drop_box.seal("0" * 32, notebook.id, "would vanish")


def test_a_file_put_back_is_noticed_and_may_be_a_restored_backup(
    desk: Desk, notebook: Notebook, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    shutil.copy(desk.path, backup)
    notebook.save("written after the backup")
    shutil.copy(backup, desk.path)
    found = desk.open()
    assert len(found.alarms) == 1 and "restore from a backup" in found.alarms[0]
    assert texts(found) == ["first", "second", "third"]
    found.accept_and_reseal()
    found.save("life goes on")
    assert not desk.open().alarms


def test_another_history_with_the_same_count_of_saves_is_noticed(
    desk: Desk, notebook: Notebook, tmp_path: Path
) -> None:
    before = tmp_path / "before.db"
    shutil.copy(desk.path, before)
    notebook.save("here")
    shutil.copy(before, desk.path)
    elsewhere = Desk(replace(desk.paths, state=tmp_path / "another computer"))
    elsewhere.open().save("there")
    assert desk.open().alarms


def test_a_lost_anchor_is_no_alarm(desk: Desk, notebook: Notebook) -> None:
    desk.paths.notes_anchor.unlink()
    assert not desk.open().alarms
    for damage in ("[1, 2]", "{", '{"a": {"seq": "1"}}', '{"a": {"seq": 1, "odd": 2}}'):
        desk.paths.notes_anchor.write_text(damage)
        assert not desk.open().alarms
        desk.open().save("again")


def test_notes_of_another_notebook_do_not_pass_for_ones_own(desk: Desk, notebook: Notebook) -> None:
    other = desk.make("Children's", OTHER_PASSPHRASE)
    other.save("theirs")
    desk.sql("UPDATE note SET notebook = ?", (bytes.fromhex(notebook.id),))
    notebook.reload()
    assert notebook.alarms and texts(notebook) == ["first", "second", "third"]
    other.reload()
    assert other.alarms == ("1 note is missing.",)


def test_flipped_bits_anywhere_never_give_wrong_text_or_a_silent_loss(
    desk: Desk, notebook: Notebook
) -> None:
    whole = desk.path.read_bytes()
    chance = random.Random(5)
    noticed = 0
    for _ in range(400):
        at, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        desk.path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        try:
            notebook.reload()
        except DeskaidError:
            noticed += 1
            continue
        if notebook.alarms:
            noticed += 1
            assert set(texts(notebook)) <= {"first", "second", "third"}
        else:
            assert texts(notebook) == ["first", "second", "third"]
    assert noticed > 10


def test_a_truncated_file_is_damage_or_an_alarm_never_a_shorter_notebook(
    desk: Desk, notebook: Notebook
) -> None:
    whole = desk.path.read_bytes()
    for size in range(512, len(whole), 2048):
        desk.path.write_bytes(whole[:size])
        try:
            notebook.reload()
        except DeskaidError:
            continue
        # The last, empty page may go without loss.
        assert notebook.alarms or len(notebook.notes()) == 3, size
    desk.path.write_bytes(b"not a database" * 100)
    with pytest.raises(Damaged):
        desk.notes.covers()


def test_the_remembered_counter_never_goes_back(tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "state" / "notes.anchor")
    anchor.saved(b"a" * 16, 7, b"seventh")
    anchor.saved(b"a" * 16, 6, b"sixth, told late by a slower desk")
    assert anchor.mark(b"a" * 16).seq == 7
    assert anchor.mark(b"b" * 16).seq == 0
