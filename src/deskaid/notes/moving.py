"""One notebook as a sealed file for another desk, and putting notebooks in from a file.

Nothing here needs or sees a key. What arrives is told to its author at the next unlock.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from deskaid import archive
from deskaid.errors import Refused
from deskaid.landing import check_place, landing
from deskaid.notes import schema
from deskaid.notes.anchor import Anchor
from deskaid.notes.arrivals import Arrival, Arrivals
from deskaid.notes.backup import Kept, copy_some, kept
from deskaid.notes.days import day_number
from deskaid.notes.merging import Difference, PutIn, State, compare, put_in
from deskaid.notes.purge import purge
from deskaid.paths import Paths, private_folder

PART = "notes.db"


@dataclass(frozen=True)
class Origin:
    """Where notebooks come from: ``how`` is "restore" or "move"; see `Arrival`."""

    how: str
    made: datetime
    desk: str


def arrivals_of(paths: Paths) -> Arrivals:
    """Return what this desk remembers of notebooks that came from a file."""
    return Arrivals(paths.notes_anchor.with_name("notes.arrivals"))


def arrive(
    paths: Paths,
    there: Path,
    wanted: Mapping[bytes, str],
    origin: Origin,
    *,
    now: datetime,
    anchor: Path | None = None,
) -> PutIn:
    """Put notebooks of the file ``there`` in place, so that each author is told of it.

    ``wanted`` is for `merging.put_in`; ``anchor`` is the one that was kept with ``there``.
    This desk's anchor moves forward only: a notebook put back to an older save than either
    remembers raises the alarm, and the arrival explains it. Raises as `merging.put_in`, and
    `FileTrouble` when the telling could not be kept.
    """
    with schema.reading(there) as database:
        saves = {
            notebook: (seq if isinstance(seq, int) else 0, head)
            for notebook, seq, head in database.execute("SELECT id, seq, head FROM notebook")
        }
    told = arrivals_of(paths)
    for notebook, mark in wanted.items():  # first, so that even a killed restore is told
        made, on = (moment.isoformat(timespec="minutes") for moment in (origin.made, now))
        seq = saves[notebook][0]
        told.put(notebook, Arrival(origin.how, made, on, seq, _seq(mark), origin.desk))
    done = frozenset[bytes]()
    try:
        result = put_in(paths.notes, there, wanted, today=day_number(now.date()))
        done = result.done
    finally:
        for notebook in wanted.keys() - done:
            told.forget(notebook)
    ours = Anchor(paths.notes_anchor)
    theirs = Anchor(anchor) if anchor is not None else None
    for notebook in done:
        seq, head = saves[notebook]
        if theirs is not None and theirs.mark(notebook).seq > seq:
            seq, head = theirs.mark(notebook).seq, b""  # put back before it was kept
        if seq > ours.mark(notebook).seq:
            ours.saved(notebook, seq, head)
    return result


def _seq(mark: str) -> int:
    seq = mark.partition(":")[0]
    return int(seq) if seq.lstrip("-").isdecimal() else 0


def move_out(paths: Paths, notebook: bytes, place: Path, *, now: datetime, force: bool) -> Kept:
    """Write one notebook to a sealed file at ``place``; return what the file holds.

    The notebook stays here too. Raises `Refused` for a place that will not do, `FileTrouble`.
    """
    check_place(place, force=force)
    with TemporaryDirectory(prefix="deskaid-") as folder:
        copy = Path(folder) / PART
        _write_private(copy, copy_some(paths.notes, [notebook]))
        purge(copy, today=day_number(now.date()))
        holds = kept(copy)
        archive.write(
            landing(place, force=force),
            [archive.Part(PART, copy)],
            what=archive.NOTEBOOK,
            made=now,
            notes=holds.as_dict(),
        )
    return holds


def _write_private(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


@dataclass(frozen=True)
class MovedIn:
    """A notebook that came in; ``already`` when it was here just as it is in the file."""

    label: str
    already: bool


def move_in(paths: Paths, file: Path, *, now: datetime) -> MovedIn:
    """Take in what `move_out` wrote.

    Raises `Refused` when the notebook is here with anything that the file lacks, when another
    one has its name, or when the file is not whole; nothing was changed then.
    """
    private_folder(paths.notes.parent)
    today = day_number(now.date())
    with (
        archive.opened(file, what=archive.NOTEBOOK) as opened,
        TemporaryDirectory(prefix="deskaid-") as folder,
    ):
        if set(opened.manifest.parts) != {PART}:
            raise archive.damaged()
        copy = Path(folder) / PART
        opened.take_out(PART, copy)
        found = compare(paths.notes, copy, today=today)
        if len(found) != 1:
            raise archive.damaged()
        (one,) = found
        _refuse(one)
        if one.state is not State.SAME:
            origin = Origin("move", opened.manifest.made, opened.manifest.desk)
            done = arrive(paths, copy, {one.id: one.mark}, origin, now=now)
            if done.skipped:
                raise Refused(
                    f"{one.label} was saved here just now.", hint="Nothing was changed; try again."
                )
    return MovedIn(one.label, one.state is State.SAME)


def _refuse(one: Difference) -> None:
    if one.state is State.CLASH:
        raise Refused(
            f"There is another notebook named {one.label} on this desk.",
            hint="Rename one of them (deskaid notebook rename NAME NEW), then move it in.",
        )
    if one.state in (State.NEWER, State.HELD):
        raise Refused(
            f"{one.label} is on this desk already, and not older: {one.would_lose}.",
            hint="The one here was left as it is.",
        )
