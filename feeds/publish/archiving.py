"""Archives (RFC 5005, 4): pages of what has stood in each feed, made when they are sealed or an article is another."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from feeds.errors import PublishError
from feeds.publish import edition
from feeds.publish.build import Build, document
from feeds.publish.catalogue import Plan
from feeds.publish.closing import strays
from feeds.publish.drafts import drafted
from feeds.publish.formats import formats
from feeds.publish.manifest import Pages, Stored
from feeds.publish.rendering import render


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What the archives of a feed are to be: up to page `newest`, those that are `stale` anew, made by `signature`."""

    newest: int
    stale: Collection[int]
    signature: str


def archives(build: Build, plans: Collection[Plan], stale: Collection[tuple[str, int]]) -> Mapping[str, str]:
    """Make what is missing or `stale` of the archives of `plans`, and of feeds that left the catalogue and are served.

    Give the file that lists the pages of each, by slug. A page that cannot be made is empty. Raises StoreError and
    PublishError.
    """
    if build.same and not stale and build.settings.publishing.archives:
        return build.before.archives
    if not build.settings.publishing.archives:
        return {}
    found: dict[str, str] = {}
    proofs = [build.proofs.of(plan, build.store, build.settings) for plan in plans]
    known = [(proof.plan, proof.edition.feed.archive.newest) for proof in proofs]
    known += [(plan, build.store.newest_page(plan.slug)) for plan in strays(build, {plan.slug for plan in plans})]
    for plan, newest in known:
        if newest:
            signature = hashlib.sha256(repr((build.proofs.maker, plan.title, plan.subtitle)).encode()).hexdigest()
            old = {number for slug, number in stale if slug == plan.slug}
            found[plan.slug] = _list(build, plan, _Wanted(newest=newest, stale=old, signature=signature))
    return found


def _list(build: Build, plan: Plan, wanted: _Wanted) -> str:
    name = build.before.archives.get(plan.slug)
    before = _before(build, name)
    last = 0 if before is None or before.signature != wanted.signature else _last(plan, before)
    if name is not None and last == wanted.newest and not wanted.stale:
        return name
    # The page that was newest has a next one now.
    numbers = sorted({*wanted.stale, *range(max(last, 1), wanted.newest + 1)})
    documents = {} if before is None else dict(before.documents)
    for number in numbers:
        documents |= {stored.path: stored for stored in _page(build, plan, number)}
    return build.site.keep_pages(Pages(signature=wanted.signature, documents=dict(sorted(documents.items()))))


def _before(build: Build, name: str | None) -> Pages | None:
    with suppress(PublishError):
        return None if name is None else build.site.pages(name)
    return None


def _last(plan: Plan, before: Pages) -> int:
    """Give the number of the newest page that was made."""
    extension = next(iter(formats().values())).EXTENSION
    number = 0
    while f"/feeds/{plan.slug}/archive/{number + 1}{extension}" in before.documents:
        number += 1
    return number


def _page(build: Build, plan: Plan, number: int) -> Iterator[Stored]:
    feed = edition.page(plan, build.store, build.settings, number, build.proofs.fragments)
    try:
        feed, bodies, _ = render(feed, build.proofs.fragments)
    except PublishError:
        feed, bodies, _ = render(replace(feed, articles=()))
    for name, body in bodies.items():
        yield document(build, drafted(feed, name, body))
