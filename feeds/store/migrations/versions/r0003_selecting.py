"""Subdivisions of places, and what selecting remembers: one function for each thing that is remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add what each of them needs."""
    _places()
    _remarks()


def _places() -> None:
    op.add_column("places", sa.Column("subdivisions", TEXT, nullable=False, server_default="[]"))


def _remarks() -> None:
    op.add_column("runs", sa.Column("remarks", TEXT, nullable=False, server_default="[]"))
