"""What a card shows, step by step, as plain values: no Textual here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskaid.cards.card import Card, Kind, Lead, Line
from deskaid.cards.fill import fill
from deskaid.cards.fill import shown as visible

STEP_NAMES = {"now": "NOW", "feelings": "FEELINGS", "problem": "PROBLEM", "close": "CLOSE"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as drawn: its label (``SAY``, ``DO``, ``1``...) and the text."""

    label: str
    text: str
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a card."""

    name: str
    lines: tuple[Line, ...] = ()

    @property
    def wordings(self) -> int:
        """How many ways there are to say the first spoken line; at least one."""
        first = first_spoken(self.lines)
        return 1 + len(first.wordings) if first else 1


def steps(card: Card, facts: Mapping[str, str]) -> tuple[Step, ...]:
    """Return the steps of ``card`` in order; a safety card begins with what to do now."""
    return tuple(
        step
        for step in (
            Step("now", tuple(visible(card.do_now, facts))),
            Step("feelings", tuple(visible(card.feelings, facts))),
            Step("problem", tuple(visible(card.problem, facts))),
            Step("close"),
        )
        if step.lines or step.name == "close"
    )


def first_spoken(lines: Sequence[Line]) -> Line | None:
    """Return the first line that is said aloud, or None."""
    return next((line for line in lines if line.kind is not Kind.DO), None)


def shown(
    card: Card, step: Step, facts: Mapping[str, str], *, wording: int = 0
) -> tuple[Shown, ...]:
    """Return the lines of ``step`` as drawn: what is spoken first, then the rest in order.

    A safety card's first step keeps its own order and is numbered. ``wording`` counts from 0
    and picks another way to say the first spoken line.
    """
    if step.name == "close":
        return tuple(Shown("DO", fill(text, facts)) for text in card.after)
    if step.name == "now":
        return tuple(
            Shown(str(number), _said(line, facts), line.kind is not Kind.DO)
            for number, line in enumerate(step.lines, start=1)
        )
    first = first_spoken(step.lines)
    ordered = [first, *(line for line in step.lines if line is not first)] if first else step.lines
    return tuple(
        Shown(
            line.kind.value.upper(),
            _said(line, facts, wording=wording if line is first else 0),
            line.kind is not Kind.DO,
        )
        for line in ordered
    )


def _said(line: Line, facts: Mapping[str, str], *, wording: int = 0) -> str:
    ways = (line.text, *line.wordings)
    text = fill(ways[wording % len(ways)], facts)
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
