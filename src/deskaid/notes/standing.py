"""What exists: counts and dates of every notebook, read without any passphrase."""

import re
import sqlite3
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from deskaid.errors import FileTrouble
from deskaid.notes import schema
from deskaid.notes.anchor import Anchor
from deskaid.notes.copies import copies_of
from deskaid.notes.days import NEVER, as_date
from deskaid.text import fold, one_line

CANNOT_TELL = (
    "What a note says, who wrote it and when: only its author's passphrase or recovery code"
    " opens it.",
    "Which of the items written while locked are drafts, and which of them are edits of notes.",
    "What was deleted or expired and swept before: nothing of it is kept.",
    "Which save the file's date belongs to: every save, every note written while locked and every"
    " purge in any notebook sets it.",
    "What is in backups and copies elsewhere, and on other computers.",
)
_KINDS = {"pass": "passphrase", "recovery": "recovery code"}


@dataclass(frozen=True)
class Standing:
    """One notebook, as anybody with the file can see it.

    ``notes`` are sealed notes, ``emptied`` the rows of expired notes that the next unlock sweeps,
    ``waiting`` what was written while locked. Expiry dates are Mondays; ``past_expiry`` counts
    notes that a hold or a wrong clock kept beyond theirs. ``saves`` is the save counter,
    ``sealed_bytes`` the padded size of all boxes, ``key_settings`` one entry per key record.
    """

    id: str
    label: str
    days_kept: int
    hold: bool
    hold_unconfirmed: bool
    notes: int
    emptied: int
    waiting: int
    without_expiry: int
    past_expiry: int
    next_expiry: date | None
    last_expiry: date | None
    wrong_tries: int
    wrong_since: str
    saves: int
    sealed_bytes: int
    key_settings: tuple[str, ...]


@dataclass(frozen=True)
class WhatExists:
    """The notes file and its notebooks. ``changed`` is when the file last changed, in UTC.

    ``copies`` are the names of earlier copies beside it, kept by a restore.
    """

    path: Path
    size: int
    changed: datetime | None
    writable: bool
    format: int
    last_purge: date | None
    copies: tuple[str, ...]
    notebooks: tuple[Standing, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the report for ``--json``; dates are ISO 8601."""
        listed = asdict(self)
        return {
            **{key: _written(value) for key, value in listed.items() if key != "notebooks"},
            "notebooks": [
                {key: _written(value) for key, value in each.items()}
                for each in listed["notebooks"]
            ],
            "cannot_tell": list(CANNOT_TELL),
        }


def what_exists(path: Path, anchor: Path, *, today: int) -> WhatExists:
    """Return what the notes file at ``path`` shows to anybody; ``today`` is a day number.

    ``anchor`` is the file that counts wrong tries. Needs no passphrase and changes nothing.
    Raises `NothingFound` without a file, `Damaged`, `NewerFormat`, `Refused`, `FileTrouble`.
    """
    with schema.reading(path) as database:
        form, last_day = database.execute("SELECT format, last_day FROM about").fetchone()
        marks = Anchor(anchor)
        found = [
            _standing(database, row, marks, today=today)
            for row in database.execute(
                "SELECT id, label, days, hold, hold_asked, seq FROM notebook"
            ).fetchall()
            if isinstance(row[0], bytes)
        ]
    try:
        state = path.stat()
    except OSError as error:
        raise FileTrouble(
            f"The notes file cannot be reached ({error.strerror}).",
            hint="Check the disk and its permissions.",
        ) from error
    return WhatExists(
        path=path,
        size=state.st_size,
        changed=datetime.fromtimestamp(state.st_mtime, UTC),
        writable=schema.writable(path),
        format=form,
        last_purge=as_date(last_day) if isinstance(last_day, int) else None,
        copies=tuple(copy.name for copy in copies_of(path)),
        notebooks=tuple(sorted(found, key=lambda each: fold(each.label))),
    )


def _standing(
    database: sqlite3.Connection, row: tuple[Any, ...], marks: Anchor, *, today: int
) -> Standing:
    notebook, label, days, hold, asked, seq = row
    sealed = [
        day
        for (day,) in database.execute(
            "SELECT purge_day FROM note WHERE notebook = ? AND box IS NOT NULL"
            " UNION ALL SELECT purge_day FROM dropped WHERE notebook = ?",
            (notebook, notebook),
        )
        if isinstance(day, int)
    ]
    dated = sorted(day for day in sealed if day != NEVER)
    mark = marks.mark(notebook)
    return Standing(
        id=notebook.hex(),
        label=one_line(str(label)),
        days_kept=days,
        hold=bool(hold or asked),
        hold_unconfirmed=bool(asked) and not hold,
        notes=_count(database, "SELECT count(box) FROM note WHERE notebook = ?", notebook),
        emptied=_count(
            database, "SELECT count(*) FROM note WHERE notebook = ? AND box IS NULL", notebook
        ),
        waiting=_count(database, "SELECT count(*) FROM dropped WHERE notebook = ?", notebook),
        without_expiry=sum(day == NEVER for day in sealed),
        past_expiry=sum(day <= today for day in dated),
        next_expiry=as_date(dated[0]) if dated else None,
        last_expiry=as_date(dated[-1]) if dated else None,
        wrong_tries=mark.wrong_tries,
        wrong_since=mark.since,
        saves=seq if isinstance(seq, int) else 0,
        sealed_bytes=_count(
            database, "SELECT total(length(box)) FROM note WHERE notebook = ?", notebook
        )
        + _count(database, "SELECT total(length(box)) FROM dropped WHERE notebook = ?", notebook),
        key_settings=tuple(
            sorted(
                f"{_KINDS.get(kind, 'unknown')}: {spoken_settings(str(kdf))}"
                for kind, kdf in database.execute(
                    "SELECT kind, kdf FROM slot WHERE notebook = ?", (notebook,)
                )
            )
        ),
    )


def spoken_settings(kdf: str) -> str:
    """Return key settings as a person reads them: ``Argon2id, 128 MiB, 3 passes``."""
    found = re.fullmatch(r"argon2id:m=(\d{1,9}),t=(\d{1,3}),p=1", kdf)
    if found is None:
        return "settings deskaid does not use"
    passes = "1 pass" if found[2] == "1" else f"{found[2]} passes"
    return f"Argon2id, {int(found[1]) // 1024} MiB, {passes}"


def _count(database: sqlite3.Connection, query: str, notebook: bytes) -> int:
    return int(database.execute(query, (notebook,)).fetchone()[0])


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
