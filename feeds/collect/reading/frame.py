"""What the entries of one page share, and the bound on how many are read."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice
from typing import Final, TypeVar
from urllib.parse import urljoin

from feeds.article import Entry, Skipped
from feeds.text.dates import instant
from feeds.text.html import joined

MOST: Final = 1000
_ABSOLUTE: Final = ("http://", "https://")
_NUMBER: Final = re.compile(r"\s*(\d{1,12})(?:\s*px)?\s*")
_Item = TypeVar("_Item")


class NotAFeedError(ValueError):
    """The text is no feed that can be read; the message is one sentence that says what it is instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every entry of a page is read against: `zone` for dates that name none, `address` for relative URLs.

    `now` is what dates are told from that are only told from now ("3 hours ago").
    """

    zone: tzinfo
    address: str
    now: datetime | None = None

    def date(self, text: str | None) -> datetime | None:
        """Read a date, aware and in UTC, or give None for what is none."""
        return instant(text, self.zone, self.now) if text else None


def gather(items: Iterable[_Item], read: Callable[[_Item], Entry]) -> tuple[tuple[Entry, ...], tuple[Skipped, ...]]:
    """Read at most MOST items; what says nothing at all, and what is beyond, is skipped with its reason."""
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    rest = iter(items)
    for number, item in enumerate(islice(rest, MOST), 1):
        entry = read(item)
        if entry.guid or entry.link or entry.title or entry.summary or entry.content:
            entries.append(entry)
        else:
            skipped.append(Skipped(what=f"item {number}", reason="it has no id, no link, no title and no text"))
    if beyond := sum(1 for _ in rest):
        skipped.append(Skipped(what=f"{beyond} more items", reason=f"a feed is read up to its item {MOST}"))
    return tuple(entries), tuple(skipped)


def resolved(href: str | None, base: str) -> str | None:
    """Give `href` as an absolute http or https URL, or None where it is none."""
    tight = "".join(href.split()) if href else ""
    if not tight:
        return None
    if tight.startswith(_ABSOLUTE) and "[" not in tight:
        return tight
    try:
        whole = urljoin(base, tight)
    except ValueError:  # such as a host in half a bracket
        return None
    return whole if whole.lower().startswith(_ABSOLUTE) else None


def permalink(guid: str | None, base: str) -> str | None:
    """Give the page that an id is the address of: an absolute one, or an absolute path on the feed's host."""
    return resolved(guid, base) if guid and guid.lower().startswith(("/", *_ABSOLUTE)) else None


def number(text: object) -> int | None:
    """Read a size in bytes or pixels; None is unknown, and so is 0."""
    if text is None:
        return None
    found = _NUMBER.fullmatch(str(text)) if isinstance(text, (str, int)) else None
    return int(found[1]) or None if found else None


def folded(text: str | None) -> str | None:
    """Give `text` as one line, or None where nothing is left."""
    return joined(text) or None if text else None
