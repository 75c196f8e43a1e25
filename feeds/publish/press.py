"""One build of everything: what changed is rendered, checked and put into the folder, and the rest stays as it is.

No feed stands in another's way: one that cannot be built, or that lost more than half its articles at once, keeps its
last good documents, and the record says why.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from config.settings import Settings
from feeds.article import Feed, Hold, Skipped
from feeds.errors import PublishError
from feeds.publish import index, opml, tdmrep
from feeds.publish.catalogue import Plan, Shelf, catalogue
from feeds.publish.documents import Draft, make
from feeds.publish.drafts import drafted
from feeds.publish.edition import Edition
from feeds.publish.formats import formats
from feeds.publish.manifest import Listed, Manifest, Stored
from feeds.publish.proofs import Proofs
from feeds.publish.remains import Remains, departed, remains
from feeds.publish.rendering import render
from feeds.publish.signature import sign
from feeds.publish.site import Site

Outcome = Literal["written", "unchanged", "held", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of one feed: `articles` in what is now published, `reason` where it was held, failed or is empty.

    `skipped` are the articles that were left out because they cannot be published.
    """

    slug: str
    outcome: Outcome
    articles: int
    reason: str | None = None
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Press:
    """What one build works with; `before` is the table that it replaces."""

    store: Shelf
    settings: Settings
    site: Site
    now: datetime
    before: Manifest
    holds: Mapping[str, Hold]
    proofs: Proofs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """A feed's record, and what of it goes into the table."""

    built: Built
    listed: Listed | None
    documents: tuple[Stored, ...] = ()


def publish(
    store: Shelf, settings: Settings, site: Site, now: datetime, proofs: Proofs | None = None
) -> tuple[Built, ...]:
    """Build every feed of the catalogue and publish them together; give what became of each.

    `now` dates documents whose bytes changed, and nothing in them; `proofs` are those of the last build. Raises
    StoreError where the store cannot be read and PublishError where the folder cannot be written: what was published
    before stays, whole.
    """
    before = site.manifest() or Manifest(built=now, feeds=(), documents={})
    proofs = proofs or Proofs()
    proofs.begin(store, settings)
    press = _Press(
        store=store, settings=settings, site=site, now=now, before=before, holds=store.holds(), proofs=proofs
    )
    listed = frozenset(feed.slug for feed in before.feeds)
    results = [_feed(press, plan) for plan in catalogue(store, settings, listed)]
    if before.documents or any(result.listed for result in results):
        _replace(press, results)  # until a first feed stands, nothing is published: readers are told to wait, not to go
    for result in results:
        if result.built.outcome in {"written", "unchanged"} and result.built.slug in press.holds:
            store.clear_hold(result.built.slug)
    return tuple(result.built for result in results)


def _feed(press: _Press, plan: Plan) -> _Result:
    """Build one feed, or leave it as it is and say why."""
    last = press.before.feed(plan.slug)
    proof = press.proofs.of(plan, press.store, press.settings)
    edition, feed, signature = proof.edition, proof.edition.feed, proof.signature
    if not feed.articles:
        if last is None:
            return _kept(edition, None, "unchanged", "it has no article yet")
        feed = replace(feed, updated=last.updated)
        signature = sign(feed, press.settings)
    if last and last.signature == signature and _present(press, feed):
        return _kept(edition, last, "unchanged", None)
    if reason := _shrinks(press, plan, last, feed):
        _hold(press, feed.slug, reason)
        return _closed(press, plan, _kept(edition, last, "held", reason))
    try:
        feed, bodies, failed = render(feed)
    except PublishError as error:
        return _closed(press, plan, _kept(edition, last, "failed", str(error)))
    drafts = tuple(drafted(feed, name, body) for name, body in bodies.items())
    return _written(press, _listed(plan, feed, signature), drafts, (*edition.skipped, *failed))


def _written(press: _Press, listed: Listed, drafts: tuple[Draft, ...], skipped: tuple[Skipped, ...]) -> _Result:
    """Store what changed of a feed; where nothing did, only its signature is new."""
    documents = tuple(_document(press, draft) for draft in drafts)
    same = documents == tuple(press.before.documents.get(draft.path) for draft in drafts)
    built = Built(slug=listed.slug, outcome="unchanged" if same else "written", articles=listed.count, skipped=skipped)
    return _Result(built=built, listed=listed, documents=documents)


def _kept(edition: Edition, last: Listed | None, outcome: Outcome, reason: str | None) -> _Result:
    """Leave a feed as it was published last, if it ever was."""
    built = Built(
        slug=edition.feed.slug,
        outcome=outcome,
        articles=last.count if last else 0,
        reason=reason,
        skipped=edition.skipped,
    )
    return _Result(built=built, listed=last)


def _left(press: _Press, plan: Plan) -> Remains | None:
    """Judge what is published of a feed by today's rights; None where nothing is that can be read."""
    stored = press.before.documents.get(f"/feeds/{plan.slug}.json")
    if stored is None:
        return None
    try:
        return remains(press.site.read(stored), plan, press.store, press.settings)
    except PublishError:
        return None


def _closed(press: _Press, plan: Plan, kept: _Result) -> _Result:
    """Let what stays published hold no more than is allowed today: it is printed again, or emptied if that fails."""
    left = _left(press, plan)
    if left is None or left.feed is None:
        return kept
    try:
        feed, bodies, _ = render(left.feed)
    except PublishError:
        feed, bodies, _ = render(replace(left.feed, articles=()))
    documents = tuple(_document(press, drafted(feed, name, body)) for name, body in bodies.items())
    count = len(feed.articles)
    listed = kept.listed and replace(kept.listed, count=count, signature="")
    return replace(kept, built=replace(kept.built, articles=count), listed=listed, documents=documents)


def _departed(press: _Press, listed: Collection[str]) -> list[Stored]:
    """Give the documents, of feeds that left the catalogue, that hold more than is allowed today; they stay served."""
    found: list[Stored] = []
    for path, stored in press.before.documents.items():
        slug = path.removeprefix("/feeds/").removesuffix(".json")
        if path != f"/feeds/{slug}.json" or slug in listed:
            continue
        with suppress(PublishError):
            plan = departed(press.site.read(stored), slug, press.settings)
            nothing = Built(slug=slug, outcome="unchanged", articles=0)
            found += _closed(press, plan, _Result(built=nothing, listed=None)).documents
    return found


def _shrinks(press: _Press, plan: Plan, last: Listed | None, feed: Feed) -> str | None:
    """Say why a feed is to be held: it would lose more than half its articles, and nobody said that it may.

    What may not be passed on any more is no loss.
    """
    count = len(feed.articles)
    if last is None or count * 2 >= last.count:
        return None
    left = _left(press, plan)
    if left is not None and count * 2 >= left.count:
        return None
    hold = press.holds.get(feed.slug)
    if hold is not None and hold.released:
        return None
    return f"it would fall from {last.count} articles to {count}; release it if that is right"


def _hold(press: _Press, slug: str, reason: str) -> None:
    """Record a hold once: it stands since it began, however often the feed is looked at."""
    hold = press.holds.get(slug)
    if hold is None or hold.reason != reason:
        press.store.hold(slug, reason, press.now)


def _document(press: _Press, draft: Draft) -> Stored:
    """Store a document, unless its very bytes are published already: then only what is said about it may change."""
    last = press.before.documents.get(draft.path)
    if last and last.tag("identity") == f'"{draft.digest}"' and press.site.has(last):
        return replace(
            last, media_type=draft.media_type, max_age=draft.max_age, links=draft.links, headers=draft.headers
        )
    return press.site.keep(make(draft, last, press.now))


def _replace(press: _Press, results: list[_Result]) -> None:
    """Publish the table unless it is the old one; a feed that left the catalogue is not listed, but stays served."""
    feeds = tuple(result.listed for result in results if result.listed)
    documents = [document for result in results for document in result.documents]
    documents += _departed(press, {listed.slug for listed in feeds})
    documents += _lists(press, feeds)
    table = dict(press.before.documents) | {document.path: document for document in documents}
    table |= _mining(press, table)
    if table != press.before.documents or feeds != press.before.feeds or press.site.problem:
        press.site.replace(Manifest(built=press.now, feeds=feeds, documents=dict(sorted(table.items()))))


def _mining(press: _Press, table: Mapping[str, Stored]) -> dict[str, Stored]:
    """Give the list of what is reserved, once anything is."""
    if tdmrep.PATH not in table and not any(stored.headers for stored in table.values()):
        return {}
    body, age = tdmrep.render(table[path] for path in sorted(table)), press.settings.serving.max_age
    draft = Draft(path=tdmrep.PATH, media_type=tdmrep.MEDIA_TYPE, identity=body, max_age=age)
    return {tdmrep.PATH: _document(press, draft)}


def _lists(press: _Press, feeds: tuple[Listed, ...]) -> list[Stored]:
    return [
        _document(
            press,
            Draft(
                path=module.PATH,
                media_type=module.MEDIA_TYPE,
                identity=module.render(feeds, press.settings),
                max_age=press.settings.serving.max_age,
            ),
        )
        for module in (opml, index)
    ]


def _present(press: _Press, feed: Feed) -> bool:
    """Tell whether every document of a feed is published and its files are there."""
    paths = [f"/feeds/{feed.slug}{kind.EXTENSION}" for kind in formats().values()]
    found = [press.before.documents.get(path) for path in paths]
    return all(stored is not None and press.site.has(stored) for stored in found)


def _listed(plan: Plan, feed: Feed, signature: str) -> Listed:
    return Listed(
        slug=feed.slug,
        title=feed.title,
        subtitle=feed.subtitle,
        group=feed.group,
        count=len(feed.articles),
        updated=feed.updated,
        language=feed.language,
        address=feed.address,
        signature=signature,
        rules=plan.rules.spec.rules,
    )
