"""Which feeds there are: the beat's, one for each of its countries, one for each source."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from config.rights import Conditions
from config.settings import Limits, Settings, Source
from feeds.article import Article, Hold, Selection
from feeds.select.region import groups, label

SAMPLE_TITLE: Final = "Sample: "
SAMPLE_SUBTITLE: Final = "A sample: its articles are invented. "


class Shelf(Protocol):
    """What publishing asks of the store; every method may raise StoreError."""

    def namespace(self, declared: UUID | None) -> UUID:
        """Give the namespace of every id: the declared one, else the one minted for this store."""

    def window(self, selection: Selection, limits: Limits) -> tuple[Article, ...]:
        """Give the articles in a feed's window, newest published first; none that is withheld."""

    def shown(self, ids: Collection[str]) -> Mapping[str, Article | None]:
        """Give those of `ids` that it knows, each as an article or, if that may not be seen, None."""

    def horizon(self, lasting: timedelta) -> datetime:
        """Give until when an article was published that is too old for feeds that show articles for `lasting`."""

    def countries(self, codes: Collection[str]) -> tuple[str, ...]:
        """Give those of `codes` that some listed article has as a primary place."""

    def sources_with_articles(self) -> tuple[str, ...]:
        """Give the names of sources that have listed articles."""

    def holds(self) -> Mapping[str, Hold]:
        """Give the feeds that are held, by slug."""

    def hold(self, feed: str, reason: str, now: datetime) -> None:
        """Record that a feed keeps its last good documents."""

    def clear_hold(self, feed: str) -> None:
        """Record that a feed is built again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One feed that is to be built. `group` is "beat", "country" or "source"; `selection` says what it is made of.

    `conditions` are the feed's own, beside those of its sources; `labels` what it calls places.
    """

    slug: str
    title: str
    subtitle: str
    group: str
    selection: Selection
    conditions: Conditions = field(default_factory=Conditions)
    labels: Mapping[str, str] = field(default_factory=dict)


def catalogue(store: Shelf, settings: Settings) -> tuple[Plan, ...]:
    """Give the feeds there are: the beat, its countries by name, its sources as declared.

    A country has one as soon as it is what some article is about, a source as soon as it has brought one. No slug is
    there twice: the first has it.
    """
    codes = beat(settings)
    plans = [_beat(settings, codes)]
    if settings.publishing.countries:
        present = store.countries(frozenset(code for code in codes if code.isupper()))
        plans += sorted((_country(settings, code) for code in present), key=lambda plan: plan.slug)
    if settings.publishing.sources:
        active = frozenset(store.sources_with_articles())
        plans += [_source(settings, source, codes) for source in settings.sources if source.name in active]
    unique: dict[str, Plan] = {}
    for plan in plans:
        ruled = replace(plan, conditions=settings.beat, labels=settings.beat.labels)
        unique.setdefault(plan.slug, _titled(settings, ruled))
    return tuple(unique.values())


def beat(settings: Settings) -> frozenset[str]:
    """Give the codes of the beat: its countries, those of its region groups, and the groups' own words."""
    regions = groups()
    members = (code for region in settings.beat.regions for code in regions[region])
    return frozenset({*settings.beat.countries, *settings.beat.regions, *members})


def slug(name: str) -> str:
    """Give the stable slug of a country's English name: "Côte d'Ivoire" is "cote-d-ivoire"."""
    letters = "".join(one for one in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _beat(settings: Settings, codes: frozenset[str]) -> Plan:
    said = settings.beat
    return Plan(
        slug=said.slug, title=said.title, subtitle=said.subtitle, group="beat", selection=Selection(codes=codes)
    )


def _country(settings: Settings, code: str) -> Plan:
    """Plan the feed of a country: its address is made of the usual name, whatever the operator calls it."""
    name = settings.beat.labels.get(code) or label(code)
    selection = Selection(codes=frozenset({code}))
    return Plan(slug=slug(label(code)), title=name, subtitle=f"News of {name}", group="country", selection=selection)


def _source(settings: Settings, source: Source, codes: frozenset[str]) -> Plan:
    name = source.title or source.name
    return Plan(
        slug=f"source-{source.name}",
        title=name,
        subtitle=f"{settings.beat.title}: what {name} published",
        group="source",
        selection=Selection(codes=codes, source=source.name),
    )


def _titled(settings: Settings, plan: Plan) -> Plan:
    """Add the site's name and, to the sample desk's feeds, what they are: nobody may take them for news."""
    title = f"{plan.title} — {settings.site.title}"
    if not settings.sample:
        return replace(plan, title=title)
    return replace(plan, title=SAMPLE_TITLE + title, subtitle=SAMPLE_SUBTITLE + plan.subtitle)
