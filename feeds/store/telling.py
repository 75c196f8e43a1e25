"""What is remembered of telling others what was published."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from feeds.article import Ping
from feeds.store import pings


class Telling(ABC):
    """The part of `Store` that follows publishing; every call is one transaction, and raises StoreError."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]: ...

    @abstractmethod
    def _writing(self, *, shows: bool = True) -> AbstractContextManager[Connection]: ...

    def pings(self) -> tuple[Ping, ...]:
        """Give what every hub was told of every topic."""
        with self._reading() as connection:
            return pings.read(connection)

    def keep_pings(self, changed: Sequence[Ping]) -> None:
        """Keep what became of pings."""
        if changed:
            with self._writing(shows=False) as connection:
                pings.write(connection, changed)

    def forget_hubs(self, declared: Collection[str]) -> None:
        """Forget what was told to hubs that are not `declared` any more."""
        with self._writing(shows=False) as connection:
            pings.forget(connection, declared)
