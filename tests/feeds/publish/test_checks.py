"""The last look at a document."""

import json
from typing import Any

import pytest

from feeds.article import Feed
from feeds.errors import PublishError
from feeds.publish.checks import check, relative
from feeds.publish.formats import formats
from tests.cost import units
from tests.feeds.publish.cases import make_feed, rich_feed, whole
from tests.world import make_article

FEED = rich_feed(make_article(1), make_article(2))
BODIES = {name: whole(one.NAME, FEED) for name, one in formats().items()}


def refused(name: str, body: bytes, feed: Feed = FEED) -> str:
    with pytest.raises(PublishError) as caught:
        check(name, body, feed)
    assert (caught.value.feed, caught.value.format) == ("china", name)
    return str(caught.value)


@pytest.mark.parametrize("name", BODIES)
def test_a_whole_document_passes(name: str) -> None:
    check(name, BODIES[name], FEED)


@pytest.mark.parametrize("name", BODIES)
def test_an_empty_feed_passes(name: str) -> None:
    check(name, whole(name, make_feed()), make_feed())


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("body", [b"", b"<html/>", b"[]", b"{}", b"null", b"\xff", b"<rss version='2.0'/>"])
def test_what_is_no_feed_is_refused(name: str, body: bytes) -> None:
    assert "is not valid" in refused(name, body)


@pytest.mark.parametrize("name", BODIES)
def test_a_cut_document_is_refused(name: str) -> None:
    refused(name, BODIES[name][:-20])


@pytest.mark.parametrize("name", BODIES)
def test_other_articles_than_the_feeds_are_refused(name: str) -> None:
    assert "other articles" in refused(name, BODIES[name], rich_feed(make_article(1)))
    first, second = (make_article(number).id.encode() for number in (1, 2))
    assert "other articles" in refused(name, BODIES[name].replace(second, first))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("rss", b"<link>https://gazette.example/stories/1</link>", b"<link>/stories/1</link>"),
        ("rss", b"<title>Harbour story 1</title>", b"<title></title>"),
        ("rss", b"<pubDate>", b"<pubdate/><!--<pubDate>"),
        ("rss", b"&lt;p&gt;What", b'&lt;img src="/x.png"&gt;What'),
        ("atom", b'href="https://gazette.example/stories/1"', b'href="stories/1"'),
        ("atom", b"&lt;p&gt;What", b'&lt;img src="/x.png"&gt;What'),
        ("json", b"https://gazette.example/stories/1", b"stories/1"),
        ("json", b"<p>What", b"<img src=x.png>What"),
        ("json", b'"content_html"', b'"content_none"'),
        ("json", b"version/1.1", b"version/1.0"),
    ],
)
def test_a_damaged_document_is_refused(name: str, old: bytes, new: bytes) -> None:
    assert old in BODIES[name]
    refused(name, BODIES[name].replace(old, new))


def test_json_with_a_missing_key_is_refused() -> None:
    said: dict[str, Any] = json.loads(BODIES["json"])
    for key in ("title", "items", "feed_url", "home_page_url"):
        refused("json", json.dumps({name: value for name, value in said.items() if name != key}).encode())


@pytest.mark.parametrize(
    "html",
    [
        "<a " * 60_000,
        "<a" + " x" * 60_000,
        "<a" + " x=" * 60_000,
        "<a b='" * 60_000,
        "<" * 200_000,
        "<a" + " " * 200_000,
        "<a " + "x" * 300_000,
        "<a x" + "=" * 200_000,
    ],
)
def test_hostile_markup_is_looked_through_in_time(html: str) -> None:
    assert units(lambda: relative(html)) < 400
