"""The same tests on SQLite and, where there is one, on PostgreSQL."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from feeds.store import Store, migrate
from tests import postgres


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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a database without tables."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    with postgres.schema(request.getfixturevalue("postgresql")) as address:
        yield address


@pytest.fixture
def url(empty: str) -> str:
    """Give the address of a database with our tables."""
    migrate(empty, None)
    return empty


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened
