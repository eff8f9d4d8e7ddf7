"""How an answer reads in a row and in a preview: the words, the number, the honest status."""

import textwrap
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from deskaid.ages import ago
from deskaid.cards.fill import fill
from deskaid.text import drawn, one_line

if TYPE_CHECKING:
    from deskaid.search.query import Answer
    from deskaid.shell.one_frame import Line

_LABEL = 5
_SPOKEN = ("SAY", "ASK")


def preview(
    answer: "Answer",
    facts: Mapping[str, str],
    now: datetime,
    *,
    width: int,
    holidays: Callable[[date], str] | None = None,
) -> "list[Line]":
    """Return what Home shows of ``answer`` before it is opened, wrapped to ``width`` columns.

    ``holidays`` names the public holiday that a day is.
    """
    lines: list[Line] = []
    if answer.kind == "referral":
        lines.append(((f"{'CALL':<{_LABEL}}{drawn(answer.phone) or '(no number)'}", "strong"),))
        lines.append(((f"{'':<{_LABEL}}{_status(answer, now, holidays)}", ""),))
        lines += _wrapped("", answer.title, width, style="bold")
    for label, text in _in_order(answer):
        spoken = label in _SPOKEN
        words = f'"{fill(text, facts)}"' if spoken else fill(text, facts)
        lines += _wrapped(label, words, width, style="strong" if spoken else "")
    if answer.kind == "referral":
        lines += _wrapped("", f"last checked: {ago(answer.checked, now)}", width, style="quiet")
    return lines


def _in_order(answer: "Answer") -> list[tuple[str, str]]:
    """Return the preview with what is said first, as the card room draws it; safety acts first."""
    lines = list(answer.preview)
    if answer.lead in ("feelings", "limit"):
        spoken = next((line for line in lines if line[0] in _SPOKEN), None)
        if spoken is not None:
            lines.remove(spoken)
            lines.insert(0, spoken)
    return lines


def _status(answer: "Answer", now: datetime, holidays: Callable[[date], str] | None) -> str:
    from deskaid.referrals.hours import Hours, status

    label = status(answer.hours or Hours(), now, holidays=holidays).label(now)
    holiday = holidays(now.date()) if holidays else ""
    return f"{label}   may differ: {holiday}" if holiday else label


def _wrapped(label: str, text: str, width: int, *, style: str) -> "list[Line]":
    pieces = textwrap.wrap(one_line(text), max(20, width - _LABEL))
    return [
        ((f"{label if index == 0 else '':<{_LABEL}}", "quiet"), (piece, style))
        for index, piece in enumerate(pieces)
    ]
