"""What publishing asks of a store: which articles stand in a feed, and what feeds there could be."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from contextlib import AbstractContextManager
from threading import Lock

from sqlalchemy import Connection

from config.settings import Limits
from feeds.article import Article, Facets, Selection, Tombstone
from feeds.store import facets, revision, windows
from feeds.store.memory import Memory
from feeds.store.windows import Judge


class Choosing(ABC):
    """Publishing's part of `Store`; every call is one transaction, and raises StoreError."""

    def __init__(self) -> None:
        """Nothing is remembered yet."""
        self._choosing = Lock()  # the memory
        self._memory = Memory()

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]: ...

    def revision(self) -> str | None:
        """Give what changes with every write that may change what a feed shows; None before the first."""
        with self._reading() as connection:
            return revision.read(connection)

    def window(self, selection: Selection, limits: Limits, takes: Judge | None = None) -> tuple[Article, ...]:
        """Give the articles of a feed: its pins, then by `published`, newest first; see `feeds.store.windows`."""
        with self._choosing, self._reading() as connection:
            self._memory.begin(connection)
            return windows.window(connection, selection, limits, takes, self._memory)

    def tombstones(self, selection: Selection, takes: Judge | None = None) -> tuple[Tombstone, ...]:
        """Give what stood in a feed and may not any more, newest first; see `feeds.store.tombstones`."""
        with self._choosing, self._reading() as connection:
            self._memory.begin(connection)
            return windows.tombstones(connection, selection, takes, self._memory)

    def facets(self, selection: Selection, takes: Judge | None = None) -> Facets:
        """Count what the newest articles of `selection` are known by; see `feeds.store.facets`."""
        with self._choosing, self._reading() as connection:
            self._memory.begin(connection)
            return facets.read(connection, selection, takes, self._memory)

    def countries(self, codes: Collection[str]) -> tuple[str, ...]:
        """Give, in alphabetical order, those of `codes` that at least one article in feeds is about."""
        with self._reading() as connection:
            return windows.countries(connection, codes)

    def sources_with_articles(self) -> tuple[str, ...]:
        """Give, in alphabetical order, the sources that showed at least one article in feeds."""
        with self._reading() as connection:
            return windows.sources_with_articles(connection)
