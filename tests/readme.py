"""The parts of README.md that come from the program: screens and the key table.

``python tests/readme.py`` writes them anew; `test_readme.py` fails while they differ.
"""

import re
from pathlib import Path

from deskaid.commands import COMMANDS, EVERYWHERE, spoken_key

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
GOLDENS = ROOT / "tests" / "goldens"
_SCREEN = re.compile(r"(<!-- screen: ([a-z0-9-]+) -->\n```\n).*?(```\n)", re.DOTALL)
_KEYS = re.compile(r"(<!-- keys -->\n).*?(<!-- end of keys -->)", re.DOTALL)


def renewed(text: str) -> str:
    """Return README text with its generated parts made anew."""
    text = _SCREEN.sub(lambda found: found[1] + _screen(found[2]) + found[3], text)
    return _KEYS.sub(lambda found: found[1] + key_table() + found[2], text)


def _screen(name: str) -> str:
    return (GOLDENS / f"{name}.txt").read_text(encoding="utf-8")


def key_table() -> str:
    """Return the key table: every command of the table, room by room."""
    rows = ["| where | key, also while typing | key elsewhere | what | id |"]
    rows.append("|---|---|---|---|---|")
    for entry in COMMANDS:
        where = "everywhere" if entry.room == EVERYWHERE else entry.room
        keys, letters = _keys(entry.keys), _keys(entry.letters)
        rows.append(f"| {where} | {keys} | {letters} | {entry.help} | `{entry.id}` |")
    return "\n".join(rows) + "\n"


def _keys(keys: str) -> str:
    return ", ".join(f"`{spoken_key(key)}`" for key in keys.split(",") if key)


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
