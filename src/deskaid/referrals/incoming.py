"""What an import is about to bring, in a file beside the directory, until one short step takes it.

Plain sqlite3: a hundred thousand rows through SQLAlchemy take four times as long
(research/speed.md 4). The columns are those of `deskaid.referrals.rows`, which a test compares
with the tables of `deskaid.referrals.model`, the one source of the schema.
"""

# ruff: noqa: S608 - names of tables and columns are constants; values are bound

import sqlite3
from pathlib import Path

from deskaid.referrals.importing.batches import Batch
from deskaid.referrals.importing.report import Report
from deskaid.referrals.rows import PACKED_COLUMNS, PHONE_COLUMNS


class Incoming:
    """Listings and their phones on their way in; each listing has a seat, a number of its own."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seats = 0
        self._connection = sqlite3.connect(file, isolation_level=None)
        run = self._connection.execute
        run("PRAGMA journal_mode=OFF")  # thrown away whole when anything goes wrong
        run("PRAGMA synchronous=OFF")
        run(f"CREATE TABLE listing (seat INTEGER PRIMARY KEY, {', '.join(PACKED_COLUMNS)})")
        run(f"CREATE TABLE phone (seat INTEGER, position INTEGER, {', '.join(PHONE_COLUMNS)})")

    def add(self, batch: Batch) -> None:
        """Keep the rows of ``batch``."""
        before = self._seats
        self._seats += len(batch.rows)
        columns = ", ".join(PACKED_COLUMNS)
        listings = ", ".join("?" * len(PACKED_COLUMNS))
        phones = ", ".join("?" * (1 + len(PHONE_COLUMNS)))
        self._connection.execute("BEGIN")
        # SQLite numbers seats on from the last; tuples go in as they came.
        self._connection.executemany(
            f"INSERT INTO listing ({columns}) VALUES ({listings})", batch.rows
        )
        self._connection.executemany(
            f"INSERT INTO phone VALUES (? + {before + 1}, {phones})", batch.phones
        )
        self._connection.execute("COMMIT")

    def finish(self, report: Report) -> None:
        """Keep one listing for each id, the first, and let the file go to who takes it in."""
        run = self._connection.execute
        try:
            run("CREATE UNIQUE INDEX listing_id ON listing (id)")
        except sqlite3.IntegrityError:
            run("CREATE INDEX listing_ids ON listing (id)")
            again = "FROM listing WHERE seat NOT IN (SELECT min(seat) FROM listing GROUP BY id)"
            for (name,) in run(f"SELECT name {again} ORDER BY seat"):
                report.skip("listing whose id was met before", name)
            run(f"DELETE {again}")
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()
