"""Partners' keys to private feeds, and sources that the desk leaves alone."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "tokens",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("feeds", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("created", WHOLE, nullable=False),
        sa.Column("expires", WHOLE),
        sa.Column("revoked", WHOLE),
        sa.PrimaryKeyConstraint("digest", name="pk_tokens"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pauses",
        sa.Column("source", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_pauses"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
