"""Dates: the usual ones, and the dearest text there is, beside the standard library reading as many plain ones."""

from email.utils import parsedate_to_datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from feeds.text.dates import LONGEST, instant
from tests.benchmarks.timing import Row, race, show
from tests.world import NOW

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_MANY: Final = 200
_USUAL: Final = "Fri, 20 Nov 2026 08:00:00 +0800"
_DEAREST: Final = ("11 " * LONGEST)[:LONGEST]  # of sixty repeated pieces; half a millisecond


def measure(rounds: int) -> list[Row]:
    """Read dates of each kind; the yardstick reads one of RFC 822 as often."""
    yardstick = ("email.utils", lambda: [parsedate_to_datetime(_USUAL) for _ in range(_MANY)])
    texts = {
        "RFC 822": _USUAL,
        "RFC 822, broken": "Fri, 20 Nov 2026 8:00:00 CST",
        "2026年11月20日": "2026年11月20日 08:00",
        "3小时前": "3小时前",
        "20/11/2026": "20/11/2026 08:00",
        "the dearest text": _DEAREST,
        "a megabyte": "11 " * 350_000,
    }
    return [race(what, partial(_read, text), yardstick, rounds) for what, text in texts.items()]


def _read(text: str) -> object:
    return [instant(text, _ZONE, NOW) for _ in range(_MANY)]


if __name__ == "__main__":
    show(f"Reading {_MANY} dates", measure)
