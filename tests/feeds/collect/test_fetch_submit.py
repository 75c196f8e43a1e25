"""The door for who does not wait: each is told exactly once, on the fetching thread, whatever comes of it."""

import threading
from queue import SimpleQueue

import pytest

from feeds.collect.fetch import Fetcher, NotModified, Outcome, Response
from feeds.errors import FetchError
from tests.fakeweb import FakeWeb, hang, page
from tests.feeds.collect.asking import AGENT, LIMITS, ask

WAIT = 10  # seconds; only a bug takes so long


class Told(SimpleQueue[tuple[str, Outcome]]):
    """Keeps the outcomes, and the thread that each came on."""

    def hear(self, outcome: Outcome) -> None:
        self.put((threading.current_thread().name, outcome))

    def outcome(self) -> Outcome:
        thread, outcome = self.get(timeout=WAIT)
        assert thread == "beatwire-fetch"
        return outcome


def test_pages_304s_and_errors_are_told(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = page(b"<rss/>", etag='"1"')
    told = Told()
    fetcher.submit(ask(web.url("/feed")), told.hear)
    came = told.outcome()
    assert isinstance(came, Response)
    assert came.page.body == b"<rss/>"
    fetcher.submit(ask(web.url("/feed"), etag='"1"'), told.hear)
    assert told.outcome() == NotModified(etag='"1"')
    fetcher.submit(ask(web.url("/none")), told.hear)
    refused = told.outcome()
    assert isinstance(refused, FetchError)
    assert (refused.status, refused.source) == (404, "gazette")
    assert told.empty()


@pytest.mark.parametrize(("url", "etag"), [("nonsense", None), ("ftp://gazette.example/", None), ("", "港")])
def test_what_cannot_be_asked_is_told_too(web: FakeWeb, fetcher: Fetcher, url: str, etag: str | None) -> None:
    told = Told()
    fetcher.submit(ask(url or web.url("/feed"), etag=etag), told.hear)
    error = told.outcome()
    assert isinstance(error, FetchError)
    assert "cannot be asked" in str(error)
    assert not error.transient
    assert web.asked == []


def test_who_is_told_may_ask_on(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers |= {"/1": page(b"one"), "/2": page(b"two")}
    told = Told()
    fetcher.submit(ask(web.url("/1")), lambda _: fetcher.submit(ask(web.url("/2")), told.hear))
    came = told.outcome()
    assert isinstance(came, Response)
    assert came.page.body == b"two"


def test_closing_tells_everybody_once(web: FakeWeb) -> None:
    web.answers["/slow"] = hang()
    told = Told()
    with Fetcher(LIMITS, AGENT) as fetcher:
        for host in ("paper.localhost", "paper.localhost", "other.localhost"):
            fetcher.submit(ask(web.url("/slow", host=host)), told.hear)
    assert ["shutting down" in str(told.outcome()) for _ in range(3)] == [True] * 3
    fetcher.submit(ask(web.url("/slow")), told.hear)
    thread, late = told.get(timeout=WAIT)
    assert thread == threading.current_thread().name
    assert "shutting down" in str(late)
    assert told.empty()


def test_who_asks_on_while_it_closes_is_told(web: FakeWeb) -> None:
    web.answers["/slow"] = hang()
    told: SimpleQueue[Outcome] = SimpleQueue()
    with Fetcher(LIMITS, AGENT) as fetcher:
        fetcher.submit(ask(web.url("/slow")), lambda _: fetcher.submit(ask(web.url("/slow")), told.put))
    assert "shutting down" in str(told.get(timeout=WAIT))
