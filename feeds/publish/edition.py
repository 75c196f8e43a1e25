"""What stands in one feed: its articles behind the rights gate, within its bytes, with related stories resolved."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urljoin
from uuid import uuid5

from config.rights import Conditions
from config.settings import Settings, Source
from feeds.article import Archive, Article, Feed, Related, Skipped
from feeds.publish import items
from feeds.publish.catalogue import Plan, Shelf
from feeds.publish.fragments import Fragment, Fragments
from feeds.publish.naming import named
from feeds.select.rights import gate

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MOST_GRAVES: Final = 100
"""How many tombstones stand in a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A feed ready to be rendered, and the articles that cannot stand in it."""

    feed: Feed
    skipped: tuple[Skipped, ...] = ()


def assemble(plan: Plan, store: Shelf, settings: Settings, fragments: Fragments | None = None) -> Edition:
    """Give what stands in the feed of `plan` now; a pure function of what is stored and declared. Raises StoreError.

    What `fragments` hold is not made ready again.
    """
    articles = store.window(plan.selection, plan.within(settings.limits), plan.takes)
    edition = compose(plan, store, settings, articles, fragments)
    if plan.group and settings.publishing.archives:
        newest = store.journal(plan.slug, [article.id for article in edition.feed.articles])
        edition = replace(edition, feed=replace(edition.feed, archive=Archive(newest=newest)))
    return edition


def page(plan: Plan, store: Shelf, settings: Settings, number: int, fragments: Fragments | None = None) -> Feed:
    """Give page `number` of the archives of `plan` (RFC 5005, 4): all of it that may be seen. Raises StoreError.

    It is dated by its articles alone; what has gone has left it without a word.
    """
    whole = plan.rules.spec.model_copy(update={"bytes": 2**40})
    unbound = replace(plan, rules=replace(plan.rules, spec=whole))
    feed = compose(unbound, store, settings, store.archived(plan.slug, number), fragments).feed
    dates = [max(one.changed, one.seen) for one in feed.articles]
    return replace(
        feed,
        updated=max(dates, default=EPOCH),
        hubs=(),
        tombstones=(),
        archive=replace(feed.archive, page=number),
    )


def compose(
    plan: Plan, store: Shelf, settings: Settings, articles: Iterable[Article], fragments: Fragments | None = None
) -> Edition:
    """Give the feed of `plan` made of `articles`, as far as today's rights allow and its bytes suffice.

    Its `updated` is the newest change in it, and the epoch while it has no article. Raises StoreError.
    """
    lasting = plan.rules.spec.expires
    since = EPOCH if lasting is None else store.horizon(lasting)
    ready, skipped = _fit(_ready(articles, plan, settings, Fragments() if fragments is None else fragments))
    fresh = (one for one in ready if one.article.published > since)
    shown = within(fresh, plan.within(settings.limits).window_bytes, store.pinned(plan.slug))
    languages = {article.language for article in shown}
    ids = {article.id for article in shown}
    graves = tuple(one for one in store.tombstones(plan.selection, plan.takes) if one.id not in ids)[:MOST_GRAVES]
    moved = [*(max(one.changed, one.seen) for one in shown), *(one.at for one in graves)]
    feed = Feed(
        slug=plan.slug,
        id=uuid5(store.namespace(settings.site.id), settings.publishing.first_name(plan.slug)).urn,
        title=plan.title,
        subtitle=plan.subtitle,
        address=f"{settings.base_url}/feeds/{plan.slug}",
        updated=max(moved, default=EPOCH),
        language=languages.pop() if len(languages) == 1 else None,
        rights=plan.rules.spec.notice or settings.site.rights,
        license=plan.rules.spec.license or settings.site.license,
        reserved=plan.rules.spec.reserved or any(article.rights.reserved for article in shown),
        policy=_policy(plan, shown),
        icon=_address(settings, plan.rules.spec.icon or settings.site.icon),
        logo=_address(settings, plan.rules.spec.logo or settings.site.logo),
        hubs=() if plan.rules.spec.private else settings.publishing.hubs,
        private=plan.rules.spec.private,
        ttl=settings.serving.ttl,
        max_age=settings.serving.max_age,
        group=plan.group,
        articles=shown,
        tombstones=graves,
        archive=Archive(newest=store.newest_page(plan.slug) if settings.publishing.archives else 0),
    )
    return Edition(feed=feed, skipped=skipped)


def _ready(articles: Iterable[Article], plan: Plan, settings: Settings, fragments: Fragments) -> Iterator[Fragment]:
    terms, sources = _terms(plan), settings.by_name
    for article in articles:
        yield fragments.ready(article, terms, lambda stored: _passed(stored, plan, settings, sources))


def _passed(article: Article, plan: Plan, settings: Settings, sources: Mapping[str, Source]) -> Article:
    """Give an article behind the gate, its places and related stories named as this feed does.

    Of a source that is not declared any more, the article's own rights stand.
    """
    gated = gate(article, sources.get(article.source), plan.rules.spec)
    return _resolved(named(gated, plan.rules.spec.labels), settings)


def _terms(plan: Plan) -> Hashable:
    """Give all on which `_passed` depends beside the settings."""
    spec = plan.rules.spec
    return (*(getattr(spec, name) for name in Conditions.model_fields), spec.labels)


def _policy(plan: Plan, shown: Iterable[Article]) -> str | None:
    """Give the address of the terms for mining all of a feed: its own, or the one that all reserved articles share."""
    found = {article.rights.policy for article in shown if article.rights.reserved}
    return plan.rules.spec.policy or (found.pop() if len(found) == 1 else None)


def within(ready: Iterable[Fragment], limit: int, pinned: Collection[str] = ()) -> tuple[Article, ...]:
    """Give what fits into `limit` bytes, in the same order: the oldest by first sight give way, one always stays.

    What is `pinned` (ids) gives way last. An article that is too large by itself is shown without its content, and is
    so in nobody's way.
    """
    slim = [one if one.size <= limit else one.emptied() for one in ready]
    newest = sorted(slim, key=lambda one: (one.id in pinned, one.article.seen, one.article.published, one.id))
    kept: set[str] = set()
    total = 0
    for each in reversed(newest):
        total += each.size
        if total > limit and kept:
            break
        kept.add(each.id)
    return tuple(each.article for each in slim if each.id in kept)


def _fit(ready: Iterable[Fragment]) -> tuple[list[Fragment], tuple[Skipped, ...]]:
    """Part the articles that can be published from those that cannot, and from second copies of an id."""
    fit: dict[str, Fragment] = {}
    skipped: list[Skipped] = []
    for each in ready:
        reason = "its id is there twice" if each.id in fit else each.fault
        if reason is None:
            fit[each.id] = each
        else:
            skipped.append(Skipped(what=each.id, reason=reason))
    return list(fit.values()), tuple(skipped)


def _resolved(article: Article, settings: Settings) -> Article:
    """Give related stories that have only an id the address of our own page."""
    return replace(article, related=tuple(_linked(related, settings) for related in article.related))


def _linked(related: Related, settings: Settings) -> Related:
    if related.link and related.link.startswith("urn:uuid:"):
        return replace(related, link=items.page(settings.base_url, related.link))
    return related


def _address(settings: Settings, path: str | None) -> str | None:
    return path and urljoin(f"{settings.base_url}/", path)
