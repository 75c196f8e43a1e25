"""What has stood in feeds, and on which page of their archives it is sealed."""

from sqlalchemy import Column, ForeignKey, Index, Table

from feeds.store.columns import Words, whole
from feeds.store.schema.base import metadata

journal = Table(
    "journal",
    metadata,
    Column("feed", Words, primary_key=True),
    Column("n", whole(), ForeignKey("articles.n", ondelete="CASCADE"), primary_key=True),  # a story's first article
    Column("page", whole()),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("ix_journal_page", journal.c.feed, journal.c.page)
Index("ix_journal_article", journal.c.n)

touched = Table(
    "touched",
    metadata,
    Column("k", whole(), primary_key=True, autoincrement=True),
    Column("n", whole(), nullable=False),  # an article that is another since the pages of archives were made
    sqlite_strict=True,
)
