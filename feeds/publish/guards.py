"""Why a feed keeps its last good documents although it could be built: nobody said that it may change so much."""

from collections import Counter
from typing import Final

from feeds.article import Feed
from feeds.publish.build import Build
from feeds.publish.catalogue import Plan
from feeds.publish.closing import left
from feeds.publish.doubts import Doubt
from feeds.publish.manifest import Listed

_FEW: Final = 3
_WORDS: Final[dict[Doubt, str]] = {
    "letters": "would have broken letters",
    "language": "would be in another script than their language",
}


def objection(build: Build, plan: Plan, last: Listed | None, feed: Feed) -> str | None:
    """Say why a feed is to be held, where something is published of it and nobody let it go: see below."""
    hold = build.holds.get(feed.slug)
    if last is None or (hold is not None and hold.released):
        return None
    return _shrunk(build, plan, last, feed) or _doubtful(build, last, feed)


def doubtful(build: Build, feed: Feed) -> int:
    """Count the articles of a feed whose letters or language are doubtful."""
    return sum(_doubts(build, feed).values())


def _doubts(build: Build, feed: Feed) -> Counter[Doubt]:
    found = (build.proofs.fragments.of(article).doubt for article in feed.articles)
    return Counter(one for one in found if one is not None)


def _doubtful(build: Build, last: Listed, feed: Feed) -> str | None:
    """Object where most articles became doubtful, three at least: something broke between their sources and here."""
    found, count = _doubts(build, feed), len(feed.articles)
    many = sum(found.values())
    if many < _FEW or many * 2 <= count or last.doubtful * 2 > last.count:
        return None
    what = _WORDS[found.most_common(1)[0][0]]
    return f"{many} of its {count} articles {what}; look at their sources, and release it if that is right"


def _shrunk(build: Build, plan: Plan, last: Listed, feed: Feed) -> str | None:
    """Object where it would lose more than half its articles.

    What may not be passed on any more is no loss, nor is what its own `count` cuts off.
    """
    count = len(feed.articles)
    most = plan.rules.spec.count
    if count * 2 >= last.count or (most is not None and count >= most):
        return None
    remaining = left(build, plan)
    if remaining is not None and count * 2 >= remaining.count:
        return None
    return f"it would fall from {last.count} articles to {count}; release it if that is right"


def hold(build: Build, slug: str, reason: str) -> None:
    """Record a hold once: it stands since it began, however often the feed is looked at."""
    known = build.holds.get(slug)
    if known is None or known.reason != reason:
        build.store.hold(slug, reason, build.now)
