"""A desk that is never left alone: thousands of keys, hundreds of locks, dozens of imports.

    python benchmarks/soak.py [--keys 10000] [--locks 200] [--imports 50] [--seed 1]

The real program runs in a real pseudo-terminal over a desk of its own. A restless hand visits
every room; now and then a marked word is typed quickly into a box and read back letter for
letter. Whatever must not happen (a fault, a lost key, a zombie, a handle or a file left behind)
ends the run with the seed, the last keys and the screen. The same seed presses the same keys as
long as the screens come out the same. Linux; elsewhere memory and processes are not looked at.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING

from soak_desk import Desk, grown
from soak_keys import ROOMS
from soak_runs import soak_imports, soak_keys, soak_locks
from soak_terminal import Failed

if TYPE_CHECKING:
    from environments import Bench
    from figures import Figure

_MEMORY, _TIME = 1.10, 1.10


@dataclass(frozen=True)
class Counts:
    """How much of each; nothing of what is 0."""

    keys: int = 10_000
    locks: int = 200
    imports: int = 50


@dataclass(frozen=True)
class Row:
    """One row of the table; ``at_most`` is issue 6's limit."""

    case: str
    value: float
    at_most: float
    unit: str = "ratio"


def soak(
    python: Path, template: Path, package: Path, scratch: Path, *, seed: int, counts: Counts
) -> list[Row]:
    """Do all three and return the rows of the table."""
    rows = []
    if counts.keys:
        stay = soak_keys(
            Desk(python, scratch / "keys", template), keys=counts.keys, seed=seed, doing=say
        )
        unseen = sorted(set(ROOMS) - set(stay.rooms))
        say(f"rooms: {dict(stay.rooms.most_common())}; never: {unseen}")
        rows += [
            Row("memory of the last tenth to the first, keys", stay.memory_ratio, _MEMORY),
            Row("time of a key, last tenth to the first", stay.time_ratio(busy=False), _TIME),
            Row("work of a key, last tenth to the first", stay.time_ratio(busy=True), _TIME),
            Row("rooms never visited", len(unseen), 0, "rooms"),
        ]
    if counts.locks:
        times, held = soak_locks(
            Desk(python, scratch / "locks", template), rounds=counts.locks, seed=seed
        )
        rows += [
            Row(
                "memory of the last tenth to the first, locks",
                grown([one.pss or one.rss for one in held]),
                _MEMORY,
            ),
            Row("time of a lock, last tenth to the first", grown(times), _TIME),
        ]
    if counts.imports:
        times, held = soak_imports(
            Desk(python, scratch / "imports", template), package, rounds=counts.imports
        )
        rows += [
            Row(
                "memory of the last tenth to the first, imports",
                grown([one.pss or one.rss for one in held]),
                _MEMORY,
            ),
            Row("time of an import, last tenth to the first", grown(times), _TIME),
        ]
    return rows


def prepare(python: Path, folder: Path, *, services: int) -> tuple[Path, Path]:
    """Make a desk with a directory in ``folder``, and the file of it; return both."""
    from packages import write_package

    write_package(folder / "package", services)
    package = folder / "package.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((folder / "package").glob("*.csv")):
            archive.write(file, file.name)
    home = folder / "template"
    subprocess.run(
        [python, "-m", "deskaid", "import", package],
        env={**environ, "DESKAID_HOME": str(home)}, check=True, capture_output=True,
    )  # fmt: skip
    return home, package


def measure(bench: "Bench") -> "list[Figure]":
    """Return the figures of the whole soak, for the table of all benchmarks."""
    from figures import Figure

    folder = Path(tempfile.mkdtemp(prefix="soak-", dir=bench.scratch))
    template, package = prepare(bench.python, folder, services=3000)
    rows = soak(bench.python, template, package, folder, seed=1, counts=Counts())
    return [
        Figure("soak", row.case, row.unit, row.value, row.value, at_most=row.at_most)
        for row in rows
    ]


def main() -> int:
    """Soak and print a table; ``--json FILE`` keeps it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=10_000)
    parser.add_argument("--locks", type=int, default=200)
    parser.add_argument("--imports", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--services", type=int, default=3000)
    parser.add_argument("--python", type=Path, default=Path(sys.executable))
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    counts = Counts(asked.keys, asked.locks, asked.imports)
    with tempfile.TemporaryDirectory(prefix="soak-") as scratch:
        folder = Path(scratch)
        template, package = prepare(asked.python, folder, services=asked.services)
        try:
            rows = soak(asked.python, template, package, folder, seed=asked.seed, counts=counts)
        except Failed as failed:
            say(f"seed {asked.seed}: {failed}")
            return 1
    for row in rows:
        kept = "" if row.value <= row.at_most else "   MISSED"
        say(f"{row.case:<48}{row.value:>8.2f} of {row.at_most:.2f} {row.unit}{kept}")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(row) for row in rows], indent=2), encoding="utf-8")
    return 0


def say(text: str) -> None:
    """Print a line at once: this goes on for a while."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
