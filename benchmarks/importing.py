"""Import of a generated HSDS package beside raw sqlite3 of the same rows, interleaved.

    python benchmarks/importing.py --services 100000 --rounds 3 --json importing.json

"Raw" reads each CSV with `csv.reader` into `executemany`, a text-keyed table for each file,
indexes made after the load, WAL, synchronous=normal: the floor of research/speed.md 4. Every
case runs in a process of its own. Times leave out the interpreter's start and the making of an
empty desk; the ratio of processor time beside them says more on a busy machine. Memory is
the peak of the process and all it started, together (Linux: proportional set size every 20 ms;
elsewhere the largest single process).
"""

import argparse
import csv
import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter

CASES = ("raw", "deskaid", "deskaid, one process", "deskaid, again", "index")
_LOOK_EVERY = 0.02  # seconds


def main() -> None:
    """Measure and print a table; ``--json FILE`` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shuffled", action="store_true", help="rows in no common order")
    parser.add_argument("--package", type=Path, help="take this folder, or make it there")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    from packages import write_package  # here, so that the processes deskaid starts stay small

    if options.only:
        say(json.dumps(run(options.only[0], options.package, Path(options.only[1]))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        package = options.package or Path(scratch) / "package"
        if not package.is_dir():
            say(f"Making a package of {options.services} services ...")
            write_package(package, options.services, seed=options.seed, shuffled=options.shuffled)
        report(measure(package, Path(scratch), options.rounds, options.cases), options.json)


def measure(
    package: Path, scratch: Path, rounds: int, cases: list[str]
) -> dict[str, list[dict[str, float]]]:
    """Run every case in turn, ``rounds`` times over; "again" and "index" use deskaid's desk."""
    figures: dict[str, list[dict[str, float]]] = {name: [] for name in cases}
    for number in range(rounds):
        for name in cases:
            home = scratch / f"{number}" / ("raw" if name == "raw" else name.split(",")[0])
            home = home.parent / ("alone" if "one process" in name else home.name)
            home = home.parent / ("deskaid" if name == "index" else home.name)
            home.mkdir(parents=True, exist_ok=True)
            command = [
                sys.executable, __file__, "--package", str(package), "--only", name, str(home)
            ]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            figures[name].append(json.loads(done.stdout))
            say(f"round {number + 1}, {name}: {figures[name][-1]}")
        shutil.rmtree(scratch / f"{number}")
    return figures


def report(figures: dict[str, list[dict[str, float]]], target: Path | None) -> None:
    """Print medians and the paired ratios to raw."""
    raw = figures.get("raw") or next(iter(figures.values()))
    rows = {}
    say(f"{'case':<24}{'median s':>10}{'to raw':>8}{'of CPU':>8}{'peak MB':>9}{'WAL MB':>8}")
    for name, found in figures.items():
        ratios = [a["seconds"] / b["seconds"] for a, b in zip(found, raw, strict=True)]
        row = {
            "median": statistics.median(one["seconds"] for one in found),
            "ratio": statistics.median(ratios),
            "busy_ratio": statistics.median(
                a["busy"] / b["busy"] for a, b in zip(found, raw, strict=True)
            ),
            "peak_mb": max(one["peak_mb"] for one in found),
            "wal_mb": max(one["wal_mb"] for one in found),
        }
        rows[name] = {**row, "runs": found}
        say(
            f"{name:<24}{row['median']:>10.2f}{row['ratio']:>8.2f}{row['busy_ratio']:>8.2f}"
            f"{row['peak_mb']:>9.0f}{row['wal_mb']:>8.1f}"
        )
    if target:
        target.write_text(json.dumps(rows, indent=2), encoding="utf-8")


def run(name: str, package: Path, home: Path) -> dict[str, float]:
    """Run one case in this process and return its seconds, peak memory and WAL left behind."""
    database = home / "raw.db" if name == "raw" else home / "data" / "deskaid.db"
    work = _raw(package, database) if name == "raw" else _ours(name, package, home)
    with Watch() as watch:
        begun, busy = perf_counter(), _busy()
        work()
        seconds, busy = perf_counter() - begun, _busy() - busy
    wal = database.with_name(f"{database.name}-wal")
    left = wal.stat().st_size / 1e6 if wal.is_file() else 0.0
    return {"seconds": seconds, "busy": busy, "peak_mb": watch.peak_mb, "wal_mb": left}


def _busy() -> float:
    """Return the seconds of processor used so far, by this process and those that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _raw(package: Path, database: Path) -> Callable[[], None]:
    def work() -> None:
        connection = sqlite3.connect(database, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA cache_size=-64000")
        connection.execute("BEGIN")
        for file in sorted(package.glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as stream:
                rows = csv.reader(stream)
                header = next(rows)
                columns = ", ".join(f"{name} TEXT" for name in header[1:])
                connection.execute(f"CREATE TABLE {file.stem} (id TEXT PRIMARY KEY, {columns})")
                marks = ", ".join("?" * len(header))
                connection.executemany(f"INSERT INTO {file.stem} VALUES ({marks})", rows)
        for table, column in (
            ("services", "organization_id"),
            ("service_at_location", "service_id"),
            ("service_at_location", "location_id"),
            ("phones", "service_id"),
            ("schedules", "service_id"),
            ("addresses", "location_id"),
        ):
            connection.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
        connection.execute("COMMIT")
        connection.close()

    return work


def _ours(name: str, package: Path, home: Path) -> Callable[[], None]:
    os.environ["DESKAID_HOME"] = str(home)
    if "one process" in name:
        os.environ["DESKAID_PROCESSES"] = "1"
    from deskaid.paths import find_paths
    from deskaid.prepare import make_ready

    paths = find_paths()
    if name == "index":
        return lambda: make_ready(paths)
    if not paths.database.is_file():
        make = "from deskaid.prepare import main; main()"
        subprocess.run([sys.executable, "-c", make], check=True)

    def work() -> None:
        from deskaid.referrals.importing.reader import read_directory
        from deskaid.referrals.store import Directory

        Directory(paths.database).take_in(read_directory(package), source="benchmark")

    return work


def say(text: str) -> None:
    """Print one line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Watch:
    """Looks at the memory of this process and its children while it is entered."""

    peak_mb = 0.0

    def __enter__(self) -> "Watch":
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if not self.peak_mb:
            who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
            unit = 1e6 if sys.platform == "darwin" else 1e3
            self.peak_mb = max(resource.getrusage(one).ru_maxrss for one in who) / unit

    def _look(self) -> None:
        while sys.platform == "linux" and not self._over.wait(_LOOK_EVERY):
            kilobytes = 0
            with suppress(OSError):
                for process in _tree(os.getpid()):
                    kilobytes += _proportional(process)
            self.peak_mb = max(self.peak_mb, kilobytes / 1e3)


def _tree(process: int) -> set[int]:
    """Return the ids of ``process`` and of all that descend from it."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # it ended meanwhile
                parents[int(folder.name)] = int(
                    (folder / "stat").read_text().rpartition(")")[2].split()[1]
                )
    found = {process}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _proportional(process: int) -> int:
    with suppress(OSError):  # it ended meanwhile
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
