"""How the databases are opened.

SQLite: WAL, so that readers never wait for the writer; `synchronous=FULL`, so that what a published document shows
survives a power cut too (0.3 ms a commit, measured; kill -9 loses nothing committed either way); writers say
`BEGIN IMMEDIATE` and wait up to 5 s for another process. PostgreSQL: writers take one advisory lock, so that there is
one writer at a time as in SQLite and `n` grows in the order of the commits; a reader sees one snapshot.
"""

import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, QueuePool

from feeds.errors import StoreError

Mode = Literal["ro", "rw", "rwc"]
"""SQLite's words: only read, read and write what is there, create it if need be."""

BUSY: Final = 5.0
"""Seconds to wait for another process's lock."""
_LOCK: Final = 0x6265_6174_7769_7265  # "beatwire"
_POOL: Final[dict[str, Any]] = {"poolclass": QueuePool, "pool_size": 8, "max_overflow": 24, "hide_parameters": True}


def parsed(address: str) -> URL:
    """Give the URL of a SQLite file (its path made absolute) or of a PostgreSQL database; else a StoreError."""
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise StoreError(
            "the setting `store` is no address; write sqlite:////path/to/file or postgresql://…"
        ) from error
    if backend == "sqlite":
        if url.database in {None, "", ":memory:"}:
            raise StoreError("the setting `store` names no file; write sqlite:////path/to/file")
        return url.set(database=str(Path(url.database or "").absolute()))
    if backend not in {"postgresql", "postgres"}:
        raise StoreError(f"the setting `store` names {backend}; beatwire keeps its articles in SQLite or PostgreSQL")
    return url.set(drivername="postgresql+psycopg")


def opened(url: URL, mode: Mode, *, foreign_keys: bool = True, busy: float = BUSY) -> Engine:
    """Give an engine for the parsed `url`; safe to share between threads, not between processes.

    Nothing connects yet. `foreign_keys` is off only while a migration rebuilds tables. `busy` is in seconds.
    """
    if url.get_backend_name() != "sqlite":
        return _postgresql(url, mode, busy)
    if mode == "ro":
        return _reading(url, busy)
    return _sqlite(url, mode, busy, _POOL, foreign_keys=foreign_keys)


@lru_cache(maxsize=8)
def _reading(url: URL, busy: float) -> Engine:
    """Give the one engine of those who read a file: it keeps what it knows of SQL, and no connection.

    A web page opens the archive, asks twice and closes it; half of that was to compile the same SQL again.
    """
    return _sqlite(url, "ro", busy, {"poolclass": NullPool, "hide_parameters": True})


def _sqlite(url: URL, mode: Mode, busy: float, pool: Mapping[str, Any], *, foreign_keys: bool = True) -> Engine:
    def connect() -> sqlite3.Connection:
        address = f"file:{quote(url.database or '')}?mode={mode}"
        return sqlite3.connect(address, uri=True, timeout=busy, check_same_thread=False)

    def prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # Python's sqlite3 would begin on its own, and not for a SELECT
        if mode == "ro":
            connection.execute("PRAGMA query_only = ON")
            return
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")

    engine = create_engine("sqlite://", creator=connect, **pool)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL, mode: Mode, busy: float) -> Engine:
    patient = url.update_query_dict({"connect_timeout": "10", **url.query})  # the system's own is two minutes
    try:
        engine = create_engine(patient, pool_pre_ping=True, **_POOL)
    except ModuleNotFoundError as error:
        raise StoreError('PostgreSQL needs its driver; run: pip install "beatwire[postgresql]"') from error

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(busy * 1000)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    event.listen(engine, "begin", begin)
    if mode == "ro":
        return engine.execution_options(postgresql_readonly=True)
    return engine


def for_writing(engine: Engine) -> Engine:
    """Give the same pool, for transactions that write."""
    return engine.execution_options(writes=True)


def for_reading(engine: Engine) -> Engine:
    """Give the same pool, for transactions that see one snapshot."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")
