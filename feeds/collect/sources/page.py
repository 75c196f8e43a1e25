"""A section page, without code: its links that look like articles, or those that `links` chooses, are followed."""

from datetime import datetime
from typing import Final, Literal

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from w3lib.encoding import html_body_declared_encoding

from config.settings import Source
from feeds.article import Entry, Follow, Origin, Page, Reading
from feeds.collect.listing import sections, selectors
from feeds.collect.listing.sections import Found, Frame
from feeds.collect.listing.selectors import SelectorProblem
from feeds.collect.reading.charset import decode
from feeds.errors import ParseError
from feeds.text.characters import line
from feeds.text.urls import absolute

KIND: Final = "page"
NEEDS: Final[Literal["url", "path"]] = "url"
DISCOVERS: Final = True

_ACCEPT: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_LARGEST: Final = 4 * 2**20
_HEAD: Final = 4096
_MARKUP: Final = (b"<a ", b"<A ", b"<html", b"<HTML", b"ld+json")


def start(source: Source, address: str, memo: str | None) -> tuple[Follow, ...]:  # noqa: ARG001 - it has one page
    """Give the section page."""
    return (Follow(url=address, role="section", accept=_ACCEPT),)


def read(page: Page, source: Source, now: datetime) -> Reading:
    """Find the articles that a section page leads to, in the order of the page.

    Raises ParseError, in one sentence, where there are none, where it is no HTML, or where `links` is no selector.
    """
    root = _tree(page)
    if root is None:
        raise ParseError("not a web page: the address answers with something that is not HTML", source=source.name)
    frame = Frame(address=_base(root, page.address), zone=source.zone, now=now)
    try:
        found = _chosen(root, source.links, frame) if source.links else sections.found(root, frame)
    except SelectorProblem as problem:
        raise ParseError(str(problem), source=source.name) from problem
    if not found:
        remedy = "correct it" if source.links else 'say which lead to articles with "links"'
        which = f'that "links" = "{source.links}" chooses' if source.links else "that look like articles"
        raise ParseError(f"the page has no links {which}; {remedy}", source=source.name)
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Reading(follow=tuple(map(_follow, found)), origin=_origin(root, page), language=language)


def _chosen(root: HtmlElement, links: str, frame: Frame) -> tuple[Found, ...]:
    return sections.given(selectors.chosen(root, links), frame)


def _tree(page: Page) -> HtmlElement | None:
    body = page.body[:_LARGEST]
    if not any(mark in body for mark in _MARKUP):
        return None
    text = decode(body, html_body_declared_encoding(body[:_HEAD]) or page.charset)
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return None


def _base(root: HtmlElement, address: str) -> str:
    """Give the address that the page's relative ones are resolved against (HTML, base)."""
    declared = next((element.get("href") for element in root.iter("base")), None)
    return absolute(declared or "", address) or address


def _origin(root: HtmlElement, page: Page) -> Origin | None:
    names = (element.get("content") for element in root.iter("meta") if element.get("property") == "og:site_name")
    name = line(next((name for name in names if name), "")[:500])
    return Origin(title=name, link=absolute("/", page.address)) if name else None


def _follow(one: Found) -> Follow:
    return Follow(url=one.url, entry=Entry(link=one.url, title=one.title, published=one.published))
