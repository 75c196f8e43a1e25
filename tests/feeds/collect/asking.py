"""How the tests of fetching ask, and what they expect back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from config.settings import Limits
from feeds.collect.fetch import Fetcher, Request, Response
from feeds.errors import FetchError

AGENT = "beatwire/0.1 (+https://desk.example/contact)"
LIMITS = Limits(deadline=timedelta(seconds=5), response_bytes=100_000, redirects=3)


def ask(url: str, **wishes: Any) -> Request:
    """Make a request of an invented source that may ask loopback."""
    return replace(Request(source="gazette", url=url, allow_private=True), **wishes)


def response(fetcher: Fetcher, request: Request) -> Response:
    """Fetch a page that must come."""
    got = fetcher.fetch(request)
    assert isinstance(got, Response)
    return got


def failure(fetcher: Fetcher, request: Request) -> FetchError:
    """Fetch a page that must not come, and give the error."""
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(request)
    assert caught.value.source == "gazette"
    return caught.value
