"""Sitemaps (sitemaps.org 0.9, Google News and image extensions) and their indexes, XML or plain text, gzipped or not.

Elements are known by their place, not by their namespace, which is missing or wrong as often as not.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from io import BytesIO
from itertools import islice
from typing import Final

from lxml import etree

from feeds.article import Enclosure, Page
from feeds.collect.listing.freshness import Span, span
from feeds.collect.reading.charset import decode
from feeds.collect.reading.refusals import refusal
from feeds.text.characters import line
from feeds.text.dates import instant
from feeds.text.html import unescape_once
from feeds.text.urls import absolute

MOST: Final = 50_000  # sitemaps.org's own bound
LARGEST: Final = 20 * 2**20
_CHILDREN: Final = 50  # of one element
_ELEMENTS: Final = 500_000  # that are walked over: ten for each address; the time that a sitemap costs goes by them
_REFERENCES: Final = 500_000  # that are mended
_GZIP: Final = b"\x1f\x8b"
_HEAD: Final = 2**14
_ROOT: Final = re.compile(r"<(?:[\w-]{1,30}:)?(urlset|sitemapindex)(?=[\s>/])", re.IGNORECASE)
_OTHER_LISTS: Final = re.compile(r"<(?:[\w-]{1,30}:)?(?:rss|feed|rdf)(?=[\s>/])", re.IGNORECASE)
_BARE: Final = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);)", re.DOTALL
)
_PICTURES: Final = 5


class NotASitemapError(ValueError):
    """The bytes are no sitemap; the message is one sentence that says what they are instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What Google's news extension says of a page."""

    title: str | None = None
    published: datetime | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    publication: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One address of a sitemap or an index, as it is written; `changed` is when that was, as exactly as it is said."""

    url: str
    changed: Span | None = None
    news: News | None = None
    pictures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists, in its own order; an `index` lists further sitemaps."""

    listed: tuple[Listed, ...]
    index: bool = False


def text_of(page: Page) -> str:
    """Give the text of `page`, unzipped where it is gzip, at most LARGEST bytes of it.

    Raises NotASitemapError for gzip that is broken from its start.
    """
    return decode(_unzipped(page.body), page.charset).lstrip("\ufeff \t\r\n\0")


def is_feed(text: str) -> bool:
    """Tell whether `text` is a feed, which sitemaps.org allows in a sitemap's place."""
    head = text[:_HEAD]
    return _ROOT.search(head) is None and _OTHER_LISTS.search(head) is not None


def read(text: str, address: str, zone: tzinfo) -> Sitemap:
    """Read the text of a sitemap, well-formed or not; `zone` is that of dates which name none.

    Raises NotASitemapError.
    """
    root = _ROOT.search(text, 0, _HEAD)
    if root:
        # What stands before the root is not read: no document type, so no entities and nothing to fetch.
        found = _elements(text[root.start() :], address, zone)
        return Sitemap(listed=tuple(found), index=root[1].lower() == "sitemapindex")
    lines = [line(one) for one in text.splitlines()[:MOST]]
    listed = tuple(
        Listed(url=url) for one in lines if one.startswith(("http://", "https://")) and (url := absolute(one, None))
    )
    if not listed or len(listed) * 2 < sum(1 for one in lines if one):
        raise NotASitemapError(refusal(text).replace("a feed", "a sitemap"))
    return Sitemap(listed=listed)


def _unzipped(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body[:LARGEST]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, LARGEST)
    except zlib.error as error:
        raise NotASitemapError("gzip that is broken") from error


def _elements(text: str, address: str, zone: tzinfo) -> Iterator[Listed]:
    """Read one `url` or `sitemap` element after the other; what is read is forgotten, so that memory stays small."""
    mended = BytesIO(_BARE.sub(_reference, text, _REFERENCES).encode("utf-8", "replace"))
    events = etree.iterparse(  # type: ignore[call-overload]  # the stubs do not know "internal"
        mended, events=("end",), encoding="utf-8", recover=True, huge_tree=False,
        resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    number = 0
    try:
        for _, element in islice(events, _ELEMENTS):
            if _name(element) not in {"url", "sitemap"}:
                continue
            if listed := _listed(element, address, zone):
                yield listed
                number += 1
            _forget(element)
            if number >= MOST:
                return
    except etree.XMLSyntaxError:  # beyond recovery: what came before it stands
        return


def _reference(found: re.Match[str]) -> str:
    """Write an & that begins no reference of XML's as one; libxml2, recovering from it, would lose all that follow."""
    return "&amp;" if found[0] == "&" else found[0]


def _forget(element: etree._Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            return
        del parent[0]


@lru_cache(maxsize=256)
def _local(tag: str) -> str:
    """Give an element's local name in lower case, whether or not its prefix was declared."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _name(element: etree._Element) -> str:
    return _local(str(element.tag)[-100:])


def _texts(element: etree._Element) -> dict[str, str]:
    """Give the first text of each child, as one legal line."""
    found: dict[str, str] = {}
    for child in islice(element, _CHILDREN):
        text = line((child.text or "")[:8192])
        if text:
            found.setdefault(_name(child), text)
    return found


def _listed(element: etree._Element, address: str, zone: tzinfo) -> Listed | None:
    said = _texts(element)
    url = said.get("loc")
    if url is None:
        return None
    if not url.startswith(("http://", "https://")):
        url = absolute(url, address)
        if url is None:
            return None
    news = next((child for child in islice(element, _CHILDREN) if _name(child) == "news"), None)
    pictures = [child for child in islice(element, _CHILDREN) if _name(child) == "image"][:_PICTURES]
    return Listed(
        url=url,
        changed=span(said.get("lastmod", ""), zone),
        news=None if news is None else _news(news, zone),
        pictures=tuple(
            Enclosure(href=href, type="image/*")
            for one in pictures
            if (href := absolute(_texts(one).get("loc", ""), url))
        ),
    )


def _news(element: etree._Element, zone: tzinfo) -> News:
    said = _texts(element)
    publication = next((_texts(child) for child in element if _name(child) == "publication"), {})
    return News(
        title=unescape_once(said["title"]) if "title" in said else None,
        published=instant(said.get("publication_date", ""), zone),
        language=publication.get("language") or said.get("language"),
        keywords=tuple(
            dict.fromkeys(word.strip() for word in re.split("[,，、;；]", said.get("keywords", "")) if word.strip())
        )[:50],
        publication=publication.get("name"),
    )
