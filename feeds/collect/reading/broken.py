"""What no mending makes XML: feedparser finds the entries, and they come out as the formats' own readers give them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import unescape

import feedparser
from feedparser.mixin import _FeedParserMixin

from feeds.article import Author, Category, Enclosure, Entry, Origin, Reading
from feeds.collect.reading import atom, rss
from feeds.collect.reading.frame import Frame, NotAFeedError, folded, gather, number, permalink, resolved
from feeds.collect.reading.modules import PER_ITEM, byline, type_of, unique

# At some 30 µs a tag, feedparser is done in a few seconds.
LONGEST: Final = 4 * 2**20
MOST_TAGS: Final = 100_000
_BASE: Final = re.compile(r"""\sxml:base\s?=\s?(["'])([^"'<>]{0,2000})\1""")
_FIRST_ITEM: Final = re.compile(r"<(?:\w{1,30}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_DECLARATION: Final = b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\n'
_QUOTES: Final = {"&quot;": '"', "&apos;": "'"}
# What feedparser and the SGML parser under it are known to raise on hostile text.
_FAILURES: Final = (ValueError, AssertionError, LookupError, TypeError, AttributeError, RecursionError)

_LONGEST_NAME: Final = 1000
_add_tag = _FeedParserMixin._add_tag  # noqa: SLF001 - there is no other door
_sync_author_detail = _FeedParserMixin._sync_author_detail  # noqa: SLF001

Fields = Mapping[str, Any]


def _add_few(parser: Any, term: str, scheme: str, label: str) -> None:  # noqa: ANN401 - feedparser has no types
    if len(parser._get_context().get("tags", ())) < PER_ITEM:  # noqa: SLF001
        _add_tag(parser, term, scheme, label)


def _sync_short(parser: Any, key: str = "author") -> None:  # noqa: ANN401
    if len(parser._get_context().get(key) or "") <= _LONGEST_NAME:  # noqa: SLF001
        _sync_author_detail(parser, key)


# feedparser takes quadratic time, minutes, for the many topics of one item and for a long name.
_FeedParserMixin._add_tag = _add_few  # noqa: SLF001
_FeedParserMixin._sync_author_detail = _sync_short  # noqa: SLF001


def bound(text: str) -> None:
    """Raise NotAFeedError for text that would take too long."""
    if len(text) > LONGEST or text.count("<") > MOST_TAGS:
        raise NotAFeedError("a feed that is broken, and too long to be read in spite of it")


def read(text: str, frame: Frame) -> Reading:
    """Read a feed with feedparser.

    `text` has neither a declaration nor a document type, and stays within the bound.
    Raises NotAFeedError where feedparser finds no feed.
    """
    base, unbased = _without_base(text, frame.address)
    found = _found(unbased)
    known = _unescaped if found["bozo"] else dict  # only its strict parser unescapes everything
    feed = known(found["feed"])
    entry = partial(_entry, version=found["version"], base=base, frame=frame)
    entries, skipped = gather(map(known, found["entries"]), entry)
    return Reading(
        entries=entries,
        skipped=skipped,
        origin=_origin(feed, base, is_atom=found["version"].startswith("atom")),
        language=folded(feed.get("language")),
        rights=folded(feed.get("rights")),
        ttl=rss.period(feed.get("ttl"), feed.get("sy_updateperiod"), feed.get("sy_updatefrequency")),
    )


def _found(text: str) -> Fields:
    """Ask feedparser; always with a stream, since it opens what looks like a path or an address."""
    stream = BytesIO(_DECLARATION + text.encode("utf-8", "replace"))
    try:
        found: Fields = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    except _FAILURES as error:
        raise NotAFeedError("a feed that is broken beyond reading") from error
    if not found["version"]:
        raise NotAFeedError("a feed that is broken at its first element")
    return found


def _unescaped(said: Fields) -> dict[str, Any]:
    """Undo the escaping that feedparser's loose parser leaves in ids, topics and names, but not in titles and texts."""

    def once(value: object) -> object:
        return unescape(value, _QUOTES) if isinstance(value, str) else value

    lists = {
        key: [{name: once(value) for name, value in one.items()} for one in said[key]]
        for key in ("tags", "authors")
        if key in said
    }
    return dict(said) | lists | ({"id": once(said["id"])} if "id" in said else {})


def _without_base(text: str, address: str) -> tuple[str, str]:
    """Take every xml:base away, since feedparser resolves even ids against it; give the feed's own, and the rest."""
    item = _FIRST_ITEM.search(text)
    declared = _BASE.search(text, 0, item.start() if item else len(text))
    return (resolved(declared[2], address) if declared else None) or address, _BASE.sub("", text)


def _entry(said: Fields, *, version: str, base: str, frame: Frame) -> Entry:
    is_atom = version.startswith("atom")
    link = _link(said, base, version)
    published, updated = (frame.date(said.get(key)) for key in ("published", "updated"))
    published = published or frame.date(said.get("created"))
    if not is_atom and published is None:  # feedparser takes dc:date for an update
        published, updated = updated, None
    summary, content = _body(said.get("summary_detail"), is_atom=is_atom), _content(said, is_atom=is_atom)
    if not is_atom:
        summary, content = rss.bodies(summary, content)
    return Entry(
        guid=said.get("id") or None,
        link=link,
        title=_title(said, is_atom=is_atom),
        summary=summary,
        content=content,
        base=base if base != frame.address else link or base,
        authors=_authors(said),
        published=published,
        updated=updated,
        language=folded(said.get("language")),
        categories=_categories(said),
        enclosures=_enclosures(said, base),
        origin=_origin(said.get("source") or {}, base, is_atom=is_atom),
        rights=folded(said.get("rights")),
        license=_related(said, "license", base),
    )


def _title(said: Fields, *, is_atom: bool) -> str | None:
    detail = said.get("title_detail") or {}
    value = detail.get("value") or said.get("title") or ""
    return atom.title_text(value, detail.get("type") or "") if is_atom else rss.title_of(value)


def _body(detail: Fields | None, *, is_atom: bool) -> str | None:
    value = ((detail or {}).get("value") or "").strip()
    return atom.body_html(value, (detail or {}).get("type") or "") if is_atom else value or None


def _content(said: Fields, *, is_atom: bool) -> str | None:
    bodies = (_body(detail, is_atom=is_atom) for detail in said.get("content") or ())
    return next((body for body in bodies if body), None)


def _related(said: Fields, rel: str, base: str) -> str | None:
    links = [link for link in said.get("links") or () if link.get("rel", "alternate") == rel]
    pages = sorted(links, key=lambda link: "html" not in (link.get("type") or "html"))
    return next((href for link in pages if (href := resolved(link.get("href"), base))), None)


def _link(said: Fields, base: str, version: str) -> str | None:
    link = resolved(said.get("feedburner_origlink"), base) or _related(said, "alternate", base)
    permanent = said.get("guidislink") or version in {"rss090", "rss10"} or version.startswith("atom")
    return link or (permalink(said.get("id"), base) if permanent else None)


def _authors(said: Fields) -> tuple[Author, ...]:
    found: list[Author | None] = []
    for person in said.get("authors") or ():
        name, mail = folded(person.get("name")), folded(person.get("email"))
        uri = resolved(person.get("href"), "")
        named = name or mail or uri
        found.append(Author(name=named, uri=uri, email=mail) if named else None)
    return unique(author for author in found or [byline(said.get("author"))] if author)


def _categories(said: Fields) -> tuple[Category, ...]:
    return unique(
        Category(term=term, scheme=folded(tag.get("scheme")), label=folded(tag.get("label")))
        for tag in said.get("tags") or ()
        if (term := folded(tag.get("term")))
    )


def _enclosures(said: Fields, base: str) -> tuple[Enclosure, ...]:
    linked = [link for link in said.get("links") or () if link.get("rel") == "enclosure"]
    media = list(_media([*linked, *(said.get("media_content") or ())], base))
    if not any((one.type or "").startswith("image/") for one in media):
        media += _media(said.get("media_thumbnail") or (), base, thumbnail=True)
    return unique(media)


def _media(media: Iterable[Fields], base: str, *, thumbnail: bool = False) -> Iterator[Enclosure]:
    return (
        Enclosure(
            href=href,
            type=type_of(one, thumbnail=thumbnail),
            length=number(one.get("length") or one.get("filesize")),
            width=number(one.get("width")),
            height=number(one.get("height")),
        )
        for one in media
        if (href := resolved(one.get("href") or one.get("url"), base))
    )


def _origin(feed: Fields, base: str, *, is_atom: bool) -> Origin | None:
    title = _title(feed, is_atom=is_atom)
    link = _related(feed, "alternate", base)
    return Origin(title=title, id=feed.get("id") or link or feed.get("href"), link=link) if title else None
