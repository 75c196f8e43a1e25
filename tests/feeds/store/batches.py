"""What the tests of the store keep."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from config.settings import Limits
from feeds.article import Article, Batch, FetchState, Run, Selection
from feeds.store import Store
from tests.world import NOW, make_article

CHINA = Selection(codes=frozenset({"CN"}))
LIMITS = Limits()


def make_run(source: str = "gazette", at: datetime = NOW) -> Run:
    """Give a run of `source` that ended at `at`."""
    return Run(source=source, started=at - timedelta(seconds=1), finished=at, outcome="collected")


def make_batch(
    *new: Article,
    source: str = "gazette",
    at: datetime = NOW,
    changed: Sequence[Article] = (),
    sightings: Sequence[str] = (),
) -> Batch:
    """Give what a collection of `source` at `at` brought: each article known by its link, and sighted."""
    both = (*new, *changed)
    return Batch(
        run=make_run(source, at),
        state=FetchState(source=source, last_success=at),
        new=new,
        changed=tuple(changed),
        aliases=tuple((f"url:{article.link}", article.id) for article in both),
        sightings=(*(article.id for article in both), *sightings),
    )


def settled(store: Store, source: str = "gazette") -> Store:
    """Let `source` have shown one old article outside the beat, so that what it shows next is news."""
    number = 900_000 + sum(source.encode())
    store.keep(make_batch(make_article(number, source=source, places=()), source=source))
    return store


def titles(articles: Sequence[Article]) -> list[str]:
    """Give the titles in order."""
    return [article.title for article in articles]
