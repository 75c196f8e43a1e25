"""The kinds of source, one file each: a kind turns the bytes of a page into entries, and knows of no other kind."""

import pkgutil
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Literal, Protocol, cast

from config.settings import Source
from feeds.article import Follow, Page, Reading


class Kind(Protocol):
    """What a module of this package offers; it is pure: no clock, no network, no files."""

    @property
    def KIND(self) -> str:  # noqa: N802 - a module's constant
        """The word that settings use for it."""

    @property
    def NEEDS(self) -> Literal["url", "path"]:  # noqa: N802 - a module's constant
        """The setting that says where such a source is."""

    def read(self, page: Page, source: Source, now: datetime) -> Reading:
        """Read `page` as it stands at `now` (aware, UTC).

        Raises ParseError if the page is not what this kind promises.
        """


class WebKind(Kind, Protocol):
    """A kind whose NEEDS is "url": its pages are fetched, and may lead to further ones (`Reading.follow`)."""

    @property
    def DISCOVERS(self) -> bool:  # noqa: N802 - a module's constant
        """Whether it finds its pages by itself, so that robots.txt has a say, or reads only the declared address."""

    def start(self, source: Source, address: str, memo: str | None) -> tuple[Follow, ...]:
        """Give what to ask first; `memo` is what the kind said last.

        `address` is the declared one, or where a permanent redirect led; the first one's
        validators and redirects are the source's own.
        """


@cache
def kinds() -> Mapping[str, Kind]:
    """Find every kind there is: the modules of this package, by their KIND."""
    modules = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return MappingProxyType({module.KIND: cast("Kind", module) for module in modules})
