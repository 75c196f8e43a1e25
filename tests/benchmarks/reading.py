"""Reading: our feed reader beside feedparser, both from bytes to entries, both leaving the markup as it is."""

from collections.abc import Callable
from functools import partial
from io import BytesIO

import feedparser

from config.settings import Source
from feeds.article import Page
from feeds.collect.sources import feed
from tests.benchmarks import invented
from tests.benchmarks.timing import Row, race, show
from tests.world import NOW, make_source

ITEMS = 30
FEEDS: dict[str, Callable[[int], bytes]] = {
    "RSS, full text": invented.rss,
    "Atom, full text": invented.atom,
    "RDF, summaries": invented.rdf,
}


def measure(rounds: int) -> list[Row]:
    """Read each feed with both."""
    return [_row(f"{name}, {ITEMS} items", made(ITEMS), rounds) for name, made in FEEDS.items()]


def _row(what: str, body: bytes, rounds: int) -> Row:
    page = Page(address="https://gazette.example/feed", body=body)
    ours = partial(_ours, page, make_source())
    theirs = partial(_feedparser, body)
    assert ours() == theirs() == ITEMS
    return race(what, lambda: [ours() for _ in range(5)], ("feedparser", lambda: [theirs() for _ in range(5)]), rounds)


def _ours(page: Page, source: Source) -> int:
    return len(feed.read(page, source, NOW).entries)


def _feedparser(body: bytes) -> int:
    return len(feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries)


if __name__ == "__main__":
    show("Reading feeds", measure)
