"""Pages that sources lead to, what pictures are, each source's own past, and articles that were taken back."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add two tables and some columns; the index of what is visible leaves out what was taken back."""
    _add("states", "memo", TEXT)
    _add("states", "alarm", TEXT)
    for name in ("readings", "arrivals", "prints"):
        op.add_column("states", sa.Column(name, TEXT, nullable=False, server_default="[]"))
    _add("states", "moved_to", TEXT)
    _add("states", "moved_since", WHOLE)
    _add("articles", "retracted", WHOLE)
    _window()
    _visits()
    _pictures()


def _add(table: str, name: str, kind: sa.types.TypeEngine[Any]) -> None:
    op.add_column(table, sa.Column(name, kind, nullable=True))


def _window() -> None:
    visible = sa.text("listed = 1 AND embargo IS NULL AND retracted IS NULL")
    op.drop_index("ix_articles_window", "articles")
    op.create_index("ix_articles_window", "articles", ["seen", "n"], sqlite_where=visible, postgresql_where=visible)


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("source", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("tries", WHOLE, nullable=False),
        *(sa.Column(name, TEXT, nullable=True) for name in ("mark", "etag", "modified")),
        sa.PrimaryKeyConstraint("source", "url", name="pk_visits"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_visits_at", "visits", ["at"])


def _pictures() -> None:
    op.create_table(
        "pictures",
        sa.Column("href", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("tries", WHOLE, nullable=False),
        sa.Column("type", TEXT, nullable=True),
        *(sa.Column(name, WHOLE, nullable=True) for name in ("length", "width", "height")),
        sa.PrimaryKeyConstraint("href", name="pk_pictures"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    unknown = sa.text("type IS NULL AND tries < 3")
    op.create_index("ix_pictures_unknown", "pictures", ["at"], sqlite_where=unknown, postgresql_where=unknown)
