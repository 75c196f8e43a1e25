"""How the desk does, for everybody: the facts of `facts` less what is the operator's alone, and in words.

The keys of /status.json, which stay as they are; instants are UTC, and null is "none" or "not yet":

    at        when this was found, to the minute
    state     "working", "failing" (a source), "troubled" (the jobs), "stopped", "new" (nothing yet), "unreadable"
    said      the same as a sentence
    sources   name, kind, state ("new-articles", "nothing-new", "odd", "failing", "overdue", "paused", "off", "never"),
              said, last_run, outcome, new (articles of that run), last_success, due, interval_seconds, failures (in a
              row), failing_since, error (where it may be shown)
    runs      the newest 20 collections: source, finished, seconds, outcome ("collected", "not-modified", "failed"),
              found, new
    hours     from, articles: what was first seen in each of the last 48 hours, the last of them not over yet
    feeds     slug, title, articles, updated
    hubs      hub (its host), topics, pending (to be told again), last_success, failing_since, error
    held      feed, since, reason, released
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from config.settings import Settings
from feeds.article import Run
from feeds.errors import StoreError
from feeds.publish import facts
from feeds.publish.asking import archive
from feeds.publish.discretion import host, sentence
from feeds.publish.manifest import Manifest

GRACE: Final = timedelta(minutes=15)
"""How late a source may be before that means something: others may be before it, and a slow one takes its time."""
SILENCE: Final = timedelta(minutes=2)
"""For how long the jobs may not have said that they are alive: they do every half minute."""
HOURS: Final = 48
RUNS: Final = 20
UNREADABLE: Final = "unreadable"
_HOUR: Final = timedelta(hours=1)
_OWN: Final = "only the desk may read why (beatwire status)"
_SOURCE: Final = (
    *("name", "kind", "state", "said", "last_run", "outcome", "new", "last_success", "due", "interval_seconds"),
    *("failures", "failing_since", "error"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour of the chart, in its units: `x` from the left, `y` from the top."""

    x: int
    y: float
    height: float


def found(settings: Settings, manifest: Manifest | None, now: datetime) -> dict[str, Any]:
    """Give what everybody may know at `now`; a store that cannot be read is a state like others."""
    begin = now.replace(minute=0, second=0, microsecond=0) - (HOURS - 1) * _HOUR
    try:
        known = facts.gather(settings)
        with archive(settings) as store:
            seen, runs = store.arrivals(begin), store.runs(RUNS)
    except StoreError:
        return _unreadable(manifest, now)
    secret = {feed.slug for feed in manifest.feeds if feed.private} if manifest else frozenset()
    inside = {source.name for source in settings.sources if source.url and not host(str(source.url))}
    stopped = _is_stopped(known["health"], known["sources"], now)
    sources = [_source(each, now, stopped=stopped, inside=each["name"] in inside) for each in known["sources"]]
    state, said = _overall(sources, known["health"], stopped=stopped)
    return {
        "at": now,
        "state": state,
        "said": said,
        "sources": [{key: each[key] for key in _SOURCE} for each in sources],
        "runs": [_run(run) for run in runs if run.source in settings.by_name],
        "hours": _hours(seen, begin),
        "feeds": facts.feeds(manifest.public if manifest else ()),
        "hubs": [_hub(each) for each in known["hubs"]],
        "held": [
            each | {"reason": sentence(each["reason"]) or _OWN} for each in known["held"] if each["feed"] not in secret
        ],
    }


def _unreadable(manifest: Manifest | None, now: datetime) -> dict[str, Any]:
    said = "The store cannot be read: nothing was collected here yet, or it is away. The feeds are served as ever."
    nothing: dict[str, Any] = {"sources": [], "runs": [], "hours": [], "hubs": [], "held": []}
    return {
        "at": now,
        "state": UNREADABLE,
        "said": said,
        **nothing,
        "feeds": facts.feeds(manifest.public if manifest else ()),
    }


def _is_stopped(health: Mapping[str, Any] | None, sources: Iterable[Mapping[str, Any]], now: datetime) -> bool:
    """Say whether the jobs fell silent; where they say nothing here, whether nothing was collected that was due."""
    alive = _instant((health or {}).get("alive"))
    if alive is not None:
        return alive < now - SILENCE
    watched = [each for each in sources if each["enabled"] and not (each["paused"] or each["pause"])]
    newest = max((each["last_run"] for each in watched if each["last_run"]), default=None)
    return newest is not None and newest < now - GRACE and any(_is_late(each, now) for each in watched)


def _instant(text: object) -> datetime | None:
    """Read an aware instant; None for anything else."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _is_late(source: Mapping[str, Any], now: datetime) -> bool:
    return source["due"] is not None and source["due"] < now - GRACE


def _source(known: Mapping[str, Any], now: datetime, *, stopped: bool, inside: bool) -> dict[str, Any]:
    """Judge one source; of one `inside` the desk's own network no error is shown."""
    error = None if inside else sentence(known["error"])
    state, said = _judged(known, error, late=_is_late(known, now), stopped=stopped)
    return {**known, "state": state, "said": said, "error": error}


def _judged(known: Mapping[str, Any], error: str | None, *, late: bool, stopped: bool) -> tuple[str, str]:
    aside = _aside(known)
    if aside is not None:
        return aside
    if late:
        said = "Due, but not looked at: the collector does not run" if stopped else "Due, and waiting its turn"
        return "overdue", said + (". Before that, collecting failed" if known["failures"] else "")
    if known["failures"]:
        return "failing", f"Collecting fails: {error or _OWN}"
    if known["alarm"]:
        return "odd", f"Collected, but odd: {sentence(known['alarm']) or _OWN}"
    if known["new"]:
        return "new-articles", f"Collected: {known['new']} new"
    return "nothing-new", "Collected: nothing new"


def _aside(known: Mapping[str, Any]) -> tuple[str, str] | None:
    """Judge a source of which nothing is expected."""
    if not known["enabled"]:
        return "off", "Switched off"
    if known["pause"]:
        return "paused", "Left alone by the desk"
    if known["paused"]:
        return "paused", f"Left alone: {sentence(known['paused']) or _OWN}"
    return None if known["last_run"] else ("never", "Not collected yet")


def _overall(
    sources: Sequence[Mapping[str, Any]], health: Mapping[str, Any] | None, *, stopped: bool
) -> tuple[str, str]:
    states = Counter(each["state"] for each in sources)
    red = health is not None and not health.get("ok")
    trouble = f"the jobs report trouble: {sentence((health or {}).get('reason')) or _OWN}" if red else ""
    if stopped:
        last = f" When it last spoke, {trouble}." if red else ""
        return "stopped", f"The collector does not run: nobody looks for new articles.{last}"
    if red:
        return "troubled", f"The collector runs, but {trouble}."
    if not sources:
        return "new", "No source is declared, so nothing is collected."
    if not any(each["last_run"] for each in sources):
        return "new", "Nothing was ever collected here."
    if states["failing"]:
        return (
            "failing",
            f"Collecting fails for {states['failing']} of {len(sources)} sources.",
        )
    said = "new articles came in" if states["new-articles"] else "there was nothing new"
    return "working", f"What was due has been collected, and {said}."


def _run(run: Run) -> dict[str, Any]:
    return {
        "source": run.source,
        "finished": run.finished,
        "seconds": int((run.finished - run.started).total_seconds()),
        "outcome": run.outcome,
        "found": run.found,
        "new": run.new,
    }


def _hours(seen: Iterable[datetime], begin: datetime) -> list[dict[str, Any]]:
    counted = Counter((each - begin) // _HOUR for each in seen)
    return [{"from": begin + n * _HOUR, "articles": counted[n]} for n in range(HOURS)]


def _hub(known: Mapping[str, Any]) -> dict[str, Any]:
    name = host(known["hub"])
    error = (sentence(known["error"]) if name else None) or _OWN
    return {**known, "hub": name or "a hub of this network", "error": error if known["error"] else None}


def written(known: Mapping[str, Any]) -> str:
    """Write what `found` gave as JSON."""
    return json.dumps(known, ensure_ascii=False, indent=1, default=lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}") + "\n"


def bars(hours: Sequence[Mapping[str, Any]], height: int) -> tuple[Bar, ...]:
    """Draw `hours` ten units apart, the highest of them `height` units high."""
    most = max((each["articles"] for each in hours), default=0) or 1
    tall = [round(each["articles"] / most * height, 1) for each in hours]
    return tuple(Bar(n * 10, round(height - each, 1), each) for n, each in enumerate(tall))


def rhythm(seconds: int) -> str:
    """Write a time between two collections in words."""
    size, unit = next(
        ((size, unit) for size, unit in ((86400, "d"), (3600, "h"), (60, "min")) if seconds >= size), (1, "s")
    )
    return f"{round(seconds / size)} {unit}"
