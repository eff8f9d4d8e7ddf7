"""Bytes as text, and text as rows with line numbers, whatever program wrote them."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import TextIO

from deskaid.errors import Refused
from deskaid.referrals.importing.files import Part

LONGEST_CELL = 8 * 1024 * 1024
"""Characters; the csv module's own limit of 131,072 cuts real descriptions."""
LONGEST_LINE = 32 * 1024 * 1024
"""Characters before a line end, above which a file is no table."""
_CHUNK = 1 << 20
_BLOCK = 1 << 16
"""Characters of a file divided into lines at a time."""
_RUN = 32
"""Rows looked at together: enough that the calls cost little, few enough that most are clean."""

Run = tuple[int, list[list[str]] | None]


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
    for line, rows in runs_of(stream):
        if rows is None:
            yield line, []
            continue
        for row in rows:
            if any(cell.strip() for cell in row):
                yield line, row
            line += 1 + line_breaks_in(row)


def runs_of(stream: TextIO) -> Iterator[Run]:
    """Yield the rows of `rows_of`, blank ones too, many at a time; the first of all is alone.

    A run is (line number of its first row, rows), or (line, None) for a row that cannot be read.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = _lines(stream)
    first = ""
    skipped = 0
    for first in lines:
        if first.strip():
            break
        skipped += 1
    reader = csv.reader(
        chain((first,), lines), delimiter=delimiter_of(first), skipinitialspace=True
    )
    size = 1
    while True:
        line = skipped + reader.line_num + 1
        rows: list[list[str]] = []
        try:
            rows.extend(islice(reader, size))  # keeps what it has when a later row fails
        except csv.Error:
            if rows:
                yield line, rows
            yield line + sum(1 + line_breaks_in(row) for row in rows), None
            size = _RUN
            continue
        if not rows:
            return
        yield line, rows
        if size == 1 and any(cell.strip() for cell in rows[0]):
            size = _RUN


def line_breaks_in(row: list[str]) -> int:
    """Return how many lines more than one the cells of a row take up in their file."""
    text = "".join(row)
    breaks = text.count("\n")
    if "\r" in text:
        breaks += sum(cell.count("\r") - cell.count("\r\n") for cell in row)
    return breaks


def _lines(stream: TextIO) -> Iterator[str]:
    return chain.from_iterable(_blocks(stream))


def _blocks(stream: TextIO) -> Iterator[Iterable[str]]:
    """Yield the lines of a file a block at a time: divided in C, not one call for each line."""
    while block := stream.read(_BLOCK):
        rest = stream.readline(LONGEST_LINE)
        begun = len(block) - 1 - max(block.rfind("\n"), block.rfind("\r"))
        if begun + len(rest) >= LONGEST_LINE:
            raise Refused(
                f"A line of this file is longer than {LONGEST_LINE // 1024**2} million characters.",
                hint="Ask its owner for it again, as CSV (UTF-8).",
            )
        lines = io.StringIO(block + rest, newline="")
        yield (line.replace("\0", "") for line in lines) if "\0" in block or "\0" in rest else lines


def delimiter_of(line: str) -> str:
    """Return the mark that divides ``line`` into cells: the commonest one outside quotes."""
    bare = "".join(line.split('"')[::2])
    counts = {mark: bare.count(mark) for mark in ",\t;|"}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","
