"""The formats, found by looking: one file is one format, and none knows of another.

A document is a frame with entries between its two parts: an article is rendered once, for every feed that shows it so.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Protocol, cast

from feeds.article import Article, Feed


class Format(Protocol):
    """What a module of this package is: `NAME` in settings and messages, `EXTENSION` in addresses, and how it renders.

    The bytes are the same for the same feed and article, on every machine, in every process; ValueError is raised for
    what cannot be written. `BETWEEN` stands between two entries.
    """

    NAME: str
    EXTENSION: str
    MEDIA_TYPE: str
    BETWEEN: bytes

    def frame(self, feed: Feed) -> tuple[bytes, bytes]:
        """Give what comes before the entries of `feed` and what after them, whatever its articles are."""
        ...

    def entry(self, article: Article, site: str) -> bytes:
        """Give one entry of a washed article (see `scrub`); `site` is where our pages stand, without a last slash."""
        ...


@cache
def formats() -> Mapping[str, Format]:
    """Give the formats by name."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return MappingProxyType({module.NAME: module for module in cast("list[Format]", list(modules))})
