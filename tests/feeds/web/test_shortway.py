"""How a feed's address behaves, line by line."""

import gzip
import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli
import pytest
import zstandard

from feeds.polling.gate import Gate
from feeds.publish.site import Site
from feeds.web.shelf import LOOK_EVERY, Shelf
from feeds.web.shortway import ShortWay
from tests.feeds.web.desk import Answer, ask, item, later, listed, publish
from tests.world import make_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

RSS = "/feeds/harbour.rss"
BASE = "https://feeds.example/news"
UNPACK = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
}


def behind(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
    """Stand where Flask stands."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-From", "the app")])
    return iter([b"the app"])


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return publish(tmp_path, {listed("harbour"): [item(1), item(2)]})


@pytest.fixture
def way(site: Site) -> ShortWay:
    return ShortWay(behind, Shelf(site), gate())


def gate() -> Gate:
    return Gate(make_settings(base_url=BASE), None)


def plain(way: ShortWay, path: str = RSS) -> Answer:
    return ask(way, path)


def test_a_document_comes_whole_with_every_header(way: ShortWay) -> None:
    answer = plain(way)
    assert answer.status == 200
    assert answer.headers == {
        "Content-Type": "application/rss+xml; charset=utf-8",
        "Content-Length": str(len(answer.body)),
        "ETag": answer.headers["ETag"],
        "Last-Modified": "Fri, 20 Nov 2026 08:00:00 GMT",
        "Cache-Control": "public, max-age=300, stale-while-revalidate=60, stale-if-error=86400",
        "Vary": "Accept-Encoding",
        "Link": '<https://feeds.example/feeds/harbour.rss>; rel="self", '
        '<https://feeds.example/feeds/harbour>; rel="alternate"; type="text/html"',
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After",
        "Accept-Ranges": "none",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; sandbox",
    }
    assert answer.body.startswith(b"<?xml")


@pytest.mark.parametrize("path", ["/feeds/harbour.rss", "/feeds/harbour.atom", "/feeds/harbour.json", "/feeds.opml"])
def test_every_document_has_the_charset_named(way: ShortWay, path: str) -> None:
    assert plain(way, path).headers["Content-Type"].endswith("; charset=utf-8")


@pytest.mark.parametrize(("coding", "suffix"), [("gzip", ".gz"), ("br", ".br"), ("zstd", ".zst")])
def test_each_coding_has_its_own_bytes_and_tag(way: ShortWay, coding: str, suffix: str) -> None:
    identity, coded = plain(way), ask(way, RSS, ACCEPT_ENCODING=coding)
    assert coded.headers["Content-Encoding"] == coding
    assert coded.headers["Content-Length"] == str(len(coded.body))
    assert coded.headers["ETag"] == identity.headers["ETag"][:-1] + suffix + '"'
    assert UNPACK[coding](coded.body) == identity.body


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_poll_costs_a_304_that_repeats_what_a_cache_needs(way: ShortWay, coding: str, method: str) -> None:
    whole = ask(way, RSS, ACCEPT_ENCODING=coding)
    poll = ask(way, RSS, method, ACCEPT_ENCODING=coding, IF_NONE_MATCH=whole.headers["ETag"])
    assert (poll.status, poll.body) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Link", "Access-Control-Allow-Origin"):
        assert poll.headers[name] == whole.headers[name]
    assert not {"Content-Type", "Content-Length", "Content-Encoding"} & set(poll.headers)


def test_a_304_carries_the_tag_that_matched_not_the_one_of_the_coding_asked_for(way: ShortWay) -> None:
    held = ask(way, RSS, ACCEPT_ENCODING="gzip").headers["ETag"]
    assert ask(way, RSS, ACCEPT_ENCODING="br", IF_NONE_MATCH=held).headers["ETag"] == held
    assert ask(way, RSS, ACCEPT_ENCODING="br", IF_NONE_MATCH=f'"x", W/{held}').headers["ETag"] == held


def test_a_failed_precondition_beats_a_tag_that_matches(way: ShortWay) -> None:
    held = plain(way).headers["ETag"]
    answer = ask(way, RSS, IF_NONE_MATCH=held, IF_MATCH='"another"')
    assert (answer.status, answer.headers["Cache-Control"]) == (412, "no-store")
    late = ask(way, RSS, IF_NONE_MATCH=held, IF_UNMODIFIED_SINCE="Fri, 20 Nov 2020 08:00:00 GMT")
    assert late.status == 412


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_head_is_get_without_the_body(way: ShortWay, coding: str) -> None:
    get, head = (ask(way, RSS, method, ACCEPT_ENCODING=coding) for method in ("GET", "HEAD"))
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


def test_options_says_what_is_allowed_from_anywhere(way: ShortWay) -> None:
    answer = ask(way, RSS, "OPTIONS", IF_NONE_MATCH="*")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Allow"] == answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "Authorization, If-None-Match, If-Modified-Since, A-IM"
    assert int(answer.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_nothing_can_be_done_to_a_document_but_reading(way: ShortWay, method: str) -> None:
    held = plain(way).headers["ETag"]
    answer = ask(way, RSS, method, IF_NONE_MATCH=held, IF_MATCH=held)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "headers",
    [
        {"RANGE": "bytes=0-9"},
        {"RANGE": "bytes=0-9", "IF_RANGE": '"x"'},
        {"A_IM": "feed"},
        {"COOKIE": "a=b"},
        {"ACCEPT": "application/nothing-we-have"},
        {"ACCEPT_ENCODING": "identity;q=0, *;q=0"},
        {"ACCEPT_ENCODING": "deflate"},
    ],
)
def test_what_is_ignored_changes_nothing(way: ShortWay, headers: dict[str, str]) -> None:
    assert ask(way, RSS, **headers) == plain(way)


@pytest.mark.parametrize("query", ["null", "_=1732", "utm_source=x&utm_medium=y", "format=atom"])
def test_unknown_parameters_change_nothing(way: ShortWay, query: str) -> None:
    assert ask(way, f"{RSS}?{query}") == plain(way)


def test_a_browser_gets_the_same_bytes_as_xml_that_it_shows(way: ShortWay) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for path in (RSS, "/feeds/harbour.atom", "/feeds.opml"):
        reader, browser = plain(way, path), ask(way, path, ACCEPT=accept)
        assert browser.headers == reader.headers | {"Content-Type": "text/xml; charset=utf-8"}
        assert browser.body == reader.body
    assert ask(way, "/feeds/harbour.json", ACCEPT=accept) == plain(way, "/feeds/harbour.json")


def test_what_never_existed_is_told_briefly(way: ShortWay) -> None:
    for path in ("/feeds/nowhere.rss", "/feeds/harbour.rss.atom", "/feeds/a/b.json", "/feeds/\u00e9.rss"):
        answer = ask(way, path)
        assert (answer.status, answer.headers["Cache-Control"]) == (404, "public, max-age=60")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert len(answer.body) < 80
        assert ask(way, path, "HEAD").body == b""


def test_every_other_path_goes_on_to_the_app(way: ShortWay) -> None:
    for path in ("/", "/feeds/harbour", "/feeds/harbour.rss/", "/static/feed.css", "/healthz", "//feeds/harbour.rss"):
        assert ask(way, path).headers["X-From"] == "the app"


def test_before_the_first_build_readers_are_asked_to_come_back(tmp_path: Path) -> None:
    way = ShortWay(behind, Shelf(Site(tmp_path / "nothing-here")), gate())
    answer = ask(way, RSS)
    assert (answer.status, answer.headers["Cache-Control"]) == (503, "no-store")
    assert int(answer.headers["Retry-After"]) > 0
    assert ask(way, "/").status == 200


def test_who_comes_while_the_first_build_is_read_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    way = ShortWay(behind, Shelf(Site(tmp_path), clock=lambda: 100.0), gate())
    assert plain(way).status == 503
    publish(tmp_path, {listed("harbour"): [item(1)]})
    read, reading, more = Site.manifest, threading.Event(), threading.Event()

    def slowly(site: Site) -> Any:
        reading.set()
        assert more.wait(10)
        return read(site)

    monkeypatch.setattr(Site, "manifest", slowly)
    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(plain, way)
        assert reading.wait(10)
        second = readers.submit(plain, way)
        threading.Timer(0.1, more.set).start()
        assert [first.result(10).status, second.result(10).status] == [200, 200]


def test_no_answer_sets_a_cookie_or_repeats_the_host(way: ShortWay) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "POST"):
        for path in (RSS, "/feeds/nowhere.rss"):
            answer = ask(way, path, method)
            assert "Set-Cookie" not in answer.headers
            assert "evil.example" not in str(answer)


def test_a_new_build_is_seen_after_a_quarter_of_a_second(tmp_path: Path) -> None:
    clock = [100.0]
    site = publish(tmp_path, {listed("harbour"): [item(1)]})
    way = ShortWay(behind, Shelf(site, clock=lambda: clock[0]), gate())
    first = plain(way)
    publish(tmp_path, {listed("harbour"): [item(1), item(2)]}, later(60))
    clock[0] += 0.2
    assert plain(way) == first
    clock[0] += 0.1
    second = plain(way)
    assert second.headers["Last-Modified"] == "Fri, 20 Nov 2026 08:01:00 GMT"
    assert second.headers["ETag"] != first.headers["ETag"]
    assert ask(way, RSS, IF_NONE_MATCH=first.headers["ETag"]) == second


@pytest.mark.parametrize(
    "break_it",
    [lambda path: path.unlink(), lambda path: path.write_bytes(b"{"), lambda path: (path.unlink(), path.mkdir())],
)
def test_the_last_good_table_stays_when_the_manifest_breaks(tmp_path: Path, break_it: Any) -> None:
    clock = [100.0]
    site = publish(tmp_path, {listed("harbour"): [item(1)]})
    way = ShortWay(behind, Shelf(site, clock=lambda: clock[0]), gate())
    first = plain(way)
    break_it(tmp_path / "manifest.json")
    clock[0] += 1
    assert plain(way) == first
    publish(tmp_path / "again", {listed("harbour"): [item(2)]}, later(60))
    for document in (tmp_path / "again" / "documents").iterdir():
        document.replace(tmp_path / "documents" / document.name)
    if (tmp_path / "manifest.json").is_dir():
        (tmp_path / "manifest.json").rmdir()
    (tmp_path / "again" / "manifest.json").replace(tmp_path / "manifest.json")
    clock[0] += 1
    assert plain(way).headers["ETag"] != first.headers["ETag"]


def test_bytes_that_a_newer_build_took_away_are_answered_from_that_build(tmp_path: Path) -> None:
    site = publish(tmp_path, {listed("harbour"): [item(1)]})
    way = ShortWay(behind, Shelf(site, clock=lambda: 100.0), gate())
    for document in (tmp_path / "documents").iterdir():
        document.unlink()
    assert plain(way).status == 503
    publish(tmp_path, {listed("harbour"): [item(2)]}, later(60))
    answer = plain(way)
    assert answer.status == 200
    assert b"Harbour story 2" in answer.body


def test_no_more_bytes_are_kept_than_the_bound(tmp_path: Path) -> None:
    site = publish(tmp_path, {listed(f"harbour-{n}"): [item(n)] for n in range(8)})
    size = len(plain(ShortWay(behind, Shelf(site), gate()), "/feeds/harbour-1.rss").body)
    shelf = Shelf(site, most_bytes=3 * size)
    way = ShortWay(behind, shelf, gate())
    for n in (*range(8), 0, 7):
        assert f"Harbour {n}".encode() in plain(way, f"/feeds/harbour-{n}.rss").body
        assert sum(map(len, shelf._bodies.values())) == shelf._size <= 3 * size


def test_while_builds_come_and_go_every_answer_is_of_one_build(tmp_path: Path) -> None:
    site = publish(tmp_path, {listed("harbour"): [item(0)]})
    ticks = count(step=LOOK_EVERY)
    way = ShortWay(behind, Shelf(site, clock=lambda: next(ticks)), gate())

    done = threading.Event()

    def poll() -> set[str]:
        tags = set()
        while not done.is_set():
            answer = plain(way)
            assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
            assert answer.headers["Content-Length"] == str(len(answer.body))
            tags.add(answer.headers["ETag"])
        return tags

    with ThreadPoolExecutor(3) as readers:
        polls = [readers.submit(poll) for _ in range(3)]
        for build in range(1, 20):
            publish(tmp_path, {listed("harbour"): [item(build)]}, later(build))
        done.set()
    assert len(set[str]().union(*(each.result() for each in polls))) > 1
    assert b"Harbour story 19" in plain(way).body


MOVED = {"quay": "harbour"}
GONE = {"pier": "harbour", "dock": ""}


@pytest.fixture
def changed(site: Site) -> ShortWay:
    manifest = site.manifest()
    assert manifest is not None
    site.replace(replace(manifest, moved=MOVED, gone=GONE))
    return ShortWay(behind, Shelf(site), gate())


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/feeds/quay.rss", "/feeds/harbour.rss"),
        ("/feeds/quay.atom", "/feeds/harbour.atom"),
        ("/feeds/quay", "/feeds/harbour"),
        ("/feeds/quay/archive/3.json", "/feeds/harbour.json"),
    ],
)
def test_a_renamed_feed_leads_on_in_one_hop(changed: ShortWay, path: str, to: str) -> None:
    answer = ask(changed, path)
    assert (answer.status, answer.headers["Location"]) == (301, BASE + to)
    assert ask(changed, path, method="HEAD").body == b""


def test_a_retired_feed_names_its_successor(changed: ShortWay) -> None:
    answer = ask(changed, "/feeds/pier.atom")
    assert (answer.status, answer.headers["Link"]) == (
        410,
        f'<{BASE}/feeds/harbour.atom>; rel="successor-version"',
    )
    assert f"follow {BASE}/feeds/harbour.atom instead" in answer.body.decode()
    alone = ask(changed, "/feeds/dock.atom")
    assert (alone.status, "Link" in alone.headers) == (410, False)
    assert ask(changed, "/feeds/pier").headers["X-From"] == "the app"
