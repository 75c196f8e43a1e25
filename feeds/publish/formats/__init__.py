"""The formats, found by looking: one file is one format, and none knows of another."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Protocol, cast

from feeds.article import Feed


class Format(Protocol):
    """What a module of this package is: `NAME` in settings and messages, `EXTENSION` in addresses, and `render`."""

    NAME: str
    EXTENSION: str
    MEDIA_TYPE: str

    def render(self, feed: Feed) -> bytes:
        """Give the bytes of `feed`: the same for the same feed, on every machine, in every process."""
        ...


@cache
def formats() -> Mapping[str, Format]:
    """Give the formats by name."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return MappingProxyType({module.NAME: module for module in cast("list[Format]", list(modules))})
