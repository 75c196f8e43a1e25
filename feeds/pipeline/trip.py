"""One collection under way: whom it is for, what it has brought so far, and how it asks for a page."""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from config.settings import Source
from feeds.article import Entry, FetchState, Follow, Page, Permits, Reading, Remark, Skipped, Visit
from feeds.collect import robots
from feeds.collect.fetch import NotModified, Request, Response
from feeds.collect.guard import host_of, may_be_private
from feeds.collect.robots import Rules
from feeds.collect.sources import WebKind
from feeds.errors import FetchError, SourceError
from feeds.pipeline.steps import Hints, Item, Means, Step
from feeds.select.clean import Context, clean
from feeds.select.remarks import few, remarks

Answer = Response | NotModified | FetchError


@dataclass(slots=True)
class Items:
    """What became of the entries of one collection: articles that are `kept`, what was `skipped`, and what is odd."""

    source: Source
    means: Means
    now: datetime
    kept: list[Item] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    odd: list[Remark] = field(default_factory=list)

    def remarks(self) -> tuple[Remark, ...]:
        """Give what is odd about the articles that are kept, so much of it as a run remembers."""
        return few(self.odd)

    def take(self, entry: Entry, reading: Reading) -> bool:
        """Clean an entry and keep what comes of it; say whether it became an article."""
        context = Context(
            source=self.source,
            reading=reading,
            permits=Permits(self.source.permits),
            now=self.now,
            limits=self.means.settings.limits,
            codes=self.means.codes if self.source.path is None else None,  # what is dropped is all worth keeping
        )
        cleaned = clean(entry, context)
        if isinstance(cleaned, Skipped):
            self.skipped.append(cleaned)
            return False
        self.odd += remarks(entry, cleaned)
        self.kept.append(Item(entry, cleaned))
        return True


@dataclass(slots=True)
class Trip:
    """What a collection of a source on the web knows and has found.

    `as_before` are entries that are what they were, `prints` the fingerprints of all.
    `visits` are to articles' pages, `pages` to those between. `trouble` is the first thing that went wrong after the
    first page; `rest` says that something wanted was left for the next time. Where there is either, no validators are
    kept, so that the next collection finds it. `leads` says that there were pages between.
    """

    source: Source
    kind: WebKind
    before: FetchState
    means: Means
    now: datetime
    items: Items
    skipped: list[Skipped] = field(default_factory=list)
    as_before: list[Entry] = field(default_factory=list)
    prints: list[int] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    pages: list[Visit] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    memo: str | None = None
    hints: Hints = field(default_factory=Hints)
    found: int = 0
    dated: int = 0
    bytes: int = 0
    trouble: SourceError | None = None
    rest: bool = False
    leads: bool = False

    def hear(self, **hints: int | None) -> None:
        """Note what was said about the next visit; of each kind of hint the longest counts."""
        longer = {name: max(said, getattr(self.hints, name) or 0) for name, said in hints.items() if said is not None}
        self.hints = replace(self.hints, **longer)

    def pass_over(self, what: str, reason: str) -> None:
        """Leave something out, and say why."""
        self.skipped.append(Skipped(what=what, reason=reason))


def ask(trip: Trip, follow: Follow, visit: Visit | None, *, discovered: bool) -> Generator[Step, Any, Answer]:
    """Ask for a page with the validators of `visit`; one that was `discovered` only if its robots.txt lets us.

    An error is given back, not raised.
    """
    delay = trip.means.settings.delay_of(trip.source)
    rules = (yield from _rules(trip, follow.url)) if discovered else None
    if rules is not None:
        if error := _refused(trip, rules, follow.url):
            return _closed(follow) if 403 in follow.tolerates and not rules.waits else error
        delay = max(delay, rules.delay)
    answer: Answer = yield Request(
        source=trip.source.name,
        url=follow.url,
        etag=visit.etag if visit else None,
        modified=visit.modified if visit else None,
        allow_private=may_be_private(follow.url, trip.source),
        delay=delay,
        accept=follow.accept or "*/*",
        tolerates=follow.tolerates,
    )
    if not isinstance(answer, Response):
        return answer
    trip.bytes += answer.bytes
    page = replace(answer.page, role=follow.role, memo=follow.memo)
    if rules is not None and robots.address(page.address) != robots.address(follow.url):
        rules = yield from _rules(trip, page.address)  # of the site that it was redirected to
    if rules is not None:
        return _refused(trip, rules, page.address) or replace(answer, page=page)
    return replace(answer, page=page)


def _closed(follow: Follow) -> Response:
    """Give what a kind that reads refusals is told of a page that robots are asked to leave alone."""
    return Response(page=Page(address=follow.url, body=b"", status=403, role=follow.role, memo=follow.memo), status=403)


def _rules(trip: Trip, url: str) -> Generator[Step, Any, Rules | None]:
    """Give what the site's robots.txt says, from memory if that is fresh; None for what is no address."""
    memory = trip.means.robots
    site = robots.address(url)
    known = memory.known(url, trip.now)
    if known is not None or site is None:
        return known
    last = memory.last(url)
    answer: Answer = yield Request(
        source=trip.source.name,
        url=site,
        etag=last.etag if last else None,
        modified=last.modified if last else None,
        allow_private=may_be_private(site, trip.source),
        delay=trip.means.settings.delay_of(trip.source),
        accept="text/plain, */*;q=0.1",
    )
    rules = robots.read(answer, last, trip.now)
    memory.learn(url, rules)
    if rules.remark is not None:
        trip.pass_over(site, rules.remark)
    return rules


def _refused(trip: Trip, rules: Rules, url: str) -> FetchError | None:
    """Give the error where `url` is to be left alone, for now or for as long as its robots.txt says so."""
    if rules.waits:
        wait = int((rules.until - trip.now).total_seconds())
        words = f"{host_of(url)} has a robots.txt that cannot be had now: nothing is discovered there until it can"
        return FetchError(words, source=trip.source.name, retry_after=wait)
    if rules.allows(url):
        return None
    words = f"{host_of(url)} asks robots to leave this page alone (robots.txt): ask the publisher, or follow its feed"
    return FetchError(words, source=trip.source.name, transient=False)
