"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1, well-formed or broken."""

import re
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final

from lxml.etree import XMLSyntaxError

from feeds.article import Page, Reading, both
from feeds.collect.reading import atom, broken, claims, jsonfeed, rss
from feeds.collect.reading.balancing import balance
from feeds.collect.reading.charset import decode
from feeds.collect.reading.frame import Frame, NotAFeedError
from feeds.collect.reading.mending import beheaded, mend
from feeds.collect.reading.refusals import page_instead, refusal
from feeds.collect.reading.trees import PREFIXES, named, tree
from feeds.errors import ParseError

ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
# Every element's name, and every item's base, would repeat it: a feed of 240 KB took a gigabyte of memory.
_ENDLESS: Final = re.compile(r"""xml(?<=\sxml)(?:ns|:base)[^\s=<>"']{0,100}\s*=\s*(?:"[^"]{4097}|'[^']{4097})""")


def read(page: Page, zone: tzinfo, source: str, now: datetime | None = None) -> Reading:
    """Read a feed of any format, as its bytes are and not as their labels say.

    `zone` is that of dates that name none, `source` the name of the source that it is read for, `now` what a date like
    "3 hours ago" is told from.
    Raises ParseError with a sentence that says what the page is instead.
    """
    text = decode(page.body, page.charset).lstrip("\ufeff \t\r\n\0")
    frame = Frame(zone=zone, address=page.address, now=now)
    try:
        reading = jsonfeed.read(text, frame) if text.startswith(("{", "[")) else _markup(text, frame)
    except NotAFeedError as error:
        raise ParseError(str(error), source=source) from error
    return replace(reading, claim=both(reading.claim, claims.of_answer(page)))


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
    """Read what is not: mended if that helps, then with its tags balanced, else through feedparser."""
    mended = mend(text, PREFIXES)
    try:
        reading = _strict(mended.text, frame)
    except XMLSyntaxError:
        broken.bound(mended.text)
        reading = _balanced(mended.text, frame) or broken.read(mended.text, frame)
    return replace(reading, skipped=reading.skipped + mended.skipped)


def _balanced(text: str, frame: Frame) -> Reading | None:
    balanced = balance(text)
    try:
        return _strict(balanced, frame) if balanced else None
    except XMLSyntaxError:
        return None
