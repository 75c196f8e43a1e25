"""Learns what the pictures of published articles truly are: a few at a time, each site in its turn, each once.

A source is asked for more once all of its pictures that were asked for have answered: one whose pictures hang keeps no
other waiting. At no site do many of them wait in a row, where they would keep the site's own source from its turn.
"""

import threading
from collections import Counter
from collections.abc import Callable, Container
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from feeds.article import Picture
from feeds.collect import pictures
from feeds.collect.fetch import Outcome
from feeds.text.urls import site_of
from scheduler.desk import Desk

_AT_ONCE: Final = 50
_AT_A_SITE: Final = 5
_ROUNDS: Final = 4
_UNDER_WAY: Final = 500  # sources whose pictures are asked at the same time
_EVERY: Final = timedelta(minutes=1)


class Gallery:
    """What is asked of pictures and what they answered; `look` is called at every tick and never waits."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        self._desk = desk
        self._clock = clock
        self._sources = desk.settings.by_name
        self._looked: datetime | None = None
        self._more = False
        self._guard = threading.Lock()  # the two fields below
        self._asked: dict[str, str] = {}  # pictures under way, and whose they are
        self._learnt: list[Picture] = []

    def look(self, now: datetime, *, news: bool) -> bool:
        """Keep what was learnt, say whether that was anything, and ask on: at once after `news`, else once a minute.

        Raises StoreError.
        """
        with self._guard:
            learnt, self._learnt = self._learnt, []
            busy = frozenset(self._asked.values())
        self._desk.store.keep_pictures(learnt)
        wanted = news or learnt or self._more or self._looked is None or now - self._looked >= _EVERY
        if wanted and len(busy) < _UNDER_WAY:
            self._looked = now
            self._more = self._ask_some(now, busy)
        return any(picture.type for picture in learnt)

    def _ask_some(self, now: datetime, busy: frozenset[str]) -> bool:
        """Ask for pictures of sources that are not `busy`; say whether there may be more of others."""
        for _ in range(_ROUNDS):
            wanted = self._desk.store.unlearnt(now, _AT_ONCE, busy)
            self._ask(wanted)
            if len(wanted) < _AT_ONCE:
                return False
            busy |= {name for name, _ in wanted}
        return True

    def _ask(self, wanted: tuple[tuple[str, str], ...]) -> None:
        known = [(self._sources[name], href) for name, href in wanted if name in self._sources]
        with self._guard:
            there = Counter(map(site_of, self._asked))
            known = [(source, href) for source, href in known if _has_room(there, href, self._asked)]
            self._asked |= {href: source.name for source, href in known}
        for source, href in known:
            request = pictures.request(href, source, self._desk.settings.delay_of(source))
            self._desk.means.fetcher.submit(request, partial(self._hear, href))

    def _hear(self, href: str, answer: Outcome) -> None:
        picture = pictures.learnt(href, answer, self._clock())
        with self._guard:
            self._asked.pop(href, None)
            self._learnt.append(picture)


def _has_room(there: Counter[str], href: str, asked: Container[str]) -> bool:
    """Say whether a picture may be asked at its site now, and count it there."""
    home = site_of(href)
    if href in asked or there[home] >= _AT_A_SITE:
        return False
    there[home] += 1
    return True
