"""Putting notebooks from another notes file into this one: each whole, and none over newer work.

No key is needed, so rows are compared by what lies open: ids, revisions, tags, the counter of
saves. A notebook with anything here that the other file lacks counts as newer here.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import blake2b
from pathlib import Path

from deskaid.errors import FileTrouble
from deskaid.notes import schema
from deskaid.notes.anchor import fingerprint
from deskaid.notes.backup import copy_rows
from deskaid.text import fold, one_line


class State(Enum):
    """How a notebook in a file stands to the one here."""

    MISSING = "missing here"
    SAME = "the same here"
    OLDER = "older here"
    NEWER = "newer here"
    HELD = "under a legal hold here"
    CLASH = "another notebook has its name here"


@dataclass(frozen=True)
class Difference:
    """One notebook of a file, against this desk.

    ``mark`` names the save that is here ("" without one), for `put_in`; ``here`` and
    ``there`` are counters of saves; ``lacking`` counts notes and items of the drop box here
    that the file lacks; ``same_keys`` is False when another passphrase opens the file's.
    """

    id: bytes
    label: str
    state: State
    mark: str = ""
    here: int = 0
    there: int = 0
    lacking: int = 0
    same_keys: bool = True

    @property
    def would_lose(self) -> str:
        """What is here and not in the file, in a few words; "" for nothing."""
        words = []
        if self.here > self.there:
            words.append(_count(self.here - self.there, "save") + " here since")
        if self.lacking:
            are = "is" if self.lacking == 1 else "are"
            words.append(f"{_count(self.lacking, 'note')} here {are} not in the file")
        return ", ".join(words) or "saved differently here since"


@dataclass(frozen=True)
class _Side:
    """One notebook in one file, as far as it lies open; ``row`` is its row without the counter."""

    seq: int
    head: bytes
    row: tuple[object, ...]
    public_key: bytes
    label: str
    held: bool
    slots: frozenset[tuple[object, ...]]
    notes: Mapping[bytes, tuple[object, ...]]
    dropped: Mapping[bytes, bytes]

    @property
    def mark(self) -> str:
        return f"{self.seq}:{fingerprint(self.head)}"

    @property
    def places(self) -> set[tuple[str, object]]:
        """Every id that no other notebook in the same file may have."""
        slots = {("slot", slot[0]) for slot in self.slots}
        notes: set[tuple[str, object]] = {("note", name) for name in self.notes}
        return slots | notes | {("dropped", name) for name in self.dropped}

    def lacks(self, other: "_Side") -> int:
        """Count the notes and items of ``other`` that are not in this one in any later form."""
        missing = 0
        for name, (rev, _, tag, box) in other.notes.items():
            mine = self.notes.get(name)
            if box is not None and (mine is None or not _covers(mine, (rev, tag))):
                missing += 1
        if self.public_key != other.public_key:  # they would never open again
            missing += sum(name not in self.dropped for name in other.dropped)
        return missing


def _covers(mine: tuple[object, ...], other: tuple[object, object]) -> bool:
    revision, _, tag, box = mine
    if not (isinstance(revision, int) and isinstance(other[0], int)) or box is None:
        return False
    return revision > other[0] or (revision, tag) == other


def compare(here: Path, there: Path, *, today: int) -> list[Difference]:
    """Return how every notebook of the file ``there`` stands to this desk's notes, by name.

    ``here`` need not exist. Raises `Damaged`, `NewerFormat`, `Refused`, `FileTrouble`.
    """
    with schema.reading(there) as database:
        theirs = {notebook: _side(database, notebook) for notebook in _ids(database)}
    ours: dict[bytes, _Side] = {}
    if here.exists() and here.stat().st_size:
        with schema.reading(here) as database:
            ours = {notebook: _side(database, notebook) for notebook in _ids(database)}
    _refuse_taken_places(ours, theirs)
    names = {fold(side.label): notebook for notebook, side in ours.items()}
    found = [
        _difference(
            notebook, side, ours.get(notebook), taken=names.get(fold(side.label)), today=today
        )
        for notebook, side in theirs.items()
    ]
    return sorted(found, key=lambda one: fold(one.label))


def _refuse_taken_places(ours: Mapping[bytes, _Side], theirs: Mapping[bytes, _Side]) -> None:
    """Refuse a row that only a forged file has: one with the id of another notebook's row."""
    owners = {place: notebook for notebook, side in ours.items() for place in side.places}
    for notebook, side in theirs.items():
        if any(owners.get(place, notebook) != notebook for place in side.places):
            raise FileTrouble(
                "A note in this file has the place of a note in another notebook here.",
                hint="Use another file; nothing was changed.",
            )


def _difference(
    notebook: bytes, there: _Side, here: _Side | None, *, taken: bytes | None, today: int
) -> Difference:
    if taken not in (None, notebook):
        state = State.CLASH
    elif here is None:
        state = State.MISSING
    else:
        state = _state(there, here, today)
    if here is None:
        return Difference(notebook, there.label, state, there=there.seq)
    return Difference(
        notebook,
        there.label,
        state,
        here.mark,
        here.seq,
        there.seq,
        there.lacks(here),
        here.slots == there.slots,
    )


def _state(there: _Side, here: _Side, today: int) -> State:
    if (there.seq, there.head) == (here.seq, here.head):
        newer = bool(there.lacks(here))
        if not newer and _only_expired(there, here, today):
            return State.SAME
    else:
        newer = here.seq >= there.seq or bool(there.lacks(here))
    if not newer:
        return State.OLDER
    return State.HELD if here.held else State.NEWER


def _only_expired(there: _Side, here: _Side, today: int) -> bool:
    """Tell whether the two differ by nothing but a purge, a hold and the drop box."""
    if (there.row, there.slots) != (here.row, here.slots):
        return False
    if there.notes.keys() != here.notes.keys():
        return False
    for name, mine in here.notes.items():
        theirs = there.notes[name]
        expired = isinstance(mine[1], int) and mine[1] <= today
        if mine[:3] != theirs[:3] or (mine[3] != theirs[3] and not (expired and mine[3] is None)):
            return False
    return True


@dataclass(frozen=True)
class PutIn:
    """What `put_in` did: ``done`` are here now as in the file, ``skipped`` were saved meanwhile."""

    done: frozenset[bytes]
    skipped: frozenset[bytes]


def put_in(here: Path, there: Path, wanted: Mapping[bytes, str], *, today: int) -> PutIn:
    """Put notebooks of ``there`` in place of those here, all in one transaction.

    ``wanted`` maps each to the mark of the one that was compared; one that was saved since
    is skipped. Doing it twice is doing it once. A legal hold of the one here stays, and what
    waits in its drop box too. Raises `NotSaved`, `Damaged`.
    """
    schema.ensure(here, today=today)
    done = set()
    with schema.reading(there) as source, schema.writing(here) as target:
        for notebook, mark in wanted.items():
            theirs = _side(source, notebook)
            ours = _side(target, notebook) if notebook in _ids(target) else None
            found = ours.mark if ours else ""
            if found == mark:
                _replace(source, target, notebook, theirs, ours)
            if found in (mark, theirs.mark):
                done.add(notebook)
    return PutIn(frozenset(done), frozenset(wanted.keys() - done))


def _replace(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    notebook: bytes,
    theirs: _Side,
    ours: _Side | None,
) -> None:
    for table in ("note", "slot"):
        target.execute(f"DELETE FROM {table} WHERE notebook = ?", (notebook,))  # noqa: S608
    target.execute("DELETE FROM notebook WHERE id = ?", (notebook,))
    waiting: list[tuple[object, ...]] = []
    if ours is not None and ours.public_key == theirs.public_key:
        # The one that was saved last has the newer draft; here wins a tie.
        mine_first = ours.seq >= theirs.seq
        waiting = [
            row
            for row in target.execute(
                "SELECT notebook, id, purge_day, box FROM dropped WHERE notebook = ? ORDER BY row",
                (notebook,),
            )
            if mine_first or row[1] not in theirs.dropped
        ]
    target.execute("DELETE FROM dropped WHERE notebook = ?", (notebook,))
    copy_rows(source, target, notebook)
    target.executemany(
        "INSERT INTO dropped (notebook, id, purge_day, box) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET purge_day = excluded.purge_day, box = excluded.box"
        " WHERE notebook = excluded.notebook",
        waiting,
    )
    if ours is not None and ours.held:
        target.execute("UPDATE notebook SET hold_asked = 1 WHERE id = ?", (notebook,))


def _ids(database: sqlite3.Connection) -> list[bytes]:
    rows = database.execute("SELECT id FROM notebook ORDER BY row")
    return [notebook for (notebook,) in rows if isinstance(notebook, bytes)]


def _side(database: sqlite3.Connection, notebook: bytes) -> _Side:
    found = database.execute(
        "SELECT seq, head, label, public_key, hold, hold_asked, secret_box, days"
        " FROM notebook WHERE id = ?",
        (notebook,),
    ).fetchone()
    seq, head, label, public_key, hold, asked, secret_box, days = found
    return _Side(
        seq if isinstance(seq, int) else 0,
        head if isinstance(head, bytes) else b"",
        (label, public_key, secret_box, days, hold),
        public_key if isinstance(public_key, bytes) else b"",
        one_line(str(label)),
        bool(hold) or bool(asked),
        frozenset(
            database.execute(
                "SELECT id, kind, kdf, salt, commitment, box FROM slot WHERE notebook = ?",
                (notebook,),
            )
        ),
        {
            name: (rev, day, tag, None if box is None else _digest(box))
            for name, rev, day, tag, box in database.execute(
                "SELECT id, rev, purge_day, tag, box FROM note WHERE notebook = ?", (notebook,)
            )
        },
        {
            name: _digest(box)
            for name, box in database.execute(
                "SELECT id, box FROM dropped WHERE notebook = ?", (notebook,)
            )
        },
    )


def _digest(box: object) -> bytes:
    return blake2b(box if isinstance(box, bytes) else b"", digest_size=16).digest()


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
