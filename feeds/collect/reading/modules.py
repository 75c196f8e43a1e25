"""What RSS and Atom have in common: bylines, and what both take from Dublin Core, Media RSS and Creative Commons."""

import re
from collections.abc import Iterable, Mapping
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
_MAIL: Final = re.compile(r"[^\s<>()\[\]:,;@]{1,64}@[^\s<>()\[\]:,;@]{1,255}")
_T = TypeVar("_T")


def some(said: Fields, *names: str) -> list[Element]:
    """Give the first elements of these names, at most PER_ITEM."""
    return each(said, *names)[:PER_ITEM]


def unique(values: Iterable[_T]) -> tuple[_T, ...]:
    """Give each of the first PER_ITEM values once, in the order they stand."""
    return tuple(dict.fromkeys(islice(values, PER_ITEM)))


def date(said: Fields, names: tuple[str, ...], frame: Frame) -> datetime | None:
    """Give the first date that can be read among the elements of these names."""
    return next((moment for element in each(said, *names) if (moment := frame.date(text_of(element)))), None)


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
    for names in (("author",), ("dc:creator",), ("itunes:author",)):
        people = people or [byline(text_of(element)) for element in some(said, *names)]
    return unique(author for author in people if author)


def categories(said: Fields) -> tuple[Category, ...]:
    """Give the topics of an item as they are given (RSS category, atom:category, dc:subject)."""
    found = [
        Category(
            term=folded(element.get("term")) or folded(text_of(element)) or "",
            scheme=folded(element.get("scheme") or element.get("domain")),
            label=folded(element.get("label")),
        )
        for element in some(said, "category", "atom:category", "dc:subject")
    ]
    return unique(category for category in found if category.term)


def enclosures(said: Fields, base: str) -> tuple[Enclosure, ...]:
    """Give the media of an item; a thumbnail only where nothing else is a picture."""
    media = [said, *(fields(group) for group in some(said, "media:group"))]
    found: list[Enclosure] = []
    for names in (("enclosure", "media:content"), ("media:thumbnail", "itunes:image")):
        found += [
            Enclosure(
                href=href,
                type=type_of(element, thumbnail="media:thumbnail" in names),
                length=number(element.get("length") or element.get("fileSize")),
                width=number(element.get("width")),
                height=number(element.get("height")),
            )
            for level in media
            for element in some(level, *names)
            if (href := resolved(element.get("url") or element.get("href"), base))
        ]
        if any((one.type or "").startswith("image/") for one in found):
            break
    return unique(found)


def type_of(said: Mapping[str, str | None] | Element, *, thumbnail: bool) -> str | None:
    """Give the type of a medium, or "image/*" for what is only known to be a picture (Media RSS, medium)."""
    pictured = thumbnail or (said.get("medium") or "").strip().lower() == "image"
    return folded(said.get("type")) or ("image/*" if pictured else None)


def license_of(said: Fields, base: str) -> str | None:
    """Give the URI of the licence (Creative Commons RSS and RDF modules; RFC 4946, link rel=license)."""
    for element in each(said, "cc:license"):
        if uri := resolved(element.get(f"{RDF}resource") or text_of(element), base):
            return uri
    return next((uri for link in links(said, "license") if (uri := resolved(link.get("href"), base))), None)


def links(said: Fields, rel: str) -> list[Element]:
    """Give the Atom links of one relation; none is "alternate" (RFC 4287, 4.2.7.2)."""
    return [link for link in some(said, "atom:link") if (link.get("rel") or "alternate").strip().lower() == rel]


def alternate(said: Fields, base: str) -> str | None:
    """Give the page that an Atom link says is the same thing, an HTML one first."""
    pages = sorted(links(said, "alternate"), key=lambda link: "html" not in (link.get("type") or "html"))
    return next((href for link in pages if (href := resolved(link.get("href"), base))), None)
