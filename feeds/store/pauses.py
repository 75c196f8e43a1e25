"""Sources that the desk leaves alone."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, select

from feeds.article import Pause
from feeds.store.events import Event, write
from feeds.store.inserts import inserting
from feeds.store.schema import pauses

_SAID: Final = tuple(field.name for field in fields(Pause))


def read(connection: Connection) -> dict[str, Pause]:
    """Give the pauses that stand, by source."""
    found = connection.execute(select(*(pauses.c[name] for name in _SAID))).mappings()
    return {row["source"]: Pause(**row) for row in found}


def keep(connection: Connection, pause: Pause) -> None:
    """Let a pause stand, in the place of one of its source."""
    statement = inserting(connection.dialect.name, pauses).values(asdict(pause))
    fresh = {name: statement.excluded[name] for name in _SAID if name != "source"}
    connection.execute(statement.on_conflict_do_update(index_elements=["source"], set_=fresh))
    detail = f"{pause.source}: {pause.why}"
    write(connection, (Event(at=pause.at, kind="source-paused", detail=detail, who=pause.who),))


def lift(connection: Connection, source: str, who: str, now: datetime) -> bool:
    """Lift the pause of a source; False where none stands."""
    if not connection.execute(delete(pauses).where(pauses.c.source == source)).rowcount:
        return False
    write(connection, (Event(at=now, kind="source-resumed", detail=source, who=who),))
    return True
