"""Alembic scripts: each brings deskaid.db one step further."""
