"""What happened when: embargoes that ended, stories taken back and restored, feeds held and let go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from feeds.article import Hold
from feeds.store.inserts import inserting
from feeds.store.schema import events, holds

Kind = Literal[
    "embargo-ended", "article-expired", "article-retracted", "article-restored", "feed-held", "feed-released",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that changed what is published, other than a collection: an article's or a feed's."""

    at: datetime
    kind: Kind
    article: str | None = None
    feed: str | None = None
    detail: str | None = None


def write(connection: Connection, happened: tuple[Event, ...]) -> None:
    """Add what happened."""
    names = ("at", "kind", "article", "feed", "detail")
    if happened:
        connection.execute(insert(events), [{name: getattr(each, name) for name in names} for each in happened])


def read(connection: Connection, limit: int) -> tuple[Event, ...]:
    """Give the newest `limit` events, newest first."""
    wanted = select(events.c.at, events.c.kind, events.c.article, events.c.feed, events.c.detail)
    found = connection.execute(wanted.order_by(events.c.n.desc()).limit(limit)).mappings()
    return tuple(Event(**row) for row in found)


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
