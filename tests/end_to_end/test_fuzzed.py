"""Whatever bytes come over the wire: an answer or a hang-up, no fault of ours, and the next reader gets its feed."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from tests.end_to_end.service import Service, eventually, running
from tests.end_to_end.wire import HOST, Said, ask, connected, exchanged, read, received, written
from tests.feeds.web import test_fuzzed as inside

pytestmark = pytest.mark.slow
FEED: Final = "/feeds/china-asia-pacific.rss"
NEXT: Final = written("GET", FEED)
"""A request that would be answered, were it taken for one: what is hidden behind the malformed must not be."""
SECRETS: Final = ("Traceback", "site-packages", "panicked", ".py", "sqlite", HOST)


def bad(first: str, *fields: str, body: bytes = b"") -> bytes:
    """Write a request that is not one, and a right one behind it."""
    return "\r\n".join((first, f"Host: {HOST}", *fields, "", "")).encode("latin-1") + body + NEXT


CHUNKED: Final = "Transfer-Encoding: chunked"
MALFORMED: Final = {
    "Content-Length, then Transfer-Encoding": bad("POST / HTTP/1.1", "Content-Length: 6", CHUNKED, body=b"0\r\n\r\n"),
    "Transfer-Encoding, then Content-Length": bad("POST / HTTP/1.1", CHUNKED, "Content-Length: 6", body=b"0\r\n\r\n"),
    "two lengths that differ": bad("POST / HTTP/1.1", "Content-Length: 0", "Content-Length: 5", body=b"hello"),
    **{
        f"Content-Length: {value!r}": bad("POST / HTTP/1.1", f"Content-Length: {value}", body=b"hello")
        for value in ("5, 5", "+5", "-5", "0x5", "", "5 5", "9" * 30, str(2**64 - 1))
    },
    **{
        f"Transfer-Encoding: {value!r}": bad("POST / HTTP/1.1", f"Transfer-Encoding: {value}", body=b"0\r\n\r\n")
        for value in ("xchunked", "identity", "chunked, identity", "\x0bchunked", "chunked\r\nTransfer-Encoding: identity")
    },
    "a space before the colon": bad("POST / HTTP/1.1", "Transfer-Encoding : chunked", body=b"0\r\n\r\n"),
    "chunks in HTTP/1.0": bad("POST / HTTP/1.0", CHUNKED, body=b"0\r\n\r\n"),
    **{
        f"a chunk of {size!r} bytes": bad("POST / HTTP/1.1", CHUNKED, body=size + b"\r\n\r\n")
        for size in (b"zz", b"-1", b"f" * 17, b"", b"0x0")
    },
    "a body without end": bad("POST / HTTP/1.1", "Content-Length: 1000000000000", body=b"a" * 300_000),
    **{
        f"first line {first!r}": bad(first)
        for first in (
            "GET /", "GET HTTP/1.1", "GET  /healthz  HTTP/1.1", "GET\t/healthz\tHTTP/1.1", "GET / HTTP/9.9", "GET / HTTP/1.2",
            "GET / HTTP/1.1 x", "GET / http/1.1", "G<T / HTTP/1.1", " GET / HTTP/1.1", "GET /a b HTTP/1.1",
            "GET /he\0althz HTTP/1.1", "GET /\xff\xfe HTTP/1.1", "nonsense", "\x00", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        )
    },
    **{
        f"header {line!r}": bad("GET /healthz HTTP/1.1", line)
        for line in ("nonsense", ": value", "A B: value", "A: b\0c", "A: b\rC: d", "A: b\r\n folded", "A\xe9: b", "(A): b")
    },
    "a target of 70,000 letters": bad(f"GET /{'a' * 70_000} HTTP/1.1"),
    "a header of a million letters": bad("GET /healthz HTTP/1.1", f"A: {'a' * 1_000_000}"),
    "two hundred headers": bad("GET /healthz HTTP/1.1", *(f"A-{number}: b" for number in range(200))),
}  # fmt: skip
"""What is no request, or none that says where it ends, by what is wrong with it."""

BODIES: Final = {
    "with a length": bad("POST / HTTP/1.1", f"Content-Length: {len(NEXT)}", body=NEXT),
    "with the same length twice": bad("POST / HTTP/1.1", *[f"Content-Length: {len(NEXT)}"] * 2, body=NEXT),
    "in a chunk": bad("POST / HTTP/1.1", CHUNKED, body=b"%x\r\n%s\r\n0\r\n\r\n" % (len(NEXT), NEXT)),
    "in a chunk with a trailer": bad(
        "POST / HTTP/1.1", CHUNKED, body=b"%x;a=b\r\n%s\r\n0\r\nA: b\r\n\r\n" % (len(NEXT), NEXT)
    ),
}
"""Bodies that look like requests, by how they are framed."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzzed-outside")


@pytest.fixture(scope="module")
def service(home: Path) -> Iterator[Service]:
    with running(home) as service:
        eventually(lambda: service.get(FEED).status == 200)
        yield service
    log = (home / "log").read_text(encoding="utf-8")
    assert not [word for word in ("Traceback", "panicked", "page.failed", "workers.crashed") if word in log], log


@pytest.fixture(scope="module")
def served(service: Service, home: Path) -> tuple[Service, Path]:
    return service, home


def sound(said: Said, home: Path) -> None:
    """Hold an answer to what every answer must be."""
    assert said.status < 500 or (said.status, said["Cache-Control"]) == (503, "no-store"), said
    shown = repr(said.fields) + said.body.decode("utf-8", "replace")
    assert not [word for word in (*SECRETS, str(home)) if word in shown], shown[:2000]
    assert said.every("Set-Cookie") == []


def still_serves(service: Service) -> None:
    """See that the next reader gets its feed."""
    said = ask(service.base, FEED)
    assert (said.status, said.body[:5]) == (200, b"<?xml")
    assert ask(service.base, FEED, ("If-None-Match", "*")).status == 304


@pytest.mark.parametrize("name", MALFORMED)
def test_the_malformed_is_refused_or_hung_up_on_and_hides_nothing(service: Service, home: Path, name: str) -> None:
    raw = exchanged(service.base, MALFORMED[name])
    if raw:
        said, rest = read(raw)
        sound(said, home)
        assert 400 <= said.status < 500
        assert rest == b"", "what stood behind it was answered"
    still_serves(service)


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_never_taken_for_a_request(service: Service, home: Path, name: str) -> None:
    refused, rest = read(exchanged(service.base, BODIES[name]))
    said, rest = read(rest)
    sound(refused, home)
    assert (refused.status, said.status, said.body[:5], rest) == (405, 200, b"<?xml", b"")


def test_many_requests_at_once_are_answered_in_their_order(service: Service, home: Path) -> None:
    asked = [
        ("GET", FEED, 200),
        ("HEAD", FEED, 200),
        ("GET", "/nowhere", 404),
        ("PUT", FEED, 405),
        ("OPTIONS", FEED, 204),
    ]
    requests = [written(method, path, last=False) for method, path, _ in asked] * 8
    held = ask(service.base, FEED)["ETag"]
    requests.append(written("GET", "/healthz", ("If-None-Match", held)))
    rest = exchanged(service.base, b"".join(requests))
    for method, path, status in (*asked * 8, ("GET", "/healthz", 200)):
        said, rest = read(rest, method)
        sound(said, home)
        assert said.status == status, path
    assert rest == b""


def test_what_is_malformed_behind_a_right_request_ends_the_connection_after_its_answer(service: Service) -> None:
    raw = exchanged(service.base, written("GET", FEED, last=False) + bad("nonsense"))
    said, rest = read(raw)
    assert (said.status, said.body[:5]) == (200, b"<?xml")
    if rest:
        refused, rest = read(rest)
        assert (refused.status, rest) == (400, b"")


def named(headers: dict[str, str]) -> list[tuple[str, str]]:
    return [(name.replace("_", "-"), value) for name, value in headers.items()]


@trying(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(inside.paths, inside.methods, inside.headers, inside.queries)
@example("//evil.example/..", "GET", {"X_FORWARDED_HOST": "evil.example"}, "")
@example("/static/..%2f..%2f..%2fbeatwire.sqlite", "GET", {}, "")
@example("/" + "%2e%2e/" * 200 + "etc/passwd", "GET", {}, "")
@example(FEED, "GET", {"IF_NONE_MATCH": ", ".join(['"x"'] * 2000), "ACCEPT_ENCODING": "a;q=0.1," * 3000}, "")
def test_whatever_is_asked_is_answered(
    served: tuple[Service, Path], path: str, method: str, headers: dict[str, str], query: str
) -> None:
    (service, home), target = served, f"{path}?{query}"
    said, rest = read(exchanged(service.base, written(method, target, *named(headers))), method)
    assert rest == b""
    sound(said, home)
    if "evil" not in target:
        assert b"evil.example" not in said.body + repr(said.fields).encode()
    still_serves(service)


edits = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 8), st.binary(max_size=6)), min_size=1, max_size=4)


@trying(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(edits, st.sampled_from(("GET", "POST", "HEAD")))
def test_a_request_that_was_damaged_on_the_way_harms_nobody(
    service: Service, home: Path, edits: list[tuple[int, int, bytes]], method: str
) -> None:
    raw = written(method, FEED, ("If-None-Match", '"x"'), ("Accept-Encoding", "gzip"), ("Content-Length", "5"))
    for at, gone, instead in edits:
        raw = raw[: at % len(raw)] + instead + raw[at % len(raw) + gone :]
    with connected(service.base, 0.3) as connection:
        connection.sendall(raw + b"\r\n\r\n")
        answer = b""
        with suppress(TimeoutError):  # it may have come to ask for more than it sent
            answer = received(connection)
    if answer.startswith(b"HTTP/1.1 "):
        sound(read(answer, "HEAD")[0], home)
    still_serves(service)
