"""INSERT … ON CONFLICT, which SQLite and PostgreSQL share and SQLAlchemy writes for each; and long lists in parts."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
PART: Final = 500
"""How many values one statement asks for: far below what any database takes."""


def inserting(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Give an INSERT into `table` that can say what to do on a conflict."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def parts(values: Collection[T]) -> Iterator[list[T]]:
    """Give `values` in lists of at most PART."""
    rest = iter(values)
    while part := list(islice(rest, PART)):
        yield part
