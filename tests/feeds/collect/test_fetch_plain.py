"""One request word for word, and the answer as it came."""

import gzip
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.collect.fetch.plain import Question, ask
from feeds.collect.trouble import Code
from tests.fakeweb import FakeWeb, page, redirect
from tests.feeds.collect.asking import LIMITS

FIELDS = (("User-Agent", "gazette-reader/1 (+https://gazette.example)"), ("Accept-Encoding", "gzip"))


@pytest.fixture
def web() -> Iterator[FakeWeb]:
    with FakeWeb() as web:
        yield web


def test_the_fields_go_out_as_they_stand_and_no_others(web: FakeWeb) -> None:
    web.answers["/feed"] = page(b"<rss/>")
    ask(Question(url=web.url("/feed"), fields=FIELDS), LIMITS, allow_private=True)
    ask(Question(url=web.url("/feed"), fields=(), head=True), LIMITS, allow_private=True)
    first, second = web.asked
    assert {name: value for name, value in first.headers.items() if name != "host"} == {
        "user-agent": FIELDS[0][1],
        "accept-encoding": "gzip",
    }
    assert (second.method, set(second.headers)) == ("HEAD", {"host"})


def test_the_body_comes_undecoded_and_every_redirect_is_kept(web: FakeWeb) -> None:
    body = gzip.compress(b"<rss/>")
    web.answers |= {"/old": redirect("/feed", 301), "/feed": page(body, Content_Encoding="gzip")}
    heard = ask(Question(url=web.url("/old"), fields=FIELDS), LIMITS, allow_private=True)
    assert (heard.body, heard.url, heard.trouble) == (body, web.url("/feed"), None)
    assert [each[0].split()[1] for each in heard.heads] == [b"301", b"200"]


def test_the_bounds_are_those_of_every_transfer(web: FakeWeb) -> None:
    web.answers |= {"/long": page(b"x" * 200_000), "/refused": page(b"x" * 200_000, status=403)}
    long = ask(Question(url=web.url("/long"), fields=()), LIMITS, allow_private=True)
    assert (len(long.body) <= LIMITS.response_bytes, "raise limits.response_bytes" in str(long.trouble)) == (True, True)
    refused = ask(Question(url=web.url("/refused"), fields=()), LIMITS, allow_private=True)
    assert (refused.trouble, len(refused.body)) == (None, 64 * 1024)


def test_the_guard_stands_here_too(web: FakeWeb) -> None:
    heard = ask(Question(url=web.url("/feed"), fields=()), LIMITS, allow_private=False)
    assert "which is not asked" in str(heard.trouble)
    assert web.asked == []
    assert ask(Question(url="ftp://gazette.example/", fields=()), LIMITS, allow_private=True).code == Code.ADDRESS


def test_a_certificate_that_nobody_vouches_for_is_told_by_its_code(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with FakeWeb(tls=context) as web:
        url = web.url("/feed", host="secure.localhost")
        assert ask(Question(url=url, fields=()), LIMITS, allow_private=True).code == Code.CERTIFICATE
