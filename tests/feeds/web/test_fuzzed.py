"""Whatever is asked of any endpoint: no fault of ours, nothing of the inside, and nothing of the asker's Host."""

from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from feeds.article import Token
from feeds.polling.tokens import digest
from feeds.store import Store, migrate
from feeds.web import load
from tests.feeds.store.batches import make_batch
from tests.feeds.web.desk import Answer, ask, item, listed, publish
from tests.world import NOW, make_article, make_settings

SECRET = "bw_s3cret-s3cret-s3cret-s3cret-s3cret-s3cret"
ARTICLE = make_article(1).id.removeprefix("urn:uuid:")
PATHS = (
    "/", "/feeds.opml", "/feeds.json", "/feeds/china-asia-pacific", "/feeds/china-asia-pacific.rss",
    "/feeds/china-asia-pacific.atom", "/feeds/china-asia-pacific.json", "/feeds/china-asia-pacific/archive/1.atom",
    f"/articles/{ARTICLE}", f"/articles/{ARTICLE}/explain", "/status", "/status.json", "/metrics", "/polling",
    "/healthz", "/readyz", "/favicon.ico", "/static/beatwire.css", "/static/beatwire.js", "/news-sitemap.xml",
    "/.well-known/tdmrep.json", f"/t/{SECRET}/feeds/china-asia-pacific.rss",
)  # fmt: skip
HEADERS = (
    "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "IF_MATCH", "IF_UNMODIFIED_SINCE", "ACCEPT_ENCODING", "ACCEPT", "RANGE", "IF_RANGE",
    "AUTHORIZATION", "X_FORWARDED_FOR", "USER_AGENT", "HOST", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "FORWARDED", "A_IM",
    "COOKIE", "ORIGIN", "ACCESS_CONTROL_REQUEST_METHOD", "X_HTTP_METHOD_OVERRIDE", "X_ORIGINAL_URL", "TRANSFER_ENCODING",
)  # fmt: skip
NEAR = (
    '"0123456789abcdef0123456789abcdef.gz"', 'W/"x"', "*", "Fri, 20 Nov 2026 08:00:00 GMT", "Fri, 99 Nov 0000 99:99:99 GMT",
    "gzip;q=1.000000", "br, zstd;q=nan", "identity;q=0, *;q=0", "text/html", "bytes=0-1", "Basic eDp5", "Basic =", "Bearer x",
    "1.2.3.4, [::1]:9", "evil.example", "a" * 9000, "," * 9000, "%00", "1_0", "\t", "9" * 40 + " subscribers", "Reader 5 subscribers",
)  # fmt: skip

letters = st.text(st.characters(min_codepoint=1, max_codepoint=0xFF, exclude_characters="\r\n"), max_size=60)
pieces = st.sampled_from(
    (
        *PATHS,
        "..",
        "//",
        "/",
        ";",
        "%2e%2e",
        "%00",
        "%ff%fe",
        "é",
        "\\",
        "?",
        "#",
        ".rss",
        "/feeds/",
        "/articles/",
        "/t/",
    )
)
paths = st.one_of(
    st.sampled_from(PATHS),
    st.lists(st.one_of(pieces, letters), max_size=4).map(lambda some: "/" + "".join(some).lstrip("/")),
    st.just("/" + "a/" * 300),
)
methods = st.sampled_from(("GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE"))
headers = st.dictionaries(st.sampled_from(HEADERS), st.one_of(st.sampled_from(NEAR), letters), max_size=5)
queries = st.one_of(st.just(""), st.just("q=china"), letters, st.just("q=" + "%F0%9F" * 400))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, Path]:
    """Give the app and its data folder."""
    folder = tmp_path_factory.mktemp("fuzzed-inside")
    made = make_settings(data=folder)
    publish(made.published, {listed("china-asia-pacific"): [item(1)]})
    migrate(made.database, None)
    with Store.open(made.database) as store:
        store.keep(make_batch(make_article(1)))
        store.add_token(
            Token(name="quay", digest=digest(SECRET), feeds=("china-asia-pacific",), who="mara", created=NOW)
        )
    return load(made, lambda: NOW), folder


def wsgi(text: str) -> str:
    """Give a path as a server hands it on: percent-decoded, each byte a character."""
    return unquote_to_bytes(text.encode("utf-8", "replace")).decode("latin-1")


@trying(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths, methods, headers, queries)
@example("/", "GET", {"HOST": "evil.example", "X_FORWARDED_HOST": "evil.example"}, "q=%3Cscript%3E")
@example("/feeds/china-asia-pacific/", "GET", {"HOST": "evil.example"}, "")
@example("//evil.example/%2e%2e", "GET", {}, "")
@example("/static/../__init__.py", "GET", {}, "")
@example("/static/%2e%2e/templates/base.html", "GET", {}, "")
def test_no_request_is_our_fault_or_shows_the_inside(
    served: tuple[object, Path], path: str, method: str, headers: dict[str, str], query: str
) -> None:
    app, folder = served
    path = wsgi(path.partition("?")[0])
    answer: Answer = ask(app, f"{path}?{query.replace('?', '')}", method, **{"HOST": "evil.example"} | headers)  # type: ignore[arg-type]
    assert answer.status < 500, (answer.status, answer.body)
    said = answer.body + repr(answer.headers).encode()
    for inside in (str(folder), "Traceback", "site-packages", "sqlite", "feeds/web/"):
        assert inside.encode() not in said
    if SECRET not in path + query:
        assert SECRET.encode() not in said
    assert "Set-Cookie" not in answer.headers
    if "evil" not in path + query:
        assert b"evil.example" not in said
    if method == "HEAD":
        assert answer.body == b""
    elif "Content-Length" in answer.headers and answer.status != 304:
        assert int(answer.headers["Content-Length"]) == len(answer.body)
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers.get("X-Content-Type-Options") == "nosniff" or answer.status in {204, 304}
