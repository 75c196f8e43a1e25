"""What aggregators would refuse, or show badly, of a feed as it is published: their limits are data. Pure."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from feeds.text.html import plain

Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What an aggregator (`profile`) asks for: a measure of a feed or an article between `least` and `most`."""

    profile: str
    scope: str
    measure: str
    least: int | None
    most: int | None
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is not as `limit` asks: `found` is the measure, `id` and `title` the article's, empty for the feed."""

    limit: Limit
    found: int
    id: str = ""
    title: str = ""


@cache
def limits() -> tuple[Limit, ...]:
    """Give every limit, in the order of the table."""
    table = files("feeds.publish").joinpath("data", "profiles.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple(
        Limit(profile=row[0], scope=row[1], measure=row[2], least=_number(row[3]), most=_number(row[4]), remedy=row[5])
        for row in rows
    )


def profiles() -> tuple[str, ...]:
    """Give the names of the aggregators."""
    return tuple(dict.fromkeys(limit.profile for limit in limits()))


def lint(document: bytes, size: int, wanted: str | None = None) -> Iterator[Finding]:
    """Hold the JSON document of a feed, whose RSS is `size` bytes, against the limits of one profile or of all."""
    feed = json.loads(document)
    for limit in limits():
        if wanted not in {None, limit.profile}:
            continue
        if limit.scope == "feed":
            yield from _judged(limit, _FEED[limit.measure](feed, size))
            continue
        for item in feed["items"]:
            yield from _judged(limit, _ARTICLE[limit.measure](item), item)


def _judged(limit: Limit, found: int, item: Said | None = None) -> Iterator[Finding]:
    low = limit.least is not None and found < limit.least
    high = limit.most is not None and found > limit.most
    if low or high:
        said = item or {}
        yield Finding(limit=limit, found=found, id=said.get("id", ""), title=said.get("title", ""))


def _number(text: str) -> int | None:
    return int(text) if text else None


def _width(item: Said) -> int:
    """Give the width of the picture; one that nobody measured may be large enough, one that is not there is not."""
    for one in item.get("attachments", ()):
        if one["url"] == item.get("image"):
            return int(one.get("_beatwire", {}).get("width", 10_000))
    return 10_000 if item.get("image") else 0


def _languages(feed: Said, _: int) -> int:
    return len({item.get("language") for item in feed["items"]})


_FEED: Final[Mapping[str, Callable[[Said, int], int]]] = MappingProxyType(
    {
        "articles": lambda feed, _: len(feed["items"]),
        "bytes": lambda _, size: size,
        "https": lambda feed, _: int(feed["feed_url"].startswith("https:")),
        "subtitle": lambda feed, _: len(feed.get("description", "")),
        "language": lambda feed, _: int(bool(feed.get("language"))),
        "languages": _languages,
    }
)
_ARTICLE: Final[Mapping[str, Callable[[Said], int]]] = MappingProxyType(
    {
        "bytes": lambda item: len(json.dumps(item, ensure_ascii=False).encode()),
        "image": lambda item: int(bool(item.get("image"))),
        "title": lambda item: len(item.get("title", "")),
        "text": lambda item: len(plain(item.get("content_html", "")) or item.get("content_text", "")),
        "summary": lambda item: len(item.get("summary", "")),
        "width": _width,
    }
)
