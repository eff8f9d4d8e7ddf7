"""From the screen to paper or a file: the system's own printer, and never over another file."""

from datetime import datetime
from pathlib import Path

from deskaid.errors import FileTrouble
from deskaid.printing import PATIENCE, PrinterTrouble, print_command, print_text

__all__ = [
    "PATIENCE",
    "PrinterTrouble",
    "print_command",
    "print_slip",
    "save_slip",
    "write_slip",
]

_MOST_COPIES = 1000
_INSTEAD = "Save it to a file, or show the number or its code on the screen."


def print_slip(text: str, *, printer: str = "") -> str:
    """Hand ``text`` to ``printer`` (the system's own when "") and return a sentence that says so.

    Blocks until the print system has taken it, so a screen calls it in a thread. Raises
    `PrinterTrouble` when there is no printer, or it takes nothing.
    """
    return print_text(text, printer=printer, what="slip", instead=_INSTEAD, patience=PATIENCE)


def save_slip(text: str, *, now: datetime, folder: Path | None = None) -> Path:
    """Write ``text`` as a new file in ``folder`` (Documents when None) and return its path.

    The name tells when and nothing else; a file that is there already stays. Raises
    `FileTrouble`.
    """
    if folder is None:
        from platformdirs import user_documents_path  # only a saved slip needs it

        folder = user_documents_path()
    stem = f"slip-{now:%Y-%m-%d-%H%M}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, _MOST_COPIES):
            path = folder / f"{stem}{f'-{number}' if number > 1 else ''}.txt"
            if not path.exists():
                return write_slip(text, path)
    except OSError as error:
        raise _unwritten(folder, error) from error
    raise FileTrouble(f"{folder} is full of slips of this minute.", hint="Delete old ones.")


def write_slip(text: str, path: Path) -> Path:
    """Write ``text`` to the new file ``path`` and return it; never over another file.

    Raises `FileTrouble`.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError as error:
        raise FileTrouble(f"{path} exists already.", hint="Choose another name.") from error
    except OSError as error:
        raise _unwritten(path, error) from error
    return path


def _unwritten(path: Path, error: OSError) -> FileTrouble:
    return FileTrouble(
        f"The slip could not be written to {path} ({error.strerror}).",
        hint="Free the disk, or name another file: deskaid slip ID --output FILE",
    )
