"""The feeds that make themselves, once there is something to show in them, as the tables they would be in the settings.

Each goes by the beat's own rules and one more. A feed that was published once stays in the catalogue, however quiet its
subject becomes.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from config.feeds import RESERVED, FeedSpec
from config.settings import Settings, Source
from feeds.article import Facets
from feeds.select.region import groups, label

MOST: Final = 100
"""How many feeds of topics, and of authors, make themselves: those with the most articles."""
_WHOLE: Final = "asia-pacific"
_LANGUAGES: Final = {
    "de": "German", "en": "English", "es": "Spanish", "fr": "French", "hi": "Hindi", "id": "Indonesian",
    "ja": "Japanese", "ko": "Korean", "ms": "Malay", "pt": "Portuguese", "ru": "Russian", "th": "Thai",
    "tl": "Filipino", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
Facet = Literal["topic", "author", "language"]
Published = Mapping[str, str]
"""The rules, as JSON, of the feeds that are published, by slug."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Feeds of one facet: what begins their slugs, which rule makes them, and how they are called."""

    facet: Facet
    rule: str
    title: Callable[[str], str]
    subtitle: Callable[[str], str]

    def slug(self, name: str) -> str:
        """Give the slug of the feed of `name`; of a name that no slug can be made of, one of its fingerprint."""
        plain = slug(name)[:50].strip("-")
        if not plain or not name.isascii():
            plain = f"{plain[:40]}-{hashlib.sha256(name.casefold().encode()).hexdigest()[:8]}".strip("-")
        return f"{self.facet}-{plain}"


_KINDS: Final = (
    _Kind("language", "languages", lambda tag: _LANGUAGES.get(tag, tag), lambda tag: f"in {_LANGUAGES.get(tag, tag)}"),
    _Kind("topic", "topics", str, lambda name: f"on {name}"),
    _Kind("author", "authors", str, lambda name: f"by {name}"),
)


def countries(
    settings: Settings, codes: Iterable[str], present: Iterable[str], listed: Published
) -> Iterator[FeedSpec]:
    """Give the feeds of the countries `codes` of the beat that are `present`, or listed already, by slug."""
    found = {*present, *(code for code in codes if slug(label(code)) in listed)}
    yield from sorted((_country(settings, code) for code in found), key=lambda spec: spec.slug)


def regions(settings: Settings, present: Collection[str], listed: Published) -> Iterator[FeedSpec]:
    """Give the feeds of the region groups of a beat that has several, of which a place is `present`, or listed."""
    named: Collection[str] = groups() if _WHOLE in settings.beat.regions else settings.beat.regions
    parts = [name for name in named if name != _WHOLE]
    for name in parts if len(parts) > 1 else ():
        if name in listed or not groups()[name].isdisjoint(present):
            title = dict(settings.beat.labels).get(name) or label(name)
            yield _of_beat(settings, slug=name, title=title, subtitle=f"News of {title}", **_only(regions=(name,)))


def sources(settings: Settings, present: Iterable[str], listed: Published) -> Iterator[FeedSpec]:
    """Give the feeds of the beat's sources that are `present`, or listed already, as declared."""
    active = {*listed, *(RESERVED + name for name in present)}
    for source in settings.sources:
        if RESERVED + source.name in active and _is_wanted(settings, source):
            name = source.title or source.name
            said = f"{settings.beat.title}: what {name} published"
            yield _of_beat(settings, slug=RESERVED + source.name, title=name, subtitle=said, sources=(source.name,))


def facets(settings: Settings, found: Facets, listed: Published) -> Iterator[tuple[str, FeedSpec]]:
    """Give (group, feed) of the topics, authors and languages in `found` with enough articles."""
    for kind in _KINDS:
        if not getattr(settings.publishing, kind.rule) or getattr(settings.beat, kind.rule):
            continue  # not asked for, or the beat is one of them already
        named = dict(_frequent(getattr(found, kind.rule), settings.publishing.enough))
        if kind.facet == "language" and len(named) == 1:
            named = {}  # it would be the beat's own feed
        kept = {one for rules in _rules_of(kind, listed) for one in rules}
        for name in sorted({*named, *kept}, key=lambda one: (kind.slug(one), one)):
            title, said = kind.title(name), f"{settings.beat.title}: {kind.subtitle(name)}"
            yield (
                kind.facet,
                _of_beat(settings, slug=kind.slug(name), title=title[:200], subtitle=said, **{kind.rule: (name,)}),
            )


def slug(name: str) -> str:
    """Give the stable slug of a name in Latin letters: "Côte d'Ivoire" is "cote-d-ivoire"."""
    letters = "".join(one for one in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _country(settings: Settings, code: str) -> FeedSpec:
    """Give the feed of a country of the beat; its slug is of its usual name."""
    name = dict(settings.beat.labels).get(code) or label(code)
    return _of_beat(
        settings, slug=slug(label(code)), title=name, subtitle=f"News of {name}", **_only(countries=(code,))
    )


def _of_beat(settings: Settings, **said: object) -> FeedSpec:
    """Give a feed under the beat's rules, but for what is `said`; the beat's own variants are not repeated."""
    return settings.beat.model_copy(update={"variants": (), **said})


def _only(**said: tuple[str, ...]) -> dict[str, object]:
    """Give the places that are `said`, and no other."""
    nowhere: dict[str, object] = {"regions": (), "countries": (), "subdivisions": ()}
    return nowhere | said


def _is_wanted(settings: Settings, source: Source) -> bool:
    wanted, unwanted = settings.beat.sources, settings.beat.exclude.sources
    return source.name not in unwanted and (not wanted or source.name in wanted)


def _frequent(counted: Iterable[tuple[str, int]], enough: int) -> list[tuple[str, int]]:
    often = sorted((one for one in counted if one[1] >= enough), key=lambda one: (-one[1], one[0]))
    return often[:MOST]


def _rules_of(kind: _Kind, listed: Published) -> Iterator[tuple[str, ...]]:
    """Give what the published feeds of a kind were made for, from their rules."""
    for name, rules in listed.items():
        if name.startswith(f"{kind.facet}-") and rules:
            made_for = json.loads(rules).get(kind.rule, ())  # another version's, maybe: no more is read of them
            if len(made_for) == 1 and kind.slug(made_for[0]) == name:
                yield tuple(made_for)
