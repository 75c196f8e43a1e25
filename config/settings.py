"""The settings as values; `config.loader` reads them, everything else is handed them."""

from datetime import timedelta
from pathlib import Path
from typing import Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from platformdirs import user_data_path
from pydantic import Field, IPvAnyNetwork, field_validator

from config.declared import BaseUrl, Binding, Declared, Domain, Duration, Several, Slug, Zone
from config.feeds import Beat, FeedSpec
from config.moves import Moves, Retirements
from config.rights import Conditions, Permitted, WebAddress

NEWS: Final = timedelta(days=2)
"""For how long an article of the own desk is news to those that read the news sitemap."""


class Site(Declared):
    """Who publishes. `id` is the namespace of every id we mint; left out, one is minted once and kept in the store.

    `domains` are the hosts of the own desk's articles, beside that of `base_url`: the news sitemap speaks of no other.
    """

    title: str = Field("beatwire", min_length=1, max_length=80)
    id: UUID | None = None
    contact: str = "https://github.com/beatwire/beatwire"
    rights: str | None = None
    license: WebAddress | None = None
    icon: str | None = None
    logo: str | None = None
    domains: tuple[Domain, ...] = ()


class Source(Conditions):
    """One place to collect from; `kind` names a module of `feeds.collect.sources`.

    `interval` is the time between two collections, `delay` the least time between two requests to its host, `timezone`
    is read into dates that name none; how much may be passed on, and how, is in `config.rights`.
    `full_text` completes a feed's thin items from the articles' pages; `links` (CSS or XPath) says which links of a
    page lead to articles. `own` says that it is the own desk's, as a drop folder is; `known_as` are the names
    under which others credit it ("Kyodo", "共同通信").
    """

    name: Slug
    kind: str
    url: str | None = None
    path: Path | None = None
    title: str | None = None
    enabled: bool = True
    interval: Duration | None = None
    delay: Duration | None = None
    timezone: Zone = "UTC"
    language: str | None = None
    allow_private: bool = False
    full_text: bool = False
    links: str | None = None
    own: bool | None = None
    known_as: tuple[str, ...] = ()

    @property
    def permits(self) -> Permitted:
        """How much may be passed on: what the operator says, else all of a drop folder and summaries of the web."""
        return self.rights or ("summary" if self.path is None else "full")

    @property
    def is_own(self) -> bool:
        """Whether it is the own desk's: what the operator says, else that it is a folder."""
        return self.path is not None if self.own is None else self.own

    @property
    def zone(self) -> ZoneInfo:
        """The zone of dates that name none."""
        return ZoneInfo(self.timezone)


class Limits(Declared):
    """What bounds everything from outside, and the window of a feed."""

    response_bytes: int = Field(16 * 2**20, ge=1024, le=2**30)
    deadline: Duration = timedelta(seconds=30)
    redirects: int = Field(5, ge=0, le=20)
    entries: int = Field(1000, ge=1, le=100_000)
    pages: int = Field(20, ge=1, le=1000)
    article_bytes: int = Field(1_000_000, ge=10_000)
    window_count: int = Field(50, ge=1, le=1000)
    window_most: int = Field(100, ge=1, le=1000)
    window_age: Duration = timedelta(hours=48)
    window_bytes: int = Field(1_000_000, ge=100_000)
    newcomers: int = Field(10, ge=1, le=1000)


class Collecting(Declared):
    """How the scheduler works: `tick` is how often it looks for due sources.

    `interval` is the time between two visits to a source on the web whose rhythm is not known yet; once it is, a source
    is visited no more often than `fastest` and no less often than `slowest`. `look` is the time between two looks into
    a drop folder. `workers` read and judge what came, `fetches` are under way at once.
    """

    tick: Duration = timedelta(seconds=2)
    interval: Duration = timedelta(minutes=15)
    fastest: Duration = timedelta(minutes=5)
    slowest: Duration = timedelta(hours=6)
    look: Duration = timedelta(seconds=10)
    delay: Duration = timedelta(seconds=1)
    workers: int = Field(2, ge=1, le=256)
    fetches: int = Field(500, ge=1, le=10_000)
    settle: Duration = timedelta(seconds=2)


class Keeping(Declared):
    """For how long the store keeps bodies and runs; ids and aliases are kept for ever.

    `quiet` is for the runs that found their source as it was, `runs` for all others. What was published is kept for
    `documents` in the ledger, the bytes of it in up to `documents_bytes`.
    """

    bodies: Duration = timedelta(days=400)
    runs: Duration = timedelta(days=30)
    quiet: Duration = timedelta(days=1)
    documents: Duration = timedelta(days=30)
    documents_bytes: int = Field(500_000_000, ge=0)


class Selecting(Declared):
    """What is done about copies of one story. `copies` puts them together within `window` of its first sight.

    Of the copies one stands for all, chosen by `order`: the own desk's, the original publisher's; then the first seen.
    """

    copies: bool = True
    window: Duration = timedelta(hours=72)
    order: tuple[Literal["own", "original"], ...] = ("own", "original")


class Serving(Declared):
    """The web workers. `max_age` (seconds) and `ttl` (minutes) are promises to readers: constants, never computed.

    `threads` of a worker are as many as its store wants (`Settings.threads`), unless they are said.
    A network (or who holds a token) is given `polls` whole documents `within` a time, by each worker, unless it asks
    by condition, as readers do; 0 is without end. `proxies` are the networks whose X-Forwarded-For is believed.
    `requests` says whether each request is logged.
    """

    workers: int = Field(1, ge=1, le=64)
    threads: int | None = Field(None, ge=1, le=256)
    drain: Duration = timedelta(seconds=10)
    max_age: int = Field(300, ge=0, le=86400)
    ttl: int = Field(5, ge=1, le=1440)
    polls: int = Field(600, ge=0, le=1_000_000)
    within: Duration = timedelta(minutes=10)
    proxies: Several[IPvAnyNetwork] = ()
    requests: bool = False


class Publishing(Declared):
    """Which feeds there are beside the beat's and those of `feeds`, and what became of those that are no more.

    `hubs` are told of every change (WebSub); those on loopback and intranets only if `private_hubs` says so.
    `archives` says whether feeds have pages of what left them (RFC 5005).
    Of topics, authors and languages a feed makes itself once `enough` of the beat's newest articles have it. `renamed`
    are (old slug, new slug) pairs: the old addresses lead to the new ones, and the feed keeps its id. `retired` are
    (slug, successor's slug) pairs, the successor empty where there is none.
    """

    regions: bool = True
    countries: bool = True
    sources: bool = True
    languages: bool = True
    topics: bool = False
    authors: bool = False
    enough: int = Field(5, ge=1, le=1000)
    archives: bool = True
    hubs: Several[WebAddress] = ()
    private_hubs: bool = False
    renamed: Moves = ()
    retired: Retirements = ()

    @property
    def given_up(self) -> frozenset[str]:
        """The slugs that no feed has any more: those that were renamed, and those that were retired."""
        return frozenset(slug for slug, _ in (*self.renamed, *self.retired))

    def first_name(self, slug: str) -> str:
        """Give the slug under which a feed was published first: its id is made of that."""
        return next((old for old, new in self.renamed if new == slug), slug)


class Settings(Declared):
    """Everything the operator declared, whole and checked."""

    data: Path = Field(default_factory=lambda: user_data_path("beatwire", appauthor=False))
    bind: Binding = "127.0.0.1:8000"
    base_url: BaseUrl = "http://127.0.0.1:8000"
    store: str | None = None
    sample: bool = False
    log: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"
    site: Site = Site()
    beat: Beat = Beat()
    limits: Limits = Limits()
    collecting: Collecting = Collecting()
    keeping: Keeping = Keeping()
    selecting: Selecting = Selecting()
    serving: Serving = Serving()
    publishing: Publishing = Publishing()
    feeds: tuple[FeedSpec, ...] = ()
    sources: tuple[Source, ...] = ()

    @field_validator("sources")
    @classmethod
    def _names_are_unique(cls, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        seen: set[str] = set()
        for source in sources:
            if source.name in seen:
                raise ValueError(f'two sources are named "{source.name}"; give one of them another name')
            seen.add(source.name)
        return sources

    @property
    def database(self) -> str:
        """The store's URL: the operator's own, or the SQLite file in the data folder."""
        return self.store or f"sqlite:///{self.data / 'beatwire.sqlite'}"

    @property
    def threads(self) -> int:
        """Of a web worker: one where a page never waits for its store; more where that is beyond a network."""
        return self.serving.threads or (1 if self.database.startswith("sqlite:") else 4)

    @property
    def published(self) -> Path:
        """The folder of published documents."""
        return self.data / "published"

    @property
    def by_name(self) -> dict[str, Source]:
        """The sources by their names."""
        return {source.name: source for source in self.sources}

    @property
    def lasting(self) -> dict[str, timedelta]:
        """For how long the articles of a source may be shown, by its name, where that is bounded."""
        return {source.name: source.expires for source in self.sources if source.expires is not None}

    @property
    def horizons(self) -> frozenset[timedelta]:
        """For how long feeds show articles, where that is bounded."""
        said = {feed.expires for feed in (self.beat, *self.feeds) if feed.expires is not None}
        return frozenset(said | ({NEWS} if self.own else set()))

    @property
    def own(self) -> tuple[str, ...]:
        """The names of the own desk's sources."""
        return tuple(source.name for source in self.sources if source.is_own)

    def interval_of(self, source: Source) -> timedelta:
        """Give the time between two collections of `source`."""
        return source.interval or (self.collecting.interval if source.path is None else self.collecting.look)

    def delay_of(self, source: Source) -> timedelta:
        """Give the least time between two requests to the host of `source`."""
        return self.collecting.delay if source.delay is None else source.delay
