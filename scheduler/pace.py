"""When is a source due: pure. Its own rhythm, a jitter, a back-off while it fails, and what its server asks for.

A source is visited again by the time a quarter of an article is to be expected, going by when its last thirty came and
the silence since. Where they tell of days or weeks it is the same hours of those that count, an article that is overdue
is looked for at first often and then ever less, and no rest is longer than four times what the average says.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from config.settings import Settings, Source
from feeds.article import FetchState
from feeds.pipeline import Hints

_MINUTE: Final = timedelta(minutes=1)
_QUARTER: Final = timedelta(minutes=15)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_YEAR: Final = timedelta(days=366)
_SPREAD: Final = 0.1
_SPREAD_MOST: Final = 600.0
_DOUBLINGS: Final = 20

_SHARE: Final = 0.25  # of an article is to be expected by the next visit
_KNOWN: Final = 5  # arrivals make a rhythm
_REST: Final = 4  # times what the average says is the longest wait
_ROUNDS: Final = 3  # days, or weeks, make a pattern of them
_PERIODS: Final = (7 * 86400, 86400)
_DUE: Final = 0.9  # of an article makes the next one overdue
_MEMORY: Final = 60 * 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How often a source may be visited: `usual` is the wait while its rhythm is unknown, the others bound it then."""

    usual: timedelta
    fastest: timedelta
    slowest: timedelta


def bounds(source: Source, settings: Settings) -> Bounds:
    """Give the bounds of `source`: an interval of its own is the operator's word, and a drop folder has no rhythm."""
    if source.interval is not None or source.path is not None:
        fixed = settings.interval_of(source)
        return Bounds(usual=fixed, fastest=fixed, slowest=fixed)
    collecting = settings.collecting
    return Bounds(usual=collecting.interval, fastest=collecting.fastest, slowest=collecting.slowest)


def learnt(state: FetchState, limits: Bounds, now: datetime) -> timedelta:
    """Give the wait until the next visit by the source's own rhythm, within `limits`; the floor wins over the ceiling.

    With fewer than five arrivals there is no rhythm yet: the wait is the usual one, and grows with the silence.
    """
    if limits.usual == limits.fastest == limits.slowest:
        return limits.usual
    moment = int(now.timestamp())
    ages = sorted(max(moment - arrival, 0) for arrival in state.arrivals)
    if len(ages) < _KNOWN:
        wait, floor = _SHARE * (ages[0] if ages else 0) / _KNOWN, limits.usual
    else:
        average = _SHARE * min(age / count for count, age in enumerate(ages, 1) if count >= _KNOWN)
        wait, floor = min(_by_the_clock(ages, average), _REST * average), limits.fastest
    return max(min(timedelta(seconds=int(min(wait, _MEMORY))), limits.slowest), floor)


def _by_the_clock(ages: list[int], average: float) -> float:
    """Give in how many seconds a share of an article came at the same hours of past days or weeks; else `average`."""
    recent = [age for age in ages if age <= _MEMORY]
    written = recent[-1] - recent[0] if recent else 0
    waits = [_next_hour(recent, recent[-1] / period, period) for period in _PERIODS if written >= _ROUNDS * period]
    return min(waits, default=average)


def _next_hour(ages: list[int], rounds: float, period: int) -> float:
    ahead = sorted(period - age % period for age in ages)
    needed = ceil(_SHARE * rounds)
    wait = ahead[needed - 1] if needed <= len(ahead) else period
    # An article that is overdue is looked for: at first often, then ever less.
    since = sorted((ages[0] - age) % period or period for age in ages)
    due = ceil(_DUE * rounds)
    late = ages[0] - since[due - 1] if due <= len(since) else 0
    return min(wait, late) if late > 0 else wait


def wish(state: FetchState, limits: Bounds, hints: Hints) -> int:
    """Give the least wait in seconds that is owed to what was said.

    Retry-After is a request: granted, up to a day. Freshness is a hint: granted up to an hour and never beyond the
    slowest pace, for a careless line in a server's settings must not silence a lively source. A ttl (or updatePeriod,
    which most feeds bear only because their software writes it) counts likewise, and only until the rhythm is known.
    """
    most = int(min(_HOUR, limits.slowest).total_seconds())
    hint = max(hints.max_age or 0, 0 if len(state.arrivals) >= _KNOWN else hints.ttl or 0)
    return max(min(hints.retry_after or 0, int(_DAY.total_seconds())), min(hint, most), 0)


def next_due(
    state: FetchState, interval: timedelta, now: datetime, *, jitter: float, hint: int | None = None
) -> datetime:
    """Give when a source is due again after the collection that ended at `now` and left `state`.

    `interval` is the operator's, or the one `learnt`; `jitter`, a random number from 0 to 1, makes it longer by a tenth
    at most, and by ten minutes: never shorter, for it is a floor. Each failure in a row doubles it, a quarter of an
    hour to begin with at most, from a minute up to a day; a longer interval stays. `hint` is what the server is owed
    (see `wish`), in seconds: never sooner than that, but a day is the most it gets.
    """
    wait = _backed_off(interval, state.failures) if state.failures else min(interval, _YEAR)
    asked = min(max(hint or 0, 0), _DAY.total_seconds())
    most = wait.total_seconds() if state.failures else min(wait.total_seconds(), _SPREAD_MOST / _SPREAD)
    spread = wait.total_seconds() + _SPREAD * most * jitter
    # A server that asked a thousand readers to wait gets them back one by one.
    return now + timedelta(seconds=int(max(spread, asked * (1 + _SPREAD * jitter), 1)))


def _backed_off(interval: timedelta, failures: int) -> timedelta:
    doubled = min(interval, _QUARTER) * (1 << min(failures, _DOUBLINGS))
    return min(max(interval, min(max(doubled, _MINUTE), _DAY)), _YEAR)
