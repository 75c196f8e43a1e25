"""Answering lines of JSON (`beatwire explain --batch`), beside the finding of their places alone."""

import json
from io import BytesIO
from typing import Any, cast

from config.feeds import Beat
from feeds.article import Page
from feeds.collect.sources import feed
from feeds.select.region import places
from feeds.select.rules import compiled
from feeds.text.html import prose
from scheduler.cli.batch import answer
from tests.benchmarks import invented
from tests.benchmarks.timing import Row, race, show
from tests.world import NOW, make_source

STORIES = 300


def measure(rounds: int) -> list[Row]:
    """Read, judge and answer a line for each story; the yardstick finds their places, and reads and writes nothing."""
    page = Page(address="https://gazette.example/feed", body=invented.rss(STORIES))
    entries = feed.read(page, make_source(), NOW).entries
    stories = [(entry.title or "", prose(entry.content or "")) for entry in entries]
    asked = "\n".join(json.dumps({"id": n, "title": title, "text": text}) for n, (title, text) in enumerate(stories))
    assert len(_answered(asked.encode()).splitlines()) == STORIES
    yardstick = ("places alone", lambda: [places(title, text) for title, text in stories])
    return [race("lines answered", lambda: _answered(asked.encode()), yardstick, rounds)]


def _answered(asked: bytes) -> bytes:
    out = BytesIO()
    answer(cast("Any", BytesIO(asked)), out, compiled(Beat()))
    return out.getvalue()


if __name__ == "__main__":
    show(f"Answering {STORIES} stories, a line of JSON each", measure)
