"""Dates: a table of what is written and what it means, and bounds that no text breaks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text.dates import LONGEST, instant
from tests.cost import units
from tests.world import NOW

LINES = Path(__file__).with_name("data").joinpath("dates.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if not line.startswith("#")]
PIECES = (
    "2026",
    "-",
    "11",
    "月",
    "年",
    " ",
    ":",
    "nov",
    "오후",
    "t",
    "z",
    "+",
    "08",
    "令和",
    ",",
    ".",
    "0",
    "(",
    "cst",
)
TOKYO = ZoneInfo("Asia/Tokyo")


def _utc(cell: str) -> datetime | None:
    return None if cell == "-" else datetime.fromisoformat(cell).replace(tzinfo=UTC)


@pytest.mark.parametrize(("written", "zone", "now", "meant"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_a_date_means_one_instant(written: str, zone: str, now: str, meant: str) -> None:
    assert instant(written, ZoneInfo(zone), _utc(now)) == _utc(meant)


def test_a_zone_need_not_have_a_name() -> None:
    assert instant("2026-11-20 08:00", UTC) == datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_what_is_too_long_is_not_read() -> None:
    assert instant("2026-11-20".ljust(LONGEST, "."), UTC) is not None
    assert instant("2026-11-20".ljust(LONGEST + 1, "."), UTC) is None
    assert instant("2026-11-20".center(100_000), UTC) is not None


@given(st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001 - as written
def test_what_rfc_3339_writes_is_read_back(local: datetime, east: int) -> None:
    sign, (hours, minutes) = "+" if east >= 0 else "-", divmod(abs(east), 60)
    written = f"{local.isoformat()}{sign}{hours:02}:{minutes:02}"
    assert instant(written, TOKYO) == datetime.fromisoformat(written).astimezone(UTC).replace(microsecond=0)


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_no_text_raises_or_leaves_the_bounds(text: str) -> None:
    moment = instant(text, TOKYO, NOW)
    assert moment is None or (moment.year >= 1970 and moment.utcoffset() == timedelta() and not moment.microsecond)


HOSTILE = (
    *PIECES, "2026年", "11 ", "nov 2", "1:", " (", "\ufdfa", "1월 ", "20 nov ", "e\u0301\u0301", "1. ", "1/1/", "8.0", "一", "9h",
    "3 hours ", "昨", "de ", "พ.ย. ", "1 m", "İ", "十百", "\n", "ทุ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("size", [LONGEST, 10_000, 1_000_000])
def test_no_text_takes_long(piece: str, size: int) -> None:
    hostile = (piece * size)[:size]
    assert units(lambda: instant(hostile, TOKYO, NOW)) < 1  # which is half of ten milliseconds


def test_cases_are_many_in_every_form() -> None:
    assert len(ROWS) >= 300
    assert len({tuple(row) for row in ROWS}) == len(ROWS)
    assert sum(row[2] != "-" for row in ROWS) >= 80
