"""Stories that their source took back, and those that it showed again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from feeds.store import events
from feeds.store.articles import kept
from feeds.store.inserts import parts
from feeds.store.schema import articles
from feeds.store.stories import show


def retract(connection: Connection, ids: Collection[str], source: str, now: datetime) -> None:
    """Take those of `ids` that are `source`'s own out of every feed; ids and aliases stay."""
    _turn(connection, ids, source, now, to=now)


def restore(connection: Connection, ids: Collection[str], source: str, now: datetime) -> None:
    """Put those of `ids` that `source` took back, and shows again, where they were."""
    _turn(connection, ids, source, now, to=None)


def _turn(connection: Connection, ids: Collection[str], source: str, now: datetime, *, to: datetime | None) -> None:
    at = articles.c
    other = at.retracted.is_(None) if to is not None else at.retracted.is_not(None)
    turned: list[str] = []
    for part in parts(ids):
        found = select(at.id).where(at.id.in_(part), at.source == source, other)
        turned += connection.execute(found).scalars()
    for part in parts(turned):
        connection.execute(update(articles).where(at.id.in_(part)).values(retracted=to))
    show(connection, list(kept(connection, turned).values()), now)
    kind: events.Kind = "article-restored" if to is None else "article-retracted"
    events.write(connection, tuple(events.Event(at=now, kind=kind, article=id_, detail=source) for id_ in turned))
