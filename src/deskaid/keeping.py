"""Making a backup: one file with everything this desk cannot make again.

Notes go in as the ciphertext they are, so no key is asked for, and the backup opens only with
the passphrases and recovery codes of that day. Everything else in it can be read by whoever
holds the file: the directory with this library's checks, flags and tips, the names of staff in
charge in site.toml, the settings and the library's own cards. None of it is about a patron.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deskaid import archive, directory_copy
from deskaid.archive import Part
from deskaid.errors import FileTrouble, NothingFound
from deskaid.landing import check_place, landing, sweep
from deskaid.notes.backup import Kept, copy_whole
from deskaid.notes.days import day_number
from deskaid.paths import Paths

_STAGING = "backing-up-"
_ROOM = 16 * 1024 * 1024  # bytes to spare beside the copies
LARGEST_TEXT = 16 * 1024 * 1024
"""A card or settings file that is larger is no text of ours, and is left out by name."""


@dataclass(frozen=True)
class BackedUp:
    """What a backup holds: names of its parts, the notes in it, what was left out and why."""

    path: Path
    parts: tuple[str, ...]
    notes: Kept | None
    left_out: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return it for ``--json``."""
        return {
            "path": str(self.path),
            "parts": list(self.parts),
            "notes": self.notes.as_dict() if self.notes else None,
            "left_out": list(self.left_out),
        }


def back_up(
    paths: Paths,
    place: Path,
    *,
    now: datetime,
    notes: bool = True,
    rest: bool = True,
    force: bool = False,
) -> BackedUp:
    """Write a backup to ``place``, 0600, in one step; others may write meanwhile.

    Raises `Refused` for a place that will not do or a file there without ``force``,
    `FileTrouble` for a full or read-only disk, `NothingFound` when there is nothing to keep.
    """
    target = check_place(place, force=force)
    left_out: list[str] = []
    with _staging(paths, target) as work:
        held = None
        parts: list[Part] = []
        if notes and paths.notes.exists():
            # The counter first: an older one than the file's raises no alarm.
            parts += _text_parts(paths.notes_anchor, "notes.anchor", left_out)
            held = copy_whole(paths.notes, work / "notes.db", today=day_number(now.date()))
            parts.append(Part("notes.db", work / "notes.db"))
        if rest:
            if paths.database.is_file():
                directory_copy.copy(paths.database, work / "deskaid.db")
                parts.append(Part("deskaid.db", work / "deskaid.db"))
            parts += texts_of(paths, left_out)
        if not parts:
            raise NothingFound("There is nothing here to keep yet.", hint="Nothing was written.")
        archive.write(
            landing(target, force=force),
            parts,
            what=archive.BACKUP,
            made=now,
            notes=held.as_dict() if held else {},
        )
    return BackedUp(target, tuple(part.name for part in parts), held, tuple(left_out))


def texts_of(paths: Paths, left_out: list[str]) -> list[Part]:
    """Return the files people edit: both settings files and the library's own cards.

    The names of those that no backup can hold are added to ``left_out``.
    """
    parts = _text_parts(paths.site, "site.toml", left_out)
    parts += _text_parts(paths.settings, "settings.toml", left_out)
    for folder, _, names in os.walk(paths.scripts):
        for name in sorted(name for name in names if not name.startswith(".")):
            file = Path(folder) / name
            parts += _text_parts(
                file, f"scripts/{file.relative_to(paths.scripts).as_posix()}", left_out
            )
    return parts


def _text_parts(file: Path, name: str, left_out: list[str]) -> list[Part]:
    try:
        if not file.is_file():
            return []
        about = file.stat()
        if about.st_size > LARGEST_TEXT or not archive.known_name(name):
            left_out.append(name)
            return []
        return [Part(name, file.read_bytes(), datetime.fromtimestamp(about.st_mtime, UTC))]
    except OSError as error:
        raise FileTrouble(
            f"{file} cannot be read ({error.strerror}), so there is no backup.",
            hint="Check who may read it.",
        ) from error


@contextmanager
def _staging(paths: Paths, target: Path) -> Iterator[Path]:
    """Yield a private folder with room for the copies: here, for temporary files, or there."""
    needed = _ROOM + sum(
        file.stat().st_size for file in (paths.database, paths.notes) if file.is_file()
    )
    places = [paths.notes.parent, Path(tempfile.gettempdir()), target.parent]
    for place in places:
        if not (place.is_dir() and os.access(place, os.W_OK)):
            continue
        sweep(place, _STAGING)
        if place == places[-1] or shutil.disk_usage(place).free >= needed:
            work = Path(tempfile.mkdtemp(prefix=_STAGING, dir=place))
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)
            return
    raise FileTrouble(
        f"This login may not write in {target.parent}.",
        hint="Choose a folder of your own, such as Documents.",
    )
