"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1, well-formed or broken."""

from datetime import datetime
from typing import Final, Literal

from config.settings import Source
from feeds.article import Follow, Page, Reading
from feeds.collect.reading import feeds

KIND: Final = "feed"
NEEDS: Final[Literal["url", "path"]] = "url"
DISCOVERS: Final = False
ACCEPT: Final = feeds.ACCEPT


def start(source: Source, address: str, memo: str | None) -> tuple[Follow, ...]:  # noqa: ARG001 - it has one page
    """Give the feed's own address."""
    return (Follow(url=address, role=KIND, accept=ACCEPT),)


def read(page: Page, source: Source, now: datetime) -> Reading:
    """Read a feed of any format, as its bytes are and not as their labels say.

    Raises ParseError with a sentence that says what the page is instead.
    """
    return feeds.read(page, source.zone, source.name, now)
