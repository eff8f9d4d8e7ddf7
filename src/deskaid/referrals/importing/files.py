"""The file or folder a person points at: opened safely, told apart by what is in it."""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from deskaid.errors import FileTrouble, Refused
from deskaid.referrals.importing.foreign import HEAD, foreign, is_workbook_zip
from deskaid.referrals.importing.report import Report

MOST_MEMBERS = 5_000
MOST_ENTRIES = 20_000
"""Names looked at in a folder: a package has thirty, a home folder hundreds of thousands."""
MOST_BYTES = 4 * 1024**3
"""A million services with their schedules stay under this when unpacked."""
HIGHEST_RATIO = 300
"""Real packages shrink 5 to 30 times; a bomb a thousand times or more."""
RATIO_FROM = 10 * 1024**2
"""Bytes below which the ratio is not looked at: a small file of blanks is harmless."""
WORKBOOKS = (".xlsx", ".xlsm")
_SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl", ".geojson", *WORKBOOKS)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error)


@dataclass(frozen=True)
class Part:
    """One file of a directory: its path inside the folder or archive, and how to open it."""

    name: str
    size: int
    open_bytes: Callable[[], BinaryIO]

    @cached_property
    def folder(self) -> str:
        """The folder inside what was pointed at; "" for its top."""
        parent = str(PurePosixPath(self.name).parent)
        return "" if parent == "." else parent

    @cached_property
    def short(self) -> str:
        """The bare file name, for reports."""
        return PurePosixPath(self.name).name

    @cached_property
    def head(self) -> bytes:
        """The first bytes, by which its kind is told."""
        with self.open_bytes() as stream:
            return stream.read(HEAD)

    @cached_property
    def is_workbook(self) -> bool:
        """Whether this is an Excel workbook, whatever its name says."""
        return self.head.startswith(b"PK\x03\x04")


@contextmanager
def open_parts(path: Path, report: Report) -> Iterator[list[Part]]:
    """Yield the readable parts of a file, a folder or a zip, in order of name.

    Files inside that are something else are left out and named in ``report``. Raises
    `FileTrouble` when it cannot be read, `Refused` when it is not a directory at all.
    """
    try:
        if path.is_dir():
            yield _known(_of_folder(path, report), report)
            return
        _refuse_unusual(path)
        part = Part(path.name, path.stat().st_size, lambda: path.open("rb"))
        if not part.is_workbook:
            _refuse_foreign(part.head)
            yield [part]
            return
        with zipfile.ZipFile(path) as archive:
            if is_workbook_zip(archive.namelist()):
                yield [part]
            else:
                yield _known(_of_zip(archive, path.stat().st_size), report)
    except FileNotFoundError as error:
        raise FileTrouble(
            f"There is no file or folder {path}.", hint="Check the spelling and try again."
        ) from error
    except _DAMAGED as error:
        raise FileTrouble("This zip file is damaged.", hint="Download or copy it again.") from error
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL, a member's broken name
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise FileTrouble(
            f"{path} could not be read ({reason}).",
            hint="Copy it to this computer's own disk and try again.",
        ) from error


def _refuse_unusual(path: Path) -> None:
    """Refuse what would never end, a pipe or a device, and what no directory weighs."""
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise Refused(
            "This is no ordinary file.", hint="Point at a file, a folder or a zip on a disk."
        )
    if facts.st_size > MOST_BYTES:
        raise Refused(
            f"This file is larger than any directory ({facts.st_size / 1024**3:.0f} GB).",
            hint="Ask its owner for an export of the services alone.",
        )


def _refuse_foreign(head: bytes) -> None:
    other = foreign(head)
    if other is not None:
        raise Refused(other.sentence, hint=other.hint)


def _known(parts: list[Part], report: Report) -> list[Part]:
    """Return the parts that are what their names promise."""
    kept = []
    for part in parts:
        other = None if part.is_workbook else foreign(part.head)
        if other is None:
            kept.append(part)
        else:
            report.skip(f"file that is {other.what}", part.name)
    return kept


def _of_folder(folder: Path, report: Report) -> list[Part]:
    root = folder.resolve()
    parts = []
    total = 0
    for file in sorted(_files(folder)):
        relative = file.relative_to(folder)
        if file.suffix.lower() not in _SUFFIXES or _out_of_sight(relative.parts):
            continue
        if file.is_symlink() and not file.resolve().is_relative_to(root):
            report.skip("link that leads out of the folder", relative.as_posix())
            continue
        if not file.is_file():
            continue
        size = file.stat().st_size
        total += size
        parts.append(Part(relative.as_posix(), size, lambda file=file: file.open("rb")))  # type: ignore[misc]
    if len(parts) > MOST_MEMBERS or total > MOST_BYTES:
        raise Refused(
            "This folder holds more than a directory ever needs.",
            hint="Point at the folder of the directory itself.",
        )
    return parts


def _files(folder: Path) -> Iterator[Path]:
    seen = 0
    for place, folders, names in os.walk(folder):
        seen += len(folders) + len(names)
        if seen > MOST_ENTRIES:
            raise Refused(
                f"This folder holds more than {MOST_ENTRIES:,} files.",
                hint="Point at the folder of the directory itself.",
            )
        for name in names:
            yield Path(place, name)


def _out_of_sight(names: tuple[str, ...]) -> bool:
    """Tell whether a path is a hidden file, an office lock file or what macOS adds to a zip."""
    return any(name.startswith((".", "~$", "__MACOSX")) for name in names)


def _of_zip(archive: zipfile.ZipFile, size: int) -> list[Part]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    refuse_unsafe(members, size)
    parts = []
    for info in members:
        name = PurePosixPath(info.filename)
        if name.suffix.lower() in _SUFFIXES and not _out_of_sight(name.parts):
            parts.append(Part(str(name), info.file_size, lambda info=info: _stream(archive, info)))  # type: ignore[misc]
    if not parts and any(info.filename.lower().endswith(".zip") for info in members):
        raise Refused(
            "This zip file holds only other zip files.",
            hint="Unpack it, then import the one that holds the directory.",
        )
    return sorted(parts, key=lambda part: part.name)


def _stream(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(info))


def refuse_unsafe(members: list[zipfile.ZipInfo], size: int) -> None:
    """Raise `Refused` for a zip of ``size`` bytes that means harm: a bomb, a path out of itself.

    Members that share their bytes are caught too: all of them together count against ``size``.
    """
    total = sum(info.file_size for info in members)
    if len(members) > MOST_MEMBERS or total > MOST_BYTES:
        raise Refused(
            "This zip file unpacks to more than a directory ever needs.",
            hint="Unpack it with other means and look at what is in it.",
        )
    for info in members:
        _refuse_name(info)
        if info.flag_bits & 1:
            raise Refused("This zip file needs a password.", hint="Ask its owner for one without.")
    for unpacked, packed in (
        (total, size),
        *((info.file_size, info.compress_size) for info in members),
    ):
        if unpacked > RATIO_FROM and unpacked / max(packed, 1) > HIGHEST_RATIO:
            raise Refused(
                "This zip file unpacks to far more than a directory ever needs.",
                hint="Unpack it with other means and look at what is in it.",
            )


def _refuse_name(info: zipfile.ZipInfo) -> None:
    name = info.filename
    pieces = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\")) or ".." in pieces or ":" in (pieces or ("",))[0]:
        raise Refused(
            "This zip file names places outside itself, as a harmful file would.",
            hint="Do not open it; ask its owner what happened.",
        )
