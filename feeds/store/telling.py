"""What is remembered of what was published: archives, the ledger, and what hubs were told."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection

from feeds.article import Appearance, Article, Packed, Ping, Version
from feeds.store import journals, ledgers, pings


class Telling(ABC):
    """The part of `Store` that follows publishing; every call is one transaction, and raises StoreError."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]: ...

    @abstractmethod
    def _writing(self, *, shows: bool = True) -> AbstractContextManager[Connection]: ...

    def journal(self, feed: str, ids: Collection[str]) -> int:
        """Remember what stands in the window of `feed`, seal what left it, and give its newest page (or 0)."""
        with self._reading() as connection:
            if journals.is_known(connection, feed, ids):
                return journals.newest(connection, feed)
        with self._writing(shows=False) as connection:
            journals.keep(connection, feed, ids)
            return journals.newest(connection, feed)

    def newest_page(self, feed: str) -> int:
        """Give the number of the newest page of the archives of `feed`, 0 where it has none."""
        with self._reading() as connection:
            return journals.newest(connection, feed)

    def archived(self, feed: str, page: int) -> tuple[Article, ...]:
        """Give what may be seen of a page of the archives of `feed`, newest first."""
        with self._reading() as connection:
            return journals.page(connection, feed, page)

    def stale_pages(self) -> tuple[int, frozenset[tuple[str, int]]]:
        """Give (mark, pages): the (feed, page)s of which an article is another, and how far that was looked at."""
        with self._reading() as connection:
            return journals.stale(connection)

    def pages_made(self, mark: int) -> None:
        """Forget what was touched up to `mark`."""
        with self._writing(shows=False) as connection:
            journals.made(connection, mark)

    def heads(self) -> dict[str, str]:
        """Give the digest of the newest version of every document, by path."""
        with self._reading() as connection:
            return ledgers.heads(connection)

    def keyframe(self, path: str) -> Packed | None:
        """Give the newest version of the document at `path` that is kept by itself."""
        with self._reading() as connection:
            return ledgers.keyframe(connection, path)

    def appearing(self, feed: str) -> dict[str, Appearance]:
        """Give what stands in `feed`, by the article's id, as the ledger has it."""
        with self._reading() as connection:
            return ledgers.appearing(connection, feed)

    def appearances(self, article: str) -> tuple[Appearance, ...]:
        """Give when the article `article` stood in which feeds, the latest first."""
        with self._reading() as connection:
            return ledgers.of_article(connection, article)

    def versions(self, paths: Collection[str], most: int) -> tuple[Version, ...]:
        """Give the newest `most` versions of the documents at `paths`, newest first."""
        with self._reading() as connection:
            return ledgers.listed(connection, paths, most)

    def version(self, path: str, at: datetime) -> tuple[Packed, ...]:
        """Give the version that was published at `path` at a time, then its base if it has one; maybe none."""
        with self._reading() as connection:
            return ledgers.published(connection, path, at)

    def enter(self, packed: Sequence[Packed], changed: Sequence[Appearance]) -> None:
        """Write into the ledger: versions of documents, and when articles stood in feeds."""
        with self._writing(shows=False) as connection:
            ledgers.keep(connection, packed)
            ledgers.appear(connection, changed)

    def pings(self) -> tuple[Ping, ...]:
        """Give what every hub was told of every topic."""
        with self._reading() as connection:
            return pings.read(connection)

    def keep_pings(self, changed: Sequence[Ping]) -> None:
        """Keep what became of pings."""
        if changed:
            with self._writing(shows=False) as connection:
                pings.write(connection, changed)

    def forget_pings(self, gone: Sequence[Ping]) -> None:
        """Forget what was told of topics that are no more, and to hubs that nobody names any more."""
        if gone:
            with self._writing(shows=False) as connection:
                pings.forget(connection, gone)
