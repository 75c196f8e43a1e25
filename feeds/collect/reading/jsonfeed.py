"""JSON Feed 1.0 and 1.1: parsed JSON → entries. Nothing in it is trusted to be of the type that the format says."""

import json
from collections.abc import Mapping
from typing import Any

from feeds.article import Author, Category, Enclosure, Entry, Origin, Reading
from feeds.collect.reading import claims
from feeds.collect.reading.frame import Frame, NotAFeedError, folded, gather, number, resolved
from feeds.collect.reading.modules import unique
from feeds.text.characters import legal
from feeds.text.html import paragraphs

Fields = Mapping[str, Any]


def read(text: str, frame: Frame) -> Reading:
    """Read a JSON Feed.

    Raises NotAFeedError for what is not JSON, or is not a feed.
    """
    try:
        said = json.loads(text, strict=False)
    except RecursionError as error:
        raise NotAFeedError("JSON that is nested too deep") from error
    except ValueError as error:
        raise NotAFeedError("JSON that is broken or cut off") from error
    if not isinstance(said, dict) or not isinstance(said.get("items"), list) or not _versioned(said):
        raise NotAFeedError("JSON that is not a JSON Feed (it has no version, or no items)")
    owners = _authors(said)
    entries, skipped = gather(said["items"], lambda item: _entry(item if isinstance(item, dict) else {}, owners, frame))
    return Reading(entries=entries, skipped=skipped, origin=_origin(said, frame), language=_line(said.get("language")))


def _versioned(said: Fields) -> bool:
    return "jsonfeed.org" in str(said.get("version"))


def _text(value: object) -> str | None:
    """Give a string without what XML forbids: JSON's escapes can write controls and halves of surrogate pairs."""
    return legal(value).strip() or None if isinstance(value, str) else None


def _line(value: object) -> str | None:
    return folded(_text(value))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _url(value: object, base: str) -> str | None:
    return resolved(_text(value), base)


def _origin(said: Fields, frame: Frame) -> Origin | None:
    title, link = _line(said.get("title")), _url(said.get("home_page_url"), frame.address)
    return Origin(title=title, id=_url(said.get("feed_url"), frame.address) or link, link=link) if title else None


def _authors(said: Fields) -> tuple[Author, ...]:
    """Give the authors of an item or a feed (1.0 had one `author`)."""
    people = (person for person in (*_list(said.get("authors")), said.get("author")) if isinstance(person, dict))
    found = ((_line(person.get("name")), _url(person.get("url"), "")) for person in people)
    return unique(Author(name=name or uri or "", uri=uri) for name, uri in found if name or uri)


def _guid(value: object) -> str | None:
    """Give an id as text: the format asks for a string, and numbers are found."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _text(value)


def _entry(item: Fields, owners: tuple[Author, ...], frame: Frame) -> Entry:
    link = _url(item.get("url"), frame.address) or _url(item.get("external_url"), frame.address)
    base = link or frame.address
    summary, text = _text(item.get("summary")), _text(item.get("content_text"))
    claim, permits = claims.of_json(item.get("_beatwire"), frame)
    return Entry(
        guid=_guid(item.get("id")),
        link=link,
        title=_line(item.get("title")),
        summary=paragraphs(summary) if summary else None,
        content=_text(item.get("content_html")) or (paragraphs(text) if text else None),
        base=base,
        authors=_authors(item) or owners,
        published=frame.date(_text(item.get("date_published"))),
        updated=frame.date(_text(item.get("date_modified"))),
        language=_line(item.get("language")),
        categories=unique(Category(term=term) for tag in _list(item.get("tags")) if (term := _line(tag))),
        enclosures=_enclosures(item, base),
        permits=permits,
        claim=claim,
    )


def _enclosures(item: Fields, base: str) -> tuple[Enclosure, ...]:
    """Give an item's picture first, then what is attached to it."""
    given = (_url(item.get(key), base) for key in ("image", "banner_image"))
    pictures = (Enclosure(href=href, type="image/*") for href in given if href)
    attached = (
        Enclosure(href=href, type=_line(one.get("mime_type")), length=number(one.get("size_in_bytes")))
        for one in _list(item.get("attachments"))
        if isinstance(one, dict) and (href := _url(one.get("url"), base))
    )
    return unique((*pictures, *attached))
