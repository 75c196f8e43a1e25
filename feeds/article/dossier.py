"""What the archive holds on one article beside the article itself."""

from dataclasses import dataclass
from datetime import datetime

from feeds.article.feed import Ruling
from feeds.article.story import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What happened to an article other than by a collection: `kind` as the store's events name it.

    `who` is the person of the desk whose act it was, `feed` the slug of the one feed that it was about.
    """

    at: datetime
    kind: str
    detail: str | None = None
    who: str | None = None
    feed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One article of a story that came more than once. `stands` says that feeds show this one for all.

    `merit` is its place in the settings' `selecting.order`, or behind all; `public` that anybody may see it.
    """

    id: str
    source: str
    title: str
    link: str | None
    merit: int
    stands: bool
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is known of one article.

    `kept` is False for one that was only read, and judged as it would be. `listed` is False for one of a source's
    back-file, `retracted` when its source took it back, `expired` when its time was over. `keys` are the aliases that
    lead to it ("url:…", "guid:<source>:…"), `sources` those that showed it, the names of the settings in alphabetical
    order; `deeds` the newest first, `copies` the articles of its story, if it came more than once, the best first;
    `rulings` what the desk decided that stands. `known` is the id of the kept article of which one that was only read
    is another sighting.
    """

    article: Article
    kept: bool = True
    listed: bool = True
    retracted: datetime | None = None
    expired: datetime | None = None
    keys: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    copies: tuple[Copy, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    known: str | None = None
