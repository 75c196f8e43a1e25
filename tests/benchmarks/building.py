"""Building: documents rebuilt after one article changed, beside feedgen, Django's feedgenerator and concatenation.

Ours finds what is ready, renders the one article, checks it, signs the feed and puts all three formats together. feedgen
and Django (where it is installed) say less of each article, in RSS and Atom alone. Concatenation joins the same entries,
rendered already, and no more. What compression costs stands apart.
"""

import gzip
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from feedgen.feed import FeedGenerator

from feeds.article import Article, Feed
from feeds.publish.documents import compress
from feeds.publish.formats import formats
from feeds.publish.fragments import Fragments
from feeds.publish.rendering import render
from feeds.publish.signature import sign
from tests.benchmarks import invented
from tests.benchmarks.timing import Row, Work, race, show
from tests.world import NOW

COUNTS: Final = (50, 1_000, 10_000)


def measure(rounds: int, counts: tuple[int, ...] = COUNTS) -> list[Row]:
    """Rebuild feeds of full-text articles after one change, beside each yardstick; compress the smallest."""
    rows = [
        race(f"{count:,} entries, one changed", desk.rebuilt, yardstick, rounds)
        for count in counts
        for desk in (_Desk(count),)
        for yardstick in desk.yardsticks()
    ]
    bodies = tuple(_Desk(counts[0]).rebuilt().values())
    gzipped = ("gzip 6 alone", lambda: [gzip.compress(body, 6) for body in bodies])
    return [*rows, race(f"compressing {counts[0]} entries", lambda: [*map(compress, bodies)], gzipped, rounds)]


class _Desk:
    """A feed of which one article after another changes."""

    def __init__(self, count: int) -> None:
        self._articles = list(invented.articles(count))
        self._fragments = Fragments(2**40)
        self._numbers = itertools.count()
        self.rebuilt()

    def rebuilt(self) -> dict[str, bytes]:
        """Change one article, and build the feed as the press does."""
        number = next(self._numbers)
        which = number % len(self._articles)
        self._articles[which] = replace(self._articles[which], title=f"Ferries, edition {number}")
        self._fragments.turn()
        ready = [self._fragments.ready(one, (), lambda stored: stored) for one in self._articles]
        feed = _feed(tuple(one.article for one in ready))
        sign(feed, [one.digest for one in ready], "a benchmark")
        return render(feed, self._fragments)[1]

    def yardsticks(self) -> Iterator[tuple[str, Work]]:
        feed = _feed(tuple(self._articles))
        yield "concatenation", _joining(feed)
        plain = _Plain(feed)
        yield "feedgen, two formats", plain.both
        if find_spec("django") is not None:
            yield "Django, two formats", _Django(feed).both


def _joining(feed: Feed) -> Work:
    site = "https://feeds.example"
    parts = [
        (kind.frame(replace(feed, articles=())), kind.BETWEEN, [kind.entry(one, site) for one in feed.articles])
        for kind in formats().values()
    ]
    return lambda: [b"".join((head, between.join(entries), tail)) for (head, tail), between, entries in parts]


@dataclass(frozen=True, slots=True)
class _Plain:
    """feedgen as its manual uses it (with our quick dates: importing our builder gives it those)."""

    feed: Feed

    def both(self) -> object:
        return self._made().rss_str(pretty=True), self._made().atom_str(pretty=True)

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


@dataclass(frozen=True, slots=True)
class _Django:
    """Django's feedgenerator, which needs no settings; it writes descriptions, and no full text beside them."""

    feed: Feed

    def both(self) -> object:
        module: Any = import_module("django.utils.feedgenerator")
        return [self._made(module, name).writeString("utf-8") for name in ("Rss201rev2Feed", "Atom1Feed")]

    def _made(self, module: Any, name: str) -> Any:
        settings: Any = import_module("django.conf").settings
        if not settings.configured:
            settings.configure()
        made = getattr(module, name)(self.feed.title, self.feed.address, self.feed.subtitle, language="en")
        for article in self.feed.articles:
            made.add_item(
                article.title,
                article.link,
                article.content,
                author_name="Mara Osei",
                pubdate=article.published,
                updateddate=article.updated,
                unique_id=article.id,
                categories=[one.term for one in article.categories],
            )
        return made


def _feed(articles: tuple[Article, ...]) -> Feed:
    return Feed(
        slug="china",
        id="urn:uuid:00000000-0000-5000-8000-00000000cafe",
        title="Harbours",
        subtitle="News of harbours",
        address="https://feeds.example/feeds/china",
        updated=NOW,
        articles=articles,
    )


if __name__ == "__main__":
    show("Building feeds of full-text articles", measure)
