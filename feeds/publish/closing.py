"""What stays published though it is not built anew is closed: it holds no more than is allowed today."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace

from feeds.errors import PublishError
from feeds.publish.build import Build, Built, Result, document
from feeds.publish.catalogue import Plan
from feeds.publish.drafts import drafted
from feeds.publish.manifest import Stored
from feeds.publish.remains import Remains, departed, remains
from feeds.publish.rendering import render


def left(build: Build, plan: Plan) -> Remains | None:
    """Judge what is published of a feed by today's rights; None where nothing is that can be read."""
    stored = build.before.documents.get(f"/feeds/{plan.slug}.json")
    if stored is None:
        return None
    try:
        return remains(build.site.read(stored), plan, build.store, build.settings)
    except PublishError:
        return None


def closed(build: Build, plan: Plan, kept: Result) -> Result:
    """Let what stays published hold no more than is allowed today: it is printed again, or emptied if that fails."""
    remaining = left(build, plan)
    if remaining is None or remaining.feed is None:
        return kept
    try:
        feed, bodies, _ = render(remaining.feed)
    except PublishError:
        feed, bodies, _ = render(replace(remaining.feed, articles=()))
    documents = tuple(document(build, drafted(feed, name, body)) for name, body in bodies.items())
    count = len(feed.articles)
    listed = kept.listed and replace(kept.listed, count=count, signature="")
    return replace(kept, built=replace(kept.built, articles=count), listed=listed, documents=documents)


def forsaken(build: Build, listed: Collection[str]) -> list[Stored]:
    """Give the documents, of feeds that left the catalogue, that hold more than is allowed today; they stay served."""
    found: list[Stored] = []
    for plan in strays(build, listed):
        nothing = Built(slug=plan.slug, outcome="unchanged", articles=0)
        found += closed(build, plan, Result(built=nothing, listed=None)).documents
    return found


def strays(build: Build, listed: Collection[str]) -> Iterator[Plan]:
    """Give the plans of feeds that are served and not `listed`, as far as their documents tell them."""
    for path, stored in build.before.documents.items():
        slug = path.removeprefix("/feeds/").removesuffix(".json")
        if path == f"/feeds/{slug}.json" and slug not in listed:
            with suppress(PublishError):
                yield departed(build.site.read(stored), slug, build.settings, private=stored.private)
