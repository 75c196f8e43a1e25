"""Invented publishers: each keeps a feed of its own, writes and corrects stories at random, and remembers what it said.

A publisher is a pure function of its seed and of when it is asked to `write`; the network is played by `tests.crowd`.
"""

import json
import random
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from typing import Final

from tests.fakeweb import Asked, Step, page

FORMS: Final = ("rss", "atom", "json")
LISTED: Final = 20  # so many of a publisher's stories stand in its feed
_BEAT: Final = (
    "Osaka, Japan",
    "Hanoi, Vietnam",
    "Jakarta, Indonesia",
    "Shenzhen, China",
    "Busan, South Korea",
    "Suva, Fiji",
)
_ELSEWHERE: Final = ("Lyon, France", "Porto, Portugal", "Leeds, England", "Bergen, Norway")
_DEEDS: Final = ("opens a bridge", "counts its ferries", "mends a dyke", "plants a street", "closes a market")
_TYPES: Final = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
NUMBER: Final = re.compile(r"No\. ([a-z0-9]+-\d+)(?:, corrected (\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story as it stands; `version` counts its corrections."""

    key: str
    place: str
    deed: str
    of_beat: bool
    published: datetime
    version: int = 0

    @property
    def title(self) -> str:
        """The headline, from which `NUMBER` reads key and version."""
        corrected = f", corrected {self.version}" if self.version else ""
        return f"{self.place.partition(',')[0]} {self.deed} (No. {self.key}{corrected})"

    @property
    def text(self) -> str:
        """The whole story."""
        return (
            f"{self.place} {self.deed}, edition {self.version} of {self.key}. It took a year & a day; 港口办公室证实。"
        )


@dataclass(eq=False)
class Publisher:
    """One publisher: `stories` are all it ever wrote, newest last; `served` the versions it has handed out whole.

    `answer` may be called from another thread than the rest.
    """

    name: str
    form: str
    seed: int
    stories: dict[str, Story] = field(default_factory=dict)
    served: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.seed} {self.name}")  # noqa: S311 - it invents news
        self._lock = threading.Lock()

    def write(self, now: datetime) -> None:
        """Publish a new story, or correct one that is listed."""
        with self._lock:
            if self.stories and self.chance.random() < 0.2:
                old = self.chance.choice(self._listed())
                self.stories[old.key] = replace(old, version=old.version + 1)
                return
            of_beat = self.chance.random() < 0.7
            key = f"{self.name}-{len(self.stories)}"
            place, deed = self.chance.choice(_BEAT if of_beat else _ELSEWHERE), self.chance.choice(_DEEDS)
            self.stories[key] = Story(key=key, place=place, deed=deed, of_beat=of_beat, published=now)

    def answer(self, asked: Asked) -> Iterator[Step]:
        """Answer a request for the feed as a sound server does."""
        with self._lock:
            listed = self._listed()
        body = _WRITERS[self.form](self.name, listed)
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        yield from page(body, media_type=_TYPES[self.form], etag=tag, Cache_Control="max-age=1")(asked)
        with self._lock:  # all of it was taken, else we would not have come so far
            self.served |= {story.key: max(story.version, self.served.get(story.key, 0)) for story in listed}

    def feed(self) -> bytes:
        """Give the feed as it stands."""
        with self._lock:
            return _WRITERS[self.form](self.name, self._listed())

    def _listed(self) -> list[Story]:
        return list(self.stories.values())[-LISTED:][::-1]


def _rss(name: str, stories: list[Story]) -> bytes:
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>https://{name}.example/{story.key}</link>"
        f'<guid isPermaLink="false">{story.key}</guid><pubDate>{format_datetime(story.published)}</pubDate>'
        f"<description>{escape(story.text)}</description></item>"
        for story in stories
    )
    channel = f"<channel><title>{name}</title><link>https://{name}.example/</link><description>News</description>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0">{channel}{items}</channel></rss>'.encode()


def _atom(name: str, stories: list[Story]) -> bytes:
    entries = "".join(
        f'<entry><title>{escape(story.title)}</title><link href="https://{name}.example/{story.key}"/>'
        f"<id>tag:{name}.example,2026:{story.key}</id><published>{story.published.isoformat()}</published>"
        f"<updated>{story.published.isoformat()}</updated><summary>{escape(story.text)}</summary></entry>"
        for story in stories
    )
    top = f"<title>{name}</title><id>tag:{name}.example,2026:feed</id><updated>2026-11-20T08:00:00Z</updated>"
    return f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">{top}{entries}</feed>'.encode()


def _json(name: str, stories: list[Story]) -> bytes:
    items = [
        {
            "id": story.key,
            "url": f"https://{name}.example/{story.key}",
            "title": story.title,
            "content_text": story.text,
            "date_published": story.published.isoformat(),
        }
        for story in stories
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": name, "items": items}
    return json.dumps(feed, ensure_ascii=False).encode()


_WRITERS: Final = {"rss": _rss, "atom": _atom, "json": _json}
