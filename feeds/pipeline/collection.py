"""Collect one source: ask, read, follow, clean. It knows nothing of the store but what it asks it."""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, cast

from config.settings import Source
from feeds.article import ARTICLE, FetchState, Follow, Page, Reading, Skipped, Visit
from feeds.collect import drop, state
from feeds.collect.fetch import NotModified, Response
from feeds.collect.sources import Kind, WebKind, kinds
from feeds.errors import FetchError, ParseError, SourceError
from feeds.pipeline import prints
from feeds.pipeline.steps import Collected, Inquiry, Means, Remembered, Step, Steps, failure
from feeds.pipeline.trip import Answer, Items, Trip, ask
from feeds.pipeline.visiting import Wanted, thin, visit_articles
from feeds.text.characters import line

# How many pages, beside those of articles, one collection reads at the most: indexes, lists, their next pages.
_MOST: Final = 30
_LONGEST_MEMO: Final = 2**20  # characters of what a kind is told at its next collection; with more it begins anew


def address_of(source: Source) -> str | None:
    """Give the address that the settings declare, or the path."""
    return source.url or (str(source.path) if source.path else None)


def collecting(source: Source, before: FetchState, means: Means, now: datetime) -> Steps:
    """Fetch, read and clean one source, step by step; a SourceError becomes the outcome `failed`."""
    before = state.facing(before, address_of(source))
    try:
        kind = kinds()[source.kind]
        if kind.NEEDS == "path":
            return _from_files(source, kind, before, means, now)
        return (
            yield from _from_web(Trip(source, cast("WebKind", kind), before, means, now, Items(source, means, now)))
        )
    except SourceError as error:
        return failure(source, before, error, now)


@dataclass(slots=True)
class _Queue:
    """The pages that a trip still has to read, and those of articles, each once."""

    pages: deque[Follow] = field(default_factory=deque)
    asked: set[str] = field(default_factory=set)
    wanted: dict[str, Wanted] = field(default_factory=dict)

    def add(self, follow: Follow, reading: Reading) -> None:
        if follow.role == ARTICLE:
            self.wanted.setdefault(follow.url, Wanted(follow, reading))
        elif follow.url not in self.asked:
            self.asked.add(follow.url)
            self.pages.append(follow)


def _from_web(trip: Trip) -> Steps:
    before, source = trip.before, trip.source
    address = before.url or source.url or ""
    first, *others = trip.kind.start(source, address, before.memo)
    validators = Visit(source=source.name, url=first.url, at=trip.now, etag=before.etag, modified=before.modified)
    answer = yield from ask(trip, first, validators, discovered=trip.kind.DISCOVERS)
    if isinstance(answer, FetchError):
        raise answer
    trip.hear(max_age=answer.max_age, retry_after=answer.retry_after)
    queue = _Queue(asked={first.url})
    if isinstance(answer, Response):
        _read(trip, answer.page, queue)
    for follow in others:
        queue.add(follow, Reading())
    yield from _read_on(trip, queue)
    yield from visit_articles(trip, queue.wanted)
    if trip.trouble is not None and not trip.items.kept and _may_pass(trip.trouble):
        raise trip.trouble
    url = answer.permanent if first.url == address else None
    return _collected(trip, answer, url)


def _collected(trip: Trip, answer: Response | NotModified, url: str | None) -> Collected:
    whole = trip.trouble is None and not trip.rest
    # What leads on to other pages may stay as it is while they change: it is read each time.
    etag, modified = (answer.etag, answer.modified) if whole and not trip.leads else (None, None)
    after = state.succeeded(trip.before, etag=etag, modified=modified, url=url, now=trip.now)
    if trip.memo is not None:
        after = replace(after, memo=trip.memo if len(trip.memo) <= _LONGEST_MEMO else None)
    if isinstance(answer, Response):
        after = replace(after, prints=tuple(trip.prints))
    found = (trip.items.kept, trip.as_before, trip.items.skipped, trip.skipped, trip.vanished)
    brought = isinstance(answer, Response) or any(found)
    return Collected(
        source=trip.source,
        started=trip.now,
        outcome="collected" if brought else "not-modified",
        before=trip.before,
        state=after,
        items=tuple(trip.items.kept),
        as_before=tuple(trip.as_before),
        skipped=_legible(trip.skipped + trip.items.skipped),
        remarks=trip.items.remarks(),
        vanished=tuple(trip.vanished),
        visits=(*trip.visits, *(trip.pages if whole else ())),
        found=trip.found,
        dated=trip.dated,
        bytes=trip.bytes,
        hints=trip.hints,
    )


def _read(trip: Trip, page: Page, queue: _Queue) -> None:
    """Read one page: its entries become items, or are completed from their own pages; what it leads to is queued."""
    reading = trip.kind.read(page, trip.source, trip.now)
    trip.skipped += reading.skipped
    trip.vanished += reading.vanished
    trip.memo = reading.memo if reading.memo is not None else trip.memo
    trip.hear(ttl=reading.ttl)
    reading = replace(reading, entries=reading.entries[: trip.means.settings.limits.entries])
    _count(trip, reading)
    _take(trip, reading, queue)
    for follow in reading.follow:
        queue.add(follow, reading)
    trip.leads = trip.leads or any(follow.role != ARTICLE for follow in reading.follow)


def _count(trip: Trip, reading: Reading) -> None:
    if reading.listed is not None:
        trip.found += reading.listed
        trip.dated += reading.listed
        return
    found = [*reading.entries, *(follow.entry for follow in reading.follow if follow.role == ARTICLE)]
    trip.found += len(found)
    trip.dated += sum(entry is not None and (entry.published or entry.updated) is not None for entry in found)


def _take(trip: Trip, reading: Reading, queue: _Queue) -> None:
    """Clean the entries that are not what they were; thin ones wait for their pages."""
    whole = tuple(entry for entry in reading.entries if not thin(entry, trip.source))
    sorted_out = prints.sort(replace(reading, entries=whole), trip)
    trip.as_before += sorted_out.as_before
    trip.prints += sorted_out.prints
    for entry in sorted_out.fresh:
        trip.items.take(entry, reading)
    for entry in reading.entries:
        if entry.link and thin(entry, trip.source):
            queue.add(Follow(url=entry.link, entry=entry), reading)


def _read_on(trip: Trip, queue: _Queue) -> Generator[Step, Any, None]:
    """Read the pages that are no articles' own, in the order they were found; one that fails stops no other."""
    for _ in range(_MOST):
        if not queue.pages:
            return
        follow = queue.pages.popleft()
        remembered: Remembered = yield Inquiry(trip.source.name, (follow.url,))
        answer = yield from ask(trip, follow, remembered.visits.get(follow.url), discovered=trip.kind.DISCOVERS)
        try:
            _use(trip, follow, answer, queue)
        except SourceError as error:
            trip.trouble = trip.trouble or error
            trip.pass_over(follow.url, str(error))
    trip.rest = trip.rest or bool(queue.pages)


def _use(trip: Trip, follow: Follow, answer: Answer, queue: _Queue) -> None:
    """Read a page that was followed, if it is another than at the last time; raises SourceError."""
    if isinstance(answer, FetchError):
        trip.hear(retry_after=answer.retry_after)
        raise answer
    if isinstance(answer, Response):
        _read(trip, answer.page, queue)
    if answer.etag or answer.modified:
        made = Visit(source=trip.source.name, url=follow.url, at=trip.now)
        trip.pages.append(replace(made, etag=answer.etag, modified=answer.modified))


def _from_files(source: Source, kind: Kind, before: FetchState, means: Means, now: datetime) -> Collected:
    if source.path is None:
        raise FetchError("it has no path; add one to its settings", source=source.name, transient=False)
    settle, most = means.settings.collecting.settle, means.settings.limits.entries
    scan = drop.scan(source.path, before, now, settle=settle, most=most)
    items = Items(source, means, now)
    skipped, vanished = list(scan.skipped), list[str]()
    for page in scan.pages:
        try:
            reading = kind.read(page, source, now)
        except ParseError as error:
            skipped.append(Skipped(what=page.address, reason=str(error)))  # one bad file is not a bad folder
            continue
        skipped += reading.skipped
        vanished += reading.vanished
        for entry in reading.entries[:most]:
            items.take(entry, reading)
    skipped += items.skipped
    return Collected(
        source=source,
        started=now,
        outcome="collected" if scan.pages or skipped else "not-modified",
        before=before,
        state=state.scanned(before, files=scan.files, now=now),
        items=tuple(items.kept),
        skipped=_legible(skipped),
        remarks=items.remarks(),
        vanished=tuple(vanished),
        found=len(items.kept),
        bytes=sum(len(page.body) for page in scan.pages),
    )


def _may_pass(error: SourceError) -> bool:
    return not isinstance(error, FetchError) or error.transient


def _legible(skipped: list[Skipped]) -> tuple[Skipped, ...]:
    return tuple(Skipped(what=line(one.what), reason=line(one.reason)) for one in skipped)
