"""Judge what a collection brought: new, changed, the same, a duplicate, taken back. It looks and writes nothing."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Protocol
from uuid import UUID

from feeds.article import (
    Article,
    Batch,
    Changed,
    Duplicate,
    FetchState,
    Known,
    New,
    Rights,
    Run,
    Same,
    Verdict,
    Visit,
)
from feeds.collect import state
from feeds.pipeline.steps import Collected, Inquiry, Item, Remembered
from feeds.select import identity
from feeds.select.identity import Facts
from feeds.select.material import Weight, weigh
from feeds.text.characters import line
from feeds.text.urls import absolute, site_of, untracked


class Shelf(Protocol):
    """What collecting and judging ask of the store."""

    def known(self, keys: Collection[str]) -> Mapping[str, Known]:
        """Give what is known under each of the alias `keys`."""

    def get(self, id: str, *, withheld: bool) -> Article | None:  # noqa: A002 - the field's word
        """Give the article `id` as it is kept, or None; one that may not be seen only if asked for `withheld`."""

    def visits(self, source: str, urls: Collection[str]) -> Mapping[str, Visit]:
        """Give what is remembered of those of `urls` that `source` led to."""


def remember(inquiry: Inquiry, shelf: Shelf, sites: Mapping[str, str] | None = None) -> Remembered:
    """Answer a collection's question; `sites` as in `judge`.

    What another source told of a page that stands on this one's own site is not to keep it from being read.
    """
    keys = {url: key for url in inquiry.urls if (key := identity.url_key(url))}
    known = shelf.known(set(keys.values()))
    owners = _Owners(sites or {}, inquiry.source)
    return Remembered(
        known=frozenset(u for u, key in keys.items() if key in known and not owners.takes(u, known[key].source)),
        visits=shelf.visits(inquiry.source, inquiry.urls),
    )


def judge(
    collected: Collected, shelf: Shelf, namespace: UUID, now: datetime, sites: Mapping[str, str] | None = None
) -> Batch:
    """Say of each article whether it is new, changed, the same or a duplicate; one batch, to be kept at once.

    `sites` are the registrable domains of the sources by name: a story that another source listed first goes to the
    source on whose own site it stands, under the id that it has.
    """
    shared = identity.shared(_facts(collected)) if collected.items else frozenset[str]()
    owners = _Owners(sites or {}, collected.source.name)
    keyed = [(item.article, _keys(item, shared, owners)) for item in collected.items]
    gone = {key for guid in collected.vanished if (key := identity.guid_key(collected.source.name, guid))}
    known = shelf.known({key for _, keys in keyed for key in keys} | gone)
    ledger = _Ledger(known, owners, shelf)
    for (article, keys), verdict in zip(keyed, identity.judge_all(keyed, known, namespace), strict=True):
        ledger.enter(article, keys, _owned(verdict, article, known, owners), now)
    retracted = tuple({known[key].id: None for key in sorted(gone) if key in known})
    after = _noted(collected, ledger.new.values(), now)  # without prints, what was taken back is seen when shown again
    return Batch(
        run=ledger.run(collected, now),
        state=replace(after, prints=()) if retracted else after,
        new=tuple(ledger.new.values()),
        changed=tuple(ledger.changed.values()),
        restated=tuple(ledger.restated.items()),
        aliases=tuple(ledger.aliases.items()),
        sightings=tuple(ledger.sightings),
        retracted=retracted,
        visits=collected.visits,
    )


def _noted(collected: Collected, new: Iterable[Article], now: datetime) -> FetchState:
    """Give the state that the collection leaves: a source on the web is compared with its own past."""
    if collected.outcome == "failed" or collected.source.path is not None:
        return collected.state
    if collected.outcome == "not-modified":
        return state.quiet(collected.state, now)
    came = [state.came_out(None if one.estimated else one.published, collected.before, now) for one in new]
    return state.noted(collected.state, collected.found, collected.dated, came, now)


def _facts(collected: Collected) -> Iterable[Facts]:
    """Give what the whole batch says of its entries' keys: those that are as they were may share one with a new one."""
    source = collected.source.name
    for item in collected.items:
        yield identity.facts(source, item.entry, item.article.link, item.article.title)
    for entry in collected.as_before:
        link = absolute(entry.link or "", entry.base)
        yield identity.facts(source, entry, untracked(link) if link else None, line(entry.title or ""))


def _keys(item: Item, shared: frozenset[str], owners: "_Owners") -> tuple[str, ...]:
    """Give the keys that are the item's alone; no page is called by an address on another source's site."""
    entry = item.entry
    if entry.aliases:
        entry = replace(entry, aliases=tuple(alias for alias in entry.aliases if not owners.are_others(alias)))
    return identity.own(identity.keys(entry, item.article), shared, item.article)


@dataclass(frozen=True)
class _Owners:
    """On whose site a story stands, as `source` asks: `sites` are the registrable domains of all sources by name."""

    sites: Mapping[str, str]
    source: str

    def takes(self, url: str, keeper: str) -> bool:
        """Say whether the story at `url`, which `keeper` told first, is the source's, on whose own site it stands."""
        own = self.sites.get(self.source)
        return own != self.sites.get(keeper) and own == site_of(url)

    def are_others(self, url: str) -> bool:
        """Say whether `url` stands on the site of another source."""
        home = site_of(url)
        return self.sites.get(self.source) != home and home in self._all

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(self.sites.values())


def _owned(verdict: Verdict, article: Article, known: Mapping[str, Known], owners: _Owners) -> Verdict:
    """Give a story to the source on whose site it stands: by its address alone, for a guid is only a source's word."""
    found = (known[key] for key in identity.url_keys(article.link) if key in known)
    match = next(found, None)
    if not isinstance(verdict, Duplicate) or article.link is None or match is None or match.id != verdict.of:
        return verdict
    return Changed(verdict.of) if owners.takes(article.link, match.source) else verdict


@dataclass(slots=True)
class _Ledger:
    """What judging one batch has found so far; `known` is what the store knew before it."""

    known: Mapping[str, Known]
    owners: _Owners
    shelf: Shelf
    tally: Counter[type[Verdict]] = field(default_factory=Counter)
    new: dict[str, Article] = field(default_factory=dict)
    changed: dict[str, Article] = field(default_factory=dict)
    restated: dict[str, Rights] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    sightings: dict[str, None] = field(default_factory=dict)

    def enter(self, article: Article, keys: tuple[str, ...], verdict: Verdict, now: datetime) -> None:
        """Note one article under the verdict on it; the last state of a story that a batch tells twice counts."""
        article_id = verdict.of if isinstance(verdict, Duplicate) else verdict.id
        article = replace(article, id=article_id)
        if isinstance(verdict, Changed) and article_id not in self.new:
            verdict = self._weighed(article)
        self.tally[type(verdict)] += 1
        self.sightings[article_id] = None
        for key in keys:
            if key in self.known or isinstance(verdict, New) or not self._strange(key, verdict):
                self.aliases.setdefault(key, article_id)
        if isinstance(verdict, New) or (isinstance(verdict, Changed) and article_id in self.new):
            self.new[article_id] = article
        elif isinstance(verdict, Changed):
            self.changed[article_id] = article if self._moved(article, keys) else replace(article, updated=now)
        elif isinstance(verdict, Same) and self._restates(article, keys):
            self.restated[article_id] = article.rights

    def _weighed(self, article: Article) -> Changed | Same:
        """Say whether a story's other state says anything else; one only retouched is kept, and moves no date."""
        before = self.changed.get(article.id) or self.shelf.get(article.id, withheld=True)
        if before is None or before.embargo is not None:  # which nobody has seen yet
            return Changed(article.id)
        weight = weigh(before, article)
        if weight is Weight.MATERIAL:
            return Changed(article.id)
        if weight is Weight.RETOUCHED:
            self.changed[article.id] = replace(article, updated=before.updated, changed=before.changed)
        return Same(article.id)

    def _strange(self, key: str, verdict: Verdict) -> bool:
        """Say whether an address is not this source's to add to a story that is known.

        No address is to a story of another source, and none on another source's site to its own: whatever is published
        there one day would be taken for a new state of that story.
        """
        address = key.removeprefix("url:")
        return address != key and (isinstance(verdict, Duplicate) or self.owners.are_others(address))

    def _moved(self, article: Article, keys: tuple[str, ...]) -> bool:
        """Say whether the publisher gave the changed article a later `updated`; else it moves to the time we saw it."""
        before = self._before(keys)
        return before is not None and before.updated is not None and article.updated > before.updated

    def _restates(self, article: Article, keys: tuple[str, ...]) -> bool:
        """Say whether the same article comes under other rights; that it expires later than was said is none."""
        before = self._before(keys)
        if before is None or before.rights is None:
            return False
        sooner = min(filter(None, (before.rights.expires, article.rights.expires)), default=None)
        return replace(article.rights, expires=sooner) != before.rights

    def _before(self, keys: tuple[str, ...]) -> Known | None:
        return next((self.known[key] for key in keys if key in self.known), None)

    def run(self, collected: Collected, now: datetime) -> Run:
        """Give the record of the collection."""
        return Run(
            source=collected.source.name,
            started=collected.started,
            finished=now,
            outcome=collected.outcome,
            found=collected.found,
            new=self.tally[New],
            changed=self.tally[Changed],
            same=self.tally[Same] + len(collected.as_before),
            duplicate=self.tally[Duplicate],
            skipped=collected.skipped,
            remarks=collected.remarks,
            bytes=collected.bytes,
            error=collected.error,
        )
