"""What went wrong with the database, in one sentence that names it and the remedy; never a password."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from feeds.errors import StoreError

# SQLite's primary result codes (https://sqlite.org/rescode.html); extended ones carry them in their low byte
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: "is locked by another process; let that finish, or stop it, and try again",
    sqlite3.SQLITE_LOCKED: "is locked by another connection; try again",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full; make room and try again",
    sqlite3.SQLITE_NOTADB: "is not a SQLite database; move it away, or name another file in `store`",
    sqlite3.SQLITE_CORRUPT: "is damaged; stop beatwire and go back to a backup (beatwire recover)",
    sqlite3.SQLITE_READONLY: "cannot be written; check the owner and the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that the file is there, and its and its folder's permissions",
    sqlite3.SQLITE_PERM: "cannot be opened; check the permissions of the file and its folder",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error; check the disk and its free space",
}

# PostgreSQL's SQLSTATEs (its manual, appendix A)
_POSTGRESQL: Final = {
    "55P03": "is locked by another process; let that finish, or stop it, and try again",
    "53100": "cannot grow: the server's disk is full; make room and try again",
    "42501": "does not let this user do that; grant it the rights on the schema",
}


def named(url: URL) -> str:
    """Name the database for people: the file, or the PostgreSQL address without its password."""
    if url.get_backend_name() == "sqlite":
        return f"the database {url.database}"
    return f"the database {url.set(query={}).render_as_string(hide_password=True)}"


@contextmanager
def speaking(url: URL) -> Iterator[None]:
    """Raise whatever the database complains about as one StoreError."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(f"{named(url)} {_sentence(error, url)}") from error


def _sentence(error: Exception, url: URL) -> str:
    if isinstance(error, PoolTimeout):
        return "is busy: every connection is in use; try again"
    cause = error.orig if isinstance(error, DBAPIError) else error
    known = _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF) or _POSTGRESQL.get(getattr(cause, "sqlstate", ""))
    if known is not None:
        return known
    text = " ".join(str(cause).split())[:300]
    if url.password:
        text = text.replace(str(url.password), "***")
    if isinstance(error, OperationalError) and not getattr(cause, "sqlstate", "none"):  # there was no connection
        return f"cannot be reached: {text}; check the server, and its address in `store`"
    return f"failed: {text}"
