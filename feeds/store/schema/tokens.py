"""Partners' keys to private feeds."""

from sqlalchemy import Column, Table

from feeds.store.columns import Instant, Values, Words
from feeds.store.schema.base import metadata

tokens = Table(
    "tokens",
    metadata,
    Column("digest", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("feeds", Values(str), nullable=False),
    Column("who", Words, nullable=False),
    Column("created", Instant, nullable=False),
    Column("expires", Instant),
    Column("revoked", Instant),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
