"""Archives of feeds (RFC 5005, 4): what has stood in each, sealed in pages as it leaves the window.

A page is sealed as soon as something that may still be seen has left the window and stands on none: with the oldest by
first sight of all that stand on none, so that most of its articles may be in the window still. What is sealed stays on
its page; what stands there now is asked of the articles.
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, Select, delete, func, select, text, update

from feeds.article import Article
from feeds.store import articles as reading
from feeds.store.inserts import inserting, parts
from feeds.store.schema import VISIBLE, articles, journal, touched

PAGE: Final = 50
"""How many articles a page holds at the most."""
_at: Final = journal.c


def keep(connection: Connection, feed: str, ids: Collection[str]) -> None:
    """Remember that the articles `ids` stand in the window of `feed`, and seal what has left it."""
    found: set[int] = set()
    for part in parts(ids):
        found.update(connection.execute(select(articles.c.n).where(articles.c.id.in_(part))).scalars())
    if found:
        statement = inserting(connection.dialect.name, journal).on_conflict_do_nothing(index_elements=["feed", "n"])
        connection.execute(statement, [{"feed": feed, "n": n} for n in sorted(found)])
    loose = list(connection.execute(_loose(feed)).scalars())
    left = _visible(connection, set(loose) - found)
    page = newest(connection, feed)
    while left.intersection(loose):
        page += 1
        oldest, loose = loose[:PAGE], loose[PAGE:]
        connection.execute(update(journal).where(_at.feed == feed, _at.n.in_(oldest)).values(page=page))


def is_known(connection: Connection, feed: str, ids: Collection[str]) -> bool:
    """Say whether `keep` would change nothing."""
    unsealed = select(_at.n, articles.c.id).join_from(journal, articles).where(_at.feed == feed, _at.page.is_(None))
    loose: dict[str, int] = {id_: n for n, id_ in connection.execute(unsealed)}
    if _visible(connection, [n for id_, n in loose.items() if id_ not in ids]):
        return False
    rest = [id_ for id_ in ids if id_ not in loose]
    sealed = select(func.count()).select_from(journal.join(articles)).where(_at.feed == feed, articles.c.id.in_(rest))
    return connection.execute(sealed).scalar_one() == len(rest)


def newest(connection: Connection, feed: str) -> int:
    """Give the number of the newest page of `feed`; 0 where there is none."""
    return connection.execute(select(func.max(_at.page)).where(_at.feed == feed)).scalar() or 0


def page(connection: Connection, feed: str, number: int) -> tuple[Article, ...]:
    """Give what may be seen of page `number`, newest first."""
    wanted = select(articles.c.id).join_from(journal, articles).where(_at.feed == feed, _at.page == number)
    found = reading.shown(connection, connection.execute(wanted).scalars().all())
    by_id = sorted((one for one in found.values() if one is not None), key=lambda one: one.id)
    return tuple(sorted(by_id, key=lambda one: one.published, reverse=True))


def stale(connection: Connection) -> tuple[int, frozenset[tuple[str, int]]]:
    """Give (mark, pages): the (feed, page)s of which an article was touched, and how far that was looked at."""
    mark = connection.execute(select(func.max(touched.c.k))).scalar() or 0
    leader = func.coalesce(articles.c.story, articles.c.n)
    joined = touched.join(articles, articles.c.n == touched.c.n).join(journal, _at.n == leader)
    wanted = select(_at.feed, _at.page).select_from(joined).where(_at.page.is_not(None)).distinct()
    return mark, frozenset((row.feed, row.page) for row in connection.execute(wanted))


def made(connection: Connection, mark: int) -> None:
    """Forget what was touched up to `mark`: the pages are made."""
    connection.execute(delete(touched).where(touched.c.k <= mark))


def _loose(feed: str) -> Select[int]:
    """Give the statement for what stands on no page of `feed`, in the order of first sight."""
    wanted = select(_at.n).join_from(journal, articles).where(_at.feed == feed, _at.page.is_(None))
    return wanted.order_by(articles.c.seen, _at.n)


def _visible(connection: Connection, leaders: Collection[int]) -> set[int]:
    """Give those of the stories `leaders` of which an article may be seen in feeds."""
    leader = func.coalesce(articles.c.story, articles.c.n)
    return {
        n
        for part in parts(leaders)
        for n in connection.execute(
            select(leader).where(articles.c.n.in_(part) | articles.c.story.in_(part), text(VISIBLE))
        ).scalars()
    }
