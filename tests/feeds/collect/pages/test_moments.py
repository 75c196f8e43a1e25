"""Dates that a reader sees on a page, and the machine does not say."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from feeds.article import Page
from feeds.collect.pages.reader import read
from tests.world import NOW

BODY = "<p>The quay of the old harbour was opened again for ships from the north after a week of repairs.</p>" * 5


@pytest.mark.parametrize(
    ("seen", "zone", "meant"),
    [
        ("20 พ.ย. 2569 08:05 น.", "Asia/Bangkok", "2026-11-20T01:05"),
        ("Thứ sáu, 20/11/2026, 08:05 (GMT+7)", "Asia/Ho_Chi_Minh", "2026-11-20T01:05"),
        ("20 tháng 11 năm 2026 08:05", "Asia/Ho_Chi_Minh", "2026-11-20T01:05"),
        ("Jumat, 20 November 2026 08.05 WIB", "Asia/Jakarta", "2026-11-20T01:05"),
        ("20 de novembro de 2026", "Asia/Dili", "2026-11-19T15:00"),
        ("20 ноября 2026 08:05", "Asia/Vladivostok", "2026-11-19T22:05"),
        ("民國115年11月19日", "Asia/Taipei", "2026-11-18T16:00"),
        ("11/19/2026 08:05", "Asia/Manila", "2026-11-19T00:05"),
        ("5/11/2026", "Asia/Kolkata", "2026-11-04T18:30"),
    ],
)
def test_a_visible_date_is_read_in_the_zone_of_the_source(seen: str, zone: str, meant: str) -> None:
    html = f"<html><body><h1>Harbour opens</h1><span class='date'>{seen}</span>{BODY}</body></html>"
    page = Page(address="https://gazette.example/harbour", body=html.encode(), media_type="text/html", charset="utf-8")
    published = read(page, ZoneInfo(zone), NOW).entry.published
    assert published is not None
    assert published.astimezone(UTC) == datetime.fromisoformat(meant).replace(tzinfo=UTC)
