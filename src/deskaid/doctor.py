"""Looking a desk over: what works, what is worth knowing, what to mend."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from deskaid.errors import DeskaidError
from deskaid.paths import Paths
from deskaid.site import Site

if TYPE_CHECKING:
    from deskaid.referrals.tending.due import Due, Kind

State = Literal["ok", "note", "problem"]
# An hour of notes and an index for a large directory; below it a save may fail.
_LEAST_FREE = 200 * 1024 * 1024
_FEW = 4  # lines named one by one; the rest is a count
_VITAL = ("library", "address", "entrance", "phone", "pic")


@dataclass(frozen=True)
class Check:
    """One thing looked at: ``ok``, ``note`` (worth knowing) or ``problem`` (mend it)."""

    name: str
    state: State
    what: str

    def __str__(self) -> str:
        return f"{self.state:<8}{self.name:<16}{self.what}"

    def as_dict(self) -> dict[str, str]:
        """Return the check for ``--json``."""
        return asdict(self)


def examine(paths: Paths) -> list[Check]:
    """Return every check of this desk; none of them changes a file or opens a notebook."""
    looks: tuple[tuple[str, Callable[[Paths], Iterator[Check]]], ...] = (
        ("program", _program),
        ("folders", _folders),
        ("library", _library),
        ("settings", _settings),
        ("cards", _cards),
        ("directory", _directory),
        ("search", _search),
        ("notes", _notes),
        ("restart", _restart),
        ("terminal", _terminal),
    )
    checks: list[Check] = []
    for name, look in looks:
        try:
            checks += look(paths)
        except DeskaidError as error:
            checks.append(Check(name, "problem", str(error)))
        except OSError as error:
            checks.append(Check(name, "problem", f"{error.strerror}: {error.filename}."))
    return checks


def _program(_paths: Paths) -> Iterator[Check]:
    import platform
    import sqlite3

    from deskaid import __version__

    yield Check(
        "program",
        "ok",
        f"deskaid {__version__}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {platform.system()}.",
    )


def _folders(paths: Paths) -> Iterator[Check]:
    from deskaid.database.place import refuse_network_share

    for name, folder in (("data", paths.data), ("settings", paths.config), ("index", paths.cache)):
        existing = _nearest_existing(folder)
        if not os.access(existing, os.W_OK):
            yield Check("folders", "problem", f"{folder} ({name}) cannot be written to.")
        elif shutil.disk_usage(existing).free < _LEAST_FREE:
            yield Check("folders", "problem", f"The disk of {folder} is almost full.")
        else:
            yield Check("folders", "ok", f"{name}: {folder}")
    refuse_network_share(paths.database)


def _nearest_existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _library(paths: Paths) -> Iterator[Check]:
    from deskaid.facts import BY_KEY
    from deskaid.settings import load_site

    site: Site = load_site(paths)
    missing = [BY_KEY[key].label for key in _VITAL if not site.facts.get(key)]
    if missing:
        yield Check(
            "library",
            "note",
            f"Not set: {', '.join(missing)}. The urgent screen stays general (Ctrl+P, Library).",
        )
    else:
        yield Check("library", "ok", f"{site.name}, {site.address}.")


def _settings(paths: Paths) -> Iterator[Check]:
    from deskaid.commands import COMMANDS
    from deskaid.prepare import library_of
    from deskaid.settings import load_settings

    settings = load_settings(paths)
    settings.check_keys(name for entry in COMMANDS for name in entry.key_ids)
    settings.check_menu(library_of(paths).ids())
    yield Check("settings", "ok", str(paths.settings) if paths.settings.exists() else "as shipped.")


def _cards(paths: Paths) -> Iterator[Check]:
    from deskaid.prepare import library_of, phrasebook_of

    library = library_of(paths)
    cards = library.cards()
    own = sum(card.local for card in cards)
    yield Check("cards", "ok", f"{len(cards)} cards, {own} of them this library's own.")
    for problem in library.problems:
        yield Check("cards", "problem", f"{problem} The shipped card is used meanwhile.")
    phrasebook = phrasebook_of(paths)
    phrasebook.moments()
    for problem in phrasebook.problems:
        yield Check("phrases", "problem", f"{problem} The shipped phrases are used meanwhile.")


def _directory(paths: Paths) -> Iterator[Check]:
    from datetime import datetime

    from deskaid.referrals.national import SOURCE
    from deskaid.referrals.reading import counts
    from deskaid.referrals.tending.due import due_counts, due_of_source

    found = counts(paths.database)
    if not found["sources"]:
        yield Check("directory", "note", "Empty yet; the national lines come at the first start.")
        return
    per_source = ", ".join(f"{name}: {count}" for name, count in sorted(found["sources"].items()))
    yield Check("directory", "ok", f"{per_source}.")
    if set(found["sources"]) == {SOURCE}:
        yield Check("directory", "note", "Only national lines. Add local ones: deskaid import FILE")
    today = datetime.now().astimezone().date()
    due = due_counts(paths.database, today)
    for kind, words in _DUE_WORDS.items():
        if due[kind]:
            yield Check("directory", "note", f"{words}: {due[kind]}.")
    if national := due_of_source(paths.database, today, SOURCE):
        yield Check("directory", "note", f"National lines due for a check: {_few(national)}.")


_DUE_WORDS: "dict[Kind, str]" = {
    "flagged": "Flagged as wrong here (Due lists them)",
    "edit is stale": "Corrected here, and the directory has changed since",
    "overdue": "Last checked over two years ago",
    "due": "Last checked over a year ago",
    "never": "No date of a check is known",
}


def _few(due: "list[Due]") -> str:
    """Return the first of ``due`` with their dates, and how many more there are."""
    named = [
        f"{one.name} ({one.checked.isoformat() if one.checked else 'never checked'})"
        for one in due[:_FEW]
    ]
    more = len(due) - len(named)
    return f"{', '.join(named)}{f' and {more} more' if more else ''}"


def _search(paths: Paths) -> Iterator[Check]:
    from deskaid.prepare import is_ready
    from deskaid.site import usable_site

    if is_ready(paths, usable_site(paths)[0]):
        yield Check("search", "ok", "The index is current.")
    else:
        yield Check("search", "note", "The index is made anew at the next start.")


def _notes(paths: Paths) -> Iterator[Check]:
    from deskaid.notes.notebooks import Notes

    covers = Notes(paths).covers()
    waiting = sum(cover.waiting for cover in covers)
    yield Check("notes", "ok", f"{len(covers)} notebooks, {waiting} notes written while locked.")
    if sys.platform != "win32" and paths.notes.exists() and paths.notes.stat().st_mode & 0o077:
        yield Check("notes", "problem", f"{paths.notes} can be read by others: chmod 600 it.")
    from deskaid.hardening import protections

    yield Check("notes", "note", f"While deskaid runs: {protections()}.")


def _restart(paths: Paths) -> Iterator[Check]:
    from deskaid.desk_reset import reset_signs
    from deskaid.notes.copies import copies_of

    signs = reset_signs(paths)
    for sign in signs:
        yield Check("restart", "note", f"{sign} Notes may vanish: see DESKAID_HOME.")
    if not signs:
        yield Check("restart", "ok", "No sign that this desk forgets at a restart.")
    if copies := copies_of(paths.notes):
        yield Check("notes", "note", f"Kept by restores, and purged like notes: {len(copies)}.")


def _terminal(_paths: Paths) -> Iterator[Check]:
    if not sys.stdout.isatty():
        yield Check("terminal", "note", "No terminal here: the screen was not looked at.")
        return
    size = shutil.get_terminal_size()
    if size.columns < 80 or size.lines < 24:
        yield Check(
            "terminal", "problem", f"{size.columns}x{size.lines}: deskaid needs 80x24 or more."
        )
    else:
        yield Check("terminal", "ok", f"{size.columns}x{size.lines}, {os.environ.get('TERM', '')}.")
