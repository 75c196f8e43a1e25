"""Collecting a thousand feeds: first seen, all unchanged, and one in twenty changed, beside a bare socket and peers.

    .venv/bin/python -m tests.benchmarks.collecting --feeds 1000 --reader /tmp/venv/bin/python

Ours is a whole cycle of the scheduler: fetched, read, cleaned, judged, kept, and the beat's feed published. The bare
socket only fetches. newsboat and sfeed come from the system, lemon24/reader from the Python that `--reader` (or
READER_PYTHON) names; who is not there is skipped. `--cycles 50` looks on while ours collects again and again.
"""

import argparse
import os
import shutil
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from config.settings import Source
from scheduler import logs
from tests.benchmarks import kiosk, peers
from tests.benchmarks.timing import Spent, spending
from tests.scheduler.desks import Room, room

PHASES = ("cold", "all 304", "5 % changed")
SHARE = 0.05
ROUNDS = 3  # of the phases that can be had more than once


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one contestant spent in each of the PHASES."""

    name: str
    spent: tuple[Spent, ...]


def measure(feeds: int, rounds: int, names: Sequence[str], reader: str | None = None) -> list[Result]:
    """Let the contestants collect the same papers in turns; of repeated phases the median counts."""
    with kiosk.opened(feeds, datetime.now(UTC)) as papers, ExitStack() as stack:
        made = [(name, stack.enter_context(_contestant(name, papers.urls(), reader))) for name in names]
        spent: dict[str, list[Spent]] = {name: [] for name in names}
        for phase, share in zip(PHASES, (0.0, 0.0, SHARE), strict=True):
            times: dict[str, list[Spent]] = {name: [] for name in names}
            for _ in range(1 if phase == "cold" else rounds):
                if share:
                    papers.print_new(share)
                for name, contestant in made:
                    times[name].append(spending(contestant.cycle, but=papers.pid))
            for name in names:
                spent[name].append(_median(times[name]))
    return [Result(name=name, spent=tuple(each)) for name, each in spent.items()]


def watch(feeds: int, cycles: int) -> Iterator[tuple[int, Spent, int]]:
    """Give the number, the cost and the resident memory afterwards (KiB) of many cycles of ours, each 5 % changed."""
    with kiosk.opened(feeds, datetime.now(UTC)) as papers, _ours(papers.urls()) as ours:
        for number in range(cycles):
            yield number, spending(ours.cycle, but=papers.pid), _resident()
            papers.print_new(SHARE)


def contestants(reader: str | None) -> tuple[str, ...]:
    """Give who is here to take part, the bare socket first; say who is not."""
    here = {
        "newsboat": shutil.which("newsboat") is not None,
        "sfeed": shutil.which("sfeed_update") is not None,
        "reader": reader is not None,
    }
    for name, there in here.items():
        if not there:
            print(f"skipped: {name} is not here", file=sys.stderr)  # noqa: T201
    return ("bare socket", "beatwire", *(name for name, there in here.items() if there))


@contextmanager
def _contestant(name: str, urls: Sequence[str], reader: str | None) -> Iterator[peers.Contestant]:
    if name == "beatwire":
        with _ours(urls) as ours:
            yield ours
        return
    with TemporaryDirectory() as folder:
        yield peers.made(name, urls, Path(folder), reader)


@dataclass(slots=True)
class _Ours:
    room: Room
    feeds: int

    def cycle(self) -> None:
        runs, _ = self.room.cycle()
        assert len(runs) == self.feeds
        assert not [run.error for run in runs.values() if run.error]


@contextmanager
def _ours(urls: Sequence[str]) -> Iterator[_Ours]:
    sources = [
        Source(name=f"paper-{number}", kind="feed", url=url, allow_private=True) for number, url in enumerate(urls)
    ]
    only_the_beat = {"countries": False, "sources": False}
    at_once = {"delay": 0}
    with (
        TemporaryDirectory() as folder,
        room(Path(folder), *sources, publishing=only_the_beat, collecting=at_once) as opened,
    ):
        yield _Ours(opened, len(urls))


def _median(times: Sequence[Spent]) -> Spent:
    return Spent(cpu=statistics.median(one.cpu for one in times), wall=statistics.median(one.wall for one in times))


def _resident() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


def show(results: Sequence[Result]) -> None:
    """Print the table: seconds of CPU (and wall), and the CPU as a multiple of the bare socket's."""
    yardstick = results[0].spent
    print(f"{'CPU s (wall s), × the bare socket':<20}" + "".join(f"{phase:>28}" for phase in PHASES))  # noqa: T201
    for result in results:
        cells = [
            f"{spent.cpu:9.2f} ({spent.wall:6.1f}) {spent.cpu / bare.cpu:6.1f} ×"
            for spent, bare in zip(result.spent, yardstick, strict=True)
        ]
        print(f"{result.name:<20}" + "".join(f"{cell:>28}" for cell in cells))  # noqa: T201


def main() -> None:
    """Race, or look on."""
    parser = argparse.ArgumentParser(description="Collecting a thousand feeds")
    parser.add_argument("--feeds", type=int, default=1000, help="how many (default 1000)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"of the later phases (default {ROUNDS})")
    parser.add_argument("--cycles", type=int, default=0, help="collect so many times, ours only, and show the memory")
    parser.add_argument("--only", nargs="*", help="these contestants beside the bare socket")
    parser.add_argument("--reader", default=os.environ.get("READER_PYTHON"), help="a Python that can import reader")
    chosen = parser.parse_args()
    logs.configure("warning")
    if chosen.cycles:
        for number, spent, resident in watch(chosen.feeds, chosen.cycles):
            print(f"cycle {number:3}  {spent.cpu:6.2f} CPU s  {resident / 1024:7.1f} MiB resident")  # noqa: T201
        return
    names = [
        name for name in contestants(chosen.reader) if chosen.only is None or name in {"bare socket", *chosen.only}
    ]
    show(measure(chosen.feeds, chosen.rounds, names, chosen.reader))


if __name__ == "__main__":
    main()
