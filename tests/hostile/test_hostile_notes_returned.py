"""An older file, or older parts of one, put back: told, and never worked on unasked."""

import shutil
from pathlib import Path

import pytest
from hostile_notes import found_anywhere, sealed_bytes

from deskaid.notes.trouble import Damaged, ReadOnlyNotebook, WrongPassphrase
from deskaid.paths import Paths
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, Desk, texts
from rounds import figures


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


def test_every_earlier_state_of_the_file_is_noticed_and_stays_readable(
    desk: Desk, tmp_path: Path
) -> None:
    notebook = desk.make()
    states = []
    for number in range(12):
        copy = tmp_path / f"{number}.db"
        shutil.copy(desk.path, copy)
        states.append((copy, texts(notebook)))
        notebook.save(f"note {number}")
    anchor = desk.paths.notes_anchor.read_bytes()
    for copy, expected in states:
        shutil.copy(copy, desk.path)
        found = desk.open()
        assert len(found.alarms) == 1 and "older than the last save" in found.alarms[0]
        assert texts(found) == expected
        with pytest.raises(ReadOnlyNotebook):
            found.save("on top of it")
        assert desk.paths.notes_anchor.read_bytes() == anchor, "the counter never goes back"
    found.accept_and_reseal()
    assert not desk.open().alarms
    figures("whole file put back, counter kept", tried=len(states), unnoticed=0)


def test_a_file_and_its_counter_put_back_together_go_unnoticed_as_security_md_says(
    desk: Desk, tmp_path: Path
) -> None:
    """A limit, kept in words: whoever may change both is told by no counter."""
    notebook = desk.make()
    notebook.save("early")
    shutil.copy(desk.path, tmp_path / "notes.db")
    shutil.copy(desk.paths.notes_anchor, tmp_path / "anchor")
    notebook.save("late")
    shutil.copy(tmp_path / "notes.db", desk.path)
    shutil.copy(tmp_path / "anchor", desk.paths.notes_anchor)
    assert not desk.open().alarms
    shutil.copy(tmp_path / "notes.db", desk.path)
    desk.paths.notes_anchor.unlink()
    assert not desk.open().alarms
    told = (Path(__file__).parents[2] / "SECURITY.md").read_text(encoding="utf-8")
    assert "Someone who puts both back" in told
    figures("whole file put back with its counter", tried=2, unnoticed=2)


def test_an_old_file_put_back_after_a_new_passphrase_is_noticed(desk: Desk, tmp_path: Path) -> None:
    notebook = desk.make()
    notebook.save("kept")
    shutil.copy(desk.path, tmp_path / "old.db")
    notebook.change_passphrase(OTHER_PASSPHRASE, current=PASSPHRASE)
    shutil.copy(tmp_path / "old.db", desk.path)
    with pytest.raises(WrongPassphrase):
        desk.open(passphrase=OTHER_PASSPHRASE)
    found = desk.open()
    assert found.alarms and texts(found) == ["kept"]


def test_an_old_key_record_put_back_beside_new_notes_opens_none_of_them(desk: Desk) -> None:
    notebook = desk.make()
    notebook.save("kept")
    old = desk.sql('SELECT notebook, id, kind, kdf, salt, commitment, box, "check" FROM slot')
    notebook.change_passphrase(OTHER_PASSPHRASE, current=PASSPHRASE)
    new = desk.sql("SELECT * FROM slot")
    insert = (
        'INSERT INTO slot (notebook, id, kind, kdf, salt, commitment, box, "check")'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    )
    for row in old:
        desk.sql(insert, row)
    for secret in (PASSPHRASE, OTHER_PASSPHRASE):  # two of a kind are one too many
        with pytest.raises(Damaged):
            desk.open(passphrase=secret)
    desk.sql(
        "DELETE FROM slot WHERE row IN (SELECT row FROM slot ORDER BY row LIMIT ?)", [len(new)]
    )
    found = desk.open()
    assert found.alarms and texts(found) == []
    with pytest.raises(Damaged):  # nothing readable is ever taken for nothing there
        found.accept_and_reseal()


def test_notes_that_a_restored_file_brings_back_expire_again_at_the_next_start(
    desk: Desk, tmp_path: Path
) -> None:
    desk.make().save("a week", days=7)
    shutil.copy(desk.path, tmp_path / "old.db")
    boxes = sealed_bytes(desk)
    desk.wait(17)
    assert desk.notes.purge().notes == 1
    shutil.copy(tmp_path / "old.db", desk.path)
    assert found_anywhere(desk, boxes) == 1
    assert desk.notes.purge().notes == 1
    assert found_anywhere(desk, boxes) == 0
