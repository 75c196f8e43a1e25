"""What robots.txt says to us, what its absence says, and what it costs; a new case is two files in data/robots."""

import gzip
import json
import pickle
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Page
from feeds.collect.fetch import Fetcher, NotModified, Response
from feeds.collect.robots import LARGEST, Robots, Rules, address, read
from feeds.errors import FetchError
from tests.cost import units
from tests.fakeweb import Answer, FakeWeb, cut, redirect, reset
from tests.fakeweb import page as served
from tests.feeds.collect.asking import LIMITS, ask
from tests.world import NOW

SITE = "https://gazette.example"
CASES = sorted((Path(__file__).parent / "data" / "robots").glob("*.txt"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOSED = b"User-agent: *\nDisallow: /desk/\n"


def page(body: bytes = CLOSED, max_age: int | None = None, etag: str | None = None) -> Response:
    return Response(page=Page(address=f"{SITE}/robots.txt", body=body), max_age=max_age, etag=etag)


def refusal(status: int | None = 503, retry_after: int | None = None, *, transient: bool = True) -> FetchError:
    return FetchError("no", source="gazette", status=status, transient=transient, retry_after=retry_after)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_file_says_what_it_is_expected_to_say(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    rules = read(page(path.read_bytes()), None, NOW)
    assert [one for one in expected["allowed"] + expected["refused"] if rules.allows(SITE + one)] == expected["allowed"]
    assert rules.delay == timedelta(seconds=expected.get("delay", 0))
    assert list(rules.sitemaps) == expected.get("sitemaps", [])
    assert rules.remark == expected.get("remark")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://gazette.example/a/b?c#d", "https://gazette.example/robots.txt"),
        ("HTTP://desk:secret@Gazette.example:80/", "http://gazette.example/robots.txt"),
        ("http://gazette.example:8080/a", "http://gazette.example:8080/robots.txt"),
        ("http://[0:0:0:0:0:0:0:1]:81/a", "http://[::1]:81/robots.txt"),
        ("https://新闻.example/a", "https://xn--efvy88h.example/robots.txt"),
        ("ftp://gazette.example/", None),
        ("http://[broken/", None),
        ("", None),
    ],
)
def test_scheme_host_and_port_have_one_file(url: str, expected: str | None) -> None:
    assert address(url) == expected


@pytest.mark.parametrize(("max_age", "good"), [(None, DAY), (0, HOUR), (60, HOUR), (7200, 2 * HOUR), (10**7, DAY)])
def test_a_file_is_good_for_an_hour_to_a_day(max_age: int | None, good: timedelta) -> None:
    rules = read(page(max_age=max_age), None, NOW)
    assert rules.until == NOW + good
    assert read(NotModified(max_age=max_age), rules, NOW + DAY).until == NOW + DAY + good


def test_not_modified_keeps_the_rules() -> None:
    rules = read(page(etag='"1"'), None, NOW)
    again = read(NotModified(etag='"1"'), rules, NOW + DAY)
    assert not again.allows(f"{SITE}/desk/1")
    assert (again.etag, again.until) == ('"1"', NOW + 2 * DAY)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_file_means_no_rules(status: int) -> None:
    rules = read(refusal(status, transient=False), read(page(), None, NOW), NOW)
    assert rules.allows(f"{SITE}/desk/1")
    assert rules.until == NOW + DAY


@pytest.mark.parametrize("error", [refusal(status) for status in (429, 408, 500, 503, 300)] + [refusal(None)])
def test_a_site_that_cannot_be_reached_is_left_alone(error: FetchError) -> None:
    rules = read(error, None, NOW)
    assert rules.waits
    assert not rules.allows(f"{SITE}/")
    assert rules.until == NOW + timedelta(minutes=10)


def test_it_is_asked_again_ever_later_or_when_it_says() -> None:
    rules, waits = None, []
    for _ in range(12):
        rules = read(refusal(), rules, NOW)
        waits.append((rules.until - NOW) / timedelta(minutes=10))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 144, 144, 144, 144]
    assert read(refusal(retry_after=3600), None, NOW).until == NOW + HOUR
    assert read(refusal(retry_after=10**9), None, NOW).until == NOW + DAY


def test_without_an_older_copy_all_is_allowed_after_thirty_days() -> None:
    first = read(refusal(), None, NOW)
    assert read(refusal(), first, NOW + 29 * DAY).waits
    later = read(refusal(), first, NOW + 30 * DAY)
    assert later.allows(f"{SITE}/desk/1")


def test_an_older_copy_counts_again_after_twelve_hours() -> None:
    failing = read(refusal(), read(page(), None, NOW - DAY), NOW)
    assert not failing.allows(f"{SITE}/news")
    later = read(refusal(), failing, NOW + 12 * HOUR)
    assert later.allows(f"{SITE}/news")
    assert not later.allows(f"{SITE}/desk/1")
    assert not read(refusal(), later, NOW + 90 * DAY).allows(f"{SITE}/desk/1")


def test_a_page_ends_the_waiting() -> None:
    failing = read(refusal(), None, NOW)
    after = read(page(), failing, NOW + HOUR)
    assert (after.waits, after.failing_since, after.tries) == (False, None, 0)
    unchanged = read(NotModified(), read(refusal(), after, NOW + HOUR), NOW + 2 * HOUR)
    assert (unchanged.waits, unchanged.failing_since, unchanged.tries) == (False, None, 0)


def test_rules_travel_between_processes() -> None:
    rules = pickle.loads(pickle.dumps(read(page(), None, NOW)))  # noqa: S301 - our own bytes
    assert not rules.allows(f"{SITE}/desk/1")


def test_what_is_no_address_is_not_allowed() -> None:
    assert not read(page(), None, NOW).allows("http://[broken/?q")


def test_rules_are_known_while_they_are_good() -> None:
    robots, rules = Robots(), read(page(), None, NOW)
    robots.learn(f"{SITE}/a", rules)
    assert robots.known(f"{SITE}/b?c", NOW) is rules
    for other in (f"{SITE}:8443/b", "http://gazette.example/b", "https://www.gazette.example/b", "no address"):
        assert robots.known(other, NOW) is None
    assert robots.known(f"{SITE}/b", NOW + DAY) is None
    assert robots.known(f"{SITE}/b", NOW - DAY) is None
    assert robots.last(f"{SITE}/b") is rules
    robots.learn("no address", rules)
    assert robots.last("no address") is None


def test_what_was_not_asked_about_longest_is_forgotten() -> None:
    robots, rules = Robots(2), Rules(until=NOW + DAY)
    for number in (1, 2, 1, 3):
        robots.learn(f"https://{number}.example/", rules)
        robots.known("https://1.example/", NOW)
    assert [robots.known(f"https://{n}.example/", NOW) is not None for n in (1, 2, 3)] == [True, False, True]


def test_many_rules_push_out_others_but_never_themselves() -> None:
    robots = Robots(2)
    for number in (1, 2):
        robots.learn(f"https://{number}.example/", Rules(until=NOW + DAY, lines=201))
        robots.learn(f"https://{number}.example/", Rules(until=NOW + DAY, lines=201))
    assert [robots.known(f"https://{n}.example/", NOW) is not None for n in (1, 2)] == [False, True]


def filled(line: str, start: str = "User-agent: *\n") -> bytes:
    lines = (line.format(n=n) for n in range((LARGEST - len(start)) // len(line)))
    return (start + "".join(lines)).encode()[:LARGEST]


HOSTILE: dict[str, Callable[[], bytes]] = {
    "one endless wildcard": lambda: filled("*a", "User-agent: *\nDisallow: /"),
    "many wildcards": lambda: filled("Disallow: /*a*a*a*a{n}$\n"),
    "wide wildcards": lambda: filled("Disallow: *" + "a*" * 20 + "b{n}\n"),
    "many paths": lambda: filled("Disallow:/a{n}\n"),
    "dollars": lambda: filled("$*", "User-agent: *\nDisallow: /"),
    "many agents before many rules": lambda: (
        filled("User-agent: a{n}\n", "")[: LARGEST // 2] + b"\n" + filled("allow:/a\n", "")[: LARGEST // 2]
    ),
    "our agent again and again": lambda: filled("User-agent: *\nAllow: /{n}\n"),
    "blanks": lambda: b"User-agent: *\nDisallow" + b" " * (LARGEST - 40) + b"x",
    "digits": lambda: b"User-agent: *\nRequest-rate: 1/" + b"9" * 4000 + b"\nCrawl-delay: " + b"9" * 500_000,
    "sitemaps": lambda: filled("sitemap: /{n}\n"),
    "colons": lambda: b":" * LARGEST,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little(name: str) -> None:
    body = HOSTILE[name]()
    urls = [f"{SITE}/{'a' * 4000}", f"{SITE}/{'ab1' * 1300}"]

    def work() -> None:
        rules = read(page(body), None, NOW)
        for url in urls * 10:
            rules.allows(url)

    assert units(work) < 400
    rules = read(page(body), None, NOW)
    assert rules.lines <= 10_000
    assert len(rules.sitemaps) <= 100


@pytest.mark.parametrize(
    ("answers", "desk", "waits"),
    [
        ({"/robots.txt": served(CLOSED)}, False, False),
        ({"/robots.txt": redirect("/1", 301), "/1": redirect("/2", 302), "/2": served(CLOSED)}, False, False),
        ({"/robots.txt": served(gzip.compress(CLOSED), Content_Encoding="gzip")}, False, False),
        ({"/robots.txt": served(b"<html><body>Welcome", media_type="text/html")}, True, False),
        ({"/robots.txt": served(b"")}, True, False),
        ({}, True, False),
        ({"/robots.txt": served(b"no", status=401)}, True, False),
        ({"/robots.txt": served(b"no", status=429)}, False, True),
        ({"/robots.txt": served(b"no", status=503)}, False, True),
        ({"/robots.txt": redirect("/robots.txt")}, False, True),
        ({"/robots.txt": cut(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nUser-agent: *\n")}, False, True),
        ({"/robots.txt": reset()}, False, True),
        ({"/robots.txt": served(b"x" * (LIMITS.response_bytes + 1))}, False, True),
    ],
)
def test_what_comes_over_the_wire(
    web: FakeWeb, fetcher: Fetcher, answers: dict[str, Answer], *, desk: bool, waits: bool
) -> None:
    web.answers |= answers
    where = address(web.url("/news/1"))
    assert where == web.url("/robots.txt")
    answer: Response | NotModified | FetchError
    try:
        answer = fetcher.fetch(ask(where))
    except FetchError as error:
        answer = error
    rules = read(answer, None, NOW)
    assert (rules.allows(web.url("/desk/1")), rules.waits) == (desk, waits)


def test_nothing_is_read_beyond_the_limit() -> None:
    assert read(page(b" " * LARGEST + b"\nUser-agent: *\nDisallow: /\n"), None, NOW).allows(f"{SITE}/")


@given(body=st.binary(max_size=300) | st.text("Uuser-agntDilow:*/$ \n%2fcthCraqR0129.", max_size=300).map(str.encode))
def test_any_bytes_are_read(body: bytes) -> None:
    rules = read(page(body), None, NOW)
    rules.allows(f"{SITE}/a%zz?b")
    assert timedelta(0) <= rules.delay <= timedelta(minutes=1)
