"""What a source yields, compared with its own past; a new case is an entry in data/yields.json.

In the file the readings of the past are half a day apart, as are those of `then`.
"""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.yields import Readings, alarm, arrived, read
from tests.world import NOW

HALF, HOUR, DAY = 43200, 3600, 86400
START = int(NOW.timestamp())
CASES = json.loads((Path(__file__).parent / "data" / "yields.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_each_past_and_what_is_said_of_it(case: dict[str, Any]) -> None:
    dated = [case.get("past_dated", found) for found in case["past"]] + case.get("dated", case["then"])
    readings: Readings = ()
    for number, found in enumerate(case["past"] + case["then"]):
        readings = read(readings, (START + number * HALF, found, dated[number]))
    assert alarm(readings, (), NOW) == case["says"]


def test_a_busy_source_remembers_more_than_a_week() -> None:
    readings: Readings = ()
    for number in range(14 * 24 * 12):
        readings = read(readings, (START + number * 300, 30, 30))
    assert len(readings) == 20
    assert readings[-1][0] - readings[0][0] > 8 * DAY
    assert readings[-1][0] == START + (14 * 24 * 12 - 1) * 300


def test_a_broken_page_is_told_after_two_visits_and_for_as_long_as_it_lasts() -> None:
    readings: Readings = ()
    said = []
    for number in range(1200):
        readings = read(readings, (START + number * 300, 30 if number < 1000 else 0, 0))
        said.append(alarm(readings, (), NOW) is not None)
    assert said.index(True) == 1001
    assert all(said[1001:])


@given(
    found=st.lists(st.tuples(st.integers(60, 2 * DAY), st.integers(0, 100), st.integers(0, 100)), max_size=80),
    moments=st.lists(st.integers(0, START), max_size=60),
)
def test_any_past_is_kept_within_bounds(found: list[tuple[int, int, int]], moments: list[int]) -> None:
    readings: Readings = ()
    now = START
    for pause, count, dated in found:
        now += pause
        readings = read(readings, (now, count, min(count, dated)))
        assert len(readings) <= 20
        assert readings[-1] == (now, count, min(count, dated))
        assert all(earlier[0] < later[0] for earlier, later in pairwise(readings))
    arrivals = arrived((), moments)
    said = alarm(readings, arrivals, datetime.fromtimestamp(now, UTC))
    assert said is None or len(said) < 200


def silence(gaps: list[int], since: int) -> str | None:
    """Speak of a source whose articles came with those gaps (seconds), `since` seconds after the last one."""
    moments = [START]
    for gap in reversed(gaps):
        moments.insert(0, moments[0] - gap)
    return alarm((), tuple(moments), NOW + timedelta(seconds=since))


@pytest.mark.parametrize(
    ("gaps", "since", "says"),
    [
        pytest.param([HOUR] * 10, 14 * HOUR, None, id="a night"),
        pytest.param([HOUR] * 10, 63 * HOUR, None, id="a weekend"),
        pytest.param([HOUR] * 10, 88 * HOUR, None, id="a long weekend"),
        pytest.param([HOUR] * 10, 5 * DAY, "nothing new since 2026-11-20, where 1 hour was", id="too long"),
        pytest.param(
            [600] * 10, 5 * DAY, "nothing new since 2026-11-20, where 10 minutes was", id="too long for a wire"
        ),
        pytest.param([7 * DAY] * 10, 20 * DAY, None, id="a weekly that skips two"),
        pytest.param([7 * DAY] * 10, 22 * DAY, "nothing new since 2026-11-20, where 7 days was", id="a weekly is over"),
        pytest.param([DAY] * 9 + [14 * DAY], 40 * DAY, None, id="a holiday that is known"),
        pytest.param([4000 * DAY] + [DAY] * 9, 5 * DAY, "nothing new since", id="a pinned article of long ago"),
        pytest.param([HOUR] * 4, 30 * DAY, None, id="too little is known"),
    ],
)
def test_a_silence_is_measured_by_those_before(gaps: list[int], since: int, says: str | None) -> None:
    said = silence(gaps, since)
    assert (said or "").startswith(says) if says else said is None


def test_arrivals_are_the_newest_thirty_and_a_burst_is_one() -> None:
    assert arrived((), ()) == ()
    assert arrived((1000,), (1000, 1299, 1300, 900)) == (900, 1299)
    assert arrived(tuple(range(0, 400 * 50, 400)), (400 * 50,)) == tuple(range(400 * 21, 400 * 51, 400))
