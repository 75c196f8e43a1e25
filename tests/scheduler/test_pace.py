"""When a source is due."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import FetchState
from feeds.pipeline import Hints
from scheduler.pace import Bounds, bounds, learnt, next_due, wish
from tests.scheduler.rhythms import (
    FIXED,
    LIMITS,
    Rhythm,
    bursts,
    daily,
    followed,
    hourly,
    now_and_then,
    office,
    weekly,
    wire,
)
from tests.world import NOW, make_settings, make_source

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)


def wait(interval: timedelta, *, failures: int = 0, jitter: float = 0.0, hint: int | None = None) -> timedelta:
    """Give the wait for an interval; without jitter unless a test wants it."""
    state = FetchState(source="gazette", failures=failures)
    return next_due(state, interval, NOW, jitter=jitter, hint=hint) - NOW


@pytest.mark.parametrize(
    ("interval", "jitter", "minutes"), [(100, 0.0, 100), (100, 0.5, 105), (100, 1.0, 110), (600, 1.0, 610)]
)
def test_the_interval_grows_by_a_tenth_or_ten_minutes_at_most(interval: int, jitter: float, minutes: int) -> None:
    assert wait(timedelta(minutes=interval), jitter=jitter) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("failures", "expected"),
    [(1, 2 * QUARTER), (2, 4 * QUARTER), (3, 8 * QUARTER), (6, 64 * QUARTER), (7, DAY), (5000, DAY)],
)
def test_each_failure_doubles_the_wait_up_to_a_day(failures: int, expected: timedelta) -> None:
    assert wait(QUARTER, failures=failures) == expected


def test_a_failing_source_is_left_alone_for_a_minute_at_least() -> None:
    assert wait(timedelta(seconds=2), failures=1) == timedelta(minutes=1)


@pytest.mark.parametrize(("failures", "expected"), [(1, 360), (4, 360), (5, 480), (6, 960), (7, 1440), (50, 1440)])
def test_a_slow_source_that_fails_once_is_put_off_no_further(failures: int, expected: int) -> None:
    assert wait(timedelta(hours=6), failures=failures) == timedelta(minutes=expected)


def test_a_wish_is_spread_too() -> None:
    assert wait(QUARTER, hint=3600, jitter=1.0) == timedelta(minutes=66)


def test_a_failing_source_is_never_asked_more_often_than_a_sound_one() -> None:
    assert wait(timedelta(days=7), failures=3) == timedelta(days=7)


@pytest.mark.parametrize(
    ("hint", "expected"),
    [(None, QUARTER), (0, QUARTER), (-5, QUARTER), (60, QUARTER), (3600, timedelta(hours=1)), (10**18, DAY)],
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


SECONDS = int(NOW.timestamp())
GAZETTE = FetchState(source="gazette")


def rhythm(*ages: float, limits: Bounds = LIMITS) -> timedelta:
    """Give the wait of a source whose articles came so many minutes ago."""
    arrivals = tuple(sorted(SECONDS - int(age * 60) for age in ages))
    return learnt(replace(GAZETTE, arrivals=arrivals), limits, NOW)


@pytest.mark.parametrize(
    ("ages", "minutes"),
    [
        pytest.param([], 15, id="nothing is known"),
        pytest.param([1, 2, 3, 4], 15, id="too little is known"),
        pytest.param([24 * 60, 48 * 60], 72, id="too little, and a day of silence"),
        pytest.param([30 * 24 * 60], 360, id="a month of silence"),
        pytest.param([1, 2, 3, 4, 5], 5, id="lively: the floor"),
        pytest.param([60 * n for n in range(1, 31)], 15, id="one an hour"),
        pytest.param([600 + 60 * n for n in range(30)], 19.5, id="one an hour, and a silence of ten hours"),
        pytest.param([6000 + 10 * n for n in range(30)], 52, id="a wire that has been silent for four days"),
        pytest.param([0, 3000, 3060, 3120, 3180], 159, id="it speaks again"),
        pytest.param([0, 10, 20, 30, 40, 3000, 3060], 5, id="it speaks up again"),
        pytest.param([0, 10, 20, 30, 40, 6000, 6060], 8, id="it speaks up at an unusual hour"),
        pytest.param([1440 * n for n in range(1, 6)] + [10**6] * 25, 360, id="pinned articles of long ago"),
    ],
)
def test_the_rhythm_of_short_pasts(ages: list[float], minutes: float) -> None:
    assert rhythm(*ages) == pytest.approx(timedelta(minutes=minutes), abs=timedelta(minutes=1))


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        pytest.param(23.0, 60, id="an hour before its time"),
        pytest.param(24.5, 30, id="half an hour late: looked for"),
        pytest.param(25.0, 60, id="an hour late: looked for less"),
        pytest.param(12.0, 360, id="far from its time: the ceiling"),
    ],
)
def test_a_daily_is_awaited_at_its_hour(hours: float, minutes: float) -> None:
    waited = rhythm(*((hours + 24 * day) * 60 for day in range(20)))
    assert waited == pytest.approx(timedelta(minutes=minutes), abs=timedelta(minutes=2))


AGES = st.lists(st.integers(0, 80 * 24 * 60), max_size=30)


@given(ages=AGES, low=st.integers(1, 100), wide=st.integers(0, 1000))
def test_a_learnt_wait_keeps_its_bounds(ages: list[int], low: int, wide: int) -> None:
    limits = Bounds(
        usual=timedelta(minutes=low + wide / 2), fastest=timedelta(minutes=low), slowest=timedelta(minutes=low + wide)
    )
    assert limits.fastest <= rhythm(*ages, limits=limits) <= limits.slowest


@given(ages=st.lists(st.integers(0, 2 * 24 * 60), min_size=5, max_size=29), more=st.integers(0, 2 * 24 * 60))
def test_one_arrival_more_never_makes_it_later(ages: list[int], more: int) -> None:
    assert rhythm(*ages, more) <= rhythm(*ages)


@given(gap=st.integers(1, 3000), factor=st.integers(2, 10), count=st.integers(5, 30))
def test_a_source_that_is_livelier_throughout_is_never_visited_later(gap: int, factor: int, count: int) -> None:
    slow, lively = ([gap * n * scale for n in range(1, count + 1)] for scale in (factor, 1))
    by_day = timedelta(days=2) < timedelta(minutes=gap * factor * count)
    if not by_day:
        assert rhythm(*lively) <= rhythm(*slow)
    limits = replace(LIMITS, slowest=timedelta(days=60))
    assert rhythm(*lively, limits=limits) <= max(4 * timedelta(minutes=gap / 4), LIMITS.fastest)


@given(
    gaps=st.lists(st.integers(1, 600), min_size=5, max_size=30),
    silence=st.integers(0, 10_000),
    longer=st.integers(0, 10_000),
)
def test_a_longer_silence_never_hurries_a_source_without_a_pattern(gaps: list[int], silence: int, longer: int) -> None:
    ages, age = [], 0
    for gap in gaps:
        age += gap
        ages.append(age)
    if ages[-1] + silence + longer < 3 * 24 * 60:
        assert rhythm(*(one + silence for one in ages)) <= rhythm(*(one + silence + longer for one in ages))


@pytest.mark.parametrize(
    ("source_of", "visits", "latency"),
    [
        (wire, 290, 4),
        (office, 40, 25),
        (hourly, 120, 10),
        (daily, 12, 8),
        (weekly, 6, 20),
        (now_and_then, 5, 240),
        (bursts, 6, 180),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_following_costs_and_brings(source_of: Rhythm, visits: float, latency: float) -> None:
    account = followed(source_of, LIMITS)
    assert account.visits < visits
    assert account.latency < latency
    if latency < 9:
        assert account.latency < followed(source_of, FIXED).latency


def test_the_operators_word_holds() -> None:
    lively = replace(GAZETTE, arrivals=tuple(SECONDS - 60 * n for n in range(30, 0, -1)))
    settings = make_settings()
    own = bounds(make_source(interval="3h"), settings)
    assert learnt(lively, own, NOW) == learnt(GAZETTE, own, NOW) == timedelta(hours=3)
    assert wish(GAZETTE, bounds(make_source(interval="1m"), settings), Hints(max_age=3600, ttl=3600)) == 60
    folder = bounds(make_source(kind="folder", url=None, path="drop"), settings)
    assert learnt(GAZETTE, folder, NOW) == settings.collecting.look
    free = bounds(make_source(), settings)
    assert (free.usual, free.fastest, free.slowest) == (LIMITS.usual, LIMITS.fastest, LIMITS.slowest)


@pytest.mark.parametrize(
    ("hints", "unknown", "known"),
    [
        (Hints(), 0, 0),
        (Hints(retry_after=120, max_age=60), 120, 120),
        (Hints(retry_after=10**9), 86400, 86400),
        (Hints(max_age=600), 600, 600),
        (Hints(max_age=86400), 3600, 3600),
        (Hints(ttl=1800), 1800, 0),
        (Hints(ttl=86400, max_age=300), 3600, 300),
        (Hints(retry_after=-1, max_age=-1, ttl=-1), 0, 0),
    ],
)
def test_what_a_server_is_owed(hints: Hints, unknown: int, known: int) -> None:
    assert wish(GAZETTE, LIMITS, hints) == unknown
    assert wish(replace(GAZETTE, arrivals=(1, 2, 3, 4, 5)), LIMITS, hints) == known
