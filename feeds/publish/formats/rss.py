"""RSS 2.0 with the content, dc, media, atom and sy modules (rssboard.org/rss-specification and rss-profile)."""

from typing import Final

from lxml.etree import SubElement, _Element

from feeds.article import Article, Enclosure, Feed
from feeds.publish import builder, items, reservations

NAME: Final = "rss"
EXTENSION: Final = ".rss"
MEDIA_TYPE: Final = "application/rss+xml"
BETWEEN: Final = b""

_ATOM: Final = "http://www.w3.org/2005/Atom"
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_MEDIA: Final = "http://search.yahoo.com/mrss/"
_SY: Final = "http://purl.org/rss/1.0/modules/syndication/"
_OWN: Final = "urn:beatwire:1.0"


def frame(feed: Feed) -> tuple[bytes, bytes]:
    """Give what of RSS 2.0 comes before the entries of `feed`, and what after them."""
    return builder.rss_frame(feed, _ADDITIONS)


def entry(article: Article, site: str) -> bytes:
    """Give `article` as an item of any feed of `site`."""
    return builder.rss_entry(article, site, _ADDITIONS)


def _head(channel: _Element, feed: Feed) -> None:
    for rel, address in items.links(feed, EXTENSION):
        _link(channel, rel, address, type=MEDIA_TYPE)
    if feed.archive.page is not None:
        SubElement(channel, f"{{{items.HISTORY}}}archive")
    for hub in feed.hubs:
        _link(channel, "hub", hub)
    if licence := items.licence(feed.license):
        _link(channel, "license", licence)
        reservations.license_with(channel, licence)
    if feed.reserved:
        reservations.reserve(channel, feed.address + EXTENSION, feed.policy)
    hours = feed.ttl > 60
    _text(channel, _SY, "updatePeriod", "daily" if hours else "hourly")
    _text(channel, _SY, "updateFrequency", str(max(1, (1440 if hours else 60) // feed.ttl)))


def _entry(item: _Element, article: Article) -> None:
    if article.content:
        _text(item, _CONTENT, "encoded", article.content)
    if article.updated != article.published:
        _text(item, _ATOM, "updated", article.updated.isoformat())
    _creators(item, article)
    if article.language:
        _text(item, _DC, "language", article.language)
    for country in items.countries(article):
        _text(item, _DC, "coverage", country.term)
    _rights(item, article)
    _origin(item, article)
    _media(item, article)
    for related in items.related(article):
        if related.link:
            _link(item, "related", related.link, title=related.title)


def _creators(item: _Element, article: Article) -> None:
    """Name the bylines: RSS' own `author` must be a mailbox; a role says whose it is."""
    for author in items.authors(article):
        _text(item, _DC, "creator", author.name)
        if author.role:
            _text(item, _OWN, "role", author.role).set("creator", author.name)


def _rights(item: _Element, article: Article) -> None:
    rights = article.rights
    if rights.notice:
        _text(item, _DC, "rights", rights.notice)
    if licence := items.licence(rights.license):
        _link(item, "license", licence)
        reservations.license_with(item, licence)
    if rights.reserved:
        reservations.reserve(item, item.findtext("link") or article.id, rights.policy)
    if rights.expires:
        reservations.expire(item, rights.expires.isoformat())


def _origin(item: _Element, article: Article) -> None:
    """Name the publisher: `source` must have an address, so one that has none is a `dc:publisher`."""
    address = items.feed_address(article.origin)
    if address:
        SubElement(item, "source", url=address).text = article.origin.title
    elif article.origin.title:
        _text(item, _DC, "publisher", article.origin.title)


def _media(item: _Element, article: Article) -> None:
    """Name every medium, and the first whose size is known as the one enclosure that readers expect."""
    media = items.media(article)
    for one in media:
        content = SubElement(item, f"{{{_MEDIA}}}content", _attributes(one))
        content.set("medium", items.medium(one))
    for one in [one for one in media if one.length and one.type][:1]:
        SubElement(item, "enclosure", url=one.href, length=str(one.length), type=one.type or "")


def _attributes(medium: Enclosure) -> dict[str, str]:
    said = {
        "url": medium.href,
        "fileSize": medium.length,
        "type": medium.type,
        "width": medium.width,
        "height": medium.height,
    }
    return {name: str(value) for name, value in said.items() if value}


def _link(parent: _Element, rel: str, href: str, **more: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}link", {"href": href, "rel": rel} | more)


def _text(parent: _Element, namespace: str, tag: str, text: str) -> _Element:
    element = SubElement(parent, f"{{{namespace}}}{tag}")
    element.text = text
    return element


_ADDITIONS: Final = builder.Additions(
    namespaces={"dc": _DC, "media": _MEDIA, "sy": _SY, "fh": items.HISTORY, **reservations.NAMESPACES},
    head=_head,
    entry=_entry,
)
