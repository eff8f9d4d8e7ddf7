"""Where a directory's file may lie on this computer, as a path is being typed."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from deskaid.text import fold

READABLE = frozenset((".csv", ".tsv", ".txt", ".xlsx", ".zip", ".json", ".ndjson", ".jsonl"))
"""Endings of what `importing.reader` may make sense of; folders are always shown."""
MOST = 200
WHOLE = "(this whole folder)"
"""How the folder itself is offered, as a package of files is."""
_LOOKED_AT = 5_000  # entries of one folder; a downloads folder of years stays quick


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or file that could be meant; ``label`` is how the list shows it."""

    path: Path
    label: str
    is_folder: bool


def starting_places() -> list[Entry]:
    """Return the folders where a directory usually arrives: downloads, documents, a stick."""
    import platformdirs

    usual = (
        platformdirs.user_downloads_path(),
        platformdirs.user_documents_path(),
        platformdirs.user_desktop_path(),
        *_removable(),
        Path.home(),
    )
    return [Entry(place, f"{place}{os.sep}", True) for place in dict.fromkeys(usual) if _is(place)]


def matching(typed: str) -> list[Entry]:
    """Return what ``typed``, the beginning of a path, may become: folders first, by name.

    Inside a folder the folder itself comes first. Names are compared without case or accents. A
    folder that may not be read gives nothing.
    """
    text = typed.strip().strip('"')
    if not text:
        return starting_places()
    whole = Path(text).expanduser()
    folder, start = (whole, "") if text.endswith(("/", os.sep)) else (whole.parent, whole.name)
    wanted = fold(start)
    found = [entry for entry in _entries(folder) if fold(entry.path.name).startswith(wanted)]
    found.sort(key=lambda entry: (not entry.is_folder, fold(entry.label)))
    if found and not start:
        found.insert(0, Entry(folder, WHOLE, False))
    return found[:MOST]


def _entries(folder: Path) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as inside:
            for item in islice(inside, _LOOKED_AT):
                if item.name.startswith("."):
                    continue
                if item.is_dir():
                    yield Entry(folder / item.name, f"{item.name}{os.sep}", True)
                elif Path(item.name).suffix.lower() in READABLE:
                    yield Entry(folder / item.name, item.name, False)
    except OSError:  # no such folder, or not ours to read: nothing to offer
        return


def _removable() -> list[Path]:
    """Return what is plugged in, where the system shows it."""
    if sys.platform == "win32":
        return [Path(f"{letter}:\\") for letter in "DEFGHIJ"]
    if sys.platform == "darwin":
        return _inside(Path("/Volumes"))
    login = Path.home().name
    return [*_inside(Path("/media") / login), *_inside(Path("/run/media") / login)]


def _inside(folder: Path) -> list[Path]:
    return sorted(entry.path for entry in _entries(folder) if entry.is_folder)


def _is(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # a drive without a disk in it
        return False
