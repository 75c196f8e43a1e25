"""What stands in one feed: its articles behind the rights gate, within its bytes, with related stories resolved."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import Final
from urllib.parse import urljoin
from uuid import uuid5

from config.settings import Settings, Source
from feeds.article import Archive, Article, Feed, Related, Skipped
from feeds.publish import items
from feeds.publish.catalogue import Plan, Shelf
from feeds.publish.checks import unfit
from feeds.publish.naming import named
from feeds.select.rights import gate

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MOST_HUNG: Final = 50_000
"""How many bytes of bylines, topics, links and notices an article may carry: a notice, and dozens of long addresses."""

MOST_GRAVES: Final = 100
"""How many tombstones stand in a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A feed ready to be rendered, and the articles that cannot stand in it."""

    feed: Feed
    skipped: tuple[Skipped, ...] = ()


def assemble(plan: Plan, store: Shelf, settings: Settings) -> Edition:
    """Give what stands in the feed of `plan` now; a pure function of what is stored and declared. Raises StoreError."""
    articles, skipped = _fit(store.window(plan.selection, plan.within(settings.limits), plan.takes))
    feed = compose(plan, store, settings, articles)
    if plan.group and settings.publishing.archives:
        newest = store.journal(plan.slug, [article.id for article in feed.articles])
        feed = replace(feed, archive=Archive(newest=newest))
    return Edition(feed=feed, skipped=skipped)


def page(plan: Plan, store: Shelf, settings: Settings, number: int) -> Feed:
    """Give page `number` of the archives of `plan` (RFC 5005, 4): all of it that may be seen. Raises StoreError.

    It is dated by its articles alone; what has gone has left it without a word.
    """
    articles, _ = _fit(store.archived(plan.slug, number))
    whole = plan.rules.spec.model_copy(update={"bytes": 2**40})
    feed = compose(replace(plan, rules=replace(plan.rules, spec=whole)), store, settings, articles)
    dates = [max(one.changed, one.seen) for one in feed.articles]
    return replace(
        feed,
        updated=max(dates, default=EPOCH),
        hubs=(),
        tombstones=(),
        archive=replace(feed.archive, page=number),
    )


def compose(plan: Plan, store: Shelf, settings: Settings, articles: Iterable[Article]) -> Feed:
    """Give the feed of `plan` made of `articles`, as far as today's rights allow and its bytes suffice.

    Its `updated` is the newest change in it, and the epoch while it has no article. Raises StoreError.
    """
    lasting, sources = plan.rules.spec.expires, settings.by_name
    since = EPOCH if lasting is None else store.horizon(lasting)
    gated = [_passed(one, plan, settings, sources) for one in articles if one.published > since]
    shown = within(gated, plan.within(settings.limits).window_bytes, store.pinned(plan.slug))
    languages = {article.language for article in shown}
    ids = {article.id for article in shown}
    graves = tuple(one for one in store.tombstones(plan.selection, plan.takes) if one.id not in ids)[:MOST_GRAVES]
    moved = [*(max(one.changed, one.seen) for one in shown), *(one.at for one in graves)]
    return Feed(
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
        hubs=settings.publishing.hubs,
        ttl=settings.serving.ttl,
        max_age=settings.serving.max_age,
        group=plan.group,
        articles=shown,
        tombstones=graves,
        archive=Archive(newest=store.newest_page(plan.slug) if settings.publishing.archives else 0),
    )


def _passed(article: Article, plan: Plan, settings: Settings, sources: Mapping[str, Source]) -> Article:
    """Give an article behind the gate, its places and related stories named as this feed does.

    Of a source that is not declared any more, the article's own rights stand.
    """
    gated = gate(article, sources.get(article.source), plan.rules.spec)
    return _resolved(named(gated, plan.rules.spec.labels), settings)


def _policy(plan: Plan, shown: Iterable[Article]) -> str | None:
    """Give the address of the terms for mining all of a feed: its own, or the one that all reserved articles share."""
    found = {article.rights.policy for article in shown if article.rights.reserved}
    return plan.rules.spec.policy or (found.pop() if len(found) == 1 else None)


def within(articles: Iterable[Article], limit: int, pinned: Collection[str] = ()) -> tuple[Article, ...]:
    """Give what fits into `limit` bytes, in the same order: the oldest by first sight give way, one always stays.

    What is `pinned` (ids) gives way last. An article that is too large by itself is shown without its content, and is
    so in nobody's way.
    """
    lean = map(_lean, articles)
    slim = [one if size(one) <= limit else replace(one, content="") for one in lean]
    newest = sorted(slim, key=lambda one: (one.id in pinned, one.seen, one.published, one.id), reverse=True)
    kept: set[str] = set()
    total = 0
    for article in newest:
        total += size(article)
        if total > limit and kept:
            break
        kept.add(article.id)
    return tuple(article for article in slim if article.id in kept)


def size(article: Article) -> int:
    """Estimate an article's bytes in a document, where its content stands escaped."""
    return _bytes((article.title, article.summary, article.content)) + _hung(article)


def _hung(article: Article) -> int:
    """Estimate the bytes of what hangs on an article; its places are few, and short."""
    return _bytes(replace(article, title="", summary="", content="", places=(), link=None))


def _bytes(value: object) -> int:
    """Count the escaped bytes of every text in `value`."""
    if isinstance(value, str):
        return len(escape(value).encode(errors="replace"))
    if isinstance(value, tuple):
        return sum(_bytes(one) for one in value)
    if is_dataclass(value):
        return sum(_bytes(getattr(value, each.name)) for each in fields(value))
    return 0


def _lean(article: Article) -> Article:
    """Give an article without links and topics where they outweigh any honest story's, lest they crowd others out."""
    if _hung(article) <= MOST_HUNG:
        return article
    authors = tuple(replace(author, uri=None) for author in article.authors[:10])
    return replace(article, authors=authors, categories=(), enclosures=(), related=())


def _fit(articles: Iterable[Article]) -> tuple[list[Article], tuple[Skipped, ...]]:
    """Part the articles that can be published from those that cannot, and from second copies of an id."""
    fit: dict[str, Article] = {}
    skipped: list[Skipped] = []
    for article in articles:
        reason = "its id is there twice" if article.id in fit else unfit(article)
        if reason is None:
            fit[article.id] = article
        else:
            skipped.append(Skipped(what=article.id, reason=reason))
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
