"""Read one bullet of a card's section; `parser` finds the sections."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from deskaid.cards.card import Avoid, Help, Kind, Line, Tripwire
from deskaid.cards.problem import CardProblem, nearest
from deskaid.facts import BY_KEY
from deskaid.text import fold

CARD_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
STEPS = frozenset({"do_now", "feelings", "problem"})
MAY_WAIT = STEPS | {"get_help"}  # sections whose lines can wait for a site fact

_LABEL = re.compile(r"([A-Za-z][A-Za-z ]{0,11}?)\s*:\s*(.*)")
_SPOKEN = re.compile(r'"([^"]+)"(?:\s*\(([^()]+)\))?')
_CONDITION = re.compile(r"\s*\{\{\s*if\s+([a-z0-9_]+)\s*\}\}$")
_ARROW = re.compile(r"\s*(?:->|→|=>)\s*")

Part = Line | Tripwire | Help | Avoid | str


@dataclass(frozen=True, slots=True)
class Bullet:
    """One bullet: its ``text`` without the mark, and where it stands."""

    path: Path
    row: int
    text: str

    def added_to(self, section: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """Return the ``parts`` of ``section`` (its field in `Card`) with this bullet taken in.

        Raises `CardProblem` when it is not as the section wants it.
        """
        if section not in MAY_WAIT and "{{if" in self.text.replace(" ", ""):
            raise self._problem("'{{if ...}}' works on the lines of steps and of 'Get help' only.")
        label = _LABEL.fullmatch(self.text)
        if label and fold(label[1]) == "or" and section in STEPS:
            return self._with_wording(parts, label[2])
        read: dict[str, Callable[[str], Part]] = {
            "watch_for": self._tripwire,
            "get_help": self._help,
            "avoid": self._avoid,
            "after": self._after,
        }
        return (*parts, read.get(section, self._line)(self.text))

    def _problem(self, message: str, *, hint: str = "") -> CardProblem:
        return CardProblem(self.path, self.row, message, hint=hint)

    def _with_wording(self, parts: tuple[Part, ...], text: str) -> tuple[Part, ...]:
        last = parts[-1] if parts else None
        if not isinstance(last, Line) or last.kind is Kind.DO:
            raise self._problem(
                "'Or:' is another wording of the Say or Ask line above it.",
                hint="Put it below one, or make it 'Say:'.",
            )
        words, aside = self._spoken(text, "Or")
        if aside:
            raise self._problem("'Or:' takes no remark.", hint="Put it on the line above.")
        return (*parts[:-1], replace(last, wordings=(*last.wordings, words)))

    def _line(self, text: str) -> Line:
        text, needs = self._condition(text)
        label = _LABEL.fullmatch(text)
        kinds = {fold(kind.value): kind for kind in Kind}
        if label is None:
            raise self._problem("A step's line starts with 'Do:', 'Say:' or 'Ask:'.")
        kind = kinds.get(fold(label[1]))
        if kind is None:
            raise self._problem(
                f"'{label[1]}:' is not a kind of line.",
                hint=nearest(label[1], ["Do", "Say", "Ask", "Or"], mark=":"),
            )
        if kind is Kind.DO:
            return Line(kind, self._filled(label[2], "Do"), needs=needs, row=self.row)
        words, aside = self._spoken(label[2], kind.value)
        return Line(kind, words, aside=aside, needs=needs, row=self.row)

    def _spoken(self, text: str, label: str) -> tuple[str, str]:
        match = _SPOKEN.fullmatch(text)
        if match is None:
            raise self._problem(
                f"What follows '{label}:' is one pair of quotes.",
                hint=f"Write '{label}: \"the words\"', and a remark in parentheses after them.",
            )
        return match[1].strip(), (match[2] or "").strip()

    def _condition(self, text: str) -> tuple[str, str]:
        match = _CONDITION.search(text)
        if match is None:
            if "{{if" in text.replace(" ", ""):
                raise self._problem("'{{if ...}}' stands at the very end of a line.")
            return text, ""
        if match[1] not in BY_KEY:
            raise self._problem(f"'{match[1]}' is not a site fact.", hint=nearest(match[1], BY_KEY))
        return text[: match.start()], match[1]

    def _filled(self, text: str, label: str) -> str:
        if not text:
            raise self._problem(f"Nothing follows '{label}'.", hint="Fill it in or delete it.")
        return text

    def _tripwire(self, text: str) -> Tripwire:
        sign, target = self._two_sides(text, "a sign -> the id of a card")
        if not CARD_ID.fullmatch(target):
            raise self._problem(f"'{target}' is not a card's id.", hint="Use the file's name.")
        return Tripwire(sign, target, self.row)

    def _two_sides(self, text: str, form: str) -> tuple[str, str]:
        sides = _ARROW.split(text)
        if len(sides) != 2 or not all(sides):
            raise self._problem("This line needs one '->'.", hint=f"Write '{form}'.")
        return sides[0], sides[1]

    def _help(self, text: str) -> Help:
        text, needs = self._condition(text)
        label = _LABEL.fullmatch(text)
        if label is None or " " in label[1]:
            return Help(text, needs=needs, row=self.row)
        if fold(label[1]) != "alone":
            raise self._problem(
                f"'{label[1]}:' has no meaning here.",
                hint="Did you mean 'Alone:'? Other lines have no label.",
            )
        return Help(self._filled(label[2], "Alone:"), alone=True, needs=needs, row=self.row)

    def _avoid(self, text: str) -> Avoid:
        phrase, instead = self._two_sides(text, '"the phrase" -> "what to say"')
        left, aside = self._spoken(phrase, "-")
        return Avoid(left, instead.strip('"').strip(), aside, self.row)

    def _after(self, text: str) -> str:
        label = _LABEL.fullmatch(text)
        if label and fold(label[1]) in ("do", "say", "ask", "or", "alone"):
            raise self._problem("Lines of 'After' have no label.", hint=f"Drop '{label[1]}:'.")
        return text
