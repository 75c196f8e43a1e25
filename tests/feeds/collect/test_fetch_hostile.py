"""Servers that hang, lie or explode: each ends in time, within its bounds, in one clear sentence."""

import resource
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from config.settings import Limits
from feeds.collect.fetch import Fetcher
from tests.fakeweb import (
    Answer,
    FakeWeb,
    bomb,
    cut,
    drip,
    endless,
    flood,
    hang,
    head,
    later,
    page,
    raw,
    redirect,
    reset,
)
from tests.feeds.collect.asking import AGENT, LIMITS, ask, failure, response

SOON = Limits(deadline=timedelta(seconds=0.4), response_bytes=100_000)
TOO_LARGE = "127.0.0.1 sent more than 100000 bytes: if that is right, raise limits.response_bytes"


@pytest.mark.parametrize(
    ("answer", "came"),
    [
        (hang(), "nothing came"),
        (hang(b"HTTP/1.1 200 OK\r\nContent-"), "nothing came"),
        (hang(head(200, {"Content-Length": "9"}) + b"half"), "only 4 bytes of a body came"),
        (drip(b"slowly and surely" * 10, 0.05), "bytes of a body came"),
    ],
)
def test_the_deadline_is_for_everything_together(web: FakeWeb, answer: Answer, came: str) -> None:
    web.answers["/feed"] = answer
    with Fetcher(SOON, AGENT) as fetcher:
        started = monotonic()
        error = failure(fetcher, ask(web.url("/feed")))
    assert 0.3 < monotonic() - started < 6  # the drip alone would take eight
    assert str(error).startswith("127.0.0.1 did not answer completely within 0.4 s")
    assert came in str(error)
    assert error.transient


def test_redirects_share_one_deadline(web: FakeWeb) -> None:
    for place in range(5):
        web.answers[f"/{place}"] = later(0.15, redirect(f"/{place + 1}"))
    with Fetcher(SOON, AGENT) as fetcher:
        assert "within 0.4 s" in str(failure(fetcher, ask(web.url("/0"))))


@pytest.mark.parametrize(
    "answer",
    [
        endless,
        partial(bomb, 200),
        partial(bomb, 200, "deflate"),
        partial(bomb, 200, "br"),
        partial(page, b"x" * 100_001),
    ],
    ids=["endless", "gzip", "deflate", "br", "large"],
)
def test_a_body_stops_at_the_cap(web: FakeWeb, fetcher: Fetcher, answer: Callable[[], Answer]) -> None:
    web.answers["/feed"] = answer()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    error = failure(fetcher, ask(web.url("/feed")))
    assert str(error) == TOO_LARGE
    assert not error.transient
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # KiB


def test_a_body_as_large_as_the_cap_comes(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = page(b"x" * 100_000)
    assert response(fetcher, ask(web.url("/feed"))).bytes == 100_000


def test_a_flood_of_header_stops(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = flood(200)
    assert str(failure(fetcher, ask(web.url("/feed")))) == "127.0.0.1 sent more than 128 KiB of header"


def test_redirects_share_one_bound_on_header(web: FakeWeb, fetcher: Fetcher) -> None:
    for place in range(3):
        web.answers[f"/{place}"] = page(status=302, Location=f"/{place + 1}", X_Filler="x" * 60_000)
    assert "128 KiB of header" in str(failure(fetcher, ask(web.url("/0"))))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (cut(), "closed the connection without an answer"),
        (reset(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal"), "broke the connection off"),
        (cut(head(200, {"Content-Length": "9"}) + b"half"), "broke off in the middle of its answer"),
        (cut(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf"), "broke off in the middle of its answer"),
        (page(b"this is not gzip", Content_Encoding="gzip"), "sent a body whose compression is broken"),
        (page(b"?", Content_Encoding="rot13"), "sent a body whose compression is broken"),
        (cut(b"220 mail.example ESMTP\r\n"), "sent something that is not HTTP"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: nine\r\n\r\n"), "sent something that is not HTTP"),
        (redirect("http://[::1"), "led to an address that cannot be read"),
    ],
)  # fmt: skip
def test_what_broke_is_said_in_words(web: FakeWeb, fetcher: Fetcher, answer: Answer, words: str) -> None:
    web.answers["/feed"] = answer
    error = failure(fetcher, ask(web.url("/feed")))
    assert str(error).startswith(f"127.0.0.1 {words}")


def test_a_port_where_nobody_listens(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = failure(fetcher, ask(f"http://127.0.0.1:{port}/feed"))
    assert str(error) == "127.0.0.1 refused the connection: is the server running, and is the port right?"
    assert error.transient


@pytest.mark.parametrize("port", [22, 25, 6667])
def test_a_redirect_to_another_service_is_not_followed(web: FakeWeb, fetcher: Fetcher, port: int) -> None:
    web.answers["/feed"] = redirect(f"http://gazette.localhost:{port}/feed")
    error = failure(fetcher, ask(web.url("/feed")))
    assert str(error) == (
        f"gazette.localhost (redirected from 127.0.0.1) leads to port {port}, which is no web server's"
    )
    assert not error.transient


def test_a_name_that_does_not_exist(fetcher: Fetcher) -> None:
    error = failure(fetcher, ask("http://gazette.invalid/feed"))
    assert str(error) == "gazette.invalid cannot be found: check the address, or this machine's DNS"
    assert error.transient


def test_a_hanging_server_delays_no_other(web: FakeWeb) -> None:
    web.answers |= {"/slow": hang(), "/quick": page(b"ok")}
    with Fetcher(LIMITS, AGENT) as fetcher, ThreadPoolExecutor(8) as pool:
        slow = [pool.submit(failure, fetcher, ask(web.url("/slow", host=f"{name}.localhost"))) for name in "abcdefg"]
        started = monotonic()
        assert response(fetcher, ask(web.url("/quick"))).page.body == b"ok"
        assert monotonic() - started < 8
        fetcher.close()
        assert {str(one.result()) for one in slow} == {"shutting down: this fetch was given up"}


def test_a_certificate_that_nobody_vouches_for(tls_web: FakeWeb, fetcher: Fetcher) -> None:
    error = failure(fetcher, ask(tls_web.url("/feed", host="secure.localhost")))
    assert str(error).startswith("secure.localhost shows a certificate that this machine does not trust (self")
    assert tls_web.asked == []


def test_a_certificate_that_the_operator_trusts(
    tls_web: FakeWeb, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls_web.answers["/feed"] = page(b"ok")
    with Fetcher(LIMITS, AGENT) as fetcher:
        assert response(fetcher, ask(tls_web.url("/feed", host="secure.localhost"))).page.body == b"ok"
        error = failure(fetcher, ask(tls_web.url("/feed", host="other.localhost")))
        assert str(error).startswith("other.localhost shows a certificate")


def test_a_server_that_speaks_no_tls(web: FakeWeb, fetcher: Fetcher) -> None:
    error = failure(fetcher, ask(web.url("/feed").replace("http:", "https:")))
    assert str(error).startswith("127.0.0.1 cannot be talked to securely")


def test_a_process_without_a_free_handle_says_so_and_goes_on(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = page(b"ok")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        error = failure(fetcher, ask(web.url("/feed")))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert str(error) == "127.0.0.1 cannot be connected to: this process has no file handle left"
    assert error.transient
    assert response(fetcher, ask(web.url("/feed"))).page.body == b"ok"
