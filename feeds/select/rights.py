"""The one gate between what we hold and what we may pass on; where anything is unclear, it closes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from config.rights import Conditions
from config.settings import Source
from feeds.article import Article, Claim, Permits, Rights
from feeds.select.directives import Asked, asked
from feeds.text.excerpts import excerpt
from feeds.text.notices import forbids, licence_in, reserves
from feeds.text.unpictured import without_pictures

T = TypeVar("T", int, datetime)
_WIDTH: Final = {Permits.HEADLINE: 0, Permits.SUMMARY: 1, Permits.FULL: 2}


def effective(source_permits: Permits, entry_permits: str | None) -> Permits:
    """Give the narrower of what the source and its item permit; a word that we do not know is HEADLINE."""
    if entry_permits is None:
        return source_permits
    try:
        own = Permits(entry_permits.strip().lower())
    except ValueError:
        own = Permits.HEADLINE
    return min(source_permits, own, key=_width)


def claimed(source: Source, permits: Permits, notices: Iterable[str], claim: Claim | None, since: datetime) -> Rights:
    r"""Give the rights of an item of `source`: what the source says, narrowed by what the item claims.

    `permits` is what both permit by their words. `notices` are the item's own and its feed's, the item's first: it is
    kept word for word. One that forbids to republish leaves SUMMARY, and what robots are asked (see `directives`) is
    heard, unless the operator himself says that he may pass on all of this source. `since` is when the source's time
    begins to run.
    """
    said = [notice for notice in notices if notice]
    own = claim or Claim()
    robots = asked(own.robots)
    agreed = source.rights == "full"
    hints = Asked(reserved=robots.reserved) if agreed else robots
    closed = not agreed and any(forbids(notice) for notice in said)
    permits = min(permits, hints.permits, Permits.SUMMARY if closed else Permits.FULL, key=_width)
    rights = Rights(
        permits=permits,
        notice=said[0] if said else None,
        license=next((found for notice in said if (found := licence_in(notice))), None),
        summary_length=_least(None if own.summary_length is None else max(own.summary_length, 0), hints.snippet),
        images=own.images is not False and hints.images,
        expires=own.expires,
        reserved=bool(own.reserved) or hints.reserved or any(map(reserves, said)),
        policy=own.policy,
    )
    bounds = Conditions(summary_length=source.summary_length, images=source.images, expires=source.expires)
    return _narrowed(rights, bounds.model_copy(update={"reserved": source.reserved, "policy": source.policy}), since)


def gate(article: Article, *conditions: Conditions | None) -> Article:
    """Give `article` with no more than its rights and all of `conditions` permit; every format and page passes here.

    HEADLINE leaves neither summary, content nor enclosures, SUMMARY no content. Without `images` no picture is left,
    neither beside the content nor in it. The first of `conditions` to say a notice or a licence is heard where the
    article bears none. What has expired is not the gate's business: it is in no feed (see `feeds.store.lapses`).
    """
    rights = article.rights
    for each in conditions:
        rights = rights if each is None else _narrowed(rights, each, article.published)
    width = _width(rights.permits)
    content = article.content if width == _WIDTH[Permits.FULL] else ""
    enclosures = article.enclosures if width else ()
    if not rights.images:
        content = without_pictures(content)
        enclosures = tuple(one for one in enclosures if (one.type or "").startswith("audio/"))
    summary = _cut(article.summary, rights.summary_length) if width else ""
    return replace(article, summary=summary, content=content, enclosures=enclosures, rights=rights)


def _narrowed(rights: Rights, by: Conditions, since: datetime) -> Rights:
    """Give the narrower of both; `since` is when the time of `by` begins to run."""
    said = by.permits
    closed = rights.notice is not None and forbids(rights.notice)
    return Rights(
        permits=rights.permits if said is None else min(rights.permits, Permits(said), key=_width),
        notice=rights.notice or by.notice,
        license=rights.license or (None if closed else by.license),
        summary_length=_least(rights.summary_length, by.summary_length),
        images=rights.images and by.images,
        expires=_least(rights.expires, None if by.expires is None else since + by.expires),
        reserved=rights.reserved or by.reserved,
        policy=rights.policy or by.policy,
    )


def _least(one: T | None, other: T | None) -> T | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def _cut(summary: str, length: int | None) -> str:
    if length is None:
        return summary
    return excerpt(summary, length) if length > 0 else ""


def _width(permits: Permits) -> int:
    """Count a word from outside the enumeration (a row of a newer version, say) as the narrowest."""
    return _WIDTH.get(permits, 0)
