"""Posts of the REST API (wp/v2, with what they embed) → entries. Nothing in them is trusted to be of its type."""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from html import unescape
from typing import Any, Final

from feeds.article import Author, Category, Enclosure, Entry
from feeds.text.characters import legal, line
from feeds.text.dates import instant
from feeds.text.html import plain
from feeds.text.urls import absolute

_MOST: Final = 50  # authors, topics or pictures of one post
_NO_TOPICS: Final = frozenset(("author", "language", "post_format", "post_translations"))


def is_protected(post: dict[str, Any]) -> bool:
    """Tell whether a password stands before a post, or only its author may read it."""
    parts = (post.get("content"), post.get("excerpt"))
    locked = any(isinstance(part, dict) and part.get("protected") is True for part in parts)
    return locked or post.get("status", "publish") != "publish"


def guid_of(post: dict[str, Any], site: str) -> str:
    """Give a post's guid as the site's own feed has it."""
    return line(unescape(_rendered(post.get("guid")))[:4096]) or f"{site}?p={post.get('id')}"


def entry_of(post: dict[str, Any], site: str, zone: tzinfo) -> Entry:
    """Read a post; `zone` is the site's, for the rare one that knows no GMT."""
    link = _url(post.get("link"), site)
    embedded = _object(post.get("_embedded"))
    title = plain(_rendered(post.get("title"))[:20_000])
    return Entry(
        guid=guid_of(post, site),
        link=link,
        title=title or None,
        summary=_rendered(post.get("excerpt")).strip() or None,
        content=_rendered(post.get("content")).strip() or None,
        base=link or site,
        authors=_authors(embedded, post),
        published=instant(_text(post.get("date_gmt")), UTC) or instant(_text(post.get("date")), zone),
        updated=instant(_text(post.get("modified_gmt")), UTC),
        language=_text(post.get("lang")) or None,
        categories=tuple(dict.fromkeys(_categories(embedded))),
        enclosures=_pictures(embedded, post, link or site),
    )


def _authors(embedded: dict[str, Any], post: dict[str, Any]) -> tuple[Author, ...]:
    """Give the authors that are embedded, or, where users are kept from us, the name in the head of the page."""
    found = tuple(
        Author(name=name, uri=_url(person.get("link"), ""))
        for person in _objects(embedded.get("author"))
        if (name := plain(_text(person.get("name"))))
    )
    head = plain(_text(_object(post.get("yoast_head_json")).get("author")))
    return found or ((Author(name=head),) if head else ())


def _categories(embedded: dict[str, Any]) -> Iterator[Category]:
    taxonomies = embedded.get("wp:term")
    for terms in taxonomies[:_MOST] if isinstance(taxonomies, list) else []:
        for term in _objects(terms):
            name = plain(_text(term.get("name")))
            if name and _text(term.get("taxonomy")) not in _NO_TOPICS:
                yield Category(term=name)


def _pictures(embedded: dict[str, Any], post: dict[str, Any], base: str) -> tuple[Enclosure, ...]:
    for media in _objects(embedded.get("wp:featuredmedia")):
        details = _object(media.get("media_details"))
        if href := _url(media.get("source_url"), base):
            return (
                Enclosure(
                    href=href,
                    type=_text(media.get("mime_type")) or "image/*",
                    length=_size(details.get("filesize")),
                    width=_size(details.get("width")),
                    height=_size(details.get("height")),
                ),
            )
    href = _url(post.get("jetpack_featured_media_url"), base)
    return (Enclosure(href=href, type="image/*"),) if href else ()


def _rendered(value: object) -> str:
    """Give what WordPress made of a field, as it stands."""
    return legal(text) if isinstance(text := _object(value).get("rendered"), str) else ""


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value[:_MOST] if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return line(value[:4096]) if isinstance(value, str) else ""


def _url(value: object, base: str) -> str | None:
    return absolute(value, base or None) if isinstance(value, str) else None


def _size(value: object) -> int | None:
    number = int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 13 else value
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**53 else None
