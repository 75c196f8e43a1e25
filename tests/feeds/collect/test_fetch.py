"""Fetching, against an honest web on loopback: what comes, what is sent, and every way it can go wrong."""

import gzip
import socket
from datetime import UTC, datetime, timedelta

import pytest

from config.settings import Limits
from feeds.collect import guard
from feeds.collect.fetch import Fetcher, NotModified
from tests.fakeweb import FakeWeb, hang, page, raw, redirect
from tests.feeds.collect.asking import AGENT, LIMITS, ask, failure, response

RSS = b"<rss version='2.0'/>"


def test_a_page_comes_with_all_that_was_said_of_it(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = page(
        RSS,
        media_type="Application/RSS+xml; Charset=GB18030",
        etag='W/"1"',
        modified="Fri, 20 Nov 2026 08:00:00 GMT",
        Cache_Control="public, max-age=600",
    )
    got = response(fetcher, ask(web.url("/feed")))
    assert got.page.body == RSS
    assert got.page.address == web.url("/feed")
    assert (got.page.media_type, got.page.charset) == ("application/rss+xml", "gb18030")
    assert got.page.modified == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert (got.status, got.bytes, got.permanent) == (200, len(RSS), None)
    assert (got.etag, got.modified, got.max_age) == ('W/"1"', "Fri, 20 Nov 2026 08:00:00 GMT", 600)


def test_we_say_who_we_are_and_nothing_that_is_not_needed(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = page(RSS, Set_Cookie="seen=1")
    for _ in range(2):
        fetcher.fetch(ask(web.url("/feed"), accept="application/rss+xml"))
    assert [asked.headers for asked in web.asked] == 2 * [
        {
            "host": f"127.0.0.1:{web.port}",
            "user-agent": AGENT,
            "accept": "application/rss+xml",
            "accept-encoding": web.asked[0].headers["accept-encoding"],
        }
    ]
    assert "gzip" in web.asked[0].headers["accept-encoding"]
    assert web.connections == 1


def test_a_name_in_other_letters_does_no_harm(web: FakeWeb) -> None:
    web.answers["/feed"] = page(RSS)
    with Fetcher(LIMITS, "beatwire/0.1 (+港口)") as fetcher:
        fetcher.fetch(ask(web.url("/feed")))
    assert web.asked[0].headers["user-agent"] == "beatwire/0.1 (+??)"


def test_a_compressed_page_is_opened_and_counted_as_it_came(web: FakeWeb, fetcher: Fetcher) -> None:
    packed = gzip.compress(RSS * 100, mtime=0)
    web.answers["/feed"] = page(packed, Content_Encoding="gzip")
    got = response(fetcher, ask(web.url("/feed")))
    assert got.page.body == RSS * 100
    assert got.bytes == len(packed)


def test_an_empty_page_is_a_page(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = page()
    assert response(fetcher, ask(web.url("/feed"))).page.body == b""


@pytest.mark.parametrize("etag", ['"1"', 'W/"a b"', "unquoted", '"é"', '"a", "b"'])
def test_validators_go_back_as_they_came(web: FakeWeb, fetcher: Fetcher, etag: str) -> None:
    date = "Fri, 20 Nov 2026 16:00:00 +0800"
    web.answers["/feed"] = page(RSS, etag=etag, modified=date)
    first = response(fetcher, ask(web.url("/feed")))
    again = fetcher.fetch(ask(web.url("/feed"), etag=first.etag, modified=first.modified))
    assert again == NotModified(etag=etag, modified=date)
    assert web.asked[1].headers["if-none-match"] == etag
    assert web.asked[1].headers["if-modified-since"] == date


def test_a_304_without_validators_leaves_ours_standing(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = page(status=304)
    assert fetcher.fetch(ask(web.url("/feed"), etag='"1"')) == NotModified(etag='"1"')


def test_a_304_that_nobody_asked_for_is_an_error(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    error = failure(fetcher, ask(web.url("/feed")))
    assert (error.status, error.transient) == (304, True)


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ((301,), True),
        ((308, 301), True),
        ((302,), False),
        ((307,), False),
        ((301, 302), False),
        ((302, 301), False),
        ((), False),
    ],
)
def test_only_an_unbroken_chain_of_permanent_redirects_moves_a_source(
    web: FakeWeb, fetcher: Fetcher, *, statuses: tuple[int, ...], permanent: bool
) -> None:
    for place, status in enumerate(statuses):
        web.answers[f"/{place}"] = redirect(f"/{place + 1}", status)
    final = f"/{len(statuses)}"
    web.answers[final] = page(RSS)
    got = response(fetcher, ask(web.url("/0")))
    assert got.page.address == web.url(final)
    assert got.permanent == (web.url(final) if permanent else None)


def test_a_304_at_the_end_of_a_permanent_redirect_tells_of_it(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers |= {"/old": redirect("/new", 301), "/new": page(RSS, etag='"1"')}
    again = fetcher.fetch(ask(web.url("/old"), etag='"1"'))
    assert again == NotModified(etag='"1"', permanent=web.url("/new"))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_cookie_is_never_sent_back(web: FakeWeb, fetcher: Fetcher, status: int) -> None:
    web.answers["/0"] = page(status=status, Location="/1", Set_Cookie="seen=1; Path=/")
    web.answers["/1"] = page(RSS, Set_Cookie="seen=2")
    for _ in range(2):
        response(fetcher, ask(web.url("/0")))
    assert web.paths() == ["/0", "/1"] * 2
    assert [asked for asked in web.asked if "cookie" in asked.headers] == []


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ({"Retry_After": "120"}, 120),
        ({"Retry_After": "Fri, 20 Nov 2026 13:00:00 GMT", "Date": "Fri, 20 Nov 2026 12:00:00 GMT"}, 3600),
        ({"Retry_After": "Friday, 20-Nov-26 13:00:00 GMT", "Date": "Fri, 20 Nov 2026 12:00:00 GMT"}, 3600),
        ({"Retry_After": "9999999"}, 86400),
        ({"Retry_After": "soon"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("status", [200, 304, 301, 429, 503])
def test_a_wish_to_be_left_alone_counts_wherever_it_stands(
    web: FakeWeb, fetcher: Fetcher, wish: dict[str, str], seconds: int | None, status: int
) -> None:
    if status == 301:
        web.answers |= {
            "/feed": page(b"", status=301, media_type=None, etag=None, modified=None, Location="/new", **wish),
            "/new": page(RSS),
        }
    else:
        web.answers["/feed"] = page(RSS, status=status, etag='"1"' if status == 304 else None, **wish)
    request = ask(web.url("/feed"), etag='"1"')
    if status < 400:
        assert fetcher.fetch(request).retry_after == seconds
    else:
        assert failure(fetcher, request).retry_after == seconds


def test_an_early_hint_is_no_redirect(web: FakeWeb, fetcher: Fetcher) -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
    web.answers["/feed"] = raw(hint + b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    got = response(fetcher, ask(web.url("/feed")))
    assert (got.page.body, got.permanent) == (b"ok", None)


def test_redirects_end_somewhere(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/round"] = redirect("/round")
    error = failure(fetcher, ask(web.url("/round")))
    assert str(error) == "127.0.0.1 redirects more often than limits.redirects allows"
    assert len(web.asked) == LIMITS.redirects + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://127.0.0.1:70/1", "ftp://127.0.0.1/feed"])
def test_a_redirect_out_of_the_web_is_refused(web: FakeWeb, fetcher: Fetcher, target: str) -> None:
    web.answers["/feed"] = redirect(target)
    error = failure(fetcher, ask(web.url("/feed")))
    scheme = target.partition("/")[0]
    assert str(error) == f"127.0.0.1 redirects to {scheme}, which is never followed: only http and https are"
    assert not error.transient


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "feeds.localhost", "127.1", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"],
)
def test_this_machine_is_not_asked_in_any_spelling(web: FakeWeb, fetcher: Fetcher, host: str) -> None:
    error = failure(fetcher, ask(web.url("/feed", host=host), allow_private=False))
    assert "which is not asked" in str(error)
    assert not error.transient
    assert web.connections == 0


def test_the_refusal_names_the_remedy_only_where_there_is_one(web: FakeWeb, fetcher: Fetcher) -> None:
    error = failure(fetcher, ask(web.url("/feed"), allow_private=False))
    assert str(error) == (
        "127.0.0.1 leads to 127.0.0.1, an address of this machine itself, which is not asked: "
        "allow_private = true lets a source ask loopback and intranets, on its own site"
    )
    error = failure(fetcher, ask("http://169.254.169.254/latest/meta-data/"))
    assert str(error) == "169.254.169.254 leads to 169.254.169.254, a link-local address, which is not asked"


def test_a_public_server_cannot_send_us_to_this_machine(web: FakeWeb) -> None:
    def public(address: str, *, allow_private: bool) -> str | None:
        return None if address == "127.0.0.2" else guard.refusal(address, allow_private=allow_private)

    with FakeWeb(host="127.0.0.2") as outside, Fetcher(LIMITS, AGENT, refusal=public) as fetcher:
        outside.answers["/feed"] = redirect(web.url("/secret"))
        error = failure(fetcher, ask(outside.url("/feed"), allow_private=False))
        assert str(error).startswith("127.0.0.1 (redirected from 127.0.0.2) leads to 127.0.0.1")
        assert outside.paths() == ["/feed"]
        assert web.connections == 0


def test_an_open_connection_is_not_lent_to_a_source_with_fewer_rights(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = page(RSS)
    fetcher.fetch(ask(web.url("/feed")))
    error = failure(fetcher, ask(web.url("/feed"), allow_private=False))
    assert "which is not asked" in str(error)
    assert len(web.asked) == 1


def test_credentials_stay_with_the_host_they_are_for(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = redirect(web.url("/feed2", host="other.localhost"), 301)
    web.answers["/feed2"] = page(RSS)
    got = response(fetcher, ask(web.url("/feed", host="desk:secret@gazette.localhost")))
    assert "authorization" in web.asked[0].headers
    assert "authorization" not in web.asked[1].headers
    assert got.permanent is None


def test_credentials_are_never_shown(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/feed"] = page(RSS)
    web.answers["/round"] = redirect("/round")
    url = web.url("/feed", host="desk:secret@127.0.0.1")
    assert response(fetcher, ask(url)).page.address == web.url("/feed")
    broken = [url.replace("/feed", path) for path in ("/none", "/round")]
    broken += ["ftp://desk:secret@gazette.example/", "http://desk:secret@gazette.example:99999/"]
    for address in broken:
        assert "secret" not in str(failure(fetcher, ask(address)))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gazette", "", "http://", "http://[::1", "http://h:99999/", "ftp://h/"]
)
def test_what_is_no_web_address_is_not_asked(fetcher: Fetcher, url: str) -> None:
    error = failure(fetcher, ask(url))
    assert "cannot be asked" in str(error)
    assert not error.transient


def test_a_chinese_address_goes_over_the_wire_escaped(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/%E6%96%B0%E9%97%BB"] = page(RSS)
    assert response(fetcher, ask(web.url("/新闻"))).page.body == RSS


@pytest.mark.parametrize(
    ("status", "transient", "words"),
    [
        (401, False, "asks for a user name"),
        (403, False, "refuses to serve us (403)"),
        (404, False, "has nothing at this address (404)"),
        (410, False, "gone for good (410)"),
        (418, False, "answered with status 418"),
        (429, True, "come less often (429)"),
        (500, True, "has a fault of its own (500)"),
        (503, True, "has a fault of its own (503)"),
        (206, True, "answered with status 206"),
        (300, True, "answered with status 300"),
    ],
)
def test_each_status_has_its_words(web: FakeWeb, fetcher: Fetcher, *, status: int, transient: bool, words: str) -> None:
    web.answers["/feed"] = page(b"<html>", status=status, Retry_After="120")
    error = failure(fetcher, ask(web.url("/feed")))
    assert (error.status, error.transient, error.retry_after) == (status, transient, 120)
    assert str(error).startswith("127.0.0.1 ")
    assert words in str(error)


def test_a_status_counts_even_where_its_page_never_ends(web: FakeWeb) -> None:
    web.answers["/feed"] = hang(b"HTTP/1.1 503 Busy\r\nContent-Length: 9\r\nRetry-After: 60\r\n\r\nplease")
    with Fetcher(Limits(deadline=timedelta(seconds=0.3)), AGENT) as fetcher:
        error = failure(fetcher, ask(web.url("/feed")))
    assert (error.status, error.retry_after) == (503, 60)


def test_an_ipv6_address_is_a_site_like_any_other(fetcher: Fetcher) -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with FakeWeb(host="::1") as web:
        web.answers["/feed"] = page(RSS)
        assert response(fetcher, ask(web.url("/feed"))).page.address == web.url("/feed")
        assert "which is not asked" in str(failure(fetcher, ask(web.url("/feed"), allow_private=False)))
        assert len(web.asked) == 1
