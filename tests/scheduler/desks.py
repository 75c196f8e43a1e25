"""A real desk in a folder of the test's own: store, client, published folder and jobs, without processes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.settings import Settings, Source
from feeds.article import Run
from feeds.publish.build import Built
from scheduler.desk import Desk, opened
from scheduler.jobs import Jobs

BEAT = "/feeds/china-asia-pacific"


@dataclass
class Room:
    """The desk, its jobs, and what a test wants to know of them."""

    desk: Desk
    jobs: Jobs

    def cycle(self) -> tuple[dict[str, Run], dict[str, Built]]:
        """Collect every source once and publish; give the runs by source and the feeds by slug."""
        runs: list[Run] = []
        built = self.jobs.cycle(runs.append)
        return {run.source: run for run in runs}, {one.slug: one for one in built}

    def items(self, slug: str = "china-asia-pacific") -> list[dict[str, Any]]:
        """Give what stands in a feed's JSON document."""
        manifest = self.desk.site.manifest()
        assert manifest is not None
        body = self.desk.site.read(manifest.documents[f"/feeds/{slug}.json"], "identity")
        items: list[dict[str, Any]] = json.loads(body)["items"]
        return items

    def titles(self, slug: str = "china-asia-pacific") -> set[str]:
        """Give the titles that stand in a feed."""
        return {item["title"] for item in self.items(slug)}


@contextmanager
def room(data: Path, *sources: Source, **changes: Any) -> Iterator[Room]:
    """Open a desk over `data` with these sources; `changes` are top-level settings."""
    fast = {"collecting": {"delay": 0, "settle": 0, "tick": 1, "workers": 4}}
    settings = Settings(**({"data": data, "base_url": "https://feeds.example", "sources": sources} | fast | changes))
    with opened(settings) as desk:
        jobs = Jobs(desk)
        try:
            yield Room(desk, jobs)
        finally:
            jobs.stop()
