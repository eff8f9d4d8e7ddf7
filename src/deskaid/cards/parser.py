"""Read a card from its file, strictly: an error names the file, the line and the nearest word.

What a word processor does to the text is accepted: a byte order mark, CRLF, curly quotes,
other bullets, a real arrow. What it means is never guessed.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from deskaid.cards.bullets import CARD_ID, Bullet, Part
from deskaid.cards.card import Card, Lead
from deskaid.cards.problem import CardProblem, nearest
from deskaid.text import fold, one_line, plain, straight

__all__ = ["CardProblem", "parse_card", "read_card"]

HEADER = (
    "id",
    "title",
    "neutral",
    "group",
    "lead",
    "find",
    "refer",
    "sources",
    "reviewed",
    "reviewer",
)
MAY_BE_EMPTY = frozenset({"refer", "sources"})
SECTIONS = {
    "Watch for": "watch_for",
    "Do now": "do_now",
    "Step 1: Feelings": "feelings",
    "Step 2: Problem": "problem",
    "Get help": "get_help",
    "Don't say": "avoid",
    "After": "after",
}
REQUIRED_SECTIONS = ("Step 1: Feelings", "Step 2: Problem")
# A card is about 2 KB; a file this large is something else, dropped into the folder by mistake.
LARGEST_FILE = 64_000

_RULE = re.compile(r"[-–—]{2,}")
_BULLET = re.compile(r"[-*•–—]\s+(.*)")


def read_card(path: Path, *, local: bool = False) -> Card:
    """Return the card in the file ``path``; `CardProblem` when it cannot be read or used."""
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
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CardProblem(
            path, line, "This is not UTF-8 text.", hint="Save the file again as plain text, UTF-8."
        ) from None
    return parse_card(text, path, local=local)


def parse_card(text: str, path: Path, *, local: bool = False) -> Card:
    """Return the card in ``text``; ``path`` gives its name, which must be the card's id.

    Raises `CardProblem` at the first line that is not as the format says.
    """
    return _Reader(path, straight(plain(text)).split("\n")).card(local=local)


@dataclass
class _Reader:
    """One pass over the lines of a card; ``row`` is the line at hand, counted from 1."""

    path: Path
    lines: list[str]
    row: int = 0
    header: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    found: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def card(self, *, local: bool) -> Card:
        self._read_header()
        self._read_body()
        header = self.header
        return Card(
            id=self._card_id(),
            title=header["title"],
            neutral=header["neutral"],
            group=header["group"],
            lead=Lead(self._one_of("lead", [lead.value for lead in Lead])),
            find=_listed(header["find"]),
            refer=_listed(header["refer"]),
            sources=_listed(header["sources"]),
            reviewed=self._date(),
            reviewer=header["reviewer"],
            path=self.path,
            local=local,
            rows=self.rows,
            **self.found,  # type: ignore[arg-type]  # each section is read into its own kind
        )

    def _problem(self, message: str, *, hint: str = "", row: int | None = None) -> CardProblem:
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

    def _read_header(self) -> None:
        first = self._next()
        if first is None:
            raise self._problem("This file is empty.", row=0, hint="A card starts with '---'.")
        if not _RULE.fullmatch(first):
            raise self._problem("A card starts with a line '---'.", hint="Add it above 'id:'.")
        while (line := self._next()) is not None:
            if _RULE.fullmatch(line):
                break
            self._read_header_line(line)
        else:
            raise self._problem("The header has no end.", hint="Add a line '---' below it.")
        for key in HEADER:
            if key not in self.header:
                raise self._problem(f"The header has no '{key}:'.", hint="Add the line.")
            if not self.header[key] and key not in MAY_BE_EMPTY:
                raise self._problem(f"'{key}:' is empty.", hint="Fill it in.", row=self.rows[key])

    def _read_header_line(self, line: str) -> None:
        key, colon, value = line.partition(":")
        key = key.strip().lower()
        if not colon:
            raise self._problem("A header line reads 'key: value'.", hint=nearest(line, HEADER))
        if key not in HEADER:
            raise self._problem(f"'{key}' is not a header key.", hint=nearest(key, HEADER))
        if key in self.header:
            raise self._problem(f"'{key}:' is here twice.", hint="Keep one of them.")
        self.header[key] = value.strip()
        self.rows[key] = self.row

    def _card_id(self) -> str:
        card_id, row = self.header["id"], self.rows["id"]
        if not CARD_ID.fullmatch(card_id):
            raise self._problem(
                f"'{card_id}' is not an id.",
                hint="Use small letters, digits and single hyphens, such as 'lost-card'.",
                row=row,
            )
        if card_id != self.path.stem:
            raise self._problem(
                f"The id '{card_id}' is not the file's name.",
                hint=f"Name the file '{card_id}.md' or the card '{self.path.stem}'.",
                row=row,
            )
        return card_id

    def _one_of(self, key: str, allowed: list[str]) -> str:
        value = self.header[key].lower()
        if value not in allowed:
            raise self._problem(
                f"'{value}' is not a {key}.", hint=nearest(value, allowed), row=self.rows[key]
            )
        return value

    def _date(self) -> date:
        try:
            return date.fromisoformat(self.header["reviewed"])
        except ValueError:
            raise self._problem(
                "'reviewed:' is not a date.",
                hint="Write it as year-month-day, such as 2026-11-21.",
                row=self.rows["reviewed"],
            ) from None

    # The sections.

    def _read_body(self) -> None:
        section = ""
        while (line := self._next()) is not None:
            if line.startswith("#"):
                section = self._heading(line, after=section)
                continue
            bullet = _BULLET.fullmatch(line)
            if not section:
                raise self._problem(
                    "Text before the first heading.", hint="Start with '## Step 1: Feelings'."
                )
            if not bullet:
                raise self._problem(
                    "Each line of a section starts with '- '.",
                    hint="Put '- ' before it, or join it to the line above.",
                )
            self._take(SECTIONS[section], bullet[1])
        for title in REQUIRED_SECTIONS:
            if title not in self.rows:
                raise self._problem(
                    f"The section '{title}' is missing.", hint=f"Add '## {title}'.", row=0
                )

    def _take(self, section: str, text: str) -> None:
        parts = self.found.get(section, ())
        self.found[section] = Bullet(self.path, self.row, text).added_to(section, parts)
        if section == "after":
            self.rows[f"After {len(parts)}"] = self.row

    def _heading(self, line: str, *, after: str) -> str:
        marks = line[: len(line) - len(line.lstrip("#"))]
        words = line.strip("# ").rstrip(":")
        title = next((name for name in SECTIONS if fold(name) == fold(words)), None)
        if title is None:
            raise self._problem(f"'{words}' is not a section.", hint=nearest(words, SECTIONS))
        if marks != "##":
            raise self._problem("A heading starts with two '#'.", hint=f"Write '## {title}'.")
        if title in self.rows:
            raise self._problem(f"'{title}' is here twice.", hint="Join the two sections.")
        order = list(SECTIONS)
        if after and order.index(title) < order.index(after):
            raise self._problem(
                f"'{title}' comes before '{after}'.", hint="Keep the order: " + ", ".join(order)
            )
        self.rows[title] = self.row
        return title


def _listed(value: str) -> tuple[str, ...]:
    """Return the parts of a comma list; "none" is an empty one."""
    parts = tuple(part.strip() for part in value.split(",") if part.strip())
    return () if [part.lower() for part in parts] == ["none"] else parts
