"""Which feeds there are: the beat's, those declared, one for each country of the beat, one for each source."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from config.feeds import RESERVED, FeedSpec
from config.settings import Limits, Settings, Source
from feeds.article import Article, Hold, Selection
from feeds.select.region import label
from feeds.select.rules import Rules, compiled, decide

SAMPLE_TITLE: Final = "Sample: "
SAMPLE_SUBTITLE: Final = "A sample: its articles are invented. "
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
    """One feed that is to be built. `group` is "beat", "feed", "country" or "source"; `rules` say what it takes.

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

    @property
    def takes(self) -> Judge | None:
        """Give what judges the candidates; None where they are all taken."""
        return None if self.rules.plain else self._takes

    def _takes(self, article: Article) -> bool:
        return decide(article, self.rules, self.rules.spec.sources or None).inside


def catalogue(store: Shelf, settings: Settings, listed: Collection[str] = ()) -> tuple[Plan, ...]:
    """Give the feeds there are: the beat, those declared, the beat's countries by name, its sources as declared.

    A country has one as soon as it is what some article is about, a source as soon as it has brought one; those that
    are `listed` keep theirs. No slug is there twice: the first has it.
    """
    plans = [_plan(settings.beat, "beat"), *(_plan(placed(feed, settings), "feed") for feed in settings.feeds)]
    if settings.publishing.countries:
        codes = frozenset(code for code in beat(settings) if code.isupper())
        present = {*store.countries(codes), *(code for code in codes if slug(label(code)) in listed)}
        plans += sorted((_country(settings, code) for code in present), key=lambda plan: plan.slug)
    if settings.publishing.sources:
        active = {*listed, *(f"{RESERVED}{name}" for name in store.sources_with_articles())}
        plans += [_source(settings, source) for source in settings.sources if _has_feed(settings, source, active)]
    unique: dict[str, Plan] = {}
    for plan in plans:
        unique.setdefault(plan.slug, _titled(settings, plan))
    return tuple(unique.values())


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
    return {slug(label(code)): label(code) for code in sorted(beat(settings)) if code.isupper()}


def slug(name: str) -> str:
    """Give the stable slug of a country's English name: "Côte d'Ivoire" is "cote-d-ivoire"."""
    letters = "".join(one for one in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _plan(spec: FeedSpec, group: str) -> Plan:
    subtitle = spec.subtitle or f"News of {spec.title}"
    return Plan(slug=spec.slug, title=spec.title, subtitle=subtitle, group=group, rules=compiled(spec))


def _country(settings: Settings, code: str) -> Plan:
    """Give the feed of a country of the beat, under the beat's other rules; its slug is of its usual name."""
    name = dict(settings.beat.labels).get(code) or label(code)
    said: dict[str, object] = {"slug": slug(label(code)), "title": name, "subtitle": f"News of {name}"}
    places = {"regions": (), "countries": (code,), "subdivisions": ()}
    return _plan(settings.beat.model_copy(update=said | places), "country")


def _source(settings: Settings, source: Source) -> Plan:
    """Give the feed of what a source published of the beat."""
    name = source.title or source.name
    said: dict[str, object] = {
        "slug": f"{RESERVED}{source.name}",
        "title": name,
        "subtitle": f"{settings.beat.title}: what {name} published",
        "sources": (source.name,),
    }
    return _plan(settings.beat.model_copy(update=said), "source")


def _has_feed(settings: Settings, source: Source, active: Collection[str]) -> bool:
    wanted, unwanted = settings.beat.sources, settings.beat.exclude.sources
    return (
        f"{RESERVED}{source.name}" in active and source.name not in unwanted and (not wanted or source.name in wanted)
    )


def _titled(settings: Settings, plan: Plan) -> Plan:
    """Add the site's name and, to the sample desk's feeds, what they are: nobody may take them for news."""
    title = f"{plan.title} — {settings.site.title}"
    if not settings.sample:
        return replace(plan, title=title)
    return replace(plan, title=SAMPLE_TITLE + title, subtitle=SAMPLE_SUBTITLE + plan.subtitle)
