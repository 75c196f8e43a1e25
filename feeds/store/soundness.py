"""Whether a store is sound: whole pages, no row that points at nothing, ids that are ids."""

import re
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from feeds.store.schema import articles, metadata

_ID: Final = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST: Final = 20


def faults(connection: Connection) -> Iterator[str]:
    """Give what is wrong, a clause each; of one kind at most 20."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})").scalars().all()
        yield from (f"the file is damaged: {row}" for row in rows if row != "ok")
    yield from _orphans(connection)
    yield from _ids(connection)


def _orphans(connection: Connection) -> Iterator[str]:
    """Find rows whose article is not there, by the foreign keys that the tables declare."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            there = select(key.column).where(key.column == key.parent).correlate(table).exists()
            lost = select(key.parent).where(key.parent.is_not(None), ~there).limit(_MOST)
            found = connection.execute(lost).scalars().all()
            if found:
                many = f"{len(found)} rows" if len(found) < _MOST else f"{_MOST} rows or more"
                yield f"{many} of {table.name} point at no row of {key.column.table.name} ({found[0]}, say)"
    head = articles.alias("head")
    there = select(head.c.n).where(head.c.n == articles.c.story).correlate(articles).exists()
    for id_ in connection.execute(
        select(articles.c.id).where(articles.c.story.is_not(None), ~there).limit(_MOST)
    ).scalars():
        yield f"the article {id_} is of a story that is not there"


def _ids(connection: Connection) -> Iterator[str]:
    """Find ids that are none; that none is there twice the table's own index sees to."""
    count = 0
    for id_ in connection.execute(select(articles.c.id)).scalars():
        if not _ID.fullmatch(id_):
            count += 1
            yield f"{id_!r} is no id of an article"
        if count == _MOST:
            return
