"""The headline of a page."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from feeds.collect.pages.document import Document, words
from feeds.collect.pages.linked import Item, clean, texts

_BREAK: Final = re.compile(r"\s+[-–—|·•:»«/_]+\s+|\s*[|｜_＿]+\s*|\s*--+\s*|\s+::\s+|-(?=[^\s-]{2,20}$)")
_COLON: Final = re.compile(r"\s*[:：](?=[^:：]{2,30}$)")
_METAS: Final = (
    "og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "citation_title",
    "headline",
)  # fmt: skip
_LONGEST: Final = 1000


def title(document: Document, item: Item, site: str | None) -> str | None:
    """Give the headline: that of the linked data, of the meta elements, of the page, the site's name cut off it."""
    headings = document.headings
    for candidate in _candidates(document, item):
        text = clean(candidate[:_LONGEST])
        if text and not _is_site(text, site):
            return without_site(text, site, headings)
    return None


def _candidates(document: Document, item: Item) -> Iterator[str]:
    yield from texts(item, "headline")
    for name in _METAS:
        yield from document.metas.get(name, ())
    shown = [text for element in document.root.iter("title") if (text := words(element))]
    head = _folded(shown[0]) if shown else ""
    yield from (text for text in document.headings if _folded(text) and _folded(text) in head)
    yield from shown[:1]
    yield from document.headings


def without_site(text: str, site: str | None, headings: Iterable[str]) -> str:
    """Cut the site's name off the end (or the beginning) of a title, with the section before it.

    A tail goes where it is the site's name, or where what stands before it is a heading of the page.
    """
    breaks = list(_BREAK.finditer(text))
    known = {_folded(heading) for heading in headings}
    for found in breaks:
        head = text[: found.start()].strip()
        if head and _folded(head) in known:
            return head
    for found in (*reversed(breaks), *_COLON.finditer(text)):
        if _is_site(text[found.end() :], site) and text[: found.start()].strip():
            return text[: found.start()].strip()
    if breaks and _is_site(text[: breaks[0].start()], site):
        return text[breaks[0].end() :].strip() or text
    return text


def site_in_title(document: Document) -> str | None:
    """Give the site's name where the page's title is its headline and that name."""
    shown = next((text for element in document.root.iter("title") if (text := words(element))), "")[:_LONGEST]
    known = {_folded(heading) for heading in document.headings}
    breaks = list(_BREAK.finditer(shown))
    if breaks and any(_folded(shown[: found.start()]) in known for found in breaks):
        return shown[breaks[-1].end() :].strip() or None
    return None


def _is_site(text: str, site: str | None) -> bool:
    tail, name = _folded(text), _folded(site or "")
    if not name or not tail:
        return False
    return tail == name or (len(tail) >= 3 and tail in name) or (name in tail and len(tail) < 2 * len(name))


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
