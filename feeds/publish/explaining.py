"""Explain an article by today's settings: which feeds it belongs to, and which of them show it now."""

from collections.abc import Callable, Collection
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Final, cast

from config.settings import Settings, Source
from feeds.article import Article, Dossier, Facets, Selection
from feeds.publish.catalogue import Judge, Shelf, catalogue
from feeds.publish.items import page
from feeds.publish.naming import named
from feeds.select.explaining import Standpoint, decide, explain, passes
from feeds.select.explanation import Explanation, Showing
from feeds.text.urls import site_of

Document = Callable[[str], bytes | None]
"""Give a published document by its path ("/feeds/china.json"), None where there is none."""


_PLENTY: Final = 1000  # articles: more than any setting asks for
_FACETS: Final = frozenset({"language", "topic", "author"})  # groups whose feeds there may be, or not


class _Alone:
    """A shelf with one article on it: the catalogue made from it has the feeds in which that one could stand."""

    def __init__(self, dossier: Dossier) -> None:
        self._codes = {place.code for place in dossier.article.places if place.primary}
        self._sources = dossier.sources
        names = [author.name for author in dossier.article.authors]
        topics = [topic.label or topic.term for topic in dossier.article.categories]
        tongue = (dossier.article.language or "").partition("-")[0]
        self._facets = Facets(
            topics=tuple((topic, _PLENTY) for topic in dict.fromkeys(topics)),
            authors=tuple((name, _PLENTY) for name in dict.fromkeys(names)),
            languages=((tongue, _PLENTY), ("mul", _PLENTY)),  # beside others: a desk of one language has no feed of it
        )

    def facets(self, selection: Selection, takes: Judge | None = None) -> Facets:  # noqa: ARG002 - of one article
        """Give what the article is known by."""
        return self._facets

    def countries(self, codes: Collection[str]) -> tuple[str, ...]:
        """Give those of `codes` that the article is about."""
        return tuple(sorted(self._codes.intersection(codes)))

    def sources_with_articles(self) -> tuple[str, ...]:
        """Give the sources that showed the article."""
        return self._sources


def explained(dossier: Dossier, settings: Settings, document: Document, *, passed_on: bool) -> Explanation:
    """Explain the article of `dossier`; see `feeds.select.explaining.explain` for `passed_on`."""
    article, source = dossier.article, settings.by_name.get(dossier.article.source)
    dossier = replace(dossier, article=named(article, settings.beat.labels))
    plans = catalogue(cast("Shelf", _Alone(dossier)), settings)
    standpoint = Standpoint(
        beat=plans[0].rules,
        others=tuple(plan.rules for plan in plans if plan.group == "feed"),
        source=source,
        conditions=(source, settings.beat),
        names={one.name: one.title or one.name for one in settings.sources},
        home=_is_home(article, source),
        order=settings.selecting.order,
        feeds=tuple(
            Showing(
                slug=plan.slug,
                title=plan.rules.spec.title,
                now=_stands(article, document(f"/feeds/{plan.slug}.json")),
                shows=passes(article, source, plan.rules.spec),
            )
            for plan in plans
            if not (passed_on and plan.rules.spec.private)
            and (plan.group not in _FACETS or document(f"/feeds/{plan.slug}.json"))
            and decide(dossier, plan.rules).outcome == "in"
        ),
    )
    return explain(dossier, standpoint, passed_on=passed_on)


def _stands(article: Article, document: bytes | None) -> bool:
    """Say whether a JSON Feed holds an article, by its id, which stands in it as it is."""
    return document is not None and f'"{article.id}"'.encode() in document


def _is_home(article: Article, source: Source | None) -> bool:
    return (
        source is not None
        and None not in {source.url, article.link}
        and (site_of(source.url or "") == site_of(article.link or ""))
    )


def facts(explanation: Explanation, settings: Settings) -> dict[str, Any]:
    """Give an explanation for scripts: JSON's own types alone, instants as RFC 3339; these keys stay."""
    article = explanation.article
    said: dict[str, Any] = _plain(explanation)
    said["article"] = {
        "id": article.id or None,
        "title": article.title,
        "link": article.link,
        "page": page(settings.base_url, article.id) if explanation.kept else None,
        "source": article.source,
        "origin": article.origin.title,
        "authors": [author.name for author in article.authors],
        "published": None if article.estimated else article.published.isoformat(),
        "updated": article.updated.isoformat(),
        "seen": article.seen.isoformat(),
        "language": article.language,
    }
    return said


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever a value is made of
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value
