"""Whose page it is by its own word: the canonical address, and the AMP twin."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from feeds.collect.pages.document import Document
from feeds.collect.pages.linked import Item, each
from feeds.text.urls import absolute, canonical, site_of, untracked

_FRONTS: Final = frozenset({"", "/", "/index.html", "/index.htm", "/index.php", "/home", "/en", "/zh", "/ja", "/ko"})


def link(document: Document, item: Item) -> str:
    """Give the page's canonical address: rel=canonical, og:url, then its linked data, else where it came from.

    Believed is an address of the same registrable domain, or one of another whose path ends in the same segment (a
    page kept by a cache or a partner), and never a front page, unless the page itself is one.
    """
    return aliases(document, item)[0]


def aliases(document: Document, item: Item) -> tuple[str, ...]:
    """Give every address that the page believably calls its own, the canonical one first, and where it came from."""
    urls = (absolute(given, document.base) for given in _declared(document, item))
    believed = [untracked(url) for url in urls if url and _believed(url, document.address)]
    believed.append(untracked(absolute(document.address, None) or document.address))
    return tuple(dict.fromkeys(believed))


def amp(document: Document) -> str | None:
    """Give the address of the page's AMP twin."""
    hrefs = (absolute(element.get("href") or "", document.base) for element in document.links("amphtml"))
    return next((href for href in hrefs if href), None)


def _declared(document: Document, item: Item) -> Iterator[str]:
    for element in document.links("canonical"):
        if element.tag == "link":
            yield element.get("href") or ""
    yield from document.metas.get("og:url", ())
    for value in each(item, "mainEntityOfPage", "url"):
        text = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(text, str) and text.startswith("http"):
            yield text


def _believed(url: str, address: str) -> bool:
    if canonical(url) == canonical(address):
        return True
    there, here = urlsplit(url), urlsplit(address)
    if there.path.rstrip("/") in _FRONTS and not there.query:
        return False
    if not here.scheme.startswith("http") or site_of(url) == site_of(address):
        return True
    last = there.path.rstrip("/").rpartition("/")[2]
    return len(last) >= 8 and last in here.path
