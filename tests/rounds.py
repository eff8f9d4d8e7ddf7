"""How long a hostile test goes on, and the counts it leaves for the record.

``DESKAID_ROUNDS`` is a percentage of the full figures: 100 takes them all, 1000 ten times as
many. Without it every test marked ``long`` runs in its bounded form. ``DESKAID_FIGURES`` names
a file that gets one line of JSON per test, with what was tried and what was found.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path


def rounds(few: int, full: int) -> int:
    """Return how many rounds to run: ``few``, or the asked percentage of ``full``."""
    percent = float(os.environ.get("DESKAID_ROUNDS", "0") or 0)
    return max(few, round(full * percent / 100))


def places(few: Iterable[str], every: Iterable[str]) -> list[str]:
    """Return the places to go to: ``few``, or ``every`` one when the full figures are asked."""
    return list(every if rounds(0, 1) else few)


def seconds(few: float, full: float) -> float:
    """Return for how long to go on: ``few``, or the asked percentage of ``full``."""
    return max(few, full * float(os.environ.get("DESKAID_ROUNDS", "0") or 0) / 100)


def figures(promise: str, **counts: int | float | str) -> None:
    """Leave what was counted while a promise was tried."""
    if target := os.environ.get("DESKAID_FIGURES"):
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"promise": promise, **counts}) + "\n")
