"""How a feed's address behaves, a line each: what is asked, and what has to be answered to it, whoever stands between.

A line is a function of the address that it is shown at. Its name is what the test is called by.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

import brotli
import zstandard
from lxml import etree, html

from tests.end_to_end.wire import HOST, Said, ask, exchanged, read

Line = Callable[[str], None]
Field = tuple[str, str]

SLUG: Final = "china-asia-pacific"
RSS, ATOM, JSON = (f"/feeds/{SLUG}.{kind}" for kind in ("rss", "atom", "json"))
PAGE: Final = f"/feeds/{SLUG}"
ARCHIVED: Final = tuple(f"/feeds/{SLUG}/archive/1.{kind}" for kind in ("rss", "atom", "json"))
DOCUMENTS: Final = (RSS, ATOM, JSON, *ARCHIVED, "/feeds.opml", "/feeds.json", "/news-sitemap.xml")
PAGES: Final = ("/", PAGE, "/healthz", "/readyz")
OURS: Final = "https://feeds.example"
HUB, LICENCE = "https://hub.example/", "https://licence.example/by"
MEDIA: Final[Mapping[str, str]] = MappingProxyType(
    {
        RSS: "application/rss+xml",
        ATOM: "application/atom+xml",
        JSON: "application/feed+json",
        "/feeds.opml": "text/x-opml",
        "/news-sitemap.xml": "application/xml",
    }
)
UNPACK: Final[Mapping[str, Callable[[bytes], bytes]]] = MappingProxyType(
    {
        "identity": bytes,
        "gzip": gzip.decompress,
        "br": brotli.decompress,
        "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    }
)
SUFFIXES: Final[Mapping[str, str]] = MappingProxyType({"identity": "", "gzip": ".gz", "br": ".br", "zstd": ".zst"})
CACHING: Final = "public, max-age=300, stale-while-revalidate=60, stale-if-error=86400"
METHODS: Final = "GET, HEAD, OPTIONS"
OTHER: Final = "f" * 32
BROWSER: Final = ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
LINES: Final[dict[str, Line]] = {}


def line(name: str) -> Callable[[Line], Line]:
    """Enter a function under the name of its line."""

    def enter(function: Line) -> Line:
        assert name not in LINES, name
        LINES[name] = function
        return function

    return enter


def encoding(accepted: str) -> Field:
    return ("Accept-Encoding", accepted)


def whole(base: str, path: str = RSS, coding: str = "identity") -> Said:
    """Give a document whole, in a coding."""
    said = ask(base, path, encoding(coding))
    assert (said.status, said["Content-Encoding"] or "identity") == (200, coding)
    return said


def stem(base: str) -> str:
    """Give what the tags of the document share."""
    return whole(base)["ETag"].strip('"').removeprefix('W/"')


def links(said: Said) -> dict[str, str]:
    """Read a Link header: the address of each relation."""
    return {rel: address for address, rel in re.findall(r'<([^>]*)>; rel="([^"]*)"', said["Link"])}


# Addresses.


def _stands(path: str, base: str) -> None:
    assert ask(base, path).status == 200


for _path in (*DOCUMENTS, *PAGES):
    LINES[f"{_path} -> 200"] = partial(_stands, _path)


@line("/articles/<uuid> -> 200")
def article(base: str) -> None:
    found = json.loads(whole(base, JSON).body)["items"][0]["id"].removeprefix("urn:uuid:")
    said = ask(base, f"/articles/{found}")
    assert said.status == 200
    assert b"Ferry 109" in said.body


@line("/healthz, /readyz -> a word, never kept")
def words(base: str) -> None:
    for path, word in (("/healthz", b"alive\n"), ("/readyz", b"ready\n")):
        said = ask(base, path)
        assert (said.status, said.body, said["Cache-Control"]) == (200, word, "no-store")


# Documents.


@line("asked twice -> the same bytes under the same tag")
def same_bytes(base: str) -> None:
    for path in DOCUMENTS:
        first, second = whole(base, path), whole(base, path)
        assert (first.body, first["ETag"]) == (second.body, second["ETag"])


@line("gzip, br, zstd -> the very bytes of identity; gzip mtime=0")
def codings(base: str) -> None:
    identity = whole(base)
    for coding in ("gzip", "br", "zstd"):
        assert UNPACK[coding](whole(base, RSS, coding).body) == identity.body
    assert whole(base, RSS, "gzip").body[4:8] == b"\0\0\0\0"


@line("nothing in a document says now: lastBuildDate and updated <= Last-Modified <= Date")
def nothing_says_now(base: str) -> None:
    rss, atom = whole(base), whole(base, ATOM)
    built = parsedate_to_datetime(str(etree.fromstring(rss.body).findtext("channel/lastBuildDate")))
    updated = datetime.fromisoformat(str(etree.fromstring(atom.body).findtext("{*}updated")))
    for said, content in ((rss, built), (atom, updated)):
        modified, now = (parsedate_to_datetime(said[name]) for name in ("Last-Modified", "Date"))
        assert content <= modified <= now


# 200, header by header.


def _typed(path: str, media: str, base: str) -> None:
    assert whole(base, path)["Content-Type"] == f"{media}; charset=utf-8"


for _path, _media in MEDIA.items():
    LINES[f"Content-Type of {_path}: {_media}; charset=utf-8"] = partial(_typed, _path, _media)


def _tagged(coding: str, base: str) -> None:
    for path in DOCUMENTS:
        said = whole(base, path, coding if path in {RSS, ATOM, JSON} else "identity")
        digest = hashlib.sha256(UNPACK[said["Content-Encoding"] or "identity"](said.body)).hexdigest()[:32]
        assert said["ETag"] == f'"{digest}{SUFFIXES[said["Content-Encoding"] or "identity"]}"'


for _coding in SUFFIXES:
    LINES[f"ETag in {_coding}: strong, of the exact bytes, another for each coding"] = partial(_tagged, _coding)


def _bears(name: str, value: str, base: str) -> None:
    for path in DOCUMENTS:
        for coding in ("identity", "gzip"):
            assert ask(base, path, encoding(coding))[name] == value, path


for _name, _value in {
    "Cache-Control": CACHING,
    "Vary": "Accept-Encoding",
    "Accept-Ranges": "none",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; sandbox",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After",
}.items():
    LINES[f"{_name}: {_value}"] = partial(_bears, _name, _value)


@line("Content-Length, Date, Last-Modified once each")
def framed(base: str) -> None:
    for path in DOCUMENTS:
        for coding in ("identity", "gzip"):
            said = ask(base, path, encoding(coding))
            assert said["Content-Length"] == str(len(said.body))
            assert abs((parsedate_to_datetime(said["Date"]) - datetime.now(UTC)).total_seconds()) < 60
            assert said["Last-Modified"].endswith(" GMT")


@line("no header twice")
def once(base: str) -> None:
    for path in (*DOCUMENTS, *PAGES, "/nowhere", "/feeds/nowhere.rss"):
        said = ask(base, path)
        assert sorted({name.lower() for name, _ in said.fields}) == [name for name, _ in said.without()]


@line("never Set-Cookie")
def no_cookie(base: str) -> None:
    for path in (*DOCUMENTS, *PAGES, "/nowhere", "/feeds/nowhere.rss", "/feeds/pier.rss", "/feeds/quay.rss"):
        for method in ("GET", "POST"):
            assert ask(base, path, ("Cookie", "session=1"), method=method).every("Set-Cookie") == []


@line("Link: self, hub, prev-archive, license")
def linked(base: str) -> None:
    for path in (RSS, ATOM, JSON):
        found = links(whole(base, path))
        assert set(found) == {"self", "hub", "prev-archive", "license"}
        assert (found["hub"], found["license"]) == (HUB, LICENCE)
        assert urlsplit(found["self"]).path == path


# The order of conditions.


@line("what is not there is 404 before any condition")
def existence_first(base: str) -> None:
    for condition in (("If-Match", '"x"'), ("If-None-Match", "*"), ("If-Unmodified-Since", _early())):
        assert ask(base, "/feeds/nowhere.rss", condition).status == 404


@line("If-Match: another tag -> 412, whatever If-None-Match says")
def if_match(base: str) -> None:
    held = whole(base)["ETag"]
    assert ask(base, RSS, ("If-Match", f'"{OTHER}"'), ("If-None-Match", held)).status == 412


@line("If-Match: W/ of our tag -> 412, the comparison is strong")
def if_match_weak(base: str) -> None:
    assert ask(base, RSS, ("If-Match", f'W/"{stem(base)}"')).status == 412


@line("If-Match: our tag, or * -> 200")
def if_match_held(base: str) -> None:
    for tags in (whole(base)["ETag"], f'"{OTHER}", {whole(base)["ETag"]}', "*"):
        assert ask(base, RSS, ("If-Match", tags)).status == 200


@line("If-Unmodified-Since: before Last-Modified -> 412; since -> 200")
def if_unmodified(base: str) -> None:
    assert ask(base, RSS, ("If-Unmodified-Since", _early())).status == 412
    assert ask(base, RSS, ("If-Unmodified-Since", whole(base)["Last-Modified"])).status == 200


def _early() -> str:
    return "Fri, 20 Nov 2020 08:00:00 GMT"


# If-None-Match and If-Modified-Since.


def _matches(tags: str, coding: str, base: str) -> None:
    held = whole(base, RSS, coding)
    said = ask(base, RSS, encoding(coding), ("If-None-Match", tags.format(stem=held["ETag"].strip('"')[:32])))
    assert (said.status, said["ETag"]) == (304, held["ETag"])


for _name, _tags in {
    "exact": '"{stem}"',
    "in a list": f'"{OTHER}", "{{stem}}" , W/"x"',
    "*": "*",
    "W/ of our tag": 'W/"{stem}"',
    "-gzip hung on by a proxy": '"{stem}-gzip"',
    ";gzip hung on by a proxy": '"{stem};gzip"',
    "--gzip hung on by a proxy": '"{stem}--gzip"',
    ":br hung on by a proxy": '"{stem}:br"',
}.items():
    LINES[f"If-None-Match: {_name} -> 304 under that tag"] = partial(_matches, _tags, "identity")
for _coding, _suffix in SUFFIXES.items():
    LINES[f"If-None-Match: the {_coding} tag, asked in {_coding} -> 304 under that tag"] = partial(
        _matches, f'"{{stem}}{_suffix}"', _coding
    )


@line("If-None-Match: another coding of the same build -> 304 under the tag that is held")
def another_coding(base: str) -> None:
    held = whole(base, RSS, "gzip")["ETag"]
    for accepted in ("br", "identity"):
        said = ask(base, RSS, encoding(accepted), ("If-None-Match", held))
        assert (said.status, said["ETag"]) == (304, held)


@line("If-None-Match differs, If-Modified-Since is newer -> 200")
def none_match_wins(base: str) -> None:
    since = ("If-Modified-Since", whole(base)["Last-Modified"])
    assert ask(base, RSS, ("If-None-Match", f'"{OTHER}"'), since).status == 200


@line("If-None-Match matches, If-Modified-Since is older -> 304")
def none_match_wins_too(base: str) -> None:
    held = ("If-None-Match", whole(base)["ETag"])
    assert ask(base, RSS, held, ("If-Modified-Since", _early())).status == 304


def _since(form: str, base: str) -> None:
    modified = parsedate_to_datetime(whole(base)["Last-Modified"])
    said = ask(base, RSS, ("If-Modified-Since", modified.strftime(form)))
    assert (said.status, said["ETag"]) == (304, whole(base)["ETag"])


for _name, _form in {
    "IMF-fixdate": "%a, %d %b %Y %H:%M:%S GMT",
    "RFC 850": "%A, %d-%b-%y %H:%M:%S GMT",
    "asctime": "%a %b %e %H:%M:%S %Y",
}.items():
    LINES[f"If-Modified-Since: Last-Modified as {_name} -> 304"] = partial(_since, _form)


@line("If-Modified-Since: a second after Last-Modified -> 304")
def since_later(base: str) -> None:
    modified = parsedate_to_datetime(whole(base)["Last-Modified"])
    later = modified.replace(year=modified.year + 1).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert ask(base, RSS, ("If-Modified-Since", later)).status == 304


@line("If-Modified-Since: before Last-Modified -> 200")
def since_earlier(base: str) -> None:
    assert ask(base, RSS, ("If-Modified-Since", _early())).status == 200


@line("If-Modified-Since: unparsable or absurd -> 200")
def since_absurd(base: str) -> None:
    for date in (
        "yesterday",
        "0",
        "2026-11-20T08:00:00Z",
        "Fri, 99 Nov 2026 08:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ):
        assert ask(base, RSS, ("If-Modified-Since", date)).status == 200, date


@line("304: no body; ETag, Cache-Control, Vary, Link, Date, CORS as in the 200")
def unchanged(base: str) -> None:
    full = whole(base, RSS, "gzip")
    said = ask(base, RSS, encoding("gzip"), ("If-None-Match", full["ETag"]))
    assert (said.status, said.body) == (304, b"")
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary", "Link", "Access-Control-Allow-Origin"):
        assert said[name] == full[name] != "", name
    assert said["Date"]
    assert not any(said[name] for name in ("Content-Type", "Content-Encoding", "Transfer-Encoding"))


# Methods.


@line("HEAD -> status and headers of GET, no body")
def head(base: str) -> None:
    for path in (*DOCUMENTS, "/feeds/nowhere.rss", "/feeds/pier.rss", "/feeds/quay.rss", *PAGES):
        for coding in ("identity", "gzip"):
            get, said = (ask(base, path, encoding(coding), method=method) for method in ("GET", "HEAD"))
            assert (said.status, said.without("Date", "X-Cache")) == (get.status, get.without("Date", "X-Cache")), path


@line("HEAD of what is held -> 304")
def head_unchanged(base: str) -> None:
    full = whole(base)
    for condition in (("If-None-Match", full["ETag"]), ("If-Modified-Since", full["Last-Modified"])):
        said = ask(base, RSS, condition, method="HEAD")
        assert (said.status, said["ETag"]) == (304, full["ETag"])


@line("OPTIONS -> 204 with Allow and CORS")
def options(base: str) -> None:
    asked = (("Origin", "https://app.example"), ("Access-Control-Request-Method", "GET"))
    said = ask(base, RSS, *asked, ("Access-Control-Request-Headers", "if-none-match"), method="OPTIONS")
    assert (said.status, said.body, said["Allow"]) == (204, b"", METHODS)
    assert said["Access-Control-Allow-Origin"] == "*"
    assert {"If-None-Match", "If-Modified-Since", "A-IM"} <= set(said["Access-Control-Allow-Headers"].split(", "))
    assert said["Access-Control-Allow-Methods"] == METHODS
    assert int(said["Access-Control-Max-Age"]) > 0


def _refused(method: str, base: str) -> None:
    said = ask(base, RSS, ("Content-Length", "0"), method=method)
    assert (said.status, said["Allow"], said["Content-Type"]) == (405, METHODS, "text/plain; charset=utf-8")
    assert len(said.body) < 100


for _method in ("POST", "PUT", "DELETE", "PATCH"):
    LINES[f"{_method} -> 405 with Allow, short text/plain"] = partial(_refused, _method)


# What is ignored, and what is not.


def _ignored(fields: tuple[Field, ...], query: str, base: str) -> None:
    plain = whole(base)
    said = ask(base, RSS + query, *fields)
    assert (said.status, said.body) == (200, plain.body)
    assert said.without("Date", "X-Cache") == plain.without("Date", "X-Cache")


for _name, _fields in {
    "Range": (("Range", "bytes=0-9"),),
    "Range: several": (("Range", "bytes=0-9,20-29"),),
    "Range beyond the end": (("Range", "bytes=99999999-"),),
    "If-Range": (("Range", "bytes=0-9"), ("If-Range", f'"{OTHER}"')),
    "A-IM: feed": (("A-IM", "feed"),),
    "Accept: of nothing we have": (("Accept", "image/png"),),
    "Cookie, Authorization": (("Cookie", "a=b"), ("Authorization", "Bearer x")),
}.items():
    LINES[f"{_name} -> ignored: 200, whole"] = partial(_ignored, _fields, "")
for _query in ("null", "_=1732", "utm_source=x&utm_medium=y", "format=atom"):
    LINES[f"?{_query} -> ignored: the same answer and tag"] = partial(_ignored, (), f"?{_query}")


@line("A-IM: feed of what is held -> 304")
def delta(base: str) -> None:
    assert ask(base, RSS, ("A-IM", "feed"), ("If-None-Match", whole(base)["ETag"])).status == 304


def _negotiated(accepted: str, coding: str, base: str) -> None:
    said = ask(base, RSS, encoding(accepted))
    assert said["Content-Encoding"] == ("" if coding == "identity" else coding)
    assert UNPACK[coding](said.body) == whole(base).body


for _accepted, _coding in {
    "gzip, br, zstd": "zstd",
    "gzip, br": "br",
    "gzip, deflate": "gzip",
    "deflate": "identity",
    "br;q=0.5, gzip;q=0.9": "gzip",
    "gzip;q=0": "identity",
    "identity": "identity",
    "identity;q=0, *;q=0": "identity",
    "*": "zstd",
    "x-gzip": "gzip",
    "GZIP": "gzip",
    "br;q=oops": "identity",
}.items():
    LINES[f"Accept-Encoding: {_accepted} -> {_coding}"] = partial(_negotiated, _accepted, _coding)


@line("no Accept-Encoding -> identity")
def no_coding(base: str) -> None:
    assert ask(base, RSS)["Content-Encoding"] == ""


@line("Accept names text/html -> the same bytes and tag as text/xml; no Vary on Accept")
def browser(base: str) -> None:
    for path in (RSS, ATOM, "/feeds.opml"):
        plain, said = whole(base, path), ask(base, path, BROWSER)
        assert said["Content-Type"] == "text/xml; charset=utf-8"
        assert said.without("Date", "Content-Type", "X-Cache") == plain.without("Date", "Content-Type", "X-Cache")
        assert said.body == plain.body


# What is not there, or not any more.


@line("never existed -> 404, short text, max-age=60")
def never(base: str) -> None:
    for path in ("/feeds/nowhere.rss", "/feeds/nowhere.atom", f"{PAGE}/archive/99.json", f"{PAGE}/archive/0.rss"):
        said = ask(base, path, encoding("gzip"))
        assert (said.status, said["Cache-Control"]) == (404, "public, max-age=60")
        assert said["Content-Type"] == "text/plain; charset=utf-8"
        assert (said["Content-Length"], len(said.body) < 80) == (str(len(said.body)), True)


@line("renamed -> 301 in one hop, absolute, kept")
def renamed(base: str) -> None:
    for path, to in (
        ("/feeds/quay.rss", RSS),
        ("/feeds/quay.json", JSON),
        ("/feeds/quay", PAGE),
        ("/feeds/quay/archive/1.atom", ATOM),
    ):
        said = ask(base, path)
        assert (said.status, said["Location"]) == (301, OURS + to)
        assert said["Cache-Control"] == "public, max-age=86400"
        assert ask(base, to).status == 200


@line("retired -> 410 naming the successor, if there is one")
def retired(base: str) -> None:
    said = ask(base, "/feeds/pier.atom", encoding("gzip"))
    assert (said.status, links(said)) == (410, {"successor-version": OURS + ATOM})
    assert (OURS + ATOM).encode() in said.body
    alone = ask(base, "/feeds/dock.rss")
    assert (alone.status, alone["Link"]) == (410, "")


# Whose address it is.


@line("any Host header -> never in an answer")
def any_host(base: str) -> None:
    forwarded = (("X-Forwarded-Host", HOST), ("X-Forwarded-Proto", "https"), ("Forwarded", f"host={HOST};proto=https"))
    for path in (RSS, ATOM, JSON, PAGE, "/", "/feeds/quay.rss", "/feeds/pier.rss", "/nowhere", "/feeds/nowhere.rss"):
        for more in ((), forwarded):
            said = ask(base, path, *more)
            assert HOST.encode() not in said.body + repr(said.fields).encode(), path


@line("a request for a whole address -> the same, whatever host it names")
def absolute(base: str) -> None:
    raw = f"GET http://{HOST}{RSS} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
    said, rest = read(exchanged(base, raw))
    assert (said.status, said.body, rest) == (200, whole(base).body, b"")


@line("HTTP/1.0 without a Host -> the document, not in chunks")
def old_version(base: str) -> None:
    said, rest = read(exchanged(base, f"GET {RSS} HTTP/1.0\r\n\r\n".encode()))
    assert (said.status, said["Transfer-Encoding"], rest) == (200, "", b"")
    assert said.body == whole(base).body


@line("HTTP/1.1 without a Host, with two or with what is none -> 400")
def hostless(base: str) -> None:
    for hosts in ("", "Host:\r\n", "Host: a\r\nHost: b\r\n", "Host: a/b\r\n", "Host: a b\r\n"):
        raw = f"GET {RSS} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode()
        assert read(exchanged(base, raw))[0].status == 400, hosts


# WebSub, archives, browsers, readers.


@line("rel=self in the body and in the Link header are byte-equal")
def own_address(base: str) -> None:
    for path in (RSS, ATOM, *ARCHIVED[:2]):
        said = whole(base, path)
        (found,) = etree.fromstring(said.body).xpath("//*[local-name()='link'][@rel='self']/@href")
        assert found == links(said)["self"]
    assert json.loads(whole(base, JSON).body)["feed_url"] == links(whole(base, JSON))["self"]


def _walk(base: str, path: str, rel: str) -> Iterator[Said]:
    while path:
        said = whole(base, path)
        yield said
        path = urlsplit(links(said).get(rel, "")).path


@line("rel=self is the configured address")
def configured(base: str) -> None:
    for path in (*DOCUMENTS[:3], *ARCHIVED):
        assert links(whole(base, path))["self"] == OURS + path


@line("archives: walking prev-archive from the document gives every id at least once")
def walked(base: str) -> None:
    for path in (RSS, ATOM, JSON):
        titles = set[int]()
        for said in _walk(base, path, "prev-archive"):
            titles |= {int(number) for number in re.findall(rb"Ferry (\d+) leaves", said.body)}
        assert titles == set(range(1, 110)), path


@line("deletions: at:deleted-entry in Atom; the article itself is nowhere")
def deleted(base: str) -> None:
    (tomb,) = etree.fromstring(whole(base, ATOM).body).findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    number = str(tomb.get("ref")).removeprefix("urn:uuid:")
    assert ask(base, f"/articles/{number}").status == 410
    for path in (RSS, ATOM, JSON, *ARCHIVED):
        assert b"Ferry 0 leaves" not in whole(base, path).body, path


@line("archives: sealed pages of 50, fh:archive, linked by current, prev-archive, next-archive")
def sealed(base: str) -> None:
    oldest, newest = (whole(base, f"{PAGE}/archive/{number}.atom") for number in (1, 2))
    for said, count in ((oldest, 49), (newest, 50)):  # of the oldest fifty, one was taken back
        tree = etree.fromstring(said.body)
        assert len(tree.findall("{*}entry")) == count
        assert tree.find("{http://purl.org/syndication/history/1.0}archive") is not None
        assert urlsplit(links(said)["current"]).path == ATOM
    assert links(oldest)["next-archive"] == links(newest)["self"]
    assert links(newest)["prev-archive"] == links(oldest)["self"]
    assert set(links(oldest)) == {"self", "current", "next-archive", "license"}


@line("archives: next_url of a JSON Feed is its prev-archive")
def next_url(base: str) -> None:
    said = whole(base, JSON)
    assert json.loads(said.body)["next_url"] == links(said)["prev-archive"]


@line("browsers: the page and the documents lead to one another")
def page(base: str) -> None:
    tree = html.document_fromstring(ask(base, PAGE).body.decode())
    found = {urlsplit(str(each)).path for each in tree.xpath("//link[@rel='alternate']/@href")}
    assert {RSS, ATOM, JSON} <= found
    home = json.loads(whole(base, JSON).body)["home_page_url"]
    assert urlsplit(home).path == PAGE
    assert etree.fromstring(whole(base).body).findtext("channel/link") == home
    assert etree.fromstring(whole(base, ATOM).body).xpath("string(*[@rel='alternate']/@href)") == home


@line("browsers: a CSS xml-stylesheet that is there, no XSL")
def styled(base: str) -> None:
    for path in (RSS, ATOM):
        body = whole(base, path).body
        (said,) = re.findall(rb"<\?xml-stylesheet ([^>]*)\?>", body)
        assert b'type="text/css"' in said
        assert ask(base, re.findall(r'href="([^"]*)"', said.decode())[0])["Content-Type"].startswith("text/css")


@line("readers: ttl and max-age are constants, 5 min and 300 s")
def promises(base: str) -> None:
    said = whole(base)
    assert etree.fromstring(said.body).findtext("channel/ttl") == "5"
    assert "max-age=300" in said["Cache-Control"]
