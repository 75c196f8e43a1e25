"""Three independent readers of what we write, and the meaning they find: feedparser, lxml and json."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any

import feedparser
from lxml import etree

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "bw": "urn:beatwire:1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}


@dataclass(frozen=True, kw_only=True)
class Story:
    """What a reader understands of one article."""

    id: str
    title: str
    link: str
    summary: str
    content: str
    published: datetime
    authors: tuple[str, ...]
    roles: tuple[str, ...]
    tags: tuple[str, ...]
    language: str | None
    image: str | None
    related: tuple[tuple[str, str], ...]
    notice: str | None
    license: str | None


def from_json(body: bytes) -> list[Story]:
    return [_json_story(item) for item in json.loads(body)["items"]]


def from_atom(body: bytes) -> list[Story]:
    return [_atom_story(entry) for entry in etree.fromstring(body).findall("a:entry", SPACES)]


def from_rss(body: bytes) -> list[Story]:
    return [_rss_story(item) for item in etree.fromstring(body).iter("item")]


READERS: dict[str, Callable[[bytes], list[Story]]] = {"rss": from_rss, "atom": from_atom, "json": from_json}


def by_feedparser(body: bytes) -> Any:
    """Parse as most readers written in Python do, markup left alone."""
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def _json_story(item: dict[str, Any]) -> Story:
    own = item["_beatwire"]
    authors = item.get("authors", [])
    return Story(
        id=item["id"],
        title=item["title"],
        link=item["url"],
        summary=item.get("summary", ""),
        content=item.get("content_html", ""),
        published=datetime.fromisoformat(item["date_published"]),
        authors=tuple(author["name"] for author in authors),
        roles=tuple(author["_beatwire"]["role"] for author in authors if "_beatwire" in author),
        tags=tuple(item.get("tags", ())),
        language=item.get("language"),
        image=item.get("image"),
        related=tuple((one["title"], one["url"]) for one in own.get("related", ()) if "url" in one),
        notice=own["rights"].get("notice"),
        license=own["rights"].get("license"),
    )


def _atom_story(entry: Any) -> Story:
    names = tuple(entry.xpath("a:author/a:name/text()", namespaces=SPACES))
    source = entry.findtext("a:source/a:title", None, SPACES)
    return Story(
        id=entry.findtext("a:id", None, SPACES),
        title=entry.findtext("a:title", None, SPACES),
        link=entry.xpath("string(a:link[not(@rel)]/@href)", namespaces=SPACES),
        summary=entry.findtext("a:summary", "", SPACES),
        content=entry.findtext("a:content", "", SPACES),
        published=datetime.fromisoformat(entry.findtext("a:published", None, SPACES)),
        authors=() if names == (source,) else names,
        roles=tuple(entry.xpath("a:author/bw:role/text()", namespaces=SPACES)),
        tags=tuple(one.get("label") or one.get("term") for one in entry.findall("a:category", SPACES)),
        language=entry.get(XML_LANG),
        image=entry.xpath("string(media:content[@medium='image']/@url)", namespaces=SPACES) or None,
        related=_links(entry, "related"),
        notice=entry.findtext("a:rights", None, SPACES),
        license=entry.xpath("string(a:link[@rel='license']/@href)", namespaces=SPACES) or None,
    )


def _rss_story(item: Any) -> Story:
    return Story(
        id=item.findtext("guid"),
        title=rss_title(item.findtext("title")),
        link=item.findtext("link"),
        summary=_text_of_html(item.findtext("description", "")),
        content=item.findtext("content:encoded", "", SPACES),
        published=datetime.strptime(item.findtext("pubDate"), "%a, %d %b %Y %H:%M:%S %z").astimezone(UTC),
        authors=tuple(item.xpath("dc:creator/text()", namespaces=SPACES)),
        roles=tuple(item.xpath("bw:role/text()", namespaces=SPACES)),
        tags=tuple(one.text for one in item.findall("category")),
        language=item.findtext("dc:language", None, SPACES),
        image=item.xpath("string(media:content[@medium='image']/@url)", namespaces=SPACES) or None,
        related=_links(item, "related"),
        notice=item.findtext("dc:rights", None, SPACES),
        license=item.xpath("string(a:link[@rel='license']/@href)", namespaces=SPACES) or None,
    )


def _links(element: Any, rel: str) -> tuple[tuple[str, str], ...]:
    found = element.xpath("a:link[@rel=$rel]", namespaces=SPACES, rel=rel)
    return tuple((link.get("title"), link.get("href")) for link in found)


def rss_title(given: str) -> str:
    """Give a title that was escaped once more because HTML would have found a tag in it."""
    undone = unescape(given)
    return undone if re.search(r"<[A-Za-z/!?]", undone) and escape(undone, quote=False) == given else given


def _text_of_html(html: str) -> str:
    """Give the text that a browser shows: an RSS description is HTML (rssboard.org/rss-profile)."""
    if not html:
        return ""
    parsed = etree.fromstring(f"<div>{html}</div>")
    assert len(parsed) == 0, f"markup in a plain summary: {html}"
    return parsed.text or ""
