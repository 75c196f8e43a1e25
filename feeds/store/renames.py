"""Feeds that have another slug now: what is kept under the old one is kept under the new."""

from collections.abc import Iterable

from sqlalchemy import Connection, and_, delete, select, update

from feeds.store.schema import holds, rulings


def rename(connection: Connection, moves: Iterable[tuple[str, str]]) -> None:
    """Keep the rulings on each (old, new) feed under its new slug; where both have one of a kind, the new one's stands.

    A hold is on documents that are gone with the old slug.
    """
    at, other = rulings.c, rulings.alias("other")
    for old, new in moves:
        same = and_(other.c.n == at.n, other.c.kind == at.kind, other.c.feed == new)
        free = ~select(other.c.n).where(same).exists()
        connection.execute(update(rulings).where(at.feed == old, free).values(feed=new))
        connection.execute(delete(rulings).where(at.feed == old))
        connection.execute(delete(holds).where(holds.c.feed == old))
