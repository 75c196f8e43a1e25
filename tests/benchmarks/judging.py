"""Judging: an entry cleaned and its places found, beside feedparser parsing and sanitising the same feed."""

from dataclasses import replace
from io import BytesIO

import feedparser

from config.settings import Limits
from feeds.article import Article, Entry, Page, Permits
from feeds.collect.sources import feed
from feeds.select.clean import Context, clean
from feeds.select.region import places
from feeds.text.html import prose
from tests.benchmarks import invented
from tests.benchmarks.timing import Row, race, show
from tests.world import NOW, make_source

ARTICLES = 30


def measure(rounds: int) -> list[Row]:
    """Clean and place the articles of one feed; the yardstick parses it and sanitises their markup."""
    body = invented.rss(ARTICLES)
    reading = feed.read(Page(address="https://gazette.example/feed", body=body), make_source(), NOW)
    context = Context(source=make_source(), reading=reading, permits=Permits.FULL, now=NOW, limits=Limits())
    cleaned = [each for each in (clean(entry, context) for entry in reading.entries) if isinstance(each, Article)]
    assert len(cleaned) == ARTICLES
    assert all(_placed(article) for article in cleaned)
    yardstick = ("feedparser", lambda: feedparser.parse(BytesIO(body)))
    rows = [
        race("clean", lambda: [clean(entry, context) for entry in reading.entries], yardstick, rounds),
        race("places", lambda: [_placed(article) for article in cleaned], yardstick, rounds),
        race("clean and places", lambda: [_judged(entry, context) for entry in reading.entries], yardstick, rounds),
    ]
    return [replace(row, ours=f"{row.ours}, {ARTICLES / row.seconds:,.0f} articles/s") for row in rows]


def _judged(entry: Entry, context: Context) -> object:
    article = clean(entry, context)
    return _placed(article) if isinstance(article, Article) else article


def _placed(article: Article) -> object:
    topics = tuple(category.term for category in article.categories)
    return places(article.title, prose(article.content), topics)


if __name__ == "__main__":
    show(f"Judging {ARTICLES} full-text articles", measure)
