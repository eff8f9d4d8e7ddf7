"""The table of figures: for a terminal, and as Markdown for README.md and docs/speed.md."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from figures import Figure, from_dict
from machine import in_words

NAMES = {
    "start-up": "Start-up",
    "keys": "Key to paint",
    "finding": "Finding",
    "import": "Import",
    "notes": "Notes",
    "lock": "Lock",
    "idle": "Idle and memory",
    "soak": "Soak",
}
"""The groups, in the order of the table."""
_CASE = 45
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def lines(figures: Sequence[Figure]) -> Iterator[str]:
    """Yield the table as lines of at most 100 columns; a letter says what a ratio is to."""
    yield _line("", "median", "p95", "", "ratio", "p95", "", "at most", "").rstrip()
    for group, found in _grouped(figures):
        letters = dict(
            zip(dict.fromkeys(one.beside for one in found if one.beside), _LETTERS, strict=False)
        )
        yield ""
        yield NAMES.get(group, group).upper()
        for beside, letter in letters.items():
            yield f"  ({letter}) beside {beside}"
        for figure in found:
            yield from _row(figure, letters.get(figure.beside, ""))


def _row(figure: Figure, letter: str) -> Iterator[str]:
    case = f"  {figure.case}"
    if len(case) > _CASE:  # never cut a name: it takes a line of its own
        yield case
        case = ""
    kept = {True: "kept", False: "MISSED", None: ""}[figure.kept]
    yield _line(
        case,
        number(figure.median),
        number(figure.p95),
        figure.unit if figure.unit != "ratio" else "x",
        _times(figure.ratio),
        _times(figure.ratio_p95),
        letter,
        _limit(figure),
        kept,
    ).rstrip()


def _line(*parts: str) -> str:
    case, median, p95, unit, ratio, ratio_p95, letter, limit, kept = parts
    first = f"{case:<{_CASE}}{median:>8}{p95:>8} {unit:<6}"
    return f"{first}{ratio:>7}{ratio_p95:>7} {letter:<1}{limit:>9} {kept}"


def number(value: float) -> str:
    """Return a figure with the digits that mean something."""
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}" if size < 1e6 else f"{value:.2g}"
    return f"{value:.1f}" if size >= 10 else f"{value:.2f}" if size >= 0.1 else f"{value:.3g}"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else number(ratio)


def _limit(figure: Figure) -> str:
    if figure.at_most is None and figure.at_most_p95 is None:
        return ""
    middle = "" if figure.at_most is None else f"{figure.at_most:g}"
    late = "" if figure.at_most_p95 is None else f"|{figure.at_most_p95:g}"
    return middle + late


def _grouped(figures: Iterable[Figure]) -> Iterator[tuple[str, list[Figure]]]:
    order = list(NAMES)

    def place(figure: Figure) -> int:
        return order.index(figure.group) if figure.group in order else len(order)

    for group, found in groupby(sorted(figures, key=place), key=lambda one: one.group):
        yield group, list(found)


def whole(results: dict[str, Any]) -> str:
    """Return every figure of a results file as Markdown: a heading and a table for each group."""
    parts = [_measured(results)]
    for group, found in _grouped(map(from_dict, results["figures"])):
        parts.append(f"### {NAMES.get(group, group)}\n\n{_table(found)}")
    parts += _left_out(results)
    return "\n".join(parts)


def _table(found: list[Figure]) -> str:
    rows = [
        "| case | median | p95 | unit | beside | ratio | p95 ratio | at most | |",
        "|---|---:|---:|---|---|---:|---:|---:|---|",
    ]
    for one in found:
        kept = {True: "kept", False: "**missed**", None: ""}[one.kept]
        limit = _limit(one).replace("|", " / p95 ")
        cells = (
            one.case, number(one.median), number(one.p95), one.unit, one.beside,
            _times(one.ratio), _times(one.ratio_p95), limit, kept,
        )  # fmt: skip
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def ratios(results: dict[str, Any]) -> str:
    """Return the figures with a limit as a short Markdown table: measured, allowed, beside what."""
    rows = ["| | measured | at most | beside |", "|---|---:|---:|---|"]
    for _, found in _grouped(map(from_dict, results["figures"])):
        for one in found:
            if one.kept is not None:
                rows.append(f"| {_cells(one)} |")
    return f"{_measured(results)}\n" + "\n".join(rows) + "\n"


def _cells(one: Figure) -> str:
    unit = "" if one.ratio is not None or one.unit == "ratio" else f" {one.unit}"
    middle = one.median if one.ratio is None else one.ratio
    late = one.p95 if one.ratio_p95 is None else one.ratio_p95
    said, limits = [], []
    if one.at_most is not None:
        said.append(f"{number(middle)}{unit}")
        limits.append(f"{one.at_most:g}{unit}")
    if one.at_most_p95 is not None:
        said.append(f"p95 {number(late)}{unit}")
        limits.append(f"p95 {one.at_most_p95:g}{unit}")
    measured = ", ".join(said) + ("" if one.kept else " (missed)")
    case = f"{NAMES.get(one.group, one.group)}: {one.case}"
    return " | ".join((case, measured, ", ".join(limits), one.beside or "-"))


def _measured(results: dict[str, Any]) -> str:
    """Return when, where and with what it was measured, in one paragraph."""
    named = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    return (
        f"Measured on {results['date'][:10]} on {in_words(results['machine'])};"
        f" {results['rounds']} rounds, cases in turn. {named}.\n"
    )


def _left_out(results: dict[str, Any]) -> Iterator[str]:
    for name, why in results["missing"].items():
        yield f"Left out: {name}, {why}.\n"
    for group, why in results["failed"].items():
        yield f"Not measured: {NAMES.get(group, group)} ({why}).\n"
