"""What publishing remembers: one function for each thing that is remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add what each of them needs."""
    _pings()


def _pings() -> None:
    op.create_table(
        "pings",
        sa.Column("hub", TEXT, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("told", TEXT),
        sa.Column("tries", WHOLE, nullable=False),
        sa.Column("due", WHOLE),
        sa.Column("error", TEXT),
        sa.Column("failing_since", WHOLE),
        sa.Column("last_success", WHOLE),
        sa.PrimaryKeyConstraint("hub", "topic", name="pk_pings"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
