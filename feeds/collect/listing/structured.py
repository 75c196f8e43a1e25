"""Articles that a page lists in JSON-LD (schema.org ItemList and its like), where it has hardly a link."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from lxml.html import HtmlElement

from feeds.text.characters import line
from feeds.text.html import plain

_SCRIPTS: Final = 20
_LARGEST: Final = 2**20
_MOST: Final = 5000
_ARTICLES: Final = ("Article", "NewsArticle", "BlogPosting", "Report", "LiveBlogPosting")
_INNER: Final = ("@graph", "mainEntity", "itemListElement", "item", "hasPart", "blogPost", "about")
_LISTS: Final = ("ItemList", "CollectionPage", "Blog", "WebPage", "ListItem")


def listed(root: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Give (address, headline, date) of each article that the page's JSON-LD lists; the last two may be empty."""
    for script in islice(root.iter("script"), 500):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            yield from islice(_articles(script.text or ""), _MOST)


def _articles(text: str) -> Iterator[tuple[str, str, str]]:
    if len(text) > _LARGEST:
        return
    try:
        waiting: list[tuple[Any, bool]] = [(json.loads(text, strict=False), False)]
    except (ValueError, RecursionError):
        return
    steps = 0
    while waiting and steps < _MOST:
        said, among = waiting.pop(0)
        steps += 1
        if isinstance(said, list):
            waiting[:0] = [(one, among) for one in said[:_MOST]]
        elif isinstance(said, dict):
            kinds = _kinds(said)
            article = bool(kinds.intersection(_ARTICLES))
            if (url := _url(said)) and (article or (among and "ListItem" in kinds)):
                yield url, _headline(said), _date(said)
            elif not kinds or kinds.intersection(_LISTS):
                inside = among or "ItemList" in kinds
                waiting[:0] = [(said[name], inside) for name in _INNER if name in said]


def _kinds(said: dict[str, Any]) -> set[str]:
    kind = said.get("@type")
    return {one for one in (kind if isinstance(kind, list) else [kind]) if isinstance(one, str)}


def _url(said: dict[str, Any]) -> str:
    """Give an article's address: its own, or that of the page it is the main part of."""
    page, item = said.get("mainEntityOfPage"), said.get("item")
    inner = page.get("@id") if isinstance(page, dict) else page
    for value in (said.get("url"), inner, item, said.get("@id")):
        if isinstance(value, str) and value.strip() and not value.startswith("#"):
            return value.strip()
    return ""


def _headline(said: dict[str, Any]) -> str:
    value = said.get("headline") or said.get("name")
    return line(plain(value[:1000])) if isinstance(value, str) else ""


def _date(said: dict[str, Any]) -> str:
    value = said.get("datePublished")
    return value[:100] if isinstance(value, str) else ""
