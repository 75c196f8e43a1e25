"""What every table hangs on, and the revision that a database must be at."""

from typing import Final

from sqlalchemy import Column, MetaData, Table

from feeds.store.columns import Words

REVISION: Final = "0006"
"""The newest revision of `migrations/versions`: what a database must be at to be opened."""

metadata = MetaData(
    naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"},
)

meta = Table(
    "meta",
    metadata,
    Column("key", Words, primary_key=True),
    Column("value", Words, nullable=False),
    sqlite_strict=True,
)
