"""What work costs, in units of this very machine at this very moment, so that a bound holds wherever the tests run."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from coverage import Coverage


def units(work: Callable[[], object]) -> float:
    """Give the processor time of `work` as a multiple of a yardstick run beside it; the cheaper of two tries.

    The yardstick takes about five milliseconds on a quiet machine of 2024: two hundred units are about a second.
    """
    with _unwatched():
        return min(_ratio(work) for _ in range(2))


@contextmanager
def _unwatched() -> Iterator[None]:
    """Count no lines meanwhile: that is done for our lines and not for the yardstick's, so it would bend the ratio."""
    watching = Coverage.current()
    if watching is None:
        yield
        return
    watching.stop()
    try:
        yield
    finally:
        watching.start()


def _ratio(work: Callable[[], object]) -> float:
    before = _processor(_yardstick)
    cost = _processor(work)
    return cost / ((before + _processor(_yardstick)) / 2)


def _processor(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _yardstick() -> int:
    text = "a plain line of text, with <markup> and 漢字 in it; " * 20
    return sum(len(re.sub(r"[<>;]|\w+", lambda found: found[0].upper(), text)) for _ in range(35))
