"""Each benchmark runs and measures something; how quick anything is, is nobody's assertion."""

import math
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.benchmarks import building, fetching, judging, loopback, reading, serving
from tests.benchmarks.timing import Row, race

ROOT = Path(__file__).parents[2]


def serving_in_process(rounds: int) -> list[Row]:
    with serving.published() as (settings, stored):
        return serving.in_process(settings, stored, rounds)


@pytest.mark.parametrize(
    "measure", [building.measure, fetching.measure, judging.measure, reading.measure, serving_in_process]
)
def test_a_benchmark_measures_something(measure: Callable[[int], Sequence[Row]]) -> None:
    rows = measure(1)
    assert rows
    assert all(math.isfinite(row.ratio) and row.ratio > 0 for row in rows)
    assert len({(row.what, row.yardstick.partition(",")[0]) for row in rows}) == len(rows)


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("wrk")), reason="needs nginx and wrk")
def test_nginx_is_a_yardstick() -> None:
    with serving.published() as (settings, stored):
        rows = loopback.against_nginx(settings.data, stored, 1)
    assert [row.what for row in rows] == ["304, over loopback", "200, gzip, over loopback"]
    assert all(math.isfinite(row.ratio) and row.ratio > 0 for row in rows)


def test_a_benchmark_prints_its_table() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.reading", "--rounds", "1"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "ours ÷ yardstick" in said
    assert said.count(" × ") == len(reading.FEEDS)


def ticking(*spent: float) -> Callable[[], float]:
    """Give a clock on which each piece of work takes as long as said, in turn."""

    def readings() -> Iterator[float]:
        now = 0.0
        for each in spent:
            yield now
            now += each
            yield now

    return readings().__next__


def test_a_ratio_is_of_medians_and_above_one_where_we_are_quicker() -> None:
    clock = ticking(1, 4, 100, 4, 1, 4)  # ours, theirs, in turns; ours is disturbed once
    row = race("work", lambda: None, ("theirs", lambda: None), 3, clock)
    assert row.ratio == 4
    assert (row.ours, row.yardstick) == ("1000.0 ms", "theirs, 4000.0 ms")
