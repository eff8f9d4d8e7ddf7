"""A desk's file of the first version keeps everything, and can be read even before it is moved."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from some_listings import SOURCE, pantry, take_in

from deskaid.database.engine import HEAD, ensure_schema, open_engine
from deskaid.database.migrate import configuration
from deskaid.referrals.listing import CheckedHere
from deskaid.referrals.reading import (
    due_listings,
    iter_listings,
    local_marks,
    local_version,
    open_flags,
    read_listing,
)
from deskaid.referrals.rows import listing_id
from deskaid.referrals.tending.care import Care

ONE, TWO = listing_id(SOURCE, "1"), listing_id(SOURCE, "2")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file as the first version left it: two listings, checks, an open and a settled flag."""
    from alembic import command

    modern, file = tmp_path / "modern.db", tmp_path / "data" / "deskaid.db"
    take_in(modern, pantry(1), pantry(2))
    file.parent.mkdir()
    engine = open_engine(file)
    config = configuration()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with sqlite3.connect(file) as old:
        old.execute("ATTACH DATABASE ? AS modern", (str(modern),))
        for table in ("listing", "phone", "source", "state"):
            names = [row[1] for row in old.execute(f"PRAGMA main.table_info({table})")]
            columns = ", ".join(names)
            old.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM modern.{table}")
        old.execute("INSERT INTO local_check VALUES (1, ?, '2026-10-01', 'JM')", (ONE,))
        old.execute("INSERT INTO local_check VALUES (2, ?, '2026-11-05', 'AB')", (ONE,))
        old.execute("INSERT INTO flag VALUES (1, ?, '2026-10-20', 'moved', '2026-10-25')", (ONE,))
        old.execute("INSERT INTO flag VALUES (2, ?, '2026-11-01', 'rings out', NULL)", (TWO,))
        old.execute("INSERT INTO tally VALUES ('2026-11-01T10', 'food', 3)")
    return file


def test_a_file_of_the_first_version_keeps_everything(database: Path) -> None:
    ensure_schema(database)
    one, two = read_listing(database, ONE), read_listing(database, TWO)
    assert one.checked_here == CheckedHere(date(2026, 11, 5), "AB", "")
    assert (one.flagged, two.flagged) == ("", "rings out")
    assert (two.flagged_by, two.flagged_on) == ("", date(2026, 11, 1))
    assert (one.name, one.phone.number if one.phone else "") == ("Pantry 1", "217-555-0101")
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT * FROM tally").fetchall() == [
            ("2026-11-01T10", "food", 3)
        ]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)


def test_what_was_done_before_can_still_be_taken_back(database: Path) -> None:
    care = Care(database)
    care.pin(ONE)
    seen = []
    while words := care.undo(ONE):
        seen.append(words)
    assert seen == ["the pin", "the check", "that the flag was settled", "the flag", "the check"]
    assert care.undo(TWO) == "the flag"
    assert local_marks(database) == {}


def test_a_file_not_yet_moved_can_be_read(database: Path) -> None:
    assert [one.name for one in iter_listings(database)] == [
        one.name for one in sorted(iter_listings(database), key=lambda one: one.id)
    ]
    assert read_listing(database, ONE).name == "Pantry 1"
    assert local_marks(database) == {}
    assert local_version(database) == 0
    assert due_listings(database, date(2026, 11, 21)) == []
    assert open_flags(database) == []


def test_a_migration_that_breaks_off_leaves_the_first_version_whole(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic.operations import Operations
    from sqlalchemy.exc import OperationalError

    from deskaid.errors import FileTrouble

    def broken(*_: object, **__: object) -> None:
        raise OperationalError("no", {}, Exception("disk full"))

    monkeypatch.setattr(Operations, "create_index", broken)
    with pytest.raises(FileTrouble):
        ensure_schema(database)
    with sqlite3.connect(database) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        columns = [row[1] for row in connection.execute("PRAGMA table_info(flag)")]
    assert "pin" not in names
    assert "initials" not in columns
    monkeypatch.undo()
    ensure_schema(database)
    assert read_listing(database, TWO).flagged == "rings out"
