"""Read a file of header and sections, strictly: an error names the file, the line, the word.

Cards and their Spanish share this form. What a word processor does to the text is accepted: a
byte order mark, CRLF, curly quotes, other bullets, a real arrow. What it means is never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

from deskaid.cards.bullets import CARD_ID, Bullet, Part
from deskaid.cards.problem import CardProblem, nearest
from deskaid.text import fold, one_line

# A card is about 2 KB; a file this large is something else, dropped into the folder by mistake.
LARGEST_FILE = 64_000

_RULE = re.compile(r"[-–—]{2,}")
_BULLET = re.compile(r"[-*•–—]\s+(.*)")


def file_text(path: Path) -> str:
    """Return what is in the file ``path``; `CardProblem` when that cannot be read as text."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CardProblem(
                path, 0, "This file is too large for a card.", hint="Keep one card per file."
            )
        raw = path.read_bytes()
    except OSError as error:
        problem = CardProblem(
            path,
            0,
            f"The file cannot be read ({error.strerror}).",
            hint="Check who may read it.",
        )
        problem.exit_code = 3
        raise problem from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CardProblem(
            path, line, "This is not UTF-8 text.", hint="Save the file again as plain text, UTF-8."
        ) from None


@dataclass
class CardFile:
    """One pass over the lines of a file; ``row`` is the line at hand, counted from 1.

    A kind of file names its ``HEADER`` keys, which of them ``MAY_BE_EMPTY``, its ``SECTIONS``
    by heading in their order, and which of them are ``REQUIRED``.
    """

    HEADER: ClassVar[tuple[str, ...]]
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset()
    SECTIONS: ClassVar[Mapping[str, str]]
    REQUIRED: ClassVar[tuple[str, ...]] = ()

    path: Path
    lines: list[str]
    row: int = 0
    header: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    found: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def problem(self, message: str, *, hint: str = "", row: int | None = None) -> CardProblem:
        """Return what to raise for the line at hand, or for ``row``; 0 means the whole file."""
        return CardProblem(self.path, self.row if row is None else row, message, hint=hint)

    def _next(self) -> str | None:
        """Return the next line that is not blank, as one plain line; None at the end."""
        while self.row < len(self.lines):
            self.row += 1
            line = one_line(self.lines[self.row - 1])
            if line:
                return line
        return None

    # The header.

    def read_header(self) -> None:
        """Take in the header. Raises `CardProblem`, as every reader here does."""
        first = self._next()
        if first is None:
            raise self.problem("This file is empty.", row=0, hint="A card starts with '---'.")
        if not _RULE.fullmatch(first):
            raise self.problem("A card starts with a line '---'.", hint="Add it above 'id:'.")
        while (line := self._next()) is not None:
            if _RULE.fullmatch(line):
                break
            self._read_header_line(line)
        else:
            raise self.problem("The header has no end.", hint="Add a line '---' below it.")
        for key in self.HEADER:
            if key not in self.header:
                raise self.problem(f"The header has no '{key}:'.", hint="Add the line.")
            if not self.header[key] and key not in self.MAY_BE_EMPTY:
                raise self.problem(f"'{key}:' is empty.", hint="Fill it in.", row=self.rows[key])

    def _read_header_line(self, line: str) -> None:
        key, colon, value = line.partition(":")
        key = key.strip().lower()
        if not colon:
            raise self.problem("A header line reads 'key: value'.", hint=nearest(line, self.HEADER))
        if key not in self.HEADER:
            raise self.problem(f"'{key}' is not a header key.", hint=nearest(key, self.HEADER))
        if key in self.header:
            raise self.problem(f"'{key}:' is here twice.", hint="Keep one of them.")
        self.header[key] = value.strip()
        self.rows[key] = self.row

    def card_id(self) -> str:
        """Return the id in the header, which must be the file's name."""
        card_id, row = self.header["id"], self.rows["id"]
        if not CARD_ID.fullmatch(card_id):
            raise self.problem(
                f"'{card_id}' is not an id.",
                hint="Use small letters, digits and single hyphens, such as 'lost-card'.",
                row=row,
            )
        if card_id != self.path.stem:
            raise self.problem(
                f"The id '{card_id}' is not the file's name.",
                hint=f"Name the file '{card_id}.md' or the card '{self.path.stem}'.",
                row=row,
            )
        return card_id

    def reviewed(self) -> date:
        """Return the day on which a person last read the file."""
        try:
            return date.fromisoformat(self.header["reviewed"])
        except ValueError:
            raise self.problem(
                "'reviewed:' is not a date.",
                hint="Write it as year-month-day, such as 2026-11-21.",
                row=self.rows["reviewed"],
            ) from None

    # The sections.

    def read_body(self) -> None:
        """Take in the sections, into ``found`` by their field."""
        section = ""
        while (line := self._next()) is not None:
            if line.startswith("#"):
                section = self._heading(line, after=section)
                continue
            bullet = _BULLET.fullmatch(line)
            if not section:
                raise self.problem(
                    "Text before the first heading.", hint="Start with '## Step 1: Feelings'."
                )
            if not bullet:
                raise self.problem(
                    "Each line of a section starts with '- '.",
                    hint="Put '- ' before it, or join it to the line above.",
                )
            self.take(self.SECTIONS[section], bullet[1])
        for title in self.REQUIRED:
            if title not in self.rows:
                raise self.problem(
                    f"The section '{title}' is missing.", hint=f"Add '## {title}'.", row=0
                )

    def take(self, section: str, text: str) -> None:
        """Take in one bullet of ``section``."""
        parts = self.found.get(section, ())
        self.found[section] = Bullet(self.path, self.row, text).added_to(section, parts)
        if section == "after":
            self.rows[f"After {len(parts)}"] = self.row

    def _heading(self, line: str, *, after: str) -> str:
        marks = line[: len(line) - len(line.lstrip("#"))]
        words = line.strip("# ").rstrip(":")
        title = next((name for name in self.SECTIONS if fold(name) == fold(words)), None)
        if title is None:
            raise self.problem(f"'{words}' is not a section.", hint=nearest(words, self.SECTIONS))
        if marks != "##":
            raise self.problem("A heading starts with two '#'.", hint=f"Write '## {title}'.")
        if title in self.rows:
            raise self.problem(f"'{title}' is here twice.", hint="Join the two sections.")
        order = list(self.SECTIONS)
        if after and order.index(title) < order.index(after):
            raise self.problem(
                f"'{title}' comes before '{after}'.", hint="Keep the order: " + ", ".join(order)
            )
        self.rows[title] = self.row
        return title
