"""What time does to articles: embargoes and rulings end, bodies are let go."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, text, update

from feeds.store import events, rulings, tombstones
from feeds.store.articles import kept
from feeds.store.schema import BODIED, articles
from feeds.store.stories import show

_BODIES: Final = 1000


def due(connection: Connection, now: datetime) -> bool:
    """Say whether an embargo, or a ruling of the desk, ran out by `now`."""
    ended = connection.execute(select(articles.c.n).where(articles.c.embargo <= now).limit(1)).first()
    return ended is not None or rulings.due(connection, now) or tombstones.due(connection, now)


def release(connection: Connection, now: datetime) -> int:
    """End the embargoes and rulings that ran out by `now`, an event each, and tombstones; give how many there were.

    Embargoed articles are seen and changed now, and published no earlier than the embargo allowed.
    """
    ended = connection.execute(
        select(articles.c.n, articles.c.id, articles.c.published, articles.c.updated, articles.c.embargo)
        .where(articles.c.embargo <= now)
        .order_by(articles.c.embargo, articles.c.n)
    ).all()
    for row in ended:
        published = max(row.published, row.embargo)
        times = {"seen": now, "changed": now, "published": published, "updated": max(row.updated, published)}
        connection.execute(update(articles).where(articles.c.n == row.n).values(embargo=None, **times))
    found = kept(connection, [row.id for row in ended])
    show(connection, list(found.values()), now)
    events.write(connection, tuple(events.Event(at=now, kind="embargo-ended", article=row.id) for row in ended))
    return len(ended) + rulings.lapse(connection, now) + tombstones.remove(connection, now)


def empty_bodies(connection: Connection, before: datetime) -> bool:
    """Empty the content of some articles unchanged since `before`; False when there was none left."""
    old = select(articles.c.n).where(articles.c.changed < before, text(BODIED)).limit(_BODIES)
    return connection.execute(update(articles).where(articles.c.n.in_(old)).values(content="")).rowcount > 0
