"""What was published: versions of documents, and when articles stood in feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "versions",
        sa.Column("n", WHOLE, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("length", WHOLE, nullable=False),
        sa.Column("added", TEXT, nullable=False),
        sa.Column("changed", TEXT, nullable=False),
        sa.Column("removed", TEXT, nullable=False),
        sa.Column("base", WHOLE),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("n", name="pk_versions"),
        sqlite_strict=True,
    )
    op.create_index("ix_versions_path", "versions", ["path", "n"])
    op.create_table(
        "appearances",
        sa.Column("feed", TEXT, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("since", WHOLE, nullable=False),
        sa.Column("until", WHOLE),
        sa.Column("digest", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("feed", "article", "since", name="pk_standings"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_standings_article", "appearances", ["article"])
