"""A card's page as rows of text, wrapped to a width: no Textual here, so that tests can measure.

What is spoken stands alone, strong, always on the third row of the screen.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deskaid.cards import reader
from deskaid.cards.card import Card
from deskaid.cards.fill import fill, visible_help
from deskaid.cards.reader import Language

SIGN_LETTERS = "xyz"
STRONG, QUIET, ALERT = "bold $strong", "$quiet", "bold $alert"
NO_SPANISH = "No Spanish for this card yet. The lines are in English."

_LABEL = 6  # columns of " SAY  ", so that every text starts at the same place
_SIGN = 3  # columns of " ! "

Row = tuple[tuple[str, str], ...]  # pieces of text with their style, "" for the usual one


@dataclass(frozen=True, slots=True)
class Page:
    """One card as it is being read: where in it, and in which language.

    ``notice`` is told above the first step, and above every step while it is `NO_SPANISH`.
    """

    card: Card
    steps: Sequence[reader.Step]
    facts: Mapping[str, str]
    step: int = 0
    wording: int = 0
    language: Language = Language.ENGLISH
    notice: str = ""

    def rows(self, width: int) -> list[Row]:
        """Return the rows between the title bar and the signs; none is wider than ``width``."""
        return [self._above(width), *self._lines(width), *self._below(width)]

    def _above(self, width: int) -> Row:
        if self.notice and (self.step == 0 or self.notice == NO_SPANISH):
            text = self.notice
        elif self.step == 0:
            return ()
        else:
            before = reader.shown(
                self.card, self.steps[self.step - 1], self.facts, language=self.language
            )
            text = f"done: {before[0].text}" if before else ""
            if self.steps[self.step - 1].name == "now":  # nobody here knows that it is done
                text = "What to do now goes on: Backspace shows it."
        return ((f" {textwrap.shorten(text, width - 1, placeholder=' ...')}", QUIET),)

    def _lines(self, width: int) -> Iterator[Row]:
        step = self.steps[self.step]
        lines = reader.shown(
            self.card, step, self.facts, wording=self.wording, language=self.language
        )
        for index, line in enumerate(lines):
            mark = self._ways() if line.first else ""
            yield from _labeled(line.label, line.text, width, style=_style(line), mark=mark)
            if line.beneath:
                yield from _labeled("ES", line.beneath, width, style=_style(line))
            if index == 0 and step.name != "now":
                yield ()
        if not lines:
            yield (("      Nothing more is owed here.", ""),)

    def _ways(self) -> str:
        ways = self.steps[self.step].wordings(self.language)
        return f"<- {self.wording + 1} of {ways} ->" if ways > 1 else ""

    def _below(self, width: int) -> Iterator[Row]:
        name = self.steps[self.step].name
        if name in ("feelings", "problem") and self.card.avoid:
            said = "  ".join(f'"{avoid.phrase}"' for avoid in self.card.avoid)
            yield ()
            yield from _labeled("Not", said, width, style=QUIET)
        if name == "close":
            yield ()
            yield (("      n  private note   F5  next patron", QUIET),)


def sign_rows(
    card: Card, titles: Mapping[str, str], facts: Mapping[str, str], width: int
) -> list[Row]:
    """Return the rows of the signs and of whom to get; ``titles`` are other cards', by id."""
    rows: list[Row] = []
    for letter, sign in zip(SIGN_LETTERS, card.watch_for, strict=False):
        text = f"{fill(sign.sign, facts)}: {letter}  {titles[sign.card]}"
        rows += _marked(" ! ", text, width, style=ALERT)
    for entry in visible_help(card, facts):
        text = f"{'Alone: ' if entry.alone else ''}{fill(entry.text, facts)}"
        rows += _marked(" ? ", text, width, style="")
    return rows


def _style(line: reader.Shown) -> str:
    return STRONG if line.spoken else ""


def _marked(mark: str, text: str, width: int, *, style: str) -> Iterator[Row]:
    for index, piece in enumerate(textwrap.wrap(text, width - _SIGN)):
        yield ((mark if index == 0 else " " * _SIGN, style), (piece, ""))


def _labeled(label: str, text: str, width: int, *, style: str, mark: str = "") -> Iterator[Row]:
    room = width - _LABEL - (len(mark) + 2 if mark else 0)
    for index, piece in enumerate(textwrap.wrap(text, room) or [""]):
        head = f" {label:<{_LABEL - 1}}" if index == 0 else " " * _LABEL
        end = f"{'':<{max(2, room - len(piece) + 1)}}{mark}" if mark and index == 0 else ""
        yield ((head, QUIET), (piece, style), (end, QUIET))
