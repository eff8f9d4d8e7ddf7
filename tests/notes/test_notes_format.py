"""Format 1, pinned byte by byte: a change here would make old notes unreadable."""

import shutil
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from deskaid.notes import contents, kdf, records, slots, vault
from deskaid.notes.contents import Contents, Entry, NotebookRow
from deskaid.notes.dropbox import read_dropped
from deskaid.notes.kdf import Kdf
from deskaid.notes.note import Note
from deskaid.notes.slots import Slot
from deskaid.notes.trouble import Unreadable
from deskaid.notes.vault import Keys
from deskaid.paths import Paths
from notes_desk import Desk, texts

FIXTURES = Path(__file__).parent / "fixtures"


def row_of(first: int, size: int) -> bytes:
    """Return the bytes ``first``, ``first`` + 1 and so on."""
    return bytes(range(first, first + size))


NOTEBOOK, NOTE, SLOT, DROP = (row_of(first, 16) for first in (0x00, 0x10, 0x40, 0x30))
SALT = row_of(0x50, 16)
TAG = bytes.fromhex("fb78ad53f1e5d5b4dff8165d4ba8bdfe")
PUBLIC = bytes.fromhex("605a725d2a4adfeeb1a29e17edd621c1b7593ee8cdbc44ac6c4ab6e2f805d23c")
WRAP_KEY = "c803b6b4fbf87112d58988c34176f966a981414ea5cc196f81dc64ecb753a82e"
COMMITMENT = "0b967c1a7fc153807cef69e88265436c"
SECRET_BOX = (
    "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b765979595bc200c57f2febc11"
    "c829d4898f9ba59523ae60bb1eb6c2225a8f5e0b6fb939eb456712ba7c859586f26defa7"
)
SLOT_BOX = (
    "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b72e87c972ea58e8008044d91e"
    "9030e8c749d5ca3abbfbe211963ff184930c7d9490c20ab395ee2b889de8badebffd8257"
)
DROPPED = (
    "89506775480a8715f8978125551e45ef039eb3ec24b92b0ee762c6fef3d17b39a8c5f990"
    "53ff4a506f9addf87ac4fd167b1ff48db6691ea0f9b40cef65c2841b3b8fc1fe0e548ee0"
    "2d077f8263467eaf4556f2d8536bb6fac88bfa502f30d3cffe6b56c8eecdc023eda55fff"
    "8180c36dce2b6bef7910ab227f73e4c714d8b3e6246a81b8ee73ca0ef5f22372e1aa6420"
    "8cb293b1b3805aab2a5e72ef1f9d01683059079ad071d15834f721dda1ae41d3d73cbb67"
    "d4dfc245991344aaee7091f2c3515a3b89081a022c6929bdf3ff24e4cd719fff64f696f4"
    "81053b75150a1ddabb2c98e2f321edc9079833fb825de6ef95c21f9948caabbc0310b019"
    "6f86a9aab393143c7e9dd2e7d5792039415296b3009069476c5fadae290c366641996a45"
    "0c8b865bd6670c1e4329fa2febc0d260a6b71da6b198e35be79b69ee1ab800737d71849b"
    "e0816dd66a6a8d1e6b023816589e8ab7985d4ae8f267be33e44dbe703e0d2a1263082a82"
    "4b28af2f70b75dabe812ef05f10eb3a8d966355c570c94e46139fe58723c32b354884fe9"
    "e34ad122d85d3041680575a63f3786352ee0d0939107c79a3b74d48e4435df0978ef89af"
    "79efee24d482eb924d791565be0d9fe2720159f85181d1cb0a89fe74d75a77de6d12c550"
    "24aa361d56abc788956f1c14ed40c277e2f29ac15294571fa1a8c9bbaa4626b691ecce69"
    "2eaec459ae3af5ca49ed4ccdc70bfd25ef067cd403d49e7917af14765898eff5f9cb11b8"
    "123adff2c7f24acebbe03f3c0bbd64aafda2e478"
)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    monkeypatch.setattr(vault, "fresh", lambda size: row_of(0xA0, size))
    return Keys(NOTEBOOK, row_of(0x20, 32))


def slot(box: bytes) -> Slot:
    commitment = bytes.fromhex(COMMITMENT)
    return Slot(NOTEBOOK, SLOT, "pass", "argon2id:m=65536,t=3,p=1", SALT, commitment, box, b"")


def test_a_note_is_sealed_as_it_always_was(keys: Keys) -> None:
    note = Note(
        NOTE.hex(),
        "hello, desk",
        datetime(2026, 11, 20, 16, 35, tzinfo=UTC),
        datetime(2026, 11, 20, 16, 36, tzinfo=UTC),
        20500,
        1,
        ("call",),
    )
    plaintext = records.pack(note.fields())
    assert len(plaintext) == 512
    assert sha256(plaintext).hexdigest() == (
        "05123857efa7aa4cafa1e7ed6d649a5d3daf183a4b1510ee1a02220bb3c0f985"
    )
    box, tag = keys.seal_note(NOTE, plaintext, revision=1, purge_day=20500)
    assert (len(box), tag) == (537, TAG)
    assert sha256(box).hexdigest() == (
        "97dd97c2def08002564e8353273f9d120b8a678537ed7ade7167e39966215458"
    )
    assert keys.open_note(NOTE, box, tag, revision=1, purge_day=20500) == plaintext
    for revision, purge_day in ((2, 20500), (1, 20507)):
        with pytest.raises(Unreadable):
            keys.open_note(NOTE, box, tag, revision=revision, purge_day=purge_day)


def test_a_passphrase_gives_the_key_it_always_gave() -> None:
    # The same 32 bytes as argon2-cffi 25.1 for the composed spelling.
    derived = kdf.derive("Cafe\u0301\u00a0horse", SALT, Kdf(65536, 3))
    assert derived.hex() == "c36868c08d0c4f65a5b76b694db8f14441647fff806ade094f8ec98c53a0b313"
    wrap_key, commitment = slots._split(derived, SLOT)
    assert (wrap_key.hex(), commitment.hex()) == (WRAP_KEY, COMMITMENT)


def test_a_key_record_is_written_as_it_always_was(keys: Keys) -> None:
    wrapped = keys.wrapped(bytes.fromhex(WRAP_KEY), slots._place(slot(b"")))
    assert wrapped.hex() == SLOT_BOX
    assert slot(wrapped).expected_check().hex() == "c0b1cce5464f36d4"
    whole = Slot(**{**vars(slot(wrapped)), "check": slot(wrapped).expected_check()})
    opened = slots.open_slot(whole, "Caf\u00e9 horse", label="Front desk")
    assert opened.digest(b"x") == keys.digest(b"x")


def test_the_head_is_sealed_as_it_always_was(keys: Keys) -> None:
    public_key, secret_box = keys.new_pair()
    assert (public_key, secret_box.hex()) == (PUBLIC, SECRET_BOX)
    row = NotebookRow(NOTEBOOK, "Front desk", PUBLIC, secret_box, 30, False, False, 7, b"")
    entries = {NOTE: Entry(1, 20500, TAG, None)}
    assert contents.digest(keys, seq=7, ledger=contents.packed(entries)) == (
        "69d8b53921fe133487fcd13025fec493eab12c5c6b48c53c3333afce1a9e9539"
    )
    head = contents.sealed_head(keys, Contents(row, "", entries))
    assert (len(head), sha256(head).hexdigest()) == (
        552,
        "c738bdafecb354d64318db19040b152dd2432b4447146bb61c4f39dd3e59adc6",
    )


def test_an_old_item_of_the_drop_box_opens(keys: Keys) -> None:
    plaintext = keys.open_dropped(bytes.fromhex(DROPPED), PUBLIC, bytes.fromhex(SECRET_BOX))
    item = read_dropped(plaintext, notebook=NOTEBOOK, drop=DROP)
    assert (item.text, item.finished, item.purge_day) == ("dropped", True, 20500)
    for notebook, drop in ((NOTE, DROP), (NOTEBOOK, NOTE)):
        with pytest.raises(Unreadable):
            read_dropped(plaintext, notebook=notebook, drop=drop)


@pytest.mark.parametrize(
    ("size", "padded"),
    [
        (0, 512),
        (512, 512),
        (513, 544),
        (1000, 1024),
        (1025, 1088),
        (9000, 9216),
        (100_000, 100_352),
    ],
)
def test_records_are_padded_in_few_sizes(size: int, padded: int) -> None:
    assert records.padded_size(size) == padded
    assert records.padded_size(padded) == padded


@pytest.mark.parametrize(
    "plaintext",
    [
        b"",
        b"\0\0\0",
        b"\0\0\0\2{}".ljust(511, b"\0"),
        b"\0\0\0\2{}".ljust(544, b"\0"),
        b"\0\0\0\2{}".ljust(511, b"\0") + b"\1",
        b"\0\0\0\2[]".ljust(512, b"\0"),
        b"\0\0\0\2\xff\xff".ljust(512, b"\0"),
        b"\xff\xff\xff\xff{}".ljust(512, b"\0"),
    ],
)
def test_a_record_nobody_here_wrote_is_not_read(plaintext: bytes) -> None:
    assert records.unpack(b"\0\0\0\2{}".ljust(512, b"\0")) == {}
    with pytest.raises(Unreadable):
        records.unpack(plaintext)


def test_a_record_of_a_later_version_is_not_read(keys: Keys) -> None:
    box, tag = keys.seal_note(NOTE, records.pack({}), revision=1, purge_day=0)
    with pytest.raises(Unreadable):
        keys.open_note(NOTE, b"\2" + box[1:], tag, revision=1, purge_day=0)


def test_the_frozen_file_of_format_1_opens(paths: Paths) -> None:
    desk = Desk(paths)
    desk.path.parent.mkdir(parents=True)
    shutil.copy(FIXTURES / "format1.db", desk.path)
    found = desk.open("Front desk (F. M.)", "Café horse walnut pelican")
    assert not found.alarms
    promised = "Promised a call back.\nÉtage 2, \U0001f511"
    assert texts(found) == [promised, "kept", "x" * 3000]
    note = found.search("étage")[0]
    assert (note.tags, note.due, note.revision) == (("call", "printer"), date(2026, 11, 27), 2)
    assert found.search("kept")[0].reason == "incident report 12"
    taken = found.take_in()
    assert [(item.text, item.tags) for item in taken.notes] == [("written while locked", ("late",))]
    assert [(item.text, item.note_id) for item in taken.drafts] == [("a later version", note.id)]
    code = "YCTG-9D6E-CD4X-M1M9-KABF-ZFGF-1KA4-11ZW-H"
    assert len(desk.notes.recover(found.id, code).notes()) == 4
    other = desk.open("Children's", "thimble orchard lantern mosaic")
    assert (texts(other), other.hold, other.days) == (["theirs"], True, 7)
