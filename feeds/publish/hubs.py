"""Which hubs are to be told of which documents, and when again (WebSub, W3C Recommendation of 2018). Pure.

Nothing is queued: what a hub was told last is kept, and compared with what is published now. So a ping goes out only
for bytes that are live, once for each change, and none is lost or repeated by whoever is killed in between.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from feeds.article import Ping
from feeds.errors import FetchError
from feeds.publish.manifest import Manifest, Stored

PATIENCE: Final = timedelta(hours=24)
"""For how long a hub is tried again; then it is told no more of that change."""
_FIRST: Final = timedelta(seconds=30)
_LONGEST: Final = timedelta(hours=1)
_LINK: Final = re.compile(r'<([^>]*)>; rel="(self|hub)"')


def due(manifest: Manifest, known: Iterable[Ping], now: datetime) -> Iterator[tuple[Ping, str]]:
    """Give (ping, entity tag) of everything that a hub was not told yet and is to be told by `now`."""
    told = {(ping.hub, ping.topic): ping for ping in known}
    for stored in manifest.documents.values():
        for topic, hub in _pairs(stored):
            ping = told.get((hub, topic), Ping(hub=hub, topic=topic))
            if ping.told != stored.etag and (ping.due is None or ping.due <= now):
                yield ping, stored.etag


def lost(manifest: Manifest, known: Iterable[Ping]) -> tuple[Ping, ...]:
    """Give those of `known` whose topic is published no more, or names their hub no more."""
    named = {(hub, topic) for stored in manifest.documents.values() for topic, hub in _pairs(stored)}
    return tuple(ping for ping in known if (ping.hub, ping.topic) not in named)


def taken(ping: Ping, etag: str, now: datetime) -> Ping:
    """Give what is remembered once the hub took it."""
    return Ping(hub=ping.hub, topic=ping.topic, told=etag, last_success=now)


def failed(ping: Ping, etag: str, error: FetchError, now: datetime, chance: float) -> Ping:
    """Give what is remembered once the hub did not take it: it is tried again, later each time, for a day.

    It may ask for more time (Retry-After); `chance` between 0 and 1 spreads the tries of many topics.
    """
    since = ping.failing_since or now
    if now - since >= PATIENCE:
        return replace(ping, told=etag, tries=0, due=None, error=f"given up: {error}", failing_since=since)
    pause = min(_LONGEST, _FIRST * 2 ** min(ping.tries, 10)) * (1 + chance / 2)
    later = max(pause, timedelta(seconds=error.retry_after or 0))
    when = (now + later).replace(microsecond=0)
    return replace(ping, tries=ping.tries + 1, due=when, error=str(error), failing_since=since)


def _pairs(stored: Stored) -> Iterator[tuple[str, str]]:
    """Give each (topic, hub) that the Link header of a document names."""
    found = [match.groups() for link in stored.links if (match := _LINK.fullmatch(link))]
    topics = [address for address, rel in found if rel == "self"]
    yield from ((topic, hub) for topic in topics for hub, rel in found if rel == "hub")
