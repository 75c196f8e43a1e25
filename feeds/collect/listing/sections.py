"""A section page → the links that look like articles, by their addresses, their words and the repeated structure.

Nothing is known of the site. What speaks for an article is the shape of its address, a headline that is marked as one,
and that its link stands in a row of others like it; navigation, which is a row too, has short words and other shapes.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice
from typing import Final
from urllib.parse import urldefrag, urlsplit

from lxml.html import HtmlElement

from feeds.collect.listing import structured
from feeds.collect.listing.addresses import Shape, shape
from feeds.collect.listing.headlines import READS, Headline, date_in, headline
from feeds.text.dates import instant
from feeds.text.urls import absolute, canonical, site_of, untracked

MOST: Final = 1500  # links of one page that are looked at
_LEVELS: Final = 8
_FURNITURE: Final = frozenset(("nav", "footer", "aside", "form", "menu", "dialog"))
_ROLES: Final = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"))
_CARDS: Final = frozenset(("article", "li", "section", "main"))
_NAMED: Final = re.compile(
    r"(?:^|\s)(?:(?:[a-z]{2,12}[-_])?(?:nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|paging|footer|sitemap)"
    r"|(?:nav|menu|footer|breadcrumb|pagination|share|social)[-_][\w-]+|gnb|lnb|snb|share|social|tags|taglist|tag-list"
    r"|(?:cat|tags)-links|byline|author|friendlinks?|copyright)(?=\s|$)",
    re.IGNORECASE,
)
# What WordPress writes before the title of a post that is behind a password, in the languages of the region.
_LOCKED: Final = re.compile(
    r"(?:Protected|Private): |(?:受保护|密碼保護|受密碼保護的文章|保護中|보호된 글|비공개)[:：]"
)
_DIGITS: Final = re.compile(r"\d+")
_CONSISTENT: Final = 5  # so many sure articles tell how this site writes its addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A link that leads to an article; `published` is what the page says beside it."""

    url: str
    title: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the links of a page are read against: its address, the zone of dates that name none, and the time."""

    address: str
    zone: tzinfo
    now: datetime


@dataclass(frozen=True, slots=True)
class _Link:
    """One link with what speaks for it.

    `key` is its address as it is compared, `pattern` its place in the structure, without what differs in a row.
    """

    anchor: HtmlElement
    url: str
    key: str
    shape: Shape
    said: Headline
    pattern: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """The links that stand in the same place of the structure."""

    size: int
    weight: float
    likely: float


def found(root: HtmlElement, frame: Frame) -> tuple[Found, ...]:
    """Give the links of the page that look like articles, each once, in the order of the page."""
    anchors = [anchor for anchor in islice(root.iter("a"), MOST) if anchor.get("href")]
    links = _links(_outside_furniture(anchors), frame)
    accepted = _accepted(links, frame)
    if not accepted:  # a page that is all "menu"
        links = _links(anchors, frame)
        accepted = _accepted(links, frame)
    return _merged(accepted, links, frame) + _structured(root, frame, {link.key for link in accepted})


def given(anchors: list[HtmlElement], frame: Frame) -> tuple[Found, ...]:
    """Give the links that the operator chose, each once, wherever they lead."""
    links = [link for anchor in anchors[:MOST] if (link := _link(anchor, frame))]
    return _merged(links, links, frame)


def _links(anchors: list[HtmlElement], frame: Frame) -> list[_Link]:
    home = site_of(frame.address)
    links = [link for anchor in anchors if (link := _link(anchor, frame))]
    return [link for link in links if site_of(link.url) == home and not _is_in_prose(link.anchor)]


def _link(anchor: HtmlElement, frame: Frame) -> _Link | None:
    url = absolute(anchor.get("href") or "", frame.address)
    if url is None:
        return None
    url = untracked(urldefrag(url).url if "#!" not in url else url)
    return _Link(anchor, url, canonical(url), shape(url), headline(anchor), _pattern(anchor))


def _is_in_prose(anchor: HtmlElement) -> bool:
    """Tell whether a link stands in the midst of a paragraph."""
    return next(
        (len((one.text or "").strip()) > 20 for one in islice(anchor.iterancestors(), 2) if one.tag == "p"), False
    )


def _pattern(anchor: HtmlElement) -> tuple[str, ...]:
    return tuple(_step(element) for element in (anchor, *islice(anchor.iterancestors(), 3)))


def _step(element: HtmlElement) -> str:
    first = (element.get("class") or "").split(None, 1)[:1]
    return ".".join((str(element.tag), *(_DIGITS.sub("", name) for name in first)))


def _outside_furniture(anchors: list[HtmlElement]) -> list[HtmlElement]:
    """Leave out the links that stand in navigation; the header of an article is none, that of a page is."""
    known: dict[HtmlElement, bool] = {}
    return [anchor for anchor in anchors if not _is_furniture(anchor, known)]


def _is_furniture(anchor: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    below: list[HtmlElement] = []
    verdict = False
    for element in anchor.iterancestors():
        if element in known:
            verdict = known[element]
            break
        below.append(element)
        if element.tag in {"body", "html"}:
            break
        if _furnishes(element):
            verdict = True
            break
    known.update(dict.fromkeys(below, verdict))
    return verdict


def _furnishes(element: HtmlElement) -> bool:
    if element.tag in _FURNITURE or (element.get("role") or "") in _ROLES:
        return True
    if element.tag == "header" and not any(one.tag in _CARDS for one in element.iterancestors()):
        return True
    return bool(_NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:1000]))


def _accepted(links: list[_Link], frame: Frame) -> list[_Link]:
    rows = _rows(links)
    above = _above(links)
    articles = {link.url for link in links if link.shape is Shape.ARTICLE and link.said.reads}
    consistent = len(articles) >= _CONSISTENT
    closed = {link.key for link in links if _LOCKED.match(link.said.text)} | {canonical(frame.address)}
    return [
        link
        for link in links
        if _is_article(link, rows[link.pattern], consistent=consistent)
        and urlsplit(link.url).path.rstrip("/") not in above
        and link.key not in closed
    ]


def _rows(links: list[_Link]) -> dict[tuple[str, ...], _Row]:
    groups: dict[tuple[str, ...], dict[str, _Link]] = defaultdict(dict)
    for link in links:
        groups[link.pattern].setdefault(link.url, link)
    return {
        pattern: _Row(
            size=len(group),
            weight=sum(link.said.weight for link in group.values()) / len(group),
            likely=sum(link.shape >= Shape.LIKELY for link in group.values()) / len(group),
        )
        for pattern, group in groups.items()
    }


def _above(links: list[_Link]) -> frozenset[str]:
    """Give the paths that other links lie under: those are sections."""
    under: Counter[str] = Counter()
    for link in links:
        if link.shape >= Shape.LIKELY and link.said.reads:
            segments = urlsplit(link.url).path.rstrip("/").split("/")[:_LEVELS]
            under.update("/".join(segments[:depth]) for depth in range(2, len(segments)))
    return frozenset(path for path, count in under.items() if count > 1)


def _is_article(link: _Link, row: _Row, *, consistent: bool) -> bool:
    """Weigh one link; where the site's articles are known by their addresses, others need a row of such."""
    said = link.said
    if link.shape is Shape.OTHER or said.weight < READS / 2:
        return False
    if link.shape is Shape.ARTICLE:
        return said.marked or said.reads or row.likely * row.size >= 3
    if not said.reads:
        return False
    if consistent:
        return row.likely >= 0.5 and (link.shape is Shape.LIKELY or row.size >= 3)
    if link.shape is Shape.LIKELY:
        return said.marked or row.size >= 3
    return row.size >= 3 and said.weight >= READS + 3 and (said.marked or row.weight >= 25)


def _merged(accepted: list[_Link], links: list[_Link], frame: Frame) -> tuple[Found, ...]:
    """Give each address once, with the best headline of all links that lead to it and the date of its card."""
    by_url: dict[str, list[_Link]] = {link.key: [] for link in accepted}
    for link in links:
        if (group := by_url.get(link.key)) is not None:
            group.append(link)
    alone = _alone([link for group in by_url.values() for link in group])
    return tuple(_best(group, alone, frame) for group in by_url.values())


def _best(group: list[_Link], alone: dict[HtmlElement, set[str]], frame: Frame) -> Found:
    best = max(group, key=lambda link: (link.said.marked and link.said.weight >= READS / 2, min(link.said.weight, 60)))
    dates = (date_in(card, frame.zone, frame.now) for link in group for card in [_card(link, alone)])
    title = best.said.text if best.said.reads or (best.said.marked and best.said.weight >= READS / 2) else None
    return Found(url=group[0].url, title=title, published=next((date for date in dates if date), None))


def _alone(links: list[_Link]) -> dict[HtmlElement, set[str]]:
    """Give for each element near a link the articles that it leads to."""
    inside: dict[HtmlElement, set[str]] = defaultdict(set)
    for link in links:
        for element in islice(link.anchor.iterancestors(), _LEVELS):
            inside[element].add(link.key)
    return inside


def _card(link: _Link, alone: dict[HtmlElement, set[str]]) -> HtmlElement:
    """Give the largest element around a link that leads to this one article alone."""
    card = link.anchor
    for element in islice(link.anchor.iterancestors(), _LEVELS):
        if len(alone[element]) > 1 or element.tag == "body":
            break
        card = element
    return card


def _structured(root: HtmlElement, frame: Frame, known: set[str]) -> tuple[Found, ...]:
    """Give what the page lists in JSON-LD beside its links."""
    more: dict[str, Found] = {}
    home = site_of(frame.address)
    for href, title, date in islice(structured.listed(root), MOST):
        url = absolute(href, frame.address)
        if url is None or site_of(url) != home or shape(url) is Shape.OTHER or canonical(url) in known:
            continue
        if title or shape(url) >= Shape.LIKELY:
            one = Found(url=untracked(url), title=title or None, published=instant(date, frame.zone))
            more.setdefault(canonical(url), one)
    return tuple(more.values())
