"""Feeds to publish: the hard articles of data/hard.json, and one that has everything."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from feeds.article import Article, Author, Category, Enclosure, Feed, Origin, Permits, Place, Related, Rights
from feeds.publish import items
from feeds.publish.formats import formats
from tests.world import NOW, make_article

HARD: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "hard.json").read_text())
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def make_feed(*articles: Article, **changes: Any) -> Feed:
    """Give an invented feed of `articles`, on a site that stands below a path."""
    feed = Feed(
        slug="china",
        id="urn:uuid:00000000-0000-5000-8000-00000000cafe",
        title="China — Harbour Desk",
        subtitle="News of China",
        address="https://feeds.example/news/feeds/china",
        updated=NOW,
        articles=articles,
    )
    return replace(feed, **changes)


def whole(name: str, feed: Feed) -> bytes:
    """Give the document of a feed in one format, unchecked."""
    kind = formats()[name]
    head, tail = kind.frame(feed)
    return head + kind.BETWEEN.join(kind.entry(article, items.base(feed)) for article in feed.articles) + tail


def hard_article(name: str, number: int = 1) -> Article:
    """Give the article of a case."""
    said = dict(HARD[name]["article"])
    said["authors"] = tuple(Author(**one) for one in said.get("authors", ()))
    said["categories"] = tuple(Category(**one) for one in said.get("categories", ()))
    if "places" in said:
        said["places"] = tuple(Place(code=code, score=0.5, primary=primary) for code, primary in said["places"])
    return make_article(number, **said)


def hard_feed() -> Feed:
    """Give one feed of all hard articles."""
    return make_feed(*(hard_article(name, number) for number, name in enumerate(HARD, 1)))


def rich_article(number: int = 1, **changes: Any) -> Article:
    """Give an article that has everything an article can have."""
    article = make_article(
        number,
        authors=(
            Author(
                name="Li Wen", role="Harbour Reporter", email="li@gazette.example", uri="https://gazette.example/li"
            ),
            Author(name="Mara Osei"),
        ),
        categories=(Category(term="ports", scheme="https://gazette.example/topics", label="Ports & docks"),),
        places=(Place(code="CN", score=0.9, primary=True), Place(code="KP", score=0.2, primary=False)),
        enclosures=(
            Enclosure(href="https://gazette.example/a.jpg", type="image/jpeg", length=1234, width=640, height=480),
            Enclosure(href="https://gazette.example/b.jpg", type="image/jpeg"),
            Enclosure(href="https://gazette.example/c.mp3", type="audio/mpeg", length=99),
        ),
        related=(Related(title="The old pier", link="https://gazette.example/pier"), Related(title="Never written")),
        origin=Origin(title="The Gazette", id="https://gazette.example/feed", link="https://gazette.example/"),
        rights=Rights(permits=Permits.FULL, notice="© The Gazette. Reprint freely.", license=LICENCE),
        estimated=True,
    )
    return replace(article, **changes)


def rich_feed(*articles: Article) -> Feed:
    """Give a feed that has everything a feed can have."""
    return make_feed(
        *(articles or (rich_article(),)),
        language="en",
        rights="© Harbour Desk",
        license=LICENCE,
        icon="https://feeds.example/icon.png",
        logo="https://feeds.example/logo.png",
        hubs=("https://hub.example/",),
        ttl=15,
    )
