"""How all benchmarks are timed: CPU, not the wall; ours and the yardstick in turns; the median of several rounds."""

import argparse
import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Work = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: `ratio` is our work for a second of CPU ÷ the yardstick's; 2.0 is twice as quick.

    `seconds` of CPU are what a round of ours takes, where the clock is the CPU's.
    """

    what: str
    ratio: float
    ours: str
    yardstick: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a piece of work cost, in seconds: `cpu` of this process and all its children, `wall` on the clock."""

    cpu: float
    wall: float


def spending(work: Work, *, but: int) -> Spent:
    """Run something once and say what it cost, children included, but not that of the process `but` (a server)."""
    cpu, wall = _cpu(but), time.perf_counter()
    work()
    return Spent(cpu=_cpu(but) - cpu, wall=time.perf_counter() - wall)


def _cpu(but: int) -> float:
    over = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    alive = [int(pid) for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()]
    return sum(each.ru_utime + each.ru_stime for each in over) + sum(_alive(pid) for pid in alive if pid != but)


def _alive(process: int) -> float:
    """Give the CPU seconds of a child that has not ended, in hundredths, from /proc."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def race(what: str, ours: Work, yardstick: tuple[str, Work], rounds: int, clock: Clock = time.process_time) -> Row:
    """Run both `rounds` times, in turns so that a slow spell of the machine meets both, after one round unmeasured."""
    name, other = yardstick
    ours(), other()
    times = [(_timed(ours, clock), _timed(other, clock)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    return Row(what=what, ratio=theirs / mine, ours=_spent(mine), yardstick=f"{name}, {_spent(theirs)}", seconds=mine)


def show(title: str, measure: Callable[[int], Sequence[Row]]) -> None:
    """Measure and print the table: the whole of a benchmark's command line."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--rounds", type=int, default=7, help="measured rounds of each (default 7)")
    rows = measure(parser.parse_args().rounds)
    print(f"{title}\nwork for a second of CPU, ours ÷ yardstick (more is better)\n")  # noqa: T201 - its output
    width = max(len(row.what) for row in rows)
    for row in rows:
        print(f"  {row.what:<{width}}  {row.ratio:8.2f} ×   ours {row.ours:>10}   yardstick: {row.yardstick}")  # noqa: T201


def _timed(work: Work, clock: Clock) -> float:
    start = clock()
    work()
    return clock() - start


def _spent(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
