"""Onto the disk all or nothing: written beside its place, put there when it is whole."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskaid.errors import Refused
from deskaid.landing import trouble
from deskaid.paths import Paths, find_paths

DESCRIPTOR = "datapackage.json"


@contextmanager
def landing(destination: Path, *, force: bool = False, folder: bool = False) -> Iterator[Path]:
    """Yield a path to write a file (or, with ``folder``, files in an empty folder) to.

    When the block ends well, what was written is put at ``destination`` in one step; when it
    does not, nothing is left behind. Raises `Refused` when something is there already (with
    ``force``: something that is no export) or the place is deskaid's own, `FileTrouble` when
    the disk is full or may not be written to.
    """
    place = destination.expanduser().absolute()
    _refuse_own(place, find_paths())
    _refuse_taken(place, force=force, folder=folder)
    work = place.parent / f".{place.name}.part-{os.getpid()}"
    try:
        work.mkdir()
        fresh = work / "new"
        if folder:
            fresh.mkdir()
        yield fresh
        _refuse_taken(place, force=force, folder=folder)
        _settle(fresh)
        if place.is_dir():
            place.rename(work / "old")
        try:
            fresh.replace(place)
        except OSError:
            if (work / "old").exists():
                (work / "old").rename(place)
            raise
    except OSError as error:
        raise trouble(place, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _refuse_own(place: Path, desk: Paths) -> None:
    real = place.resolve()
    for own in (desk.config, desk.data, desk.cache, desk.state, desk.machine):
        if real.is_relative_to(own.resolve()) or own.resolve().is_relative_to(real):
            raise Refused(
                "This folder is deskaid's own; an export does not belong in it.",
                hint="Choose another place, such as your Documents folder.",
            )


def _refuse_taken(place: Path, *, force: bool, folder: bool) -> None:
    if not place.name:
        raise Refused("This is no place for a file.", hint="Give the export a name.")
    if not place.is_dir():
        if not os.path.lexists(place):
            return
        if force and not folder and place.is_file():
            return
        raise Refused(
            f"There is already a file {place}.",
            hint="Choose another name"
            + (", or write over it with --force." if not folder else "."),
        )
    if not folder:
        raise Refused(f"{place} is a folder.", hint="Add a name for the file.")
    if not any(place.iterdir()) or (force and _is_export(place)):
        return
    raise Refused(
        f"The folder {place} is not empty.",
        hint="It holds an earlier export; replace it with --force."
        if _is_export(place)
        else "Name a new folder in it.",
    )


def _is_export(folder: Path) -> bool:
    """Tell whether a folder holds a package and nothing but the files it describes."""
    try:
        package = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
        known = {resource["path"] for resource in package["resources"]} | {DESCRIPTOR}
        return all(file.name in known and file.is_file() for file in folder.iterdir())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _settle(fresh: Path) -> None:
    """Make sure every byte is on the disk, so that a full one is noticed before anything moves."""
    for file in fresh.iterdir() if fresh.is_dir() else [fresh]:
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())
