"""What a new source would bring: its newest articles as they would be published, with their places."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from rich.console import Console
from rich.markup import escape

from config.settings import Settings
from feeds.article import Article, Place
from feeds.pipeline import Collected, Item
from feeds.select.region import places
from feeds.select.rules import compiled, decide
from feeds.text.html import prose
from scheduler.cli.finding import NAME, Found

_SHOWN: Final = 5
_ENOUGH: Final = 3


def newest(collected: Collected) -> list[Article]:
    """Give the newest articles of a collection, the newest first."""
    articles = [item.article for item in collected.items]
    return sorted(articles, key=lambda article: article.published, reverse=True)[:_SHOWN]


def title_of(found: Found) -> str | None:
    """Give what the source calls itself: as its articles say, else as the page that named it says."""
    said = _commonest(item.article.origin.title for item in _own(found.collected.items))
    return found.candidate.title if said in {None, NAME} else said


def language_of(collected: Collected) -> str | None:
    """Give the language of a source all of whose articles are in one, if they are enough to tell."""
    languages = {item.article.language for item in collected.items}
    return languages.pop() if len(languages) == 1 and len(collected.items) >= _ENOUGH else None


def languages_of(collected: Collected) -> str:
    """Give the languages of what was brought, the commonest first."""
    counted = Counter(item.article.language for item in collected.items if item.article.language)
    return ", ".join(language for language, _ in counted.most_common(_ENOUGH)) or "of an unknown language"


def show(console: Console, articles: Iterable[Article], settings: Settings) -> None:
    """Print articles as they would be published: date, title, authors, places (* what it is about), link."""
    for article in articles:
        when = f"{article.published:%Y-%m-%d %H:%M}" if not article.estimated else "without a date  "
        console.print(f"  [dim]{when}[/]  [bold]{escape(article.title)}[/]", soft_wrap=True)
        found = _places(article)
        named = " ".join(f"{place.code}{'*' if place.primary else ''}" for place in found) or "no places"
        sign = "[green]of the beat[/]" if _is_of(article, found, settings) else "[yellow]not of the beat[/]"
        by = f"{', '.join(author.name for author in article.authors)} · " if article.authors else ""
        console.print(f"{'':20}{escape(by)}{named} · {sign}", soft_wrap=True)
        console.print(f"{'':20}[dim]{escape(article.link or 'without a link')}[/]", soft_wrap=True)


def facts(articles: Iterable[Article], settings: Settings) -> list[dict[str, Any]]:
    """Give the same for scripts."""
    return [_fact(article, _places(article), settings) for article in articles]


def _fact(article: Article, found: tuple[Place, ...], settings: Settings) -> dict[str, Any]:
    return {
        "title": article.title,
        "link": article.link,
        "published": None if article.estimated else article.published.isoformat(),
        "authors": [author.name for author in article.authors],
        "language": article.language,
        "places": [{"code": p.code, "score": round(p.score, 3), "primary": p.primary} for p in found],
        "of_the_beat": _is_of(article, found, settings),
    }


def _is_of(article: Article, found: tuple[Place, ...], settings: Settings) -> bool:
    return decide(replace(article, places=found), compiled(settings.beat)).inside


def _places(article: Article) -> tuple[Place, ...]:
    text = prose(article.content) if article.content else article.summary
    return places(article.title, text, tuple(category.term for category in article.categories))


def _own(items: Iterable[Item]) -> Iterable[Item]:
    """Give the items that do not say that they come from elsewhere."""
    return (item for item in items if item.entry.origin is None)


def _commonest(titles: Iterable[str]) -> str | None:
    common = Counter(titles).most_common(1)
    return common[0][0] if common else None
