"""What is published now, as this worker knows it: the manifest as one table, swapped whole, and bytes, bounded."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import structlog

from feeds.errors import PublishError
from feeds.polling.answers import Held, hold, table
from feeds.publish.manifest import Coding, Manifest, slug_of
from feeds.publish.site import Site

LOOK_EVERY: Final = 0.25  # seconds between two looks at the manifest
MOST_BYTES: Final = 16 * 2**20  # of the published folder in a worker's memory


@dataclass(frozen=True, slots=True)
class Table:
    """One build, whole: a request is answered from one of these and never from two."""

    manifest: Manifest
    documents: Mapping[str, Held]


class Shelf:
    """Guards the table and the bytes read so far; every method is safe to call from any thread."""

    def __init__(
        self, site: Site, *, clock: Callable[[], float] = time.monotonic, most_bytes: int = MOST_BYTES
    ) -> None:
        """`clock` gives monotonic seconds; `most_bytes` bounds what is kept in memory."""
        self._site = site
        self._clock = clock
        self._most_bytes = most_bytes
        self._looking = threading.Lock()
        self._keeping = threading.Lock()
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._table: Table | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._problem: str | None = None
        self._next_look = 0.0
        self.look()

    def current(self) -> Table | None:
        """Give the table, after a look at the manifest if one is due, as it is until there is a build; None before."""
        if self._table is None or self._clock() >= self._next_look:
            self.look()
        return self._table

    def archived(self, table: Table, path: str) -> Held | None:
        """Give a page of a feed's archives by its URL path; None where there is none."""
        name = table.manifest.archives.get(slug_of(path) or "")
        if name is None or "/archive/" not in path:
            return None
        try:
            stored = self._site.pages(name).documents.get(path)
        except PublishError:
            return None
        return None if stored is None else hold(stored)

    def look(self) -> None:
        """Load the manifest if it is another one; where it is gone or broken, the last good table stays.

        Who comes while another looks goes on with that table; where there is none yet, it waits for the first.
        """
        if not self._looking.acquire(blocking=self._table is None):
            return
        try:
            self._next_look = self._clock() + LOOK_EVERY
            self._reload()
        finally:
            self._looking.release()

    def _reload(self) -> None:
        stamp = self._site.stamp()
        if stamp is None or stamp == self._stamp:
            return
        manifest = self._site.manifest()
        if manifest is not None:
            self._stamp = stamp
            self._table = Table(manifest, table(manifest))
        elif self._site.problem != self._problem:  # said once, not four times a second
            structlog.get_logger(__name__).warning("the last good table stays", problem=self._site.problem)
        self._problem = self._site.problem

    def body(self, held: Held, coding: Coding) -> bytes | None:
        """Give the bytes of a document in `coding`; None if its file is gone (a newer build has taken its place)."""
        name = held.stored.files[coding]
        with self._keeping:
            if name in self._bodies:
                self._bodies.move_to_end(name)
                return self._bodies[name]
        try:
            body = self._site.read(held.stored, coding)
        except PublishError:
            return None
        self._keep(name, body)
        return body

    def _keep(self, name: str, body: bytes) -> None:
        with self._keeping:
            if name not in self._bodies:
                self._bodies[name] = body
                self._size += len(body)
            while self._size > self._most_bytes:
                _, dropped = self._bodies.popitem(last=False)
                self._size -= len(dropped)
