"""Lists of values in a statement, in a few lengths only, so that SQLite knows it already."""

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

Value = TypeVar("Value")

STATEMENTS = 256
"""Statements that a connection keeps ready; a question asks about forty."""
MOST_BOUND = 512
"""Values bound at once: SQLite before 3.32 takes at most 999."""
_STEPS = (1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128, 192, 256, MOST_BOUND)


def bound(values: Iterable[Value]) -> tuple[str, list[Value]]:
    """Return question marks for ``in (...)`` and the values for them, the last one repeated.

    Making a statement ready takes longer than most of ours run. There must be `MOST_BOUND`
    values at most.
    """
    listed = list(values)
    if not listed:
        return "", listed
    room = _room(len(listed))
    return _marks(room), listed + listed[-1:] * (room - len(listed))


@cache
def _room(count: int) -> int:
    return next((step for step in _STEPS if step >= count), count)


@cache
def _marks(room: int) -> str:
    return ", ".join("?" * room)
