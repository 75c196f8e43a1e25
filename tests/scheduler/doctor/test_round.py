"""Each thing that a proxy can break is broken by a real server, that thing alone, and is what the round finds."""

import gzip
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.doctor.answers import decoded
from scheduler.doctor.remedies import KINDS
from tests.fakeweb import CLOSE, Asked, FakeWeb, Step, head, redirect
from tests.feeds.web.desk import Answer, later
from tests.scheduler.doctor.between import (
    PATHS,
    SLUG,
    After,
    Before,
    Between,
    between,
    kinds,
    published,
    put,
    report,
    whole,
    with_fields,
)

CERTIFICATE = Path(__file__).parents[2] / "feeds" / "collect" / "data" / "tls" / "secure.localhost.pem"
HTML = b"<!doctype html><title>Just a moment</title>"


def without(*names: str) -> Before:
    return lambda fields: {name: value for name, value in fields.items() if name not in names}


def tagged(form: str) -> After:
    """Hang something on the tag of every document."""
    return whole(lambda answer: with_fields(answer, ETag=form.format(answer.headers["ETag"].strip('"'))))


def challenge(status: int) -> After:
    return whole(lambda _answer: Answer(status, {"Content-Type": "text/html"}, HTML))


def as_gzip(asked: Asked, answer: Answer) -> Answer:
    """Recode br as gzip, where that is asked for as well, and leave the tag as it was."""
    if answer.headers.get("Content-Encoding") != "br" or "gzip" not in asked.headers["accept-encoding"]:
        return answer
    plain = decoded(answer.body, "br") or b""
    return replace(with_fields(answer, Content_Encoding="gzip"), body=gzip.compress(plain))


def twice(answer: Answer) -> Answer:
    if answer.headers.get("Content-Encoding") != "gzip":
        return answer
    return replace(answer, body=gzip.compress(answer.body))


def said_twice(answer: Answer) -> Answer:
    if answer.headers.get("Content-Encoding") != "gzip":
        return answer
    return replace(with_fields(answer, Content_Encoding="gzip, gzip"), body=gzip.compress(answer.body))


def mislabelled(answer: Answer) -> Answer:
    coding = answer.headers.get("Content-Encoding", "identity")
    return replace(answer, body=decoded(answer.body, coding) or b"")


def rewritten(answer: Answer) -> Answer:
    if "Content-Encoding" in answer.headers:
        return answer
    return replace(answer, body=answer.body.replace(b"harbour", b"harbor"))


def unchanged(change: dict[str, str | None]) -> After:
    return lambda _asked, answer: with_fields(answer, **change) if answer.status == 304 else answer


def no_head(asked: Asked, answer: Answer) -> Answer:
    return Answer(405, {"Content-Type": "text/plain"}, b"") if asked.method == "HEAD" else answer


def other_head(asked: Asked, answer: Answer) -> Answer:
    return with_fields(answer, Content_Type="text/plain") if asked.method == "HEAD" else answer


def no_query(asked: Asked, answer: Answer) -> Answer:
    return Answer(404, {"Content-Type": "text/plain"}, b"") if "?" in asked.path else answer


def query_redirected(asked: Asked, answer: Answer) -> Answer:
    return Answer(302, {"Location": asked.path.partition("?")[0]}, b"") if "?" in asked.path else answer


def page_as_text(asked: Asked, answer: Answer) -> Answer:
    return with_fields(answer, Content_Type="text/plain") if asked.path == f"/feeds/{SLUG}" else answer


def page_with_cookie(asked: Asked, answer: Answer) -> Answer:
    return with_fields(answer, Set_Cookie="visit=1") if asked.path == f"/feeds/{SLUG}" else answer


def its_own_tag(fields: dict[str, str]) -> dict[str, str]:
    held = fields.get("IF_NONE_MATCH")
    return fields | ({"IF_NONE_MATCH": "*"} if held == '"6571-64a"' else {})


CASES: list[tuple[str, Before | None, After | None]] = [
    ("challenge", None, challenge(403)),
    ("challenge", None, challenge(503)),
    ("challenge", None, challenge(200)),
    ("status", None, whole(lambda _answer: Answer(500, {"Content-Type": "text/plain"}, b"upstream"))),
    ("bytes", None, whole(rewritten)),
    ("double", None, whole(twice)),
    ("double", None, whole(said_twice)),
    ("unreadable", None, whole(mislabelled)),
    ("unasked", lambda fields: fields | {"ACCEPT_ENCODING": "gzip"}, None),
    ("uncompressed", without("ACCEPT_ENCODING"), None),
    ("recoded", None, as_gzip),
    ("weak", None, tagged('W/"{}"')),
    ("suffix", None, tagged('"{}-gzip"')),
    ("tag", None, put(ETag=None)),
    ("foreign", its_own_tag, put(ETag='"6571-64a"')),
    ("type", None, put(Content_Type="application/octet-stream")),
    ("type", None, put(Content_Type="text/html; charset=utf-8")),
    ("type", None, page_as_text),
    ("charset", None, whole(lambda each: with_fields(each, Content_Type=each.headers["Content-Type"].split(";")[0]))),
    ("caching", None, put(Cache_Control=None)),
    ("closed", None, put(Cache_Control="public, max-age=300, no-store")),
    ("closed", None, put(Cache_Control="private, max-age=300, stale-while-revalidate=60, stale-if-error=86400")),
    ("max-age", None, put(Cache_Control="public, max-age=14400, stale-while-revalidate=60, stale-if-error=86400")),
    ("directives", None, put(Cache_Control="public, max-age=300")),
    ("vary", None, put(Vary=None)),
    ("wide", None, put(Vary="Accept-Encoding, Cookie")),
    ("age", None, put(Age="4000")),
    ("date", None, put(Last_Modified=None)),
    ("date", None, put(Last_Modified="Fri, 20 Nov 2026 09:00:00 GMT")),
    ("link", None, put(Link=None)),
    ("cookie", None, put(Set_Cookie="visit=1; Path=/")),
    ("cookie", None, page_with_cookie),
    ("cors", None, put(Access_Control_Allow_Origin=None)),
    ("sniffing", None, put(X_Content_Type_Options=None)),
    ("unconditional", without("IF_NONE_MATCH", "IF_MODIFIED_SINCE"), None),
    ("304", None, unchanged({"ETag": None})),
    ("304 tag", None, unchanged({"ETag": '"6571-64a"'})),
    ("head", None, no_head),
    ("head", None, other_head),
    ("query", None, no_query),
    ("query", None, query_redirected),
]
ELSEWHERE = {
    "stale",
    "redirect",
    "redirects",
    "host",
    "name",
    "connection",
    "time",
    "tls",
    "certificate",
    "cut",
    "transfer",
}


@pytest.mark.parametrize(("kind", "before", "after"), CASES)
def test_what_is_broken_is_what_is_found(kind: str, before: Before | None, after: After | None, tmp_path: Path) -> None:
    manifest = published(tmp_path)
    with between(Between(tmp_path, before, after)) as web:
        found = report(web.url(""), manifest)
    assert kinds(found) == {kind}
    assert len({(one.what, one.remedy) for one in found.findings}) == len(found.findings)


def test_every_kind_of_finding_is_broken_by_a_test() -> None:
    assert {kind for kind, *_ in CASES} | ELSEWHERE == KINDS


def test_nothing_is_found_where_everything_is_handed_on(tmp_path: Path) -> None:
    manifest = published(tmp_path)
    with between(Between(tmp_path)) as web:
        found = report(web.url(""), manifest)
        asked = list(web.asked)
    assert kinds(found) == set()
    agents = {each.headers["user-agent"] for each in asked}
    assert len(agents) == 9
    conditions = [frozenset({"if-none-match", "if-modified-since"} & set(each.headers)) for each in asked]
    assert set(conditions) == {frozenset(), frozenset({"if-none-match"}), frozenset({"if-modified-since"})} | {
        frozenset({"if-none-match", "if-modified-since"})
    }
    newsboat = next(each for each in asked if each.headers["user-agent"].startswith("newsboat"))
    assert set(newsboat.headers) == {"host", "accept", "user-agent"}


def test_an_older_version_is_stale_once_its_time_is_over(tmp_path: Path) -> None:
    published(tmp_path / "old", 2)
    manifest = published(tmp_path / "new", 3)
    with between(Between(tmp_path / "old")) as web:
        assert kinds(report(web.url(""), manifest, later(300))) == set()
        assert "stale" in kinds(report(web.url(""), manifest, later(361)))


@pytest.mark.parametrize(("kind", "host", "hops"), [("redirect", "", 1), ("redirects", "", 2), ("host", "www", 1)])
def test_redirects(kind: str, host: str, hops: int, tmp_path: Path) -> None:
    manifest = published(tmp_path)
    with between(Between(tmp_path)) as web:
        for path in PATHS:
            start, end = f"/{'x' * hops}{path}", web.url(path, host=f"{host}.localhost" if host else None)
            web.answers[start] = redirect(f"/x{path}" if hops > 1 else end, 301)
            web.answers.setdefault(f"/x{path}", redirect(end, 301))
        found = report(web.url("/" + "x" * hops), manifest)
    assert kinds(found) == {kind}
    assert len(found.findings[0].readers) == 9


def test_a_way_in_circles_ends(tmp_path: Path) -> None:
    manifest = published(tmp_path)
    with FakeWeb() as web:
        web.answers |= {path: redirect(path) for path in PATHS}
        found = report(web.url(""), manifest, only="Miniflux")
    assert kinds(found) == {"redirects"}


def slow(_asked: Asked) -> Iterator[Step]:
    yield 3.0


def cut(_asked: Asked) -> Iterator[Step]:
    yield head(200, {"Content-Length": "5000"}) + b"<rss>"
    yield CLOSE


def no_http(_asked: Asked) -> Iterator[Step]:
    yield b"SSH-2.0-OpenSSH_10.0\r\n"
    yield CLOSE


@pytest.mark.parametrize(("kind", "answer"), [("time", slow), ("cut", cut), ("transfer", no_http)])
def test_what_goes_wrong_on_the_way(kind: str, answer: Between, tmp_path: Path) -> None:
    manifest = published(tmp_path)
    with between(answer) as web:
        found = report(web.url(""), manifest)
    assert kinds(found) == {kind}
    assert len(found.findings) == 1


def test_tls_and_its_certificate(tmp_path: Path) -> None:
    manifest = published(tmp_path)
    with between(Between(tmp_path)) as web:
        assert kinds(report(web.url("").replace("http:", "https:"), manifest)) == {"tls"}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with FakeWeb(tls=context) as web:
        found = report(web.url("", host="secure.localhost"), manifest)
    assert kinds(found) == {"certificate"}
    assert "does not trust" in found.findings[0].what
    assert found.findings[0].remedy.startswith("renew the certificate")


def test_a_host_that_is_not_there(tmp_path: Path) -> None:
    manifest = published(tmp_path)
    assert kinds(report("http://feeds.invalid", manifest)) == {"name"}
    with FakeWeb() as web:
        address = web.url("")
    assert kinds(report(address, manifest)) == {"connection"}


def test_the_remedy_speaks_of_who_stands_between(tmp_path: Path) -> None:
    manifest = published(tmp_path)
    weak = tagged('W/"{}"')
    named = {"nginx/1.28.0": "gunzip off;", "cloudflare": "in Cloudflare:", "granian": "compress and rewrite nothing"}
    for server, words in named.items():
        after: After = lambda asked, answer, server=server: with_fields(weak(asked, answer), Server=server)  # type: ignore[misc]  # noqa: E731
        with between(Between(tmp_path, None, after)) as web:
            found = report(web.url(""), manifest, only="Feedly")
        assert [words in finding.remedy for finding in found.findings] == [True]
        assert found.between.lower() == ("" if server == "granian" else server.partition("/")[0])
