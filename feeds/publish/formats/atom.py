"""Atom 1.0 (RFC 4287), with media and the roles of authors beside it."""

from typing import Final

from lxml.etree import SubElement, _Element

from feeds.article import Article, Feed, Tombstone
from feeds.publish import builder, items, reservations

NAME: Final = "atom"
EXTENSION: Final = ".atom"
MEDIA_TYPE: Final = "application/atom+xml"
BETWEEN: Final = b""

_MEDIA: Final = "http://search.yahoo.com/mrss/"
_TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"
_OWN: Final = "urn:beatwire:1.0"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def frame(feed: Feed) -> tuple[bytes, bytes]:
    """Give what of Atom comes before the entries of `feed`, and what after them."""
    return builder.atom_frame(feed, _ADDITIONS)


def entry(article: Article, site: str) -> bytes:
    """Give `article` as an entry of any feed of `site`."""
    return builder.atom_entry(article, site, _ADDITIONS)


def _head(element: _Element, feed: Feed) -> None:
    for rel, address in items.links(feed, EXTENSION):
        _link(element, rel, address, type=MEDIA_TYPE)
    if feed.archive.page is not None:
        SubElement(element, f"{{{items.HISTORY}}}archive")
    for hub in feed.hubs:
        _link(element, "hub", hub)
    if licence := items.licence(feed.license):
        _link(element, "license", licence)
        reservations.license_with(element, licence)
    for stone in feed.tombstones:
        _bury(element, stone)
    if feed.reserved:
        reservations.reserve(element, feed.address + EXTENSION, feed.policy)


def _bury(element: _Element, stone: Tombstone) -> None:
    """Say that an entry is gone (RFC 6721, 3)."""
    grave = SubElement(element, f"{{{_TOMBSTONES}}}deleted-entry", ref=stone.id, when=stone.at.isoformat())
    if stone.comment:
        SubElement(grave, f"{{{_TOMBSTONES}}}comment").text = stone.comment


def _entry(entry: _Element, article: Article) -> None:
    if article.language:
        entry.set(_LANG, article.language)
    for element, author in zip(entry.findall("author"), items.authors(article), strict=False):
        if author.role:
            SubElement(element, f"{{{_OWN}}}role").text = author.role
    for related in items.related(article):
        if related.link:
            _link(entry, "related", related.link, title=related.title)
    _rights(entry, article)
    _media(entry, article)
    _source(entry, article)


def _rights(entry: _Element, article: Article) -> None:
    """Say under which terms the story stands; its notice is feedgen's to write."""
    rights = article.rights
    if licence := items.licence(rights.license):
        _link(entry, "license", licence)
        reservations.license_with(entry, licence)
    if rights.reserved:
        page = entry.find("link")
        address = None if page is None else page.get("href")
        reservations.reserve(entry, address or article.id, rights.policy)
    if rights.expires:
        reservations.expire(entry, rights.expires.isoformat())


def _media(entry: _Element, article: Article) -> None:
    for one in items.media(article):
        known = {"type": one.type, "length": one.length}
        _link(entry, "enclosure", one.href, **{name: str(value) for name, value in known.items() if value})
        said = {"url": one.href, "fileSize": one.length, "type": one.type, "width": one.width, "height": one.height}
        content = SubElement(entry, f"{{{_MEDIA}}}content", {key: str(value) for key, value in said.items() if value})
        content.set("medium", items.medium(one))


def _source(entry: _Element, article: Article) -> None:
    """Say whose story it is (4.2.11); an id must be an IRI, so a publisher without one has none."""
    origin = article.origin
    source = SubElement(entry, "source")
    if address := items.feed_address(origin):
        SubElement(source, "id").text = address
    SubElement(source, "title").text = origin.title
    SubElement(source, "updated").text = article.updated.isoformat()
    if origin.link and items.absolute(origin.link):
        _link(source, "alternate", origin.link)


def _link(parent: _Element, rel: str, href: str, **more: str) -> None:
    SubElement(parent, "link", {"href": href, "rel": rel} | more)


_ADDITIONS: Final = builder.Additions(
    namespaces={"media": _MEDIA, "at": _TOMBSTONES, "fh": items.HISTORY, **reservations.NAMESPACES},
    head=_head,
    entry=_entry,
)
