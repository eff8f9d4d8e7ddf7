"""The file changed byte by byte, row by row, bit by bit: an alarm or a refusal, never a lie."""

import random
import re
import sqlite3
from contextlib import suppress

import pytest
from hostile_notes import TABLES, flipped, stored_size

from deskaid.errors import DeskaidError
from deskaid.notes.notebook import Notebook
from deskaid.notes.trouble import Damaged, Unreadable, WrongPassphrase
from deskaid.paths import Paths
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, Desk, texts
from rounds import figures, rounds

TEXTS = ["first", "second", "third"]


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


@pytest.fixture
def notebook(desk: Desk) -> Notebook:
    made = desk.make()
    for text in TEXTS:
        made.save(text)
    desk.notes.drop_box.seal("cd" * 16, made.id, "waiting")
    return made


def columns(desk: Desk, table: str) -> list[str]:
    return [name for _, name, *_ in desk.sql(f"PRAGMA table_info({table})")]


def outcome(desk: Desk, notebook: Notebook) -> str:
    """Open the notebook as its author would and say how it went; "whole" means unchanged."""
    try:
        # The second sweep of a row needs no key; the first reads every cover.
        desk.notes.covers()
        found = desk.notes.unlock(notebook.id, PASSPHRASE)
        dropped = [item.text for item in found.dropped()]
        unreadable = found.take_in().unreadable if not found.read_only else 0
    except WrongPassphrase:
        return "wrong passphrase"
    except DeskaidError as error:
        return type(error).__name__
    assert set(texts(found)) <= {*TEXTS, "waiting"}, "text that nobody wrote"
    assert set(dropped) <= {"waiting"}
    if found.alarms:
        return "alarm"
    if unreadable or not dropped:
        return "not taken in"
    return "whole" if set(TEXTS) <= set(texts(found)) else "silent loss"


# What one byte may do to a column and still be nothing: the row number only orders, a hold
# asked for while locked is no secret and told at the unlock, and the day of the last purge and
# of a dropped item's expiry are read by the purge alone.
HARMLESS = {
    ("about", "one"),
    ("about", "last_day"),
    ("notebook", "row"),
    ("notebook", "hold_asked"),
    ("slot", "row"),
    ("note", "row"),
    ("dropped", "row"),
    ("dropped", "purge_day"),
}


@pytest.mark.long
@pytest.mark.parametrize("table", TABLES)
def test_every_changed_byte_of_a_row_is_an_alarm_or_a_refusal_and_never_another_text(
    table: str, desk: Desk, notebook: Notebook
) -> None:
    desk.sql("DELETE FROM slot WHERE kind = 'recovery'")
    whole = desk.path.read_bytes()
    places = [
        (column, at)
        for column in columns(desk, table)
        for at in range(
            stored_size(desk.sql(f'SELECT "{column}" FROM {table} ORDER BY row LIMIT 1')[0][0])
            if table != "about"
            else 4
        )
    ]
    few = min(len(places), rounds(40, 10_000))
    seen: dict[str, int] = {}
    for column, at in random.Random(table).sample(places, few):
        order = "" if table == "about" else " ORDER BY row LIMIT 1"
        [(value,)] = desk.sql(f'SELECT "{column}" FROM {table}{order}')
        where = "" if table == "about" else f" WHERE row = (SELECT min(row) FROM {table})"
        with suppress(sqlite3.IntegrityError):  # about.one is the number one, SQLite says so
            desk.sql(f'UPDATE {table} SET "{column}" = ?{where}', (flipped(value, at),))
        found = outcome(desk, notebook)
        seen[found] = seen.get(found, 0) + 1
        if (table, column) not in HARMLESS:
            assert found != "whole", f"{table}.{column}, byte {at}, went unnoticed"
        assert found not in ("silent loss", "wrong passphrase"), (table, column, at)
        desk.path.write_bytes(whole)
        desk.paths.notes_anchor.unlink(missing_ok=True)
    figures(f"bytes changed in a row of {table}", tried=few, of=len(places), **seen)


@pytest.mark.long
def test_bits_flipped_anywhere_never_give_wrong_text_or_a_silent_loss(
    desk: Desk, notebook: Notebook
) -> None:
    whole = desk.path.read_bytes()
    chance = random.Random(5)
    count = rounds(100, 3000)
    seen: dict[str, int] = {}
    for _ in range(count):
        at, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        desk.path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        desk.paths.notes_anchor.unlink(missing_ok=True)
        found = outcome(desk, notebook)
        seen[found] = seen.get(found, 0) + 1
        # An item of the drop box may vanish: no head vouches for what was written while locked.
        assert found not in ("silent loss", "wrong passphrase"), (at, bit)
    assert len(seen) > 1
    figures("single bits flipped anywhere", tried=count, wrong_text=0, silent_loss=0, **seen)


def test_a_file_cut_off_anywhere_is_never_a_shorter_notebook(
    desk: Desk, notebook: Notebook
) -> None:
    whole = desk.path.read_bytes()
    seen: dict[str, int] = {}
    sizes = range(0, len(whole), 512)
    for size in sizes:
        desk.path.write_bytes(whole[:size])
        found = outcome(desk, notebook)
        seen[found] = seen.get(found, 0) + 1
        # Nothing is thrown away: the bytes that are left stay for whoever repairs them.
        assert desk.path.read_bytes()[:size] == whole[:size] or found in ("whole", "not taken in")
        assert found not in ("silent loss", "wrong passphrase"), size
    figures("cut off at every 512 bytes", tried=len(sizes), silent_loss=0, **seen)


CHANGES = {
    "boxes of two notes swapped": (
        "UPDATE note SET box = :box_2, tag = :tag_2 WHERE row = 1;"
        "UPDATE note SET box = :box_1, tag = :tag_1 WHERE row = 2"
    ),
    "ids of two notes swapped": (
        "UPDATE note SET id = x'aa' WHERE row = 1; UPDATE note SET id = :id_1 WHERE row = 2;"
        "UPDATE note SET id = :id_2 WHERE row = 1"
    ),
    "a note doubled under another id": (
        "INSERT INTO note (notebook, id, rev, purge_day, box, tag)"
        " SELECT notebook, randomblob(16), rev, purge_day, box, tag FROM note WHERE row = 1"
    ),
    "a note gone": "DELETE FROM note WHERE row = 1",
    "all notes gone": "DELETE FROM note",
    "a note emptied before its day": "UPDATE note SET box = NULL WHERE row = 1",
    "an empty note of the same name": "UPDATE note SET box = x'' WHERE row = 1",
    "a later day of expiry": "UPDATE note SET purge_day = purge_day + 7 WHERE row = 1",
    "a note that never expires": "UPDATE note SET purge_day = 4294967295 WHERE row = 1",
    "an earlier save counter": "UPDATE notebook SET seq = seq - 1",
    "a legal hold lifted or set": "UPDATE notebook SET hold = 1 - hold",
    "a longer expiry": "UPDATE notebook SET days = 90",
    "an expiry nobody can choose": "UPDATE notebook SET days = 65566",
    "a legal hold of no kind": "UPDATE notebook SET hold = 256",
    "an expiry that is no number": "UPDATE notebook SET days = 'thirty'",
    "another name": "UPDATE notebook SET label = 'Back office'",
    "a drop box key of somebody else": "UPDATE notebook SET public_key = randomblob(32)",
    "the head of an empty notebook": "UPDATE notebook SET head = zeroblob(length(head))",
    "both notes and counter of nobody": "DELETE FROM note; UPDATE notebook SET seq = 1",
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_moved_doubled_or_taken_away_are_noticed(
    change: str, desk: Desk, notebook: Notebook
) -> None:
    values = {
        f"{column}_{row}": value
        for column in ("id", "box", "tag")
        for row, value in desk.sql(f"SELECT row, {column} FROM note")
    }
    for statement in CHANGES[change].split(";"):
        names = re.findall(r":(\w+)", statement)
        desk.sql(re.sub(r":\w+", "?", statement), [values[name] for name in names])
    desk.paths.notes_anchor.unlink()  # without the counter outside, too
    assert outcome(desk, notebook) == "alarm"


def test_key_records_of_one_notebook_do_not_open_another(desk: Desk, notebook: Notebook) -> None:
    other = desk.make("Children's", OTHER_PASSPHRASE)
    ids = (bytes.fromhex(notebook.id), bytes.fromhex(other.id))
    desk.sql("UPDATE slot SET notebook = x'00' WHERE notebook = ?", ids[:1])
    desk.sql("UPDATE slot SET notebook = ? WHERE notebook = ?", ids)
    for secret in (PASSPHRASE, OTHER_PASSPHRASE):
        with pytest.raises(Damaged):
            desk.notes.unlock(notebook.id, secret)


def test_a_recovery_record_does_not_pass_for_a_passphrase_record(
    desk: Desk, notebook: Notebook
) -> None:
    """Even with its unkeyed check made right again: the kind is bound into the box."""
    from deskaid.notes import schema, slots

    desk.sql("DELETE FROM slot WHERE kind = 'pass'")
    desk.sql("UPDATE slot SET kind = 'pass'")
    with schema.reading(desk.path) as database:
        slot = slots.find(database, bytes.fromhex(notebook.id), "pass")
    desk.sql('UPDATE slot SET "check" = ?', (slot.expected_check(),))
    with pytest.raises(Damaged):
        desk.notes.unlock(notebook.id, desk.code)


def test_an_item_of_the_drop_box_opens_in_its_own_place_alone(
    desk: Desk, notebook: Notebook
) -> None:
    other = desk.make("Children's", OTHER_PASSPHRASE)
    [(box,)] = desk.sql("SELECT box FROM dropped")
    # The same key pair planted for both: only the notebook's name inside tells them apart.
    from deskaid.notes import contents, records, schema, vault

    with schema.reading(desk.path) as database:
        row = contents.find_row(database, bytes.fromhex(other.id))
    keys = desk.notes.unlock(notebook.id, PASSPHRASE)._held_keys
    with schema.reading(desk.path) as database:
        own = contents.find_row(database, bytes.fromhex(notebook.id))
    plaintext = keys.open_dropped(box, own.public_key, own.secret_box)
    planted = vault.seal_to(row.public_key, plaintext)
    desk.sql("UPDATE dropped SET notebook = ?, box = ?", (row.id, planted))
    theirs = desk.notes.unlock(other.id, OTHER_PASSPHRASE)
    assert theirs.dropped() == [] and theirs.take_in().unreadable == 1
    # And under another id in its own notebook.
    renamed = vault.seal_to(own.public_key, plaintext)
    desk.sql("UPDATE dropped SET notebook = ?, id = randomblob(16), box = ?", (own.id, renamed))
    ours = desk.notes.unlock(notebook.id, PASSPHRASE)
    assert ours.dropped() == []
    assert records.unpack(plaintext)["text"] == "waiting"


def test_a_note_of_an_older_version_never_opens_as_the_newer_one(
    desk: Desk, notebook: Notebook
) -> None:
    """Put back with the newer number: the box names its own version."""
    note = next(note for note in notebook.notes() if note.text == "first")
    [(box, tag)] = desk.sql("SELECT box, tag FROM note WHERE id = ?", (bytes.fromhex(note.id),))
    notebook.save("first, corrected", note_id=note.id, revision=1)
    desk.sql("UPDATE note SET box = ?, tag = ? WHERE id = ?", (box, tag, bytes.fromhex(note.id)))
    found = desk.open()
    assert found.alarms and "first" not in texts(found)
    with pytest.raises(Unreadable):
        found._held_keys.open_note(
            bytes.fromhex(note.id), box, tag, revision=2, purge_day=note.purge_day
        )


PLANTED = [
    "CREATE TRIGGER keep BEFORE DELETE ON note BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TRIGGER copy AFTER INSERT ON dropped BEGIN UPDATE notebook SET hold_asked = 1; END",
    "CREATE TRIGGER late AFTER UPDATE ON notebook BEGIN DELETE FROM slot; END",
    "CREATE UNIQUE INDEX one ON note (tag)",
    "CREATE VIRTUAL TABLE words USING fts5(text)",
    "CREATE TABLE words (text)",
    "ALTER TABLE note RENAME TO other",
    "ALTER TABLE note RENAME COLUMN box TO blob",
    "ALTER TABLE about ADD COLUMN extra DEFAULT (1)",
]


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_rule_or_table_is_refused_before_anything_is_written(
    planted: str, desk: Desk, notebook: Notebook
) -> None:
    try:
        desk.sql(planted)
    except sqlite3.OperationalError as error:
        pytest.skip(f"this SQLite does not do that: {error}")
    before = desk.path.read_bytes()
    acts = (
        lambda: desk.notes.covers(),
        lambda: desk.notes.unlock(notebook.id, PASSPHRASE),
        lambda: notebook.save("would vanish"),
        lambda: notebook.delete(notebook.notes()[0].id),
        lambda: notebook.reload(),
        lambda: notebook.accept_and_reseal(),
        lambda: desk.notes.drop_box.seal("0" * 32, notebook.id, "would vanish"),
        lambda: desk.notes.purge(),
    )
    for act in acts:
        with pytest.raises(DeskaidError, match=r"trigger, view or table|damaged"):
            act()
    assert desk.path.read_bytes() == before


def test_a_table_whose_text_alone_was_changed_is_refused(desk: Desk, notebook: Notebook) -> None:
    """By writable_schema, which leaves every name and number as it was."""
    with sqlite3.connect(desk.path) as database:
        database.execute("PRAGMA writable_schema=ON")
        database.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'rev INTEGER NOT NULL',"
            " 'rev INTEGER NOT NULL ON CONFLICT IGNORE') WHERE name = 'note'"
        )
    database.close()
    with pytest.raises(DeskaidError, match="trigger, view or table"):
        notebook.save("would vanish")
