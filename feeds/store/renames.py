"""Feeds that have another slug now: what is kept under the old one is kept under the new."""

from collections.abc import Iterable

from sqlalchemy import Connection, and_, delete, select, update

from feeds.store.schema import holds, journal, rulings


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
        _move_journal(connection, old, new)
        connection.execute(delete(holds).where(holds.c.feed == old))


def _move_journal(connection: Connection, old: str, new: str) -> None:
    """Let the archives go with their feed; one that has archives of its own keeps them."""
    own = select(journal.c.n).where(journal.c.feed == new).limit(1)
    if connection.execute(own).first() is None:
        connection.execute(update(journal).where(journal.c.feed == old).values(feed=new))
    connection.execute(delete(journal).where(journal.c.feed == old))
