"""What the desk decided, and all that befell an article or a feed."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Table, text

from feeds.store.columns import Flag, Instant, Values, Words, whole
from feeds.store.schema.base import metadata

holds = Table(
    "holds",
    metadata,
    Column("feed", Words, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("reason", Words, nullable=False),
    Column("released", Flag, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

rulings = Table(
    "rulings",
    metadata,
    Column("n", whole(), ForeignKey("articles.n", ondelete="CASCADE"), primary_key=True),
    Column("feed", Words, primary_key=True),  # empty: all feeds
    Column("kind", Words, primary_key=True),
    Column("who", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Words, nullable=False),
    Column("until", Instant),
    Column("public", Words),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("ix_rulings_feed", rulings.c.feed)
ENDING: Final = "until IS NOT NULL"
_ending = text(ENDING)
Index("ix_rulings_until", rulings.c.until, sqlite_where=_ending, postgresql_where=_ending)

events = Table(
    "events",
    metadata,
    Column("n", whole(), primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("kind", Words, nullable=False),
    Column("article", Words),
    Column("feed", Words),
    Column("detail", Words),
    Column("who", Words),
    sqlite_strict=True,
)
Index("ix_events_article", events.c.article)

tombstones = Table(
    "tombstones",
    metadata,
    Column("n", whole(), ForeignKey("articles.n", ondelete="CASCADE"), primary_key=True),  # the story's first article
    Column("at", Instant, nullable=False),
    Column("comment", Words, nullable=False),
    Column("until", Instant, nullable=False),
    sqlite_strict=True,
)

corrections = Table(
    "corrections",
    metadata,
    Column("n", whole(), ForeignKey("articles.n", ondelete="CASCADE"), primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("changed", Values(str), nullable=False),
    Column("note", Words, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
