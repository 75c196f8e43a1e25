"""When a source is due."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import FetchState
from scheduler.pace import next_due
from tests.world import NOW

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)


def wait(interval: timedelta, *, failures: int = 0, jitter: float = 0.5, hint: int | None = None) -> timedelta:
    state = FetchState(source="gazette", failures=failures)
    return next_due(state, interval, NOW, jitter=jitter, hint=hint) - NOW


@pytest.mark.parametrize(("jitter", "minutes"), [(0.0, 90), (0.5, 100), (1.0, 110)])
def test_the_interval_moves_by_a_tenth_either_way(jitter: float, minutes: int) -> None:
    assert wait(timedelta(minutes=100), jitter=jitter) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("failures", "expected"),
    [(1, 2 * QUARTER), (2, 4 * QUARTER), (3, 8 * QUARTER), (6, 64 * QUARTER), (7, DAY), (5000, DAY)],
)
def test_each_failure_doubles_the_wait_up_to_a_day(failures: int, expected: timedelta) -> None:
    assert wait(QUARTER, failures=failures) == expected


def test_a_failing_source_is_left_alone_for_a_minute_at_least() -> None:
    assert wait(timedelta(seconds=2), failures=1) == timedelta(minutes=1)


def test_a_failing_source_is_never_asked_more_often_than_a_sound_one() -> None:
    assert wait(timedelta(days=7), failures=3) == timedelta(days=7)


@pytest.mark.parametrize(
    ("hint", "expected"),
    [(None, QUARTER), (0, QUARTER), (-5, QUARTER), (60, QUARTER), (3600, timedelta(minutes=63)), (10**18, DAY * 1.05)],
)
def test_the_server_may_ask_for_more_patience_but_not_for_less(hint: int | None, expected: timedelta) -> None:
    assert wait(QUARTER, hint=hint) == expected


@given(
    interval=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=10**8)),
    failures=st.integers(0, 10**9),
    jitter=st.floats(0, 1),
    hint=st.none() | st.integers(0, 10**12),
)
def test_every_wait_has_an_end_and_honours_the_hint(
    interval: timedelta, failures: int, jitter: float, hint: int | None
) -> None:
    waited = wait(interval, failures=failures, jitter=jitter, hint=hint)
    assert timedelta(seconds=1) <= waited <= max(timedelta(days=403), DAY)
    assert waited.microseconds == 0
    assert waited >= min(timedelta(seconds=hint or 0), DAY)
