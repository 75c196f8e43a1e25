"""What a source yields, compared with its own past: the alarm, and what is remembered for it. Pure.

A reading is (seconds since 1970, items found, items that bore a date). One odd reading is no alarm, two in a row are.
While they last they do not become the past; after a week a source that still yields something has changed for good.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median
from typing import Final

Reading = tuple[int, int, int]
Readings = tuple[Reading, ...]

SILENCE: Final = 4 * 86400
"""In seconds: no shorter silence is worth a word, for it may be a long weekend."""

_HOUR: Final = 3600
_DAY: Final = 86400
_KEPT: Final = 20
_PAST: Final = 5
_FEW: Final = 4
_SPACING: Final = 12 * _HOUR
_SETTLED: Final = 7 * _DAY
_ARRIVALS: Final = 30
_TOGETHER: Final = 5 * 60
_RHYTHM: Final = 6
_STRETCH: Final = 3


def alarm(readings: Readings, arrivals: tuple[int, ...], now: datetime) -> str | None:
    """Say in a sentence what is odd about what a source yields, or give None.

    A reading is odd if, beside the median of at least five before it, it found nothing, or half of it all at once, or
    only undated items where most bore dates. A silence is odd beyond four days (a long weekend) and three times the
    longest of its own past.
    """
    past, odd = _told_apart(readings)
    return _words(past, odd[-1]) if len(odd) == 2 else _silence(arrivals, int(now.timestamp()))


def read(readings: Readings, reading: Reading) -> Readings:
    """Give the readings to remember, at most twenty, after a new one.

    Sound ones are thinned to two a day and the newest, so that the past knows weekends; of odd ones the first and the
    newest stay. Where they end, those that found something are the past of the next lull.
    """
    past, odd = _told_apart(readings)
    if len(past) >= _PAST and _odd(past, reading):
        settled = reading[1] and odd and reading[0] - odd[0][0] >= _SETTLED
        kept = readings if settled else past + odd[:1]
    else:
        dense = len(past) > _PAST and past[-1][0] - past[-2][0] < _SPACING
        kept = (past[:-1] if dense else past) + tuple(one for one in odd if one[1])
    return (*kept, reading)[-_KEPT:]


def arrived(arrivals: tuple[int, ...], new: Iterable[int]) -> tuple[int, ...]:
    """Give the arrivals to remember, oldest first: the newest thirty, those within five minutes as one."""
    kept: list[int] = []
    for moment in sorted({*arrivals, *new}):
        if not kept or moment - kept[-1] >= _TOGETHER:
            kept.append(moment)
    return tuple(kept[-_ARRIVALS:])


def _told_apart(readings: Readings) -> tuple[Readings, Readings]:
    """Give the sound readings and the odd ones, at most two, at the end."""
    for count in (2, 1):
        past, last = readings[:-count], readings[-count:]
        if len(past) >= _PAST and all(_odd(past, one) for one in last):
            return past, last
    return readings, ()


def _odd(past: Readings, reading: Reading) -> bool:
    return _fell(past, reading[1]) or _undated(past, reading)


def _fell(past: Readings, found: int) -> bool:
    """Say whether a yield fell all at once to a half or less, and lower than ever: a lull comes down bit by bit."""
    counts = [one[1] for one in past]
    usual, newest = median(counts), counts[-1]
    if found >= min(counts) or (found > 0 and usual < _FEW):
        return False
    return 2 * found <= min(usual, newest) and usual <= 2 * newest


def _undated(past: Readings, reading: Reading) -> bool:
    _, found, dated = reading
    return found > 0 == dated and median(2 * one[2] >= one[1] > 0 for one in past) == 1


def _words(past: Readings, reading: Reading) -> str:
    _, found, _ = reading
    usual = f"{median(one[1] for one in past):g} were usual"
    if not found:
        return f"yields nothing, where {usual}: has its page changed?"
    if _fell(past, found):
        return f"yields {found} item{'s' * (found > 1)}, where {usual}: has its page changed?"
    return f"yields only undated items ({found}), where most bore a date: has its page changed?"


def _silence(arrivals: tuple[int, ...], now: int) -> str | None:
    """Speak of a silence; the oldest gap does not count, which a pinned article of long ago would make endless."""
    if len(arrivals) < _RHYTHM or now - arrivals[-1] <= SILENCE:
        return None
    longest = max(later - earlier for earlier, later in pairwise(arrivals[1:]))
    if now - arrivals[-1] <= _STRETCH * longest:
        return None
    since = datetime.fromtimestamp(arrivals[-1], UTC)
    return (
        f"nothing new since {since:%Y-%m-%d}, where {_span(longest)} was the longest silence: is it still written to?"
    )


def _span(seconds: int) -> str:
    size, unit = next(
        (size, unit) for size, unit in ((_DAY, "day"), (_HOUR, "hour"), (60, "minute")) if seconds >= size
    )
    count = round(seconds / size)
    return f"{count} {unit}{'s' * (count > 1)}"
