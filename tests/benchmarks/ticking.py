"""The tick: what looking for due sources costs while nothing is due, with ten thousand sources in the table.

.venv/bin/python -m tests.benchmarks.ticking --sources 10000
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from config.settings import Source
from feeds.article import FetchState, Run
from scheduler.clock import clock
from tests.scheduler.desks import Room, room

TICKS = 20


def measure(sources: int, ticks: int = TICKS) -> tuple[float, float]:
    """Give the CPU seconds of the first tick, which reads the table, and the median of those that follow."""
    with _quiet_room(sources) as quiet:
        times = [_timed(quiet) for _ in range(ticks + 1)]
    return times[0], statistics.median(times[1:])


def _timed(quiet: Room) -> float:
    start = time.process_time()
    quiet.jobs.tick()
    return time.process_time() - start


@contextmanager
def _quiet_room(count: int) -> Iterator[Room]:
    """Open a desk whose sources were all collected a moment ago and are due in an hour."""
    sources = [
        Source(name=f"paper-{number}", kind="feed", url=f"https://paper{number}.example/feed")
        for number in range(count)
    ]
    now = clock()
    only_the_beat = {"countries": False, "sources": False}
    with TemporaryDirectory() as folder, room(Path(folder), *sources, publishing=only_the_beat) as opened:
        opened.desk.store.keep_quiet([(_run(source, now), _state(source, now)) for source in sources])
        yield opened


def _run(source: Source, now: datetime) -> Run:
    return Run(source=source.name, started=now, finished=now, outcome="not-modified")


def _state(source: Source, now: datetime) -> FetchState:
    return FetchState(source=source.name, declared=source.url, last_success=now, due=now + timedelta(hours=1))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The tick's own cost")
    parser.add_argument("--sources", type=int, default=10_000, help="how many (default 10000)")
    chosen = parser.parse_args()
    first, later = measure(chosen.sources)
    print(f"{chosen.sources} sources, ms of CPU: first tick {first * 1000:.1f}, later ones {later * 1000:.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
