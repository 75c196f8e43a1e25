"""How the desk does, and what was answered, as numbers for Prometheus.

beatwire_up                              1 while the collector runs and the store can be read, else 0
beatwire_documents                       published documents, archives aside
beatwire_feed_updated_timestamp_seconds  last change of a feed
beatwire_feed_articles                   articles in a feed
beatwire_sources                         sources in each state of /status.json
beatwire_source_last_success_timestamp_seconds, beatwire_source_failures
beatwire_articles_seen                   articles first seen in the last 48 hours
beatwire_alarms                          sources that are odd or fail
beatwire_holds                           feeds that keep their last good documents
beatwire_hub_pending                     topics that a hub is to be told of again
beatwire_answers_total                   answers by status, format and coding: the shares of 304 and of 429 too
beatwire_sent_bytes_total                bytes of documents by format and coding
beatwire_token_requests_total            requests by the name of their token
beatwire_subscribers                     for how many a reader says it asks, by feed, as User-Agents tell

What was answered is each worker's own; where there are several, the label `worker` says whose (a process id).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from feeds.polling.counts import Tally

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
_STATES: Final = ("new-articles", "nothing-new", "odd", "failing", "overdue", "paused", "off", "never")
_DOWN: Final = frozenset(("stopped", "unreadable"))
Samples = Iterable[tuple[tuple[str, ...], float]]


def render(known: Mapping[str, Any], documents: int, tally: Tally, worker: str = "") -> bytes:
    """Write what `condition.found` gave and what a `worker` counted; of an unreadable store nothing is counted."""
    registry = CollectorRegistry()
    registry.register(_Made((*_desk(known, documents), *_answers(tally, worker))))
    return generate_latest(registry)


class _Made(Collector):
    """Metrics that were made already."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = tuple(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _desk(known: Mapping[str, Any], documents: int) -> Iterator[Metric]:
    feeds = known["feeds"]
    yield _gauge("up", "1 while the collector runs and the store can be read.", (), [((), known["state"] not in _DOWN)])
    yield _gauge("documents", "Published documents, archives aside.", (), [((), documents)])
    about = "Last change of a feed."
    changed = [((feed["slug"],), feed["updated"].timestamp()) for feed in feeds]
    yield _gauge("feed_updated_timestamp_seconds", about, ("feed",), changed)
    held = [((feed["slug"],), feed["articles"]) for feed in feeds]
    yield _gauge("feed_articles", "Articles in a feed.", ("feed",), held)
    if known["state"] != "unreadable":
        yield from _collecting(known)


def _collecting(known: Mapping[str, Any]) -> Iterator[Metric]:
    sources = known["sources"]
    states = Counter(source["state"] for source in sources)
    yield _gauge("sources", "Sources by state.", ("state",), [((each,), states[each]) for each in _STATES])
    succeeded: list[tuple[str, datetime]] = [(s["name"], s["last_success"]) for s in sources if s["last_success"]]
    about = "When a source was last collected."
    stamps = [((name,), at.timestamp()) for name, at in succeeded]
    yield _gauge("source_last_success_timestamp_seconds", about, ("source",), stamps)
    failures = [((source["name"],), source["failures"]) for source in sources]
    yield _gauge("source_failures", "Failures of a source in a row.", ("source",), failures)
    seen = sum(hour["articles"] for hour in known["hours"])
    yield _gauge("articles_seen", "Articles first seen in the last 48 hours.", (), [((), seen)])
    yield _gauge("alarms", "Sources that are odd or fail.", (), [((), states["odd"] + states["failing"])])
    yield _gauge("holds", "Feeds that keep their last good documents.", (), [((), len(known["held"]))])
    pending = Counter[str]()
    for hub in known["hubs"]:
        pending[hub["hub"]] += hub["pending"]
    about = "Topics that a hub is to be told of again."
    yield _gauge("hub_pending", about, ("hub",), [((hub,), number) for hub, number in pending.items()])


def _answers(tally: Tally, worker: str) -> Iterator[Metric]:
    extra, mine = (("worker",), (worker,)) if worker else ((), ())
    answers = [((str(key[0]), *key[1:], *mine), number) for key, number in sorted(tally.answers.items())]
    yield _counter("answers", "Answers.", ("status", "format", "coding", *extra), answers)
    sent = [((*key, *mine), number) for key, number in sorted(tally.sent.items())]
    yield _counter("sent_bytes", "Bytes of documents.", ("format", "coding", *extra), sent)
    tokens = [((name, *mine), number) for name, number in sorted(tally.tokens.items())]
    yield _counter("token_requests", "Requests by the name of their token.", ("token", *extra), tokens)
    followers = [((*key, *mine), number) for key, number in sorted(tally.followers.items())]
    yield _gauge("subscribers", "For how many a reader says it asks.", ("feed", "agent", *extra), followers)


def _gauge(name: str, about: str, labels: tuple[str, ...], samples: Samples) -> Metric:
    made = GaugeMetricFamily(f"beatwire_{name}", about, labels=labels)
    for values, number in samples:
        made.add_metric(values, number)
    return made


def _counter(name: str, about: str, labels: tuple[str, ...], samples: Samples) -> Metric:
    made = CounterMetricFamily(f"beatwire_{name}", about, labels=labels)
    for values, number in samples:
        made.add_metric(values, number)
    return made
