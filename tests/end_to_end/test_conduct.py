"""How a feed's address behaves, line by line, over a socket: the service itself, and behind the nginx that we ship."""

import base64
import gzip
import http.client
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import brotli
import pytest
import zstandard

from tests.end_to_end.service import BEATWIRE, clean_environment, eventually, running
from tests.end_to_end.test_behind_nginx import drop, nginx

pytestmark = pytest.mark.slow
BEAT = "/feeds/china-asia-pacific"
RSS = f"{BEAT}.rss"
FORMATS = {".rss": "application/rss+xml", ".atom": "application/atom+xml", ".json": "application/feed+json"}
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
}
STORY = {
    "title": "A ferry comes back to Busan",
    "date_published": "2026-11-21T08:00:00Z",
    "content_text": "It came back, said the harbour office of South Korea on Saturday.",
}
PAST, FUTURE, ABSURD = "Fri, 01 Jan 2016 00:00:00 GMT", "Mon, 01 Jan 2035 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"


@dataclass(frozen=True)
class Reply:
    """What came back, every header line of it in order."""

    status: int
    lines: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """Give the one value of a header, or nothing."""
        found = [value for key, value in self.lines if key.lower() == name.lower()]
        assert len(found) < 2, f"{name} is there twice"
        return found[0] if found else ""


@dataclass(frozen=True)
class Desk:
    """A running desk; `ask` sends one request with the headers that are given and no other but Host."""

    base: str
    token: str

    def ask(self, path: str = RSS, method: str = "GET", **headers: str) -> Reply:
        where = urlsplit(self.base)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
        host = headers.pop("Host", where.netloc)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", host)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            return Reply(response.status, response.getheaders(), response.read())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Desk]]:
    """Give the service by "direct" and, where there is nginx, by "nginx"."""
    home = tmp_path_factory.mktemp("conduct")
    drop(home)
    with (home / "beatwire.toml").open("a", encoding="utf-8") as file:
        file.write(
            '[site]\nlicense = "https://l.example/"\n[publishing]\nhubs = ["https://hub.example/"]\n'
            'renamed = { old = "china" }\nretired = { pier = "china", dock = "" }\n[limits]\nwindow_count = 5\nwindow_most = 5\n'
        )
    with running(home) as service:
        eventually(lambda: service.get(RSS).status == 200)
        for number in range(100, 106):
            (home / "drop" / f"{number}.json").write_text(json.dumps(STORY | {"url": f"https://desk.example/{number}"}))
        eventually(lambda: "prev-archive" in service.get(RSS).headers["Link"])
        command = [str(BEATWIRE), "token", "add", "quay", "--feeds", "full", "--who", "mara", "--json"]
        said = subprocess.run(
            command, cwd=home, env=clean_environment(home), capture_output=True, text=True, check=True, timeout=60
        )
        token = json.loads(said.stdout)["token"]
        direct = {"direct": Desk(service.base, token)}
        if shutil.which("nginx") is None:
            yield direct
            return
        (home / "nginx").mkdir()
        with nginx(home / "nginx", service.base) as front:
            yield direct | {"nginx": Desk(front, token)}


def tags(desk: Desk, path: str = RSS) -> dict[str, str]:
    return {coding: desk.ask(path, Accept_Encoding=coding)["ETag"] for coding in ("identity", *UNPACK)}


def every_header_of_a_200(desk: Desk) -> None:
    for extension, media_type in FORMATS.items():
        reply = desk.ask(BEAT + extension)
        assert (reply.status, reply["Content-Type"]) == (200, f"{media_type}; charset=utf-8")
        assert reply["ETag"].startswith('"')
        assert reply["Cache-Control"] == "public, max-age=300, stale-while-revalidate=60, stale-if-error=86400"
        assert (reply["Vary"], reply["Accept-Ranges"]) == ("Accept-Encoding", "none")
        assert int(reply["Content-Length"]) == len(reply.body)
        assert parsedate_to_datetime(reply["Last-Modified"]) <= parsedate_to_datetime(reply["Date"])
        assert reply["X-Content-Type-Options"] == "nosniff"
        assert reply["Access-Control-Allow-Origin"] == "*"
        assert reply["Content-Security-Policy"] == "default-src 'none'; style-src 'self'; sandbox"
        for rel in ("self", "hub", "license", "prev-archive"):
            assert f'rel="{rel}"' in reply["Link"]
        assert reply["Set-Cookie"] == ""


def a_tag_for_each_coding_of_the_exact_bytes(desk: Desk) -> None:
    plain = desk.ask(RSS)
    assert len(set(tags(desk).values())) == 4
    for coding, unpack in UNPACK.items():
        reply = desk.ask(RSS, Accept_Encoding=coding)
        assert reply["Content-Encoding"] == coding
        assert unpack(reply.body) == plain.body


def codings_by_weight_and_identity_else(desk: Desk) -> None:
    for asked, coding in (
        ("gzip;q=0.5, br;q=0.9", "br"), ("gzip, deflate", "gzip"), ("deflate", ""), ("br;q=0, gzip;q=0", ""), ("identity", ""),
    ):  # fmt: skip
        assert desk.ask(RSS, Accept_Encoding=asked)["Content-Encoding"] == coding, asked


def zstd_before_br_before_gzip(desk: Desk) -> None:
    assert desk.ask(RSS, Accept_Encoding="gzip, br, zstd")["Content-Encoding"] == "zstd"
    assert desk.ask(RSS, Accept_Encoding="*")["Content-Encoding"] == "zstd"


def weights_in_any_order(desk: Desk) -> None:
    assert desk.ask(RSS, Accept_Encoding="br;q=0.1, gzip;q=0.9")["Content-Encoding"] == "gzip"


def a_poll_with_the_tag_it_was_given(desk: Desk) -> None:
    for coding, tag in tags(desk).items():
        for held in (tag, f'"x", {tag}', "*", f"W/{tag}"):
            reply = desk.ask(RSS, Accept_Encoding=coding, If_None_Match=held)
            assert (reply.status, reply.body) == (304, b""), (coding, held)
            assert reply["ETag"] == tag


def a_304_repeats_what_a_200_said(desk: Desk) -> None:
    whole = desk.ask(RSS)
    again = desk.ask(RSS, If_None_Match=whole["ETag"])
    assert again.status == 304
    for name in ("ETag", "Cache-Control", "Vary", "Link", "Last-Modified", "Access-Control-Allow-Origin"):
        assert again[name] == whole[name], name
    assert again["Date"]


def a_poll_with_the_tag_of_another_coding(desk: Desk) -> None:
    gzipped = tags(desk)["gzip"]
    reply = desk.ask(RSS, Accept_Encoding="br", If_None_Match=gzipped)
    assert (reply.status, reply["ETag"]) == (304, gzipped)


def a_poll_with_the_tag_that_a_proxy_wrote_upon(desk: Desk) -> None:
    tag = tags(desk)["identity"]
    for held in (f'{tag[:-1]}-gzip"', f"{tag};gzip", f'{tag[:-1]}--gzip"', f'{tag[:-1]}:br"'):
        assert desk.ask(RSS, If_None_Match=held).status == 304, held


def another_tag_outweighs_a_date(desk: Desk) -> None:
    assert desk.ask(RSS, If_None_Match='"other"', If_Modified_Since=FUTURE).status == 200


def a_poll_with_the_date_it_was_given(desk: Desk) -> None:
    modified = desk.ask(RSS)["Last-Modified"]
    moment = parsedate_to_datetime(modified)
    for said in (
        modified,
        f"{moment:%A, %d-%b-%y %H:%M:%S} GMT",
        f"{moment:%a %b} {moment.day:2} {moment:%H:%M:%S %Y}",
    ):
        assert desk.ask(RSS, If_Modified_Since=said).status == 304, said


def a_poll_with_another_date(desk: Desk) -> None:
    assert desk.ask(RSS, If_Modified_Since=FUTURE).status == 304
    assert [desk.ask(RSS, If_Modified_Since=said).status for said in (PAST, "yesterday")] == [200, 200]


def an_absurd_date_is_no_condition(desk: Desk) -> None:
    assert desk.ask(RSS, If_Modified_Since=ABSURD).status == 200


def who_insists_on_a_version(desk: Desk) -> None:
    tag = desk.ask(RSS)["ETag"]
    assert desk.ask(RSS, If_Match='"other"').status == 412
    assert desk.ask(RSS, If_Unmodified_Since=PAST).status == 412
    assert [desk.ask(RSS, If_Match=held).status for held in (tag, "*")] == [200, 200]


def a_head_says_what_a_get_says(desk: Desk) -> None:
    whole, head = desk.ask(RSS), desk.ask(RSS, "HEAD")
    unlike = {"date", "x-cache"}
    assert (head.status, head.body) == (200, b"")
    said = [{(key.lower(), value) for key, value in one.lines if key.lower() not in unlike} for one in (whole, head)]
    assert said[0] == said[1]
    assert desk.ask(RSS, "HEAD", If_None_Match=whole["ETag"]).status == 304


def what_may_be_asked(desk: Desk) -> None:
    options = desk.ask(RSS, "OPTIONS", Origin="https://reader.example")
    assert (options.status, options["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert "If-None-Match" in options["Access-Control-Allow-Headers"]
    assert options["Access-Control-Max-Age"] == "86400"
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused = desk.ask(RSS, method)
        assert (refused.status, refused["Allow"]) == (405, "GET, HEAD, OPTIONS"), method
        assert refused["Content-Type"] == "text/plain; charset=utf-8"


def a_range_is_answered_whole(desk: Desk) -> None:
    whole = desk.ask(RSS)
    for headers in ({"Range": "bytes=0-9"}, {"Range": "bytes=0-9", "If_Range": whole["ETag"]}):
        reply = desk.ask(RSS, **headers)
        assert (reply.status, reply.body) == (200, whole.body)


def a_browser_is_sent_the_same_bytes_as_text(desk: Desk) -> None:
    whole = desk.ask(BEAT + ".atom")
    reply = desk.ask(BEAT + ".atom", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (reply.status, reply["ETag"], reply.body) == (200, whole["ETag"], whole.body)
    assert reply["Vary"] == "Accept-Encoding"
    assert desk.ask(BEAT + ".atom", Accept="image/png").status == 200


def to_a_browser_it_is_text_xml(desk: Desk) -> None:
    reply = desk.ask(BEAT + ".atom", Accept="text/html")
    assert reply["Content-Type"] == "text/xml; charset=utf-8"


def queries_and_deltas_change_nothing(desk: Desk) -> None:
    tag = desk.ask(RSS)["ETag"]
    for query in ("?null", "?_=17", "?utm_source=x&utm_medium=rss"):
        assert desk.ask(RSS + query)["ETag"] == tag
    assert desk.ask(RSS, A_IM="feed")["ETag"] == tag
    assert desk.ask(RSS, A_IM="feed", If_None_Match=tag).status == 304


def what_never_was_what_moved_and_what_was_given_up(desk: Desk) -> None:
    never = desk.ask("/feeds/nothing.rss")
    assert (never.status, never["Cache-Control"]) == (404, "public, max-age=60")
    assert never["Content-Type"] == "text/plain; charset=utf-8"
    moved = desk.ask("/feeds/old.atom")
    assert (moved.status, moved["Cache-Control"]) == (301, "public, max-age=86400")
    assert moved["Location"].endswith("/feeds/china.atom")
    assert urlsplit(moved["Location"]).scheme == "http"
    gone = desk.ask("/feeds/pier.json")
    assert gone.status == 410
    assert b"/feeds/china.json" in gone.body
    assert desk.ask("/feeds/dock.rss").status == 410


def no_host_is_believed(desk: Desk) -> None:
    usual, odd = desk.ask(RSS), desk.ask(RSS, Host="evil.example")
    assert (odd.status, odd.body, odd["ETag"], odd["Link"]) == (200, usual.body, usual["ETag"], usual["Link"])
    assert b"evil.example" not in desk.ask("/", Host="evil.example").body


def archives_lead_to_every_story(desk: Desk) -> None:
    page = desk.ask(f"{BEAT}/archive/1.atom")
    assert (page.status, page["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    assert desk.ask(f"{BEAT}/archive/99.atom").status == 404


def a_private_feed_is_for_tokens(desk: Desk) -> None:
    path = "/feeds/full.rss"
    bare = desk.ask(path)
    assert (bare.status, bare["WWW-Authenticate"]) == (401, 'Basic realm="beatwire", charset="UTF-8"')
    sent = {secret: "Basic " + base64.b64encode(f"x:{secret}".encode()).decode() for secret in (desk.token, "bw_no")}
    assert desk.ask(path, Authorization=sent["bw_no"]).status == 404
    right = desk.ask(path, Authorization=sent[desk.token])
    assert (right.status, right["Cache-Control"]) == (200, "private, max-age=300")
    assert (right["Referrer-Policy"], right["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert 'rel="hub"' not in right["Link"]
    assert desk.ask(f"/t/{desk.token}{path}").body == right.body
    assert desk.ask(path, Authorization=sent[desk.token], If_None_Match=right["ETag"]).status == 304


def what_is_alive_says_so(desk: Desk) -> None:
    for path, said in (("/healthz", b"alive\n"), ("/readyz", b"ready\n")):
        reply = desk.ask(path)
        assert (reply.status, reply.body, reply["Cache-Control"]) == (200, said, "no-store")


LINES = (
    every_header_of_a_200, a_tag_for_each_coding_of_the_exact_bytes, codings_by_weight_and_identity_else,
    zstd_before_br_before_gzip, weights_in_any_order, a_poll_with_the_tag_it_was_given, a_304_repeats_what_a_200_said,
    a_poll_with_the_tag_of_another_coding, a_poll_with_the_tag_that_a_proxy_wrote_upon, another_tag_outweighs_a_date,
    a_poll_with_the_date_it_was_given, a_poll_with_another_date, an_absurd_date_is_no_condition, who_insists_on_a_version,
    a_head_says_what_a_get_says, what_may_be_asked, a_range_is_answered_whole, a_browser_is_sent_the_same_bytes_as_text,
    to_a_browser_it_is_text_xml, queries_and_deltas_change_nothing, what_never_was_what_moved_and_what_was_given_up,
    no_host_is_believed, archives_lead_to_every_story, a_private_feed_is_for_tokens, what_is_alive_says_so,
)  # fmt: skip
CANNOT = {
    "weights_in_any_order": "its map knows what is accepted, not what is preferred",
    "an_absurd_date_is_no_condition": "it takes whatever date is later",
    "a_poll_with_the_tag_of_another_coding": "it keeps each coding by itself, and answers by the one it would send",
    "a_poll_with_the_tag_that_a_proxy_wrote_upon": "it compares tags as they are; it writes upon none itself",
}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.__name__.replace("_", " "))
def test_the_service_keeps_every_line(desks: dict[str, Desk], line: Callable[[Desk], None]) -> None:
    line(desks["direct"])


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.__name__.replace("_", " "))
def test_behind_the_shipped_nginx_so_many_are_kept(desks: dict[str, Desk], line: Callable[[Desk], None]) -> None:
    if "nginx" not in desks:
        pytest.skip("there is no nginx; .ci/run installs it")
    if line.__name__ in CANNOT:
        with pytest.raises(AssertionError):  # else the table is not true any more
            line(desks["nginx"])
    else:
        line(desks["nginx"])
