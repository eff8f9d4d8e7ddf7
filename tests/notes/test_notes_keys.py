"""What opens a notebook, what does not, and how the two are told apart."""

import traceback

import pytest

from deskaid.notes import kdf as derivation
from deskaid.notes.kdf import STRONG, WEAKEST, Kdf
from deskaid.notes.notebooks import Notes
from deskaid.notes.trouble import (
    Damaged,
    NewerFormat,
    PassphraseRefused,
    StaleNotebook,
    WrongPassphrase,
)
from deskaid.paths import Paths
from notes_desk import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, START, Desk, texts


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


def flipped(value: bytes, at: int) -> bytes:
    return value[:at] + bytes([value[at] ^ 0x20]) + value[at + 1 :]


def test_a_wrong_passphrase_is_counted_delayed_and_forgotten_after_the_right_one(
    desk: Desk,
) -> None:
    notebook = desk.make()
    assert desk.notes.delay(notebook.id) == 0
    for expected in (1, 2, 4):
        with pytest.raises(WrongPassphrase) as caught:
            desk.open(passphrase="not the right one")
        shown = "".join(traceback.format_exception(caught.value))
        assert "not the right one" not in shown.replace('"not the right one"', "")
        assert desk.notes.delay(notebook.id) == expected
    assert desk.notes.cover("Front desk").wrong_tries == 3
    assert desk.open().notices[0] == "3 wrong tries since 2026-11-20 16:35."
    assert desk.notes.delay(notebook.id) == 0


def test_every_flipped_byte_of_a_key_record_reads_as_damage_never_as_wrong(desk: Desk) -> None:
    notebook = desk.make()
    desk.sql("DELETE FROM slot WHERE kind = 'recovery'")
    columns = ("notebook", "id", "kind", "kdf", "salt", "commitment", "box", '"check"')
    for column in columns:
        whole = desk.sql(f"SELECT {column} FROM slot")[0][0]
        raw = whole if isinstance(whole, bytes) else whole.encode()
        changed = [flipped(raw, at) for at in range(len(raw))] + [raw[:-1], raw + b"0", b""]
        for value in changed:
            stored = value.decode("latin-1") if isinstance(whole, str) else value
            desk.sql(f"UPDATE slot SET {column} = ?", (stored,))
            with pytest.raises(Damaged):
                desk.notes.unlock(notebook.id, PASSPHRASE)
        desk.sql(f"UPDATE slot SET {column} = ?", (whole,))
    assert desk.open().notes() == []


def test_a_damaged_passphrase_record_leaves_the_recovery_code_working(desk: Desk) -> None:
    notebook = desk.make()
    notebook.save("still here")
    desk.sql("DELETE FROM slot WHERE kind = 'pass'")
    with pytest.raises(Damaged, match="recovery code"):
        desk.open()
    assert texts(desk.notes.recover(notebook.id, desk.code)) == ["still here"]


@pytest.mark.parametrize(
    "settings",
    [
        "argon2id:m=67108864,t=3,p=1",
        "argon2id:m=8,t=3,p=1",
        "argon2id:m=131072,t=17,p=1",
        "argon2id:m=131072,t=0,p=1",
        "argon2id:m=131072,t=3,p=4",
        "argon2i:m=131072,t=3,p=1",
        "argon2id:m=+131072,t=3,p=1",
        "",
    ],
)
def test_settings_outside_the_limits_are_refused_before_any_memory_is_taken(
    desk: Desk, settings: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskaid.notes import slots

    notebook = desk.make()
    monkeypatch.setattr(derivation, "crypto_pwhash_alg", None)  # calling it would be a TypeError
    desk.sql("UPDATE slot SET kdf = ?", (settings,))
    from deskaid.notes import schema

    with schema.reading(desk.path) as database:
        slot = slots.find(database, bytes.fromhex(notebook.id), "pass")
    desk.sql("UPDATE slot SET \"check\" = ? WHERE kind = 'pass'", (slot.expected_check(),))
    with pytest.raises(Damaged, match="settings"):
        desk.notes.unlock(notebook.id, PASSPHRASE)


def test_the_same_words_open_however_they_are_composed_or_spaced(desk: Desk) -> None:
    desk.make(passphrase="  Caf\u00e9 \ud55c\uae00 walnut pelican \U0001f511")
    same = "  Cafe\u0301\u00a0\u1112\u1161\u11ab\u1100\u1173\u11af walnut\u2003pelican \U0001f511"
    assert desk.open(passphrase=same).notes() == []
    for other in (same.strip(), same.lower(), same + " "):
        with pytest.raises(WrongPassphrase):
            desk.open(passphrase=other)
    with pytest.raises(PassphraseRefused, match="no key types"):
        desk.open(passphrase=same + "\t")


def test_the_recovery_code_opens_and_asks_for_a_new_passphrase(desk: Desk) -> None:
    notebook = desk.make()
    notebook.save("kept")
    typed = desk.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    found = desk.notes.recover(notebook.id, typed)
    assert found.recovered and texts(found) == ["kept"]
    found.change_passphrase(OTHER_PASSPHRASE)
    assert not found.recovered
    assert texts(desk.open(passphrase=OTHER_PASSPHRASE)) == ["kept"]


def test_changing_the_passphrase_seals_everything_anew(desk: Desk) -> None:
    notebook = desk.make()
    note = notebook.save("kept")
    box = desk.notes.drop_box
    box.seal(box.new_id(), notebook.id, "waiting")
    old_code = desk.code
    before = desk.sql("SELECT box, tag FROM note UNION SELECT box, id FROM dropped")
    keys = desk.sql("SELECT public_key, secret_box FROM notebook")
    with pytest.raises(WrongPassphrase):
        notebook.change_passphrase(OTHER_PASSPHRASE, current="not the present one")
    with pytest.raises(PassphraseRefused, match="present one"):
        notebook.change_passphrase(OTHER_PASSPHRASE)
    code = notebook.change_passphrase(OTHER_PASSPHRASE, current=PASSPHRASE)
    everything = desk.path.read_bytes()
    for sealed, _ in before:
        assert sealed[40:80] not in everything
    assert keys != desk.sql("SELECT public_key, secret_box FROM notebook")
    with pytest.raises(WrongPassphrase):
        desk.open()
    with pytest.raises(WrongPassphrase, match="recovery code"):
        desk.notes.recover(notebook.id, old_code)
    notebook.save("more", note_id=note.id, revision=1)
    found = desk.notes.recover(notebook.id, code)
    assert not found.alarms
    assert [taken.text for taken in found.take_in().notes] == ["waiting"]
    assert texts(desk.open(passphrase=OTHER_PASSPHRASE)) == ["more", "waiting"]


def test_a_desk_left_open_across_a_new_passphrase_is_told_and_harms_nothing(desk: Desk) -> None:
    here = desk.make()
    here.save("kept")
    there = desk.open()
    there.change_passphrase(OTHER_PASSPHRASE, current=PASSPHRASE)
    for call in (lambda: here.save("late"), here.reload, here.accept_and_reseal):
        with pytest.raises(StaleNotebook, match="changed elsewhere"):
            call()
    found = desk.open(passphrase=OTHER_PASSPHRASE)
    assert texts(found) == ["kept"] and not found.alarms


def test_a_newer_file_is_left_alone_politely(desk: Desk) -> None:
    desk.make()
    desk.sql("UPDATE about SET format = 2")
    before = desk.path.read_bytes()
    with pytest.raises(NewerFormat, match="newer deskaid"):
        desk.notes.covers()
    assert desk.path.read_bytes() == before


def test_a_machine_short_of_memory_gets_a_weaker_key_and_a_notice(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = derivation.derive

    def derive(secret: str, salt: bytes, kdf: Kdf) -> bytes:
        if kdf.memory_kib > WEAKEST.memory_kib:
            raise MemoryError
        return real(secret, salt, kdf)

    monkeypatch.setattr(derivation, "derive", derive)
    notes = Notes(paths, clock=lambda: START)
    notebook, _ = notes.create("Front desk", PASSPHRASE)
    found = notes.unlock(notebook.id, PASSPHRASE)
    assert any("weak" in notice for notice in found.notices)


def test_the_key_is_derived_with_128_mib_when_nothing_is_said(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derivation, "SLOW_SECONDS", 600.0)
    desk = Desk(paths)
    notes = Notes(paths, clock=lambda: START)
    notebook, _ = notes.create("Front desk", PASSPHRASE)
    assert desk.sql("SELECT DISTINCT kdf FROM slot") == [(str(STRONG),)]
    assert notes.unlock(notebook.id, PASSPHRASE).notices == []
    assert str(CHEAP) == "argon2id:m=19456,t=1,p=1"
