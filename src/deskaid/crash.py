"""A crash told without a value: error types and places in the code, never what was in them."""

import sys
import traceback
from pathlib import Path

_PACKAGE = Path(__file__).parent


def crash_report() -> str:
    """Return the crash now being handled as error types and places in the code, without values.

    An exception's own text is left out as well: it may quote what a person typed.
    """
    lines = ["deskaid stopped because of a fault of its own. Nothing sealed was lost."]
    error = sys.exc_info()[1]
    while error is not None:
        lines.append(f"  {type(error).__name__}")
        lines += [
            f"    at {_place(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        error = error.__cause__ or error.__context__
    lines.append("Start it again with 'deskaid'. These lines hold no patron's word: send them on.")
    return "\n".join(lines) + "\n"


def _place(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_PACKAGE.parent)) if _PACKAGE in path.parents else path.name
