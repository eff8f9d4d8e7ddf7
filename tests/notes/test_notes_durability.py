"""Killed, full, read-only: what was called saved is there, and nothing is there in clear."""

import sys
from pathlib import Path

import pytest

from deskaid.notes import schema
from deskaid.notes.trouble import NotSaved
from deskaid.paths import Paths
from notes_desk import PASSPHRASE, Desk, texts


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


def canaries(desk: Desk) -> list[Path]:
    words = [PASSPHRASE, "CANARY"]
    spelled = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    return [path for path in desk.files() if any(word in path.read_bytes() for word in spelled)]


def test_nothing_is_in_clear_after_everything_a_notebook_does(desk: Desk) -> None:
    notebook = desk.make()
    note = notebook.save("CANARY " * 2000, tags=("CANARY",))
    notebook.save("CANARY again", note_id=note.id, revision=1)
    draft = desk.notes.drop_box.new_id()
    desk.notes.drop_box.keep_draft(draft, notebook.id, "CANARY draft")
    notebook.take_in()
    notebook.search("canary")
    notebook.delete(note.id)
    notebook.keep_for(0, reason="CANARY")
    notebook.change_passphrase("CANARY " + PASSPHRASE, current=PASSPHRASE)
    assert len(desk.files()) >= 2
    assert canaries(desk) == []


def test_a_full_disk_says_not_saved_and_keeps_everything_earlier(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = desk.make()
    draft = desk.notes.drop_box.new_id()
    desk.notes.drop_box.keep_draft(draft, notebook.id, "CANARY draft")
    kept = notebook.save("CANARY kept")
    pages = desk.path.stat().st_size // 4096
    with monkeypatch.context() as full:
        full.setattr(schema, "_PRAGMAS", (*schema._PRAGMAS, f"max_page_count={pages}"))
        for write in (
            lambda: notebook.save("CANARY " * 9000),
            lambda: notebook.save("CANARY " * 9000, note_id=kept.id, revision=1),
            lambda: desk.notes.drop_box.keep_draft(draft, notebook.id, "CANARY " * 9000),
        ):
            with pytest.raises(NotSaved, match="disk is full") as caught:
                write()
            assert "CANARY" not in str(caught.value)
        assert texts(desk.open()) == ["CANARY kept"]
    assert notebook.save("room again", note_id=kept.id, revision=1).revision == 2
    assert [item.text for item in desk.open().dropped()] == ["CANARY draft"]


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit there")
def test_a_disk_that_fails_in_the_middle_of_a_save_loses_nothing(desk: Desk) -> None:
    import resource

    notebook = desk.make()
    notebook.save("kept")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = desk.path.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        with pytest.raises(NotSaved, match="Not saved"):
            notebook.save("x" * 500_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    notebook.save("after")
    found = desk.open()
    assert texts(found) == ["after", "kept"] and not found.alarms


def test_a_read_only_file_opens_for_reading_and_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = desk.make()
    notebook.save("readable")
    monkeypatch.setattr(schema, "writable", lambda path: False)
    found = desk.open()
    assert found.read_only and not found.alarms
    assert any("read-only" in notice for notice in found.notices)
    assert texts(found) == ["readable"]
    with pytest.raises(NotSaved, match="read-only"):
        found.save("more")
    with pytest.raises(NotSaved, match="read-only"):
        desk.notes.drop_box.seal(desk.notes.drop_box.new_id(), notebook.id, "more")
    assert texts(found) == ["readable"]


def test_a_counter_that_cannot_be_written_does_not_make_a_note_unsaved(desk: Desk) -> None:
    desk.paths.state.parent.mkdir(parents=True)
    desk.paths.state.write_text("a file where the folder belongs")
    desk.make().save("kept")
    found = desk.open()
    assert texts(found) == ["kept"] and not found.alarms


def test_two_programs_at_once_wait_for_each_other_or_say_not_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = desk.make()
    monkeypatch.setattr(schema, "_WAIT_SECONDS", 0.05)
    with schema.writing(desk.path), pytest.raises(NotSaved, match="another deskaid"):
        notebook.save("while the other saves")
    notebook.save("afterwards")
    assert texts(desk.open()) == ["afterwards"]


def test_a_plain_copy_of_the_one_file_is_complete(desk: Desk, tmp_path: Path) -> None:
    notebook = desk.make()
    for number in range(20):
        notebook.save(f"note {number}")
        copy = tmp_path / "copy.db"
        copy.write_bytes(desk.path.read_bytes())
        assert desk.sql("PRAGMA journal_mode")[0][0] != "wal"
    with schema.reading(copy) as database:
        assert database.execute("SELECT count(*) FROM note").fetchone() == (20,)


def test_each_connection_has_the_settings_that_keep_secrets_and_saves(desk: Desk) -> None:
    desk.make()
    expected = {
        "journal_mode": "truncate",
        "synchronous": 3,
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "fullfsync": 1,
    }
    with schema.writing(desk.path) as database:
        for name, value in expected.items():
            found = database.execute(f"PRAGMA {name}").fetchone()
            assert found in ((value,), None), name


def test_a_file_left_in_wal_mode_by_another_tool_is_brought_back(desk: Desk) -> None:
    notebook = desk.make()
    desk.sql("PRAGMA journal_mode=WAL")
    notebook.save("kept")
    assert desk.sql("PRAGMA journal_mode") == [("delete",)]
    assert texts(desk.open()) == ["kept"]
