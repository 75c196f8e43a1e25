"""Choosing: the windows of feeds with rules of their own, beside that of the beat, which needs the indexes alone."""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from config.feeds import FeedSpec
from config.settings import Settings
from feeds.article import Article, Author, Category, Place
from feeds.publish.catalogue import Plan, catalogue
from feeds.publish.press import publish
from feeds.publish.proofs import Proofs
from feeds.publish.site import Site
from feeds.store import Store, migrate
from tests.benchmarks import timing
from tests.benchmarks.invented import COUNTRIES
from tests.benchmarks.timing import Row, race
from tests.feeds.store.batches import make_batch, settled
from tests.world import NOW, make_article, make_settings

CODES: Final = ("VN", "JP", "MN", "FJ", "NP", "KR", "ID")
TOPICS: Final = ("ports", "markets", "weather", "rail", "science", "courts", "film", "trade", "energy", "islands")
FEEDS: Final = 200
ARTICLES: Final = 100_000
_PART: Final = 1000


def feeds(count: int) -> tuple[FeedSpec, ...]:
    """Give feeds as a desk declares them: by topic, by words and expressions, by author, some of which find little."""
    kinds = (
        lambda n: {"topics": [TOPICS[n % len(TOPICS)]]},
        lambda n: {"countries": [CODES[n % len(CODES)]], "exclude": {"title": ["horoscope", "/^live:/"]}},
        lambda n: {"include": {"title": [f"part {n}", "/ferr(y|ies)/"]}, "languages": ["en"]},
        lambda n: {"authors": [f"Author {n % 50}"]},
        lambda n: {"include": {"any": [f"pier {n}"]}},
    )
    return tuple(FeedSpec(slug=f"feed-{n}", title=f"Feed {n}", **kinds[n % len(kinds)](n)) for n in range(count))


@contextmanager
def shelf(count: int) -> Iterator[tuple[Store, Path]]:
    """Give a store of so many articles of seven countries, a minute apart."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'beatwire.sqlite'}"
        migrate(url, None)
        with Store.open(url) as store:
            settled(store)
            for start in range(0, count, _PART):
                at = NOW + timedelta(minutes=start)
                store.keep(make_batch(*(_article(n) for n in range(start, min(start + _PART, count))), at=at))
            yield store, Path(folder)


def settings(folder: Path, count: int) -> Settings:
    """Give the settings of a desk with so many feeds of its own, beside the beat's alone."""
    return make_settings(data=folder, feeds=feeds(count), publishing={"countries": False, "sources": False})


def measure(rounds: int, articles: int = ARTICLES, count: int = FEEDS) -> list[Row]:
    """Choose the windows of every feed where nothing has changed and after one more article; build them all."""
    with shelf(articles) as (store, folder):
        under = settings(folder, count)
        beat, *own = catalogue(store, under)
        numbers = itertools.count(articles)

        def one_more(plans: list[Plan]) -> int:
            number = next(numbers)
            store.keep(make_batch(_article(number), at=NOW + timedelta(minutes=number)))
            return _windows(store, plans, under)

        rows = [
            race(f"the windows of {count} feeds", lambda: _windows(store, own, under),
                 ("the beat's, as often", lambda: _windows(store, [beat] * count, under)), rounds),
        ]  # fmt: skip
        rows.append(
            race(f"the windows of {count} feeds, one more article", lambda: one_more(own),
                 ("the beat's, once", lambda: one_more([beat])), rounds)
        )  # fmt: skip
        whole, alone = Site(folder / "published"), Site(folder / "alone")
        proofs, bare = Proofs(), settings(folder, 0)
        publish(store, under, whole, NOW, proofs), publish(store, bare, alone, NOW)
        rows.append(
            race(f"a build of {count} feeds, nothing changed", lambda: publish(store, under, whole, NOW, proofs),
                 ("one of the beat alone, from nothing", lambda: publish(store, bare, alone, NOW)), rounds)
        )  # fmt: skip
    return rows


def _windows(store: Store, plans: list[Plan], under: Settings) -> int:
    return sum(len(store.window(plan.selection, under.limits, plan.takes)) for plan in plans)


def _article(number: int) -> Article:
    seen = NOW + timedelta(minutes=number)
    which = number % len(CODES)
    return replace(
        make_article(number, title=f"Ferries & night markets of {COUNTRIES[which]}, part {number}"),
        places=(Place(code=CODES[which], score=0.8, primary=True),),
        categories=(Category(term=TOPICS[number % len(TOPICS)]), Category(term="news")),
        authors=(Author(name=f"Author {number % 50}"),),
        seen=seen, changed=seen, published=seen, updated=seen,
    )  # fmt: skip


if __name__ == "__main__":
    timing.show(f"Choosing among {ARTICLES} articles for {FEEDS} feeds", measure)
