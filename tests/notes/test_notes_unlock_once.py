"""An unlock opens each box once, reads rows while its key is derived, and shows nothing stale."""

import os
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt

from deskaid.notes import kdf, note_rows, read_ahead, reading, records, schema, vault
from deskaid.notes.note import Note
from deskaid.notes.notebook import Notebook
from deskaid.notes.reading import NotebookRoom
from deskaid.notes.trouble import StaleNotebook, Unreadable, WrongPassphrase
from deskaid.paths import Paths
from keys_at_the_desk import unlock, watched_desk
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, START, Desk, texts

NOTES = 40
BESIDES = 3
"""Boxes that are no notes: the data key in its slot, the head, the secret key of the drop box."""


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


@pytest.fixture
def notebook(desk: Desk) -> Notebook:
    made = desk.make()
    for number in range(NOTES):
        made.save(f"note {number}")
    return made


def while_deriving(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let ``act`` happen once, after the rows were read ahead and before the key is there."""
    derive, waiting = kdf.derive, [act]

    def slowly(*given: Any) -> bytes:
        for reader in [each for each in threading.enumerate() if each.name == "read-ahead"]:
            reader.join(10)
            assert not reader.is_alive(), "it waits for the key it should not need"
        if waiting:
            waiting.pop()()
        return derive(*given)

    monkeypatch.setattr(kdf, "derive", slowly)


def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which every statement on the notes file is added from now on."""
    said: list[str] = []
    connect = sqlite3.connect

    def traced(*given: Any, **named: Any) -> sqlite3.Connection:
        database: sqlite3.Connection = connect(*given, **named)
        database.set_trace_callback(said.append)
        return database

    monkeypatch.setattr(sqlite3, "connect", traced)
    return said


def test_every_box_is_opened_once(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bytes] = []
    decrypt = crypto_aead_xchacha20poly1305_ietf_decrypt

    def counted(sealed: bytes, *rest: Any) -> bytes:
        opened.append(sealed)
        return decrypt(sealed, *rest)

    monkeypatch.setattr(vault, "crypto_aead_xchacha20poly1305_ietf_decrypt", counted)
    found = desk.open()
    assert len(found.notes()) == len(found.search("note")) == NOTES
    found.follow_ups(START.date())
    assert len(opened) == len(set(opened)) == NOTES + BESIDES


def test_the_rows_are_read_while_the_key_is_derived_and_only_then(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = statements(monkeypatch)
    read: list[int] = []
    while_deriving(monkeypatch, lambda: read.append(sum("FROM note WHERE" in one for one in said)))
    assert len(desk.open().notes()) == NOTES
    assert read == [1]
    assert sum("FROM note WHERE" in one for one in said) == 1


def test_what_another_desk_saves_meanwhile_is_there(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    while_deriving(monkeypatch, lambda: notebook.save("meanwhile"))
    found = desk.open()
    assert "meanwhile" in texts(found) and not found.alarms


def test_what_a_purge_destroys_meanwhile_is_gone(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook.save("for long", days=90)
    desk.wait(45)
    while_deriving(monkeypatch, lambda: desk.notes.purge(confirmed=True))
    found = desk.open()
    assert texts(found) == ["for long"] and not found.alarms


def test_rows_changed_outside_meanwhile_give_an_alarm(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    while_deriving(monkeypatch, lambda: desk.sql("DELETE FROM note WHERE row = 2"))
    assert desk.open().alarms == ("1 note is missing.",)


def test_a_passphrase_changed_meanwhile_opens_nothing(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = notebook.new_keys(OTHER_PASSPHRASE)
    while_deriving(monkeypatch, lambda: notebook.adopt(made))
    with pytest.raises(StaleNotebook, match="changed elsewhere"):
        desk.open()
    assert len(desk.open(passphrase=OTHER_PASSPHRASE).notes()) == NOTES


def test_nobody_who_saves_meanwhile_waits_for_the_key(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_WAIT_SECONDS", 0.0)
    while_deriving(monkeypatch, lambda: notebook.save("at once"))
    assert "at once" in texts(desk.open())


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("passphrase", [PASSPHRASE, OTHER_PASSPHRASE])
def test_no_thread_and_no_open_file_is_left_behind(
    desk: Desk, notebook: Notebook, passphrase: str
) -> None:
    try:
        desk.open(passphrase=passphrase)
    except WrongPassphrase:
        assert passphrase == OTHER_PASSPHRASE
    assert "read-ahead" not in {thread.name for thread in threading.enumerate()}
    kept = [Path(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
    assert not [link for link in kept if link.is_symlink() and "notes.db" in os.readlink(link)]


def test_a_reader_ahead_that_fails_is_made_up_for(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = read_ahead.find

    def only_here(*given: Any) -> read_ahead.Found:
        if threading.current_thread().name == "read-ahead":
            raise MemoryError
        return find(*given)

    monkeypatch.setattr(read_ahead, "find", only_here)
    assert len(desk.open().notes()) == NOTES


def test_nothing_of_a_note_is_held_after_a_lock(notebook: Notebook) -> None:
    notebook.search("note")
    notebook.delete(notebook.notes()[0].id)
    notebook.lock()
    held = vars(notebook)
    assert (held["_keys"], held["_contents"], held["_listing"]) == (None, None, None)
    assert held["_deleted"] == {}


def whole(inside: str) -> bytes:
    body = inside.encode()
    framed = len(body).to_bytes(4, "big") + body
    return framed.ljust(records.padded_size(len(framed)), b"\0")


@pytest.mark.parametrize(
    "bodies",
    [
        ('{"a":[{}', "{}]}", "{},{}"),
        ('{"a":1},{"b":2', '"c":3}'),
        ('{"a":"}', '{"}', "{}"),
        ('{"a":[{}', "{}]}", "{},5,{}"),
        ("{},{}",),
        ("{}", "[]", "{}"),
        ('{"a":1}', " {}"),
        ('{"a":1}', ""),
        ('{"a":1}', "{}\x00"),
    ],
)
def test_records_read_together_read_as_they_do_alone(bodies: tuple[str, ...]) -> None:
    plaintexts = [whole(body) for body in bodies]

    def alone(plaintext: bytes) -> dict[str, Any] | None:
        try:
            return records.unpack(plaintext)
        except Unreadable:
            return None

    assert records.unpack_all(plaintexts) == [alone(each) for each in plaintexts]
    good = [records.pack({"text": f"{{}},{number}"}) for number in range(250)]
    mixed = [*good[:101], None, *plaintexts, *good[101:]]
    assert records.unpack_all(mixed) == [each and alone(each) for each in mixed]


async def test_a_long_list_draws_no_more_rows_than_are_seen(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from at_the_desk import CHEAP, NOW, make_notebook
    from at_the_desk import PASSPHRASE as AT_THE_DESK
    from deskaid.notes.notebooks import Notes

    make_notebook(ready)
    notes = Notes(ready, kdf=CHEAP, clock=lambda: NOW)
    opened = notes.unlock(notes.covers()[0].id, AT_THE_DESK)
    for number in range(120):
        opened.save(f"note {number}")
    opened.lock()
    drawn: list[str] = []

    def counted(note: Note, *given: Any, **named: Any) -> str:
        drawn.append(note.id)
        return note_rows.note_line(note, *given, **named)

    monkeypatch.setattr(reading, "note_line", counted)
    async with watched_desk(ready) as desk:
        await unlock(desk)
        assert isinstance(desk.app.screen, NotebookRoom)
        assert desk.app.screen.title_bar.right.startswith("120 notes")
        assert 0 < len(set(drawn)) <= 24
        await desk.press("end", "home")
        assert len(set(drawn)) <= 48
