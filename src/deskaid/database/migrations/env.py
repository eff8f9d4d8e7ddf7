"""Run by Alembic for each command: one transaction per migration, on the given connection."""

from alembic import context
from sqlmodel import SQLModel

import deskaid.referrals.model  # noqa: F401  the tables register themselves here

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
    transaction_per_migration=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
