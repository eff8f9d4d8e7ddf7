"""Whatever people type or paste as passphrase or note: kept exactly, or refused in a sentence."""

import json
import subprocess
import sys

import pytest
from hostile_notes import in_clear

from deskaid.errors import Refused
from deskaid.notes import records, schema, slots
from deskaid.notes.notebook import Notebook
from deskaid.notes.trouble import PassphraseRefused, WrongPassphrase
from deskaid.paths import Paths
from notes_desk import PASSPHRASE, Desk, texts
from rounds import figures, rounds


@pytest.fixture
def desk(paths: Paths) -> Desk:
    return Desk(paths)


@pytest.fixture
def notebook(desk: Desk) -> Notebook:
    return desk.make()


PHRASES = {
    "composed": ("Café Étage walnut pelican", "Cafe\u0301 E\u0301tage walnut pelican"),
    "decomposed": ("Cafe\u0301 walnut pelican sonata", "Caf\u00e9 walnut pelican sonata"),
    "Hangul": (
        "\ud55c\uae00 walnut pelican",
        "\u1112\u1161\u11ab\u1100\u1173\u11af walnut pelican",
    ),
    "spaces of every kind": (
        "walnut pelican\u00a0gravel\u2009sonata\u3000end",
        "walnut\u3000pelican gravel sonata end",
    ),
    "emoji": ("\U0001f511 walnut \U0001f468\u200d\U0001f469\u200d\U0001f467 pelican gravel",) * 2,
    "right to left": ("שלום עולם مرحبا بالعالم walnut",) * 2,
    "1,000 characters": ("walnut pelican gravel " * 45 + "sonata lant",) * 2,
    "spaces around": ("  walnut pelican gravel  ",) * 2,
    "looks like a flag": ("--walnut 'pelican\" $gravel`;\\%s{0}",) * 2,
}
OTHERS = {
    "composed": "Cafe Etage walnut pelican",
    "spaces around": "walnut pelican gravel",
    "1,000 characters": "walnut pelican gravel " * 45 + "sonata lanu",
    "emoji": "\U0001f511 walnut \U0001f468\U0001f469\U0001f467 pelican gravel",
}


@pytest.mark.parametrize("kind", PHRASES)
def test_a_passphrase_opens_however_its_letters_were_composed(kind: str, desk: Desk) -> None:
    chosen, typed = PHRASES[kind]
    desk.make(passphrase=chosen).save("kept")
    assert texts(desk.open(passphrase=typed)) == ["kept"]
    with pytest.raises(WrongPassphrase):
        desk.open(passphrase=OTHERS.get(kind, typed.upper()))
    assert in_clear(desk, (chosen, typed)) == []


@pytest.mark.parametrize("sign", ["\0", "\t", "\n", "\r", "\x1b", "\x7f", "\x85", "\x9b", "\ud800"])
def test_a_passphrase_with_a_control_character_is_refused_in_a_sentence(
    sign: str, desk: Desk
) -> None:
    typed = f"walnut pelican{sign}gravel sonata"
    with pytest.raises(PassphraseRefused, match="no key types") as caught:
        desk.make(passphrase=typed)
    assert "walnut" not in str(caught.value)
    notebook = desk.make()
    with pytest.raises(PassphraseRefused, match="no key types"):
        desk.open(passphrase=typed)
    with pytest.raises(PassphraseRefused, match="no key types"):
        notebook.change_passphrase(typed, current=PASSPHRASE)
    assert desk.notes.delay(notebook.id) == 0, "what cannot be right is no wrong try"


@pytest.mark.long
def test_wrong_passphrases_50_times_cost_time_and_nothing_else(desk: Desk) -> None:
    notebook = desk.make()
    notebook.save("kept")
    before = desk.path.read_bytes()
    count = rounds(12, 50)
    delays = []
    for number in range(count):
        with pytest.raises(WrongPassphrase):
            desk.open(passphrase=f"wrong try number {number}")
        delays.append(desk.notes.delay(notebook.id))
    assert desk.path.read_bytes() == before
    assert delays[:6] == [1, 2, 4, 8, 16, 30] and set(delays[6:]) == {30}
    assert in_clear(desk, ("wrong try",)) == []
    assert desk.notes.cover("Front desk").wrong_tries == count
    assert texts(desk.open()) == ["kept"]
    assert desk.notes.delay(notebook.id) == 0
    figures("wrong passphrases", tried=count, opened=0, lost=0, bytes_changed=0)


TEXTS = {
    "one megabyte": "étage \U0001f4da " * 80_000,
    "empty": "",
    "only newlines": "\n" * 5000,
    "newlines of every kind": "a\r\nb\rc\nd\x0be\x0cf\x85g\u2028h\u2029i",
    "NUL": "before\0after\0\0",
    "controls": "".join(map(chr, range(32))) + "\x7f\x9b31m",
    "not composed": "Cafe\u0301 \u1112\u1161\u11ab \ufb01",
    "right to left": "\u202eשלום\u202c \ufeff",
    "not characters": "\uffff\U0010ffff\ufdd0",
    "json": '{"text": "\\u0000"}\\',
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_note_comes_back_to_the_last_character(kind: str, desk: Desk) -> None:
    text = TEXTS[kind]
    notebook = desk.make()
    note = notebook.save(text)
    box = desk.notes.drop_box
    box.seal("0" * 32, notebook.id, text + "!")
    found = desk.open()
    assert found.note(note.id).text == text
    found.take_in()
    assert desk.open().note("0" * 32).text == text + "!"


@pytest.mark.parametrize("over", [0, 1])
def test_a_note_of_four_mebibytes_is_saved_and_one_byte_more_refused(
    over: int, notebook: Notebook, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = notebook.save("kept")
    bare = len(json.dumps(kept.fields(), separators=(",", ":"))) - len("kept")
    text = "x" * (records.LARGEST - bare + over)
    before = desk.path.read_bytes()
    if not over:
        note = notebook.save(text)
        assert desk.open().note(note.id).text == text
        return
    sealed = []
    monkeypatch.setattr(
        notebook._held_keys.__class__, "seal_note", lambda *a, **k: sealed.append(a)
    )
    with pytest.raises(Refused, match="4 MiB"):
        notebook.save(text)
    assert sealed == [], "refused before anything is sealed"
    assert desk.path.read_bytes() == before
    with pytest.raises(Refused, match="4 MiB"):
        desk.notes.drop_box.seal("0" * 32, notebook.id, text + "x" * 200)
    assert texts(desk.open()) == ["kept"]


LIMITED = """
import resource, sys
from deskaid.notes.notebooks import Notes
from deskaid.paths import find_paths
from notes_desk import PASSPHRASE
import deskaid.notes.slots, deskaid.notes.notebook
used = int(open('/proc/self/statm').read().split()[0]) * 4096
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[1]) * 2**20,) * 2)
notes = Notes(find_paths())
try:
    notes.unlock(notes.covers()[0].id, PASSPHRASE)
except BaseException as error:
    print(type(error).__name__, error)

print(int(open('/proc/self/statm').read().split()[0]) * 4096 - used)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc and sets RLIMIT_AS")
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("argon2id:m=67108864,t=3,p=1", "Damaged"),  # 64 GiB
        ("argon2id:m=1048577,t=3,p=1", "Damaged"),  # a kibibyte over the most
        ("argon2id:m=8,t=3,p=1", "Damaged"),  # 8 KiB
        ("argon2id:m=19455,t=3,p=1", "Damaged"),  # a kibibyte under the least
        ("argon2id:m=131072,t=999,p=1", "Damaged"),
        ("argon2id:m=1048576,t=1,p=1", "FileTrouble Opening needs 1024 MiB"),
    ],
)
def test_key_settings_out_of_bounds_are_refused_with_no_memory_to_refuse_them_in(
    settings: str, said: str, desk: Desk
) -> None:
    """In a process that could not take 16 MiB more, let alone what the file asks for."""
    notebook = desk.make()
    desk.sql("UPDATE slot SET kdf = ?", (settings,))
    with schema.reading(desk.path) as database:
        slot = slots.find(database, bytes.fromhex(notebook.id), "pass")
    desk.sql("UPDATE slot SET \"check\" = ? WHERE kind = 'pass'", (slot.expected_check(),))
    from pathlib import Path

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "16"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        timeout=60,
    )
    lines = done.stdout.splitlines()
    assert lines and lines[0].startswith(said), done.stdout + done.stderr
    assert int(lines[-1]) < 16 * 2**20
