"""Putting one private file where a person asked for it: whole, 0600, and over nothing else."""

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

from deskaid.errors import FileTrouble, Refused
from deskaid.paths import find_paths

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def check_place(place: Path, *, force: bool) -> Path:
    """Return ``place`` absolute, if a file may be written there.

    Raises `Refused` for deskaid's own folders, for a folder or device, and without ``force``
    for anything that is there already; `FileTrouble` when there is no folder to write in.
    """
    target = place.expanduser().absolute()
    if not target.name or target.is_dir():
        raise Refused(f"{target} is a folder.", hint="Add a name for the file.")
    desk = find_paths()
    real = target.resolve()
    for own in (desk.config, desk.data, desk.cache, desk.state, desk.machine):
        if real.is_relative_to(own.resolve()):
            raise Refused(
                "This folder is deskaid's own, and would be lost together with it.",
                hint="Choose another disk, such as a stick that is locked away.",
            )
    if os.path.lexists(target):
        if not target.is_file():
            raise Refused(f"{target} is not a file.", hint="Choose another name.")
        if not force:
            raise Refused(
                f"There is already a file {target}.",
                hint="Choose another name, or write over it with --force.",
            )
    if not target.parent.is_dir():
        raise FileTrouble(
            f"There is no folder {target.parent}.", hint="Make it first, or choose another."
        )
    return target


@contextmanager
def landing(place: Path, *, force: bool = False) -> Iterator[Path]:
    """Yield a path to write to; put what was written at ``place`` when the block ends well.

    Raises as `check_place`, and `FileTrouble` for a full disk or one that may not be written.
    Whatever goes wrong, nothing is left behind and what was at ``place`` is untouched.
    """
    with private_landing(check_place(place, force=force)) as fresh:
        yield fresh
        check_place(place, force=force)


@contextmanager
def private_landing(target: Path) -> Iterator[Path]:
    """Do as `landing` without looking at ``target`` first; for deskaid's own files."""
    prefix = f".{target.name[:40]}.part-"
    sweep(target.parent, prefix)
    try:
        work = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    except OSError as error:
        raise trouble(target, error) from error
    try:
        fresh = work / "new"
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield fresh
        with fresh.open("rb+") as stream:
            os.fsync(stream.fileno())
        fresh.replace(target)
        settle_folder(target.parent)
    except OSError as error:
        raise trouble(target, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def sweep(folder: Path, prefix: str, *, hours: float = 1) -> None:
    """Remove folders that a killed program left in ``folder`` under ``prefix`` ``hours`` ago."""
    from glob import escape

    for left in folder.glob(f"{escape(prefix)}*") if folder.is_dir() else ():
        with suppress(OSError):
            if left.is_dir() and left.stat().st_mtime < time() - hours * 3600:
                shutil.rmtree(left, ignore_errors=True)


def settle_folder(folder: Path) -> None:
    """Make a rename in ``folder`` last through a power cut, where the system can."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # some file systems refuse; the rename itself is done
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def trouble(place: Path, error: OSError) -> FileTrouble:
    """Return one sentence about what kept ``place`` from being written, and a next step."""
    if error.errno in _FULL:
        return FileTrouble(
            f"The disk is full, so nothing was written to {place}.",
            hint="Free some space or choose another disk.",
        )
    if error.errno in _FORBIDDEN:
        return FileTrouble(
            f"This login may not write in {place.parent}.",
            hint="Choose a folder of your own, such as Documents.",
        )
    if not place.parent.is_dir():
        return FileTrouble(
            f"There is no folder {place.parent}.", hint="Make it first, or choose another."
        )
    return FileTrouble(
        f"{place} could not be written ({error.strerror or type(error).__name__}).",
        hint="Choose another place, such as your Documents folder.",
    )
