"""Tells hubs what was published (WebSub): a few pings at a time, none of which holds up a build or a collection."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from feeds.article import Ping
from feeds.collect.exchange import Outcome, Request
from feeds.errors import FetchError
from feeds.publish import hubs
from scheduler.desk import Desk

log: Final = structlog.get_logger("beatwire")
_AT_ONCE: Final = 20
_LIVE: Final = 0.5  # seconds after which every worker has found a new table: they look four times a second


class Announcer:
    """What hubs are told and what they said; `look` is called at every tick and never waits."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        self._desk = desk
        self._clock = clock
        self._guard = threading.Lock()  # the three fields below
        self._asked: set[tuple[str, str]] = set()  # (hub, topic) under way, or heard and not kept
        self._heard: list[Ping] = []
        self._quiet = threading.Event()
        self._quiet.set()
        self._known: dict[tuple[str, str], Ping] | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._pending = False

    def look(self, now: datetime) -> None:
        """Keep what hubs said, and tell them what changed since, or what they did not take; raises StoreError."""
        if not self._desk.settings.publishing.hubs:
            return
        heard = self._keep()
        stamp = self._desk.site.stamp()
        if (stamp != self._stamp or self._pending or heard) and _is_live(stamp):
            self._stamp = stamp
            self._tell(now)

    def finish(self, seconds: float) -> None:
        """Tell what changed, and wait at most so long for the answers; raises StoreError."""
        time.sleep(_LIVE if self._desk.settings.publishing.hubs else 0)
        self.look(self._clock())
        self._quiet.wait(seconds)
        self._keep()

    def _keep(self) -> list[Ping]:
        """Keep what was heard, and only then let the same be told again: until then nobody knows what became of it."""
        known = self._remembered()
        with self._guard:
            heard = list(self._heard)
        self._desk.store.keep_pings(heard)
        for ping in heard:
            before = known.get((ping.hub, ping.topic))
            known[ping.hub, ping.topic] = ping
            _ring(before, ping, known)
        with self._guard:
            del self._heard[: len(heard)]
            self._asked -= {(ping.hub, ping.topic) for ping in heard}
        return heard

    def _remembered(self) -> dict[tuple[str, str], Ping]:
        if self._known is None:
            self._known = {(ping.hub, ping.topic): ping for ping in self._desk.store.pings()}
        return self._known

    def _tell(self, now: datetime) -> None:
        manifest = self._desk.site.manifest()
        if manifest is None:
            return
        known = self._remembered()
        lost = hubs.lost(manifest, known.values())
        self._desk.store.forget_pings(lost)
        for ping in lost:
            del known[ping.hub, ping.topic]
        behind = list(hubs.due(manifest, known.values(), now))
        with self._guard:
            room = _AT_ONCE - len(self._asked)
            ready = [(ping, etag) for ping, etag in behind if (ping.hub, ping.topic) not in self._asked][:room]
            self._asked |= {(ping.hub, ping.topic) for ping, _ in ready}
            if ready:
                self._quiet.clear()
        self._pending = bool(behind) or any(ping.due for ping in known.values())
        for ping, etag in ready:
            self._desk.means.fetcher.submit(self._request(ping), partial(self._hear, ping, etag))

    def _request(self, ping: Ping) -> Request:
        form = (("hub.mode", "publish"), ("hub.url", ping.topic), ("hub.topic", ping.topic))
        private = self._desk.settings.publishing.private_hubs
        return Request(source="hub", url=ping.hub, form=form, allow_private=private)

    def _hear(self, ping: Ping, etag: str, answer: Outcome) -> None:
        now = self._clock()
        if isinstance(answer, FetchError):
            chance = random.random()  # noqa: S311 - it spreads requests, it guards nothing
            said = hubs.failed(ping, etag, answer, now, chance)
        else:
            said = hubs.taken(ping, etag, now)
        with self._guard:
            self._heard.append(said)
            if len(self._heard) == len(self._asked):
                self._quiet.set()


def _is_live(stamp: tuple[int, int, int] | None) -> bool:
    """Say whether the table of this stamp is served by now: a hub asks for the topic as soon as it is told."""
    age = time.time() - stamp[0] / 1e9 if stamp else 0.0
    return age >= _LIVE or age < 0  # a clock that was set back


def _ring(before: Ping | None, after: Ping, known: Mapping[tuple[str, str], Ping]) -> None:
    """Log when a hub begins to fail, and when it takes everything again; not each topic by itself."""
    others = [ping for ping in known.values() if ping.hub == after.hub and ping.topic != after.topic]
    if any(ping.error for ping in others):
        return
    if after.error and not (before and before.error):
        log.warning("hub.alarm", hub=after.hub, error=after.error)
    elif before and before.error and not after.error:
        log.info("hub.alarm-ended", hub=after.hub)
