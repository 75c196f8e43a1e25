"""Which feeds there are: the beat's, those declared, and those that make themselves."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, Protocol
from uuid import UUID

from config.feeds import FeedSpec, Variant
from config.rights import PERMITTED, Permitted
from config.settings import Limits, Settings
from feeds.article import Article, Facets, Hold, Selection, Tombstone
from feeds.publish import series
from feeds.publish.series import Published
from feeds.select.region import label
from feeds.select.rules import Rules, compiled, decide

SAMPLE_TITLE: Final = "Sample: "
SAMPLE_SUBTITLE: Final = "A sample: its articles are invented. "
_VARIANTS: Final[Mapping[Variant, tuple[str, Permitted]]] = MappingProxyType(
    {"headlines": ("headlines", "headline"), "summaries": ("summaries", "summary")}
)
Judge = Callable[[Article], bool]
"""Says whether a feed takes an article."""


class Shelf(Protocol):
    """What publishing asks of the store; every method may raise StoreError."""

    def namespace(self, declared: UUID | None) -> UUID:
        """Give the namespace of every id: the declared one, else the one minted for this store."""

    def window(self, selection: Selection, limits: Limits, takes: Judge | None = None) -> tuple[Article, ...]:
        """Give the articles in a feed's window, pins first, then newest published first; none that is withheld."""

    def revision(self) -> str | None:
        """Give what changes with everything that may change what a feed shows; None: it is not known."""

    def pinned(self, feed: str) -> Collection[str]:
        """Give the ids of articles that are pinned in a feed, or in all."""

    def shown(self, ids: Collection[str]) -> Mapping[str, Article | None]:
        """Give those of `ids` that it knows, each as an article or, if that may not be seen, None."""

    def horizon(self, lasting: timedelta) -> datetime:
        """Give until when an article was published that is too old for feeds that show articles for `lasting`."""

    def journal(self, feed: str, ids: Collection[str]) -> int:
        """Remember what stands in a feed's window, seal what left it, and give its newest page, 0 if it has none."""

    def newest_page(self, feed: str) -> int:
        """Give the number of the newest page of a feed's archives, 0 where it has none."""

    def archived(self, feed: str, page: int) -> tuple[Article, ...]:
        """Give what may be seen of a page of a feed's archives, newest first."""

    def stale_pages(self) -> tuple[int, frozenset[tuple[str, int]]]:
        """Give (mark, pages): the (feed, page)s of which an article is another, and how far that was looked at."""

    def pages_made(self, mark: int) -> None:
        """Forget what was another up to `mark`: its pages are made."""

    def tombstones(self, selection: Selection, takes: Judge | None = None) -> tuple[Tombstone, ...]:
        """Give what stood in a feed and may not any more, newest first."""

    def facets(self, selection: Selection, takes: Judge | None = None) -> Facets:
        """Count what the newest articles of `selection` that a feed takes are known by."""

    def countries(self, codes: Collection[str]) -> tuple[str, ...]:
        """Give those of `codes` that some listed article has as a primary place."""

    def sources_with_articles(self) -> tuple[str, ...]:
        """Give the names of sources that have listed articles."""

    def barred(self, feed: str) -> Collection[str]:
        """Give the ids of articles that the desk keeps out of a feed, or out of all."""

    def holds(self) -> Mapping[str, Hold]:
        """Give the feeds that are held, by slug."""

    def hold(self, feed: str, reason: str, now: datetime) -> None:
        """Record that a feed keeps its last good documents."""

    def clear_hold(self, feed: str) -> None:
        """Record that a feed is built again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One feed that is to be built. `group` is a key of `opml.GROUPS`; `rules` say what it takes.

    `selection` is what of them the store's indexes answer, `rules.spec` the feed's own conditions and labels, too.
    """

    slug: str
    title: str
    subtitle: str
    group: str
    rules: Rules

    @property
    def selection(self) -> Selection:
        """Give the candidates of this feed: nothing that it takes is not among them."""
        codes, named = self.rules.codes, self.rules.spec.sources
        return Selection(
            codes=codes,
            source=named[0] if len(named) == 1 else None,
            sources=frozenset(named if len(named) > 1 else ()),
            feed=self.slug,
            whole=self.rules.reads_content,
            rules="" if self.rules.plain else self.rules.spec.rules,
        )

    def within(self, limits: Limits) -> Limits:
        """Give the limits of its window: what it asks for, and else those of all feeds."""
        spec = self.rules.spec
        count = spec.count or limits.window_count
        most = spec.count or limits.window_most
        return limits.model_copy(
            update={"window_count": count, "window_most": most, "window_bytes": spec.bytes or limits.window_bytes}
        )

    @property
    def takes(self) -> Judge | None:
        """Give what judges the candidates; None where they are all taken."""
        return None if self.rules.plain else self._takes

    def _takes(self, article: Article) -> bool:
        return decide(article, self.rules, self.rules.spec.sources or None).inside


def catalogue(store: Shelf, settings: Settings, listed: Published = MappingProxyType({})) -> tuple[Plan, ...]:
    """Give the feeds there are: the beat, those declared, and those that make themselves (see `series`).

    A country has one as soon as it is what some article is about, a source as soon as it has brought one, a topic, an
    author and a language with `enough` articles; those that are `listed` keep theirs. Behind a feed stand its variants.
    No slug is there twice: the first has it; nor one that was renamed or retired.
    """
    given_up = settings.publishing.given_up
    unique: dict[str, Plan] = {}
    for group, spec in _specs(store, settings, listed):
        for each in (spec, *_variants(spec)):
            if each.slug not in given_up:
                unique.setdefault(each.slug, _titled(settings, _plan(each, group)))
    return tuple(unique.values())


def _specs(store: Shelf, settings: Settings, listed: Published) -> Iterator[tuple[str, FeedSpec]]:
    """Give (group, feed) of everything there could be, in the order of the catalogue."""
    made = settings.publishing
    yield "beat", settings.beat
    yield from (("feed", placed(feed, settings)) for feed in settings.feeds)
    codes = frozenset(code for code in beat(settings) if code.isupper())
    present = store.countries(codes) if made.regions or made.countries else ()
    if made.regions:
        yield from (("region", each) for each in series.regions(settings, present, listed))
    if made.countries:
        yield from (("country", each) for each in series.countries(settings, codes, present, listed))
    if made.languages or made.topics or made.authors:
        plan = _plan(settings.beat, "beat")
        yield from series.facets(settings, store.facets(plan.selection, plan.takes), listed)
    if made.sources:
        yield from (("source", each) for each in series.sources(settings, store.sources_with_articles(), listed))


def _variants(spec: FeedSpec) -> Iterator[FeedSpec]:
    """Give the feeds of the same articles that show less of them."""
    for variant in spec.variants:
        name, rights = _VARIANTS[variant]
        said: dict[str, object] = {"slug": f"{spec.slug}-{variant}", "title": f"{spec.title} ({name})"}
        if PERMITTED.index(rights) < PERMITTED.index(spec.rights or "full"):
            said["rights"] = rights
        yield spec.model_copy(update=said)


def beat(settings: Settings) -> frozenset[str]:
    """Give the codes of the beat: its countries, those of its region groups, and the groups' words; empty is anything.

    The country of a subdivision is one of them.
    """
    return compiled(settings.beat).codes or frozenset()


def kept(settings: Settings) -> frozenset[str] | None:
    """Give the codes of all places of which articles are kept with their content; None is everything."""
    found: set[str] = set()
    for spec in (settings.beat, *(placed(feed, settings) for feed in settings.feeds)):
        codes = compiled(spec).codes
        if codes is None:
            return None
        found |= codes
    return frozenset(found)


def placed(feed: FeedSpec, settings: Settings) -> FeedSpec:
    """Give a declared feed with its own places, or the beat's if it names none, and its labels before the beat's."""
    said = settings.beat
    changes: dict[str, object] = {"labels": tuple({**dict(said.labels), **dict(feed.labels)}.items())}
    if not feed.placed:
        changes |= {"regions": said.regions, "countries": said.countries, "subdivisions": said.subdivisions}
    return feed.model_copy(update=changes)


def reserved(settings: Settings) -> Mapping[str, str]:
    """Give the slugs that the beat's countries have, or will have, for feeds of their own, and the countries' names."""
    if not settings.publishing.countries:
        return {}
    return {series.slug(label(code)): label(code) for code in sorted(beat(settings)) if code.isupper()}


def _plan(spec: FeedSpec, group: str) -> Plan:
    subtitle = spec.subtitle or f"News of {spec.title}"
    return Plan(slug=spec.slug, title=spec.title, subtitle=subtitle, group=group, rules=compiled(spec))


def _titled(settings: Settings, plan: Plan) -> Plan:
    """Add the site's name and, to the sample desk's feeds, what they are: nobody may take them for news."""
    title = f"{plan.title} — {settings.site.title}"
    if not settings.sample:
        return replace(plan, title=title)
    return replace(plan, title=SAMPLE_TITLE + title, subtitle=SAMPLE_SUBTITLE + plan.subtitle)
