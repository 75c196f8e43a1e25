"""Whose turn it is at a site, over real connections; the queue itself is tested in `test_gate`."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from time import monotonic, sleep

from feeds.collect.fetch import Fetcher
from tests.fakeweb import FakeWeb, later, page
from tests.feeds.collect.asking import ask, failure


def test_one_site_is_asked_one_at_a_time_in_order_with_a_rest(web: FakeWeb, fetcher: Fetcher) -> None:
    paths = [f"/{number}" for number in range(4)]
    web.answers |= {path: later(0.05, page()) for path in paths}
    with ThreadPoolExecutor(8) as pool:
        for path in paths:
            pool.submit(fetcher.fetch, ask(web.url(path), delay=timedelta(seconds=0.1)))
            sleep(0.02)
    assert web.paths() == paths
    assert all(after.at - before.at >= 0.15 for before, after in pairwise(web.asked))


def test_two_ports_of_one_address_are_one_site(web: FakeWeb, fetcher: Fetcher) -> None:
    with FakeWeb() as other:
        web.answers["/feed"] = other.answers["/feed"] = later(0.1, page())
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(fetcher.fetch, [ask(web.url("/feed")), ask(other.url("/feed"))]))
        assert abs(web.asked[0].at - other.asked[0].at) >= 0.1


def test_different_sites_are_asked_at_once(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = later(0.3, page())
    urls = [web.url("/feed", host=f"paper{number}.localhost") for number in range(12)]
    started = monotonic()
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda url: fetcher.fetch(ask(url, delay=timedelta(seconds=9))), urls))
    assert monotonic() - started < 3  # in turn they would take that, and their delays
    assert len(web.asked) == 12


def test_the_turn_passes_on_after_a_failure(web: FakeWeb, fetcher: Fetcher) -> None:
    failure(fetcher, ask("ftp://127.0.0.1/"))
    failure(fetcher, ask(web.url("/none")))
    failure(fetcher, ask(web.url("/none"), allow_private=False))
    web.answers["/feed"] = page()
    fetcher.fetch(ask(web.url("/feed")))
    assert web.paths() == ["/none", "/feed"]
