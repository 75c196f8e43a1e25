"""The same tests on SQLite and, where there is one, on PostgreSQL."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import create_engine, text

from feeds.store import Store, migrate, schema
from tests import postgres

DATABASES: Final = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    with ExitStack() as stack:
        try:
            address = stack.enter_context(postgres.server())
        except postgres.Unavailable as reason:
            pytest.skip(str(reason))
        yield address


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """Give the address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'beatwire.sqlite'}"


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a database without tables."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    with postgres.schema(request.getfixturevalue("postgresql")) as address:
        yield address


@pytest.fixture
def migrated(empty: str) -> str:
    """Give the address of a database whose tables the test may change."""
    migrate(empty, None)
    return empty


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "beatwire.sqlite"
    migrate(f"sqlite:///{file}", None)
    return file


@pytest.fixture(scope="session")
def postgresql_tables(postgresql: str) -> Iterator[str]:
    with postgres.schema(postgresql) as address:
        migrate(address, None)
        yield address


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, sqlite: str) -> str:
    """Give the address of a database with our tables, and nothing in them; quicker than a migration."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), sqlite.removeprefix("sqlite:///"))
        return sqlite
    address: str = request.getfixturevalue("postgresql_tables")
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(schema.metadata.tables)} RESTART IDENTITY"))
    engine.dispose()
    return address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened


@pytest.fixture
def sqlite_store(sqlite: str, sqlite_template: Path) -> Iterator[Store]:
    """Give a store in a SQLite file alone, for properties that know no dialect."""
    shutil.copyfile(sqlite_template, sqlite.removeprefix("sqlite:///"))
    with Store.open(sqlite) as opened:
        yield opened
