"""What is remembered of sources, of single collections, of pages and of pictures."""

from typing import Final

from sqlalchemy import Column, Index, Table, text

from feeds.article import Remark, Skipped
from feeds.store.columns import Instant, Numbers, Values, Words, whole
from feeds.store.schema.base import metadata

states = Table(
    "states",
    metadata,
    Column("source", Words, primary_key=True),
    Column("declared", Words),
    Column("etag", Words),
    Column("modified", Words),
    Column("url", Words),
    Column("due", Instant),
    Column("failures", whole(), nullable=False),
    Column("last_success", Instant),
    Column("error", Words),
    Column("failing_since", Instant),
    Column("files", Values(tuple), nullable=False),
    Column("paused", Words),
    Column("memo", Words),
    Column("alarm", Words),
    Column("readings", Values(tuple), nullable=False, server_default="[]"),
    Column("arrivals", Numbers, nullable=False, server_default="[]"),
    Column("moved_to", Words),
    Column("moved_since", Instant),
    Column("prints", Numbers, nullable=False, server_default="[]"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

runs = Table(
    "runs",
    metadata,
    Column("n", whole(), primary_key=True, autoincrement=True),
    Column("source", Words, nullable=False),
    Column("started", Instant, nullable=False),
    Column("finished", Instant, nullable=False),
    Column("outcome", Words, nullable=False),
    *(Column(name, whole(), nullable=False) for name in ("found", "new", "changed", "same", "duplicate")),
    Column("skipped", Values(Skipped), nullable=False),
    Column("bytes", whole(), nullable=False),
    Column("error", Words),
    Column("remarks", Values(Remark), nullable=False, server_default="[]"),
    sqlite_strict=True,
)
Index("ix_runs_source", runs.c.source, runs.c.n)
Index("ix_runs_finished", runs.c.finished)

visits = Table(
    "visits",
    metadata,
    Column("source", Words, primary_key=True),
    Column("url", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("mark", Words),
    Column("tries", whole(), nullable=False),
    Column("etag", Words),
    Column("modified", Words),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("ix_visits_at", visits.c.at)

pictures = Table(
    "pictures",
    metadata,
    Column("href", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("tries", whole(), nullable=False),
    Column("type", Words),
    *(Column(name, whole()) for name in ("length", "width", "height")),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
UNKNOWN: Final = "type IS NULL AND tries < 3"
_unknown = text(UNKNOWN)
Index("ix_pictures_unknown", pictures.c.at, sqlite_where=_unknown, postgresql_where=_unknown)

pauses = Table(
    "pauses",
    metadata,
    Column("source", Words, primary_key=True),
    Column("who", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Words, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
