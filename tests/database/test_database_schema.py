"""One schema: models, migrations and the plain reader agree; other files are met kindly."""

import sqlite3
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from deskaid.database.engine import HEAD, ensure_schema, is_current, open_engine
from deskaid.database.migrate import configuration
from deskaid.database.place import file_system, on_network_share, refuse_network_share
from deskaid.errors import FileTrouble, Refused
from deskaid.referrals import model
from deskaid.referrals.rows import LISTING_COLUMNS, PHONE_COLUMNS


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "deskaid.db"


def test_a_migrated_file_has_the_tables_of_the_models(database: Path) -> None:
    ensure_schema(database)
    ours = {
        table.name: table
        for table in SQLModel.metadata.tables.values()
        if table.name
        in {one.__tablename__ for one in vars(model).values() if hasattr(one, "__tablename__")}
    }
    with sqlite3.connect(database) as connection:
        names = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
        assert names == {*ours, "alembic_version"}
        for name, table in ours.items():
            info = connection.execute(f"PRAGMA table_info({name})").fetchall()
            found = {(row[1], bool(row[3]), bool(row[5]), row[2]) for row in info}
            wanted = {
                (
                    column.name,
                    not column.nullable,
                    column.primary_key,
                    str(column.type).split("(")[0],
                )
                for column in table.columns
            }
            assert found == wanted, name
            indexed = {row[1] for row in connection.execute(f"PRAGMA index_list({name})")}
            assert {index.name for index in table.indexes} <= indexed


def test_the_plain_reader_names_the_columns_of_the_models() -> None:
    listing = set(SQLModel.metadata.tables["listing"].columns.keys())
    phone = set(SQLModel.metadata.tables["phone"].columns.keys())
    assert set(LISTING_COLUMNS) == listing - {"digest"}
    assert set(PHONE_COLUMNS) == phone - {"listing_id", "position"}


def test_the_newest_migration_is_the_one_the_fast_check_knows() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(configuration()).get_current_head() == HEAD


def test_making_the_file_twice_is_harmless_and_wal_is_on(database: Path) -> None:
    assert not is_current(database)
    ensure_schema(database)
    assert is_current(database)
    ensure_schema(database)
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_migration_that_fails_leaves_nothing_behind(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic.operations import Operations
    from sqlalchemy.exc import OperationalError

    def broken(*_: object, **__: object) -> None:
        raise OperationalError("no", {}, Exception("disk full"))

    monkeypatch.setattr(Operations, "create_index", broken)
    with pytest.raises(FileTrouble, match="up to date"):
        ensure_schema(database)
    with sqlite3.connect(database) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert "listing" not in tables


def test_a_file_from_a_newer_program_is_refused(database: Path) -> None:
    ensure_schema(database)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refused, match="newer deskaid"):
        ensure_schema(database)


def test_a_file_that_is_no_database_is_said(database: Path) -> None:
    database.parent.mkdir()
    database.write_bytes(b"this is not a database" * 50)
    with pytest.raises(FileTrouble, match="damaged"):
        ensure_schema(database)


def test_values_never_show_in_errors(database: Path) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    ensure_schema(database)
    engine = open_engine(database)
    with pytest.raises(SQLAlchemyError) as caught, engine.begin() as connection:
        connection.execute(text("INSERT INTO tally VALUES (:a)"), {"a": "a patron's word"})
    assert "patron" not in str(caught.value)


def test_phones_need_their_listing(database: Path) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import IntegrityError

    ensure_schema(database)
    with pytest.raises(IntegrityError), open_engine(database).begin() as connection:
        connection.execute(text("INSERT INTO phone VALUES ('x', 0, '1', '', '', '', '', '')"))


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ({"/": "ext4", "/home": "nfs4"}, "nfs4"),
        ({"/": "nfs", "/home/ann": "ext4"}, "ext4"),
        ({}, ""),
    ],
)
def test_the_deepest_mount_decides(mounts: dict[str, str], kind: str) -> None:
    assert file_system(Path("/home/ann/deskaid.db"), mounts) == kind


def test_a_network_share_is_refused_in_a_sentence(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not on_network_share(database)
    monkeypatch.setattr("deskaid.database.place.on_network_share", lambda path: True)
    with pytest.raises(Refused, match="network share"):
        refuse_network_share(database)
    with pytest.raises(Refused, match="network share"):
        ensure_schema(database)
    assert not database.exists()
