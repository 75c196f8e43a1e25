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
    _dossiers()
    _rulings()


def _places() -> None:
    op.add_column("places", sa.Column("subdivisions", TEXT, nullable=False, server_default="[]"))


def _dossiers() -> None:
    op.create_index("ix_aliases_article", "aliases", ["n"])
    op.create_index("ix_events_article", "events", ["article"])


def _rulings() -> None:
    """Make room for what the desk decides about articles, and for who did; the index of what is visible knows it."""
    op.add_column("events", sa.Column("who", TEXT, nullable=True))
    op.add_column("articles", sa.Column("barred", sa.Integer(), nullable=False, server_default="0"))
    visible = sa.text("listed = 1 AND embargo IS NULL AND retracted IS NULL AND barred = 0")
    op.drop_index("ix_articles_window", "articles")
    op.create_index("ix_articles_window", "articles", ["seen", "n"], sqlite_where=visible, postgresql_where=visible)
    op.create_table(
        "rulings",
        sa.Column("n", WHOLE, sa.ForeignKey("articles.n", name="fk_rulings_n", ondelete="CASCADE"), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("feed", "kind", "who")),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("until", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("n", "feed", "kind", name="pk_rulings"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    ending = sa.text("until IS NOT NULL")
    op.create_index("ix_rulings_feed", "rulings", ["feed"])
    op.create_index("ix_rulings_until", "rulings", ["until"], sqlite_where=ending, postgresql_where=ending)
