"""The tables of README.md and docs/speed.md, made from benchmarks/results.json.

``python benchmarks/documents.py`` writes them anew; a test fails while they differ. A document
has its table between ``<!-- speed: ratios -->`` (or ``whole``) and ``<!-- end of speed -->``.
"""

import json
import re
from pathlib import Path
from typing import Any

from table import ratios, whole

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
DOCUMENTS = (ROOT / "README.md", ROOT / "docs" / "speed.md")
_TABLES = {"ratios": ratios, "whole": whole}
_PLACE = re.compile(r"(<!-- speed: (ratios|whole) -->\n).*?(<!-- end of speed -->)", re.DOTALL)


def renewed(text: str, results: dict[str, Any]) -> str:
    """Return the text of a document with its tables made anew from ``results``."""
    return _PLACE.sub(lambda at: f"{at[1]}\n{_TABLES[at[2]](results)}\n{at[3]}", text)


def read_results(path: Path = RESULTS) -> dict[str, Any]:
    """Return the results that were committed."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def main() -> None:
    """Write every document's tables anew."""
    results = read_results()
    for path in DOCUMENTS:
        path.write_text(renewed(path.read_text(encoding="utf-8"), results), encoding="utf-8")


if __name__ == "__main__":
    main()
