"""What the pages show: values made ready for templates, which hold nothing but loops and ifs. Pure."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from feeds.article import Article, Author, Enclosure, Place, Related
from feeds.publish import items
from feeds.publish.catalogue import SAMPLE_TITLE
from feeds.publish.manifest import Listed
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
_URN = "urn:uuid:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One item of a published JSON Feed. `link` is the publisher's page, `page` our own."""

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


def groups(feeds: Iterable[Listed], beat: str) -> tuple[tuple[str, tuple[Listed, ...]], ...]:
    """Put the feeds under headings, the beat's own aside; the catalogue's order is kept."""
    others = (feed for feed in feeds if feed.slug != beat)
    return tuple(
        (_GROUPS.get(group, group), tuple(found)) for group, found in groupby(others, key=lambda one: one.group)
    )


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


def stories(document: bytes, root: str) -> tuple[Story, ...]:
    """Read the items of a JSON Feed that we published; `root` is the path our own pages stand under."""
    return tuple(_story(item, root) for item in json.loads(document)["items"])


def _story(item: Mapping[str, Any], root: str) -> Story:
    ours: Mapping[str, Any] = item.get("_beatwire") or {}
    page = own_page(str(item["id"]), root)
    url = str(item.get("url", page))
    published = item.get("date_published")
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
    )


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
