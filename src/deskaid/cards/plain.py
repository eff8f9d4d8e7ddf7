"""A card as lines that a screen reader, a pipe or a printer takes from top to bottom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deskaid.cards.card import Card, Kind, Line
from deskaid.cards.fill import fill, shown, visible_help
from deskaid.cards.reader import Language
from deskaid.cards.translation import Translation
from deskaid.errors import NothingFound, Refused


@dataclass(frozen=True, slots=True)
class _Speech:
    """How spoken lines are printed: with which facts, in which language, from which Spanish."""

    facts: Mapping[str, str]
    language: Language
    spanish: Mapping[Line, Line]

    def lines(self, line: Line) -> Iterator[str]:
        translated = self.spanish.get(line)
        if self.language is not Language.SPANISH or translated is None:
            yield from self._ways(line, str(line.kind), "Or")
            if translated is not None:
                yield from self._ways(translated, "Spanish", "Spanish, or")
        else:
            yield from self._ways(translated, str(line.kind), "Or")

    def _ways(self, line: Line, label: str, other: str) -> Iterator[str]:
        aside = f" ({fill(line.aside, self.facts)})" if line.aside else ""
        yield f'{label}: "{fill(line.text, self.facts)}"{aside}'
        for wording in line.wordings:
            yield f'{other}: "{fill(wording, self.facts)}"'


def language_named(name: str) -> Language:
    """Return the language of ``--lang``. Raises `Refused` for any other than ours."""
    try:
        return Language(name.strip().lower())
    except ValueError:
        hint = "Use en, es (Spanish), or both."
        raise Refused(f"Cards have no language '{name}'.", hint=hint) from None


def plain_lines(
    card: Card,
    facts: Mapping[str, str],
    *,
    spanish: Translation | None = None,
    language: Language = Language.ENGLISH,
) -> list[str]:
    """Return the card as `deskaid say` prints it, one thought per line, facts filled in.

    What must be done or said comes first; signs that another card fits follow it. ``spanish``
    is used where ``language`` asks for it. Raises `NothingFound` when it is missing then.
    """
    if language is Language.ENGLISH:
        return [*_head(card), *_steps(card, _Speech(facts, language, {})), *_foot(card, facts)]
    if spanish is None:
        raise NothingFound(
            f"The card '{card.id}' has no Spanish yet.", hint="Leave out --lang for its English."
        )
    speech = _Speech(facts, language, spanish.pairs(card))
    reviewed = f"Spanish reviewed {spanish.reviewed.isoformat()}. Reviewer: {spanish.reviewer}."
    return [*_head(card), *_steps(card, speech), *_foot(card, facts), reviewed]


def _head(card: Card) -> Iterator[str]:
    yield card.title


def _steps(card: Card, speech: _Speech) -> Iterator[str]:
    for title, lines in _titled(card):
        visible = shown(lines, speech.facts)
        if visible:
            yield ""
            yield title
            for line in visible:
                if line.kind is Kind.DO:
                    yield f"Do: {fill(line.text, speech.facts)}"
                else:
                    yield from speech.lines(line)


def _titled(card: Card) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    return (
        ("Do now", card.do_now),
        ("Step 1: Feelings", card.feelings),
        ("Step 2: Problem", card.problem),
    )


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


def as_dict(
    card: Card, facts: Mapping[str, str], spanish: Translation | None = None
) -> dict[str, Any]:
    """Return the card for ``--json``: its header, and its sections with facts filled in.

    ``spanish`` is null for a card without it.
    """
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
        "spanish": _spanish(spanish, facts) if spanish else None,
    }


def _spanish(spanish: Translation, facts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "reviewed": spanish.reviewed.isoformat(),
        "reviewer": spanish.reviewer,
        "local": spanish.local,
        "do_now": _json_lines(spanish.do_now, facts),
        "feelings": _json_lines(spanish.feelings, facts),
        "problem": _json_lines(spanish.problem, facts),
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
