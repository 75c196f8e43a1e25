"""How often what feeds are made of was written: as long as the number stays, nothing in any feed has changed."""

from typing import Final

from sqlalchemy import BigInteger, Connection, Text, cast, select

from feeds.store.inserts import inserting
from feeds.store.schema import meta

_KEY: Final = "revision"


def read(connection: Connection) -> str | None:
    """Give the number, as it stands; None before anything was written."""
    return connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar()


def advance(connection: Connection) -> None:
    """Count one more transaction."""
    first = inserting(connection.dialect.name, meta).values(key=_KEY, value="1")
    more = cast(cast(meta.c.value, BigInteger) + 1, Text)
    connection.execute(first.on_conflict_do_update(index_elements=["key"], set_={"value": more}))
