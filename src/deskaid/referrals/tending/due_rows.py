"""Listings that are due for a check, as rows: the number, why, the name. Plain text."""

from collections.abc import Mapping
from datetime import date

from deskaid.referrals.listing import Listing
from deskaid.referrals.tending.due import KINDS, Due, Kind
from deskaid.text import drawn, one_line

_STATES: Mapping[Kind, str] = {
    "flagged": "FLAGGED",
    "edit is stale": "LOOK AGAIN",
    "overdue": "OVERDUE",
    "due": "DUE",
    "never": "NEVER",
}
_COUNTED: Mapping[Kind, str] = {
    "flagged": "flagged",
    "edit is stale": "to look at again",
    "overdue": "overdue (24 months)",
    "due": "due (12 months)",
    "never": "never checked",
}
_PHONE, _STATE = 16, 14


def counted(counts: Mapping[Kind, int]) -> str:
    """Return how many are due, in words: "1 flagged   3 overdue (24 months)"."""
    parts = [f"{counts.get(kind, 0)} {_COUNTED[kind]}" for kind in KINDS if counts.get(kind)]
    return "   ".join(parts)


def state_of(due: Due) -> str:
    """Return why it is due, for its row: "OVERDUE 31 mo"."""
    months = f" {due.months} mo" if due.kind in ("overdue", "due") else ""
    return f"{_STATES[due.kind]}{months}"


def reason_of(due: Due) -> str:
    """Return why it is due, in a sentence."""
    reason = one_line(due.reason)
    return f"Flagged: {reason}." if due.kind == "flagged" else reason


def row_text(due: Due, *, width: int, state: str = "") -> str:
    """Return a row of ``width`` columns; ``state`` stands in place of why it was due."""
    reason = one_line(due.reason) if due.kind == "flagged" and not state else ""
    told = f"   {reason}" if reason else ""
    cells = (
        _fitted(drawn(due.phone) or "(no number)", _PHONE),
        _fitted(state or state_of(due), _STATE),
        _fitted(f"{drawn(due.name)}{told}", max(10, width - _PHONE - _STATE - 2)),
    )
    return " ".join(cells)


def done_state(listing: Listing, today: date) -> str:
    """Return what stands in the row of a listing that is due no more: "today", "fine"."""
    here = listing.checked_here
    return "today" if here is not None and here.on == today else "seen to"


def _fitted(text: str, room: int) -> str:
    return f"{text:<{room}}" if len(text) <= room else f"{text[: room - 1]}…"
