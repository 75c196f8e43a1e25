"""Lists of feeds as OPML 1.0 and 2.0 (opml.org/spec2) and as what is written in its name. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

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
    """Give the feeds of a list, at whatever depth they stand.

    It is read tag by tag, in linear time: half of what goes by the name is not well-formed, and no document type has a
    say. Raises NotAListError, also for more than MOST feeds.
    """
    text = decode(body, None)
    root = _ROOT.search(text[:_HEAD])
    if root is None:
        raise NotAListError("this is no OPML: it has no <opml>; export the list as OPML from the feed reader")
    said = (tag.attributes() for tag, _ in elements(text[root.start() :]) if tag.name == "outline")
    found = tuple(islice((outline for one in said if (outline := _outline(one))), MOST + 1))
    if len(found) > MOST:
        raise NotAListError(f"this lists more than {MOST} feeds; split it")
    return found


def _outline(said: Mapping[str, str]) -> Outline | None:
    url = said.get("xmlurl", "").strip()
    if not url or len(url) > LONGEST:
        return None
    title = line((said.get("title") or said.get("text") or "")[:2000])[:200].strip()
    return Outline(url=url, title=title or None, page=said.get("htmlurl", "").strip()[:LONGEST] or None)
