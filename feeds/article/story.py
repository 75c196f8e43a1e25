"""What a source said (`Entry`) and what is kept of it (`Article`), down to the smallest part."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

Where = Literal["title", "lead", "body", "category"]
COUNTRY_SCHEME: Final = "urn:iso:std:iso:3166:-1"


class Permits(StrEnum):
    """How much of an article its publisher lets us pass on, least first."""

    HEADLINE = "headline"
    SUMMARY = "summary"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A byline (atom:author, dc:creator, JSON Feed author); `role` is the printed one ("Asia correspondent")."""

    name: str
    uri: str | None = None
    email: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A topic as its source gave it (atom:category, RSS category, JSON Feed tag)."""

    term: str
    scheme: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A picture, sound or film (atom:link rel=enclosure, RSS enclosure, media:content, JSON Feed attachment).

    `type` is "image/*" for a picture of a kind that nobody told. `length` is in bytes, `width` and `height` in pixels;
    None is unknown, never 0.
    """

    href: str
    type: str | None = None
    length: int | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another story that this one names; `link` is None until the story is known to us."""

    title: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose story it is (atom:source, rss:source): the publisher's feed, or the publisher of a dropped text."""

    title: str
    id: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What we may pass on of an article, and the publisher's notice word for word (atom:rights, dc:rights).

    `license` is a licence's URI. `summary_length` is in graphemes (None: as long as it is), `images` says whether its
    pictures may stand. From `expires` on it may stand in no document. `reserved` says that text and data mining is
    reserved, `policy` is the address of the terms for it (TDMRep; RSL).
    """

    permits: Permits = Permits.HEADLINE
    notice: str | None = None
    license: str | None = None
    summary_length: int | None = None
    images: bool = True
    expires: datetime | None = None
    reserved: bool = False
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an item, or a page, says itself of its rights beside notice, licence and `permits`; None says nothing.

    It can only narrow what its source allows: a word or a value that cannot be read closes. `robots` is what is asked
    of those that index it, as it stands.
    """

    summary_length: int | None = None
    images: bool | None = None
    expires: datetime | None = None
    reserved: bool | None = None
    policy: str | None = None
    robots: str | None = None


def both(one: Claim | None, other: Claim | None) -> Claim | None:
    """Give the narrower of two claims on one item."""
    if one is None or other is None:
        return other if one is None else one
    lengths = [each.summary_length for each in (one, other) if each.summary_length is not None]
    ends = [each.expires for each in (one, other) if each.expires is not None]
    images = [each.images for each in (one, other) if each.images is not None]
    reservations = [each.reserved for each in (one, other) if each.reserved is not None]
    return Claim(
        summary_length=min(lengths, default=None),
        images=all(images) if images else None,
        expires=min(ends, default=None),
        reserved=any(reservations) if reservations else None,
        policy=one.policy or other.policy,
        robots=", ".join(filter(None, (one.robots, other.robots))) or None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that speak for a place: `text` as it stands in `where`, at characters `start` to `end`."""

    text: str
    where: Where
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that a story is about.

    `code` is an ISO 3166-1 alpha-2 country ("CN"), or a region group of the settings in lower case
    ("south-east-asia") for words that name no country. `score` is 0 to 1; `primary` says that the story
    is about the place, not only mentions it. `subdivisions` are ISO 3166-2 codes ("CN-GD") where its words name them.
    `label` is what the feed that it stands in calls the place; it is never stored.
    """

    code: str
    score: float
    primary: bool
    evidence: tuple[Evidence, ...] = ()
    subdivisions: tuple[str, ...] = ()
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as its source said it; anything may be missing, nothing is guaranteed yet.

    `title` is plain text (the reader of the format has undone the format's own escaping); `summary` and `content`
    are HTML, untrusted; `base` is what relative URLs in them are resolved against. `published` and `updated` are
    aware datetimes or None. `embargo` is the instant before which nobody may see it. `permits` is what the item
    itself allows (it can only narrow what the source allows); `rights` and `license` are its notice and licence URI,
    `claim` is what it says beside.
    """

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    base: str | None = None
    authors: tuple[Author, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    related: tuple[Related, ...] = ()
    origin: Origin | None = None
    rights: str | None = None
    license: str | None = None
    permits: str | None = None
    claim: Claim | None = None
    embargo: datetime | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A material change after an article was first published: `at` when, `changed` the fields that are other now.

    `note` is what the desk tells readers of it, or empty.
    """

    at: datetime
    changed: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One story as it is kept: everything guaranteed, every string XML-legal NFC, every URL absolute.

    `id` is a `urn:uuid:`, minted once and never recomputed. `link` is None only for a dropped text. `summary` is plain
    text, `content` sanitised HTML. `published` froze at first sight (`estimated` says that it is only that); `updated`
    moves on a material change alone. `digest` is the fingerprint of what counts as material. `source` is the
    settings' name. `seen` is when it was first seen or, under an embargo, when that ended: the order of the
    window. `changed` is when we last saw a material change (at first `seen`). `embargo` is set while it is withheld.
    `corrections` are newest first.
    """

    id: str
    source: str
    title: str
    link: str | None = None
    summary: str = ""
    content: str = ""
    authors: tuple[Author, ...] = ()
    published: datetime
    estimated: bool = False
    updated: datetime
    language: str | None = None
    categories: tuple[Category, ...] = ()
    places: tuple[Place, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    related: tuple[Related, ...] = ()
    origin: Origin
    rights: Rights = field(default_factory=Rights)
    digest: str
    seen: datetime
    changed: datetime
    embargo: datetime | None = None
    corrections: tuple[Correction, ...] = ()
