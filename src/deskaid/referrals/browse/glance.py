"""What stands under a list for the listing under the cursor: a few lines, the number first."""

import textwrap
from collections.abc import Iterator
from datetime import datetime

from deskaid.ages import ago
from deskaid.referrals.browse.distance import distance_words
from deskaid.referrals.browse.listed import NO_NUMBER, Listed
from deskaid.text import drawn, one_line

Line = tuple[str, str, str]
"""A label, the text beside it, and its style: "strong", "bold", "alert", "quiet" or ""."""

LABEL = 5
"""Columns of a label."""
ASK = "ask them"
"""What `knowing.referral_facts` says of a fact that is not known."""
_TOLD_ABOVE = ("Takes",)
_ASKED = {"Takes children": "children", "ID needed": "ID", "Bed certain": "a bed"}
_MOST_WHO, _MOST_KNOWN, _MOST_WHAT = 1, 2, 2


def glance(one: Listed, *, now: datetime, country: str, width: int, height: int) -> list[Line]:
    """Return at most ``height`` lines of ``width`` columns about ``one``.

    First the number and the status, then the name and the check, then what is wrong or decides
    whether a referral works; what the place does comes last and gives way.
    """
    answer = one.answer
    told = dict(answer.preview)
    room = max(20, width - LABEL)
    lines: list[Line] = [("CALL", _call(one, country, room), "strong")]
    lines.append(("", _name(one, now, room), "bold"))
    if one.flagged:
        lines += _wrapped("FLAG", one.flagged, room, 1, "alert")
    if one.tip:
        lines += _wrapped("TIP", one.tip, room, 1)
    lines += _wrapped("WHO", told.get("WHO", ""), room, _MOST_WHO)
    lines += _wrapped("", _known(one), room, _MOST_KNOWN)
    at = list(_wrapped("AT", told.get("AT", ""), room, 1))
    left = height - len(lines) - len(at)
    what = list(_wrapped("WHAT", told.get("WHAT", ""), room, min(left, _MOST_WHAT)))
    return [*lines, *what, *at][:height]


def _call(one: Listed, country: str, room: int) -> str:
    away = "" if one.distance is None else distance_words(one.distance, country)
    here = "pinned" * one.pinned, "on the slip" * one.marked
    parts = (drawn(one.answer.phone) or NO_NUMBER, one.label, away, *here)
    return _cut("   ".join(part for part in parts if part), room)


def _name(one: Listed, now: datetime, room: int) -> str:
    """Return the name, and at the right end of the line when it was checked."""
    checked = f"last checked: {ago(one.checked, now)}"
    name = _cut(one_line(one.answer.title), room - len(checked) - 2)
    return f"{name}{checked:>{room - len(name)}}"


def _known(one: Listed) -> str:
    """Return what is known, then in one breath what has to be asked."""
    told = [
        f"{label}: {text.replace(': ', ', ')}."
        for label, text in one.answer.known
        if text != ASK and label not in _TOLD_ABOVE
    ]
    asked = [*one.unsaid]
    asked += [_ASKED.get(label, label.lower()) for label, text in one.answer.known if text == ASK]
    if asked:
        told.append(f"Ask them about: {', '.join(dict.fromkeys(asked))}.")
    return " ".join(told)


def _wrapped(label: str, text: str, room: int, most: int, style: str = "") -> Iterator[Line]:
    pieces = textwrap.wrap(one_line(text), room)
    shown = pieces[: max(0, most)]
    if len(pieces) > len(shown) and shown:
        shown[-1] = _cut(f"{shown[-1]} …", room)
    for index, piece in enumerate(shown):
        yield label if index == 0 else "", piece, style


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip(' …')}…"
