"""The table fits a terminal, says what was missed, and is the same in Markdown and from JSON."""

import json
from typing import Any

import pytest
from bench_desk import figures, table

FIGURES = [
    figures.alone("start-up", "bare Textual hello", [200.0, 210.0], unit="ms"),
    figures.paired(
        "start-up", "deskaid, 1,000,000 listings: Home alive, twenty answers possible",
        [230.0, 230.0], [200.0, 210.0], unit="ms", beside="bare Textual hello", at_most=1.15,
    ),
    figures.paired(
        "keys", "Home", [9.0, 12.0], [3.0, 4.0], unit="ms", beside="bare Input echo",
        at_most=2.0, at_most_p95=2.5,
    ),
    figures.alone("import", "deskaid: memory", [12_345.0], unit="MB", at_most=150),
]  # fmt: skip


@pytest.fixture
def results() -> dict[str, Any]:
    """A results file as it is read back."""
    return json.loads(json.dumps({  # type: ignore[no-any-return]
        "date": "2026-11-22T02:00:00+00:00",
        "machine": {"processor": "Xeon", "cores": 4, "memory_gb": 23, "system": "Linux 6.1"},
        "versions": {"deskaid": "0.1.0", "textual": "8.2.8"},
        "rounds": 15,
        "sizes": [1000],
        "figures": [figure.as_dict() for figure in FIGURES],
        "missing": {"fzf": "it is not on the path"},
        "failed": {"notes": "RuntimeError: no jrnl"},
    }))  # fmt: skip


def test_no_line_is_wider_than_a_terminal_and_no_name_is_cut() -> None:
    lines = list(table.lines(FIGURES))
    assert max(map(len, lines)) <= 100
    assert all(any(figure.case in line for line in lines) for figure in FIGURES)


def test_a_miss_is_loud() -> None:
    [home] = [line for line in table.lines(FIGURES) if line.strip().startswith("Home")]
    assert home.endswith("MISSED")
    assert "2|2.5" in home


def test_a_letter_says_what_a_ratio_is_to_in_the_order_of_the_rows() -> None:
    limits = ["bare box", "raw", "echo", "fzf", "rows", "cipher", "plain", "jrnl"]
    rows = [
        figures.paired("keys", f"beside {limit}", [2.0], [1.0], unit="ms", beside=limit)
        for limit in limits
    ]
    lines = list(table.lines(rows))
    for letter, limit in zip("abcdefgh", limits, strict=True):
        assert f"  ({letter}) beside {limit}" in lines
        [row] = [line for line in lines if line.startswith(f"  beside {limit}")]
        assert row.split()[-1] == letter


def test_groups_come_in_one_order_however_they_were_measured() -> None:
    assert list(table.lines(FIGURES)) == list(table.lines(FIGURES[2:] + FIGURES[:2]))


def test_the_markdown_holds_every_figure_and_what_was_left_out(results: dict[str, Any]) -> None:
    text = table.whole(results)
    assert all(f"| {figure.case} |" in text for figure in FIGURES)
    assert "4 x Xeon, 23 GB, Linux 6.1" in text
    assert "2026-11-22" in text
    assert "Left out: fzf, it is not on the path." in text
    assert "Not measured: Notes (RuntimeError: no jrnl)." in text
    assert "**missed**" in text


def test_the_short_table_holds_what_has_a_limit(results: dict[str, Any]) -> None:
    text = table.ratios(results)
    assert "| Import: deskaid: memory | 12,345 MB (missed) | 150 MB | - |" in text
    assert "| Key to paint: Home | 3.00, p95 3.00 (missed) | 2, p95 2.5 | bare Input echo |" in text
    assert "| Start-up: bare Textual hello |" not in text


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "0"), (0.0123, "0.0123"), (1.149, "1.15"), (12.34, "12.3"), (4321.0, "4,321")],
)
def test_a_number_has_the_digits_that_mean_something(value: float, said: str) -> None:
    assert table.number(value) == said
