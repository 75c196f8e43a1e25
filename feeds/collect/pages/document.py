"""From the bytes of a page to a tree within bounds, and what its head declares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from w3lib.encoding import html_body_declared_encoding

from feeds.article import Page
from feeds.collect.reading.charset import decode
from feeds.text.urls import LONGEST, absolute

MOST_BYTES: Final = 4 * 2**20
DEEPEST: Final = 200
_MOST_METAS: Final = 1000
_LONGEST_META: Final = 10_000
_HEAD: Final = 4096


@dataclass(frozen=True, kw_only=True)
class Document:
    """A parsed page; `metas` are the contents of its meta elements by lower-case name, in their order."""

    address: str
    root: HtmlElement
    metas: Mapping[str, tuple[str, ...]]

    def meta(self, *names: str) -> str | None:
        """Give the first content that any of these meta elements has, in the order of `names`."""
        return next((value for name in names for value in self.metas.get(name, ())), None)

    @cached_property
    def base(self) -> str:
        """What the relative addresses of the page are resolved against."""
        href = next((element.get("href") or "" for element in self.root.iter("base")), "")
        return absolute(href, self.address) or self.address

    def links(self, relation: str) -> Iterator[HtmlElement]:
        """Give the link and a elements of this relation."""
        for element in self.root.iter("link", "a"):
            if relation in (element.get("rel") or "").lower().split():
                yield element

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The texts of the first headings of the first rank."""
        found = (words(element) for element, _ in zip(self.root.iter("h1"), range(20), strict=False))
        return tuple(text for text in found if text)


def words(element: HtmlElement, most: int | None = None) -> str:
    """Give the text of an element as one line; nothing where it is longer than about `most` characters."""
    if most is None:
        return " ".join("".join(element.itertext()).split())
    text = opening(element, most)
    return text if len(text) <= most else ""


def opening(element: HtmlElement, least: int) -> str:
    """Give the beginning of an element's text as one line: all of it, or more than `least` characters."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        if folded := part[: 4 * least].strip():
            size += len(folded)
        parts.append(part[: 4 * least])
        if size > least:
            break
    return " ".join("".join(parts).split())


def parsed(page: Page) -> Document | None:
    """Parse `page`; None where it holds no HTML.

    Bytes beyond MOST_BYTES are not read, and what is nested deeper than DEEPEST is left out.
    """
    body = page.body[:MOST_BYTES]
    text = decode(body, page.charset or html_body_declared_encoding(body[:_HEAD]))
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    _levelled(root)
    return Document(address=page.address[:LONGEST], root=root, metas=_metas(root))


def quieten(document: Document) -> None:
    """Take scripts and styles out of the tree, once what they say has been read: nobody takes them for text then."""
    etree.strip_elements(document.root, "script", "style", with_tail=False)


def _levelled(root: HtmlElement) -> None:
    """Take out what is nested deeper than any page that a person wrote."""
    depth = 0
    deep: list[HtmlElement] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth == DEEPEST:
            deep.append(element)
    for element in deep:
        for child in list(element):
            element.remove(child)


def _metas(root: HtmlElement) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element, _ in zip(root.iter("meta"), range(_MOST_METAS), strict=False):
        content = " ".join((element.get("content") or element.get("value") or "")[:_LONGEST_META].split())
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
    return {name: tuple(values) for name, values in found.items()}
