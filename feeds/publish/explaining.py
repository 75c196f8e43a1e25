"""Explain an article by today's settings: which feeds it belongs to, and which of them show it now."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from config.settings import Settings, Source
from feeds.article import Article, Dossier
from feeds.publish.catalogue import beat, slug
from feeds.publish.edition import allowed
from feeds.publish.items import page
from feeds.select.explanation import Explanation, Showing, Standpoint, explain, passes
from feeds.select.region import belongs, label
from feeds.select.rules import compiled, decide
from feeds.text.urls import site_of

Document = Callable[[str], bytes | None]
"""Give a published document by its path ("/feeds/china.json"), None where there is none."""


def explained(dossier: Dossier, settings: Settings, document: Document, *, passed_on: bool) -> Explanation:
    """Explain the article of `dossier`; see `feeds.select.explanation.explain` for `passed_on`."""
    article = dossier.article
    permits = allowed(settings, article.source)
    shows = passes(article, permits)
    standpoint = Standpoint(
        beat=compiled(settings.beat),
        others=tuple(compiled(feed) for feed in settings.feeds),
        permits=permits,
        names={one.name: one.title or one.name for one in settings.sources},
        home=_is_home(article, settings.by_name.get(article.source)),
        feeds=tuple(
            Showing(slug=each, title=title, now=_stands(article, document(f"/feeds/{each}.json")), shows=shows)
            for each, title in _feeds(dossier, settings)
        ),
    )
    return explain(dossier, standpoint, passed_on=passed_on)


def _feeds(dossier: Dossier, settings: Settings) -> Iterator[tuple[str, str]]:
    """Give slug and title of the feeds that an article is of, by its places and sources, as the catalogue has them."""
    codes, places = beat(settings), dossier.article.places
    for spec in (settings.beat, *settings.feeds):
        if decide(dossier.article, compiled(spec), dossier.sources or None).inside:
            yield spec.slug, spec.title
    if belongs(places, codes) is None:
        return
    if settings.publishing.countries:
        names = [label(one.code) for one in places if one.primary and one.code in codes and one.code.isupper()]
        yield from ((slug(name), name) for name in names)
    if settings.publishing.sources:
        sources = (settings.by_name.get(name) for name in dossier.sources)
        yield from ((f"source-{one.name}", one.title or one.name) for one in sources if one)


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
