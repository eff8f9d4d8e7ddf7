"""Where the file of flags goes: a place a clerk finds again, and never over another file."""

from datetime import date
from pathlib import Path


def default_place(today: date) -> Path:
    """Return a path for the flags that does not exist yet: in Documents, or the home folder."""
    from platformdirs import user_documents_path

    documents = user_documents_path()
    folder = documents if documents.is_dir() else Path.home()
    return free_path(folder / f"flags-{today.isoformat()}.csv")


def meant_path(typed: str, today: date) -> Path:
    """Return the path that was typed; a folder means a file of the usual name in it."""
    path = Path(typed.strip().strip('"')).expanduser()
    if path.is_dir():
        return free_path(path / f"flags-{today.isoformat()}.csv")
    return path if path.suffix else path.with_suffix(".csv")


def free_path(path: Path) -> Path:
    """Return ``path``, or the first "NAME-2.csv", "NAME-3.csv" ... that does not exist."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
