"""Phrases as lines that a screen reader, a pipe or a printer takes from top to bottom."""

from collections.abc import Mapping
from typing import Any

from deskaid.cards.fill import fill
from deskaid.cards.phrasebook import PREFIX, Moment


def plain_phrases(moment: Moment, facts: Mapping[str, str]) -> list[str]:
    """Return ``moment`` as `deskaid say` prints it, facts filled in."""
    lines = [moment.title, moment.when, ""]
    for line in moment.lines:
        aside = f" ({line.aside})" if line.aside else ""
        lines.append(f'{line.kind}: "{fill(line.text, facts)}"{aside}')
    if moment.avoid:
        lines += ["", "Don't say"]
        lines += [
            f'Not: "{avoid.phrase}" Instead: "{fill(avoid.instead, facts)}"'
            for avoid in moment.avoid
        ]
    reviewed = f"Reviewed {moment.reviewed.isoformat()}. Reviewer: {moment.reviewer}."
    return [*lines, "", reviewed]


def phrases_as_dict(moment: Moment, facts: Mapping[str, str]) -> dict[str, Any]:
    """Return ``moment`` for ``--json``, facts filled in."""
    return {
        "kind": "phrases",
        "id": PREFIX + moment.id,
        "title": moment.title,
        "when": moment.when,
        "sources": list(moment.sources),
        "reviewed": moment.reviewed.isoformat(),
        "reviewer": moment.reviewer,
        "local": moment.local,
        "phrases": [
            {"kind": str(line.kind), "text": fill(line.text, facts), "aside": line.aside}
            for line in moment.lines
        ],
        "dont_say": [
            {"phrase": avoid.phrase, "instead": fill(avoid.instead, facts)}
            for avoid in moment.avoid
        ],
    }
