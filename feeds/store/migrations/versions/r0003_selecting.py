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
    _rights()


def _places() -> None:
    op.add_column("places", sa.Column("subdivisions", TEXT, nullable=False, server_default="[]"))


def _rights() -> None:
    """Under which terms an article stands, and that it has expired: then it is seen nowhere."""
    for column in (
        sa.Column("summary_length", WHOLE),
        sa.Column("images", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("expires", WHOLE),
        sa.Column("expired", WHOLE),
        sa.Column("reserved", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("policy", TEXT),
    ):
        op.add_column("articles", column)
    visible = sa.text("listed = 1 AND embargo IS NULL AND retracted IS NULL AND expired IS NULL")
    expiring = sa.text("expires IS NOT NULL AND expired IS NULL")
    op.drop_index("ix_articles_window", "articles")
    for name, columns, where in (
        ("ix_articles_window", ["seen", "n"], visible),
        ("ix_articles_published", ["published"], visible),
        ("ix_articles_expires", ["expires"], expiring),
    ):
        op.create_index(name, "articles", columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "horizons",
        sa.Column("seconds", WHOLE, primary_key=True, autoincrement=False),
        sa.Column("until", WHOLE, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
