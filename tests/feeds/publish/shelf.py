"""An honest store in memory: it chooses a window as the real one does, and keeps holds."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from config.settings import Limits
from feeds.article import Article, Facets, Hold, Selection, Tombstone
from feeds.publish.catalogue import Judge

NAMESPACE = UUID("00000000-0000-4000-8000-00000000beef")


class MemoryShelf:
    """The articles that publishing is shown; tests change `articles` between builds."""

    def __init__(self, *articles: Article) -> None:
        self.articles = list(articles)
        self.held: dict[str, Hold] = {}
        self.withheld: set[str] = set()
        self.horizons: dict[timedelta, datetime] = {}
        self.pins: set[str] = set()
        self.graves: tuple[Tombstone, ...] = ()
        self.bars: set[str] = set()

    def namespace(self, declared: UUID | None) -> UUID:
        return declared or NAMESPACE

    def window(self, selection: Selection, limits: Limits, takes: Judge | None = None) -> tuple[Article, ...]:
        public = (article for article in self.articles if article.id not in self.bars)
        belonging = (article for article in public if _belongs(article, selection))
        chosen = [article for article in belonging if takes is None or takes(article)]
        chosen.sort(key=lambda article: (article.seen, article.id), reverse=True)
        fresh = [article for article in chosen if chosen[0].seen - article.seen <= limits.window_age]
        kept = chosen[: max(limits.window_count, min(len(fresh), limits.window_most))]
        return tuple(sorted(kept, key=lambda one: (one.id not in self.pins, -one.published.timestamp(), one.id)))

    def revision(self) -> str | None:
        return None  # tests change the articles behind its back

    def pinned(self, feed: str) -> Collection[str]:  # noqa: ARG002 - they are pinned everywhere
        return self.pins

    def barred(self, feed: str) -> Collection[str]:  # noqa: ARG002
        return self.bars

    def shown(self, ids: Collection[str]) -> Mapping[str, Article | None]:
        known = dict.fromkeys(self.withheld) | {article.id: article for article in self.articles}
        return {id_: known[id_] for id_ in ids if id_ in known}

    def horizon(self, lasting: timedelta) -> datetime:
        return self.horizons.get(lasting, datetime.max.replace(tzinfo=UTC))

    def withhold(self, article: Article) -> None:
        self.articles.remove(article)
        self.withheld.add(article.id)

    def journal(self, feed: str, ids: Collection[str]) -> int:  # noqa: ARG002 - it has no archives
        return 0

    def newest_page(self, feed: str) -> int:  # noqa: ARG002
        return 0

    def archived(self, feed: str, page: int) -> tuple[Article, ...]:  # noqa: ARG002
        return ()

    def stale_pages(self) -> tuple[int, frozenset[tuple[str, int]]]:
        return 0, frozenset()

    def pages_made(self, mark: int) -> None:
        pass

    def tombstones(self, selection: Selection, takes: Judge | None = None) -> tuple[Tombstone, ...]:  # noqa: ARG002
        return self.graves

    def facets(self, selection: Selection, takes: Judge | None = None) -> Facets:
        found = [one for one in self.articles if _belongs(one, selection) and (takes is None or takes(one))]
        topics = Counter(topic.label or topic.term for one in found for topic in one.categories)
        authors = Counter(author.name for one in found for author in one.authors)
        languages = Counter(one.language.partition("-")[0] for one in found if one.language)
        return Facets(
            topics=tuple(sorted(topics.items())),
            authors=tuple(sorted(authors.items())),
            languages=tuple(sorted(languages.items())),
        )

    def countries(self, codes: Collection[str]) -> tuple[str, ...]:
        found = {place.code for article in self.articles for place in article.places if place.primary}
        return tuple(sorted(found & set(codes)))

    def sources_with_articles(self) -> tuple[str, ...]:
        return tuple(sorted({article.source for article in self.articles}))

    def holds(self) -> Mapping[str, Hold]:
        return dict(self.held)

    def hold(self, feed: str, reason: str, now: datetime) -> None:
        self.held[feed] = Hold(feed=feed, since=now, reason=reason)

    def clear_hold(self, feed: str) -> None:
        self.held.pop(feed, None)

    def release(self, feed: str) -> None:
        self.held[feed] = replace(self.held[feed], released=True)


def _belongs(article: Article, selection: Selection) -> bool:
    if selection.showing and article.source not in selection.showing:
        return False
    primary = {place.code for place in article.places if place.primary}
    return selection.codes is None or bool(primary & selection.codes)
