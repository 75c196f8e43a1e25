"""Lists of feeds as OPML 1.0 and 2.0 (opml.org/spec2) and as what is written in its name. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml import etree

from feeds.collect.reading.charset import decode
from feeds.text.characters import line
from feeds.text.markup import elements
from feeds.text.urls import LONGEST

MOST: Final = 10_000
_ROOT: Final = re.compile(r"<opml[\s>]", re.IGNORECASE)
_HEAD: Final = 2**16


class NotAListError(ValueError):
    """The bytes are no OPML; the message is one sentence that says what is wrong."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as a list names it: its address as it stands, its title, and the address of its page."""

    url: str
    title: str | None = None
    page: str | None = None


def read(body: bytes) -> tuple[Outline, ...]:
    """Give the feeds of a list, at whatever depth they stand, MOST of them at the most.

    A document type and its entities are never seen by a parser; what is not well-formed is read tag by tag.
    Raises NotAListError.
    """
    text = decode(body, None)
    root = _ROOT.search(text[:_HEAD])
    if root is None:
        raise NotAListError("this is no OPML: it has no <opml>; export the list as OPML from the feed reader")
    return tuple(islice((outline for said in _said(text[root.start() :]) if (outline := _outline(said))), MOST))


def _said(text: str) -> list[Mapping[str, str]]:
    """Give the attributes of every outline, by their names in lower case."""
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return [tag.attributes() for tag, _ in elements(text) if tag.name == "outline"]
    found = (element.attrib for element in root.iter("{*}outline"))
    return [{str(name).lower(): str(value) for name, value in said.items()} for said in found]


def _outline(said: Mapping[str, str]) -> Outline | None:
    url = said.get("xmlurl", "").strip()
    if not url or len(url) > LONGEST:
        return None
    title = line((said.get("title") or said.get("text") or "")[:2000])[:200].strip()
    return Outline(url=url, title=title or None, page=said.get("htmlurl", "").strip()[:LONGEST] or None)
