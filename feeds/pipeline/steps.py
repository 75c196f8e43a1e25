"""The steps of a collection, as values: what it asks of the outside world and of the store, and what comes of it all.

A collection is a generator: it yields a `Step`, is sent the answer, and returns what it `Collected`. Whoever drives it
may wait for each answer (`collect`) or have a thousand under way at once (the scheduler); the way is the same.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from config.settings import Settings, Source
from feeds.article import Article, Entry, FetchState, Outcome, Page, Remark, Skipped, Visit
from feeds.collect import state
from feeds.collect.fetch import Fetcher, Request
from feeds.collect.pages.extract import Extract
from feeds.collect.robots import Robots
from feeds.errors import FetchError, SourceError
from feeds.text.characters import line


class Reader(Protocol):
    """Reads article pages, each within its time, in a process of its own."""

    def read(self, page: Page, zone: ZoneInfo, now: datetime) -> Extract | Skipped:
        """Give what stands on `page`, or why nothing could be read; `zone` is that of dates that name none."""


@dataclass(frozen=True, slots=True)
class Means:
    """What collecting works with: the client for the web, the reader of pages, what robots.txt files said, settings.

    `codes` are the places of the beat and of the feeds, of which alone articles' content is kept; None is everything.
    """

    fetcher: Fetcher
    settings: Settings
    reader: Reader
    robots: Robots
    codes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to the store: which of these addresses it knows, and which of them `source` visited."""

    source: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """The answer: addresses under which an article is `known`, and `visits` by their addresses."""

    known: frozenset[str] = frozenset()
    visits: Mapping[str, Visit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extraction:
    """A page to be read as one article."""

    page: Page
    source: Source


Errand = Request | Extraction
"""What the outside world is asked for."""

Step = Errand | Inquiry


@dataclass(frozen=True, slots=True)
class Item:
    """An entry and the article it became."""

    entry: Entry
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What was said at a visit about the next one, in seconds: Retry-After, max-age, and the feed's own ttl."""

    retry_after: int | None = None
    max_age: int | None = None
    ttl: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one collection of one source brought, before the store is asked about it.

    `as_before` are entries that are to the letter what they were at the last collection.
    `before` is the state that it began with, `state` the one that it leaves. `found` is how many items the source
    listed, whether or not they were read, and `dated` how many of them bore a date; `vanished` are guids of what it
    made public no more. `hints` is what was said about the next visit; `error` is one clear sentence.
    """

    source: Source
    started: datetime
    outcome: Outcome
    before: FetchState
    state: FetchState
    items: tuple[Item, ...] = ()
    as_before: tuple[Entry, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Remark, ...] = ()
    vanished: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    found: int = 0
    dated: int = 0
    bytes: int = 0
    hints: Hints = Hints()
    error: str | None = None


Steps = Generator[Step, Any, Collected]


def failure(source: Source, before: FetchState, error: SourceError, now: datetime) -> Collected:
    """Give the outcome of a collection that failed with `error`."""
    asked = error.retry_after if isinstance(error, FetchError) else None
    return Collected(
        source=source,
        started=now,
        outcome="failed",
        before=before,
        state=state.failed(before, error, now),
        hints=Hints(retry_after=asked),
        error=line(str(error)),
    )
