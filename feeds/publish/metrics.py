"""How the desk does as numbers, in Prometheus' text format (version 0.0.4). Pure.

beatwire_up                              1 while what is due is collected, 0 where the collector does not run or the
                                         store cannot be read
beatwire_documents                       published documents, archives aside
beatwire_feed_updated_timestamp_seconds  last change of a feed, in seconds since 1970
beatwire_feed_articles                   articles in a feed
beatwire_sources                         sources in each state of /status.json
beatwire_holds                           feeds that keep their last good documents
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_STATES: Final = ("new-articles", "nothing-new", "odd", "failing", "overdue", "paused", "off", "never")
_DOWN: Final = frozenset(("stopped", "unreadable"))


def render(known: Mapping[str, Any], documents: int) -> str:
    """Write what `condition.found` gave; of a store that cannot be read there is neither source nor hold to count."""
    lines = [
        *_gauge(
            "up",
            "0 where the collector does not run or the store cannot be read, else 1.",
            [("", known["state"] not in _DOWN)],
        ),
        *_gauge("documents", "Published documents, archives aside.", [("", documents)]),
        *_gauge(
            "feed_updated_timestamp_seconds",
            "Last change of a feed.",
            [(f'{{feed="{feed["slug"]}"}}', int(feed["updated"].timestamp())) for feed in known["feeds"]],
        ),
        *_gauge(
            "feed_articles",
            "Articles in a feed.",
            [(f'{{feed="{feed["slug"]}"}}', feed["articles"]) for feed in known["feeds"]],
        ),
    ]
    if known["state"] != "unreadable":
        states = Counter(source["state"] for source in known["sources"])
        lines += _gauge("sources", "Sources by state.", [(f'{{state="{each}"}}', states[each]) for each in _STATES])
        lines += _gauge("holds", "Feeds that keep their last good documents.", [("", len(known["held"]))])
    return "".join(f"{line}\n" for line in lines)


def _gauge(name: str, about: str, samples: Iterable[tuple[str, int]]) -> list[str]:
    """Write one metric; labels are slugs and words of ours, so that none has to be escaped."""
    full = f"beatwire_{name}"
    return [f"# HELP {full} {about}", f"# TYPE {full} gauge", *(f"{full}{label} {value:d}" for label, value in samples)]
