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
    _rights()
    _rulings()
    _copies()
    _window()
    _remarks()


def _places() -> None:
    op.add_column("places", sa.Column("subdivisions", TEXT, nullable=False, server_default="[]"))


def _dossiers() -> None:
    op.create_index("ix_aliases_article", "aliases", ["n"])
    op.create_index("ix_events_article", "events", ["article"])


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
    expiring = sa.text("expires IS NOT NULL AND expired IS NULL")
    op.create_index("ix_articles_expires", "articles", ["expires"], sqlite_where=expiring, postgresql_where=expiring)
    op.create_table(
        "horizons",
        sa.Column("seconds", WHOLE, primary_key=True, autoincrement=False),
        sa.Column("until", WHOLE, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _rulings() -> None:
    """Make room for what the desk decides about articles, and for who did."""
    op.add_column("events", sa.Column("who", TEXT, nullable=True))
    op.add_column("articles", sa.Column("barred", sa.Integer(), nullable=False, server_default="0"))
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


def _copies() -> None:
    op.add_column("articles", sa.Column("story", WHOLE))
    op.add_column("articles", sa.Column("merit", WHOLE, nullable=False, server_default="9"))
    op.add_column("articles", sa.Column("behind", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("articles", sa.Column("told", sa.Integer(), nullable=False, server_default="1"))
    storied = sa.text("story IS NOT NULL")
    op.create_index("ix_articles_story", "articles", ["story"], sqlite_where=storied, postgresql_where=storied)
    op.create_table(
        "sketches",
        sa.Column("n", WHOLE, sa.ForeignKey("articles.n", ondelete="CASCADE", name="fk_sketches_n"), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("credits", TEXT, nullable=False),
        sa.Column("marked", sa.LargeBinary(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_sketches"),
        sqlite_strict=True,
    )
    op.create_index("ix_sketches_at", "sketches", ["at"])
    op.create_table(
        "marks",
        sa.Column("key", WHOLE, nullable=False, autoincrement=False),
        sa.Column("n", WHOLE, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("key", "n", name="pk_marks"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _window() -> None:
    """Let the indexes of what is visible know bars, copies and what has expired."""
    visible = sa.text(
        "listed = 1 AND embargo IS NULL AND retracted IS NULL AND expired IS NULL AND barred = 0 AND behind = 0"
    )
    op.drop_index("ix_articles_window", "articles")
    op.create_index("ix_articles_window", "articles", ["seen", "n"], sqlite_where=visible, postgresql_where=visible)
    op.create_index("ix_articles_published", "articles", ["published"], sqlite_where=visible, postgresql_where=visible)


def _remarks() -> None:
    op.add_column("runs", sa.Column("remarks", TEXT, nullable=False, server_default="[]"))
