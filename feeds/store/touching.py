"""Articles that are not what they were, noted where they change: the pages of archives that they stand on are old."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from feeds.store.inserts import parts
from feeds.store.schema import articles, journal, touched


def touch(connection: Connection, numbers: Iterable[int]) -> None:
    """Remember that the articles `numbers` are not what they were: their pages are to be made again."""
    for part in parts(sorted(set(numbers))):
        sealed = select(journal.c.n).where(
            journal.c.n == func.coalesce(articles.c.story, articles.c.n), journal.c.page.is_not(None)
        )
        known = select(articles.c.n).where(articles.c.n.in_(part), sealed.exists())
        rows = [{"n": n} for n in connection.execute(known).scalars()]
        if rows:
            connection.execute(insert(touched), rows)
