"""What a page asks of robots that index it (meta robots, X-Robots-Tag), read as what it lets others show of it."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from feeds.article import Permits

_MOST: Final = 2000
_VALUED: Final = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
_PERMITS: Final = {"nosnippet": Permits.HEADLINE, "noarchive": Permits.SUMMARY}


class Asked(NamedTuple):
    """How much may be shown; `snippet` is the most characters, None as many as there are."""

    permits: Permits = Permits.FULL
    snippet: int | None = None
    images: bool = True
    reserved: bool = False


def asked(directives: str | None) -> Asked:
    """Read `directives`, whichever robot they name; a number that cannot be read leaves nothing.

    "noarchive" asks not to keep the text, "nosnippet" not to show any, "noimageindex", "max-image-preview:none" and
    "noimageai" spare the pictures, "noai" and "noimageai" keep it from models; "noindex" and "none" are about search.
    """
    found = frozenset(_words((directives or "")[:_MOST].lower()))
    words = {word for word, _ in found}
    lengths = [length for word, value in found if word == "max-snippet" and (length := _length(value)) is not None]
    permits = [permits for word, permits in _PERMITS.items() if word in words] + [Permits.SUMMARY] * bool(lengths)
    spared = {"noimageindex", "noimageai"} & words or ("max-image-preview", "none") in found
    return Asked(
        permits=min(permits, default=Permits.FULL, key=list(Permits).index),
        snippet=min(lengths, default=None),
        images=not spared,
        reserved=bool({"noai", "noimageai"} & words),
    )


def _words(directives: str) -> Iterator[tuple[str, str]]:
    """Give each word with its value, "" where it has none; a robot's name before it is passed over."""
    for part in directives.split(","):
        words = [word.strip() for word in part.split(":")]
        if words[0] not in _VALUED and len(words) > 1:
            words = words[1:]
        yield words[0], words[1] if len(words) > 1 else ""


def _length(value: str) -> int | None:
    """Read the number of "max-snippet": -1 is as much as there is."""
    if value == "-1":
        return None
    return int(value) if re.fullmatch(r"\d{1,9}", value) else 0
