"""Building: our three formats, checked, beside plain feedgen and json.dumps saying less of the same articles."""

import json
from dataclasses import dataclass
from functools import partial

from feedgen.feed import FeedGenerator

from feeds.article import Feed
from feeds.publish.checks import check
from feeds.publish.formats import formats
from feeds.publish.rendering import render
from tests.benchmarks import invented
from tests.benchmarks.timing import Row, race, show
from tests.feeds.publish.cases import whole
from tests.world import NOW

ARTICLES = 50


def measure(rounds: int) -> list[Row]:
    """Build one feed of full-text articles in each format, and all of them as the press does."""
    feed = _feed()
    plain = _Plain(feed)
    bodies = {name: whole(one.NAME, feed) for name, one in formats().items()}
    rows = [
        race(name, partial(whole, name, feed), (said, work), rounds)
        for name, said, work in (
            ("rss", "plain feedgen", plain.rss),
            ("atom", "plain feedgen", plain.atom),
            ("json", "json.dumps of the same", partial(json.dumps, json.loads(bodies["json"]), ensure_ascii=False)),
        )
    ]
    for name, body in bodies.items():
        check(name, body, feed)
    return [*rows, race("all three, checked", lambda: render(feed), ("plain feedgen, twice", plain.both), rounds)]


@dataclass(frozen=True, slots=True)
class _Plain:
    """feedgen as its manual uses it (with our quick dates: importing our builder gives it those)."""

    feed: Feed

    def rss(self) -> object:
        return self._made().rss_str(pretty=True)

    def atom(self) -> object:
        return self._made().atom_str(pretty=True)

    def both(self) -> object:
        return self.rss(), self.atom()

    def _made(self) -> FeedGenerator:
        made = FeedGenerator()
        made.id(self.feed.id)
        made.title(self.feed.title)
        made.description(self.feed.subtitle)
        made.link(href=self.feed.address)
        for article in self.feed.articles:
            entry = made.add_entry(order="append")
            entry.guid(article.id)
            entry.title(article.title)
            entry.link(href=article.link)
            entry.summary(article.summary)
            entry.content(article.content, type="html")
            entry.author(name="Mara Osei")
            entry.category([{"term": one.term} for one in article.categories])
            entry.published(article.published)
            entry.updated(article.updated)
        return made


def _feed() -> Feed:
    return Feed(
        slug="china",
        id="urn:uuid:00000000-0000-5000-8000-00000000cafe",
        title="Harbours",
        subtitle="News of harbours",
        address="https://feeds.example/feeds/china",
        updated=NOW,
        articles=invented.articles(ARTICLES),
    )


if __name__ == "__main__":
    show(f"Building a feed of {ARTICLES} full-text articles", measure)
