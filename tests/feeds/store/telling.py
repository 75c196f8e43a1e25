"""Stories that several sources tell, as the store is told of them: copies are what has the same sketch."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from config.settings import Limits
from feeds.article import Article, Clustering, Compared, Print, Selection
from feeds.store import Store
from tests.feeds.store.batches import make_batch, settled
from tests.world import NOW, make_article

LIMITS = Limits()
WINDOW = timedelta(hours=72)


def same_sketch(copy: Compared, others: Sequence[Compared]) -> int | None:
    """Give the first that has the sketch of `copy`."""
    return min((other.n for other in others if other.sketch == copy.sketch), default=None)


CLUSTERING = Clustering(chosen=same_sketch, window=WINDOW, order=("own", "original"))


def make_print(article: Article, story: int, **changes: Any) -> Print:
    """Give the print of an article that tells `story`."""
    fields: dict[str, Any] = {"keys": (story, story + 1_000_000), "sketch": b"story %d" % story} | changes
    return Print(id=article.id, **fields)


def told(number: int, source: str, at: datetime, **changes: Any) -> Article:
    """Give article `number` as `source` tells it at `at`, at an address of its own."""
    fields = {"published": at, "updated": at, "seen": at, "changed": at}
    return make_article(number, source=source, link=f"https://{source}.example/{number}", **fields | changes)


def tell(
    store: Store,
    *articles: Article,
    story: int = 1,
    clustering: Clustering = CLUSTERING,
    changed: Sequence[Article] = (),
    **changes: Any,
) -> None:
    """Keep articles of one source that all tell `story`; the source is no newcomer."""
    first = (*articles, *changed)[0]
    settled(store, first.source)
    batch = make_batch(*articles, changed=changed, source=first.source, at=first.changed)
    prints = tuple(make_print(each, story, **changes) for each in (*articles, *changed))
    store.keep(replace(batch, prints=prints), clustering=clustering)


def hours(number: float) -> datetime:
    """Give the time so many hours after NOW."""
    return NOW + timedelta(hours=number)


def of(source: str) -> Selection:
    """Give the selection of a source's own feed."""
    return Selection(codes=frozenset({"CN"}), source=source)
