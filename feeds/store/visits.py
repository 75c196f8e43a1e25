"""Pages that sources led to: when they were last visited, and what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, func, select

from feeds.article import Visit
from feeds.store.inserts import inserting, parts
from feeds.store.schema import visits

_VISIT: Final = tuple(field.name for field in fields(Visit))
_KEY: Final = ("source", "url")
MOST: Final = 20_000
"""How many visits are remembered of one source: what it leads to may be new each time, without end."""


def read(connection: Connection, source: str, urls: Collection[str]) -> dict[str, Visit]:
    """Give the visits to those of `urls` that `source` led to, by their addresses."""
    at = visits.c
    return {
        row["url"]: Visit(**row)
        for part in parts(urls)
        for row in connection.execute(select(visits).where(at.source == source, at.url.in_(part))).mappings()
    }


def write(connection: Connection, made: Sequence[Visit]) -> None:
    """Put each visit in the place of the last one to its page."""
    rows = {(each.source, each.url): {name: getattr(each, name) for name in _VISIT} for each in made}
    if rows:
        statement = inserting(connection.dialect.name, visits)
        fresh = {name: statement.excluded[name] for name in _VISIT if name not in _KEY}
        statement = statement.on_conflict_do_update(index_elements=_KEY, set_=fresh)
        connection.execute(statement, list(rows.values()))


def prune(connection: Connection, before: datetime) -> None:
    """Forget the pages that were last visited before `before`."""
    connection.execute(delete(visits).where(visits.c.at < before))


def crowded(connection: Connection) -> tuple[str, ...]:
    """Give the sources of which more than MOST visits are remembered."""
    at = visits.c
    counted = select(at.source).group_by(at.source).having(func.count() > MOST)
    return tuple(connection.execute(counted).scalars())


def thin_out(connection: Connection, source: str) -> None:
    """Forget all but the latest MOST visits of `source`."""
    at = visits.c
    older = select(at.url).where(at.source == source).order_by(at.at.desc(), at.url).offset(MOST)
    for part in parts(connection.execute(older).scalars().all()):
        connection.execute(delete(visits).where(at.source == source, at.url.in_(part)))
