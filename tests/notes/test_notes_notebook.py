"""What an author does with an unlocked notebook."""

import os
import sys
from datetime import date

import pytest

from deskaid.errors import NothingFound, Refused
from deskaid.notes.trouble import Locked, StaleNotebook
from deskaid.paths import Paths
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, Desk, texts


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


def test_a_note_comes_back_after_a_lock_exactly_as_typed(desk: Desk) -> None:
    typed = ["", "\n\n", "tab\tNUL\x00 end", "cafe\u0301 \U0001f64f \u05d0", "x" * 5000]
    notebook = desk.make()
    for text in typed:
        notebook.save(text, tags=("follow-up",), due=date(2026, 12, 1))
    notebook.lock()
    found = desk.open()
    assert texts(found) == sorted(typed)
    assert {note.tags for note in found.notes()} == {("follow-up",)}
    assert {note.due for note in found.notes()} == {date(2026, 12, 1)}
    assert not found.alarms


def test_the_list_shows_the_note_edited_last_first(desk: Desk) -> None:
    notebook = desk.make()
    first = notebook.save("first")
    desk.wait(1)
    notebook.save("second\nmore")
    desk.wait(1)
    notebook.save("first again", note_id=first.id, revision=first.revision)
    assert [note.title for note in notebook.notes()] == ["first again", "second"]
    assert notebook.note(first.id).created == first.created


def test_search_finds_parts_of_words_in_any_case(desk: Desk) -> None:
    notebook = desk.make()
    wanted = notebook.save("Promised a CALL about the printer")
    notebook.save("Locker key returned", tags=("printing",))
    assert [note.id for note in notebook.search("call PRINT")] == [wanted.id]
    assert len(notebook.search("print")) == 2
    assert notebook.search("nothing like it") == []


def test_an_edit_of_an_older_revision_is_refused_and_both_can_be_kept(desk: Desk) -> None:
    here = desk.make()
    note = here.save("as it was")
    there = desk.open()
    there.save("theirs", note_id=note.id, revision=note.revision)
    with pytest.raises(StaleNotebook):
        here.save("mine", note_id=note.id, revision=note.revision)
    here.save("mine")
    assert texts(desk.open()) == ["mine", "theirs"]


def test_two_desks_saving_in_turn_lose_nothing(desk: Desk) -> None:
    here = desk.make()
    there = desk.open()
    for number in range(10):
        (here if number % 2 else there).save(f"note {number}")
    found = desk.open()
    assert texts(found) == [f"note {number}" for number in range(10)]
    assert not found.alarms


def test_a_deleted_note_leaves_the_file_at_once_and_comes_back_until_the_lock(
    desk: Desk,
) -> None:
    notebook = desk.make()
    note = notebook.save("gone?")
    sealed = desk.sql("SELECT box FROM note")[0][0]
    notebook.delete(note.id)
    assert sealed[30:60] not in desk.path.read_bytes()
    assert [kept.id for kept in notebook.deleted()] == [note.id]
    assert notebook.restore(note.id).text == "gone?"
    assert texts(desk.open()) == ["gone?"]
    notebook.delete(note.id)
    again = desk.open()
    assert again.notes() == [] and not again.alarms
    with pytest.raises(NothingFound):
        again.restore(note.id)


def test_a_note_of_4_mib_is_saved_and_a_longer_one_refused_unharmed(desk: Desk) -> None:
    notebook = desk.make()
    room = 4 * 1024 * 1024
    notebook.save("é" * (room // 2 - 200))
    with pytest.raises(Refused, match="4 MiB"):
        notebook.save("x" * (room + 1))
    notebook.save("small")
    assert len(desk.open().notes()) == 2


def test_half_a_character_is_refused_without_quoting_the_note(desk: Desk) -> None:
    notebook = desk.make()
    with pytest.raises(Refused) as caught:
        notebook.save("CANARY \ud800")
    assert "CANARY" not in str(caught.value)
    assert caught.value.__context__ is None  # the codec's own error would carry the text
    assert notebook.notes() == []


def test_expiry_is_a_monday_and_an_edit_keeps_it(desk: Desk) -> None:
    notebook = desk.make()
    note = notebook.save("thirty days by default")
    assert note.expires == date(2026, 12, 21)
    desk.wait(5)
    edited = notebook.save("edited", note_id=note.id, revision=1)
    assert edited.expires == note.expires
    assert notebook.save("a week", days=7).expires == date(2026, 12, 7)
    assert notebook.save("kept", days=0, reason="incident report 12").expires is None
    with pytest.raises(Refused, match="reason"):
        notebook.save("kept without a reason", days=0)
    with pytest.raises(Refused, match="31 days"):
        notebook.save("odd", days=31)


def test_follow_ups_come_up_when_due_and_go_when_done(desk: Desk) -> None:
    notebook = desk.make()
    late = notebook.save("call back", due=date(2026, 11, 27))
    notebook.save("later", due=date(2026, 12, 9))
    first = notebook.save("printer", due=date(2026, 11, 23))
    notebook.save("nothing owed")
    found = desk.open()
    assert [note.id for note in found.follow_ups(date(2026, 11, 27))] == [first.id, late.id]
    kept = found.save("call back, tried once", note_id=late.id, revision=1)
    assert kept.due == date(2026, 11, 27)
    found.save("called", note_id=late.id, revision=2, due=None)
    assert [note.id for note in desk.open().follow_ups(date(2026, 11, 27))] == [first.id]


def test_label_expiry_rule_and_hold_survive_a_lock(desk: Desk) -> None:
    notebook = desk.make()
    notebook.rename("Desk  two")
    notebook.keep_for(0, reason="union agreement")
    notebook.set_hold(True)
    found = desk.open("desk two")
    assert (found.label, found.days, found.reason, found.hold) == (
        "Desk two",
        0,
        "union agreement",
        True,
    )
    assert found.save("x").reason == "union agreement"


def test_several_notebooks_share_a_file_and_open_apart(desk: Desk) -> None:
    desk.make().save("mine")
    desk.make("Children's", OTHER_PASSPHRASE).save("theirs")
    assert [cover.label for cover in desk.notes.covers()] == ["Children's", "Front desk"]
    assert texts(desk.open()) == ["mine"]
    assert texts(desk.open("children's", OTHER_PASSPHRASE)) == ["theirs"]
    with pytest.raises(Refused, match="exists already"):
        desk.make("FRONT DESK")


def test_deleting_a_notebook_asks_for_its_name_and_spares_the_others(desk: Desk) -> None:
    mine = desk.make()
    desk.make("Children's", OTHER_PASSPHRASE).save("theirs")
    with pytest.raises(Refused):
        desk.notes.delete(mine.id, label="Children's")
    desk.notes.delete(mine.id, label="Front desk")
    assert [cover.label for cover in desk.notes.covers()] == ["Children's"]
    assert texts(desk.open("Children's", OTHER_PASSPHRASE)) == ["theirs"]


def test_a_locked_notebook_answers_nothing(desk: Desk) -> None:
    notebook = desk.make()
    note = notebook.save("CANARY")
    notebook.lock()
    assert notebook.locked
    assert "CANARY" not in repr(vars(notebook))
    for call in (
        notebook.notes,
        notebook.dropped,
        notebook.take_in,
        notebook.reload,
        notebook.accept_and_reseal,
        lambda: notebook.note(note.id),
        lambda: notebook.save("more"),
        lambda: notebook.delete(note.id),
        lambda: notebook.change_passphrase(OTHER_PASSPHRASE, current=PASSPHRASE),
    ):
        with pytest.raises(Locked):
            call()
    assert texts(desk.open()) == ["CANARY"]


def test_nothing_secret_shows_in_a_repr(desk: Desk) -> None:
    notebook = desk.make()
    note = notebook.save("CANARY")
    desk.notes.drop_box.seal(desk.notes.drop_box.new_id(), notebook.id, "CANARY")
    taken = notebook.dropped()
    shown = repr((notebook, note, taken, notebook.take_in(), notebook._keys, notebook._contents))
    assert "CANARY" not in shown and "b'" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="folders of the account there")
def test_the_file_is_private_to_this_login(desk: Desk) -> None:
    desk.make()
    assert desk.path.stat().st_mode & 0o777 == 0o600
    assert desk.path.parent.stat().st_mode & 0o777 == 0o700
    desk.path.chmod(0o644)
    desk.open()
    assert desk.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_in_place_of_the_file_is_refused(desk: Desk) -> None:
    desk.make()
    moved = desk.path.with_name("elsewhere.db")
    os.replace(desk.path, moved)
    desk.path.symlink_to(moved)
    with pytest.raises(Refused, match="link"):
        desk.notes.covers()


def test_a_network_share_is_refused_before_a_file_is_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskaid.database.place.on_network_share", lambda path: True)
    with pytest.raises(Refused, match="network share"):
        desk.make()
    assert not desk.path.exists()
