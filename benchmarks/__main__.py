"""Everything that is measured, with one command: a table of ratios to each limit, and JSON.

    .venv/bin/python benchmarks [--only GROUP ...] [--rounds N] [--quick] [--json FILE]

It installs this tree's wheel, and each peer, into environments of their own (kept in the user's
cache, or in --keep), makes the directories to measure with, and runs group by group; within a
group all cases take turns, so ratios hold where times do not. A peer that cannot be installed
or is not on the path is named and left out. Linux and macOS; idle and memory on Linux alone.
Let the machine do nothing else meanwhile: the first run takes minutes to make a million listings.
"""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from environments import ROUNDS, SIZES, Bench, EnvironmentNotMade, bench_at
from figures import Figure
from machine import in_words, machine, versions
from table import lines

GROUPS = {
    "start-up": "start_up",
    "keys": "keys",
    "finding": "finding_at_scale",
    "import": "importing",
    "notes": "notes_figures",
    "lock": "locking",
    "idle": "idle",
    "soak": "soak",
}
"""The module of each group; its ``measure(bench)`` returns the figures."""
_QUICK_ROUNDS, _QUICK_SIZES = 3, (1_000, 10_000)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, write JSON; 1 when a group could not be measured, 2 when none.

    A limit that was missed is a figure like any other, and no failure of this command.
    """
    options = _parsed(arguments)
    if sys.platform == "win32":
        sys.stderr.write("There is no pseudo-terminal to measure with on Windows.\n")
        return 2
    for name in [name for name in os.environ if name.startswith("PYTHON")]:
        del os.environ[name]  # PYTHONDONTWRITEBYTECODE alone makes a start 4.5 times as long
    begun = perf_counter()
    told = machine()
    with bench_at(
        options.keep, rounds=options.rounds, sizes=options.sizes, peers=not options.no_peers
    ) as bench:
        try:
            bench.python  # noqa: B018 - nothing can be measured without it
        except EnvironmentNotMade as error:
            sys.stderr.write(f"deskaid's wheel: {error}.\n")
            return 2
        results = {
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": told,
            "rounds": bench.rounds,
            "sizes": bench.sizes,
            **measured(bench, options.only),
            "versions": versions(bench),
            "missing": bench.missing,
        }
    results["seconds"] = round(perf_counter() - begun)
    show(results)
    if options.json:
        text = json.dumps(results, indent=1, ensure_ascii=False, default=_as_dict)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 1 if results["failed"] else 0


def measured(bench: Bench, groups: list[str]) -> dict[str, Any]:
    """Return the figures of ``groups``, and for those that broke, why; the others go on."""
    figures: list[Figure] = []
    failed: dict[str, str] = {}
    for group in groups:
        sys.stderr.write(f"Measuring {group} ...\n")
        begun = perf_counter()
        try:
            measure: Callable[[Bench], list[Figure]] = import_module(GROUPS[group]).measure
            figures += measure(bench)
        except Exception as error:  # noqa: BLE001 - shown in full; an hour's other figures stay
            traceback.print_exc()
            failed[group] = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        sys.stderr.write(f"  {group}: {perf_counter() - begun:.0f} s\n")
    return {"figures": figures, "failed": failed}


def show(results: dict[str, Any]) -> None:
    """Print the table, what was left out, and on what it was measured."""
    found = results["figures"]
    print("\n".join(lines(found)))
    judged = [figure.kept for figure in found if figure.kept is not None]
    print(f"\n{sum(judged)} of {len(judged)} limits kept, in {results['seconds']} s.")
    for name, why in results["missing"].items():
        print(f"Left out: {name}: {why}.")
    for group, why in results["failed"].items():
        print(f"NOT MEASURED: {group}: {why}")
    print(in_words(results["machine"]))
    print(", ".join(f"{name} {version}" for name, version in results["versions"].items()))


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = ", ".join(GROUPS)
    few = "few rounds, small directories, no soak: to see whether everything works"
    add = parser.add_argument
    add("--only", nargs="+", choices=list(GROUPS), metavar="GROUP", help=f"some of: {names}")
    add("--rounds", type=int, help=f"of each case (usually {ROUNDS})")
    add("--sizes", type=_sizes, help="listings, as in 1000,100000")
    add("--json", type=Path, help="write the results to this file")
    add("--keep", type=Path, help="where environments and directories are kept")
    add("--no-peers", action="store_true", help="measure deskaid and the limits alone")
    add("--quick", action="store_true", help=few)
    options = parser.parse_args(arguments)
    usual = [group for group in GROUPS if not (options.quick and group == "soak")]
    options.only = [group for group in GROUPS if group in (options.only or usual)]
    options.rounds = options.rounds or (_QUICK_ROUNDS if options.quick else ROUNDS)
    options.sizes = options.sizes or (_QUICK_SIZES if options.quick else SIZES)
    return options


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(size.replace("_", "")) for size in text.split(",")}))


def _as_dict(value: object) -> dict[str, Any]:
    assert isinstance(value, Figure)
    return value.as_dict()


if __name__ == "__main__":
    sys.exit(main())
