"""What a save does and does not do: statements, syncs, bytes hashed, notes looked at."""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskaid.notes import contents, schema, vault
from deskaid.notes.anchor import Anchor
from deskaid.notes.contents import Entry, packed
from deskaid.notes.edits import Edits
from deskaid.notes.ledger import ROW_BYTES, EditedLedger, Ledger
from deskaid.notes.listing import Listing
from deskaid.notes.note import Note
from deskaid.notes.notebook import Notebook
from deskaid.notes.trouble import NotSaved
from deskaid.paths import Paths
from notes_desk import Desk, texts

NOTES = 30
COUNTS_BYTES = 16
PRAGMAS = len(schema._PRAGMAS) + 1
BOUNDARIES = 2  # BEGIN, COMMIT
LOOKS = 4  # the schema, the format, the notebook's row, its key records
WRITES = 2  # the note, the head


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


@pytest.fixture
def notebook(desk: Desk) -> Notebook:
    made = desk.make()
    for number in range(NOTES):
        made.save(f"note {number}")
    return made


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bytes of each digest of a ledger from now on."""
    sizes: list[int] = []
    digest = vault.Keys.digest

    def counted(keys: vault.Keys, *content: Any) -> bytes:
        sizes.append(sum(map(len, content)))
        return digest(keys, *content)

    monkeypatch.setattr(vault.Keys, "digest", counted)
    return sizes


def test_a_save_is_one_transaction_of_few_statements(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect
    said: list[str] = []

    def traced(*given: Any, **named: Any) -> Any:
        database = connect(*given, **named)
        database.set_trace_callback(said.append)
        return database

    monkeypatch.setattr(sqlite3, "connect", traced)
    note = notebook.save("new")
    new, said[:] = list(said), []
    notebook.save("edited", note_id=note.id, revision=1)
    for statements in (new, said):
        assert len(statements) == PRAGMAS + BOUNDARIES + LOOKS + WRITES, statements
        assert sum(one.startswith(("INSERT", "UPDATE")) for one in statements) == WRITES
        assert not any("count(" in one for one in statements)


def test_a_save_seals_two_boxes_opens_none_and_hashes_each_row_once(
    notebook: Notebook, hashed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed: list[int] = []
    seal = vault.seal

    def counted(*given: Any) -> bytes:
        sealed.append(1)
        return seal(*given)

    monkeypatch.setattr(vault, "seal", counted)
    monkeypatch.delattr(vault, "crypto_aead_xchacha20poly1305_ietf_decrypt")
    notebook.save("new")
    assert hashed == [COUNTS_BYTES + ROW_BYTES * (NOTES + 1)]
    assert len(sealed) == 2


def test_a_save_copies_neither_entries_nor_ledger(notebook: Notebook) -> None:
    before = notebook._now
    ledger = before.ledger
    assert isinstance(ledger, Ledger)
    notebook.save("new")
    assert notebook._now.entries is before.entries
    assert notebook._now.ledger is ledger


@pytest.mark.parametrize("late", [False, True])
def test_a_save_that_fails_leaves_entries_ledger_and_list_as_they_were(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    listed = notebook.notes()
    before = dict(notebook._now.entries)
    ledger = b"".join(notebook._now.packed().content(0))

    def not_stored(*given: object, **named: object) -> None:
        raise NotSaved("Not saved: the disk is full.", hint="Free some space and save again.")

    with monkeypatch.context() as full:
        if late:  # the note is written, its head is not
            full.setattr(contents, "store", not_stored)
        pages = desk.path.stat().st_size // 4096
        full.setattr(schema, "_PRAGMAS", (*schema._PRAGMAS, f"max_page_count={pages}"))
        with pytest.raises(NotSaved):
            text = "late" if late else "x" * 90_000
            notebook.save(text, note_id=listed[3].id, revision=1)
    assert dict(notebook._now.entries) == before
    assert b"".join(notebook._now.packed().content(0)) == ledger
    assert notebook.notes() == listed
    notebook.save("after", note_id=listed[3].id, revision=1)
    found = desk.open()
    assert not found.alarms and found.notes() == notebook.notes()


def test_the_list_is_kept_in_order_and_never_sorted_again(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(3)
    notebook.notes()
    monkeypatch.setattr(Listing, "__init__", None)
    for number in range(120):
        desk.wait(chance.choice((0, 0, 1)))
        note = chance.choice(notebook.notes())
        match chance.randrange(4):
            case 0:
                notebook.save(f"new {number}")
            case 1:
                notebook.save(f"edit {number}", note_id=note.id, revision=note.revision)
            case 2:
                notebook.delete(note.id)
            case 3 if notebook.deleted():
                notebook.restore(notebook.deleted()[0].id)
        shown = notebook.notes()
        order = [(one.edited, one.created, one.id) for one in shown]
        assert order == sorted(order, reverse=True)
        assert {one.id for one in shown} == {name.hex() for name in notebook._now.entries}
    monkeypatch.undo()
    found = desk.open()
    assert found.notes() == notebook.notes() and not found.alarms


def test_edits_are_what_a_changed_copy_would_be() -> None:
    chance = random.Random(1)
    names = [bytes([number]) * 16 for number in range(12)]
    for _ in range(300):
        former = {name: Entry(1, 1, b"t", None) for name in names if chance.random() < 0.5}
        copy, edits = dict(former), Edits(former)
        whole = dict(former)
        for _ in range(chance.randrange(8)):
            name, entry = chance.choice(names), chance.choice((None, Entry(2, 1, b"u", None)))
            assert edits.put(name, entry) == copy.get(name)
            copy.pop(name, None)
            if entry is not None:
                copy[name] = entry
        assert dict(edits) == copy and len(edits) == len(copy)
        assert former == whole, "what stands is not changed by what is only tried"
        assert edits.applied() == copy and edits.applied() is former


@pytest.mark.parametrize("most", [3, 40])
def test_an_edited_ledger_is_the_ledger_of_what_is_left(most: int) -> None:
    chance = random.Random(most)
    for _ in range(200):
        rows = {chance.randbytes(1) + bytes(ROW_BYTES - 1) for _ in range(chance.randrange(60))}
        former = Ledger(rows)
        removed = set(chance.sample(sorted(rows), min(len(rows), chance.randrange(most))))
        added = {chance.randbytes(2) + bytes(ROW_BYTES - 2) for _ in range(chance.randrange(most))}
        added -= rows
        added |= set(list(removed)[:1])
        before = b"".join(former.content(5))
        wanted = Ledger((rows - removed) | added)
        edited = EditedLedger(former, removed, added)
        assert b"".join(edited.content(7)) == b"".join(wanted.content(7))
        assert len(edited) == len(wanted)
        assert b"".join(former.content(5)) == before
        assert edited.applied() is former
        assert b"".join(former.content(7)) == b"".join(wanted.content(7))
    with pytest.raises(KeyError):
        EditedLedger(Ledger(()), [bytes(ROW_BYTES)], [])


def test_a_ledger_kept_from_save_to_save_is_the_one_read_from_the_file(
    desk: Desk, notebook: Notebook
) -> None:
    for note in notebook.notes()[::3]:
        notebook.delete(note.id)
    notebook.restore(notebook.deleted()[0].id)
    notebook.save("one more")
    kept = b"".join(notebook._now.packed().content(0))
    assert kept == b"".join(packed(notebook._now.entries).content(0))
    found = desk.open()
    assert b"".join(found._now.packed().content(0)) == kept and not found.alarms


def test_an_unlock_does_not_write_what_the_counter_says_already(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Anchor, "_write", None)
    assert len(desk.open().notes()) == NOTES


def test_half_a_counter_is_never_put_in_place(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = desk.paths.notes_anchor.read_bytes()
    write = os.write

    def short(handle: int, data: bytes) -> int:
        return write(handle, data[: len(data) // 2])

    with monkeypatch.context() as full:
        full.setattr(os, "write", short)
        notebook.save("kept, with a full disk behind the counter")
    assert desk.paths.notes_anchor.read_bytes() == whole
    assert [path.name for path in desk.paths.notes_anchor.parent.iterdir()] == ["notes.anchor"]
    assert not desk.open().alarms


SAVES = """
import os, sqlite3
from deskaid.notes import schema
from deskaid.notes.notebooks import Notes
from deskaid.paths import find_paths
from notes_desk import CHEAP, PASSPHRASE
notes = Notes(find_paths(), kdf=CHEAP)
notebook = notes.unlock(notes.covers()[0].id, PASSPHRASE)
plain = notes.path.with_name("plain.db")
def save_plain():
    database = sqlite3.connect(plain, isolation_level=None)
    for pragma in (*schema._PRAGMAS, "journal_mode=TRUNCATE"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("CREATE TABLE IF NOT EXISTS note (row INTEGER PRIMARY KEY, text)")
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO note (text) VALUES ('x')")
    database.execute("COMMIT")
    database.close()
notebook.save("before"); save_plain()
os.getppid(); notebook.save("one"); os.getppid(); save_plain(); os.getppid()
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_save_waits_for_the_disk_as_often_as_a_plain_one(
    desk: Desk, notebook: Notebook, tmp_path: Path
) -> None:
    log = tmp_path / "calls"
    calls = "trace=fsync,fdatasync,sync_file_range,getppid"
    command = ["strace", "-f", "-o", str(log), "-e", calls, sys.executable, "-B", "-c", SAVES]
    path = os.pathsep.join((str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")))
    done = subprocess.run(
        command,
        env={**os.environ, "DESKAID_HOME": str(desk.paths.data.parent), "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    if "ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    between = list(_syncs(log.read_text(errors="replace")))[-3:-1]
    assert between[0] == between[1] > 0, "the counter outside is not waited for, nothing else is"


def _syncs(log: str) -> Iterator[int]:
    """Yield how many syncs follow each mark, and none of what comes before the first."""
    for part in log.split("getppid(")[1:]:
        yield len(re.findall(r"\b(?:fsync|fdatasync|sync_file_range)\(", part))


def test_searching_reads_what_a_slow_search_would_find(desk: Desk) -> None:
    notebook = desk.make()
    made = [
        notebook.save("Étage 2, STRASSE", tags=("call back", "Printer")),
        notebook.save("straße and printer"),
        notebook.save("", tags=("étage",)),
    ]

    def slowly(words: str) -> list[Note]:
        wanted = words.casefold().split()
        return [
            note
            for note in reversed(made)
            if all(word in " ".join((note.text, *note.tags)).casefold() for word in wanted)
        ]

    for words in ("étage", "strasse", "printer strasse", "back", "call back", "2, call", "", "x"):
        found = {note.id for note in notebook.search(words)}
        assert found == {note.id for note in slowly(words)}, words
    assert texts(notebook) == sorted(note.text for note in made)
