"""Bytes as text, and text as rows with line numbers, whatever program wrote them."""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from deskaid.errors import Refused
from deskaid.referrals.importing.files import Part

LONGEST_CELL = 8 * 1024 * 1024
"""Characters; the csv module's own limit of 131,072 cuts real descriptions."""
LONGEST_LINE = 32 * 1024 * 1024
"""Characters before a line end, above which a file is no table."""
_CHUNK = 1 << 20


def encoding_of(part: Part) -> str:
    """Return the encoding ``part`` is written in: UTF-8 or UTF-16 by proof, else cp1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with part.open_bytes() as stream:
        first = stream.read(_CHUNK)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        chunk = first
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = stream.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


@contextmanager
def open_text(part: Part, encoding: str) -> Iterator[TextIO]:
    """Yield ``part`` as text with its line ends as they are; bytes no letter has become U+FFFD."""
    with (
        part.open_bytes() as stream,
        io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="") as text,
    ):
        yield text


def rows_of(stream: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells) for every row that is not blank; delimiters are told apart.

    A row the csv module cannot read is yielded as an empty list, with its line. Raises
    `Refused` for a line without an end.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = _lines(stream)
    first = ""
    skipped = 0
    for first in lines:
        if first.strip():
            break
        skipped += 1
    reader = csv.reader(_with(first, lines), delimiter=delimiter_of(first), skipinitialspace=True)
    while True:
        line = skipped + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, []
            continue
        if any(cell.strip() for cell in row):
            yield line, row


def _lines(stream: TextIO) -> Iterator[str]:
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Refused(
                f"A line of this file is longer than {LONGEST_LINE // 1024**2} million characters.",
                hint="Ask its owner for it again, as CSV (UTF-8).",
            )
        yield line.replace("\0", "") if "\0" in line else line


def delimiter_of(line: str) -> str:
    """Return the mark that divides ``line`` into cells: the commonest one outside quotes."""
    bare = "".join(line.split('"')[::2])
    counts = {mark: bare.count(mark) for mark in ",\t;|"}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def _with(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
