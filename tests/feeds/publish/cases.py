"""Feeds to publish: the hard articles of data/hard.json, one that has everything, and every kind of document."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, get_args

from config.rights import Conditions, Permitted
from feeds.article import (
    Archive,
    Article,
    Author,
    Category,
    Correction,
    Enclosure,
    Feed,
    Origin,
    Permits,
    Place,
    Related,
    Rights,
    Tombstone,
)
from feeds.publish import items
from feeds.publish.formats import formats
from feeds.publish.scrub import scrub
from feeds.select.rights import gate
from tests.world import NOW, make_article

HARD: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "hard.json").read_text())
WIDTHS: Final[tuple[Permitted, ...]] = get_args(Permitted)
POLICY = "https://gazette.example/tdm.json"
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
    feed = scrub(feed)
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


def every_feed() -> Iterator[tuple[str, Feed]]:
    """Give (name, feed) of each kind of document: each article as wide as each right lets it, and each kind of head."""
    articles = {name: hard_article(name) for name in HARD} | {"rich": rich_article(), "corrected": corrected()}
    for name, article in articles.items():
        for width in WIDTHS:
            yield f"{name}, {width}", make_feed(gate(article, Conditions(rights=width)))
    yield "all", hard_feed()
    yield "none", make_feed()
    yield "rich", rich_feed()
    yield "rich and without articles", replace(rich_feed(), articles=())
    yield "mixed languages", make_feed(make_article(1, language="zh-Hans-CN"), make_article(2, language="ja"))
    yield "reserved", reserved_feed()
    for said in ("", "The report was of another year."):
        stones = tuple(Tombstone(id=make_article(number).id, at=NOW, comment=said) for number in (8, 9))
        yield f"tombstones, {said or 'bare'}", make_feed(make_article(), tombstones=stones)
    for page in (None, 1, 2, 3):
        yield f"archives, {page or 'subscribed'}", make_feed(make_article(), archive=Archive(page=page, newest=3))


def corrected(number: int = 1) -> Article:
    """Give an article that was corrected an hour after it was published."""
    later = NOW + timedelta(hours=1)
    note = (Correction(at=later, changed=("title",), note="The quay is the northern one."),)
    return make_article(number, updated=later, changed=later, corrections=note)


def reserved_feed() -> Feed:
    """Give a feed that says of itself and of an article all that can be said of rights."""
    rights = Rights(
        permits=Permits.FULL,
        notice="© The Gazette.\nAll rights reserved.",
        license=LICENCE,
        expires=NOW,
        reserved=True,
        policy=POLICY,
    )
    return make_feed(
        make_article(1, rights=rights, link=None),
        make_article(2),
        rights="© Desk",
        license=LICENCE,
        reserved=True,
        policy="https://desk.example/rsl.xml",
    )
