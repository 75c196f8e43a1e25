"""Articles, what they are about, by what they are known, who showed them, and what copies are found by."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, literal, text

from feeds.article import Author, Category, Enclosure, Evidence, Origin, Related
from feeds.store.columns import Flag, Instant, Values, Words, real, whole
from feeds.store.schema.base import metadata

articles = Table(
    "articles",
    metadata,
    Column("n", whole(), primary_key=True, autoincrement=True),
    Column("id", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("published", Instant, nullable=False),
    Column("estimated", Flag, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("embargo", Instant),
    Column("listed", Flag, nullable=False),
    Column("digest", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("folded", Words, nullable=False),
    Column("link", Words),
    Column("language", Words),
    Column("permits", Words, nullable=False),
    Column("notice", Words),
    Column("license", Words),
    Column("origin", Values(Origin), nullable=False),
    Column("authors", Values(Author), nullable=False),
    Column("categories", Values(Category), nullable=False),
    Column("enclosures", Values(Enclosure), nullable=False),
    Column("related", Values(Related), nullable=False),
    Column("summary", Words, nullable=False),
    Column("content", Words, nullable=False),  # after the others: they are read without its overflow pages
    Column("retracted", Instant),
    Column("summary_length", whole()),
    Column("images", Flag, nullable=False, server_default="1"),
    Column("expires", Instant),
    Column("expired", Instant),
    Column("reserved", Flag, nullable=False, server_default="0"),
    Column("policy", Words),
    Column("barred", Flag, nullable=False, server_default="0"),
    Column("story", whole()),
    Column("merit", whole(), nullable=False, server_default="9"),
    Column("behind", Flag, nullable=False, server_default="0"),
    Column("told", Flag, nullable=False, server_default="1"),
    sqlite_strict=True,
)
Index("ix_articles_id", articles.c.id, unique=True)
Index("ix_articles_folded", articles.c.folded)
NO: Final = literal(value=False, type_=Flag())
# An index with a WHERE serves a query that says the very same words, so both take them from here
VISIBLE: Final = (
    "listed = 1 AND embargo IS NULL AND retracted IS NULL AND expired IS NULL AND barred = 0 AND behind = 0"
)
_visible = text(VISIBLE)
Index("ix_articles_window", articles.c.seen, articles.c.n, sqlite_where=_visible, postgresql_where=_visible)
Index("ix_articles_published", articles.c.published, sqlite_where=_visible, postgresql_where=_visible)
_storied = text("story IS NOT NULL")
Index("ix_articles_story", articles.c.story, sqlite_where=_storied, postgresql_where=_storied)
_withheld = text("embargo IS NOT NULL")
Index("ix_articles_embargo", articles.c.embargo, sqlite_where=_withheld, postgresql_where=_withheld)
EXPIRING: Final = "expires IS NOT NULL AND expired IS NULL"
_expiring = text(EXPIRING)
Index("ix_articles_expires", articles.c.expires, sqlite_where=_expiring, postgresql_where=_expiring)
BODIED: Final = "content <> ''"
_bodied = text(BODIED)
Index("ix_articles_bodies", articles.c.changed, sqlite_where=_bodied, postgresql_where=_bodied)

places = Table(
    "places",
    metadata,
    Column("n", whole(), ForeignKey("articles.n", ondelete="CASCADE"), primary_key=True),
    Column("code", Words, primary_key=True),
    Column("score", real(), nullable=False),
    Column("is_primary", Flag, nullable=False),
    Column("evidence", Values(Evidence), nullable=False),
    Column("subdivisions", Values(str), nullable=False, server_default="[]"),
    Column("shown", Instant),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
_shown = text("shown IS NOT NULL")
Index("ix_places_window", places.c.code, places.c.shown, places.c.n, sqlite_where=_shown, postgresql_where=_shown)

aliases = Table(
    "aliases",
    metadata,
    Column("key", Words, primary_key=True),
    Column("n", whole(), ForeignKey("articles.n", ondelete="CASCADE"), nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

Index("ix_aliases_article", aliases.c.n)

sightings = Table(
    "sightings",
    metadata,
    Column("n", whole(), ForeignKey("articles.n", ondelete="CASCADE"), primary_key=True),
    Column("source", Words, primary_key=True),
    Column("shown", Instant),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("ix_sightings_window", sightings.c.source, sightings.c.shown, sightings.c.n)

sketches = Table(
    "sketches",
    metadata,
    Column("n", whole(), ForeignKey("articles.n", ondelete="CASCADE"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("own", Flag, nullable=False),
    Column("credits", Values(str), nullable=False),
    Column("marked", LargeBinary, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    sqlite_strict=True,
)
Index("ix_sketches_at", sketches.c.at)

marks = Table(
    "marks",
    metadata,
    Column("key", whole(), primary_key=True, autoincrement=False),
    Column("n", whole(), primary_key=True, autoincrement=False),  # of a sketch, which goes with its marks
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

horizons = Table(
    "horizons",
    metadata,
    Column("seconds", whole(), primary_key=True, autoincrement=False),
    Column("until", Instant, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
