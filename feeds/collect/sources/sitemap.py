"""Sitemaps: plain ones, indexes of them, and Google News sitemaps; of what they list, what is new is followed."""

import re
from datetime import datetime
from itertools import islice
from typing import Final, Literal

from config.settings import Source
from feeds.article import Category, Entry, Follow, Origin, Page, Reading
from feeds.collect.listing import freshness, sitemaps
from feeds.collect.listing.addresses import Shape, shape
from feeds.collect.listing.freshness import Span
from feeds.collect.listing.sitemaps import Listed, News, NotASitemapError
from feeds.collect.reading import feeds
from feeds.errors import ParseError
from feeds.text.urls import absolute

KIND: Final = "sitemap"
NEEDS: Final[Literal["url", "path"]] = "url"
DISCOVERS: Final = True

_ACCEPT: Final = "application/xml, text/xml;q=0.9, text/plain;q=0.5, */*;q=0.1"
_GONE: Final = (404, 410)  # an index often lists what is there no more
_DEPTH: Final = 2  # an index may list indexes, and those sitemaps
_MOST: Final = 1000
_NUMBER: Final = re.compile(r"\d{3,18}")


def start(source: Source, address: str, memo: str | None) -> tuple[Follow, ...]:  # noqa: ARG001 - one page leads on
    """Give the declared sitemap, or index of sitemaps."""
    return (Follow(url=address, role=KIND, accept=_ACCEPT),)


def read(page: Page, source: Source, now: datetime) -> Reading:
    """Read a sitemap: its new articles are to be followed, the newest first; of an index, the sitemaps with news.

    What a news sitemap says of an article is its entry. Raises ParseError with a sentence that says what the page is
    instead.
    """
    if page.status in _GONE:
        return Reading()
    try:
        text = sitemaps.text_of(page)
        if sitemaps.is_feed(text):
            return feeds.read(page, source.zone, source.name)
        sitemap = sitemaps.read(text, page.address, source.zone)
    except NotASitemapError as error:
        raise ParseError(str(error), source=source.name) from error
    follow = _children(sitemap.listed, page, now) if sitemap.index else _articles(sitemap.listed, now)
    return Reading(follow=follow)


def _children(listed: tuple[Listed, ...], page: Page, now: datetime) -> tuple[Follow, ...]:
    """Give the sitemaps of an index that may hold news; `page.memo` counts the indexes above it."""
    depth = len(page.memo)
    if depth >= _DEPTH:
        return ()
    places = freshness.worthy([one.url for one in listed], [one.changed for one in listed], now)
    deeper = page.memo + "+"
    urls = (absolute(listed[place].url, page.address) for place in places)
    return tuple(Follow(url=url, role=KIND, accept=_ACCEPT, memo=deeper, tolerates=_GONE) for url in urls if url)


def _articles(listed: tuple[Listed, ...], now: datetime) -> tuple[Follow, ...]:
    """Give the articles worth following: all that bear news, and the pages whose address looks like an article's."""
    changed = freshness.believed([one.changed for one in listed], now)
    dates = [_date(one, when) for one, when in zip(listed, changed, strict=True)]
    if not any(dates):
        dates = freshness.believed([freshness.named_span(one.url) for one in listed], now)
    places = (place for place in freshness.fresh(dates, now) if _is_article(listed[place]))
    found = [(listed[place], changed[place]) for place in islice(places, _MOST)]
    if not found:
        kept = [place for place, one in enumerate(listed) if _is_article(one)]
        order = freshness.newest([dates[place] for place in kept], now)
        found = [(listed[kept[index]], changed[kept[index]]) for index in order]
    if not any(dates) and _rising([one for one, _ in found]):
        found.reverse()
    return tuple(follow for one, when in found[:_MOST] if (follow := _follow(one, when)))


def _is_article(one: Listed) -> bool:
    return one.news is not None or shape(one.url) >= Shape.LIKELY


def _date(one: Listed, changed: Span | None) -> Span | None:
    published = one.news.published if one.news else None
    return changed or (Span(published, published) if published else None)


def _rising(listed: list[Listed]) -> bool:
    """Tell whether the numbers in undated addresses rise, so that the last is the newest."""
    ends = [_NUMBER.findall(one.url.partition("//")[2]) for one in (listed[:1] + listed[-1:])]
    return len(ends) == 2 and bool(ends[0]) and bool(ends[1]) and int(ends[0][-1]) < int(ends[1][-1])


def _follow(one: Listed, changed: Span | None) -> Follow | None:
    url, news = absolute(one.url, None), one.news or News()
    if url is None:
        return None
    entry = Entry(
        link=url,
        title=news.title,
        published=news.published,
        updated=changed.start if changed and changed.exact else None,
        language=news.language,
        categories=tuple(Category(term=word) for word in news.keywords),
        enclosures=one.pictures,
        origin=Origin(title=news.publication) if news.publication else None,
    )
    return Follow(url=url, entry=entry, modified=changed.start if changed else None)
