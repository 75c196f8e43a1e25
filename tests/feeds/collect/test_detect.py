"""From an address to the ways to follow it: one file a case, each with its pages and the whole walk over them."""

import gzip
from pathlib import Path
from typing import Any

import pytest
import yaml

from feeds.article import Page
from feeds.collect.detect import MOST_LOOKS, Answer, Candidate, Step, steps
from feeds.collect.exchange import Response
from feeds.errors import FetchError
from tests.cost import units
from tests.world import NOW

CASES = sorted((Path(__file__).parent / "data" / "detect").glob("*.yaml"))
KINDS = ("feed", "folder", "page", "sitemap", "wordpress")


def answer(url: str, said: Any) -> Answer:
    if said is None or isinstance(said, int):
        return FetchError("no page", source="new", status=said)
    given = said if isinstance(said, dict) else {"body": said}
    body = given["body"] if isinstance(given["body"], bytes) else given["body"].encode()
    return Response(
        page=Page(
            address=given.get("address", url), body=body, media_type=given.get("media_type"), link=given.get("link")
        )
    )


def told(step: Step) -> str:
    if not isinstance(step, Candidate):
        return f"look {step.url}"
    title = f" ({step.title})" if step.title else ""
    return f"{'barred ' if step.barred else ''}{step.kind} {step.url}{title}"


def walk(address: str, pages: dict[str, Any], kinds: tuple[str, ...] = KINDS) -> list[str]:
    """Walk to the end, as if no candidate brought anything."""
    way = steps(address, kinds, NOW)
    said: list[str] = []
    sent: Answer | None = None
    while True:
        try:
            step = way.send(sent)
        except StopIteration:
            return said
        said.append(told(step))
        sent = None if isinstance(step, Candidate) else answer(step.url, pages.get(step.url))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_walk_is_as_the_case_says(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert walk(case["address"], case["pages"], tuple(case.get("kinds", KINDS))) == case["walk"]


INDEX = "<sitemapindex><sitemap><loc>https://gazette.example/latest.xml.gz</loc></sitemap></sitemapindex>"
NEWS = '<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><n:publication_date>2026</n:publication_date>'


@pytest.mark.parametrize(("packed", "found"), [(gzip.compress(NEWS.encode()), True), (b"\x1f\x8bnot gzip", False)])
def test_a_packed_sitemap_is_unpacked(packed: bytes, *, found: bool) -> None:
    pages = {
        "https://gazette.example/": "<html></html>",
        "https://gazette.example/robots.txt": 404,
        "https://gazette.example/sitemap.xml": INDEX,
        "https://gazette.example/latest.xml.gz": {"body": packed},
    }
    said = walk("https://gazette.example/", pages, ("sitemap",))
    assert ("sitemap https://gazette.example/latest.xml.gz" in said) is found


def test_a_bomb_is_unpacked_only_in_part() -> None:
    pages: dict[str, Any] = {
        "https://gazette.example/": "<html></html>",
        "https://gazette.example/robots.txt": 404,
        "https://gazette.example/sitemap.xml": {"body": gzip.compress(b"<urlset>" + b" " * 2**27, 1)},
    }
    assert units(lambda: walk("https://gazette.example/", pages, ("sitemap",))) < 20


def test_there_is_an_end_of_looking() -> None:
    names = "".join(f"Sitemap: https://m{number}.gazette.example/news.xml\n" for number in range(50))
    pages: dict[str, Any] = {f"https://m{number}.gazette.example/robots.txt": 404 for number in range(50)}
    pages |= {"https://gazette.example/": "<html></html>", "https://gazette.example/robots.txt": names}
    said = walk("https://gazette.example/", pages)
    assert sum(step.startswith("look") for step in said) == MOST_LOOKS


HOSTILE = {
    "open tags": "<html>" + "<link " * 200_000,
    "open comments": "<html>" + "<!--" * 200_000,
    "open scripts": "<html>" + "<script>" * 100_000,
    "quotes": "<html><link rel=" + "\"'" * 300_000,
    "slashes": "<html><img src='/" + "wp-/" * 200_000,
    "links": "<html>" + '<link rel=alternate type="application/rss+xml" href="/feed/?%d">' * 10_000,
    "anchors": "<html>" + "<a href='/x/feed'>" * 40_000,
    "no end of words": "<html><a href='/" + "feed.feed-" * 80_000 + "'>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_costs_more_than_its_length(name: str) -> None:
    page = {"https://gazette.example/asia/": HOSTILE[name], "https://gazette.example/robots.txt": 404}
    assert units(lambda: walk("https://gazette.example/asia/", page)) < 250


ALMOST_NEWS = "google.com/schemas/sitemap-news/" * 5000


def test_no_sitemap_costs_more_than_its_length() -> None:
    page = {
        "https://gazette.example/": "<html></html>",
        "https://gazette.example/robots.txt": 404,
        "https://gazette.example/sitemap.xml": "<sitemapindex>" + "<loc> <![CDATA[" * 20_000 + ALMOST_NEWS,
    }
    assert units(lambda: walk("https://gazette.example/", page)) < 20
