"""What RSS and Atom have in common: bylines, and what both take from Dublin Core, Media RSS and Creative Commons."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar

from feeds.article import Author, Category, Enclosure
from feeds.collect.reading.frame import Frame, folded, number, resolved
from feeds.collect.reading.trees import RDF, Element, Fields, each, fields, first, text_of

PER_ITEM: Final = 100  # bylines, topics, media or links of one item
PUBLISHED: Final = ("pubdate", "atom:published", "atom:issued", "published", "dcterms:issued")
CREATED: Final = ("atom:created", "dcterms:created")
UPDATED: Final = ("atom:updated", "atom:modified", "dcterms:modified", "updated")
_MEDIA: Final = frozenset(("media:group", "enclosure", "media:content", "media:thumbnail", "itunes:image"))
_RESOURCE: Final = f"{RDF}resource"
_MAIL: Final = re.compile(r"[^\s<>()\[\]:,;@]{1,64}@[^\s<>()\[\]:,;@]{1,255}")
_T = TypeVar("_T")


def some(said: Fields, *names: str) -> Sequence[Element]:
    """Give the first elements of these names, at most PER_ITEM."""
    return each(said, *names)[:PER_ITEM]


def unique(values: Iterable[_T]) -> tuple[_T, ...]:
    """Give each of the first PER_ITEM values once, in the order they stand."""
    few = tuple(islice(values, PER_ITEM))
    return tuple(dict.fromkeys(few)) if len(few) > 1 else few


def date(said: Fields, names: tuple[str, ...], frame: Frame) -> datetime | None:
    """Give the first date that can be read among the elements of these names."""
    for name in names:
        for element in said.get(name, ()):
            if moment := frame.date(text_of(element)):
                return moment
    return None


def byline(text: str | None) -> Author | None:
    """Read "Name", "mail@host (Name)" or "Name <mail@host>" (RSS 2.0, author)."""
    line = folded(text)
    if line is None:
        return None
    mail = _MAIL.search(line) if "@" in line else None
    if mail is None:
        return Author(name=line)
    name = f"{line[: mail.start()]} {line[mail.end() :]}".replace("mailto:", "").strip(" ()<>[]\"',")
    return Author(name=folded(name) or mail[0], email=mail[0])


def person(said: Fields) -> Author | None:
    """Read an Atom person construct (RFC 4287, 3.2; `url` is Atom 0.3's)."""
    name, mail = folded(first(said, "atom:name")), folded(first(said, "atom:email"))
    uri = resolved(first(said, "atom:uri", "atom:url"), "")
    return Author(name=name or mail or uri or "", uri=uri, email=mail) if name or mail or uri else None


def authors(said: Fields) -> tuple[Author, ...]:
    """Give the bylines of an item: its authors, else its creators, else the podcast's."""
    people = [person(fields(element)) or byline(text_of(element)) for element in some(said, "atom:author")]
    for name in ("author", "dc:creator", "itunes:author"):
        if name in said and not people:
            people = [byline(text_of(element)) for element in some(said, name)]
    return unique([author for author in people if author])


def categories(said: Fields) -> tuple[Category, ...]:
    """Give the topics of an item as they are given (RSS category, atom:category, dc:subject)."""
    topics = (_topic(element) for element in some(said, "category", "atom:category", "dc:subject"))
    return unique([topic for topic in topics if topic])


def _topic(element: Element) -> Category | None:
    given = dict(element.items())
    term = folded(given.get("term")) or folded(text_of(element))
    if term is None:
        return None
    if not given:
        return Category(term=term)
    return Category(
        term=term, scheme=folded(given.get("scheme") or given.get("domain")), label=folded(given.get("label"))
    )


def enclosures(said: Fields, base: str) -> tuple[Enclosure, ...]:
    """Give the media of an item; a thumbnail only where nothing else is a picture."""
    if said.keys().isdisjoint(_MEDIA):
        return ()
    levels = (said, *map(fields, said.get("media:group", ())[:PER_ITEM]))
    found: list[Enclosure] = []
    for names in (("enclosure", "media:content"), ("media:thumbnail", "itunes:image")):
        thumbnail = "media:thumbnail" in names
        media = (_medium(element, base, thumbnail=thumbnail) for level in levels for element in some(level, *names))
        found += [medium for medium in media if medium is not None]
        if any((one.type or "").startswith("image/") for one in found):
            break
    return unique(found)


def type_of(said: Mapping[str, str | None] | Element, *, thumbnail: bool) -> str | None:
    """Give the type of a medium, or "image/*" for what is only known to be a picture (Media RSS, medium)."""
    pictured = thumbnail or (said.get("medium") or "").strip().lower() == "image"
    return folded(said.get("type")) or ("image/*" if pictured else None)


def _medium(element: Element, base: str, *, thumbnail: bool) -> Enclosure | None:
    given = dict(element.items())
    href = resolved(given.get("url") or given.get("href"), base)
    if href is None:
        return None
    return Enclosure(
        href=href,
        type=type_of(element, thumbnail=thumbnail),
        length=number(given.get("length") or given.get("fileSize")),
        width=number(given.get("width")),
        height=number(given.get("height")),
    )


def license_of(said: Fields, base: str) -> str | None:
    """Give the URI of the licence (Creative Commons RSS and RDF modules; RFC 4946, link rel=license)."""
    for element in each(said, "cc:license"):
        if uri := resolved(element.get(_RESOURCE) or text_of(element), base):
            return uri
    return _address(links(said, "license"), base)


def links(said: Fields, rel: str) -> list[Element]:
    """Give the Atom links of one relation; none is "alternate" (RFC 4287, 4.2.7.2)."""
    return [link for link in some(said, "atom:link") if (link.get("rel") or "alternate").strip().lower() == rel]


def alternate(said: Fields, base: str) -> str | None:
    """Give the page that an Atom link says is the same thing, an HTML one first."""
    pages = links(said, "alternate")
    return _address(sorted(pages, key=_is_no_page) if len(pages) > 1 else pages, base)


def _is_no_page(link: Element) -> bool:
    return "html" not in (link.get("type") or "html")


def _address(found: Iterable[Element], base: str) -> str | None:
    for link in found:
        if href := resolved(link.get("href"), base):
            return href
    return None
