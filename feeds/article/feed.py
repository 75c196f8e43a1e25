"""What is published: the feed that a format renders, what it is made of, and when it is held."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from feeds.article.story import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """An article that stood in a feed and may not any more (RFC 6721, at:deleted-entry): `at` when it went.

    `comment` is what readers are told of the reason, or empty.
    """

    id: str
    at: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """How a document stands in an archived feed (RFC 5005, 4).

    `page` is the number of a page of it, the oldest is 1; None is the feed that readers subscribe to. `newest` is the
    number of the newest page, 0 where there is none yet.
    """

    page: int | None = None
    newest: int = 0

    @property
    def previous(self) -> int | None:
        """The page of older articles, if there is one."""
        older = self.newest if self.page is None else self.page - 1
        return older or None

    @property
    def next(self) -> int | None:
        """The page of newer articles; the newest page has none."""
        return self.page + 1 if self.page is not None and self.page < self.newest else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a format renders (atom:feed, RSS channel). `updated` is the newest content change in it, never now.

    `address` is where the documents stand without their extension ("https://host/feeds/china-asia-pacific", which is
    also the HTML page's URL); `ttl` is in minutes, `max_age` in seconds; `language` is None for a mixed feed.
    `tombstones` are newest first. `reserved` says that text and data mining of it, or of something in it, is
    reserved; `policy` is the address of the terms for all of it. One that is `private` is only for who holds a token.
    """

    slug: str
    id: str
    title: str
    subtitle: str
    address: str
    updated: datetime
    language: str | None = None
    rights: str | None = None
    license: str | None = None
    reserved: bool = False
    policy: str | None = None
    icon: str | None = None
    logo: str | None = None
    hubs: tuple[str, ...] = ()
    ttl: int = 5
    max_age: int = 300
    group: str = "beat"
    articles: tuple[Article, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    archive: Archive = Archive()
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles a feed is made of: those with one of `codes` as a primary place, those of `source`, or both.

    `sources` are further sources, any of which will do. `feed` is its slug, under which the desk's rulings are looked
    up. `whole` says that whoever judges an article needs its content; `rules` is what he judges by: he says the same of
    the same article wherever these are equal, so that it may be remembered. Empty, it is not.
    """

    codes: frozenset[str] | None = None
    source: str | None = None
    sources: frozenset[str] = frozenset()
    feed: str = ""
    whole: bool = False
    rules: str = ""

    @property
    def showing(self) -> frozenset[str]:
        """Give the sources of which one must have shown an article; none is any."""
        return self.sources if self.source is None else self.sources | {self.source}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What articles are known by, each with how many of them are: topics and authors by name, languages by BCP 47."""

    topics: tuple[tuple[str, int], ...] = ()
    authors: tuple[tuple[str, int], ...] = ()
    languages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A feed that keeps its last good documents: `reason` says why, `released` that the operator let it go."""

    feed: str
    since: datetime
    reason: str
    released: bool = False


RulingKind = Literal["pin", "hold", "embargo", "block", "retraction"]
BARS: Final[tuple[RulingKind, ...]] = ("hold", "embargo", "block", "retraction")
"""The rulings that keep an article out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the desk decided about `article`: `who`, when (`at`), `why`; for the feed `feed`, or for all if it is empty.

    "pin" has it stand first in the feed, "hold" in none until lifted, "embargo" in none before `until`, "block" in none
    for good. A "retraction" takes back what was published: `public` is what readers are told of it, or empty, and never
    `why`. A pin and a hold may end by themselves, at `until`. `title` is the article's.
    """

    article: str
    kind: RulingKind
    who: str
    at: datetime
    why: str = ""
    feed: str = ""
    until: datetime | None = None
    title: str = ""
    public: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A partner's key to private feeds: its `name`, the SHA-256 of it, and the slugs of the `feeds` that it opens.

    It opens none once it `expires` or was `revoked`; `who` made it, and when (`created`).
    """

    name: str
    digest: str
    feeds: tuple[str, ...]
    who: str
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None

    def opens(self, feed: str, now: datetime) -> bool:
        """Say whether it is a key to `feed` at `now`."""
        ended = self.revoked is not None or (self.expires is not None and self.expires <= now)
        return feed in self.feeds and not ended
