"""Making keys for a notebook, and writing a new notebook with them.

Two steps on purpose: keys are derived first, which takes seconds, and nothing is written before a
person has typed back part of the new recovery code. No notebook exists whose code nobody saw.
"""

from dataclasses import dataclass
from pathlib import Path

from deskaid.notes import contents, recovery, schema, slots
from deskaid.notes.change import write_slots
from deskaid.notes.contents import Contents, NotebookRow
from deskaid.notes.kdf import Kdf
from deskaid.notes.labels import check_label
from deskaid.notes.slots import Slot
from deskaid.notes.vault import Keys


@dataclass(frozen=True, repr=False)
class NewKeys:
    """Keys that no file knows yet, their two key records, and the recovery code to show once."""

    keys: Keys
    slots: tuple[Slot, Slot]
    code: str


def new_keys(notebook: bytes, secret: str, *, kdf: Kdf | None) -> NewKeys:
    """Return keys for ``notebook`` that ``secret`` and a new recovery code open.

    Takes up to some seconds: run it in a worker. Writes nothing.
    """
    keys, code = Keys.new(notebook), recovery.new_code()
    made = (
        slots.make(keys, slots.PASSPHRASE, secret, kdf=kdf),
        slots.make(keys, slots.RECOVERY, code, kdf=kdf),
    )
    return NewKeys(keys, made, code)


def write(path: Path, made: NewKeys, *, label: str, days: int, reason: str) -> None:
    """Write an empty notebook for ``made``: row, key records and head, in one transaction.

    Raises `NotSaved`, or `Refused` for the label.
    """
    public_key, secret_box = made.keys.new_pair()
    with schema.writing(path) as database:
        name = check_label(database, label)
        row = NotebookRow(
            made.keys.notebook, name, public_key, secret_box, days, False, False, 0, b""
        )
        database.execute(
            "INSERT INTO notebook (id, label, public_key, secret_box, days, hold, hold_asked,"
            " seq, head) VALUES (?, ?, ?, ?, ?, 0, 0, 0, x'')",
            (row.id, name, public_key, secret_box, days),
        )
        write_slots(database, row.id, made.slots)
        contents.store(database, made.keys, Contents(row, reason.strip()[:200], {}))
