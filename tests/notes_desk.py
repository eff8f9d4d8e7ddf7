"""A desk with private notes for the tests: cheap keys, a clock one can turn, raw SQL."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deskaid.notes.kdf import Kdf
from deskaid.notes.notebook import Notebook
from deskaid.notes.notebooks import Notes
from deskaid.paths import Paths

CHEAP = Kdf(19 * 1024, 1)
"""The smallest settings a file may name: 10 ms."""

PASSPHRASE = "walnut pelican gravel sonata"
OTHER_PASSPHRASE = "thimble orchard lantern mosaic"
START = datetime(2026, 11, 20, 16, 35, tzinfo=UTC)  # a Friday


class Desk:
    """Notes on a fresh desk; `now` is the clock's moment."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.now = START
        self.code = ""
        self.notes = Notes(paths, kdf=CHEAP, clock=lambda: self.now)

    @property
    def path(self) -> Path:
        return self.notes.path

    def make(self, label: str = "Front desk", passphrase: str = PASSPHRASE) -> Notebook:
        notebook, self.code = self.notes.create(label, passphrase)
        return notebook

    def open(self, label: str = "Front desk", passphrase: str = PASSPHRASE) -> Notebook:
        return self.notes.unlock(self.notes.cover(label).id, passphrase)

    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    def sql(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Do to the file what another program would."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as database:
            return database.execute(statement, values).fetchall()

    def files(self) -> list[Path]:
        root = self.paths.data.parent
        return [path for path in root.rglob("*") if path.is_file()]


def texts(notebook: Notebook) -> list[str]:
    return sorted(note.text for note in notebook.notes())
