"""One build of everything: what changed is rendered, checked and put into the folder, and the rest stays as it is.

No feed stands in another's way: one that cannot be built, or that lost more than half its articles at once, keeps its
last good documents, and the record says why.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from config.settings import Settings
from feeds.article import Feed, Skipped
from feeds.errors import PublishError
from feeds.publish.archiving import archives
from feeds.publish.build import Build, Built, Outcome, Result, document
from feeds.publish.catalogue import Plan, Shelf, catalogue
from feeds.publish.closing import closed, forsaken
from feeds.publish.documents import Draft
from feeds.publish.drafts import drafted
from feeds.publish.edition import Edition
from feeds.publish.formats import formats
from feeds.publish.guards import doubtful, hold, objection
from feeds.publish.lists import lists, mining
from feeds.publish.manifest import Listed, Manifest, slug_of
from feeds.publish.proofs import Proofs
from feeds.publish.rendering import render
from feeds.publish.site import Site


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
    build = Build(
        store=store,
        settings=settings,
        site=site,
        now=now,
        before=before,
        proofs=proofs,
        same=proofs.begin(store, settings),
        holds=store.holds(),
    )
    if not build.same:
        proofs.plans = catalogue(store, settings, {feed.slug: feed.rules for feed in before.feeds})
    plans = proofs.plans
    results = [_feed(build, plan) for plan in plans]
    mark, stale = store.stale_pages()
    if before.documents or any(result.listed for result in results):
        # until a first feed stands, nothing is published: readers are told to wait, not to go
        _replace(build, results, archives(build, plans, stale))
    if mark:
        store.pages_made(mark)
    for result in results:
        if result.built.outcome in {"written", "unchanged"} and result.built.slug in build.holds:
            store.clear_hold(result.built.slug)
    proofs.printed = True
    return tuple(result.built for result in results)


def _feed(build: Build, plan: Plan) -> Result:
    """Build one feed, or leave it as it is and say why."""
    last = build.before.feed(plan.slug)
    proof = build.proofs.of(plan, build.store, build.settings)
    edition, feed, signature = proof.edition, proof.edition.feed, proof.signature
    if not feed.articles:
        if last is None:
            return _kept(edition, None, "unchanged", "it has no article yet")
        feed = replace(feed, updated=max(feed.updated, last.updated))
        signature = build.proofs.sign(feed)
    if last and last.signature == signature and _present(build, feed):
        return _kept(edition, last, "unchanged", None)
    if reason := objection(build, plan, last, feed):
        hold(build, feed.slug, reason)
        return closed(build, plan, _kept(edition, last, "held", reason))
    try:
        feed, bodies, failed = render(feed, build.proofs.fragments)
    except PublishError as error:
        return closed(build, plan, _kept(edition, last, "failed", str(error)))
    drafts = tuple(drafted(feed, name, body) for name, body in bodies.items())
    return _written(build, _listed(build, plan, feed, signature), drafts, (*edition.skipped, *failed))


def _written(build: Build, listed: Listed, drafts: tuple[Draft, ...], skipped: tuple[Skipped, ...]) -> Result:
    """Store what changed of a feed; where nothing did, only its signature is new."""
    documents = tuple(document(build, draft) for draft in drafts)
    same = documents == tuple(build.before.documents.get(draft.path) for draft in drafts)
    built = Built(slug=listed.slug, outcome="unchanged" if same else "written", articles=listed.count, skipped=skipped)
    return Result(built=built, listed=listed, documents=documents)


def _kept(edition: Edition, last: Listed | None, outcome: Outcome, reason: str | None) -> Result:
    """Leave a feed as it was published last, if it ever was."""
    built = Built(
        slug=edition.feed.slug,
        outcome=outcome,
        articles=last.count if last else 0,
        reason=reason,
        skipped=edition.skipped,
    )
    return Result(built=built, listed=last)


def _replace(build: Build, results: list[Result], pages: Mapping[str, str]) -> None:
    """Publish the table unless it is the old one; a feed that left the catalogue is not listed, but stays served."""
    secret = {plan.slug for plan in build.proofs.plans if plan.rules.spec.private}
    listed = (result.listed for result in results if result.listed)
    feeds = tuple(replace(feed, private=True) if feed.slug in secret else feed for feed in listed)
    documents = [document for result in results for document in result.documents]
    documents += forsaken(build, {listed.slug for listed in feeds})
    if not build.same or feeds != build.before.feeds:
        documents += lists(build, feeds)
    table = dict(build.before.documents) | {document.path: document for document in documents}
    # An old name leads on once there is something to lead to
    moved = {old: new for old, new in build.settings.publishing.renamed if f"/feeds/{new}.json" in table}
    gone = dict(build.settings.publishing.retired)
    given_up = moved.keys() | gone.keys()
    table = {path: stored for path, stored in sorted(table.items()) if slug_of(path) not in given_up}
    # What is held, or could not be built, is closed all the same once it is declared private
    table = {path: replace(one, private=True) if slug_of(path) in secret else one for path, one in table.items()}
    table |= mining(build, table)
    made = Manifest(
        built=build.now,
        feeds=feeds,
        documents=dict(sorted(table.items())),
        moved=moved,
        gone=gone,
        archives={slug: name for slug, name in pages.items() if slug not in given_up},
    )
    if replace(made, built=build.before.built, retired=build.before.retired) != build.before or build.site.problem:
        build.site.replace(made)


def _present(build: Build, feed: Feed) -> bool:
    """Tell whether every document of a feed is published and its files are there."""
    paths = [f"/feeds/{feed.slug}{kind.EXTENSION}" for kind in formats().values()]
    found = [build.before.documents.get(path) for path in paths]
    return all(stored is not None and build.site.has(stored) for stored in found)


def _listed(build: Build, plan: Plan, feed: Feed, signature: str) -> Listed:
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
        doubtful=doubtful(build, feed),
        private=feed.private,
    )
