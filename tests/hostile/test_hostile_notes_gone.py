"""Gone means gone: of what was deleted, expired or replaced, no file holds a piece."""

import pytest
from hostile_notes import found_anywhere, sealed_bytes

from deskaid.notes.purge import Purged
from deskaid.paths import Paths
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, Desk, texts
from rounds import figures

SIZES = (40, 900, 5_000, 30_000)
"""Short notes share a page; long ones lie on pages of their own."""


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


def filled(desk: Desk, count: int, *, days: int = 30) -> list[bytes]:
    notebook = desk.make()
    for number in range(count):
        notebook.save(f"note {number} " + "x" * SIZES[number % len(SIZES)], days=days)
    return sealed_bytes(desk)


def test_of_100_deleted_notes_no_file_holds_a_piece(desk: Desk) -> None:
    boxes = filled(desk, 110)
    assert found_anywhere(desk, boxes) == 110, "the search itself finds them"
    notebook = desk.open()
    going = notebook.notes()[:100]
    for note in going:
        notebook.delete(note.id)
    assert found_anywhere(desk, boxes) == 10
    assert len(desk.open().notes()) == 10
    figures("100 notes deleted", deleted=100, found_in_any_file=0)


def test_of_100_expired_notes_no_file_holds_a_piece_after_a_locked_purge(desk: Desk) -> None:
    boxes = filled(desk, 100, days=7)
    notebook = desk.open()
    kept = notebook.save("kept")
    for number in range(20):
        desk.notes.drop_box.seal(f"{number:032x}", notebook.id, "dropped " * 20, days=7)
    boxes = [box for box in sealed_bytes(desk) if box in boxes or len(box) > 0]
    own = desk.sql("SELECT box FROM note WHERE id = ?", (bytes.fromhex(kept.id),))[0][0]
    boxes.remove(own)
    assert len(boxes) == 120
    notebook.lock()
    desk.wait(17)
    assert desk.notes.purge() == Purged(notes=100, dropped=20)
    assert found_anywhere(desk, boxes) == 0
    found = desk.open()
    assert texts(found) == ["kept"] and not found.alarms
    assert len(desk.sql("SELECT row FROM note")) == 1, "and the tombstones are swept"
    figures("100 notes and 20 drafts expired while locked", destroyed=120, found_in_any_file=0)


@pytest.mark.parametrize("act", ["edit", "draft", "discard", "take in", "re-key", "delete all"])
def test_what_another_version_replaced_is_gone_too(act: str, desk: Desk) -> None:
    notebook = desk.make()
    box = desk.notes.drop_box
    if act in ("edit", "re-key", "delete all"):
        notes = [notebook.save("x" * size) for size in SIZES * 3]
    else:
        notes = []
        for number, size in enumerate(SIZES * 3):
            box.keep_draft(f"{number:032x}", notebook.id, "x" * size)
    before = sealed_bytes(desk)
    assert found_anywhere(desk, before) == 12
    if act == "edit":
        for note in notes:
            notebook.save("shorter", note_id=note.id, revision=1)
    elif act == "draft":
        for number in range(12):
            box.keep_draft(f"{number:032x}", notebook.id, "longer " * 900)
    elif act == "discard":
        for number in range(12):
            box.discard(f"{number:032x}")
    elif act == "take in":
        assert len(notebook.take_in().notes) == 12
    elif act == "re-key":
        box.seal("f" * 32, notebook.id, "waiting")
        before = sealed_bytes(desk)
        notebook.change_passphrase(OTHER_PASSPHRASE, current=PASSPHRASE)
    else:
        desk.notes.delete(notebook.id, label="Front desk")
    assert found_anywhere(desk, before) == 0


def test_nothing_of_an_old_key_record_is_left_after_a_new_passphrase(desk: Desk) -> None:
    notebook = desk.make()
    old = [box for row in desk.sql("SELECT salt, commitment, box FROM slot") for box in row]
    notebook.change_passphrase(OTHER_PASSPHRASE, current=PASSPHRASE)
    assert found_anywhere(desk, old) == 0
    assert len(desk.sql("SELECT row FROM slot")) == 2
