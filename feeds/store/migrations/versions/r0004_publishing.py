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
    _retractions()
    _corrections()
    _archives()


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


def _retractions() -> None:
    op.add_column("rulings", sa.Column("public", TEXT))
    op.create_table(
        "tombstones",
        sa.Column("n", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("comment", TEXT, nullable=False),
        sa.Column("until", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_tombstones"),
        sa.ForeignKeyConstraint(["n"], ["articles.n"], name="fk_tombstones_n", ondelete="CASCADE"),
        sqlite_strict=True,
    )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("n", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("changed", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("n", "at", name="pk_corrections"),
        sa.ForeignKeyConstraint(["n"], ["articles.n"], name="fk_corrections_n", ondelete="CASCADE"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _archives() -> None:
    op.create_table(
        "journal",
        sa.Column("feed", TEXT, nullable=False),
        sa.Column("n", WHOLE, nullable=False),
        sa.Column("page", WHOLE),
        sa.PrimaryKeyConstraint("feed", "n", name="pk_journal"),
        sa.ForeignKeyConstraint(["n"], ["articles.n"], name="fk_journal_n", ondelete="CASCADE"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_journal_page", "journal", ["feed", "page"])
    op.create_index("ix_journal_article", "journal", ["n"])
    op.create_table(
        "touched",
        sa.Column("k", WHOLE, nullable=False),
        sa.Column("n", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("k", name="pk_touched"),
        sqlite_strict=True,
    )
