"""A fetcher's life: it serves many threads, ends promptly, and leaves nothing behind."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from config.settings import Limits
from feeds.collect.fetch import Fetcher, Outcome, Request, Response
from feeds.errors import FetchError
from tests.fakeweb import FakeWeb, hang, page, reset
from tests.feeds.collect.asking import AGENT, LIMITS, ask, failure

SHUT = "shutting down: this fetch was given up"


def handles() -> int:
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir()))


def attempt(fetcher: Fetcher, request: Request) -> None:
    with suppress(FetchError):
        fetcher.fetch(request)


def test_many_threads_fetch_each_their_own(web: FakeWeb, fetcher: Fetcher) -> None:
    requests = [(number, ask(web.url(f"/{number}", host=f"paper{number % 20}.localhost"))) for number in range(200)]
    web.answers |= {f"/{number}": page(f"page {number}".encode()) for number, _ in requests}

    def fetched(request: Request) -> bytes:
        got = fetcher.fetch(request)
        assert isinstance(got, Response)
        return got.page.body

    with ThreadPoolExecutor(16) as pool:
        bodies = list(pool.map(fetched, [request for _, request in requests]))
    assert bodies == [f"page {number}".encode() for number, _ in requests]


def test_closing_ends_what_runs_and_what_waits(web: FakeWeb) -> None:
    web.answers["/slow"] = hang()
    with ThreadPoolExecutor(3) as pool:
        fetcher = Fetcher(LIMITS, AGENT)
        given_up = [pool.submit(failure, fetcher, ask(web.url("/slow"))) for _ in range(3)]
        while not web.asked:
            sleep(0.01)
        started = monotonic()
        fetcher.close()
        assert [str(one.result()) for one in given_up] == [SHUT] * 3
        assert monotonic() - started < 8
    assert len(web.asked) == 1


def test_after_closing_nothing_is_fetched(web: FakeWeb) -> None:
    fetcher = Fetcher(LIMITS, AGENT)
    fetcher.close()
    fetcher.close()
    assert str(failure(fetcher, ask(web.url("/feed")))) == SHUT
    assert web.connections == 0


def test_nothing_is_left_behind() -> None:
    limits = Limits(deadline=timedelta(seconds=0.1))
    before, threads = handles(), threading.active_count()
    for _ in range(3):
        with FakeWeb() as web, Fetcher(limits, AGENT) as fetcher:
            web.answers |= {"/feed": page(b"ok"), "/reset": reset(), "/slow": hang()}
            for path in ("/feed", "/feed", "/reset", "/slow", "/none"):
                attempt(fetcher, ask(web.url(path)))
            attempt(fetcher, ask(web.url("/feed"), allow_private=False))
            attempt(fetcher, ask("http://gazette.invalid/"))
            attempt(fetcher, ask("nonsense"))
    assert handles() == before
    assert threading.active_count() == threads


def test_a_long_life_keeps_no_more_connections_than_it_may(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = page(b"ok")
    before = handles()
    for number in range(100):
        fetcher.fetch(ask(web.url("/feed", host=f"paper{number}.localhost")))
    assert web.connections == 100
    assert handles() - before <= 3 * 32  # our end of at most 32, and the web's own two handles for each


def test_a_broken_loop_hangs_nobody(web: FakeWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_outcome: Outcome) -> None:
        raise ZeroDivisionError

    fallen: list[object] = []
    monkeypatch.setattr(threading, "excepthook", fallen.append)
    web.answers |= {"/slow": hang(), "/feed": page(b"ok")}
    with ThreadPoolExecutor(1) as pool, Fetcher(LIMITS, AGENT) as fetcher:
        given_up = pool.submit(failure, fetcher, ask(web.url("/slow")))
        while not web.asked:
            sleep(0.01)
        fetcher.submit(ask(web.url("/feed", host="other.localhost")), broken)
        assert str(given_up.result(timeout=5)) == SHUT
    assert fallen
