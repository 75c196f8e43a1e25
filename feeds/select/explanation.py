"""Why an article is in or out, as one value: its places with their evidence, the rule, its duplicates, its rights.

Everything here is a pure function of what the archive holds and of what is declared; nothing is judged anew.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from feeds.article import Article, Deed, Dossier, Evidence, Permits, Place, Where
from feeds.select.passages import Passage, passages
from feeds.select.region import belongs, groups, label
from feeds.select.rights import gate

Outcome = Literal["in", "out", "withheld"]

_PARTS: Final[Mapping[Where, str]] = MappingProxyType(
    {"title": "in the headline", "lead": "in the lead", "body": "in the text", "category": "as a topic"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """The feed that an article is judged for, as it was declared: `regions` and `countries` are its rule."""

    slug: str
    title: str
    regions: tuple[str, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A place with its English name and the reason why the story is about it, or only mentions it."""

    code: str
    label: str
    subdivisions: tuple[str, ...]
    score: float
    primary: bool
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided for a feed. `rule` is the setting that decided, `reason` one sentence without its full stop.

    "withheld" is of the beat and in no feed all the same.
    """

    feed: str
    title: str
    outcome: Outcome
    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """Whose story it is, and why; under which `keys` and from which other `sources` it was seen; see `Dossier`."""

    owner: str
    why: str
    keys: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    known: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A feed that the article belongs to: whether it stands in it `now`, and how much of it is shown there."""

    slug: str
    title: str
    now: bool
    shows: Permits


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """How much is passed on (`shows`) of what the `article` permits and its `source`, by today's settings."""

    shows: Permits
    article: Permits
    source: Permits | None
    notice: str | None
    license: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One article, explained. `kept` is False where it was only read, and judged as it would be."""

    article: Article
    kept: bool
    decision: Decision
    places: tuple[Claim, ...]
    passages: tuple[Passage, ...]
    duplicates: Duplicates
    rights: Passing
    feeds: tuple[Showing, ...] = ()
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """What an article is explained by: the beat and its `codes`, and what is declared today of the article's source.

    `permits` is what the source lets us pass on, None for one that is declared no more; `names` are the sources' titles
    by their names; `home` says that the article stands on its source's own site. `feeds` are those it belongs to.
    """

    beat: Beat
    codes: frozenset[str]
    permits: Permits | None
    names: Mapping[str, str]
    home: bool = False
    feeds: tuple[Showing, ...] = ()


def explain(dossier: Dossier, standpoint: Standpoint, *, passed_on: bool) -> Explanation:
    """Explain one article. `passed_on` lets nothing of it out but what its rights allow: for whoever is not the desk.

    Behind the gate evidence is the bare words, names of places and people; what stands around them is shown of the
    title, the topics and as much of the text as may be shown. Keys (a guid may be a secret) and the desk's own notes
    stay inside.
    """
    article = dossier.article
    rights = _rights(article, standpoint.permits)
    shown = gate(article, standpoint.permits) if passed_on else article
    claims = tuple(_claim(place) for place in article.places)
    return Explanation(
        article=shown,
        kept=dossier.kept,
        decision=decide(dossier, standpoint.beat, standpoint.codes),
        places=claims,
        passages=passages(shown, article.places),
        duplicates=_duplicates(dossier, standpoint, () if passed_on else dossier.keys),
        rights=rights,
        feeds=standpoint.feeds,
        deeds=tuple(replace(deed, detail=None) for deed in dossier.deeds) if passed_on else dossier.deeds,
    )


def decide(dossier: Dossier, beat: Beat, codes: Collection[str]) -> Decision:
    """Say whether the article belongs to the beat, by which rule and for which reason."""
    places = dossier.article.places
    place = belongs(places, codes)
    if place is None:
        outcome: Outcome = "out"
        rule, reason = "only an article about a place of the beat belongs to it", _beside(places, codes)
    else:
        claim, withheld = _claim(place), _withheld(dossier)
        outcome = "withheld" if withheld else "in"
        about = f"about {claim.label} (primary, {claim.score:.2f}): {claim.reason}"
        rule, reason = _rule(beat, place.code), f"{withheld}; {about}" if withheld else about
    return Decision(feed=beat.slug, title=beat.title, outcome=outcome, rule=rule, reason=reason)


def _rule(beat: Beat, code: str) -> str:
    """Name the setting that takes a place in."""
    if code in beat.countries:
        return f'beat.countries has "{code}", {label(code)}'
    held = groups()
    region = next((one for one in beat.regions if code == one or code in held[one]), None)
    if region is None:
        return f'beat.regions has parts of "{code}", {label(code)}'
    return f'beat.regions has "{region}"' + ("" if code == region else f", which holds {label(code)}")


def _withheld(dossier: Dossier) -> str | None:
    """Say why an article of the beat stands in no feed, or None."""
    if dossier.retracted is not None:
        return f"taken back by its source on {_written(dossier.retracted)}"
    if dossier.article.embargo is not None:
        return f"under an embargo until {_written(dossier.article.embargo)}"
    return None if dossier.listed else "older than its source's first collection here (back-file)"


def _beside(places: tuple[Place, ...], codes: Collection[str]) -> str:
    """Say why no place brings the article into the beat."""
    if not places:
        return "no place is named in it"
    about = [f"{label(place.code)} ({place.score:.2f})" for place in places if place.primary]
    passing = [place for place in places if not place.primary and belongs([_primary(place)], codes)]
    said = f"about {_listed(about)}, not of the beat" if about else "about no place"
    return said + (f"; only mentioned: {_listed([label(place.code) for place in passing])}" if passing else "")


def _primary(place: Place) -> Place:
    return Place(code=place.code, score=place.score, primary=True)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 4 else ""
    return ", ".join(names[: 3 if more else 4]) + more


def _claim(place: Place) -> Claim:
    return Claim(
        code=place.code,
        label=label(place.code),
        subdivisions=place.subdivisions,
        score=place.score,
        primary=place.primary,
        reason=_reason(place),
        evidence=place.evidence,
    )


def _reason(place: Place) -> str:
    """Say in a sentence where a place is named."""
    told = Counter(one.where for one in place.evidence)
    named = ", ".join(words + (f" ({told[part]} times)" if told[part] > 1 else "") for part, words in _parts(told))
    said = f"named {named}" if named else "named"
    return said if place.primary else f"only mentioned: {said}"


def _parts(told: Collection[Where]) -> Iterable[tuple[Where, str]]:
    return ((part, words) for part, words in _PARTS.items() if part in told)


def _duplicates(dossier: Dossier, standpoint: Standpoint, keys: tuple[str, ...]) -> Duplicates:
    source = dossier.article.source
    others = tuple(standpoint.names.get(name, name) for name in dossier.sources if name != source)
    return Duplicates(
        owner=standpoint.names.get(source, source),
        why="it stands on its own site" if standpoint.home else "it was the first to show it",
        keys=keys,
        sources=others,
        known=dossier.known,
    )


def passes(article: Article, permits: Permits | None) -> Permits:
    """Say how much of `article` the gate lets through: it is asked, so that this is never another rule than its own."""
    probe = gate(replace(article, summary="-", content="-"), permits)
    if probe.content:
        return Permits.FULL
    return Permits.SUMMARY if probe.summary else Permits.HEADLINE


def _rights(article: Article, permits: Permits | None) -> Passing:
    gated = gate(article, permits)
    return Passing(
        shows=passes(article, permits),
        article=article.rights.permits,
        source=permits,
        notice=gated.rights.notice,
        license=gated.rights.license,
    )


def _written(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"
