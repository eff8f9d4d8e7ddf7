"""A private folder for an import under way: gone when it ends, swept later when it was killed."""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from deskaid.errors import FileTrouble

PREFIX = "import-"
"""How these folders are named beside deskaid.db."""
_OWNER = "owner.db"
_NEW = 60.0
"""Seconds within which a folder without its owner's lock may still be on its way to one."""


@contextmanager
def scratch_folder(near: Path | None = None) -> Iterator[Path]:
    """Yield an empty private folder inside ``near``, or in the system's place for such things.

    A place that cannot be written, as in a dry run against a folder that may only be read,
    counts as none. Folders that a killed import left there are taken away first: they may hold
    addresses that are not to be kept. Raises `FileTrouble` when there is room nowhere.
    """
    folder = _made(near)
    # The lock ends with its process, however that ends; a portable sign of life.
    with closing(sqlite3.connect(folder / _OWNER, isolation_level=None)) as owner:
        try:
            owner.execute("PRAGMA locking_mode=EXCLUSIVE")  # held from here on, not per step
            owner.execute("CREATE TABLE owner (id INTEGER)")
            yield folder
        except sqlite3.Error as error:
            raise FileTrouble(
                f"The folder {folder.parent} has no room to prepare the import ({error}).",
                hint="Free some disk space and import again; the directory is as it was.",
            ) from error
        finally:
            owner.close()
            shutil.rmtree(folder, ignore_errors=True)


def _made(near: Path | None) -> Path:
    if near is not None and near.is_dir():
        sweep(near)
        with suppress(OSError):
            return Path(tempfile.mkdtemp(prefix=PREFIX, dir=near))
    try:
        return Path(tempfile.mkdtemp(prefix=f"deskaid-{PREFIX}"))
    except OSError as error:
        raise FileTrouble(
            f"No folder could be made to prepare the import ({error.strerror}).",
            hint="Free some disk space and import again; the directory is as it was.",
        ) from error


def sweep(near: Path) -> None:
    """Take away what imports that were killed left in ``near``; one under way is left alone."""
    for folder in near.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.is_dir() and not _in_use(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _in_use(folder: Path) -> bool:
    owner = folder / _OWNER
    # Its owner makes folder and file a moment before it takes the lock. Looked at first: opening
    # the file may touch the folder.
    is_new = time.time() - folder.stat().st_mtime < _NEW
    if not owner.is_file():
        return is_new
    try:
        with closing(sqlite3.connect(owner, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
            connection.execute("ROLLBACK")
    except sqlite3.Error:
        return True
    return empty and is_new
