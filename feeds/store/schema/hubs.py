"""What hubs were told."""

from sqlalchemy import Column, Table

from feeds.store.columns import Instant, Words, whole
from feeds.store.schema.base import metadata

pings = Table(
    "pings",
    metadata,
    Column("hub", Words, primary_key=True),
    Column("topic", Words, primary_key=True),
    Column("told", Words),
    Column("tries", whole(), nullable=False),
    Column("due", Instant),
    Column("error", Words),
    Column("failing_since", Instant),
    Column("last_success", Instant),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
