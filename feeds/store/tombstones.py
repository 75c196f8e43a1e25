"""Stories that stood in feeds and may not any more: for a week their feeds say so (RFC 6721).

One that its source or the desk took back, or that the desk blocked, has a tombstone. One that is only held has none,
nor one that another article of its story stands for, nor one that expired: its entry said when. A tombstone goes when
the story may be seen again, or by `until`.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select

from feeds.article import Tombstone
from feeds.store.articles import KEPT, Kept, kept_as
from feeds.store.inserts import inserting, parts
from feeds.store.schema import articles, rulings, tombstones

LASTING: Final = timedelta(days=7)
MOST: Final = 500
"""How many tombstones, the newest, feeds know of."""
_FINAL: Final = ("retraction", "block")
_at: Final = tombstones.c
_leader: Final = func.coalesce(articles.c.story, articles.c.n).label("leader")


def mark(connection: Connection, rows: Collection[Kept], now: datetime) -> None:
    """Bring the tombstones of the stories of `rows` in line with whether they may be seen."""
    for part in parts({row.n if row.story is None else row.story for row in rows}):
        told = (articles.c.n.in_(part)) | (articles.c.story.in_(part))
        members: dict[int, list[Any]] = {}
        for row in connection.execute(select(*KEPT, articles.c.told, _leader).where(told)):
            members.setdefault(row.leader, []).append(row)
        seen = [n for n, found in members.items() if any(kept_as(row).shown is not None for row in found)]
        connection.execute(delete(tombstones).where(_at.n.in_(seen)))
        _bury(connection, {n: found for n, found in members.items() if n not in seen}, now)


def read(connection: Connection) -> dict[int, Tombstone]:
    """Give the newest tombstones by the number of the article that stands for the story, newest first."""
    head = articles.alias("head")
    first = select(tombstones, articles.c.id).join_from(tombstones, articles)
    newest = first.order_by(_at.at.desc(), _at.n.desc()).limit(MOST).subquery()
    joined = newest.outerjoin(head, (head.c.story == newest.c.n) & (head.c.behind == 0))
    wanted = select(newest, func.coalesce(head.c.n, newest.c.n).label("stands")).select_from(joined)
    found = connection.execute(wanted.order_by(newest.c.at.desc(), newest.c.n.desc()))
    return {row.stands: Tombstone(id=row.id, at=row.at, comment=row.comment) for row in found}


def due(connection: Connection, now: datetime) -> bool:
    """Say whether a tombstone has stood long enough by `now`."""
    return connection.execute(select(_at.n).where(_at.until <= now).limit(1)).first() is not None


def remove(connection: Connection, now: datetime) -> int:
    """Take away those that have stood long enough by `now`; give how many."""
    return connection.execute(delete(tombstones).where(_at.until <= now)).rowcount


def _bury(connection: Connection, gone: dict[int, list[Any]], now: datetime) -> None:
    ruled = _ruled(connection, gone)
    values = [
        {"n": n, "at": now, "comment": ruled.get(n, ""), "until": now + LASTING}
        for n, members in gone.items()
        if any(row.told for row in members) and (n in ruled or any(row.retracted for row in members))
    ]
    if values:
        statement = inserting(connection.dialect.name, tombstones)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["n"], set_={"comment": statement.excluded.comment}), values
        )


def _ruled(connection: Connection, leaders: Collection[int]) -> dict[int, str]:
    """Give what readers are told of those of `leaders` that the desk retracted or blocked in all feeds."""
    at = rulings.c
    wanted = select(at.n, at.public).where(at.n.in_(list(leaders)), at.feed == "", at.kind.in_(_FINAL))
    return {row.n: row.public or "" for row in connection.execute(wanted.order_by(at.kind))}
