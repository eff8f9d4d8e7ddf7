"""Files that are no directory, told by their first bytes, with what to do instead."""

import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass

HEAD = 4096
"""Bytes by which a file's kind is told."""


@dataclass(frozen=True)
class Foreign:
    """What a file is instead of a directory: "a PDF", and the next step."""

    what: str
    hint: str

    @property
    def sentence(self) -> str:
        """Say it in one sentence."""
        instead = "" if self.what == "empty" else ", not a directory"
        return f"This file is {self.what}{instead}."


_UNPACK = "Unpack it first, then import what was in it."
_ASK = "Ask its owner for a spreadsheet saved as CSV."
_MAGIC = (
    (b"SQLite format 3\0", "an SQLite database", "Use 'deskaid restore' for a backup."),
    (b"%PDF", "a PDF", _ASK),
    (b"{\\rtf", "a text document (RTF)", _ASK),
    (b"\xff\xd8\xff", "a picture", _ASK),
    (b"\x89PNG", "a picture", _ASK),
    (b"GIF8", "a picture", _ASK),
    (b"\x1f\x8b", "a gzip file", _UNPACK),
    (b"BZh", "a bzip2 file", _UNPACK),
    (b"\xfd7zXZ", "an xz file", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(rb"(?i)\s*(<!doctype html|<html|<\?xml)")
# Bytes no text in any of the encodings read here holds, NUL apart.
_CONTROLS = bytes(number for number in range(1, 32) if number not in (7, 8, 9, 10, 11, 12, 13, 27))


def foreign(head: bytes) -> Foreign | None:
    """Return what a file that begins with ``head`` is, or None when it may be a directory."""
    for magic, what, hint in _MAGIC:
        if head.startswith(magic):
            return Foreign(what, hint)
    if head.startswith(_OLD_OFFICE):
        # The name of that stream stands in the compound file's folder, often past the head.
        if _ENCRYPTED in head:
            return Foreign("a workbook with a password", "Save it without one, then import that.")
        return Foreign(
            "an old Excel workbook or one with a password",
            "Open it in a spreadsheet program, save it as .xlsx or CSV (UTF-8), import that.",
        )
    if not head.strip():
        return Foreign("empty", "Ask its owner for it again.")
    if _PAGE.match(head):
        return Foreign("a web page or XML", "Ask for the same data as CSV, JSON or a spreadsheet.")
    if _is_binary(head):
        return Foreign(
            "binary data", "Import a CSV, TSV, JSON or Excel file, or a folder or zip of them."
        )
    return None


def _is_binary(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return head.count(b"\0") > 3 + len(head) // 50 or controls > 3 + len(head) // 20


def is_workbook_zip(names: Collection[str]) -> bool:
    """Tell whether a zip with members ``names`` is an office file rather than an archive."""
    return "[Content_Types].xml" in names or "mimetype" in names
