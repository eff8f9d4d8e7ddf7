"""Putting a backup back: what it would change here, and changing it all or not at all.

A restore is prepared in a folder of its own, down to a plan of steps. Once the plan is on the
disk the restore will happen: each step can be done twice, and `finish_restore` at the next
start does what a killed restore left. Before that, nothing here was touched.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from deskaid import archive, directory_copy
from deskaid.archive import Archive, Manifest, Part
from deskaid.database.place import refuse_network_share
from deskaid.errors import FileTrouble, Refused
from deskaid.keeping import texts_of
from deskaid.landing import private_landing, settle_folder, sweep
from deskaid.notes.backup import copy_some, kept
from deskaid.paths import Paths, private_folder
from deskaid.restore_items import Item, compared, target_of
from deskaid.restore_steps import PLAN, STAGING, Done, carry_out, finish_restore, home_of

__all__ = ["Item", "Restored", "finish_restore", "restore"]


@dataclass(frozen=True)
class Restored:
    """What a restore did, or with ``dry_run`` would do.

    ``taken`` were put back and ``left`` not; ``before`` is the file with what they replaced
    (restore it to undo this), or None; ``skipped`` changed here meanwhile.
    """

    manifest: Manifest
    taken: tuple[Item, ...]
    left: tuple[Item, ...]
    before: Path | None = None
    aside: tuple[Path, ...] = ()
    skipped: tuple[str, ...] = ()
    dry_run: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return it for ``--json``."""
        return {
            "made": self.manifest.made.isoformat(),
            "desk": self.manifest.desk,
            "dry_run": self.dry_run,
            "put_back": [_item_dict(item) for item in self.taken],
            "left": [_item_dict(item) for item in self.left],
            "before": str(self.before or ""),
            "set_aside": [str(path) for path in self.aside],
            "skipped": list(self.skipped),
        }


def _item_dict(item: Item) -> dict[str, Any]:
    return {key: value for key, value in asdict(item).items() if key != "mark"}


def restore(
    paths: Paths,
    file: Path,
    *,
    now: datetime,
    notes: bool = True,
    rest: bool = True,
    yes: bool = False,
    dry_run: bool = False,
) -> Restored:
    """Put back what is in the backup ``file``; what is newer here stays unless ``yes``.

    A notebook, the directory, each settings file and card are one thing each; notebooks and
    cards that are only here stay. Raises `Refused` for a file that is no whole backup or from
    a newer deskaid, `FileTrouble`; nothing was changed then.
    """
    refuse_network_share(paths.notes)
    refuse_network_share(paths.database)
    if not dry_run:
        finish_restore(paths, now=now)
    with archive.opened(file, what=archive.BACKUP) as opened, _work(paths, dry_run) as work:
        names = [name for name in opened.manifest.parts if notes and _is_notes(name)]
        names += [name for name in opened.manifest.parts if rest and not _is_notes(name)]
        if not names:
            raise Refused("This backup holds no such part.", hint="Leave that option out.")
        _take_out(opened, names, work)
        items = list(compared(paths, work, opened.manifest, names, now))
        taken = tuple(item for item in items if item.is_taken(yes=yes))
        left = tuple(item for item in items if not item.is_taken(yes=yes))
        if dry_run or not taken:
            return Restored(opened.manifest, taken, left, dry_run=dry_run)
        before = _keep_replaced(paths, taken, now)
        plan = _plan(paths, taken, opened.manifest, now)
        _commit(work, plan)
        done = carry_out(paths, work, now=now)
    return Restored(opened.manifest, taken, left, before, done.aside, _skipped(taken, done))


def _is_notes(name: str) -> bool:
    return name in ("notes.db", "notes.anchor")


@contextmanager
def _work(paths: Paths, dry_run: bool) -> Iterator[Path]:
    """Yield the folder of this restore; it stays when its plan could not be finished."""
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="deskaid-") as folder:
            yield Path(folder)
        return
    home = private_folder(home_of(paths))
    sweep(home, STAGING)
    work = Path(tempfile.mkdtemp(prefix=STAGING, dir=home))
    try:
        yield work
    finally:
        if not (work / PLAN).exists():
            shutil.rmtree(work, ignore_errors=True)


def _take_out(opened: Archive, names: Iterable[str], work: Path) -> None:
    needed = sum(opened.manifest.parts[name].size for name in names)
    if shutil.disk_usage(work).free < 2 * needed + 1024 * 1024:
        raise FileTrouble(
            "There is not enough room on the disk to restore this backup.",
            hint="Free some space; nothing was changed.",
        )
    for name in names:
        opened.take_out(name, work / name)


def _keep_replaced(paths: Paths, taken: tuple[Item, ...], now: datetime) -> Path | None:
    """Write what is about to be replaced to a backup of its own, 0600, and return it."""
    replaced = [item for item in taken if item.state in ("older", "newer")]
    if not replaced:
        return None
    home = private_folder(home_of(paths))
    place = _free(home, f"before-restore-{now:%Y%m%d-%H%M%S}", ".zip")
    notebooks = [bytes.fromhex(item.notebook) for item in replaced if item.notebook]
    texts = {item.part for item in replaced}
    with tempfile.TemporaryDirectory(prefix="keeping-", dir=home) as folder:
        parts = [part for part in texts_of(paths, []) if part.name in texts]
        holds: dict[str, Any] = {}
        if notebooks:
            copy = Path(folder) / "notes.db"
            copy.touch(mode=0o600)
            copy.write_bytes(copy_some(paths.notes, notebooks))
            parts.append(Part("notes.db", copy))
            holds = kept(copy).as_dict()
        if "deskaid.db" in texts:
            directory_copy.copy(paths.database, Path(folder) / "deskaid.db")
            parts.append(Part("deskaid.db", Path(folder) / "deskaid.db"))
        archive.write(private_landing(place), parts, what=archive.BACKUP, made=now, notes=holds)
    return place


def _free(folder: Path, stem: str, suffix: str) -> Path:
    number, place = 1, folder / f"{stem}{suffix}"
    while place.exists():
        number += 1
        place = folder / f"{stem}-{number}{suffix}"
    return place


def _plan(
    paths: Paths, taken: tuple[Item, ...], manifest: Manifest, now: datetime
) -> dict[str, Any]:
    aside = {}
    for item in taken:
        if item.state == "damaged":
            path = paths.notes if item.part == "notes.db" else paths.database
            stamp = f"{path.stem}.damaged-{now:%Y%m%d-%H%M%S}"
            aside[item.part] = str(_free(path.parent, stem=stamp, suffix=path.suffix))
    return {
        "made": manifest.made.isoformat(),
        "desk": manifest.desk,
        "aside": aside,
        "notebooks": {item.notebook: item.mark for item in taken if item.notebook},
        "directory": {item.part: item.mark for item in taken if item.part == "deskaid.db"},
        "texts": {
            item.part: [str(target_of(paths, item.part)), item.mark, _written(manifest, item.part)]
            for item in taken
            if item.part not in ("notes.db", "deskaid.db")
        },
    }


def _written(manifest: Manifest, name: str) -> float:
    changed = manifest.parts[name].changed
    return (changed or manifest.made).timestamp()


def _commit(work: Path, plan: dict[str, Any]) -> None:
    """Put the plan on the disk in one step: from here on the restore will be done."""
    beside = work / f"{PLAN}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(plan, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(work / PLAN)
    settle_folder(work)
    settle_folder(work.parent)


def _skipped(taken: tuple[Item, ...], done: Done) -> tuple[str, ...]:
    return tuple(item.name for item in taken if (item.notebook or item.part) in done.skipped)
