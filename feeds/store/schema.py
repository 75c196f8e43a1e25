"""The tables. `migrations/` builds them; a test holds the two together.

`n` counts articles in the order they were kept, and inside a batch in the order they were published, so that it
settles which of two articles seen in the same second is the newer. Foreign keys are on `n`; `id` is for the world.

`shown`, in `places` and `sightings`, is the article's `seen` while it may stand in a feed (listed, not withheld, not
taken back, not expired, not barred by the desk, and for a place: primary) and NULL otherwise: the whole of a window's
choice is then one walk down one narrow index. `barred` says that a hold, an embargo or a block of the desk stands for
all feeds; `expires` when an article must go, `expired` when it went.

`story` is the `n` of the first article of a story that came more than once; of its articles one is not `behind`, and
is the one that feeds show, under the first one's id; `told` says that an article has stood in feeds. `sketches` and
`marks` are what copies are found by, for as long as a story may have more: the bytes to compare, and the articles by
the keys of their texts. Up to `until` an article was published that has left the feeds which show one for `seconds`.
"""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, MetaData, Table, literal, text

from feeds.article import Author, Category, Enclosure, Evidence, Origin, Related, Remark, Skipped
from feeds.store.columns import Flag, Instant, Numbers, Values, Words, real, whole

REVISION: Final = "0003"
"""The newest revision of `migrations/versions`: what a database must be at to be opened."""

metadata = MetaData(
    naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"},
)

meta = Table(
    "meta",
    metadata,
    Column("key", Words, primary_key=True),
    Column("value", Words, nullable=False),
    sqlite_strict=True,
)

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

horizons = Table(
    "horizons",
    metadata,
    Column("seconds", whole(), primary_key=True, autoincrement=False),
    Column("until", Instant, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

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
