"""Writing with nothing unlocked, and what the next unlock makes of it."""

import pytest

from deskaid.errors import NothingFound, Refused
from deskaid.notes import dropbox, schema
from deskaid.notes.dropbox import DropBox
from deskaid.notes.notebook import Notebook
from deskaid.notes.trouble import Damaged, NotSaved
from deskaid.paths import Paths
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, Desk, texts


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


@pytest.fixture
def notebook(desk: Desk) -> Notebook:
    return desk.make()


@pytest.fixture
def box(desk: Desk) -> DropBox:
    return desk.notes.drop_box


def test_a_note_written_while_locked_is_taken_in_once_and_marked(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    notebook.lock()
    draft = box.new_id()
    box.keep_draft(draft, notebook_id(desk), "Prom")
    box.keep_draft(draft, notebook_id(desk), "Promised a call")
    box.seal(draft, notebook_id(desk), "Promised a call back", days=7, tags=("call",))
    assert desk.notes.cover("Front desk").waiting == 1
    desk.wait(2)
    found = desk.open()
    taken = found.take_in()
    assert [note.text for note in taken.notes] == ["Promised a call back"]
    note = desk.open().notes()[0]
    assert note.while_locked and note.tags == ("call",)
    assert note.created.day == 20
    assert str(note.expires) == "2026-11-30"
    assert box.waiting(found.id) == 0
    assert found.take_in().notes == ()


def test_a_draft_never_closed_is_a_note_too_but_a_blank_one_is_let_go(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    box.keep_draft(box.new_id(), notebook.id, "cut off in the mid")
    box.keep_draft(box.new_id(), notebook.id, " \n")
    notebook.take_in()
    assert texts(desk.open()) == ["cut off in the mid"]
    assert box.waiting(notebook.id) == 0


def test_a_draft_of_a_note_waits_beside_it_and_never_overwrites(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    note = notebook.save("as saved")
    draft = box.new_id()
    box.keep_draft(draft, notebook.id, "as typed later", note_id=note.id, revision=note.revision)
    notebook.lock()
    found = desk.open()
    for _ in range(2):
        (pending,) = found.take_in().drafts
        assert (pending.text, pending.note_id, pending.finished) == (
            "as typed later",
            note.id,
            False,
        )
        assert texts(found) == ["as saved"]
    found.save(pending.text, note_id=note.id, revision=1, draft_id=pending.id)
    again = desk.open()
    assert texts(again) == ["as typed later"]
    assert again.take_in().drafts == ()


def test_a_draft_equal_to_its_note_or_discarded_is_gone(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    note = notebook.save("same")
    box.keep_draft(box.new_id(), notebook.id, "same", note_id=note.id)
    other = box.new_id()
    box.keep_draft(other, notebook.id, "not wanted", note_id=note.id)
    box.discard(other)
    assert notebook.take_in().drafts == ()
    assert box.waiting(notebook.id) == 0


def test_a_draft_of_a_deleted_note_becomes_a_note(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    note = notebook.save("deleted")
    box.keep_draft(box.new_id(), notebook.id, "typed", note_id=note.id)
    notebook.delete(note.id)
    notebook.take_in()
    assert texts(notebook) == ["typed"]


def test_typing_on_after_a_take_in_keeps_both_versions(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    draft = box.new_id()
    box.keep_draft(draft, notebook.id, "half")
    notebook.take_in()
    box.keep_draft(draft, notebook.id, "half and more")
    (pending,) = notebook.take_in().drafts
    assert pending.text == "half and more" and texts(notebook) == ["half"]


def test_saving_removes_the_draft_in_the_same_step(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    draft = box.new_id()
    box.keep_draft(draft, notebook.id, "almost")
    notebook.save("done", draft_id=draft)
    assert box.waiting(notebook.id) == 0


def test_a_note_that_never_expires_has_the_notebooks_reason(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    with pytest.raises(Refused, match="reason"):
        box.seal(box.new_id(), notebook.id, "kept", days=0)
    notebook.keep_for(0, reason="union agreement")
    box.seal(box.new_id(), notebook.id, "kept")
    (note,) = notebook.take_in().notes
    assert note.expires is None and note.reason == "union agreement"


def test_an_item_put_back_does_not_become_a_second_note(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    box.seal(box.new_id(), notebook.id, "once")
    row = desk.sql("SELECT notebook, id, purge_day, box FROM dropped")[0]
    notebook.take_in()
    desk.sql("INSERT INTO dropped (notebook, id, purge_day, box) VALUES (?, ?, ?, ?)", row)
    notebook.take_in()
    assert texts(desk.open()) == ["once"]


def test_an_item_moved_renamed_or_damaged_is_counted_and_left(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    other = desk.make("Children's", OTHER_PASSPHRASE)
    box.seal(box.new_id(), other.id, "for the other")
    box.seal(box.new_id(), notebook.id, "renamed")
    box.seal(box.new_id(), notebook.id, "damaged")
    desk.sql("UPDATE dropped SET notebook = ?", (bytes.fromhex(notebook.id),))
    desk.sql("UPDATE dropped SET id = zeroblob(16) WHERE row = 2")
    desk.sql("UPDATE dropped SET box = substr(box, 2) WHERE row = 3")
    taken = notebook.take_in()
    assert (taken.notes, taken.unreadable) == ((), 3)
    box.seal(box.new_id(), notebook.id, "good")
    assert len(notebook.take_in().notes) == 1
    assert box.waiting(notebook.id) == 3
    assert not desk.open().alarms


def test_the_box_has_a_limit_that_spares_drafts_already_there(
    desk: Desk, notebook: Notebook, box: DropBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dropbox.MOST_WAITING == 500
    monkeypatch.setattr(dropbox, "MOST_WAITING", 2)
    drafts = [box.new_id(), box.new_id()]
    for draft in drafts:
        box.keep_draft(draft, notebook.id, "one")
    with pytest.raises(NotSaved, match="already wait"):
        box.keep_draft(box.new_id(), notebook.id, "too many")
    box.keep_draft(drafts[0], notebook.id, "one more line")
    with pytest.raises(Refused, match="4 MiB"):
        box.keep_draft(drafts[0], notebook.id, "x" * (4 * 1024 * 1024 + 1))
    notebook.take_in()
    assert texts(notebook) == ["one", "one more line"]


def test_the_stored_size_tells_little(desk: Desk, notebook: Notebook, box: DropBox) -> None:
    for text in ("", "short", "x" * 180):
        box.seal(box.new_id(), notebook.id, text)
        notebook.save(text)
    assert len(desk.sql("SELECT DISTINCT length(box) FROM dropped")) == 1
    assert len(desk.sql("SELECT DISTINCT length(box) FROM note")) == 1


def test_nothing_is_written_where_nothing_could_open_it(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    with pytest.raises(NothingFound):
        box.seal(box.new_id(), "0" * 32, "nobody's")
    desk.sql("UPDATE notebook SET public_key = x'00'")
    with pytest.raises(Damaged, match="Not saved"):
        box.seal(box.new_id(), notebook.id, "unopenable")


def test_an_export_reads_the_drop_box_without_changing_it(
    desk: Desk, notebook: Notebook, box: DropBox
) -> None:
    box.seal(box.new_id(), notebook.id, "waiting")
    before = desk.path.read_bytes()
    assert [item.text for item in desk.open(passphrase=PASSPHRASE).dropped()] == ["waiting"]
    assert desk.path.read_bytes() == before


def test_a_lock_on_a_full_disk_keeps_ciphertext_alone_until_there_is_room(
    desk: Desk, notebook: Notebook, box: DropBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = box.new_id()
    box.keep_draft(draft, notebook.id, "typed")
    text = "CANARY typed and more " * 900
    with monkeypatch.context() as full:
        pages = desk.path.stat().st_size // 4096
        full.setattr(schema, "_PRAGMAS", (*schema._PRAGMAS, f"max_page_count={pages}"))
        sealed = box.seal_in_memory(draft, notebook.id, text)
        with pytest.raises(NotSaved, match="disk is full"):
            box.put(sealed)
    assert b"CANARY" not in sealed.box and "CANARY" not in repr(sealed)
    notebook.lock()
    box.put(sealed)
    found = desk.open()
    found.take_in()
    assert texts(found) == [text]


def notebook_id(desk: Desk) -> str:
    return desk.notes.cover("Front desk").id
