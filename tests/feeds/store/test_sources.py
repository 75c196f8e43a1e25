"""Fetch states, runs, holds."""

from dataclasses import replace
from datetime import timedelta

from feeds.article import FetchState, Hold, Remark, Run, Skipped
from feeds.store import Event, Store
from tests.feeds.store.batches import make_batch, make_run
from tests.world import NOW, make_article

HOUR = timedelta(hours=1)
STATE = FetchState(
    source="gazette",
    etag='W/"\udcff\0x"',
    modified="Fri, 20 Nov 2026 08:00:00 GMT",
    url="https://gazette.example/new",
    due=NOW + HOUR,
    failures=3,
    last_success=NOW,
    error="the server answered 503",
    failing_since=NOW,
    files=(("a/港.txt", "12:34"), ("b.md", "56")),
    paused="410 Gone",
)


def test_a_state_comes_back_and_is_replaced(store: Store) -> None:
    assert store.state("gazette") == FetchState(source="gazette")
    store.keep_quiet([(make_run(), STATE)])
    assert store.state("gazette") == replace(STATE, etag='W/"?x"')
    assert store.states() == {"gazette": replace(STATE, etag='W/"?x"')}
    store.keep(make_batch(make_article()))
    assert store.state("gazette") == FetchState(source="gazette", last_success=NOW)


def test_quiet_sources_are_kept_together(store: Store) -> None:
    failed = Run(
        source="courier",
        started=NOW,
        finished=NOW + HOUR,
        outcome="failed",
        found=1,
        new=2,
        changed=3,
        same=4,
        duplicate=5,
        skipped=(Skipped(what="Harbour", reason="no title"),),
        bytes=2**40,
        error="the server answered 503",
        remarks=(Remark(what="Quay", said="its date lies in the future"),),
    )
    store.keep_quiet([(make_run(), FetchState(source="gazette")), (failed, FetchState(source="courier"))])
    store.keep_quiet([(make_run(at=NOW + HOUR), FetchState(source="gazette"))])
    store.keep_quiet([])
    assert store.runs(2) == (make_run(at=NOW + HOUR), failed)
    assert store.last_runs() == {"gazette": make_run(at=NOW + HOUR), "courier": failed}


def test_a_source_twice_in_a_tick_ends_with_the_last_word(store: Store) -> None:
    store.keep_quiet([(make_run(), FetchState(source="gazette", failures=number)) for number in (1, 2)])
    assert store.state("gazette").failures == 2
    assert len(store.runs(10)) == 2


def test_a_feed_is_held_released_and_cleared(store: Store) -> None:
    assert store.holds() == {}
    assert not store.release_feed("cn", NOW)
    store.hold("cn", "would lose 40 of 50", NOW)
    store.hold("cn", "would lose 41 of 50", NOW + HOUR)
    assert store.holds() == {"cn": Hold(feed="cn", since=NOW, reason="would lose 41 of 50")}
    assert store.release_feed("cn", NOW + HOUR)
    assert store.holds()["cn"].released
    store.hold("cn", "again", NOW + 2 * HOUR)
    assert store.holds() == {"cn": Hold(feed="cn", since=NOW + 2 * HOUR, reason="again")}
    assert store.counts()["held"] == 1
    store.clear_hold("cn")
    assert store.holds() == {}
    assert store.events(2) == (
        Event(at=NOW + 2 * HOUR, kind="feed-held", feed="cn", detail="again"),
        Event(at=NOW + HOUR, kind="feed-released", feed="cn"),
    )
    assert len(store.events(10)) == 3
