"""Why a feed keeps its last good documents although it could be built: nobody said that it may change so much."""

from feeds.article import Feed
from feeds.publish.build import Build
from feeds.publish.catalogue import Plan
from feeds.publish.closing import left
from feeds.publish.manifest import Listed


def objection(build: Build, plan: Plan, last: Listed | None, feed: Feed) -> str | None:
    """Say why a feed is to be held: it would lose more than half its articles, and nobody said that it may.

    What may not be passed on any more is no loss, nor is what its own `count` cuts off.
    """
    count = len(feed.articles)
    most = plan.rules.spec.count
    if last is None or count * 2 >= last.count or (most is not None and count >= most):
        return None
    remaining = left(build, plan)
    if remaining is not None and count * 2 >= remaining.count:
        return None
    hold = build.holds.get(feed.slug)
    if hold is not None and hold.released:
        return None
    return f"it would fall from {last.count} articles to {count}; release it if that is right"


def hold(build: Build, slug: str, reason: str) -> None:
    """Record a hold once: it stands since it began, however often the feed is looked at."""
    known = build.holds.get(slug)
    if known is None or known.reason != reason:
        build.store.hold(slug, reason, build.now)
