"""What hubs were told, and what they did not take yet."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Final

from sqlalchemy import Connection, delete, select

from feeds.article import Ping
from feeds.store.inserts import inserting
from feeds.store.schema import pings

_NAMES: Final = tuple(field.name for field in fields(Ping))


def read(connection: Connection) -> tuple[Ping, ...]:
    """Give every ping, by hub and topic."""
    found = connection.execute(select(pings).order_by(pings.c.hub, pings.c.topic)).mappings()
    return tuple(Ping(**row) for row in found)


def write(connection: Connection, changed: Sequence[Ping]) -> None:
    """Keep pings in the place of what was kept of the same hub and topic."""
    statement = inserting(connection.dialect.name, pings)
    fresh = {name: statement.excluded[name] for name in _NAMES if name not in {"hub", "topic"}}
    statement = statement.on_conflict_do_update(index_elements=["hub", "topic"], set_=fresh)
    connection.execute(statement, [{name: getattr(one, name) for name in _NAMES} for one in changed])


def forget(connection: Connection, gone: Sequence[Ping]) -> None:
    """Forget pings."""
    for one in gone:
        connection.execute(delete(pings).where(pings.c.hub == one.hub, pings.c.topic == one.topic))
