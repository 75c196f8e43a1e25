"""What every format says of an article, decided once: its address, headline, tags, picture and recordings."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from feeds.article import COUNTRY_SCHEME, Article, Author, Category, Enclosure, Feed, Origin, Related
from feeds.select.region import label
from feeds.text.excerpts import excerpt
from feeds.text.html import plain

HEADLINE: Final = 120
HISTORY: Final = "http://purl.org/syndication/history/1.0"
"""The namespace of RFC 5005."""
PICTURES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "avif": "image/avif",
        "gif": "image/gif",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "png": "image/png",
        "webp": "image/webp",
    },
)
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_NAME: Final = re.compile(r"(?:urn|tag|info):\S+", re.IGNORECASE)
_WEB: Final = re.compile(
    r"""https?://(?:[\w.~-]*@)?(?:\[[0-9a-f:.]+\]|[^\s/?#:@<>"{}|\\^`%\[\]]+)(?::[0-9]{1,5})?(?:[/?#]\S*)?""",
    re.IGNORECASE,
)
_PICTURE: Final = re.compile(r"[^?#]*\.(avif|gif|jpe?g|png|webp)(?:[?#].*)?", re.IGNORECASE)


def base(feed: Feed) -> str:
    """Give the address under which the whole site stands ("https://host/news"), without a slash at its end."""
    return feed.address.removesuffix(f"/feeds/{feed.slug}")


def links(feed: Feed, extension: str) -> tuple[tuple[str, str], ...]:
    """Give (rel, address) of the document itself and of its neighbours in the archives (RFC 5005, 4)."""
    at = feed.archive
    said = {
        "self": stem(feed, at.page),
        "current": feed.address if at.page is not None else None,
        "prev-archive": stem(feed, at.previous) if at.previous else None,
        "next-archive": stem(feed, at.next) if at.next else None,
    }
    return tuple((rel, address + extension) for rel, address in said.items() if address)


def stem(feed: Feed, page: int | None = None) -> str:
    """Give the address of a feed's documents, or of those of a page of its archives, without their extension."""
    return feed.address if page is None else f"{feed.address}/archive/{page}"


def page(site: str, article_id: str) -> str:
    """Give the address of our own page for an article, by its `urn:uuid:` id."""
    return f"{site}/articles/{article_id.removeprefix('urn:uuid:')}"


def link(article: Article, site: str) -> str:
    """Give the publisher's address of an article or, where it has none, our own page's on `site`."""
    return article.link or page(site, article.id)


def headline(article: Article) -> str:
    """Give the title; an article without one is named by how it begins, or by whose it is."""
    begins = article.title.strip() or excerpt(article.summary or plain(article.content), HEADLINE)
    return begins or publisher(article)


def publisher(article: Article) -> str:
    """Give whose story it is; a publisher without a name is called as its source is."""
    return article.origin.title or article.source


def authors(article: Article) -> tuple[Author, ...]:
    """Give the bylines that have a name, each with its address and mailbox only where they are real ones."""
    return tuple(
        Author(
            name=author.name.strip(),
            uri=author.uri if author.uri and absolute(author.uri) else None,
            email=author.email if author.email and re.fullmatch(r"[^@\s]+@[^@\s]+", author.email) else None,
            role=(author.role or "").strip() or None,
        )
        for author in article.authors
        if author.name.strip()
    )


def countries(article: Article) -> tuple[Category, ...]:
    """Give the countries that the story is about (ISO 3166-1 alpha-2), without those that it only mentions."""
    return tuple(
        Category(term=place.code, scheme=COUNTRY_SCHEME, label=place.label or label(place.code))
        for place in article.places
        if place.primary and _COUNTRY.fullmatch(place.code)
    )


def categories(article: Article) -> tuple[Category, ...]:
    """Give the topics as they were given, then the countries; none empty, none twice."""
    topics = (
        Category(term=topic.term.strip(), scheme=_scheme(topic.scheme), label=(topic.label or "").strip() or None)
        for topic in article.categories
        if topic.term.strip()
    )
    return tuple({(one.term, one.scheme): one for one in (*topics, *countries(article))}.values())


def picture(article: Article) -> Enclosure | None:
    """Give the one picture of an article, with its type where that is known or its name tells; no tracking pixel."""
    for enclosure in article.enclosures:
        named = _PICTURE.fullmatch(enclosure.href)
        kind = enclosure.type or (PICTURES[named[1].lower()] if named else "")
        counts = 1 in {enclosure.width, enclosure.height}
        if kind.startswith("image/") and absolute(enclosure.href) and not counts:
            return Enclosure(
                href=enclosure.href,
                type=None if kind == "image/*" else kind,
                length=enclosure.length or None,
                width=enclosure.width or None,
                height=enclosure.height or None,
            )
    return None


def media(article: Article) -> tuple[Enclosure, ...]:
    """Give the picture, then every recording whose type is known."""
    first = picture(article)
    recordings = tuple(
        enclosure
        for enclosure in article.enclosures
        if (enclosure.type or "").startswith(("audio/", "video/")) and absolute(enclosure.href)
    )
    return recordings if first is None else (first, *recordings)


def medium(one: Enclosure) -> str:
    """Give what a medium is in one word (Media RSS, medium); only a picture's type may be unknown."""
    return (one.type or "image").partition("/")[0]


def related(article: Article) -> tuple[Related, ...]:
    """Give the related stories that have a title, each with its address where it has a real one."""
    return tuple(
        Related(title=one.title.strip(), link=one.link if one.link and absolute(one.link) else None)
        for one in article.related
        if one.title.strip()
    )


def feed_address(origin: Origin) -> str | None:
    """Give the address of the publisher's feed or, where it is not known, of its site."""
    return next((one for one in (origin.id, origin.link) if one and absolute(one)), None)


def licence(uri: str | None) -> str | None:
    """Give a licence's URI if it is one."""
    return uri if uri and absolute(uri) else None


def is_rsl(uri: str) -> bool:
    """Tell an RSL licence from a TDM policy (JSON-LD) by its name."""
    return uri.partition("?")[0].lower().endswith((".xml", ".rsl"))


def absolute(url: str) -> bool:
    """Tell an absolute http or https address."""
    return _WEB.fullmatch(url) is not None


def _scheme(given: str | None) -> str | None:
    """Give a scheme that names something and runs nowhere; what is about a country we say, not a source."""
    names = given and (_NAME.fullmatch(given) or absolute(given))
    return given if given and names and not given.lower().startswith(COUNTRY_SCHEME) else None
