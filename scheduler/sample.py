"""The sample desk: invented articles that a first run without any configuration publishes."""

import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Final

_TOKEN: Final = re.compile(r"\{\{now(?:(?P<sign>[+-])(?P<number>\d{1,4})(?P<unit>[smhd]))?\}\}")
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SETTLED: Final = timedelta(hours=1)


def plant(folder: Path, now: datetime) -> int:
    """Copy the sample articles into `folder` and give their number; 0 where the folder already holds something.

    Their dates are told from `now` (aware, UTC), so that the desk is never old: "{{now-3h}}" becomes RFC 3339. The
    folder appears whole or not at all, with modification times old enough for a drop folder to take them at once.
    Raises OSError where it cannot be written.
    """
    if folder.is_dir() and any(folder.iterdir()):
        return 0
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    sample = sorted((files("config") / "defaults" / "sample").iterdir(), key=lambda article: article.name)
    old = (now - _SETTLED).timestamp()
    for order, article in enumerate(sample):
        copy = partial / article.name
        copy.write_text(dated(article.read_text(encoding="utf-8"), now), encoding="utf-8", newline="")
        os.utime(copy, (old + order, old + order))
    partial.rename(folder)
    return len(sample)


def dated(text: str, now: datetime) -> str:
    """Put dates in the place of their tokens: {{now}}, {{now-3h}}, {{now+1m}}; units are s, m, h and d."""
    return _TOKEN.sub(lambda token: _date(token, now), text)


def _date(token: re.Match[str], now: datetime) -> str:
    ahead = timedelta(seconds=int(token["number"] or 0) * _UNITS[token["unit"] or "s"])
    moment = now - ahead if token["sign"] == "-" else now + ahead
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
