"""Explain an article: what was decided about it, for which reasons, and how much of that may be passed on. Pure.

Places are those that are kept, which feeds go by; only the reasons are found again, where the text is still there to
give the same score.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from config.rights import Conditions
from config.settings import Source
from feeds.article import BARS, Article, Dossier, Merit, Permits, Place, Ruling, RulingKind, Where
from feeds.select import rules
from feeds.select.explanation import Decision, Duplicates, Explanation, Finding, Outcome, Passing, Showing
from feeds.select.passages import passages, told
from feeds.select.region import belongs, explained, label
from feeds.select.rights import gate
from feeds.select.rules import Rules

RULED: Final[Mapping[RulingKind, str]] = MappingProxyType(
    {"pin": "pinned", "hold": "held", "embargo": "under an embargo", "block": "blocked", "retraction": "retracted"}
)
_MERITS: Final[Mapping[Merit, str]] = MappingProxyType(
    {"own": "it is the desk's own", "original": "it is the original publisher"}
)
_PARTS: Final[Mapping[Where, str]] = MappingProxyType(
    {"title": "in the headline", "lead": "in the lead", "body": "in the text", "category": "as a topic"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """What an article is explained by: the rules of the beat and of the `others`, and what is declared of its source.

    `source` is None for one that is declared no more, `conditions` are all that the gate is to heed; `names` are the
    sources' titles by their names; `home` says that the article stands on its source's own site; `order` is what puts
    one copy of a story before another. `feeds` are those it belongs to.
    """

    beat: Rules
    others: tuple[Rules, ...] = ()
    source: Source | None
    conditions: tuple[Conditions | None, ...]
    names: Mapping[str, str]
    home: bool = False
    order: tuple[Merit, ...] = ()
    feeds: tuple[Showing, ...] = ()


def explain(dossier: Dossier, standpoint: Standpoint, *, passed_on: bool) -> Explanation:
    """Explain one article. `passed_on` lets nothing of it out but what its rights allow: for whoever is not the desk.

    Behind the gate evidence is the bare words, names of places and people; what stands around them is shown of the
    title, the topics and as much of the text as may be shown. Keys (a guid may be a secret) and the desk's own notes
    stay inside.
    """
    if passed_on:
        dossier = _discreet(dossier)
    article = dossier.article
    shown = gate(article, *standpoint.conditions) if passed_on else article
    findings = _findings(article)
    return Explanation(
        article=shown,
        kept=dossier.kept,
        decision=decide(dossier, standpoint.beat, findings),
        others=tuple(decide(dossier, feed, findings) for feed in standpoint.others),
        places=findings,
        passages=passages(shown, article.places),
        duplicates=_duplicates(dossier, standpoint),
        rights=_rights(article, standpoint),
        feeds=standpoint.feeds,
        rulings=dossier.rulings,
        deeds=dossier.deeds,
    )


def _discreet(dossier: Dossier) -> Dossier:
    """Give a dossier without keys, and without the names and notes of the desk."""
    return replace(
        dossier,
        keys=(),
        copies=tuple(copy for copy in dossier.copies if copy.public),
        rulings=tuple(replace(ruling, who="the desk", why="") for ruling in dossier.rulings),
        deeds=tuple(replace(deed, who=None, detail=None) for deed in dossier.deeds),
    )


def decide(dossier: Dossier, feed: Rules, findings: Iterable[Finding] = ()) -> Decision:
    """Say whether the article belongs to a feed, by which rule and for which reason."""
    ruled = [ruling for ruling in dossier.rulings if ruling.feed in {"", feed.spec.slug}]
    pin = next((ruling for ruling in ruled if ruling.kind == "pin" and ruling.feed), None)
    found = rules.decide(dossier.article, feed, dossier.sources or None)
    if pin is not None:  # it stands there whatever the rules say
        found = rules.Decision(inside=True, rule="pin", reason=spoken(pin))
    withheld = _withheld(dossier, ruled) if found.inside else None
    place = belongs(dossier.article.places, feed.codes) if found.inside and feed.codes else None
    because = next((one for one in findings if place and one.code == place.code), None)
    inside: Outcome = "withheld" if withheld else "in"
    return Decision(
        feed=feed.spec.slug,
        title=feed.spec.title,
        outcome=inside if found.inside else "out",
        rule=found.rule,
        reason=f"{withheld}; {found.reason}" if withheld else found.reason,
        because=f"{because.label}: {because.reason}" if because else None,
    )


def spoken(ruling: Ruling) -> str:
    """Say what the desk decided: by whom, until when, for which feed and why."""
    until = f" until {_written(ruling.until)}" if ruling.until else ""
    where = f" in {ruling.feed}" if ruling.feed else ""
    why = f": {ruling.why.rstrip('.')}" if ruling.why else ""
    return f"{RULED[ruling.kind]}{where} by {ruling.who}{until}{why}"


def _withheld(dossier: Dossier, ruled: Collection[Ruling]) -> str | None:
    """Say why an article that a feed takes does not stand in it, or None."""
    bar = next((ruling for ruling in ruled if ruling.kind in BARS), None)
    if bar is not None:
        return spoken(bar)
    if dossier.expired is not None:
        return f"its time was over on {_written(dossier.expired)}"
    if dossier.retracted is not None:
        return f"taken back by its source on {_written(dossier.retracted)}"
    if dossier.article.embargo is not None:
        return f"under an embargo until {_written(dossier.article.embargo)}"
    pinned = any(ruling.kind == "pin" for ruling in ruled)
    return None if dossier.listed or pinned else "older than its source's first collection here (back-file)"


def _findings(article: Article) -> tuple[Finding, ...]:
    topics = tuple(topic.term for topic in article.categories)
    again = {one.place.code: one for one in explained(article.title, told(article), topics)}
    found = [(place, again.get(place.code)) for place in article.places]
    return tuple(
        Finding(
            code=place.code,
            label=place.label or label(place.code),
            subdivisions=place.subdivisions,
            score=place.score,
            primary=place.primary,
            reason=one.reason if one and _is_same(one.place, place) else _reason(place),
            evidence=place.evidence,
        )
        for place, one in found
    )


def _is_same(one: Place, other: Place) -> bool:
    return (one.score, one.primary) == (other.score, other.primary)


def _reason(place: Place) -> str:
    """Say in a sentence where a place is named."""
    told = Counter(one.where for one in place.evidence)
    named = ", ".join(words + (f" ({told[part]} times)" if told[part] > 1 else "") for part, words in _parts(told))
    said = f"named {named}" if named else "named"
    return said if place.primary else f"only mentioned: {said}"


def _parts(told: Collection[Where]) -> Iterable[tuple[Where, str]]:
    return ((part, words) for part, words in _PARTS.items() if part in told)


def _duplicates(dossier: Dossier, standpoint: Standpoint) -> Duplicates:
    source, names = dossier.article.source, standpoint.names
    return Duplicates(
        owner=names.get(source, source),
        why=_why(dossier, standpoint),
        copies=tuple(replace(copy, source=names.get(copy.source, copy.source)) for copy in dossier.copies),
        keys=dossier.keys,
        sources=tuple(names.get(name, name) for name in dossier.sources if name != source),
        known=dossier.known,
    )


def _why(dossier: Dossier, standpoint: Standpoint) -> str:
    """Say why this article stands for its story."""
    head = next((copy for copy in dossier.copies if copy.stands), None)
    if head is not None and head.merit < len(standpoint.order):
        return _MERITS[standpoint.order[head.merit]]
    if head is None and standpoint.home:
        return "it stands on its own site"
    return "it was the first to show it"


def passes(article: Article, *conditions: Conditions | None) -> Permits:
    """Say how much of `article` the gate lets through: it is asked, so that this is never another rule than its own."""
    probe = gate(replace(article, summary="-", content="-"), *conditions)
    if probe.content:
        return Permits.FULL
    return Permits.SUMMARY if probe.summary else Permits.HEADLINE


def _rights(article: Article, standpoint: Standpoint) -> Passing:
    left = gate(article, *standpoint.conditions).rights
    return Passing(
        shows=passes(article, *standpoint.conditions),
        article=article.rights.permits,
        source=Permits(standpoint.source.permits) if standpoint.source else None,
        notice=left.notice,
        license=left.license,
        summary_length=left.summary_length,
        images=left.images,
        expires=left.expires,
        reserved=left.reserved,
        policy=left.policy,
    )


def _written(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"
