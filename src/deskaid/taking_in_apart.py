"""Taking in a directory in a process of its own, so that the screen answers meanwhile.

``python -m deskaid.taking_in_apart PATH --source NAME [--dry-run]`` tells on stdout, one JSON
document a line: ``{"doing": [what, done, total]}`` and at the end ``{"report": {...}, "lines":
[...]}`` or ``{"trouble": [sentence, next step]}``. Reading in a thread of the screen's process
would starve its keys (research/speed.md 3).
"""

import asyncio
import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from deskaid.errors import DeskaidError, FileTrouble

_EVERY = 0.1  # seconds between two lines on what is being done
_CRASHED = FileTrouble(
    "The directory could not be read to its end; nothing was changed.",
    hint="'deskaid import FILE --dry-run' in a terminal may say why.",
)

Doing = Callable[[str, int, int], None]


@dataclass(frozen=True)
class TakenIn:
    """How it ended: the report as values and as lines, or what was in the way."""

    report: dict[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    trouble: DeskaidError | None = None


async def take_in_apart(path: Path, *, source: str, dry_run: bool, doing: Doing) -> TakenIn:
    """Take in ``path`` apart and return how it ended; ``doing`` is told of progress.

    Whoever stops waiting (a cancelled task) stops the import, which then changed nothing.
    """
    command = [sys.executable, "-m", "deskaid.taking_in_apart", str(path), "--source", source]
    process = subprocess.Popen(
        [*command, *(["--dry-run"] if dry_run else [])],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    ended = TakenIn(trouble=_CRASHED)
    try:
        assert process.stdout is not None  # noqa: S101 - it was asked for above
        while line := await asyncio.to_thread(process.stdout.readline):
            told = json.loads(line)
            if "doing" in told:
                doing(*told["doing"])
            elif "trouble" in told:
                sentence, hint = told["trouble"]
                ended = TakenIn(trouble=DeskaidError(sentence, hint=hint))
            else:
                ended = TakenIn(told["report"], tuple(told["lines"]))
    except ValueError:  # a line was cut off: the process was killed while it told something
        ended = TakenIn(trouble=_CRASHED)
    finally:
        process.kill()  # it has ended already, unless nobody waits for it any more
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    return ended


def main(arguments: list[str]) -> int:
    """Take in what ``arguments`` name and tell of it on stdout."""
    parser = ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("--source", required=True)
    parser.add_argument("--dry-run", action="store_true")
    asked = parser.parse_args(arguments)
    from deskaid.manners import give_way
    from deskaid.paths import find_paths
    from deskaid.taking_in import take_in_file

    give_way()
    try:
        with _told() as doing:
            report = take_in_file(
                find_paths(), asked.path, source=asked.source, dry_run=asked.dry_run, doing=doing
            )
    except DeskaidError as error:
        _tell({"trouble": [error.message, error.hint]})
        return error.exit_code
    _tell({"report": report.as_dict(), "lines": list(report.lines())})
    return 0


@contextmanager
def _told() -> Iterator[Doing]:
    """Yield what tells of progress, not oftener than anybody can read."""
    last = 0.0
    shown = ""

    def doing(what: str, done: int, total: int) -> None:
        nonlocal last, shown
        if what != shown or monotonic() - last > _EVERY:
            last, shown = monotonic(), what
            _tell({"doing": [what, done, total]})

    yield doing


def _tell(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
