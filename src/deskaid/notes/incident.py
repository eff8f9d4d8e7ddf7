"""An incident draft: the plain facts of one note, to leave the notebook on its author's word."""

import os
from datetime import date, datetime
from pathlib import Path

from deskaid.errors import FileTrouble
from deskaid.notes.note import Note
from deskaid.notes.template import LABELS, parts
from deskaid.text import one_line, plain

PLAIN_COPY = "The copy is plain text: not encrypted, and deskaid never deletes it."
_HEADINGS = dict(
    zip(
        LABELS,
        ("When", "Where", "What was seen and said", "What was done", "What is owed"),
        strict=True,
    )
)


def draft_of(note: Note, now: datetime, *, library: str = "") -> str:
    """Return the facts of ``note`` under plain headings, for its author to edit.

    The day is the note's own, in the zone of ``now``; nothing of the notebook is in it.
    """
    under = parts(plain(note.text))
    when = note.created.astimezone(now.tzinfo)
    under["When"] = f"{when:%A} {when.day} {when:%B %Y}, {under['When'] or f'{when:%H:%M}'}"
    title = f"Incident draft{f', {one_line(library)}' if library else ''}"
    told = [f"{heading}\n{under[label]}".rstrip() for label, heading in _HEADINGS.items()]
    return "\n\n".join([title, *told, "Written by\n"])


def default_place(today: date) -> Path:
    """Return a path for the draft that does not exist yet: in Documents, or the home folder."""
    from platformdirs import user_documents_path  # only a saved draft needs it

    documents = user_documents_path()
    folder = documents if documents.is_dir() else Path.home()
    return _free(folder / f"incident-{today.isoformat()}.txt")


def meant_place(typed: str, today: date) -> Path:
    """Return the path that was typed; a folder means a file of the usual name in it.

    Raises `FileTrouble` when nothing was typed.
    """
    if not typed.strip():
        raise FileTrouble("No file was named.", hint="Type where to, or press Esc.")
    path = Path(typed.strip().strip('"')).expanduser()
    if path.is_dir():
        return _free(path / f"incident-{today.isoformat()}.txt")
    return path if path.suffix else path.with_suffix(".txt")


def write_plain(text: str, path: Path) -> None:
    """Write ``text`` to the new file ``path``, for this login alone; never over another file.

    Raises `FileTrouble`; nothing is left behind then.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError:
        raise FileTrouble(f"{path} exists already.", hint="Choose another name.") from None
    except OSError as error:
        raise _unwritten(path, error) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text.rstrip("\n") + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _unwritten(path, error) from None


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _unwritten(path: Path, error: OSError) -> FileTrouble:
    return FileTrouble(
        f"The draft could not be written to {path} ({error.strerror}).",
        hint="Name a folder you may write to.",
    )
