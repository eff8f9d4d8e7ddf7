"""Expired notes are destroyed while locked; a wrong clock or a legal hold stops it."""

import pytest

from deskaid.errors import Refused
from deskaid.notes.purge import Purged
from deskaid.paths import Paths
from notes_desk import Desk, texts


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


def test_an_expired_note_is_gone_from_the_file_with_nothing_unlocked(desk: Desk) -> None:
    notebook = desk.make()
    notebook.save("a week", days=7)
    notebook.save("a month")
    notebook.save("kept", days=0, reason="incident 12")
    desk.notes.drop_box.seal(desk.notes.drop_box.new_id(), notebook.id, "dropped", days=7)
    notebook.lock()
    sealed = [desk.sql("SELECT box FROM note")[0][0], desk.sql("SELECT box FROM dropped")[0][0]]
    desk.wait(9)  # Sunday 29 November: the Monday has not come
    assert desk.notes.purge() == Purged()
    desk.wait(1)
    assert desk.notes.purge() == Purged(notes=1, dropped=1)
    everything = desk.path.read_bytes()
    assert all(box[40:70] not in everything for box in sealed)
    assert len(desk.sql("SELECT row FROM note")) == 3  # the tombstone keeps the head true
    found = desk.open()
    assert not found.alarms
    assert texts(found) == ["a month", "kept"]
    assert len(desk.sql("SELECT row FROM note")) == 2  # and is swept by the unlock
    assert not desk.open().alarms


def test_a_clock_years_ahead_destroys_nothing_unasked(desk: Desk) -> None:
    desk.make().save("dear")
    assert desk.notes.purge() == Purged()
    desk.wait(3650)
    assert desk.notes.purge() == Purged(clock_jump=3650)
    assert texts(desk.open()) == ["dear"]
    assert desk.notes.purge(confirmed=True).notes == 1


def test_a_clock_set_back_and_forth_asks_each_time(desk: Desk) -> None:
    desk.make().save("dear")
    desk.wait(-3650)
    assert desk.notes.purge() == Purged()
    desk.wait(3650 + 31)
    assert desk.notes.purge().clock_jump == 3681
    assert texts(desk.open()) == ["dear"]


def test_a_desk_used_daily_is_never_asked(desk: Desk) -> None:
    desk.make().save("dear", days=90)
    for _ in range(9):
        desk.wait(10)
        assert desk.notes.purge() == Purged()
    desk.wait(10)
    assert desk.notes.purge() == Purged(notes=1)


@pytest.mark.parametrize("asked_while_locked", [False, True])
def test_a_legal_hold_keeps_expired_notes(desk: Desk, asked_while_locked: bool) -> None:
    notebook = desk.make()
    notebook.save("evidence", days=7)
    if asked_while_locked:
        desk.notes.ask_hold(notebook.id)
    else:
        notebook.set_hold(True)
    desk.wait(30)
    assert desk.notes.purge() == Purged()
    assert desk.notes.cover("Front desk").hold
    found = desk.open()
    assert found.hold and not found.alarms
    assert any("legal hold" in notice for notice in found.notices) == asked_while_locked
    assert desk.sql("SELECT hold, hold_asked FROM notebook") == [(1, 0)]
    with pytest.raises(Refused, match="legal hold"):
        found.delete(found.notes()[0].id)
    with pytest.raises(Refused, match="legal hold"):
        desk.notes.delete(found.id, label="Front desk")
    found.set_hold(False)
    assert desk.notes.purge() == Purged(notes=1)


def test_a_hold_asked_for_while_a_notebook_is_open_survives_its_saves(desk: Desk) -> None:
    notebook = desk.make()
    desk.notes.ask_hold(notebook.id)
    notebook.save("more")
    assert desk.notes.cover("Front desk").hold
    assert desk.open().hold


def test_a_note_emptied_before_its_day_gives_an_alarm(desk: Desk) -> None:
    desk.make().save("dear")
    desk.wait(20)
    desk.notes.purge()
    desk.wait(20)
    desk.notes.purge()
    desk.wait(-40)
    assert any("emptied before" in alarm for alarm in desk.open().alarms)


def test_an_open_notebook_forgets_what_a_purge_destroyed_after_reload(desk: Desk) -> None:
    notebook = desk.make()
    note = notebook.save("a week", days=7)
    desk.wait(17)
    desk.notes.purge()
    notebook.reload()
    assert notebook.notes() == [] and not notebook.alarms
    notebook.save("more")
    assert texts(desk.open()) == ["more"]
    assert note.id not in [kept.id for kept in desk.open().notes()]


def test_an_edit_of_an_expired_note_gives_it_a_new_day(desk: Desk) -> None:
    notebook = desk.make()
    note = notebook.save("a week", days=7)
    desk.wait(20)
    edited = notebook.save("still needed", note_id=note.id, revision=1)
    assert edited.expires is not None and edited.expires > desk.now.date()
