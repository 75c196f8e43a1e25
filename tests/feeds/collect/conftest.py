"""A web and a fetcher for each test."""

import ssl
from collections.abc import Iterator
from pathlib import Path

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


@pytest.fixture
def certificate() -> Path:
    """Give a self-signed certificate of "secure.localhost" with its key; it vouches for nothing but these tests."""
    return Path(__file__).parent / "data" / "tls" / "secure.localhost.pem"


@pytest.fixture
def tls_web(certificate: Path) -> Iterator[FakeWeb]:
    """Serve on loopback by TLS for one test."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with FakeWeb(tls=context) as web:
        yield web
