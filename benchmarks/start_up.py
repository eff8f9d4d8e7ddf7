"""First paint of deskaid beside a bare Textual program with the same widgets, interleaved.

Run it from an environment where deskaid is installed from its wheel (an editable install
recompiles its modules at each start where PYTHONDONTWRITEBYTECODE is set):

    python benchmarks/start_up.py --rounds 15
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from stopwatch import say, time_to_screen

HERE = Path(__file__).parent
PYTHON = sys.executable


def main() -> None:
    """Measure and print a table; ``--json FILE`` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {"DESKAID_HOME": home}
        subprocess.run([PYTHON, "-m", "deskaid.prepare"], env=_with(environment), check=True)
        cases = {
            "python -c pass": ([PYTHON, "-c", "print('READY')"], "READY"),
            "bare Textual, same widgets": ([PYTHON, str(HERE / "bare_textual.py")], "F2 Say it"),
            "deskaid, Home alive": ([PYTHON, "-m", "deskaid"], "F2 Say it"),
            "deskaid --version": ([PYTHON, "-m", "deskaid", "--version"], r"deskaid \d"),
        }
        times: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(options.rounds):
            for name, (command, pattern) in cases.items():
                times[name].append(time_to_screen(command, pattern, environment=environment))
    report(times, options.json)


def report(times: dict[str, list[float]], target: Path | None) -> None:
    """Print medians and the paired ratios to the bare program."""
    bare = times["bare Textual, same widgets"]
    rows = {}
    say(f"{'case':<30}{'median ms':>10}{'p95 ms':>9}{'ratio to bare':>15}")
    for name, values in times.items():
        ratio = statistics.median(a / b for a, b in zip(values, bare, strict=True))
        ranked = sorted(values)
        p95 = ranked[min(len(ranked) - 1, round(0.95 * (len(ranked) - 1)))]
        rows[name] = {"median": statistics.median(values), "p95": p95, "ratio": ratio}
        say(f"{name:<30}{statistics.median(values) * 1000:>10.0f}{p95 * 1000:>9.0f}{ratio:>15.2f}")
    if target:
        target.write_text(json.dumps(rows, indent=2), encoding="utf-8")


def _with(environment: dict[str, str]) -> dict[str, str]:
    import os

    return {**os.environ, **environment}


if __name__ == "__main__":
    main()
