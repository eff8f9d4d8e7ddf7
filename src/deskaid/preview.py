"""How an answer reads in a row and in a preview: the words, the number, the honest status."""

import textwrap
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from deskaid.cards.fill import fill
from deskaid.text import drawn, one_line

if TYPE_CHECKING:
    from deskaid.search.query import Answer

Part = Content | tuple[str, str] | str
_LABEL = 5
_SPOKEN = ("SAY", "ASK")
_AGING_MONTHS, _OLD_MONTHS = 12, 24  # amber and red of research/referrals.md 6


def preview(answer: "Answer", facts: Mapping[str, str], now: datetime, *, width: int) -> Content:
    """Return what Home shows of ``answer`` before it is opened, wrapped to ``width`` columns."""
    parts: list[Part] = []
    if answer.kind == "referral":
        parts += [(f"{'CALL':<{_LABEL}}{drawn(answer.phone) or '(no number)'}\n", "bold $strong")]
        parts += [f"{'':<{_LABEL}}{status_label(answer, now)}\n"]
        parts += _wrapped("", answer.title, width, style="bold")
    for label, text in _in_order(answer):
        spoken = label in _SPOKEN
        words = f'"{fill(text, facts)}"' if spoken else fill(text, facts)
        parts += _wrapped(label, words, width, style="bold $strong" if spoken else "")
    if answer.kind == "referral":
        parts += _wrapped("", f"last checked: {_ago(answer.checked, now)}", width, style="$quiet")
    return Content.assemble(*parts)


def _in_order(answer: "Answer") -> list[tuple[str, str]]:
    """Return the preview with what is said first, as the card room draws it; safety acts first."""
    lines = list(answer.preview)
    if answer.lead in ("feelings", "limit"):
        spoken = next((line for line in lines if line[0] in _SPOKEN), None)
        if spoken is not None:
            lines.remove(spoken)
            lines.insert(0, spoken)
    return lines


def status_label(answer: "Answer", now: datetime) -> str:
    """Return the status of a listing at ``now``: ``OPEN til 8p``, ``CLOSED``, ``HOURS UNKNOWN``."""
    from deskaid.referrals.hours import Hours, status

    return status(answer.hours or Hours(), now).label(now)


def age(checked: date | None, now: datetime) -> str:
    """Return how long ago ``checked`` was, in words; marks tell what is due (!) or overdue (!!).

    A listing whose source gives no date of a check reads ``unknown``.
    """
    if checked is None:
        return "unknown"
    days = (now.date() - checked).days
    months = days // 30
    if days < 1:
        return "today"
    if days < 60:
        return f"{days} d"
    mark = " !!" if months >= _OLD_MONTHS else " !" if months >= _AGING_MONTHS else ""
    return f"{months} mo{mark}" if months < 36 else f"{months // 12} y{mark}"


def _ago(checked: date | None, now: datetime) -> str:
    words = age(checked, now)
    return words if words in ("today", "unknown") else f"{checked}, {words} ago"


def _wrapped(label: str, text: str, width: int, *, style: str) -> list[Part]:
    parts: list[Part] = []
    for index, piece in enumerate(textwrap.wrap(one_line(text), max(20, width - _LABEL))):
        head = f"{label if index == 0 else '':<{_LABEL}}"
        parts += [(head, "$quiet"), (piece, style) if style else piece, "\n"]
    return parts
