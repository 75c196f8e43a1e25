"""The first tables; what they mean is said in `feeds.store.schema`."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
FLAG = sa.Integer()
TEXT = sa.Text()


def upgrade() -> None:
    """Make the tables."""
    _articles()
    _leading_to_articles()
    _sources()
    _site()


def _must(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _may(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _table(name: str, *parts: sa.schema.SchemaItem, key: tuple[str, ...], rowid: bool = False) -> None:
    primary = sa.PrimaryKeyConstraint(*key, name=f"pk_{name}")
    op.create_table(name, *parts, primary, sqlite_strict=True, sqlite_with_rowid=rowid)


def _number() -> sa.Column[int]:
    return sa.Column("n", WHOLE, autoincrement=True, nullable=False)


def _index(name: str, table: str, columns: list[str], where: str | None = None, *, unique: bool = False) -> None:
    only = None if where is None else sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=only, postgresql_where=only)


def _articles() -> None:
    _table(
        "articles",
        _number(),
        *(_must(name, TEXT) for name in ("id", "source")),
        _must("published", WHOLE),
        _must("estimated", FLAG),
        *(_must(name, WHOLE) for name in ("updated", "seen", "changed")),
        _may("embargo", WHOLE),
        _must("listed", FLAG),
        *(_must(name, TEXT) for name in ("digest", "title", "folded")),
        *(_may(name, TEXT) for name in ("link", "language")),
        _must("permits", TEXT),
        *(_may(name, TEXT) for name in ("notice", "license")),
        *(_must(name, TEXT) for name in ("origin", "authors", "categories", "enclosures", "related")),
        *(_must(name, TEXT) for name in ("summary", "content")),
        key=("n",),
        rowid=True,
    )
    _index("ix_articles_id", "articles", ["id"], unique=True)
    _index("ix_articles_folded", "articles", ["folded"])
    _index("ix_articles_window", "articles", ["seen", "n"], "listed = 1 AND embargo IS NULL")
    _index("ix_articles_embargo", "articles", ["embargo"], "embargo IS NOT NULL")
    _index("ix_articles_bodies", "articles", ["changed"], "content <> ''")


def _article(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["n"], ["articles.n"], name=f"fk_{table}_n", ondelete="CASCADE")


def _leading_to_articles() -> None:
    _table(
        "places",
        _must("n", WHOLE),
        _must("code", TEXT),
        _must("score", REAL),
        _must("is_primary", FLAG),
        _must("evidence", TEXT),
        _may("shown", WHOLE),
        _article("places"),
        key=("n", "code"),
    )
    _index("ix_places_window", "places", ["code", "shown", "n"], "shown IS NOT NULL")
    _table("aliases", _must("key", TEXT), _must("n", WHOLE), _article("aliases"), key=("key",))
    _table(
        "sightings",
        _must("n", WHOLE),
        _must("source", TEXT),
        _may("shown", WHOLE),
        _article("sightings"),
        key=("n", "source"),
    )
    _index("ix_sightings_window", "sightings", ["source", "shown", "n"])


def _sources() -> None:
    _table(
        "states",
        _must("source", TEXT),
        *(_may(name, TEXT) for name in ("declared", "etag", "modified", "url")),
        _may("due", WHOLE),
        _must("failures", WHOLE),
        _may("last_success", WHOLE),
        _may("error", TEXT),
        _may("failing_since", WHOLE),
        _must("files", TEXT),
        _may("paused", TEXT),
        key=("source",),
    )
    _table(
        "runs",
        _number(),
        _must("source", TEXT),
        *(_must(name, WHOLE) for name in ("started", "finished")),
        _must("outcome", TEXT),
        *(_must(name, WHOLE) for name in ("found", "new", "changed", "same", "duplicate")),
        _must("skipped", TEXT),
        _must("bytes", WHOLE),
        _may("error", TEXT),
        key=("n",),
        rowid=True,
    )
    _index("ix_runs_source", "runs", ["source", "n"])
    _index("ix_runs_finished", "runs", ["finished"])


def _site() -> None:
    _table("meta", _must("key", TEXT), _must("value", TEXT), key=("key",), rowid=True)
    _table(
        "holds",
        _must("feed", TEXT),
        _must("since", WHOLE),
        _must("reason", TEXT),
        _must("released", FLAG),
        key=("feed",),
    )
    _table(
        "events",
        _number(),
        _must("at", WHOLE),
        _must("kind", TEXT),
        *(_may(name, TEXT) for name in ("article", "feed", "detail")),
        key=("n",),
        rowid=True,
    )
