"""What anybody at the desk may see of its notebooks, without a passphrase."""

from dataclasses import dataclass
from pathlib import Path

from deskaid.notes import schema
from deskaid.notes.anchor import Anchor
from deskaid.text import fold, one_line


@dataclass(frozen=True)
class Cover:
    """What anybody at the desk may see of a notebook.

    ``notes`` counts sealed notes, ``waiting`` items in the drop box, ``wrong_tries`` the
    wrong passphrases since the last unlock. ``days`` is how long a new note is kept (0: does
    not expire).
    """

    id: str
    label: str
    days: int
    hold: bool
    notes: int
    waiting: int
    wrong_tries: int = 0


def find_covers(path: Path, anchor: Anchor) -> list[Cover]:
    """Return the cover of every notebook in the file, by label. Raises as `schema.reading`."""
    with schema.reading(path) as database:
        rows = database.execute(
            "SELECT id, label, days, hold + hold_asked,"
            " (SELECT count(*) FROM note"
            "  WHERE note.notebook = notebook.id AND box IS NOT NULL),"
            " (SELECT count(*) FROM dropped WHERE dropped.notebook = notebook.id)"
            " FROM notebook"
        ).fetchall()
    found = [
        Cover(
            notebook.hex(),
            one_line(str(label)),
            days,
            bool(hold),
            notes,
            waiting,
            anchor.mark(notebook).wrong_tries,
        )
        for notebook, label, days, hold, notes, waiting in rows
        if isinstance(notebook, bytes)
    ]
    return sorted(found, key=lambda cover: fold(cover.label))
