"""A copy of the store while it is in use."""

import sqlite3
from pathlib import Path

from feeds.errors import StoreError
from feeds.store.complaints import speaking
from feeds.store.copying import copy
from feeds.store.engine import for_reading, opened, parsed
from feeds.store.upgrade import require


def snapshot(url: str, target: Path) -> None:
    """Copy the store at `url`, which others may be writing to, to the file `target`.

    Raises StoreError where it is PostgreSQL's, at another schema than this code's, or cannot be read or written.
    """
    address = parsed(url)
    if address.get_backend_name() != "sqlite":
        raise StoreError("the store is PostgreSQL's, which pg_dump backs up; beatwire does so for SQLite alone")
    engine = opened(address, "ro")
    try:
        with speaking(address), for_reading(engine).begin() as connection:
            require(connection, address)
        copy(Path(address.database or ""), target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"no copy of the store could be written to {target}: {error}") from error
    finally:
        engine.dispose()
