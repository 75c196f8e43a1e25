"""What time does to articles: embargoes end, bodies are let go."""

from dataclasses import replace
from datetime import timedelta

import pytest

from config.settings import Keeping
from feeds.article import FetchState, Outcome, Run
from feeds.store import Event, Store, lapses
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, make_run, settled
from tests.world import NOW, make_article

HOUR = timedelta(hours=1)


def test_an_embargo_hides_an_article_until_it_is_released(store: Store) -> None:
    article = make_article(1, embargo=NOW + HOUR)
    settled(store).keep(make_batch(article, make_article(2, embargo=NOW + 3 * HOUR)))
    assert store.get(article.id) is None
    assert store.get(article.id, withheld=True) == article
    assert store.window(CHINA, LIMITS) == ()
    assert store.release(NOW) == 0
    assert store.counts()["withheld"] == 2

    now = NOW + 2 * HOUR
    assert store.release(now) == 1
    out = replace(article, published=NOW + HOUR, updated=NOW + HOUR, seen=now, changed=now, embargo=None)
    assert store.get(article.id) == out
    assert store.window(CHINA, LIMITS) == (out,)
    assert store.sources_with_articles() == ("gazette",)
    assert store.release(now) == 0
    assert store.events(10) == (Event(at=now, kind="embargo-ended", article=article.id),)


def test_a_source_may_move_or_lift_its_embargo(store: Store) -> None:
    article = make_article(1, embargo=NOW + HOUR)
    settled(store).keep(make_batch(article))
    store.keep(make_batch(changed=[replace(article, embargo=NOW + 5 * HOUR, changed=NOW + HOUR)], at=NOW + HOUR))
    assert store.release(NOW + 2 * HOUR) == 0
    lifted = replace(article, embargo=None, changed=NOW + 3 * HOUR)
    store.keep(make_batch(changed=[lifted], at=NOW + 3 * HOUR))
    assert store.window(CHINA, LIMITS) == (replace(lifted, seen=NOW + 3 * HOUR),)


def test_an_article_put_under_an_embargo_too_late_is_hidden_all_the_same(store: Store) -> None:
    article = make_article(1)
    settled(store).keep(make_batch(article))
    store.keep(make_batch(changed=[replace(article, embargo=NOW + 5 * HOUR, changed=NOW + HOUR)], at=NOW + HOUR))
    assert store.get(article.id) is None
    assert store.window(CHINA, LIMITS) == ()


def test_an_embargo_that_is_over_hides_nothing(store: Store) -> None:
    article = make_article(1, embargo=NOW)
    settled(store).keep(make_batch(article))
    assert store.get(article.id) == replace(article, embargo=None)
    store.keep(make_batch(changed=[article]))
    assert store.window(CHINA, LIMITS) == (replace(article, embargo=None),)


def test_an_embargoed_newcomer_is_news_when_it_ends(store: Store) -> None:
    store.keep(make_batch(make_article(1, embargo=NOW + HOUR), make_article(2), make_article(3)), newcomers=1)
    store.release(NOW + HOUR)
    assert {article.id for article in store.window(CHINA, LIMITS)} == {make_article(1).id, make_article(3).id}


def test_a_back_file_article_stays_out_through_an_embargo(store: Store) -> None:
    article = make_article(1)
    store.keep(make_batch(article), newcomers=0)
    store.keep(make_batch(changed=[replace(article, embargo=NOW + HOUR)]))
    assert store.release(NOW + HOUR) == 1
    assert store.get(article.id) is not None
    assert store.window(CHINA, LIMITS) == ()


def test_bodies_and_runs_go_after_their_time_and_the_rest_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lapses, "_BODIES", 4)
    keeping = Keeping(bodies=timedelta(days=400), runs=timedelta(days=30))
    old = NOW - timedelta(days=401)
    articles = [make_article(number, seen=old, changed=old) for number in range(11)]
    corrected = make_article(2000, seen=old, changed=NOW)
    settled(store).keep(make_batch(*articles, corrected, at=old))
    store.prune(NOW, keeping)
    assert store.get(articles[0].id) == replace(articles[0], content="")
    assert {store.get(article.id).content for article in articles} == {""}  # type: ignore[union-attr] # all are there
    assert store.get(corrected.id) == corrected
    assert store.known([f"url:{articles[7].link}"])[f"url:{articles[7].link}"].digest == articles[7].digest
    assert store.runs(10) == (make_run(),)
    store.prune(NOW, keeping)
    assert store.counts()["articles"] == 13


def test_quiet_runs_go_sooner_but_never_a_sources_last(store: Store) -> None:
    def run(days: int, source: str = "gazette", outcome: Outcome = "not-modified") -> Run:
        return replace(make_run(source, NOW - timedelta(days=days)), outcome=outcome)

    kept = [run(9, "sleeper"), run(5, outcome="failed"), run(0)]
    for each in (run(8), run(7), *kept):
        store.keep_quiet([(each, FetchState(source=each.source))])
    store.prune(NOW, Keeping(quiet=timedelta(days=1)))
    assert store.runs(10) == tuple(reversed(kept))
