"""Break the notes' protocol one promise at a time, in a copy, and see which test notices.

    python benchmarks/notes_broken.py [--only WORD] [--json FILE]

The tree is copied to a temporary folder; each break is a piece of text replaced there, tried
against tests/notes and tests/hostile/test_hostile_notes_*, and taken back. A break that no
test notices is printed in the end, and makes the exit code 1.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from notes_breaks import BREAKS, Break
from stopwatch import say

TREE = Path(__file__).resolve().parents[1]


def main() -> int:
    """Break, test, report; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="breaks whose promise holds this word")
    parser.add_argument("--jobs", type=int, default=2, help="copies to break at the same time")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    chosen = [each for each in BREAKS if options.only in each.promise]
    with tempfile.TemporaryDirectory() as scratch:
        copies: Queue[Copy] = Queue()
        first = Copy(Path(scratch) / "0")
        first.red = first.failing()
        for red in first.red:
            say(f"red without any break, and left out: {red}")
        copies.put(first)
        for number in range(1, options.jobs):
            copies.put(Copy(Path(scratch) / str(number), red=first.red))

        def tried(broken: Break) -> str:
            copy = copies.get()
            try:
                return copy.broken(broken)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(options.jobs) as pool:
            noticed = dict(
                zip((each.promise for each in chosen), pool.map(tried, chosen), strict=True)
            )
    for promise, test in noticed.items():
        say(f"{promise:<48} {test or 'UNNOTICED'}")
    unnoticed = [promise for promise, test in noticed.items() if not test]
    say(f"{len(noticed)} breaks, {len(unnoticed)} unnoticed")
    if options.json:
        options.json.write_text(json.dumps(noticed, indent=2), encoding="utf-8")
    return 1 if unnoticed else 0


class Copy:
    """A copy of the tree; ``red`` are its tests that fail without any break."""

    def __init__(self, root: Path, red: Sequence[str] = ()) -> None:
        self.root = root
        self.red = list(red)
        away = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "*.svg")
        shutil.copytree(TREE, root, ignore=away)

    def broken(self, broken: Break) -> str:
        """Break this copy, return the first test that turns red, and mend it."""
        path = self.root / "src" / "deskaid" / "notes" / broken.module
        whole = path.read_text(encoding="utf-8")
        if broken.old not in whole:
            raise SystemExit(f"{broken.promise}: {broken.module} no longer holds {broken.old!r}")
        path.write_text(whole.replace(broken.old, broken.new), encoding="utf-8")
        try:
            return next(iter(self.failing("-x")), "")
        finally:
            path.write_text(whole, encoding="utf-8")

    def failing(self, *options: str) -> list[str]:
        """Return the names of the failing tests, as pytest says them."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.root / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        deselected = [part for name in self.red for part in ("--deselect", name)]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, *options, *deselected, *self.tests()],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=900,
        )
        names = [
            line.split(" ", 1)[1].split(" - ")[0]
            for line in done.stdout.splitlines()
            if line.startswith(("FAILED ", "ERROR "))
        ]
        if done.returncode not in (0, 1) and not names:
            raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
        return names

    def tests(self) -> list[str]:
        """Return the test files: quick ones first, none of the screen, which no break is in."""
        found = sorted((self.root / "tests" / "notes").glob("test_notes_*.py"))
        found += sorted((self.root / "tests" / "hostile").glob("test_hostile_notes_*.py"))
        of_the_screen = ("_memory", "_leaks", "_everywhere", "_room")
        return [
            str(path.relative_to(self.root))
            for path in found
            if not path.stem.endswith(of_the_screen)
        ]


if __name__ == "__main__":
    sys.exit(main())
