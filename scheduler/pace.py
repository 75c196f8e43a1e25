"""When is a source due: pure. The interval, a jitter, a back-off while it fails, and what its server asks for."""

from datetime import datetime, timedelta
from typing import Final

from feeds.article import FetchState

_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
_YEAR: Final = timedelta(days=366)
_SPREAD: Final = 0.1
_DOUBLINGS: Final = 20


def next_due(
    state: FetchState, interval: timedelta, now: datetime, *, jitter: float, hint: int | None = None
) -> datetime:
    """Give when a source is due again after the collection that ended at `now` and left `state`.

    `interval` is the operator's; `jitter`, a random number from 0 to 1, moves it by at most a tenth either way.
    Each failure in a row doubles it, from a minute up to a day (or the interval, if that is longer). `hint` is the
    server's wish in seconds (Retry-After, max-age, ttl): never sooner than that, but a day is the most it gets.
    """
    wait = _backed_off(interval, state.failures) if state.failures else min(interval, _YEAR)
    asked = min(max(hint or 0, 0), _DAY.total_seconds())
    spread = wait.total_seconds() * (1 - _SPREAD + 2 * _SPREAD * jitter)
    # A wish is spread upwards only: a server that asked a thousand readers to wait gets them back one by one.
    return now + timedelta(seconds=int(max(spread, asked * (1 + _SPREAD * jitter), 1)))


def _backed_off(interval: timedelta, failures: int) -> timedelta:
    if interval >= _DAY:
        return min(interval, _YEAR)
    return min(max(interval * (1 << min(failures, _DOUBLINGS)), _MINUTE), _DAY)
