"""The visible name of a notebook: on the lock screen and in every copy of the file."""

import sqlite3

from deskaid.errors import NothingFound, Refused
from deskaid.text import fold, one_line

LONGEST = 40
"""Characters of a label, so that it fits the lock screen at 80 columns."""


def check_label(database: sqlite3.Connection, label: str, *, own: bytes = b"") -> str:
    """Return ``label`` on one plain line.

    Raises `Refused` when it is blank, longer than `LONGEST`, or another notebook's (``own``
    is the one being renamed); case and accents do not tell two labels apart.
    """
    clean = one_line(label)
    if not 0 < len(clean) <= LONGEST:
        raise Refused(
            f"A notebook's name has 1 to {LONGEST} characters.",
            hint="It is visible to everybody at this computer: initials are enough.",
        )
    for other, taken in database.execute("SELECT id, label FROM notebook"):
        if other != own and fold(str(taken)) == fold(clean):
            raise Refused("A notebook of this name exists already.", hint="Choose another name.")
    return clean


def stored_label(database: sqlite3.Connection, notebook: bytes) -> str:
    """Return the label of ``notebook`` for a sentence. Raises `NothingFound`."""
    found = database.execute("SELECT label FROM notebook WHERE id = ?", (notebook,)).fetchone()
    if found is None:
        raise NothingFound("There is no such notebook.", hint="Choose one from the list.")
    return one_line(str(found[0])) or "this notebook"
