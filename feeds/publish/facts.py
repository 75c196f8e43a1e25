"""What is known of a desk at work: its sources, feeds, hubs, and the jobs' word on themselves; for whoever runs it."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from config.settings import Settings, Source
from feeds.article import FetchState, Pause, Ping, Run
from feeds.publish.asking import archive
from feeds.publish.manifest import Listed
from feeds.publish.site import Site

HEALTH: Final = "health.json"
"""Where, in the data folder, the jobs write their word on themselves."""


def health(data: Path) -> dict[str, Any] | None:
    """Give what the jobs last said of themselves (`ok`, `since`, `reason`, `alive`), or None where they never ran."""
    try:
        said = json.loads((data / HEALTH).read_text())
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def gather(settings: Settings) -> dict[str, Any]:
    """Give all facts, for the operator alone: errors name paths and addresses. StoreError where the store fails."""
    with archive(settings) as store:
        states, runs, holds, counts = store.states(), store.last_runs(), store.holds(), store.counts()
        pings, pauses = store.pings(), store.pauses()
    manifest = Site(settings.published).manifest()
    return {
        "health": health(settings.data),
        "counts": counts,
        "sources": [
            _source(settings, source, states.get(source.name), runs.get(source.name))
            | {"pause": _pause(pauses.get(source.name))}
            for source in settings.sources
        ],
        "feeds": feeds(manifest.feeds if manifest else ()),
        "hubs": [_hub(hub, [ping for ping in pings if ping.hub == hub]) for hub in settings.publishing.hubs],
        "held": [
            {"feed": hold.feed, "since": hold.since, "reason": hold.reason, "released": hold.released}
            for hold in holds.values()
        ],
    }


def feeds(listed: Iterable[Listed]) -> list[dict[str, Any]]:
    """Give what is known of published feeds."""
    return [
        {"slug": feed.slug, "title": feed.title, "articles": feed.count, "updated": feed.updated} for feed in listed
    ]


def _source(settings: Settings, source: Source, state: FetchState | None, run: Run | None) -> dict[str, Any]:
    known = state or FetchState(source=source.name)
    return {
        "name": source.name,
        "kind": source.kind,
        "enabled": source.enabled,
        "outcome": run and run.outcome,
        "last_run": run and run.finished,
        "new": run.new if run else 0,
        "last_success": known.last_success,
        "due": known.due,
        "interval_seconds": int(_rhythm(known, run, settings.interval_of(source)).total_seconds()),
        "failures": known.failures,
        "failing_since": known.failing_since,
        "paused": known.paused,
        "error": known.error,
        "alarm": known.alarm,
        "remarks": [asdict(remark) for remark in run.remarks] if run else [],
    }


def _pause(pause: Pause | None) -> dict[str, Any] | None:
    """Give what the desk said of a source that it leaves alone."""
    return {"who": pause.who, "at": pause.at, "why": pause.why} if pause else None


def _rhythm(state: FetchState, run: Run | None, declared: timedelta) -> timedelta:
    """Give the time from its last collection to its next, as it was chosen then; before the first, as is declared."""
    if run is None or state.due is None or state.due <= run.finished:
        return declared
    return state.due - run.finished


def _hub(address: str, pings: list[Ping]) -> dict[str, Any]:
    """Sum up what a hub was told; `pending` are the topics that it did not take yet."""
    failing = [ping for ping in pings if ping.error]
    worst = min(failing, key=lambda ping: ping.failing_since or datetime.max.replace(tzinfo=UTC), default=None)
    return {
        "hub": address,
        "topics": len(pings),
        "pending": sum(ping.due is not None for ping in pings),
        "last_success": max((ping.last_success for ping in pings if ping.last_success), default=None),
        "failing_since": worst and worst.failing_since,
        "error": worst and worst.error,
    }
