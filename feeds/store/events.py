"""What happened when: acts of the desk, embargoes that ended, stories taken back and shown again, feeds held."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection, delete, insert, select, update

from feeds.article import Hold
from feeds.store.inserts import inserting
from feeds.store.schema import events, holds

Kind = Literal[
    "article-expired", "article-retracted", "article-restored", "feed-held", "feed-released",
    "article-pinned", "article-held", "article-embargoed", "article-blocked",
    "pin-lifted", "hold-lifted", "embargo-lifted", "block-lifted", "pin-ended", "hold-ended", "embargo-ended",
    "desk-retracted", "desk-restored", "article-corrected", "token-added", "token-revoked",
    "source-paused", "source-resumed",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that changed what is published, other than a collection: an article's or a feed's.

    `who` is the person of the desk whose act it was, `detail` the reason.
    """

    at: datetime
    kind: Kind
    article: str | None = None
    feed: str | None = None
    detail: str | None = None
    who: str | None = None


_NAMES: Final = tuple(field.name for field in fields(Event))


def write(connection: Connection, happened: tuple[Event, ...]) -> None:
    """Add what happened."""
    if happened:
        connection.execute(insert(events), [{name: getattr(each, name) for name in _NAMES} for each in happened])


def read(connection: Connection, limit: int) -> tuple[Event, ...]:
    """Give the newest `limit` events, newest first."""
    wanted = select(*(events.c[name] for name in _NAMES))
    found = connection.execute(wanted.order_by(events.c.n.desc()).limit(limit)).mappings()
    return tuple(Event(**row) for row in found)


def latest(connection: Connection) -> int:
    """Give the number of the newest event that befell an article; it grows with each."""
    newest = select(events.c.n).where(events.c.article.is_not(None)).order_by(events.c.n.desc()).limit(1)
    return connection.execute(newest).scalar() or 0


def read_holds(connection: Connection) -> dict[str, Hold]:
    """Give the held feeds by their slugs."""
    return {row["feed"]: Hold(**row) for row in connection.execute(select(holds)).mappings()}


def hold(connection: Connection, feed: str, reason: str, now: datetime) -> None:
    """Hold `feed`; one that is held already keeps its `since` and takes the new reason."""
    held = read_holds(connection).get(feed)
    again = held is not None and not held.released
    row = {"feed": feed, "since": held.since if held and again else now, "reason": reason, "released": False}
    statement = inserting(connection.dialect.name, holds).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=["feed"], set_=row))
    if not again:
        write(connection, (Event(at=now, kind="feed-held", feed=feed, detail=reason),))


def release_feed(connection: Connection, feed: str, now: datetime) -> bool:
    """Let the next build of `feed` through; False if it is not held."""
    done = connection.execute(update(holds).where(holds.c.feed == feed).values(released=True))
    if done.rowcount:
        write(connection, (Event(at=now, kind="feed-released", feed=feed),))
    return bool(done.rowcount)


def clear_hold(connection: Connection, feed: str) -> None:
    """Forget that `feed` was held."""
    connection.execute(delete(holds).where(holds.c.feed == feed))
