"""The steps of a restore that was decided: each in one piece, each fit to be done twice.

Light to import: `finish_restore` is asked at every start, and costs one look at a folder
when there is nothing to finish.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from deskaid.errors import DeskaidError, FileTrouble
from deskaid.paths import Paths, private_folder

PLAN = "plan.json"
STAGING = "restoring-"
_LOGS = ("-journal", "-wal", "-shm")


@dataclass(frozen=True)
class Done:
    """What was done: ``skipped`` (notebook ids or names of parts) had changed meanwhile."""

    skipped: frozenset[str] = frozenset()
    aside: tuple[Path, ...] = ()


def home_of(paths: Paths) -> Path:
    """Return the folder in which restores are prepared."""
    return paths.notes.parent


def finish_restore(paths: Paths, *, now: datetime) -> bool:
    """Finish what a killed restore had decided; return whether there was anything.

    Call it at each start, before a notebook is opened. Raises `FileTrouble` when it still
    cannot be done, such as on a full disk; it is tried again at the next start.
    """
    try:
        left = [work for work in home_of(paths).iterdir() if work.name.startswith(STAGING)]
    except OSError:  # no folder yet, or none this login may enter: whoever opens it says so
        return False
    decided = [work for work in sorted(left) if (work / PLAN).is_file()]
    for work in decided:
        carry_out(paths, work, now=now)
    return bool(decided)


def carry_out(paths: Paths, work: Path, *, now: datetime) -> Done:
    """Do every step of the plan in ``work`` and remove the folder. See `finish_restore`."""
    # A start with nothing to finish needs none of what is imported in these functions.
    import json
    import shutil

    from deskaid.landing import settle_folder

    try:
        plan = json.loads((work / PLAN).read_text(encoding="utf-8"))
        done = _steps(paths, work, plan, now)
    except (ValueError, KeyError, TypeError):  # no plan of ours: nothing was decided
        done = Done()
    except (DeskaidError, OSError) as error:
        if not (work / PLAN).exists():  # another deskaid started meanwhile and has done it
            return Done()
        if isinstance(error, DeskaidError):
            error.hint = f"{error.hint} The restore goes on at the next start.".strip()
            raise
        raise FileTrouble(
            f"The restore stopped half-way ({error.strerror}).",
            hint="Free some disk space; it goes on at the next start.",
        ) from error
    (work / PLAN).unlink(missing_ok=True)
    settle_folder(work)
    shutil.rmtree(work, ignore_errors=True)
    return done


def _steps(paths: Paths, work: Path, plan: dict[str, Any], now: datetime) -> Done:
    aside = [
        _set_aside(path, Path(plan["aside"][part]))
        for part, path in (("notes.db", paths.notes), ("deskaid.db", paths.database))
        if part in plan["aside"]
    ]
    skipped = _put_notebooks(paths, work, plan, now) if plan["notebooks"] else set()
    for part, mark in plan["directory"].items():
        from deskaid import directory_copy

        private_folder(paths.database.parent)
        if not directory_copy.put_back(paths.database, work / part, mark):
            skipped.add(part)
        for derived in (paths.search, paths.cache / "national.stamp"):
            with suppress(OSError):  # a wrong version makes it anew all the same
                derived.unlink()
    for part, (place, mark, written) in plan["texts"].items():
        if not _put_text(work / part, Path(place), mark, written):
            skipped.add(part)
    return Done(frozenset(skipped), tuple(aside))


def _set_aside(path: Path, aside: Path) -> Path:
    """Rename a damaged file and its logs, so that they can be looked at; once."""
    from deskaid.landing import settle_folder

    if not aside.exists():
        for log in _LOGS:
            with suppress(FileNotFoundError):
                path.with_name(path.name + log).replace(aside.with_name(aside.name + log))
        with suppress(FileNotFoundError):
            path.replace(aside)
        settle_folder(path.parent)
    return aside


def _put_notebooks(paths: Paths, work: Path, plan: dict[str, Any], now: datetime) -> set[str]:
    from deskaid.notes.moving import Origin, arrive

    wanted = {bytes.fromhex(name): mark for name, mark in plan["notebooks"].items()}
    origin = Origin("restore", datetime.fromisoformat(plan["made"]), plan["desk"])
    done = arrive(paths, work / "notes.db", wanted, origin, now=now, anchor=work / "notes.anchor")
    return {notebook.hex() for notebook in done.skipped}


def _put_text(staged: Path, place: Path, mark: str, written: float) -> bool:
    """Swap one file in, as old as it was when it was kept.

    Returns False when the one here was changed by hand since it was compared.
    """
    import shutil
    from hashlib import sha256

    from deskaid.landing import private_landing

    new = staged.read_bytes()
    try:
        found = place.read_bytes()
    except FileNotFoundError:
        found = None
    if found == new:
        return True
    if (sha256(found).hexdigest() if found is not None else "") != mark:
        return False
    if not place.parent.is_dir():
        private_folder(place.parent)
    with private_landing(place) as fresh:
        fresh.write_bytes(new)
        if found is not None:  # a site file may be shared with other logins
            shutil.copymode(place, fresh)
        os.utime(fresh, (written, written))
    return True
