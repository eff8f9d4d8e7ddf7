"""What should not stand in a note, met while it is typed: said with the reason, never in the way.

A caution names the kind of thing and the line, never the words: it may be drawn anywhere. Nothing
of a note is kept but the lines that still stand in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from deskaid.notes.caution_names import names_met
from deskaid.notes.caution_numbers import numbers_met
from deskaid.notes.caution_words import words_met
from deskaid.text import fold


@dataclass(frozen=True)
class _Kind:
    what: str
    why: str
    instead: str


# The worst first. Reasons: ALA privacy checklist, Multnomah's incident form, research/desk.md 4.
_KINDS = {
    "card": _Kind("a library card number?", "It leads to all they borrow.", 'Write "Patron A".'),
    "ssn": _Kind("a Social Security number?", "Whoever reads it can misuse it.", "Leave it out."),
    "number": _Kind("a long number?", "An ID or a card leads to a person.", "Leave it out."),
    "birth": _Kind("a date of birth?", "It tells who it was.", 'Write "about 40", if it matters.'),
    "email": _Kind("an e-mail address?", "It tells who it was.", "Leave it out of the note."),
    "phone": _Kind(
        "a phone number?", "It tells who it was.", "Keep it where your library keeps those."
    ),
    "address": _Kind("a street address?", "It may lead somebody to their door.", "Leave it out."),
    "name": _Kind("a full name?", "A note without names harms nobody.", '"Patron A" will do.'),
    "reading": _Kind(
        "what somebody reads or seeks?", "Most states' law keeps it private.", "Leave it out."
    ),
    "status": _Kind(
        "immigration status?", "It can harm them, and no note needs it.", "Leave it out."
    ),
    "diagnosis": _Kind(
        "a diagnosis?",
        "No desk can tell, and a court may read it.",
        "Write what you saw: 'slurred, swayed'.",
    ),
    "crime": _Kind(
        "a guess about a crime?",
        "It is for a court to say.",
        "Write what you saw: 'took a bag'.",
    ),
    "judgement": _Kind(
        "a judgement?",
        "A reader learns what you felt, not what happened.",
        "Write what you saw: 'shouted, hit the desk'.",
    ),
    "vague": _Kind(
        "what did they do?",
        "The word alone does not say what happened.",
        "Write it: 'shouted, hit the desk'.",
    ),
    "guess": _Kind("a guess?", "Only what was seen holds up.", "Write what you saw."),
}
# A line longer than this was pasted, not written; only its beginning is looked at.
_LONGEST_LINE = 20_000
_PIECE, _OVERLAP = 1_000, 60
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}


@dataclass(frozen=True)
class Caution:
    """One thing to look at again: its kind, and the line it stands on, from 1."""

    kind: str
    row: int

    @property
    def what(self) -> str:
        """What it may be, as a question."""
        return _KINDS[self.kind].what

    @property
    def why(self) -> str:
        """Why it should not stand in a note."""
        return _KINDS[self.kind].why

    @property
    def instead(self) -> str:
        """What to write in its place."""
        return _KINDS[self.kind].instead

    def line(self) -> str:
        """Return it in one row, with room left beside it at 80 columns."""
        return f"Line {self.row}: {self.what} {self.instead}"

    def full(self) -> str:
        """Return it with the reason."""
        return f"Line {self.row}: {self.what} {self.why} {self.instead}"


class CautionReader:
    """Reads a note again and again while it is typed; only lines that changed are looked at.

    ``known`` are this library's own name, address, numbers and people, which are no secret.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = [fold(fact) for fact in known if fact.strip()]
        self._lines: dict[str, tuple[str, ...]] = {}

    def read(self, text: str) -> list[Caution]:
        """Return what is met in ``text``: the worst first, then by line; each kind once a line."""
        rows = [_pieces(line) for line in text.split("\n")]
        before = self._lines
        self._lines = {
            piece: before[piece] if piece in before else self._look(piece)
            for pieces in rows
            for piece in pieces
        }
        met = {
            Caution(kind, row)
            for row, pieces in enumerate(rows, 1)
            for piece in pieces
            for kind in self._lines[piece]
        }
        return sorted(met, key=lambda one: (_ORDER[one.kind], one.row))

    def forget(self) -> None:
        """Keep nothing of what was read."""
        self._lines = {}

    def _look(self, line: str) -> tuple[str, ...]:
        found = [kind for kind, text in numbers_met(line) if not self._is_known(text)]
        found += ["name" for name in names_met(line) if not self._is_known(name)]
        found += words_met(line)
        return tuple(dict.fromkeys(found))

    def _is_known(self, text: str) -> bool:
        folded = fold(text).strip()
        return any(folded in fact for fact in self._known)


def _pieces(line: str) -> list[str]:
    """Return a line in pieces short enough to look at between two keys; most are one piece."""
    return [
        line[start : start + _PIECE + _OVERLAP]
        for start in range(0, min(len(line), _LONGEST_LINE) or 1, _PIECE)
    ]


def cautions(text: str, *, known: Iterable[str] = ()) -> list[Caution]:
    """Return what is met in ``text``, as `CautionReader.read`."""
    return CautionReader(known).read(text)
