"""What was published: every version of every document, and when articles stood in feeds."""

from sqlalchemy import Column, Index, LargeBinary, Table

from feeds.store.columns import Instant, Values, Words, whole
from feeds.store.schema.base import metadata

versions = Table(
    "versions",
    metadata,
    Column("n", whole(), primary_key=True, autoincrement=True),
    Column("path", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("digest", Words, nullable=False),
    Column("length", whole(), nullable=False),
    Column("added", Values(str), nullable=False),
    Column("changed", Values(str), nullable=False),
    Column("removed", Values(str), nullable=False),
    Column("base", whole()),  # the version, of the same document, that `body` is to be read beside
    Column("size", whole(), nullable=False),  # of `body`, 0 where that is gone
    Column("body", LargeBinary),
    sqlite_strict=True,
)
Index("ix_versions_path", versions.c.path, versions.c.n)

appearances = Table(
    "appearances",
    metadata,
    Column("feed", Words, primary_key=True),
    Column("article", Words, primary_key=True),
    Column("since", Instant, primary_key=True),
    Column("until", Instant),
    Column("digest", Words, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("ix_standings_article", appearances.c.article)
