"""What the pages show: values made ready for templates, which hold nothing but loops and ifs. Pure."""

import json
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, Final
from urllib.parse import parse_qs

from babel import Locale, UnknownLocaleError

from feeds.article import Article, Author, Enclosure, Place, Related
from feeds.publish import items
from feeds.publish.catalogue import SAMPLE_TITLE
from feeds.publish.manifest import Listed
from feeds.text.characters import legal
from feeds.text.html import plain

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_GROUPS = {
    "beat": "The beat, in brief",
    "feed": "By subject",
    "region": "By region",
    "country": "By country",
    "language": "By language",
    "topic": "By topic",
    "author": "By author",
    "source": "By source",
}
_PASSED = {"headline": "headline only", "summary": "summary", "full": "full text"}
_URN = "urn:uuid:"
_PREVIOUS = re.compile(r"<[^>]*/archive/([0-9]+)\.[a-z]+>; rel=\"prev-archive\"")
_LONGEST = 8192
LONGEST_QUERY: Final = 100
"""How many characters of a question are read."""
PAGES: Final = 12
"""How many pages of a feed's archives its page links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One item of a published JSON Feed. `link` is the publisher's page, `page` our own.

    `tongue` is its language in words, `passed` how much of it may be passed on; each may be empty.
    """

    title: str
    summary: str
    link: str
    page: str
    whole: bool
    language: str | None
    byline: str
    origin: str
    places: tuple[str, ...]
    image: str | None
    published: datetime | None
    estimated: bool
    tongue: str
    passed: str
    license: str | None
    reserved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Feeds of one kind; `opml` is the path of their list, or empty."""

    heading: str
    opml: str
    feeds: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place a story is about, with the words that say so and where they stand."""

    label: str
    primary: bool
    score: int
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One article as its page shows it, after the rights gate."""

    title: str
    standfirst: str
    canonical: str
    why: str
    places: tuple[Spot, ...]
    related: tuple[Related, ...]
    topics: tuple[str, ...]
    picture: Enclosure | None


def written(when: datetime) -> str:
    """Write an instant as pages do."""
    when = when.astimezone(UTC)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}, {when:%H:%M} UTC"


def name(title: str, site: str) -> str:
    """Give a feed's title without what the page around it says anyway: whose it is, and that it is a sample."""
    return title.removeprefix(SAMPLE_TITLE).removesuffix(f" — {site}")


def groups(feeds: Iterable[Listed], beat: str, paths: Container[str], *, whole: bool = False) -> tuple[Group, ...]:
    """Put the feeds under headings, the `beat`'s own aside unless `whole`; the catalogue's order is kept.

    A group has a list of its own where that is among the `paths` of documents.
    """
    others = (feed for feed in feeds if whole or feed.slug != beat)
    return tuple(
        _group(group, tuple(found), beat, paths) for group, found in groupby(others, key=lambda one: one.group)
    )


def _group(group: str, found: tuple[Listed, ...], beat: str, paths: Container[str]) -> Group:
    path = f"/feeds/{group}.opml"
    heading = "The beat" if any(one.slug == beat for one in found) else _GROUPS.get(group, group)
    return Group(heading=heading, opml=path if path in paths else "", feeds=found)


def asked(query: bytes) -> str:
    """Give the `q` of a query as it is looked for and shown: bounded, on one line, without control characters."""
    text = parse_qs(query[:_LONGEST].decode("utf-8", "replace"), errors="replace").get("q", [""])[0]
    return " ".join(legal(text[:LONGEST_QUERY]).split())


def matching(feeds: Iterable[Listed], query: str) -> tuple[Listed, ...]:
    """Give the feeds whose title or subtitle has every word of `query`, whatever its case, width and accents."""
    words = folded(query).split()
    return tuple(feed for feed in feeds if all(word in folded(f"{feed.title}\n{feed.subtitle}") for word in words))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Give `text` as search compares it."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def left(document: bytes, slug: str, modified: datetime) -> Listed:
    """Describe a feed that is no longer in the catalogue, from its JSON Feed: its address still answers."""
    said = json.loads(document)
    return Listed(
        slug=slug,
        title=said["title"],
        subtitle=said.get("description", ""),
        group="",
        count=len(said["items"]),
        updated=modified,
        language=said.get("language"),
        address=said["home_page_url"],
        signature="",
    )


def newest(stories: Iterable[Story]) -> datetime | None:
    """Give when the newest of `stories` came out."""
    return max((story.published for story in stories if story.published), default=None)


def archives(slug: str, links: Iterable[str]) -> tuple[tuple[int, str], ...]:
    """Give number and path of the newest pages of a feed's archives, from the Link values of its Atom document."""
    number = next((int(found[1]) for found in map(_PREVIOUS.search, links) if found), 0)
    return tuple((n, f"/feeds/{slug}/archive/{n}.atom") for n in range(number, max(number - PAGES, 0), -1))


def stories(document: bytes, root: str) -> tuple[Story, ...]:
    """Read the items of a JSON Feed that we published; `root` is the path our own pages stand under."""
    return tuple(_story(item, root) for item in json.loads(document)["items"])


def _story(item: Mapping[str, Any], root: str) -> Story:
    ours: Mapping[str, Any] = item.get("_beatwire") or {}
    page = own_page(str(item["id"]), root)
    url = str(item.get("url", page))
    published = item.get("date_published")
    rights: Mapping[str, Any] = ours.get("rights") or {}
    return Story(
        title=item.get("title") or "Untitled",
        summary=item.get("summary") or "",
        link=page if url.endswith(page) else url,
        page=page,
        whole=bool(item.get("content_html")),
        language=item.get("language"),
        byline=", ".join(str(author.get("name", "")) for author in item.get("authors") or ()),
        origin=str((ours.get("origin") or {}).get("title", "")),
        places=tuple(str(place["name"]) for place in ours.get("places") or ()),
        image=item.get("image"),
        published=datetime.fromisoformat(published) if published else None,
        estimated=bool(ours.get("date_estimated")),
        tongue=tongue(item.get("language")),
        passed=_PASSED.get(str(rights.get("permits")), ""),
        license=items.licence(rights.get("license")),
        reserved=bool(rights.get("reserved")),
    )


@lru_cache(maxsize=512)
def tongue(tag: str | None) -> str:
    """Name a language; a tag that nobody knows is shown as it is, none is empty."""
    try:
        return (Locale.parse(tag, sep="-").english_name if tag else None) or tag or ""
    except (ValueError, UnknownLocaleError):
        return tag or ""


def own_page(identity: str, root: str) -> str:
    """Give the path of our page for the article `identity` (a urn:uuid)."""
    return f"{root}/articles/{identity.removeprefix(_URN)}"


def reading(article: Article, base: str, root: str, label: Callable[[str], str]) -> Reading:
    """Prepare an article that has passed the gate; `base` is the configured address, `label` names a place."""
    return Reading(
        title=items.headline(article),
        standfirst="" if plain(article.content).startswith(article.summary.rstrip(" .…")) else article.summary,
        canonical=article.link or own_page(article.id, base),
        why=f"{own_page(article.id, root)}/explain",
        places=tuple(_spot(place, label) for place in article.places),
        related=tuple(_related(each, root) for each in article.related),
        topics=tuple(dict.fromkeys(each.label or each.term for each in article.categories)),
        picture=None if "<img" in article.content else items.picture(article),  # the text may bring its own
    )


def _spot(place: Place, label: Callable[[str], str]) -> Spot:
    words = dict.fromkeys((each.text, each.where) for each in place.evidence)
    return Spot(
        label=place.label or label(place.code),
        primary=place.primary,
        score=round(place.score * 100),
        evidence=tuple(words)[:6],
    )


def _related(related: Related, root: str) -> Related:
    ours = related.link is not None and related.link.startswith(_URN)
    return Related(title=related.title, link=own_page(str(related.link), root)) if ours else related


def byline(authors: Iterable[Author]) -> str:
    """Write the names with the roles that are printed with them."""
    return "; ".join(f"{author.name}, {author.role}" if author.role else author.name for author in authors)
