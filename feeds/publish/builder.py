"""The only feedgen: the frame of a feed and its entries, as RSS or Atom.

What feedgen 1.0.0 cannot say is written through our own extension. An entry is rendered in a bare feed and cut out:
all frames of a format declare the same namespaces, so it stands in any of them.

feedgen's traps are named where they are avoided, [1] to [9]; each has its regression test.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache, partial
from typing import Final
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

import feedgen.entry
import feedgen.feed
from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml.etree import _Element

from feeds.article import Article, Author, Category, Feed
from feeds.publish import items
from feeds.publish.scrub import scrub

GENERATOR: Final = "beatwire"
GENERATOR_URI: Final = "https://github.com/beatwire/beatwire"

_TAG: Final = re.compile(r"<[A-Za-z/!?]")
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_BARE: Final = Feed(slug="bare", id="urn:bare", title="bare", subtitle="", address="urn:bare", updated=_NEVER)

# [1] formatRFC2822 sets the whole process' locale for each date, and threads may read it meanwhile.
feedgen.feed.formatRFC2822 = format_datetime
feedgen.entry.formatRFC2822 = format_datetime


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Additions:
    """What a format writes itself: `head` into the feed or channel, `entry` into each entry or item.

    In RSS elements are named `{namespace}tag`; in Atom feedgen's own have bare names.
    """

    namespaces: Mapping[str, str]
    head: Callable[[_Element, Feed], None]
    entry: Callable[[_Element, Article], None]


class _Extension(BaseExtension):  # type: ignore[misc] # feedgen ships no types
    """feedgen's door for elements that it does not know; one instance a feed, one an entry."""

    def __init__(self, namespaces: Mapping[str, str], write: Callable[[_Element], None]) -> None:
        self._namespaces = namespaces
        self._write = write

    def extend_ns(self) -> dict[str, str]:
        return dict(self._namespaces)

    def extend_rss(self, feed: _Element) -> None:
        self._write(feed[0] if feed.tag == "rss" else feed)

    def extend_atom(self, feed: _Element) -> None:
        self._write(feed)


def rss_frame(feed: Feed, additions: Additions) -> tuple[bytes, bytes]:
    """Render RSS 2.0 without items; raises ValueError where it cannot."""
    feed = scrub(feed)  # [7] an illegal character raises, and kills the whole feed
    return _split(_styled(feed, _generator(feed, additions).rss_str(pretty=True)), b"  </channel>")


def rss_entry(article: Article, site: str, additions: Additions) -> bytes:
    """Render one item of a washed article; its text is escaped, since [5] CDATA breaks on `]]>`. Raises ValueError."""
    generator = _generator(_BARE, additions)
    entry = _entry(generator, site, article, additions)
    entry.title(_harmless(items.headline(article)))
    if article.summary:
        entry.description(html.escape(article.summary, quote=False))
    return _cut(generator.rss_str(pretty=True), _bare_rss(additions))


def _harmless(title: str) -> str:
    """Give a title of RSS: nobody says whether it is text or HTML, so where HTML would find a tag it is escaped."""
    return html.escape(title, quote=False) if _TAG.search(title) else title


def atom_frame(feed: Feed, additions: Additions) -> tuple[bytes, bytes]:
    """Render Atom 1.0 (RFC 4287) without entries; raises ValueError where it cannot."""
    feed = scrub(feed)  # [7]
    return _split(_styled(feed, _generator(feed, additions).atom_str(pretty=True)), b"</feed>")


def atom_entry(article: Article, site: str, additions: Additions) -> bytes:
    """Render one Atom entry of a washed article; raises ValueError where it cannot."""
    generator = _generator(_BARE, additions)
    entry = _entry(generator, site, article, additions)
    entry.author([_person(one) for one in items.authors(article)] or [{"name": items.publisher(article)}])
    if article.summary:
        entry.summary(article.summary)
    if article.content:
        entry.content(article.content, type="html")
    if article.rights.notice:
        entry.rights(article.rights.notice)
    return _cut(generator.atom_str(pretty=True), _bare_atom(additions))


@lru_cache
def _bare_rss(additions: Additions) -> tuple[bytes, bytes]:
    return _split(_generator(_BARE, additions).rss_str(pretty=True), b"  </channel>")


@lru_cache
def _bare_atom(additions: Additions) -> tuple[bytes, bytes]:
    return _split(_generator(_BARE, additions).atom_str(pretty=True), b"</feed>")


def _split(document: bytes, end: bytes) -> tuple[bytes, bytes]:
    """Part a document without entries where they would stand: before the tag `end`."""
    head, tag, rest = document.rpartition(end)
    return head, tag + rest


def _cut(document: bytes, frame: tuple[bytes, bytes]) -> bytes:
    """Take the one entry out of a document."""
    return document[len(frame[0]) : -len(frame[1])]


def _generator(feed: Feed, additions: Additions) -> FeedGenerator:
    generator = FeedGenerator()
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(feed.subtitle or feed.title)
    generator.link(href=feed.address, rel="alternate", type="text/html")  # [4] the last link is RSS's: the only one
    generator.generator(GENERATOR, uri=GENERATOR_URI)
    generator.updated(feed.updated)  # [2] both default to now
    generator.lastBuildDate(feed.updated)
    generator.ttl(feed.ttl)
    _options(generator, feed)
    generator.register_extension(
        "beatwire", partial(_Extension, additions.namespaces, lambda e: additions.head(e, feed))
    )
    return generator


def _options(generator: FeedGenerator, feed: Feed) -> None:
    if feed.language:
        generator.language(feed.language)
    if feed.rights:
        generator.rights(feed.rights)
    if feed.icon:
        generator.icon(feed.icon)
    if feed.logo:
        generator.logo(feed.logo)


def _entry(generator: FeedGenerator, site: str, article: Article, additions: Additions) -> FeedEntry:
    entry = generator.add_entry(order="append")  # [3] it prepends
    entry.guid(article.id, permalink=False)
    entry.title(items.headline(article))
    entry.link(href=items.link(article, site))  # [9] without a link or content an Atom entry raises
    entry.published(article.published)
    entry.updated(article.updated)  # [2]
    entry.category([_category(one) for one in items.categories(article)])
    # [4] [5] [6] links, media, sources and creators are lost, wrapped or refused: the format writes them
    entry.register_extension("beatwire", partial(_Extension, {}, lambda e: additions.entry(e, article)))
    return entry


def _person(author: Author) -> dict[str, str]:
    said = {"name": author.name, "uri": author.uri, "email": author.email}
    return {key: value for key, value in said.items() if value}


def _category(category: Category) -> dict[str, str]:
    said = {"term": category.term, "scheme": category.scheme, "label": category.label}
    return {key: value for key, value in said.items() if value}


def _styled(feed: Feed, xml: bytes) -> bytes:
    """Put the stylesheet behind the declaration: opened in a browser, the feed is a page."""
    path = urlsplit(items.base(feed)).path
    style = f'<?xml-stylesheet type="text/css" href={quoteattr(path + "/static/feed.css")}?>\n'
    declaration, end, body = xml.partition(b"?>\n")
    return declaration + end + style.encode() + body
