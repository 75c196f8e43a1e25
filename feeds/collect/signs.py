"""What a page says of how it can be followed: the feeds it names and links, and the signs of WordPress. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from feeds.article import Page
from feeds.collect.reading.charset import decode
from feeds.text.characters import line
from feeds.text.markup import elements, text_of
from feeds.text.urls import absolute, canonical, site_of

_EXAMINED: Final = 2**20  # characters of a page
_MOST: Final = 50  # links of a kind
_FEED_TYPES: Final = frozenset((
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/rss",
    "application/atom", "application/x-atom+xml", "application/x-rss+xml", "text/rss+xml", "text/rss", "text/atom+xml",
    "application/xml", "text/xml", "application/json",
))  # fmt: skip
_VAGUE_TYPE: Final = "application/json"  # mostly an interface for programs, such as WordPress's own
_NO_FEED: Final = re.compile(r"/wp-json/|[?&]rest_route=|oembed|sitemap", re.IGNORECASE)
_LIKE_A_FEED: Final = re.compile(
    r"/(?:feeds?|rss2?|atom|rdf|rss[-_]?feeds?)(?:\.(?:xml|json|php|aspx?|html?))?/?(?:[?#]|$)|\.(?:rss|atom|rdf|xml)(?:[?#]|$)"
    r"|[?&](?:_?format|feed|type|output)=(?:rss2?|atom|feed)\b",
    re.IGNORECASE,
)
_COMMENTS: Final = re.compile(
    r"comment|kommentar|kommentit|coment[aá]rio|comentari|komentar|replies|reacties|yorum|bình luận|коммент"
    r"|תגובות|تعليق|टिप्पणी|মন্তব্য|ความเห็น|评论|評論|留言|回應|コメント|댓글",
    re.IGNORECASE,
)
# What a feed of the whole site is called; any other word in its address names a section.
_WHOLE_SITE_WORDS: Final = """
    all atom default feed feeds home homepage index json latest main news php rdf rss rss2 site top topstories www xml
"""
_WHOLE_SITE: Final = frozenset(_WHOLE_SITE_WORDS.split())
_WORD: Final = re.compile(r"[^\W_]+")
_WORDPRESS: Final = re.compile(r"(?P<root>/(?:[^?#]*/)?)(?:wp-content|wp-includes)/")
_API: Final = "https://api.w.org/"
_API_LINK: Final = re.compile(r"<([^<>]{1,4096})>\s*;[^,<]{0,200}?rel\s*=\s*\"?https://api\.w\.org/", re.IGNORECASE)
_API_PATH: Final = re.compile(r"(?:index\.php/)?wp-json/?$|(?:index\.php)?\?rest_route=/?$")
_ADDRESSES: Final = {"link": "href", "script": "src", "img": "src"}


@dataclass(frozen=True, slots=True)
class Linked:
    """The address of what may be a feed, and the title that the page gives it."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a page says. `feeds` are those that its head names, `links` those that it shows; the best of each first.

    `title` is the page's, `site` what the site calls itself. `wordpress` is the root of the WordPress that made it, and
    `api` whether that names its interface for programs; `anchors` is how many links the page has.
    """

    title: str | None = None
    site: str | None = None
    feeds: tuple[Linked, ...] = ()
    links: tuple[Linked, ...] = ()
    wordpress: str | None = None
    api: bool = False
    anchors: int = 0


@dataclass(slots=True)
class _Notes:
    """What was noted while the page was read; `base` is what its relative addresses are resolved against."""

    address: str
    base: str
    titles: dict[str, str] = field(default_factory=dict)
    feeds: list[tuple[bool, Linked]] = field(default_factory=list)
    links: list[Linked] = field(default_factory=list)
    wordpress: str | None = None
    api: bool = False
    generator: str = ""
    anchors: int = 0


def signs(page: Page) -> Signs:
    """Read the signs of an HTML page; whatever it holds, this takes linear time and never raises."""
    notes = _Notes(page.address, page.address)
    _header(page.link or "", notes)
    for element, text in elements(decode(page.body, page.charset)[:_EXAMINED]):
        if element.name == "title":
            notes.titles.setdefault("title", line(text_of(text[:1000])))
        elif element.name in _READERS:
            _READERS[element.name](element.attributes(), notes)
        if element.name in _ADDRESSES and notes.wordpress is None:
            _made_by_wordpress(element.attributes().get(_ADDRESSES[element.name], ""), notes)
    if notes.wordpress is None and notes.generator.startswith("wordpress"):
        notes.wordpress = absolute("/", page.address)
    vague_last = [linked for _, linked in sorted(notes.feeds, key=lambda noted: noted[0])]
    return Signs(
        title=notes.titles.get("title") or None,
        site=notes.titles.get("og:site_name") or notes.titles.get("application-name") or None,
        feeds=ranked(vague_last, page.address),
        links=ranked(notes.links, page.address),
        wordpress=notes.wordpress,
        api=notes.api,
        anchors=notes.anchors,
    )


def ranked(found: Iterable[Linked], address: str) -> tuple[Linked, ...]:
    """Put first what is about the page at `address`: its section's own feed, then the whole site's; comments last.

    Each address stands once; what is equally good stays in its order.
    """
    once: dict[str, Linked] = {}
    for linked in found:
        once.setdefault(canonical(linked.url), linked)
    return tuple(sorted(once.values(), key=lambda linked: _rank(linked, address)))


def section(address: str) -> str | None:
    """Give the word in the path of `address` that names a section of its site, or None."""
    named = [word for part in urlsplit(address).path.split("/") if (word := _section_word(unquote(part)))]
    return named[-1] if named else None


def _section_word(part: str) -> str | None:
    word = re.sub(r"\.(?:html?|php|aspx?|xml|rss|atom|rdf|json)$", "", part.lower())
    words = set(_WORD.findall(word))
    if not words or len(word) > 40 or words <= _WHOLE_SITE or all(one.isdigit() for one in words):
        return None
    return word


def _rank(linked: Linked, address: str) -> tuple[bool, bool, bool]:
    page, feed = urlsplit(address), urlsplit(linked.url)
    path, title = unquote(f"{feed.path} {feed.query}").lower(), (linked.title or "").lower()
    host, words = set(_WORD.findall((page.hostname or "").lower())), set(_WORD.findall(path))
    own = section(address)
    below = page.path.strip("/") != "" and feed.path.startswith(f"{page.path.rstrip('/')}/")
    of_article = below and own != _section_word(unquote(page.path.rstrip("/").rpartition("/")[2]))
    of_section = own is not None and (below or set(_WORD.findall(own)) <= words | set(_WORD.findall(title)))
    talk = of_article or _COMMENTS.search(f"{title} {path}") is not None
    return talk, not of_section, not words <= _WHOLE_SITE | host


def _link(said: Mapping[str, str], notes: _Notes) -> None:
    relations = said.get("rel", "").lower().split()
    type_ = said.get("type", "").partition(";")[0].strip().lower()
    named = "feed" in relations or ("alternate" in relations and type_ in _FEED_TYPES)
    href = said.get("href", "")
    if _API in relations:
        _announced(_resolved(href, notes), notes)
    elif named and len(notes.feeds) < _MOST and not _NO_FEED.search(href) and (url := _resolved(href, notes)):
        notes.feeds.append((type_ == _VAGUE_TYPE, Linked(url, line(said.get("title", "")[:500]) or None)))


def _anchor(said: Mapping[str, str], notes: _Notes) -> None:
    href = said.get("href", "")
    notes.anchors += bool(href) and not href.startswith(("#", "javascript:", "mailto:"))
    if len(notes.links) == _MOST or _NO_FEED.search(href) or not _LIKE_A_FEED.search(href):
        return
    url = _resolved(href, notes)
    host = (urlsplit(url).hostname or "") if url else ""
    if url and (site_of(url) == site_of(notes.address) or host.startswith(("feeds.", "rss."))):
        notes.links.append(Linked(url, line(said.get("title", "")[:500]) or None))


def _meta(said: Mapping[str, str], notes: _Notes) -> None:
    name = (said.get("property") or said.get("name") or "").strip().lower()
    content = said.get("content", "")[:500]
    if name in _SITE_NAMES:
        notes.titles.setdefault(name, line(content))
    elif name == "generator":
        notes.generator = notes.generator or content.strip().lower()


def _base(said: Mapping[str, str], notes: _Notes) -> None:
    if notes.base == notes.address and (href := absolute(said.get("href", ""), notes.address)):
        notes.base = href


_READERS: Final = {"link": _link, "a": _anchor, "meta": _meta, "base": _base}
_SITE_NAMES: Final = ("og:site_name", "application-name")


def _resolved(href: str, notes: _Notes) -> str | None:
    """Give an address, also one that is written for feed readers ("feed://host/path", "feed:https://host/path")."""
    href = re.sub(r"^\s*feed:(?://)?(?=https?:)", "", href, flags=re.IGNORECASE)
    return absolute(re.sub(r"^\s*feed://", "https://", href, flags=re.IGNORECASE), notes.base)


def _header(link: str, notes: _Notes) -> None:
    """Read the Link header, in which WordPress names its interface (REST API Handbook, Discovery)."""
    found = _API_LINK.search(link)
    href = absolute(found[1], notes.address) if found else None
    _announced(href, notes)


def _announced(href: str | None, notes: _Notes) -> None:
    """Note an interface, unless one is noted: its root is the site's."""
    if href is not None and not notes.api:
        notes.wordpress, notes.api = _root(href), True


def _root(href: str) -> str:
    return _API_PATH.sub("", href)


def _made_by_wordpress(source: str, notes: _Notes) -> None:
    href = absolute(source, notes.base) if "/wp-" in source else None
    found = _WORDPRESS.match(urlsplit(href).path) if href else None
    if href is None or found is None or site_of(href) != site_of(notes.address):
        return
    theirs, ours = urlsplit(href), urlsplit(notes.address)
    notes.wordpress = absolute(found["root"] if theirs.netloc == ours.netloc else "/", notes.address)
