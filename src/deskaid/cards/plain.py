"""A card as lines that a screen reader, a pipe or a printer takes from top to bottom."""

from collections.abc import Iterator, Mapping
from typing import Any

from deskaid.cards.card import Card, Kind, Line
from deskaid.cards.fill import fill, shown, visible_help


def plain_lines(card: Card, facts: Mapping[str, str]) -> list[str]:
    """Return the card as `deskaid say` prints it, one thought per line, facts filled in.

    What must be done or said comes first; signs that another card fits follow it.
    """
    return [*_head(card), *_steps(card, facts), *_foot(card, facts)]


def _head(card: Card) -> Iterator[str]:
    yield card.title


def _steps(card: Card, facts: Mapping[str, str]) -> Iterator[str]:
    for title, lines in _titled(card):
        visible = shown(lines, facts)
        if visible:
            yield ""
            yield title
            for line in visible:
                yield from _line(line, facts)


def _titled(card: Card) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    return (
        ("Do now", card.do_now),
        ("Step 1: Feelings", card.feelings),
        ("Step 2: Problem", card.problem),
    )


def _line(line: Line, facts: Mapping[str, str]) -> Iterator[str]:
    text = fill(line.text, facts)
    if line.kind is Kind.DO:
        yield f"Do: {text}"
        return
    aside = f" ({fill(line.aside, facts)})" if line.aside else ""
    yield f'{line.kind}: "{text}"{aside}'
    for wording in line.wordings:
        yield f'Or: "{fill(wording, facts)}"'


def _foot(card: Card, facts: Mapping[str, str]) -> Iterator[str]:
    help_lines = visible_help(card, facts)
    if help_lines:
        yield ""
        yield "Get help"
        for line in help_lines:
            yield f"{'Alone: ' if line.alone else ''}{fill(line.text, facts)}"
    if card.watch_for:
        yield ""
        yield "Watch for"
        for wire in card.watch_for:
            yield f"{fill(wire.sign, facts)}: deskaid say {wire.card}"
    if card.avoid:
        yield ""
        yield "Don't say"
        for avoid in card.avoid:
            aside = f" ({avoid.aside})" if avoid.aside else ""
            yield f'Not: "{avoid.phrase}"{aside} Instead: "{fill(avoid.instead, facts)}"'
    if card.after:
        yield ""
        yield "After"
        yield from (fill(text, facts) for text in card.after)
    yield ""
    yield f"Reviewed {card.reviewed.isoformat()}. Reviewer: {card.reviewer}."


def as_dict(card: Card, facts: Mapping[str, str]) -> dict[str, Any]:
    """Return the card for ``--json``: its header, and its sections with facts filled in."""
    return {
        "id": card.id,
        "title": card.title,
        "neutral": card.neutral,
        "group": card.group,
        "lead": str(card.lead),
        "refer": list(card.refer),
        "sources": list(card.sources),
        "reviewed": card.reviewed.isoformat(),
        "reviewer": card.reviewer,
        "local": card.local,
        "watch_for": [
            {"sign": fill(wire.sign, facts), "card": wire.card} for wire in card.watch_for
        ],
        "do_now": _json_lines(card.do_now, facts),
        "feelings": _json_lines(card.feelings, facts),
        "problem": _json_lines(card.problem, facts),
        "get_help": [
            {"text": fill(line.text, facts), "alone": line.alone}
            for line in visible_help(card, facts)
        ],
        "dont_say": [
            {
                "phrase": avoid.phrase,
                "instead": fill(avoid.instead, facts),
                "aside": avoid.aside,
            }
            for avoid in card.avoid
        ],
        "after": [fill(text, facts) for text in card.after],
    }


def _json_lines(lines: tuple[Line, ...], facts: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "kind": str(line.kind),
            "text": fill(line.text, facts),
            "wordings": [fill(wording, facts) for wording in line.wordings],
            "aside": fill(line.aside, facts),
        }
        for line in shown(lines, facts)
    ]
