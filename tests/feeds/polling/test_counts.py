"""What was answered, and how many follow."""

import pytest

from feeds.polling import counts
from feeds.polling.counts import Counts, followers


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Quayreader/1.0 (+https://quay.example/fetcher.html; 16 subscribers; like FeedFetcher)", ("Quayreader", 16)),
        ("Pier Feed Fetcher - 5 subscribers - https://pier.example", ("Pier Feed Fetcher", 5)),
        ("Dockblurb/2.1 (1 subscriber; feed-id=77)", ("Dockblurb", 1)),
        ("harbourd/0.9 with 12 readers", ("harbourd", 12)),
        ("Quayreader/1.0", None),
        ("16 subscribers", None),
        ("Mozilla/5.0 (X11; Linux x86_64) reader 7", None),
        ("x" * 600 + " 16 subscribers", None),
        ("Quayreader (99999999999 subscribers)", None),
        ("", None),
    ],
)
def test_readers_say_for_how_many_they_ask(agent: str, said: tuple[str, int] | None) -> None:
    assert followers(agent) == said


def test_the_last_that_a_reader_said_counts_and_there_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "FOLLOWERS", 2)
    kept = Counts()
    for feed, number in (("china", 3), ("japan", 4), ("china", 9), ("nepal", 1)):
        kept.follow(feed, f"Quayreader/1.0 ({number} subscribers)")
    assert kept.now().followers == {("china", "Quayreader"): 9, ("nepal", "Quayreader"): 1}


def test_answers_are_counted_by_status_and_format_and_a_tally_stands_still() -> None:
    kept = Counts()
    kept.answer(200, "rss", "gzip", 1200)
    before = kept.now()
    kept.answer(200, "rss", "gzip", 800)
    kept.answer(304, "rss")
    kept.answer(429, "other")
    kept.token("harbour-times")
    after = kept.now()
    assert before.answers == {(200, "rss", "gzip"): 1}
    assert after.answers == {(200, "rss", "gzip"): 2, (304, "rss", ""): 1, (429, "other", ""): 1}
    assert after.sent == {("rss", "gzip"): 2000}
    assert after.tokens == {"harbour-times": 1}
