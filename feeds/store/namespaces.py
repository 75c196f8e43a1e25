"""The site's namespace, of which every id is minted."""

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from feeds.store.inserts import inserting
from feeds.store.schema import meta

_KEY: Final = "namespace"


def read_namespace(connection: Connection) -> UUID | None:
    """Give the stored namespace, if there is one."""
    stored = connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar()
    return None if stored is None else UUID(stored)


def settle_namespace(connection: Connection, declared: UUID | None) -> UUID:
    """Store `declared`, or a new random namespace, unless another process was faster; give the stored one."""
    row = {"key": _KEY, "value": str(declared or uuid4())}
    connection.execute(inserting(connection.dialect.name, meta).on_conflict_do_nothing(index_elements=["key"]), row)
    return UUID(connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar_one())
