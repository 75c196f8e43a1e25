"""Section pages that mean harm, and those that are broken: nothing takes long, and nothing is raised but a refusal."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.article import Page, Reading
from feeds.collect.listing.selectors import complaint
from feeds.collect.sources import page, sitemap
from feeds.errors import ParseError
from tests.cost import units
from tests.feeds.collect.sources import test_page, test_sitemap
from tests.world import NOW, make_source

ADDRESS = "https://gazette.example/asia"
SOURCE = make_source(kind="page", url=ADDRESS)
BODIES = [case.read_bytes() for case in test_page.CASES]
SITEMAPS = [case.read_bytes() for case in test_sitemap.CASES]


def read(body: bytes | str, **source: str) -> Reading:
    whole = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    return page.read(Page(address=ADDRESS, body=whole), SOURCE.model_copy(update=source), NOW)


def cost(body: str) -> float:
    def attempt() -> None:
        with suppress(ParseError):
            read(body)

    return units(attempt)


LINK = '<h3><a href="/2026/11/20/story-{0}">Harbour story number {0} of many</a></h3>'


@pytest.mark.parametrize(
    "body",
    [
        "".join(map(LINK.format, range(3000))),
        "<div>" * 200 + "".join(map(LINK.format, range(1500))),
        "<a href=/2026/11/20/x>" * 20_000,
        "<a href=/2026/11/20/x><b>" * 20_000 + "Harbour story of the day",
        '<a href="/2026/11/20/x">' + "<span class=a>x</span>" * 50_000,
        "<li><a href=/2026/11/20/x>" + "<time>" * 20_000,
        '<a class="' + "nav-" * 50_000 + '" href=/2026/11/20/x>Harbour story of the day</a>',
        f"<a href=/{'-' * 100_000}>Harbour story of the day</a>",
        f"<a href=/x?{'&id=1' * 100_000}>Harbour story of the day</a>",
        f"<a href=/x>{'read ' * 50_000}</a>",
        '<a href=x><script type="application/ld+json">' + "[" * 50_000 + "</script>",
        '<a href=x><script type="application/ld+json">' + '{"@graph":' * 900 + "1" + "}" * 900 + "</script>",
        '<a href=x><script type="application/ld+json">[' + '{"@type":"ItemList"},' * 30_000 + "1]</script>",
    ],
    ids=[
        "many",
        "deep",
        "unclosed",
        "nested",
        "spans",
        "times",
        "class",
        "path",
        "query",
        "words",
        "json",
        "graph",
        "lists",
    ],
)
def test_no_page_takes_long(body: str) -> None:
    assert cost(body) < 1500


def test_a_page_is_read_up_to_a_bound() -> None:
    assert len(read("".join(map(LINK.format, range(1600)))).follow) == 1500


@given(
    body=st.sampled_from(BODIES),
    cut=st.floats(0, 1),
    junk=st.binary(max_size=12),
    links=st.sampled_from(["", "a", "//a"]),
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damaged_page_raises_anything_but_a_refusal(body: bytes, cut: float, junk: bytes, links: str) -> None:
    at = int(len(body) * cut)
    with suppress(ParseError):
        for follow in read(body[:at] + junk + body[at + 9 :], links=links).follow:
            assert follow.url.startswith(("http://", "https://"))


@given(body=st.sampled_from(SITEMAPS), cut=st.floats(0, 1), junk=st.binary(max_size=12))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damaged_sitemap_raises_anything_but_a_refusal(body: bytes, cut: float, junk: bytes) -> None:
    at = int(len(body) * cut)
    with suppress(ParseError):
        for follow in sitemap.read(Page(address=ADDRESS, body=body[:at] + junk + body[at + 9 :]), SOURCE, NOW).follow:
            assert follow.url.startswith(("http://", "https://"))


@given(
    body=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: f"<a href='{text}'>{text}".encode("utf-8", "ignore"))
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise_anything_but_a_refusal(body: bytes) -> None:
    for read_one in (page.read, sitemap.read):
        with suppress(ParseError):
            read_one(Page(address=ADDRESS, body=body), SOURCE, NOW)


@pytest.mark.parametrize(
    "piece", ["<url><loc>", "<![CDATA[", "&", "<url>", "<loc>https://a.example/story/12345</loc>", "<a:b>"]
)
def test_no_sitemap_takes_long(piece: str) -> None:
    body = f"<urlset>{piece * (200_000 // len(piece))}".encode()
    assert units(lambda: sitemap.read(Page(address=ADDRESS, body=body), SOURCE, NOW)) < 1500


@pytest.mark.parametrize(
    "links", ["main h2 a", "a[href*='/2026/']", "//h2/a", "(//a)[1]", ".river > a", "h2 a, h3 a", "//a/@href"]
)
def test_what_can_be_used_is_no_complaint(links: str) -> None:
    assert complaint(links) is None


@pytest.mark.parametrize("links", ["", "h2 >", "//a[", "a::text", "//a[foo()]", "//x:a", "count(//a)", "//a[" * 300])
def test_what_cannot_is_one_sentence(links: str) -> None:
    said = complaint(links) or ""
    assert said.startswith('"links" ')
    assert "\n" not in said
