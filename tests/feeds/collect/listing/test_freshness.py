"""When something changed, as exactly as it is said, and what of it is fresh."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from feeds.collect.listing.freshness import FRESH, Span, believed, fresh, named_span, newest, span
from tests.world import NOW

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day and so on


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", at(2026, 1, 1), at(2027, 1, 1)),
        ("2026-12", at(2026, 12, 1), at(2027, 1, 1)),
        ("2026-11-20", at(2026, 11, 19, 16), at(2026, 11, 20, 16)),
        ("2026-11-20T08:00+08:00", at(2026, 11, 20), at(2026, 11, 20)),
        ("2026-11-20T08:00:00", at(2026, 11, 20), at(2026, 11, 20)),
        ("2026-11-20T08:00:00.25Z", at(2026, 11, 20, 8), at(2026, 11, 20, 8)),
        ("2026-11-20 08:00:00 +0800", at(2026, 11, 20), at(2026, 11, 20)),
        ("Fri, 20 Nov 2026 08:00:00 GMT", at(2026, 11, 20, 8), at(2026, 11, 20, 8)),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(text: str, start: datetime, end: datetime) -> None:
    assert span(text, ZONE) == Span(start, end)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "0000", "2026-13", "1950-01", "2026-11-31", "0001-01-01T00:00:00+23:00", "1960-01-01T00:00:00Z"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert span(text, ZONE) is None


def test_the_month_or_day_in_a_name() -> None:
    assert named_span("https://a.example/sitemap-2026-11.xml") == Span(at(2026, 11, 1), at(2026, 12, 1))
    assert named_span("https://a.example/sitemap-2026-11-20.xml") == Span(at(2026, 11, 20), at(2026, 11, 21))
    assert named_span("https://a.example/sitemap-2026-02-31.xml") is None
    assert named_span("https://a.example/sitemap.xml") is None


def test_the_fresh_come_first_and_without_them_the_newest() -> None:
    def then(days: int) -> Span:
        return Span(NOW - days * DAY, NOW - days * DAY)

    assert fresh([then(5), then(1), None, then(0)], NOW) == [3, 1]
    assert fresh([None, None], NOW) == [0, 1]
    assert newest([then(9), None, then(8)], NOW) == [2, 0]
    assert newest([Span(NOW - FRESH, NOW - FRESH)], NOW) == [0]


def test_dates_that_say_nothing_are_not_believed() -> None:
    same = Span(NOW, NOW)
    assert believed([same] * 10, NOW) == [None] * 10
    assert believed([same] * 9, NOW) == [same] * 9
    assert believed([Span(NOW + 2 * DAY, NOW + 2 * DAY)], NOW) == [None]
