"""Taking in a directory from the command line: detected, counted, kept all or not at all."""

import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from deskaid.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress, TaskID

    from deskaid.referrals.importing.report import Report

_SHOW_AFTER = 1.0  # seconds; a bar that flashes by says nothing


def take_in_file(
    paths: Paths,
    path: Path,
    *,
    source: str = "",
    dry_run: bool = False,
    doing: "Callable[[str, int, int], None] | None" = None,
) -> "Report":
    """Read the directory at ``path`` into this desk and renew the index; return the report.

    ``source`` names it for later updates; the file's own name when empty. A bar goes to stderr
    when that is a terminal and reading takes over a second, unless ``doing`` is told instead of
    (what, done, total). Raises `Refused` for a file that is
    no directory, `FileTrouble` when something cannot be read or written; then nothing changed.
    """
    from deskaid.prepare import make_ready
    from deskaid.referrals.importing.reader import read_directory
    from deskaid.referrals.store import Directory
    from deskaid.site import usable_site

    site, _ = usable_site(paths)
    with ProgressBar() as bar:
        tell = doing or bar.tell
        reading = read_directory(path, country=site.country, progress=tell)
        name = source or path.resolve().name
        report = Directory(paths.database).take_in(reading, source=name, dry_run=dry_run)
        if not dry_run:
            tell("Making it findable", 0, 0)
            make_ready(paths, site)
    return report


class ProgressBar:
    """A bar on stderr, drawn only for a terminal and only after `_SHOW_AFTER` seconds."""

    def __init__(self) -> None:
        self._started = monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, what: str, done: int, total: int) -> None:
        """Show ``done`` of ``total`` (0: not known) of what is going on."""
        if monotonic() - self._started < _SHOW_AFTER or not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(what, total=total or None)
        if self._task is not None:
            self._bar.update(self._task, description=what, completed=done)
            self._bar.tasks[0].total = total or None  # None: a bar that only shows it is alive
