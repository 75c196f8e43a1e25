"""Articles that are not what they were, noted where they change: the pages of archives that they stand on are old."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Select, func, insert, select

from feeds.store.inserts import parts
from feeds.store.schema import articles, journal, touched


def touch_aged(connection: Connection, since: datetime, until: datetime) -> None:
    """Do the same for all that was published after `since` and up to `until`."""
    at = articles.c
    aged = select(at.n).where(at.published > since, at.published <= until, _sealed().exists())
    connection.execute(insert(touched).from_select(["n"], aged))


def touch(connection: Connection, numbers: Iterable[int]) -> None:
    """Remember that the articles `numbers` are not what they were: their pages are to be made again."""
    for part in parts(sorted(set(numbers))):
        known = select(articles.c.n).where(articles.c.n.in_(part), _sealed().exists())
        rows = [{"n": n} for n in connection.execute(known).scalars()]
        if rows:
            connection.execute(insert(touched), rows)


def _sealed() -> Select[int]:
    """Give the statement for the pages that the story of an article is sealed on."""
    leader = func.coalesce(articles.c.story, articles.c.n)
    return select(journal.c.n).where(journal.c.n == leader, journal.c.page.is_not(None))
