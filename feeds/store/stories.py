"""Stories that came more than once: which of its articles stands for each, and that feeds show that one alone.

The first article gives a story its id, its date and its place in windows, for ever. Whoever stands for it gives the
rest. Every source that showed any of them has shown the story.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, literal, select, text, true, update

from feeds.store import tombstones, touching
from feeds.store.articles import Kept, kept, kept_as
from feeds.store.inserts import inserting, parts
from feeds.store.schema import NO, articles, places, sightings

_MEMBER: Final = (
    "id", "n", "seen", "listed", "embargo", "retracted", "barred", "story", "behind", "expires", "expired",
    "merit", "digest",
    "told",
    "published", "estimated", "updated", "changed",
)  # fmt: skip


def show(connection: Connection, rows: Collection[Kept], now: datetime) -> None:
    """Bring `shown` of the articles' primary places and sightings in line, and settle who stands for their stories."""
    _bring(connection, rows)
    settle(connection, {row.story for row in rows if row.story is not None}, now)
    tombstones.mark(connection, rows, now)
    touching.touch(connection, (row.n for row in rows))


def settle(connection: Connection, stories: Collection[int], now: datetime) -> None:
    """Let the best of each story stand for it: one that may be read, is listed, has the first merit, was kept first.

    One that takes over keeps the date and the place in windows that the story has, and changes it now. While none may
    be read, all stays as it is.
    """
    for part in parts(stories):
        heads = [head for members in _members(connection, part) for head in _settled(connection, members, now)]
        _gather(connection, part)
        touching.touch(connection, part)
        _bring(connection, list(kept(connection, heads).values()))


def _members(connection: Connection, stories: Collection[int]) -> Iterable[Sequence[Row[Any]]]:
    """Give the articles of each story, in the order they were kept."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    columns = (articles.c[name] for name in _MEMBER)
    for row in connection.execute(select(*columns).where(articles.c.story.in_(stories)).order_by(articles.c.n)):
        found[row.story].append(row)
    return found.values()


def _settled(connection: Connection, members: Sequence[Row[Any]], now: datetime) -> list[str]:
    """Let the best of `members` stand for all; give the ids of those whose place is another now, and of the head."""
    best = min(members, key=lambda row: (not kept_as(row).public, not row.listed, row.merit, row.n))
    ahead = [row for row in members if not row.behind]
    before = min(ahead, key=lambda row: row.n)
    if not kept_as(best).public:
        best = before
    behind = [row for row in ahead if row is not best]
    if behind:
        numbers = [row.n for row in behind]
        connection.execute(update(articles).where(articles.c.n.in_(numbers)).values(behind=True))
    if best is not before:
        taken = {"behind": False} | _taken_over(before, best, now)
        connection.execute(update(articles).where(articles.c.n == best.n).values(taken))
    return [best.id, *(row.id for row in behind)]


def _taken_over(before: Row[Any], after: Row[Any], now: datetime) -> dict[str, object]:
    """Give what of a story stays as it was when another article takes over, and when it changed."""
    if not before.told:
        return {}  # nobody has seen the story yet
    frozen = {"published": before.published, "estimated": before.estimated, "seen": before.seen}
    if before.digest == after.digest:
        return frozen | {"updated": before.updated, "changed": before.changed}
    return frozen | {"updated": max(now, before.updated), "changed": max(now, before.changed)}


def _gather(connection: Connection, stories: Collection[int]) -> None:
    """Let every source that showed an article of a story have shown the one that stands for it."""
    head, member = articles.alias("head"), articles.alias("member")
    seen = (
        select(head.c.n, sightings.c.source, literal(None, sightings.c.shown.type))
        .select_from(head)
        .join(member, member.c.story == head.c.story)
        .join(sightings, sightings.c.n == member.c.n)
        .where(head.c.story.in_(stories), head.c.behind == NO)
        .distinct()
    )
    statement = inserting(connection.dialect.name, sightings).from_select(["n", "source", "shown"], seen)
    connection.execute(statement.on_conflict_do_nothing(index_elements=["n", "source"]))


def _bring(connection: Connection, rows: Collection[Kept]) -> None:
    values = [{"row": row.n, "at": row.shown} for row in rows]
    for part in parts([row.n for row in rows if row.shown is not None]):
        connection.execute(update(articles).where(articles.c.n.in_(part)).values(told=True))
    if values:
        for table in (sightings, places):
            statement = update(table).where(table.c.n == bindparam("row")).values(shown=bindparam("at"))
            only = text("is_primary = 1") if table is places else true()
            connection.execute(statement.where(only), values)
