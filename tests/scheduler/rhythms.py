"""Invented sources that write by rhythms of their own, and a scheduler that follows one of them through simulated time.

`python -m tests.scheduler.rhythms` prints what the learnt pace costs and brings beside a fixed interval.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median, quantiles
from typing import Final

from feeds.article import FetchState
from feeds.collect.state import came_out, noted, succeeded
from scheduler.pace import Bounds, learnt, next_due
from tests.world import NOW

DAY: Final = 86400
START: Final = int(NOW.timestamp()) // DAY * DAY - 300 * DAY
LIMITS: Final = Bounds(usual=timedelta(minutes=15), fastest=timedelta(minutes=5), slowest=timedelta(hours=6))
FIXED: Final = Bounds(usual=LIMITS.usual, fastest=LIMITS.usual, slowest=LIMITS.usual)
Rhythm = Callable[[Random], list[int]]


def _days(days: int, weekdays: str = "MTWTFSS") -> list[int]:
    first = datetime.fromtimestamp(START, UTC).weekday()
    working = [number for number, letter in enumerate(weekdays) if letter != "-"]
    return [START + day * DAY for day in range(days) if (first + day) % 7 in working]


def wire(chance: Random) -> list[int]:
    """Two hundred a day, between 6 and 22 o'clock."""
    return [day + chance.randrange(6 * 3600, 22 * 3600) for day in _days(20) for _ in range(200)]


def office(chance: Random) -> list[int]:
    """Ten a day, Monday to Friday from 9 to 18 o'clock."""
    return [day + chance.randrange(9 * 3600, 18 * 3600) for day in _days(60, "MTWTF--") for _ in range(10)]


def hourly(chance: Random) -> list[int]:
    """One an hour, day and night, give or take."""
    return [START + hour * 3600 + chance.randrange(3600) for hour in range(30 * 24)]


def daily(chance: Random) -> list[int]:
    """One a day at about 9 o'clock."""
    return [day + 9 * 3600 + chance.randrange(-1200, 1200) for day in _days(90)]


def weekly(chance: Random) -> list[int]:
    """One every Wednesday at about 10 o'clock."""
    return [day + 10 * 3600 + chance.randrange(-1800, 1800) for day in _days(280, "--W----")]


def now_and_then(chance: Random) -> list[int]:
    """Two a week at any hour."""
    return [START + chance.randrange(200 * DAY) for _ in range(200 * 2 // 7)]


def bursts(chance: Random) -> list[int]:
    """Three times a week a dozen at once, at any hour of the day."""
    starts = [day + chance.randrange(8 * 3600, 20 * 3600) for day in _days(120, "M-W-F--")]
    return [start + number * 2 for start in starts for number in range(12)]


RHYTHMS: Final[tuple[Rhythm, ...]] = (wire, office, hourly, daily, weekly, now_and_then, bursts)


@dataclass(frozen=True, slots=True)
class Account:
    """What following a source cost and brought: visits a day, and how late its articles were found, in minutes."""

    visits: float
    latency: float
    tenth: float


def followed(rhythm: Rhythm, limits: Bounds, seed: int = 1) -> Account:
    """Follow a rhythm; the first third of it is what the source holds at the first visit or is learnt on the way."""
    chance = Random(seed)  # noqa: S311 - it plays the world
    moments = sorted(rhythm(chance))
    now = datetime.fromtimestamp(moments[len(moments) // 6], UTC)
    counted_from, end = moments[len(moments) // 3], moments[-1]
    state, seen, visits, late = FetchState(source="gazette"), 0, 0, list[int]()
    while now.timestamp() < end:
        moment = int(now.timestamp())
        upto = next((place for place in range(seen, len(moments)) if moments[place] > moment), len(moments))
        new, seen = moments[seen:upto], upto
        before, state = state, succeeded(state, etag=None, modified=None, url=None, now=now)
        if new:
            came = [came_out(datetime.fromtimestamp(one, UTC), before, now) for one in new]
            state = noted(state, 30, 30, came, now)
        if moment >= counted_from:
            visits += 1
            late += [moment - one for one in new if one >= counted_from]
        now = next_due(state, learnt(state, limits, now), now, jitter=chance.random())
    days = (end - counted_from) / DAY
    return Account(visits / days, median(late) / 60, quantiles(late, n=10)[-1] / 60)


if __name__ == "__main__":
    for one in RHYTHMS:
        ours, fixed = followed(one, LIMITS), followed(one, FIXED)
        print(  # noqa: T201 - it is a report
            f"{one.__name__:14} learnt: {ours.visits:6.1f} a day, {ours.latency:6.1f} min late"
            f" (a tenth more than {ours.tenth:5.0f});"
            f" every 15 min: {fixed.visits:5.1f} a day, {fixed.latency:4.1f} min late"
        )
