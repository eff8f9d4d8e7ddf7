"""The directory, local checks and flags, the tally and the state."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _text(name: str, *, primary_key: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False, primary_key=primary_key)


def upgrade() -> None:
    """Make every table of the first version."""
    _directory()
    _local()
    op.create_table(
        "tally",
        _text("hour", primary_key=True),
        _text("category", primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_table("state", _text("key", primary_key=True), _text("value"))


def _directory() -> None:
    op.create_table(
        "source",
        _text("name", primary_key=True),
        _text("file"),
        _text("form"),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.Column("listings", sa.Integer(), nullable=False),
    )
    op.create_table(
        "listing",
        _text("id", primary_key=True),
        *map(_text, ("source", "source_id", "name", "organization", "also_known_as")),
        *map(_text, ("description", "needs", "address")),
        sa.Column("address_confidential", sa.Boolean(), nullable=False),
        _text("city"),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        *map(_text, ("area_served", "eligibility")),
        sa.Column("minimum_age", sa.Integer()),
        sa.Column("maximum_age", sa.Integer()),
        *map(_text, ("languages", "accessibility", "cost", "documents", "how_to_apply")),
        *map(_text, ("alert", "email", "urls", "hours")),
        *map(_text, ("assured_on", "assured_by", "assured_against", "assured_how", "status")),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("vanished", sa.Boolean(), nullable=False),
        _text("digest"),
    )
    op.create_index("ix_listing_source", "listing", ["source"])
    op.create_table(
        "phone",
        _listing_id(primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False, primary_key=True),
        *map(_text, ("number", "dial", "extension", "kind", "label", "hours_text")),
    )


def _local() -> None:
    op.create_table(
        "local_check",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        _listing_id(),
        sa.Column("checked_on", sa.Date(), nullable=False),
        _text("initials"),
    )
    op.create_index("ix_local_check_listing_id", "local_check", ["listing_id"])
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        _listing_id(),
        sa.Column("flagged_on", sa.Date(), nullable=False),
        _text("reason"),
        sa.Column("settled_on", sa.Date()),
    )
    op.create_index("ix_flag_listing_id", "flag", ["listing_id"])


def _listing_id(*, primary_key: bool = False) -> "sa.Column[str]":
    return sa.Column(
        "listing_id",
        sa.String(),
        sa.ForeignKey("listing.id"),
        nullable=False,
        primary_key=primary_key,
    )
