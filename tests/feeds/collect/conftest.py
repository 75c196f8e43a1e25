"""A web and a fetcher for each test."""

from collections.abc import Iterator

import pytest

from feeds.collect.fetch import Fetcher
from tests.fakeweb import FakeWeb
from tests.feeds.collect.asking import AGENT, LIMITS


@pytest.fixture
def web() -> Iterator[FakeWeb]:
    """Serve on loopback for one test."""
    with FakeWeb() as web:
        yield web


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """Fetch for one test."""
    with Fetcher(LIMITS, AGENT) as fetcher:
        yield fetcher
