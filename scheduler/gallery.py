"""Learns what the pictures of published articles truly are: a few at a time, each site in its turn, each once."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from feeds.article import Picture
from feeds.collect import pictures
from feeds.collect.fetch import Outcome
from scheduler.desk import Desk

_AT_ONCE: Final = 50
_EVERY: Final = timedelta(minutes=1)


class Gallery:
    """What is asked of pictures and what they answered; `look` is called at every tick and never waits."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        self._desk = desk
        self._clock = clock
        self._sources = desk.settings.by_name
        self._looked: datetime | None = None
        self._guard = threading.Lock()  # the two fields below
        self._asked: set[str] = set()
        self._learnt: list[Picture] = []

    def look(self, now: datetime, *, news: bool) -> bool:
        """Keep what was learnt, say whether that was anything, and ask on: at once after `news`, else once a minute.

        Raises StoreError.
        """
        with self._guard:
            learnt, self._learnt = self._learnt, []
            busy = bool(self._asked)
        self._desk.store.keep_pictures(learnt)
        if not busy and (news or learnt or self._looked is None or now - self._looked >= _EVERY):
            self._looked = now
            self._ask(self._desk.store.unlearnt(now, _AT_ONCE))
        return any(picture.type for picture in learnt)

    def _ask(self, wanted: tuple[tuple[str, str], ...]) -> None:
        known = [(self._sources[name], href) for name, href in wanted if name in self._sources]
        with self._guard:
            self._asked |= {href for _, href in known}
        for source, href in known:
            request = pictures.request(href, source, self._desk.settings.delay_of(source))
            self._desk.means.fetcher.submit(request, partial(self._hear, href))

    def _hear(self, href: str, answer: Outcome) -> None:
        picture = pictures.learnt(href, answer, self._clock())
        with self._guard:
            self._asked.discard(href)
            self._learnt.append(picture)
