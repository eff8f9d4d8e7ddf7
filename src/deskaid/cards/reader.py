"""What a card shows, step by step, as plain values: no Textual here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from deskaid.cards.card import Card, Kind, Lead, Line
from deskaid.cards.fill import fill
from deskaid.cards.fill import shown as visible

STEP_NAMES = {"now": "NOW", "feelings": "FEELINGS", "problem": "PROBLEM", "close": "CLOSE"}


class Language(StrEnum):
    """In which language the spoken lines are shown; what is done is always in English."""

    ENGLISH = "en"
    BOTH = "both"
    SPANISH = "es"

    @property
    def next(self) -> "Language":
        """The language that the key leads to."""
        order = list(Language)
        return order[(order.index(self) + 1) % len(order)]


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as drawn: its label (``SAY``, ``DO``, ``1``...) and the text.

    ``beneath`` is the same in Spanish where both languages are shown; ``first`` marks the line
    that other wordings replace.
    """

    label: str
    text: str
    spoken: bool = False
    beneath: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a card; ``spanish`` holds the Spanish of its spoken lines, if there is any."""

    name: str
    lines: tuple[Line, ...] = ()
    spanish: Mapping[Line, Line] = field(default_factory=dict)

    def wordings(self, language: Language = Language.ENGLISH) -> int:
        """Return how many ways there are to say the first spoken line; at least one."""
        first = first_spoken(self.lines)
        if first is None:
            return 1
        if language is Language.SPANISH:
            first = self.spanish.get(first, first)
        return 1 + len(first.wordings)


def steps(
    card: Card, facts: Mapping[str, str], spanish: Mapping[Line, Line] | None = None
) -> tuple[Step, ...]:
    """Return the steps of ``card`` in order; a safety card begins with what to do now.

    ``spanish`` is what `Translation.pairs` returns.
    """
    said = spanish or {}
    return tuple(
        step
        for step in (
            Step("now", tuple(visible(card.do_now, facts)), said),
            Step("feelings", tuple(visible(card.feelings, facts)), said),
            Step("problem", tuple(visible(card.problem, facts)), said),
            Step("close"),
        )
        if step.lines or step.name == "close"
    )


def first_spoken(lines: Sequence[Line]) -> Line | None:
    """Return the first line that is said aloud, or None."""
    return next((line for line in lines if line.kind is not Kind.DO), None)


def shown(
    card: Card,
    step: Step,
    facts: Mapping[str, str],
    *,
    wording: int = 0,
    language: Language = Language.ENGLISH,
) -> tuple[Shown, ...]:
    """Return the lines of ``step`` as drawn: what is spoken first, then the rest in order.

    A safety card's first step keeps its own order and is numbered. ``wording`` counts from 0
    and picks another way to say the first spoken line. A line without Spanish stays English.
    """
    if step.name == "close":
        return tuple(Shown("DO", fill(text, facts)) for text in card.after)
    first = first_spoken(step.lines)
    numbered = step.name == "now"
    ordered = [*step.lines]
    if first and not numbered:
        ordered.sort(key=lambda line: line is not first)
    return tuple(
        _drawn(
            line,
            step,
            facts,
            label=str(number) if numbered else line.kind.value.upper(),
            wording=wording if line is first else None,
            language=language,
        )
        for number, line in enumerate(ordered, start=1)
    )


def _drawn(
    line: Line,
    step: Step,
    facts: Mapping[str, str],
    *,
    label: str,
    wording: int | None,
    language: Language,
) -> Shown:
    spanish = None if language is Language.ENGLISH else step.spanish.get(line)
    said = _said(line, facts, wording=wording or 0)
    beneath = ""
    if spanish and language is Language.SPANISH:
        said = _said(spanish, facts, wording=wording or 0)
    elif spanish:  # the remark for staff stands on the English line already
        beneath = _said(replace(spanish, aside=""), facts, wording=wording or 0)
    spoken = line.kind is not Kind.DO
    return Shown(label, said, spoken, beneath, first=wording is not None)


def _said(line: Line, facts: Mapping[str, str], *, wording: int) -> str:
    """Return ``line`` in its ``wording``, or in its first where it has not as many."""
    ways = (line.text, *line.wordings)
    text = fill(ways[wording] if wording < len(ways) else ways[0], facts)
    if line.kind is not Kind.DO:
        text = f'"{text}"'
    return f"{text} ({fill(line.aside, facts)})" if line.aside else text


def headline(card: Card, step: Step, all_steps: Sequence[Step]) -> str:
    """Return ``1 FEELINGS  2 problem  3 close`` with the current step in capitals."""
    numbered = enumerate(all_steps, start=0 if card.lead is Lead.SAFETY else 1)
    return "  ".join(
        f"{number} {STEP_NAMES[each.name] if each is step else STEP_NAMES[each.name].lower()}"
        for number, each in numbered
    )
