"""What a library adds to a listing: pins, tips, corrections, by whom, and how to take it back."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what care needs; every row that is there stays, and can be undone like a new one."""
    op.add_column("local_check", _text_added("against"))
    op.add_column("flag", _text_added("initials"))
    op.create_table("pin", _listing_id(primary_key=True))
    op.create_table(
        "staff_tip",
        _listing_id(primary_key=True),
        *map(_text, ("text", "initials")),
        sa.Column("written_on", sa.Date(), nullable=False),
    )
    op.create_table(
        "local_edit",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        _listing_id(),
        *map(_text, ("field", "value", "parsed", "was", "initials")),
        sa.Column("edited_on", sa.Date(), nullable=False),
    )
    op.create_index("ix_local_edit_listing_id", "local_edit", ["listing_id"])
    op.create_table(
        "local_change",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        _listing_id(),
        *map(_text, ("kind", "undo")),
    )
    op.create_index("ix_local_change_listing_id", "local_change", ["listing_id"])
    _remember_what_was_done()


def _remember_what_was_done() -> None:
    """Log the checks, flags and settlements of the first version, in the order of their days."""
    op.execute(
        """
        INSERT INTO local_change (listing_id, kind, undo)
        SELECT listing_id, kind, undo FROM (
            SELECT listing_id, 'check' AS kind, checked_on AS day,
                   '{"checks": [' || id || ']}' AS undo
            FROM local_check
            UNION ALL
            SELECT listing_id, 'flag', flagged_on, '{"flags": [' || id || ']}' FROM flag
            UNION ALL
            SELECT listing_id, 'settle', settled_on,
                   '{"settled": [' || group_concat(id) || ']}'
            FROM flag WHERE settled_on IS NOT NULL GROUP BY listing_id, settled_on
        )
        ORDER BY day, kind = 'settle'
        """
    )


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False)


def _text_added(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False, server_default="")


def _listing_id(*, primary_key: bool = False) -> "sa.Column[str]":
    return sa.Column(
        "listing_id",
        sa.String(),
        sa.ForeignKey("listing.id"),
        nullable=False,
        primary_key=primary_key,
    )
