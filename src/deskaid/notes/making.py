"""Making a notebook: keys, key records and the first head, in one transaction."""

from pathlib import Path

from deskaid.notes import contents, recovery, schema, slots
from deskaid.notes.change import write_slots
from deskaid.notes.contents import Contents, NotebookRow
from deskaid.notes.kdf import Kdf
from deskaid.notes.labels import check_label
from deskaid.notes.vault import Keys


def make(
    path: Path, keys: Keys, *, label: str, secret: str, days: int, reason: str, kdf: Kdf | None
) -> str:
    """Write a notebook for ``keys`` that ``secret`` opens; return its recovery code.

    Takes up to some seconds. Raises `NotSaved`, or `Refused` for the label.
    """
    code = recovery.new_code()
    made = [
        slots.make(keys, slots.PASSPHRASE, secret, kdf=kdf),
        slots.make(keys, slots.RECOVERY, code, kdf=kdf),
    ]
    public_key, secret_box = keys.new_pair()
    with schema.writing(path) as database:
        name = check_label(database, label)
        row = NotebookRow(keys.notebook, name, public_key, secret_box, days, False, False, 0, b"")
        database.execute(
            "INSERT INTO notebook (id, label, public_key, secret_box, days, hold, hold_asked,"
            " seq, head) VALUES (?, ?, ?, ?, ?, 0, 0, 0, x'')",
            (row.id, name, public_key, secret_box, days),
        )
        write_slots(database, row.id, made)
        contents.store(database, keys, Contents(row, reason.strip()[:200], {}))
    return code
