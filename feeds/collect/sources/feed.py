"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1, well-formed or broken."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from lxml.etree import XMLSyntaxError

from config.settings import Source
from feeds.article import Follow, Page, Reading
from feeds.collect.reading import atom, broken, jsonfeed, rss
from feeds.collect.reading.charset import decode
from feeds.collect.reading.frame import Frame, NotAFeedError
from feeds.collect.reading.mending import beheaded, mend
from feeds.collect.reading.refusals import page_instead, refusal
from feeds.collect.reading.trees import PREFIXES, named, tree
from feeds.errors import ParseError

KIND: Final = "feed"
NEEDS: Final[Literal["url", "path"]] = "url"
DISCOVERS: Final = False
ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
# Every element's name, and every item's base, would repeat it: a feed of 240 KB took a gigabyte of memory.
_ENDLESS: Final = re.compile(r"""\s(?:xmlns|xml:base)[^\s=<>"']{0,100}\s*=\s*(?:"[^"]{4097}|'[^']{4097})""")


def start(source: Source, address: str, memo: str | None) -> tuple[Follow, ...]:  # noqa: ARG001 - it has one page
    """Give the feed's own address."""
    return (Follow(url=address, role=KIND, accept=ACCEPT),)


def read(page: Page, source: Source, now: datetime) -> Reading:  # noqa: ARG001 - feeds give dates, not distances
    """Read a feed of any format, as its bytes are and not as their labels say.

    Raises ParseError with a sentence that says what the page is instead.
    """
    text = decode(page.body, page.charset).lstrip("\ufeff \t\r\n\0")
    frame = Frame(zone=source.zone, address=page.address)
    try:
        return jsonfeed.read(text, frame) if text.startswith(("{", "[")) else _markup(text, frame)
    except NotAFeedError as error:
        raise ParseError(str(error), source=source.name) from error


def _markup(text: str, frame: Frame) -> Reading:
    root = beheaded(text)
    if root is None or (page_instead(text[: len(text) - len(root)]) and not text.startswith("<?xml")):
        raise NotAFeedError(refusal(text))
    if _ENDLESS.search(root):
        raise NotAFeedError("a feed in which an xmlns or xml:base is longer than any address")
    try:
        return _strict(root, frame)
    except XMLSyntaxError:
        return _lenient(root, frame)


def _strict(text: str, frame: Frame) -> Reading:
    """Read what is well-formed."""
    root = tree(text)
    return atom.read(root, frame) if named(str(root.tag)).endswith("feed") else rss.read(root, frame)


def _lenient(text: str, frame: Frame) -> Reading:
    """Read what is not: mended if that helps, else through feedparser."""
    mended = mend(text, PREFIXES)
    try:
        reading = _strict(mended.text, frame)
    except XMLSyntaxError:
        reading = broken.read(mended.text, frame)
    return replace(reading, skipped=reading.skipped + mended.skipped)
