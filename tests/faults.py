"""What the web does to those who read it, one fault a line: what a broken source answers, and what is to be said of it.

A fault that leaves nothing to read `says` why, as a pattern for the whole sentence that the operator gets; one that can
be read in spite of it says nothing, and `brings` the titles that come of it beside those of the feed itself.
"""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final
from zlib import crc32

from tests.fakeweb import (
    Answer,
    Asked,
    Step,
    bomb,
    cut,
    drip,
    endless,
    flood,
    hang,
    head,
    page,
    raw,
    redirect,
    reset,
)

RSS: Final = "application/rss+xml"
_MB: Final = 2**20
_ITEM: Final = b"<item><title>%s</title><link>https://fault.example/%x</link>%s</item></channel>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What faults are made of: the RSS that the source would have sent, and where it may lead.

    `inside` is the port of a server at 127.0.0.1, where nobody must be led: nor by "inside.localhost", which is that
    address, or "both.localhost", which is first one where nobody listens and then that; `expired` and `untrusted` are addresses of
    servers whose certificate has run out, or is nobody's.
    """

    feed: bytes
    inside: int = 9
    expired: str = "https://127.0.0.1:9/feed"
    untrusted: str = "https://127.0.0.1:9/feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`transient` says whether it may pass by itself, None where it is not the fetching that fails.

    A `deaf` server does not even listen.
    """

    name: str
    make: Callable[[Scene], Answer]
    says: str = ""
    transient: bool | None = None
    brings: frozenset[str] = frozenset()
    deaf: bool = False


def _fails(name: str, make: Callable[[Scene], Answer], says: str, *, lasting: bool = False) -> Fault:
    return Fault(name=name, make=make, says=says, transient=not lasting)


def _bounds(name: str, make: Callable[[Scene], Answer], says: str) -> Fault:
    return Fault(name=name, make=make, says=says, transient=False)


def _unread(name: str, make: Callable[[Scene], Answer], says: str) -> Fault:
    return Fault(name=name, make=make, says=says)


def _leads(name: str, location: str | Callable[[Scene], str], says: str, *, status: int = 302) -> Fault:
    def make(scene: Scene) -> Answer:
        return redirect(location if isinstance(location, str) else location(scene), status)

    return Fault(name=name, make=make, says=rf"\S+( \(redirected from HOST\))? {says}", transient=False)


def _read(name: str, make: Callable[[bytes], Answer], *brings: str) -> Fault:
    return Fault(name=name, make=lambda scene: make(scene.feed), brings=frozenset(brings))


def _always(answer: Answer) -> Callable[[Scene], Answer]:
    return lambda _scene: answer


def _long(scene: Scene, share: float = 0.5) -> bytes:
    """Give the head of the whole feed and a share of its body."""
    return head(200, {"Content-Type": RSS, "Content-Length": str(len(scene.feed))}) + _part(scene.feed, share)


def _part(feed: bytes, share: float = 0.5) -> bytes:
    return feed[: int(len(feed) * share)]


def _sized(body: bytes, length: int) -> bytes:
    return head(200, {"Content-Type": RSS, "Content-Length": str(length)}) + body


def _more(feed: bytes, title: bytes, inside: bytes = b"") -> bytes:
    """Add an item to the feed."""
    return feed.replace(b"</channel>", _ITEM % (title, crc32(title), inside))


def _doctype(feed: bytes, declared: bytes) -> bytes:
    declaration, _, root = feed.partition(b"?>")
    return declaration + b"?><!DOCTYPE rss [" + declared + b"]>" + root


@cache
def _entities() -> bytes:
    lines = [b'<!ENTITY e0 "ha">', *(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 50) for n in range(1, 9))]
    return b"".join(lines)


def _onward(asked: Asked) -> Iterator[Step]:
    """Lead ever further."""
    yield from redirect(asked.path + "x")(asked)


def _headers(_asked: Asked) -> Iterator[Step]:
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-Filler: and so on\r\n" * 50


def _promises(_asked: Asked) -> Iterator[Step]:
    while True:
        yield b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" * 20


def _fifty(_asked: Asked) -> Iterator[Step]:
    yield head(200, {"Content-Type": RSS, "Content-Length": str(50 * _MB)}) + b"<rss><channel>"
    for _ in range(50 * 16):
        yield b" " * 2**16


def _packed(body: bytes, *, media_type: str = RSS) -> Answer:
    return page(body, media_type=media_type, Content_Encoding="gzip")


_LATE: Final = r"HOST did not answer completely within \S+ s \((nothing came|only \d+ bytes of a body came)\)"
_LARGE: Final = r"HOST sent more than \d+ bytes: if that is right, raise limits\.response_bytes"
_INSIDE: Final = r"leads to \S+, an address of this machine itself, which is not asked: allow_private = true lets .*"
_HTML: Final = r"HTML instead of a feed: .*"
_DEEP: Final = 100_000

CONNECTIONS: Final = (
    Fault(
        name="refused",
        make=_always(cut()),
        says=r"HOST refused the connection: is the server running, and is the port right\?",
        transient=True,
        deaf=True,
    ),
    _fails("reset", _always(reset()), r"HOST broke the connection off"),
    _fails("reset in the body", lambda scene: reset(_long(scene)), r"HOST broke the connection off"),
    _fails("closed without a word", _always(cut()), r"HOST closed the connection without an answer"),
    _fails("hangs before headers", _always(hang()), _LATE),
    _fails("hangs in the headers", _always(hang(b"HTTP/1.1 200 OK\r\nContent-")), _LATE),
    _fails("hangs in the body", lambda scene: hang(_long(scene)), _LATE),
    _fails("hangs before its last byte", lambda scene: hang(_long(scene, 0.999)), _LATE),
    _fails("one byte a second", lambda scene: drip(scene.feed, 1.0), _LATE),
    _fails("speaks SMTP", _always(cut(b"220 mail.example ESMTP\r\n")), r"HOST sent something that is not HTTP.*"),
    _fails("a wrong status line", _always(cut(b"HTTP/9.9.9 OK\r\n\r\n")), r"HOST sent something that is not HTTP.*"),
    _fails("an expired certificate", lambda scene: redirect(scene.expired),
           r"\S+ \(redirected from HOST\) shows a certificate that this machine does not trust \(.*expired\)"),
    _fails("a self-signed certificate", lambda scene: redirect(scene.untrusted),
           r"\S+ \(redirected from HOST\) shows a certificate that this machine does not trust \(self.signed certificate\)"),
)  # fmt: skip
BODIES: Final = (
    _fails("a cut body", lambda scene: cut(_long(scene)), r"HOST broke off in the middle of its answer"),
    _fails("a cut chunk", lambda scene: cut(head(200, {"Transfer-Encoding": "chunked"}) + b"ffff\r\n" + _part(scene.feed)),
           r"HOST broke off in the middle of its answer"),
    _fails("a chunk that is none", lambda scene: cut(head(200, {"Transfer-Encoding": "chunked"}) + b"zz\r\n" + scene.feed),
           r"HOST broke the connection off|HOST sent something that is not HTTP"),
    _fails("too long a length", lambda scene: cut(_sized(scene.feed, len(scene.feed) + 100)),
           r"HOST broke off in the middle of its answer"),
    _fails("a length that is none", lambda scene: raw(_sized(scene.feed, -5)), r"HOST sent something that is not HTTP"),
    _read("too short a length", lambda feed: cut(_sized(feed, int(len(feed) * 0.8)))),
    _read("no length, and cut", lambda feed: cut(head(200, {"Connection": "close"}) + _part(feed, 0.8))),
    _fails("bad gzip", lambda scene: _packed(scene.feed), r"HOST sent a body whose compression is broken"),
    _fails("gzip with a wrong sum", lambda scene: _packed(gzip.compress(scene.feed)[:-8] + bytes(8)),
           r"HOST sent a body whose compression is broken"),
    _read("gzip that ends early", lambda feed: _packed(gzip.compress(feed, 0)[: int(len(feed) * 0.8)])),
    _fails("an unknown coding", lambda scene: page(scene.feed, Content_Encoding="rot13"),
           r"HOST sent a body whose compression is broken"),
    _bounds("a gzip bomb", lambda _scene: bomb(200), _LARGE),
    _bounds("a deflate bomb", lambda _scene: bomb(200, "deflate"), _LARGE),
    _bounds("a br bomb", lambda _scene: bomb(200, "br"), _LARGE),
    Fault(name="a zstd bomb", make=lambda _scene: bomb(200, "zstd"), says=rf"{_LARGE}|HOST sent a body whose compression .*"),
    _bounds("50 MB", _always(_fifty), _LARGE),
    _bounds("an endless body", _always(endless()), _LARGE),
    _bounds("2 MB of header", _always(flood(2000)), r"HOST sent more than 128 KiB of header"),
    _fails("endless headers", _always(_headers), r"HOST sent a header of too many fields"),
    _bounds("endless early hints", _always(_promises), r"HOST sent more than 128 KiB of header"),
)  # fmt: skip
STATUSES: Final = (
    _fails("500", _always(page(b"oops", status=500)), r"HOST has a fault of its own \(500\)"),
    _fails("502 with the feed", lambda scene: page(scene.feed, status=502, media_type=RSS), r"HOST has a fault of its own \(502\)"),
    _fails("503 for a day", _always(page(status=503, Retry_After="86400")), r"HOST has a fault of its own \(503\)"),
    _fails("429", _always(page(status=429, Retry_After="120")), r"HOST asks us to come less often \(429\)"),
    _fails("403", _always(page(b"<html>no</html>", status=403)), r"HOST refuses to serve us \(403\): .*", lasting=True),
    _fails("404", _always(page(b"<html>no</html>", status=404)), r"HOST has nothing at this address \(404\): .*", lasting=True),
    _fails("410", _always(page(status=410)), r"HOST says that this address is gone for good \(410\)", lasting=True),
    _fails("304 unasked", _always(page(status=304)), r"HOST answered with status 304.*"),
    _fails("206 unasked", lambda scene: page(_part(scene.feed), status=206, media_type=RSS), r"HOST answered with status 206.*"),
    _unread("204", _always(page(status=204)), r".*empty.*"),
)  # fmt: skip
LEADS: Final = (
    _fails("a redirect loop", _always(redirect("/feed")), r"HOST redirects more often than limits\.redirects allows"),
    _fails("a redirect chain", _always(_onward), r"HOST redirects more often than limits\.redirects allows"),
    _fails("a redirect to nowhere", _always(redirect("http://[::1")), r"HOST led to an address that cannot be read", lasting=True),
    _leads("a redirect to file:", "file:///etc/passwd", r"redirects to file:, which is never followed: .*"),
    _leads("a redirect to gopher:", "gopher://127.0.0.1:6379/_FLUSHALL", r"redirects to gopher:, which is never followed: .*"),
    _leads("a redirect to port 22", "http://127.9.0.1:22/", r"leads to port 22, which is no web server's"),
    _leads("a redirect to the cloud's secrets", "http://169.254.169.254/latest/meta-data/",
           r"leads to 169\.254\.169\.254, a link-local address, which is not asked"),
    _leads("a lasting redirect to the cloud's secrets", "http://169.254.169.254/latest/meta-data/",
           r"leads to 169\.254\.169\.254, a link-local address, which is not asked", status=301),
    _leads("the cloud's secrets, in decimal", "http://2852039166/", r"leads to 169\.254\.169\.254, a link-local address, .*"),
    _leads("the cloud's secrets, by IPv6", "http://[::ffff:169.254.169.254]/", r"leads to ::ffff:\S+, a link-local address, .*"),
    *(
        _leads(f"a redirect to {host}", lambda scene, host=host: f"http://{host}:{scene.inside}/secret", _INSIDE)  # type: ignore[misc]
        for host in (
            "127.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "2130706433", "0x7f000001", "0x7f.0.0.1",
            "0177.0.0.1", "017700000001", "localhost", "localhost.", "127.0.0.1.", "inside.localhost", "both.localhost",
        )
    ),
    _leads("a redirect to 0.0.0.0", lambda scene: f"http://0.0.0.0:{scene.inside}/", r"leads to 0\.0\.0\.0, an unspecified address, .*"),
)  # fmt: skip
READINGS: Final = (
    _unread("an HTML error page with 200", _always(page(b"<!doctype html><html><title>Oops</title>", media_type="text/html")), _HTML),
    _unread("an HTML error page as RSS", _always(page(b"<html><body>Database error", media_type=RSS)), _HTML),
    _unread("an empty 200", _always(page(b"", media_type=RSS)), r".*empty.*"),
    _unread("blanks", _always(page(b" \n" * 1000, media_type=RSS)), r".*empty.*"),
    _unread("zeros", _always(page(bytes(4096), media_type=RSS)), r".+"),
    _unread("a picture", _always(page(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, media_type="image/png")), r".+"),
    _unread("JSON that is no feed", _always(page(b'{"error": "quota"}', media_type="application/json")), r".+"),
    _unread("half a JSON feed", _always(page(b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id"')), r".+"),
    _unread("a megabyte of brackets", _always(page(b"[" * _MB, media_type="application/json")), r".+"),
    _unread("a megabyte of objects", _always(page(b'{"items":' * (_MB // 9), media_type="application/json")), r".+"),
    _unread("deeply nested XML", _always(page(b"<rss><channel>" + b"<a>" * _DEEP, media_type=RSS)), r".+"),
    _unread("cut in the first item", _always(page(b"<rss><channel><title>T</title><item><title>Osa", media_type=RSS)), r".*cut off.*"),
    _read("an empty feed", lambda feed: page(feed[: feed.index(b"<item>")] + b"</channel></rss>", media_type=RSS)),
    _read("a wrong charset in the header", lambda feed: page(feed, media_type=f"{RSS}; charset=iso-8859-1")),
    _read("a wrong charset in the feed", lambda feed: page(feed.replace(b'"utf-8"', b'"gb2312"'), media_type=RSS)),
    _read("another charset than it says", lambda feed: page(feed.decode().encode("gb18030"), media_type=RSS)),
    _read("a charset that nobody knows", lambda feed: page(feed, media_type=f"{RSS}; charset=klingon")),
    _read("a wrong type", lambda feed: page(feed, media_type="image/png")),
    _read("no type", page),
    _read("a feed as HTML", lambda feed: page(feed, media_type="text/html; charset=utf-8")),
    _read("an entity bomb", lambda feed: page(_doctype(_more(feed, b"Osaka &e8; opens"), _entities()), media_type=RSS), "Osaka &e8; opens"),
    _read("an XXE", lambda feed: page(
        _doctype(_more(feed, b"Osaka &x; opens"), b'<!ENTITY x SYSTEM "file:///etc/passwd">'), media_type=RSS), "Osaka &x; opens"),
    _read("an external document type", lambda feed: page(
        feed.replace(b"<rss", b'<!DOCTYPE rss SYSTEM "http://127.0.0.1/secret"><rss', 1), media_type=RSS)),
    _unread("deeply nested XML in an item", lambda scene: page(
        _more(scene.feed, b"Osaka digs", b"<a>" * _DEEP + b"</a>" * _DEEP), media_type=RSS), r".+"),
    _read("nested XML in an item", lambda feed: page(
        _more(feed, b"Osaka digs a bit", b"<a>" * 1000 + b"</a>" * 1000), media_type=RSS), "Osaka digs a bit"),
    _read("deeply nested HTML", lambda feed: page(
        _more(feed, b"Osaka digs deeper", b"<description>" + b"&lt;div&gt;" * _DEEP + b"In Osaka.</description>"),
        media_type=RSS), "Osaka digs deeper"),
    _read("nested HTML, just within bounds", lambda feed: page(
        _more(feed, b"Osaka digs on", b"<description>" + b"&lt;b&gt;" * 49_000 + b"In Osaka.</description>"),
        media_type=RSS), "Osaka digs on"),
    _read("a date from 1970", lambda feed: page(
        _more(feed, b"Osaka was", b"<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"), media_type=RSS), "Osaka was"),
    _read("a date from 2070", lambda feed: page(
        _more(feed, b"Osaka will be", b"<pubDate>Thu, 20 Nov 2070 08:00:00 GMT</pubDate>"), media_type=RSS), "Osaka will be"),
)  # fmt: skip
FAULTS: Final = CONNECTIONS + BODIES + STATUSES + LEADS + READINGS
