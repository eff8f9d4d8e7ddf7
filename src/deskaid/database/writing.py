"""One transaction on deskaid.db, kept whole or not at all. Loads SQLAlchemy; see `engine`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from deskaid.database.engine import ensure_schema, open_engine
from deskaid.errors import FileTrouble
from deskaid.referrals.model import StateRow


@contextmanager
def writing(database: Path, *, keep: bool = True) -> Iterator[Connection]:
    """Yield a connection in a transaction; kept only when the block ends well and with ``keep``.

    Raises `FileTrouble` when the file cannot be written; what the block raises passes through.
    """
    ensure_schema(database)
    engine = open_engine(database)
    try:
        with engine.connect() as connection, connection.begin() as transaction:
            yield connection
            if not keep:
                transaction.rollback()
    except SQLAlchemyError as error:
        raise FileTrouble(
            f"The directory file {database} could not be written.",
            hint="Look whether the disk is full or another import is running.",
        ) from error
    finally:
        engine.dispose()


def table_of(model: type[SQLModel]) -> Table:
    """Return the Core table of a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def grow(connection: Connection, key: str) -> None:
    """Add one to a number in the state table."""
    state = table_of(StateRow)
    value = connection.execute(select(state.c.value).where(state.c.key == key)).scalar()
    write = insert(state).values(key=key, value=str(int(value or 0) + 1))
    connection.execute(
        write.on_conflict_do_update(index_elements=["key"], set_={"value": write.excluded["value"]})
    )
