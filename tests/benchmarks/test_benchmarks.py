"""Each benchmark runs and measures something; how quick anything is, is nobody's assertion."""

import math
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.benchmarks import (
    answering,
    building,
    busy,
    choosing,
    clustering,
    collecting,
    dating,
    fetching,
    judging,
    loopback,
    reading,
    serving,
    ticking,
)
from tests.benchmarks.timing import Row, race, spending

ROOT = Path(__file__).parents[2]


def serving_in_process(rounds: int) -> list[Row]:
    with serving.published() as (settings, stored):
        return serving.in_process(settings, stored, rounds)


def choosing_among_few(rounds: int) -> list[Row]:
    return choosing.measure(rounds, articles=300, count=10)


def building_few(rounds: int) -> list[Row]:
    return building.measure(rounds, counts=(50, 100))


@pytest.mark.parametrize(
    "measure",
    [
        answering.measure,
        building_few,
        choosing_among_few,
        clustering.measure,
        dating.measure,
        fetching.measure,
        judging.measure,
        reading.measure,
        serving_in_process,
    ],
)
def test_a_benchmark_measures_something(measure: Callable[[int], Sequence[Row]]) -> None:
    rows = measure(1)
    assert rows
    assert all(math.isfinite(row.ratio) and row.ratio > 0 for row in rows)
    assert len({(row.what, row.yardstick.partition(",")[0]) for row in rows}) == len(rows)


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("wrk")), reason="needs nginx and wrk")
def test_polls_are_timed_while_stories_are_collected() -> None:
    (row,) = busy.measure(1, stories=20, seconds=4)
    assert math.isfinite(row.ratio)
    assert row.ratio > 0


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("wrk")), reason="needs nginx and wrk")
def test_nginx_is_a_yardstick() -> None:
    with serving.published() as (settings, stored):
        rows = loopback.against_nginx(settings.data, stored, 1, loopback.SITE[:1])
    assert [row.what for row in rows] == [
        "the mix of polls, over loopback",
        "the mix of polls, behind the shipped site",
    ]
    assert all(math.isfinite(row.ratio) and row.ratio > 0 for row in rows)


def test_a_benchmark_prints_its_table() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.reading", "--rounds", "1"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "ours ÷ yardstick" in said
    assert said.count(" × ") == len(reading.FEEDS)


def clock_of(*spent: float) -> Callable[[], float]:
    """Give a clock on which each piece of work takes as long as said, in turn."""

    def readings() -> Iterator[float]:
        now = 0.0
        for each in spent:
            yield now
            now += each
            yield now

    return readings().__next__


def test_a_ratio_is_of_medians_and_above_one_where_we_are_quicker() -> None:
    clock = clock_of(1, 4, 100, 4, 1, 4)  # ours, theirs, in turns; ours is disturbed once
    row = race("work", lambda: None, ("theirs", lambda: None), 3, clock)
    assert row.ratio == 4
    assert (row.ours, row.yardstick) == ("1000.0 ms", "theirs, 4000.0 ms")


def test_everybody_collects_the_same_papers() -> None:
    names = ("bare socket", "beatwire")
    results = collecting.measure(3, 1, names)
    assert [result.name for result in results] == list(names)
    assert all(spent.cpu > 0 and spent.wall > 0 for result in results for spent in result.spent)
    assert all(len(result.spent) == len(collecting.PHASES) for result in results)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "command"), [("newsboat", "newsboat"), ("sfeed", "sfeed_update")])
def test_a_peer_collects_them_too(name: str, command: str) -> None:
    if shutil.which(command) is None:
        pytest.skip(f"needs {command}")
    (result,) = collecting.measure(3, 1, (name,))
    assert all(spent.cpu > 0 for spent in result.spent)


def test_who_is_not_here_is_skipped_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert collecting.contestants(None)[:2] == ("bare socket", "beatwire")
    assert "skipped: reader is not here" in capsys.readouterr().err


def test_the_memory_of_many_cycles_is_looked_at() -> None:
    seen = list(collecting.watch(2, 2))
    assert [number for number, _, _ in seen] == [0, 1]
    assert all(resident > 0 for _, _, resident in seen)


def test_collecting_prints_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    spent = tuple(spending(lambda: sum(range(50_000)), but=0) for _ in collecting.PHASES)
    collecting.show([collecting.Result(name="bare socket", spent=spent), collecting.Result(name="twin", spent=spent)])
    said = capsys.readouterr().out
    assert all(phase in said for phase in collecting.PHASES)
    assert said.count("1.0 ×") == 2 * len(collecting.PHASES)


def test_a_tick_is_timed() -> None:
    first, later = ticking.measure(5, ticks=2)
    assert first > 0
    assert later >= 0
