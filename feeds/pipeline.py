"""The whole way in order: `collect` a source, `judge` what it said, and then `feeds.publish.press` prints it.

`collect` goes to the outside world and knows nothing of the store; `judge` looks into the store and writes nothing;
whoever calls them keeps the batch. So one source may take its time while others are kept.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from config.settings import Settings, Source
from feeds.article import (
    Article,
    Batch,
    Changed,
    Duplicate,
    Entry,
    FetchState,
    Known,
    New,
    Outcome,
    Page,
    Permits,
    Run,
    Same,
    Skipped,
    Verdict,
)
from feeds.collect import drop, state
from feeds.collect.fetch import Fetcher, Request, Response
from feeds.collect.sources import Kind, kinds
from feeds.collect.sources.feed import ACCEPT
from feeds.errors import FetchError, ParseError, SourceError
from feeds.select import identity, region
from feeds.select.clean import Context, clean
from feeds.text.characters import line
from feeds.text.html import prose
from feeds.text.urls import site_of

# No source is ever put off for longer (see `scheduler.pace`): a later date was set by a clock that ran ahead.
LONGEST: Final = timedelta(days=410)


class Shelf(Protocol):
    """What judging asks of the store."""

    def known(self, keys: Collection[str]) -> Mapping[str, Known]:
        """Give what is known under each of the alias `keys`."""


@dataclass(frozen=True, slots=True)
class Means:
    """What collecting works with: the client for the web and the operator's settings."""

    fetcher: Fetcher
    settings: Settings


@dataclass(frozen=True, slots=True)
class Item:
    """An entry and the article it became."""

    entry: Entry
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one collection of one source brought, before the store is asked about it.

    `hint` is the least time, in seconds, until the server wants to be asked again; `error` is one clear sentence.
    """

    source: Source
    started: datetime
    outcome: Outcome
    state: FetchState
    items: tuple[Item, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    bytes: int = 0
    hint: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    pages: tuple[Page, ...]
    state: FetchState
    skipped: tuple[Skipped, ...] = ()
    hint: int | None = None


def collect(source: Source, before: FetchState, means: Means, now: datetime) -> Collected:
    """Fetch, read and clean one source; a SourceError becomes the outcome `failed` and a state to back off from."""
    before = state.facing(before, _address(source))
    try:
        kind = kinds()[source.kind]
        gather = _gather_files if kind.NEEDS == "path" else _gather_web
        gathered = gather(source, before, means, now)
        items, skipped = _read(gathered.pages, source, kind, means.settings, now)
    except SourceError as error:
        return failure(source, before, error, now)
    skipped = tuple(Skipped(what=line(one.what), reason=line(one.reason)) for one in skipped + gathered.skipped)
    return Collected(
        source=source,
        started=now,
        outcome="collected" if gathered.pages or skipped else "not-modified",
        state=gathered.state,
        items=items,
        skipped=skipped,
        bytes=sum(len(page.body) for page in gathered.pages),
        hint=gathered.hint,
    )


def failure(source: Source, before: FetchState, error: SourceError, now: datetime) -> Collected:
    """Give the outcome of a collection that failed with `error`."""
    hint = error.retry_after if isinstance(error, FetchError) else None
    return Collected(
        source=source,
        started=now,
        outcome="failed",
        state=state.failed(before, error, now),
        hint=hint,
        error=line(str(error)),
    )


def judge(
    collected: Collected, shelf: Shelf, namespace: UUID, now: datetime, sites: Mapping[str, str] | None = None
) -> Batch:
    """Say of each article whether it is new, changed, the same or a duplicate; one batch, to be kept at once.

    `sites` are the registrable domains of the sources by name: a story that another source listed first goes to the
    source on whose own site it stands, under the id that it has.
    """
    shared = identity.shared([(item.entry, item.article) for item in collected.items])
    keyed = [(item.article, _keys(item, shared)) for item in collected.items]
    known = shelf.known({key for _, keys in keyed for key in keys})
    ledger = _Ledger(known)
    for (article, keys), verdict in zip(keyed, identity.judge_all(keyed, known, namespace), strict=True):
        ledger.enter(article, keys, _owned(verdict, article, known, sites or {}), now)
    return Batch(
        run=ledger.run(collected, now),
        state=collected.state,
        new=tuple(ledger.new.values()),
        changed=tuple(ledger.changed.values()),
        aliases=tuple(ledger.aliases.items()),
        sightings=tuple(ledger.sightings),
    )


def due(source: Source, before: FetchState, now: datetime) -> bool:
    """Say whether `source` wants collecting at `now`; one whose address was changed does at once."""
    known = state.facing(before, _address(source))
    return known.paused is None and (known.due is None or not now < known.due <= now + LONGEST)


def _address(source: Source) -> str | None:
    return source.url or (str(source.path) if source.path else None)


def _gather_web(source: Source, before: FetchState, means: Means, now: datetime) -> _Gathered:
    request = Request(
        source=source.name,
        url=before.url or source.url or "",
        etag=before.etag,
        modified=before.modified,
        allow_private=source.allow_private,
        delay=means.settings.delay_of(source),
        accept=ACCEPT,
    )
    answer = means.fetcher.fetch(request)
    url = answer.permanent if isinstance(answer, Response) else None
    after = state.succeeded(before, etag=answer.etag, modified=answer.modified, url=url, now=now)
    pages = (answer.page,) if isinstance(answer, Response) else ()
    return _Gathered(pages=pages, state=after, hint=answer.max_age)


def _gather_files(source: Source, before: FetchState, means: Means, now: datetime) -> _Gathered:
    if source.path is None:
        raise FetchError("it has no path; add one to its settings", source=source.name, transient=False)
    settle, most = means.settings.collecting.settle, means.settings.limits.entries
    scan = drop.scan(source.path, before, now, settle=settle, most=most)
    after = state.scanned(before, files=scan.files, now=now)
    return _Gathered(pages=scan.pages, state=after, skipped=scan.skipped)


def _read(
    pages: tuple[Page, ...], source: Source, kind: Kind, settings: Settings, now: datetime
) -> tuple[tuple[Item, ...], tuple[Skipped, ...]]:
    items: list[Item] = []
    skipped: list[Skipped] = []
    for page in pages:
        try:
            reading = kind.read(page, source, now)
        except ParseError as error:
            if kind.NEEDS == "url":
                raise
            skipped.append(Skipped(what=page.address, reason=str(error)))  # one bad file is not a bad folder
            continue
        skipped += reading.skipped
        context = Context(
            source=source, reading=reading, permits=Permits(source.permits), now=now, limits=settings.limits
        )
        for entry in reading.entries[: settings.limits.entries]:
            cleaned = clean(entry, context)
            if isinstance(cleaned, Skipped):
                skipped.append(cleaned)
            else:
                items.append(Item(entry, cleaned))
    return tuple(items), tuple(skipped)


def _keys(item: Item, shared: frozenset[str]) -> tuple[str, ...]:
    return identity.own(identity.keys(item.entry, item.article), shared, item.article)


def _owned(verdict: Verdict, article: Article, known: Mapping[str, Known], sites: Mapping[str, str]) -> Verdict:
    if not isinstance(verdict, Duplicate) or article.link is None:
        return verdict
    keeper = next(one.source for one in known.values() if one.id == verdict.of)
    home = site_of(article.link)
    return Changed(verdict.of) if sites.get(article.source) == home != sites.get(keeper) else verdict


@dataclass(slots=True)
class _Ledger:
    """What judging one batch has found so far; `known` is what the store knew before it."""

    known: Mapping[str, Known]
    tally: Counter[type[Verdict]] = field(default_factory=Counter)
    new: dict[str, Article] = field(default_factory=dict)
    changed: dict[str, Article] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    sightings: dict[str, None] = field(default_factory=dict)

    def enter(self, article: Article, keys: tuple[str, ...], verdict: Verdict, now: datetime) -> None:
        """Note one article under the verdict on it; the last state of a story that a batch tells twice counts."""
        article_id = verdict.of if isinstance(verdict, Duplicate) else verdict.id
        article = replace(article, id=article_id)
        self.tally[type(verdict)] += 1
        self.sightings[article_id] = None
        for key in keys:
            self.aliases.setdefault(key, article_id)
        if isinstance(verdict, New) or (isinstance(verdict, Changed) and article_id in self.new):
            self.new[article_id] = _placed(article)
        elif isinstance(verdict, Changed):
            self.changed[article_id] = _placed(article if self._moved(article, keys) else replace(article, updated=now))

    def _moved(self, article: Article, keys: tuple[str, ...]) -> bool:
        """Say whether the publisher gave the changed article a later `updated`; else it moves to the time we saw it."""
        before = next((self.known[key] for key in keys if key in self.known), None)
        return before is not None and before.updated is not None and article.updated > before.updated

    def run(self, collected: Collected, now: datetime) -> Run:
        """Give the record of the collection."""
        return Run(
            source=collected.source.name,
            started=collected.started,
            finished=now,
            outcome=collected.outcome,
            found=len(collected.items),
            new=self.tally[New],
            changed=self.tally[Changed],
            same=self.tally[Same],
            duplicate=self.tally[Duplicate],
            skipped=collected.skipped,
            bytes=collected.bytes,
            error=collected.error,
        )


def _placed(article: Article) -> Article:
    topics = tuple(category.term for category in article.categories)
    return replace(article, places=region.places(article.title, _text_of(article), topics))


def _text_of(article: Article) -> str:
    return prose(article.content) if article.content else article.summary
