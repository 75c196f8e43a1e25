"""What is odd about an article that is kept all the same is said, and not too often."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from feeds.article import Article, Entry, Remark
from feeds.select.clean import clean
from feeds.select.remarks import MOST, SKEW, few, remarks
from tests.feeds.select.test_clean import CONTEXT
from tests.world import NOW

LINK = "https://gazette.example/stories/1"
AHEAD = datetime(2031, 1, 1, 9, tzinfo=timezone(timedelta(hours=9)))


def _said(**fields: Any) -> list[str]:
    entry = Entry(title="Harbour opens", link=LINK, **fields)
    article = clean(entry, CONTEXT)
    assert isinstance(article, Article)
    assert article.published <= article.updated <= NOW
    found = remarks(entry, article)
    assert all(remark.what == LINK for remark in found)
    return [remark.said for remark in found]


def test_a_date_to_come_is_clamped_and_reported() -> None:
    assert _said(published=AHEAD) == [
        "its date, 2031-01-01 00:00 UTC, lies in the future: taken as first seen now",
    ]
    assert _said(published=NOW, updated=AHEAD) == [
        "its last change, 2031-01-01 00:00 UTC, lies in the future: taken as changed now",
    ]


@pytest.mark.parametrize("date", [None, NOW, NOW - timedelta(days=9), NOW + SKEW, datetime(1970, 1, 1, tzinfo=UTC)])
def test_a_date_that_is_past_or_a_clock_that_is_fast_is_not_worth_a_word(date: datetime | None) -> None:
    assert _said(published=date, updated=date) == []


def test_the_date_of_an_embargoed_article_is_meant_to_lie_ahead() -> None:
    assert _said(published=AHEAD, embargo=AHEAD) == []


@pytest.mark.parametrize("end", [datetime.max.replace(tzinfo=zone) for zone in (UTC, timezone(timedelta(hours=-12)))])
def test_the_end_of_the_calendar_is_reported_too(end: datetime) -> None:
    assert "9999-12-31" in _said(published=end)[0]


def test_lost_letters_are_reported() -> None:
    story = "The quay is open again, and ships came in at dawn. " * 4
    assert _said(content=f"<p>{story}The caf\ufffd is shut.</p>") == [
        "letters of its text were lost in decoding: a space stands for them",
    ]
    assert _said(content=f"<p>{story}</p>") == []


def test_a_run_remembers_so_many_and_says_how_many_more() -> None:
    many = [Remark(what=f"https://gazette.example/{number}", said="odd") for number in range(MOST + 5)]
    assert few(many[:MOST]) == tuple(many[:MOST])
    kept = few(many)
    assert len(kept) == MOST
    assert kept[-1].what == "6 more items"
