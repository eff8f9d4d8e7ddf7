"""Making a desk ready: the directory's file, national lines, holidays, the search index.

Looking whether it is ready costs a few milliseconds. Making it ready loads the database
libraries, so the screen runs it in a process of its own (``python -m deskaid.prepare``).
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from deskaid.cards.library import Library
from deskaid.cards.moment_files import phrases_fingerprint
from deskaid.database.engine import is_current
from deskaid.errors import DeskaidError, FileTrouble
from deskaid.holiday_file import holidays_are_current, write_holidays
from deskaid.paths import Paths, find_paths, private_folder
from deskaid.referrals.opening import directory_version
from deskaid.search import freshness

if TYPE_CHECKING:
    from deskaid.cards.phrasebook import Phrasebook
    from deskaid.site import Site


_LOOK_EVERY = 0.05  # seconds


def library_of(paths: Paths) -> Library:
    """Return this desk's cards: the shipped ones and the library's own."""
    return Library(paths.shipped / "scripts", paths.scripts)


def phrasebook_of(paths: Paths) -> "Phrasebook":
    """Return this desk's phrases: the shipped ones and the library's own."""
    from deskaid.cards.phrasebook import Phrasebook  # an idle screen has no use for its classes

    return Phrasebook(paths.shipped, paths.scripts)


def is_ready(paths: Paths, site: "Site") -> bool:
    """Tell whether directory and index are made and current."""
    return (
        is_current(paths.database)
        and _national_mark(paths).is_file()
        and _national_mark(paths).read_text(encoding="utf-8") == _national_stamp(paths, site)
        and holidays_are_current(paths, site, site.now().date())
        and freshness.is_fresh(paths.search, _index_stamp(paths))
    )


def make_ready(paths: Paths, site: "Site | None" = None) -> None:
    """Make directory and index where they are missing or stale; returns at once when neither is.

    Raises `FileTrouble` or `Refused` when a file is in the way; what was there stays.
    """
    if site is None:
        from deskaid.site import usable_site

        site, _ = usable_site(paths)
    if is_ready(paths, site):
        return
    _take_in_national(paths, site)
    if not holidays_are_current(paths, site, site.now().date()):
        write_holidays(paths, site, site.now().date())
    library = library_of(paths)
    freshness.refresh(
        paths,
        fingerprint=_fingerprint(paths),
        version=directory_version(paths.database),
        cards=library.cards,
        moments=phrasebook_of(paths).moments,
    )


async def make_ready_apart(paths: Paths) -> str:
    """Make the desk ready in a process of its own and return what went wrong, or ""."""
    import asyncio
    import subprocess

    # The folder travels by the environment (DESKAID_HOME) or is the system's usual one.
    process = subprocess.Popen(
        [sys.executable, "-m", "deskaid.prepare"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        while process.poll() is None:
            await asyncio.sleep(_LOOK_EVERY)
        said = process.stderr.read() if process.stderr else b""
    finally:  # whoever locks or quits does not wait; every step is all or nothing
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stderr:
            process.stderr.close()
    return said.decode("utf-8", "replace").strip() if process.returncode else ""


def _take_in_national(paths: Paths, site: "Site") -> None:
    stamp, mark = _national_stamp(paths, site), _national_mark(paths)
    known = mark.read_text(encoding="utf-8") if mark.is_file() else ""
    if known == stamp and is_current(paths.database):
        return
    from deskaid.referrals.national import SOURCE, National
    from deskaid.referrals.store import Directory  # SQLAlchemy: only where rows are written

    Directory(paths.database).take_in(National(site.country), source=SOURCE)
    try:
        private_folder(mark.parent)
        mark.write_text(stamp, encoding="utf-8")
    except OSError as error:
        raise FileTrouble(
            f"The folder {mark.parent} cannot be written ({error.strerror}).",
            hint="Free some disk space, or check who may write there.",
        ) from error


def _national_mark(paths: Paths) -> Path:
    return paths.cache / "national.stamp"


def _national_stamp(paths: Paths, site: "Site") -> str:
    """Return what changes with the country and with the shipped file of its lines."""
    from deskaid import __version__

    file = paths.shipped / "referrals" / f"{site.country.lower()}.csv"
    size = file.stat().st_size if file.is_file() else 0
    return f"{__version__}/{site.country}/{size}"


def _index_stamp(paths: Paths) -> str:
    return freshness.stamp(paths, _fingerprint(paths), directory_version(paths.database))


def _fingerprint(paths: Paths) -> str:
    phrases = phrases_fingerprint(paths.shipped, paths.scripts)
    return f"{library_of(paths).fingerprint()}+{phrases}"


def main() -> int:
    """Make this desk ready; one sentence on stderr when it cannot be done."""
    from deskaid.manners import give_way

    give_way()
    try:
        make_ready(find_paths())
    except DeskaidError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
