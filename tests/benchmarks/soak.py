"""The jobs of the real service for an hour against publishers that write, correct, break and mend at random.

    .venv/bin/python -m tests.benchmarks.soak --seconds 3600 --sources 200

All the while a subscriber polls the feeds, and readers and people ask the running web app over sockets: none is answered
by our fault (5xx), hung up on or refused what is there. At the end every story that a publisher handed out must be kept, once, in its
last version, and, if it is of the beat, must have been in the feed; nothing may have been emptied, doubled or late;
memory, threads and files must not have grown; the jobs must be well. It ends by itself, with 1 where one of this fails.
"""

import argparse
import multiprocessing
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import create_engine, text

from config.settings import Settings, Source
from feeds.article import Run
from feeds.publish.facts import health as read
from feeds.store import Store
from scheduler.desk import opened
from scheduler.jobs import Jobs
from tests.benchmarks.patrons import Patrons, patrons
from tests.benchmarks.subscriber import Subscriber
from tests.benchmarks.unrest import Unrest, unrest
from tests.benchmarks.vitals import Vitals
from tests.publishers import NUMBER, Publisher

_STEP: Final = 0.25
_INTERVAL: Final = 20
_ENOUGH: Final = 20  # things wrong, and we stop
_LIMITS: Final = {"deadline": 5, "response_bytes": 2**20, "window_count": 100, "window_most": 200, "newcomers": 1000}
_BAD: Final = re.compile(r"Traceback|exploded|jobs\.red|feed\.alarm|unpublishable|^\w+(?:Error|Exception)\b")
_LONG: Final = 900  # seconds from which on memory must be flat


@dataclass(eq=False)
class Soak:
    """One run: the world, who reads what comes of it, and what went wrong."""

    world: Unrest
    settings: Settings
    pipe: Connection
    vitals: Vitals
    subscriber: Subscriber
    patrons: Patrons
    late: float
    lag: float = 0.0
    wrong: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)

    def run(self, seconds: float) -> None:
        """Let the world go on for so long, then calm it, collect all of it once more, and compare."""
        started = time.monotonic()
        looks = 0
        with Store.open(self.settings.database, read_only=True) as store:
            while (passed := time.monotonic() - started) < seconds and len(self.all_wrong()) < _ENOUGH:
                self.world.pass_until(passed)
                if passed >= looks:
                    looks += 1
                    self._look(store, looks)
                time.sleep(_STEP)
        self.world.calm()
        self.pipe.send("enough")
        if not self.pipe.poll(120):
            self.wrong.append("the last collection did not end within 120 s")
            return
        self.ends = Counter(self.pipe.recv())
        self.subscriber.poll()
        self.subscriber.audit()
        self.patrons.end()
        for one in (self.vitals, self.patrons.vitals):
            self.wrong += one.wrong(leeway=0.1 if seconds >= _LONG else 0.5)
        self.wrong += compare(self.world.publishers.values(), _kept(self.settings), self.subscriber.seen)
        self.wrong += [end for end in self.ends if end.startswith("failed")]
        self.wrong += [f"in the log, {times} times: {line}" for line, times in _alarms(self.settings).items()]

    def _look(self, store: Store, looks: int) -> None:
        self.subscriber.poll()
        if looks % 5 == 0:
            self.vitals.sample()
            self.patrons.vitals.sample()
            self._see_lag(store)
            health = read(self.settings.data) or {"ok": True}
            if not health["ok"]:
                self.wrong.append(f"the jobs are not well: {health['reason']}")
        if looks % 10 == 0:
            self.subscriber.audit()

    def _see_lag(self, store: Store) -> None:
        now = datetime.now(UTC)
        for name, state in store.states().items():
            lag = (now - state.due).total_seconds() if state.due else 0.0
            if lag > self.late:
                self.wrong.append(f"{name} is overdue by {lag:.0f} s")
            self.lag = max(self.lag, lag)

    def all_wrong(self) -> list[str]:
        """Give all that went wrong, in words."""
        return self.wrong + self.subscriber.wrong + self.patrons.wrong

    def summary(self) -> Iterator[str]:
        """Say in a few lines what was done, and what was wrong."""
        world, subscriber = self.world, self.subscriber
        stories = [story for publisher in world.publishers.values() for story in publisher.stories.values()]
        served = sum(len(publisher.served) for publisher in world.publishers.values())
        corrections = sum(story.version for story in stories)
        yield f"{len(stories)} stories and {corrections} corrections written, {served} stories handed out"
        yield f"{len(subscriber.seen)} seen in the feed in {subscriber.polls} polls, {subscriber.unchanged} of them 304"
        yield f"{sum(world.crowd.asked.values())} requests; {world.played.total()} times broken, {len(world.played)} ways"
        yield f"most overdue: {self.lag:.0f} s; last collection: {dict(self.ends)}"
        yield f"asked over sockets, by status: {dict(sorted(self.patrons.answers.items()))}"
        for name, one in (("jobs", self.vitals), ("worker", self.patrons.vitals)):
            yield f"{name}: second quarter {one.early()}; last quarter {one.late()}"
        wrong = self.all_wrong()
        yield from (f"WRONG: {one}" for one in wrong[:_ENOUGH])
        yield f"{len(wrong)} things wrong" if wrong else "nothing lost, nothing doubled, nothing late"


def compare(publishers: Iterable[Publisher], kept: Mapping[str, Sequence[int]], seen: Collection[str]) -> list[str]:
    """Say what is wrong with the versions that are `kept` and the stories that were `seen`, by what was handed out."""
    stories = {key: story for publisher in publishers for key, story in publisher.stories.items()}
    wrong = [f"{key} is kept, and nobody wrote it" for key in kept.keys() - stories.keys()]
    wrong += [f"{key} is not of the beat, and was in the feed" for key in seen if not stories[key].of_beat]
    for key, version in (served for publisher in publishers for served in publisher.served.items()):
        versions = kept.get(key, ())
        if len(versions) != 1:
            wrong.append(f"{key} is kept {len(versions)} times")
        elif versions[0] < version:
            wrong.append(f"{key} is kept as correction {versions[0]}, and {version} was handed out")
        if stories[key].of_beat and key not in seen:
            wrong.append(f"{key} was never in the feed")
    return wrong


def soak(seconds: float, sources: int, seed: int, late: float) -> tuple[bool, list[str]]:
    """Run it in a folder of its own; say whether all was well, and the summary.

    No source may be overdue by more than `late` seconds: a machine that others load needs more.
    """
    with TemporaryDirectory(prefix="soak-") as folder, unrest(sources, seed) as world:
        settings = _settings(Path(folder), world)
        with _service(settings) as (pipe, pid), patrons(settings) as crowd:
            run = Soak(world, settings, pipe, Vitals(pid), Subscriber(settings), crowd, late)
            run.run(seconds)
            return not run.all_wrong(), list(run.summary())


def _settings(data: Path, world: Unrest) -> Settings:
    sources = tuple(
        Source(name=one.name, kind="feed", url=world.crowd.url(address), allow_private=True, interval=_INTERVAL)
        for address, one in world.publishers.items()
    )
    return Settings.model_validate(
        {
            "data": data,
            "base_url": "https://feeds.example",
            "sources": sources,
            "limits": _LIMITS,
            "collecting": {"tick": 1, "delay": 0},
            "publishing": {"sources": False},
            "selecting": {"copies": False},  # papers that know few words write the same headline now and then
        }
    )


def _kept(settings: Settings) -> dict[str, list[int]]:
    """Give the versions that the store keeps of each story."""
    kept: dict[str, list[int]] = {}
    engine = create_engine(settings.database)
    with engine.connect() as connection:
        for (title,) in connection.execute(text("SELECT title FROM articles")):
            number = NUMBER.search(title)
            kept.setdefault(number[1] if number else title, []).append(int(number[2] or 0) if number else 0)
    engine.dispose()
    return kept


def _log(settings: Settings) -> Path:
    return settings.data / "log"


def _alarms(settings: Settings) -> Counter[str]:
    """Give the lines of the log that must not be there, and how often they are."""
    return Counter(line for line in _log(settings).read_text(errors="replace").splitlines() if _BAD.search(line))


@contextmanager
def _service(settings: Settings) -> Iterator[tuple[Connection, int]]:
    """Run the jobs in a process of their own; give the pipe to it and its number."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(there, settings), daemon=True)
    process.start()
    there.close()
    try:
        here.recv()
        yield here, process.pid or 0
    finally:
        here.close()
        process.join(30)
        if process.is_alive():
            process.kill()
            process.join()


def _serve(pipe: Connection, settings: Settings) -> None:
    log = os.open(_log(settings), os.O_WRONLY | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(log, stream)
    with opened(settings) as desk:
        jobs = Jobs(desk)
        jobs.start()
        pipe.send("open")
        pipe.recv()
        runs: list[Run] = []
        jobs.cycle(runs.append)
        jobs.stop()
        pipe.send([f"failed: {run.source}: {run.error}" if run.outcome == "failed" else run.outcome for run in runs])


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, run, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=3600, help="default 3600; from 900 on memory must be flat")
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--late", type=float, default=30, help="seconds that a source may be overdue (default 30)")
    chosen = parser.parse_args(arguments)
    well, said = soak(chosen.seconds, chosen.sources, chosen.seed, chosen.late)
    print("\n".join(said))  # noqa: T201 - its output
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
