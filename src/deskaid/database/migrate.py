"""Alembic, configured in code: no alembic.ini, no working folder, migrations from this package."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"
"""The folder of scripts, shipped with the package."""


def configuration() -> "Config":
    """Return Alembic's configuration for the shipped migrations."""
    from alembic.config import Config  # only a file that is behind needs Alembic

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: "Engine") -> None:
    """Run every migration that the file lacks; raises Alembic's and SQLAlchemy's errors."""
    from alembic import command

    config = configuration()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
