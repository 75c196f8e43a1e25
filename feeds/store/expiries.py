"""Articles that may be shown for a time only: by their own word or their source's, and in a feed by the feed's.

What has expired leaves every feed and stays away, whoever lists it again. A feed's own time is kept as a horizon: what
was published up to then has left the feeds that show articles for so many seconds.
"""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Row,
    Select,
    and_,
    case,
    delete,
    insert,
    or_,
    select,
    text,
    type_coerce,
    update,
)

from feeds.store import events, touching
from feeds.store.articles import kept
from feeds.store.columns import Instant
from feeds.store.inserts import parts
from feeds.store.schema import EXPIRING, VISIBLE, articles, horizons
from feeds.store.stories import show

_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


def bound(connection: Connection, sources: Mapping[str, timedelta], feeds: Collection[timedelta]) -> None:
    """Hold what is kept to today's settings: how long the articles of `sources` may be shown, and those in `feeds`.

    An article never expires later for it than was said before.
    """
    at = articles.c
    for source, lasting in sources.items():
        since = case((at.embargo > at.published, at.embargo), else_=at.published)
        ends = type_coerce(since, BigInteger) + int(lasting.total_seconds())
        later = or_(at.expires.is_(None), type_coerce(at.expires, BigInteger) > ends)
        shown = and_(at.source == source, at.expired.is_(None), later)
        connection.execute(update(articles).where(shown).values(expires=type_coerce(ends, Instant)))
    _open(connection, {int(lasting.total_seconds()) for lasting in feeds})


def due(connection: Connection, now: datetime) -> bool:
    """Say whether something expired by `now`, anywhere or in a feed."""
    if connection.execute(_expired(now).limit(1)).first() is not None:
        return True
    return any(_passes(connection, row, now) for row in connection.execute(select(horizons)))


def expire(connection: Connection, now: datetime) -> int:
    """Take what expired by `now` out of every feed, an event each, and move the horizons; give what that changes."""
    ended = connection.execute(_expired(now)).all()
    ids = [row.id for row in ended]
    for part in parts([row.n for row in ended]):
        connection.execute(update(articles).where(articles.c.n.in_(part)).values(expired=now))
    show(connection, list(kept(connection, ids).values()), now)
    events.write(connection, tuple(events.Event(at=now, kind="article-expired", article=id_) for id_ in ids))
    passed = [row for row in connection.execute(select(horizons)).all() if _passes(connection, row, now)]
    for row in passed:
        until = now - timedelta(seconds=row.seconds)
        touching.touch_aged(connection, row.until, until)
        connection.execute(update(horizons).where(horizons.c.seconds == row.seconds).values(until=until))
    return len(ids) + len(passed)


def horizon(connection: Connection, lasting: timedelta) -> datetime:
    """Give until when an article was published that has left the feeds which show articles for `lasting`.

    Where no such feed is known yet, it is the end of time: nothing is shown for longer than is allowed.
    """
    wanted = select(horizons.c.until).where(horizons.c.seconds == int(lasting.total_seconds()))
    found: datetime | None = connection.execute(wanted).scalar()
    return datetime.max.replace(tzinfo=UTC) if found is None else found


def _expired(now: datetime) -> Select[tuple[int, str]]:
    at = articles.c
    return select(at.n, at.id).where(at.expires <= now, text(EXPIRING)).order_by(at.expires, at.n)


def _passes(connection: Connection, row: Row[tuple[int, datetime]], now: datetime) -> bool:
    """Say whether an article that may be seen fell behind the horizon since it was set."""
    at = articles.c
    fell = and_(at.published > row.until, at.published <= now - timedelta(seconds=row.seconds), text(VISIBLE))
    return connection.execute(select(at.n).where(fell).limit(1)).first() is not None


def _open(connection: Connection, wanted: AbstractSet[int]) -> None:
    """Keep the horizons that are asked for, and no other; a new one has let nothing pass yet."""
    connection.execute(delete(horizons).where(horizons.c.seconds.not_in(sorted(wanted))))
    there = set(connection.execute(select(horizons.c.seconds)).scalars())
    if new := [{"seconds": seconds, "until": _BEGINNING} for seconds in sorted(wanted - there)]:
        connection.execute(insert(horizons), new)
