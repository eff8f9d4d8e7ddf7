"""README.md and docs/speed.md say what was measured: their tables are those of the results."""

from pathlib import Path

import pytest
from bench_desk import documents

RESULTS = {
    "date": "2026-11-22T02:00:00+00:00",
    "machine": {"processor": "Xeon", "cores": 4, "memory_gb": 23, "system": "Linux 6.1"},
    "versions": {"textual": "8.2.8"},
    "rounds": 15,
    "figures": [{"group": "idle", "case": "Home", "unit": "%", "median": 1, "p95": 1,
                 "ratio": 1.1, "ratio_p95": 1.1, "at_most": 1.3, "beside": "hello"}],
    "missing": {},
    "failed": {},
}  # fmt: skip


@pytest.mark.parametrize("path", documents.DOCUMENTS, ids=lambda path: path.name)
def test_the_tables_are_those_of_the_committed_results(path: Path) -> None:
    if not documents.RESULTS.is_file():
        pytest.skip("nothing was measured yet")
    text = path.read_text(encoding="utf-8")
    assert documents.renewed(text, documents.read_results()) == text, (
        "run: python benchmarks/documents.py"
    )
    assert "<!-- speed: " in text


def test_only_what_stands_between_the_marks_is_made_anew() -> None:
    text = "a\n<!-- speed: ratios -->\nold\n<!-- end of speed -->\nb\n"
    found = documents.renewed(text, RESULTS)
    assert found.startswith("a\n<!-- speed: ratios -->\n")
    assert found.endswith("<!-- end of speed -->\nb\n")
    assert "| Idle and memory: Home | 1.10 | 1.3 | hello |" in found
    assert "old" not in found
    twice = documents.renewed(f"{text}between\n{text}", RESULTS)
    assert "between" in twice
    assert twice.count("| Idle and memory: Home |") == 2
    assert documents.renewed(found, RESULTS) == found


def test_the_whole_table_takes_its_own_mark() -> None:
    found = documents.renewed("<!-- speed: whole -->\n<!-- end of speed -->\n", RESULTS)
    assert "### Idle and memory" in found
    assert "| Home | 1.00 | 1.00 | % | hello | 1.10 | 1.10 | 1.3 | kept |" in found
