"""RSS 0.90, 0.91, 0.92, 1.0 (RDF) and 2.0: elements → entries."""

import re
from typing import Final

from feeds.article import Entry, Origin, Reading
from feeds.collect.reading import claims, modules
from feeds.collect.reading.frame import Frame, NotAFeedError, folded, gather, permalink, resolved
from feeds.collect.reading.trees import (
    RDF,
    Element,
    Fields,
    adopt,
    base_of,
    each,
    fields,
    first,
    language_of,
    markup_of,
    named,
    text_of,
)
from feeds.text.html import unescape_once

_ABOUT: Final = f"{RDF}about"
_PUBLISHED: Final = (*modules.PUBLISHED, "dc:date", *modules.CREATED)
_RIGHTS: Final = ("dc:rights", "copyright", "atom:rights", "media:copyright")
# Most items hold none of these: one question instead of twenty.
_SELDOM: Final = frozenset((*modules.UPDATED, *_RIGHTS, *claims.NAMES, "source", "cc:license", "atom:link"))
LONG: Final = 1000
_TAG: Final = re.compile("<[^<>]*>")
_PERIODS: Final = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_LONGEST_TTL: Final = 30 * 86400


def read(root: Element, frame: Frame) -> Reading:
    """Read the channel of `root` (rss or rdf:RDF); RSS 1.0 and 0.90 keep their items beside it, not in it.

    Raises NotAFeedError where there is neither a channel nor an item.
    """
    if named(str(root.tag)) not in {"rss", "rdf:rdf"}:
        adopt(root, "")
    top = fields(root)
    if "channel" not in top and "item" not in top:
        local = str(root.tag).rpartition("}")[2]
        raise NotAFeedError(f"XML, but not a feed: its first element is <{local}>, and holds no channel and no item")
    channels = each(top, "channel")
    channel = fields(channels[0]) if channels else top
    items = (*each(top, "item"), *(each(channel, "item") if channels else ()))
    license_uri = modules.license_of(channel, frame.address)
    entries, skipped = gather(items, lambda item: _entry(item, frame, license_uri))
    return Reading(
        entries=entries,
        skipped=skipped,
        origin=_origin(channel, frame),
        language=folded(first(channel, "language", "dc:language")) or language_of(root),
        rights=folded(first(channel, "copyright", "dc:rights", "atom:rights")),
        claim=claims.of_item(channel, frame),
        ttl=period(first(channel, "ttl"), first(channel, "sy:updateperiod"), first(channel, "sy:updatefrequency")),
    )


def title_of(text: str | None) -> str | None:
    """Read a title's text: what still holds entities is unescaped once more, nothing else is."""
    return folded(unescape_once(text)) if text else None


def bodies(description: str | None, content: str | None) -> tuple[str | None, str | None]:
    """Give summary and content; a description that is longer than a summary (LONG) is the content too."""
    if description and not content and len(description) > LONG and _is_long(description):
        return description, description
    return description or None, content or None


def _is_long(html: str) -> bool:
    """Tell whether the text of `html` is longer than LONG, looking no further than that needs."""
    length = end = 0
    for tag in _TAG.finditer(html):
        length += tag.start() - end
        end = tag.end()
        if length > LONG:
            return True
    return length + len(html) - end > LONG


def period(minutes: str | None, name: str | None, frequency: str | None) -> int | None:
    """Give in seconds how long a feed asks to be left alone (ttl is in minutes; RSS 1.0 syndication module)."""
    if minutes and re.fullmatch(r"\d{1,9}", minutes):
        return min(int(minutes) * 60, _LONGEST_TTL) or None
    if name and name.lower() in _PERIODS:
        times = int(frequency) if frequency and re.fullmatch(r"[1-9]\d{0,5}", frequency) else 1
        return min(_PERIODS[name.lower()] // times, _LONGEST_TTL) or None
    return None


def _origin(channel: Fields, frame: Frame) -> Origin | None:
    title = title_of(first(channel, "title", "atom:title"))
    link = resolved(first(channel, "link"), frame.address) or modules.alternate(channel, frame.address)
    return Origin(title=title, id=first(channel, "atom:id") or link, link=link) if title else None


def _entry(item: Element, frame: Frame, license_uri: str | None) -> Entry:
    said = fields(item)
    declared = base_of(item, frame.address)
    base = declared or frame.address
    link = _link(item, said, base)
    summary, content = bodies(
        _markup(said, "description", "atom:summary", "dc:description", "media:description", "itunes:summary"),
        _markup(said, "content:encoded", "xhtml:body", "xhtml:div", "atom:content", "content"),
    )
    ordinary = said.keys().isdisjoint(_SELDOM)
    return Entry(
        guid=_guid(item, said),
        link=link,
        title=title_of(first(said, "title", "atom:title", "dc:title", "media:title")),
        summary=summary,
        content=content,
        base=declared or link or frame.address,
        authors=modules.authors(said),
        published=modules.date(said, _PUBLISHED, frame),
        updated=None if ordinary else modules.date(said, modules.UPDATED, frame),
        language=language_of(item) or folded(first(said, "dc:language", "language")),
        categories=modules.categories(said),
        enclosures=modules.enclosures(said, base),
        origin=None if ordinary else _source(said, base),
        rights=None if ordinary else folded(first(said, *_RIGHTS)),
        license=license_uri if ordinary else modules.license_of(said, base) or license_uri,
        claim=None if ordinary else claims.of_item(said, frame),
    )


def _guid(item: Element, said: Fields) -> str | None:
    return first(said, "guid") or item.get(_ABOUT) or first(said, "atom:id")


def _link(item: Element, said: Fields, base: str) -> str | None:
    """Give the item's page: before FeedBurner's redirect, else its link, else the guid that says it is one."""
    link = resolved(first(said, "feedburner:origlink"), base) or resolved(first(said, "link"), base)
    if link := link or modules.alternate(said, base):
        return link
    permanent = (guid for guid in each(said, "guid") if (guid.get("isPermaLink") or "true").strip().lower() == "true")
    return permalink(next(map(text_of, permanent), None) or item.get(_ABOUT), base)


def _markup(said: Fields, *names: str) -> str | None:
    for name in names:
        for element in said.get(name, ()):
            if markup := markup_of(element):
                return markup
    return None


def _source(said: Fields, base: str) -> Origin | None:
    """Give the feed that an item was taken from (RSS 2.0, source)."""
    for source in each(said, "source"):
        if title := title_of(text_of(source)):
            return Origin(title=title, id=resolved(source.get("url"), base))
    return None
