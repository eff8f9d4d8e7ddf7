"""Phrases for the moments that every talk has: greeting, listening, saying no, ending.

A moment is one file, ``phrases/<id>.md``, in the form that cards have. The library's own lie in
the folder ``phrases`` beside its cards; one with a shipped moment's id replaces it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

from deskaid.cards.card import Avoid, Kind, Line
from deskaid.cards.cardfile import CardFile, file_text
from deskaid.cards.moment_files import FOLDER, moment_files, phrases_fingerprint
from deskaid.cards.problem import CardProblem, nearest
from deskaid.errors import NothingFound
from deskaid.text import one_line, plain, straight

PREFIX = "phrases-"
"""Starts a moment's id where cards are named too: ``deskaid say phrases-saying-no``."""
# The course of a talk; a library's own moments follow by title.
ORDER = (
    "greeting",
    "listening",
    "questions",
    "offering",
    "saying-no",
    "handing-over",
    "ending",
    "following-up",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a talk and what may be said in it.

    ``letter`` opens it in its menu; ``when`` tells the moment in one line; ``lines`` are Say and
    Ask lines; ``rows`` maps header keys and section names to their line in ``path``, for lint.
    """

    id: str
    title: str
    letter: str
    find: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed: date
    reviewer: str
    when: str
    lines: tuple[Line, ...]
    avoid: tuple[Avoid, ...] = ()
    path: Path | None = None
    local: bool = False
    rows: dict[str, int] = field(default_factory=dict, hash=False, compare=False)


def read_moment(path: Path, *, local: bool = False) -> Moment:
    """Return the moment in the file ``path``; `CardProblem` when it cannot be read or used."""
    return parse_moment(file_text(path), path, local=local)


def parse_moment(text: str, path: Path, *, local: bool = False) -> Moment:
    """Return the moment in ``text``; ``path`` gives its name, which must be the moment's id.

    Raises `CardProblem` at the first line that is not as the format says.
    """
    return _Reader(path, straight(plain(text)).split("\n")).moment(local=local)


@dataclass
class _Reader(CardFile):
    HEADER: ClassVar[tuple[str, ...]] = (
        "id",
        "title",
        "letter",
        "find",
        "sources",
        "reviewed",
        "reviewer",
    )
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"letter", "sources"})
    SECTIONS: ClassVar[Mapping[str, str]] = {
        "When": "when",
        "Phrases": "phrases",
        "Don't say": "avoid",
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("When", "Phrases")

    def moment(self, *, local: bool) -> Moment:
        self.read_header()
        self.read_body()
        header = self.header
        return Moment(
            id=self.card_id(),
            title=header["title"],
            letter=self._letter(),
            find=_listed(header["find"]),
            sources=_listed(header["sources"]),
            reviewed=self.reviewed(),
            reviewer=header["reviewer"],
            when=" ".join(str(part) for part in self.found.get("when", ())),
            lines=tuple(part for part in self.found.get("phrases", ()) if isinstance(part, Line)),
            avoid=tuple(part for part in self.found.get("avoid", ()) if isinstance(part, Avoid)),
            path=self.path,
            local=local,
            rows=self.rows,
        )

    def take(self, section: str, text: str) -> None:
        if section == "when":
            if section in self.found:
                raise self.problem("'When' is one line.", hint="Join the two, or drop one.")
            self.found[section] = (text,)
            return
        super().take(section, text)
        last = self.found[section][-1]
        if isinstance(last, Line) and last.kind is Kind.DO:
            raise self.problem(
                "Only what is said aloud stands here.", hint="Write 'Say:' or 'Ask:'."
            )

    def _letter(self) -> str:
        letter = self.header["letter"].lower()
        if letter and not (len(letter) == 1 and letter.isascii() and letter.isalpha()):
            raise self.problem(
                f"'{letter}' is not one letter.",
                hint="Write such as 'letter: g', or leave it empty.",
                row=self.rows["letter"],
            )
        return letter


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


class Phrasebook:
    """The moments of this desk: the shipped ones, and the library's own in their place.

    ``shipped`` is the folder of shipped content, ``local`` the folder of the library's own
    cards. A local file that cannot be read goes to ``problems`` and hides no shipped one.
    """

    def __init__(self, shipped: Path, local: Path) -> None:
        self._shipped, self._local = shipped, local
        self.problems: list[CardProblem] = []

    def moments(self) -> list[Moment]:
        """Return every moment that can be read, in the course of a talk, then by title.

        Where two have one letter, the first keeps it.
        """
        self.problems.clear()
        found: dict[str, Moment] = {}
        for folder, local in ((self._shipped, False), (self._local, True)):
            for path in moment_files(folder / FOLDER):
                try:
                    found[path.stem] = read_moment(path, local=local)
                except CardProblem as problem:
                    self.problems.append(problem)
        return sorted(found.values(), key=_place)

    def moment(self, moment_id: str) -> Moment:
        """Return one moment, by its id with or without `PREFIX`.

        Raises `NothingFound` with the nearest id, or `CardProblem` when its only file cannot be
        read.
        """
        name = moment_id.removeprefix(PREFIX)
        found = {moment.id: moment for moment in self.moments()}
        if name in found:
            return found[name]
        for problem in self.problems:
            if problem.path.stem == name:
                raise problem
        raise NothingFound(
            f"There are no phrases '{one_line(moment_id)}'.",
            hint=nearest(PREFIX + name, [PREFIX + each for each in found]),
        )

    def fingerprint(self) -> str:
        """Return a short text that changes when a file of phrases comes, goes or changes."""
        return phrases_fingerprint(self._shipped, self._local)


def _place(moment: Moment) -> tuple[int, str]:
    known = ORDER.index(moment.id) if moment.id in ORDER else len(ORDER)
    return known, moment.title
