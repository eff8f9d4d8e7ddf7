"""The file or folder a person points at: opened safely, told apart by what is in it."""

import codecs
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from deskaid.errors import FileTrouble, Refused

MOST_MEMBERS = 5_000
MOST_BYTES = 4 * 1024**3
"""A million services with their schedules stay under this when unpacked."""
HIGHEST_RATIO = 300
"""Real packages shrink 5 to 30 times; a bomb a thousand times or more."""
RATIO_FROM = 10 * 1024**2
"""Bytes below which the ratio is not looked at: a small file of blanks is harmless."""
_SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl", ".geojson")
_MAGIC = (
    (b"SQLite format 3\0", "an SQLite database", "Use 'deskaid restore' for a backup."),
    (b"%PDF", "a PDF", "Ask its owner for a spreadsheet saved as CSV."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Open it and save the sheet as CSV (UTF-8)."),
    (b"\x1f\x8b", "a gzip file", "Unpack it first, then import what was in it."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first, then import the folder."),
    (b"Rar!", "a RAR archive", "Unpack it first, then import the folder."),
)


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


@contextmanager
def open_parts(path: Path) -> Iterator[list[Part]]:
    """Yield the readable parts of a file, a folder or a zip, in order of name.

    Raises `FileTrouble` when it cannot be read, `Refused` when it is not a directory at all.
    """
    try:
        if path.is_dir():
            yield _of_folder(path)
            return
        with path.open("rb") as stream:
            head = stream.read(4096)
        if head.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(path) as archive:
                yield _of_zip(archive)
            return
        _refuse_foreign(head)
        yield [Part(path.name, path.stat().st_size, lambda: path.open("rb"))]
    except FileNotFoundError as error:
        raise FileTrouble(
            f"There is no file or folder {path}.", hint="Check the spelling and try again."
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileTrouble("This zip file is damaged.", hint="Download or copy it again.") from error
    except OSError as error:
        raise FileTrouble(
            f"{path} could not be read ({error.strerror or type(error).__name__}).",
            hint="Copy it to this computer's own disk and try again.",
        ) from error


def _refuse_foreign(head: bytes) -> None:
    for magic, what, hint in _MAGIC:
        if head.startswith(magic):
            raise Refused(f"This file is {what}, not a directory.", hint=hint)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not head.strip():
        raise Refused("This file is empty.", hint="Ask its owner for it again.")
    if b"\0" in head and not wide and head.count(b"\0") > 3 + len(head) // 50:
        raise Refused(
            "This is a binary file, not a directory.",
            hint="Import a CSV, TSV or JSON file, or a folder or zip of them.",
        )


def _of_folder(folder: Path) -> list[Part]:
    parts = []
    for file in sorted(folder.rglob("*")):
        relative = file.relative_to(folder)
        if any(name.startswith((".", "__MACOSX")) for name in relative.parts):
            continue
        if file.suffix.lower() in _SUFFIXES and file.is_file():
            parts.append(
                Part(relative.as_posix(), file.stat().st_size, lambda file=file: file.open("rb"))  # type: ignore[misc]
            )
        if len(parts) > MOST_MEMBERS:
            raise Refused(
                f"This folder holds more than {MOST_MEMBERS:,} files.",
                hint="Point at the folder of the directory itself.",
            )
    return parts


def _of_zip(archive: zipfile.ZipFile) -> list[Part]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if any(info.filename == "[Content_Types].xml" for info in members):
        raise Refused(
            "This file is an Excel or Word document, not a directory.",
            hint="Open it and save the sheet as CSV (UTF-8), then import that.",
        )
    if len(members) > MOST_MEMBERS or sum(info.file_size for info in members) > MOST_BYTES:
        raise Refused(
            "This zip file unpacks to more than a directory ever needs.",
            hint="Unpack it with other means and look at what is in it.",
        )
    parts = []
    for info in members:
        _refuse_unsafe(info)
        name = PurePosixPath(info.filename)
        if name.suffix.lower() not in _SUFFIXES:
            continue
        if any(piece.startswith((".", "__MACOSX")) for piece in name.parts):
            continue
        parts.append(Part(str(name), info.file_size, lambda info=info: _stream(archive, info)))  # type: ignore[misc]
    return sorted(parts, key=lambda part: part.name)


def _stream(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(info))


def _refuse_unsafe(info: zipfile.ZipInfo) -> None:
    name = info.filename
    pieces = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\")) or ".." in pieces or ":" in (pieces or ("",))[0]:
        raise Refused(
            "This zip file names places outside itself, as a harmful file would.",
            hint="Do not open it; ask its owner what happened.",
        )
    if info.flag_bits & 1:
        raise Refused("This zip file needs a password.", hint="Ask its owner for one without.")
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > RATIO_FROM and ratio > HIGHEST_RATIO:
        raise Refused(
            "This zip file unpacks to far more than a directory ever needs.",
            hint="Unpack it with other means and look at what is in it.",
        )
