"""What may be shown for a time only: it leaves every feed when that is over, and stays away."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.article import Article, Permits, Rights
from feeds.store import Event, Store
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, settled, titles
from tests.feeds.store.telling import tell, told
from tests.world import NOW, make_article

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def lasting(number: int, until: datetime | None, **changes: object) -> Article:
    return make_article(number, rights=Rights(permits=Permits.FULL, expires=until), **changes)


def test_an_article_leaves_every_feed_when_it_expires_and_an_event_says_so(store: Store) -> None:
    short, long = lasting(1, NOW + HOUR), lasting(2, NOW + DAY)
    settled(store).keep(make_batch(short, long))
    assert len(store.window(CHINA, LIMITS)) == 2
    assert store.release(NOW + HOUR - timedelta(seconds=1)) == 0
    assert not store.gone(short.id)

    assert store.release(NOW + HOUR) == 1
    assert store.window(CHINA, LIMITS) == (long,)
    assert store.events(1) == (Event(at=NOW + HOUR, kind="article-expired", article=short.id),)
    assert (store.get(short.id), store.get(short.id, withheld=True)) == (None, short)
    assert (store.gone(short.id), store.gone(long.id), store.gone("urn:uuid:none")) == (True, False, False)
    assert store.shown([short.id, long.id, "urn:uuid:none"]) == {short.id: None, long.id: long}
    assert store.release(NOW + HOUR) == 0


def test_what_has_expired_stays_away_whoever_lists_it_again(store: Store) -> None:
    article = lasting(1, NOW + HOUR)
    settled(store).keep(make_batch(article))
    store.release(NOW + HOUR)
    store.keep(make_batch(sightings=[article.id], at=NOW + 2 * HOUR))
    store.keep(make_batch(source="wire", sightings=[article.id], at=NOW + 2 * HOUR))
    again = replace(article, title="Again", rights=Rights(permits=Permits.FULL, expires=NOW + 9 * DAY))
    store.keep(make_batch(changed=[again], at=NOW + 3 * HOUR))
    store.keep(replace(make_batch(at=NOW + 4 * HOUR), restated=((article.id, Rights(permits=Permits.FULL)),)))
    store.release(NOW + 4 * HOUR)
    assert store.window(CHINA, LIMITS) == ()
    assert store.get(article.id) is None
    assert store.sources_with_articles() == ("gazette",)  # for what it showed before
    assert store.countries(["CN"]) == ()


@pytest.mark.parametrize(
    ("said", "bounds", "ends"),
    [
        (None, {"gazette": DAY}, DAY),
        (NOW + HOUR, {"gazette": DAY}, HOUR),
        (NOW + 9 * DAY, {"gazette": DAY}, DAY),
        (NOW + DAY, {}, DAY),
        (NOW + DAY, {"wire": HOUR}, DAY),
    ],
)
def test_a_source_whose_time_was_shortened_binds_what_is_kept_too(
    store: Store, said: datetime | None, bounds: Mapping[str, timedelta], ends: timedelta
) -> None:
    article = lasting(1, said)
    settled(store).keep(make_batch(article))
    store.bound(bounds, ())
    store.bound(bounds, ())
    store.release(NOW + ends - timedelta(seconds=1))
    assert titles(store.window(CHINA, LIMITS)) == [article.title]
    store.release(NOW + ends)
    assert store.window(CHINA, LIMITS) == ()


def test_the_time_of_a_withheld_article_runs_from_the_end_of_its_embargo(store: Store) -> None:
    article = make_article(1, embargo=NOW + 2 * DAY)
    settled(store).keep(make_batch(article))
    store.bound({"gazette": DAY}, ())
    store.release(NOW + 2 * DAY)
    assert titles(store.window(CHINA, LIMITS)) == [article.title]
    store.release(NOW + 3 * DAY)
    assert store.window(CHINA, LIMITS) == ()


def test_nobody_puts_off_what_was_said_once(store: Store) -> None:
    article = lasting(1, NOW + HOUR)
    settled(store).keep(make_batch(article))
    later = Rights(permits=Permits.FULL, expires=NOW + DAY)
    store.keep(make_batch(changed=[replace(article, title="Changed", rights=later)]))
    store.keep(replace(make_batch(), restated=((article.id, later),)))
    found = store.get(article.id)
    assert found is not None
    assert found.rights.expires == NOW + HOUR


def test_of_a_story_told_twice_only_what_has_not_expired_is_shown_or_named(store: Store) -> None:
    first, copy = told(1, "gazette", NOW), told(2, "courier", NOW + HOUR, title="Another headline")
    tell(store, replace(first, rights=replace(first.rights, expires=NOW + 2 * HOUR)))
    tell(store, replace(copy, rights=replace(copy.rights, expires=NOW + DAY)))
    store.release(NOW + 2 * HOUR)
    [shown] = store.window(CHINA, LIMITS)
    assert (shown.id, shown.title, shown.related) == (first.id, "Another headline", ())
    store.release(NOW + DAY)
    assert store.window(CHINA, LIMITS) == ()
    assert store.shown([first.id]) == {first.id: None}
    assert store.gone(first.id)


def test_new_rights_of_the_same_article_move_no_date(store: Store) -> None:
    article = make_article(1)
    settled(store).keep(make_batch(article))
    rights = Rights(
        permits=Permits.SUMMARY, notice="Ask first.", images=False, reserved=True, policy="https://p.example/"
    )
    store.keep(replace(make_batch(at=NOW + HOUR), restated=((article.id, rights),)))
    assert store.get(article.id) == replace(article, rights=rights)


def test_a_feeds_own_horizon_moves_when_an_article_falls_behind_it(store: Store) -> None:
    old, new = make_article(1, published=NOW - HOUR), make_article(2)
    settled(store).keep(make_batch(old, new))
    assert store.horizon(DAY) == datetime.max.replace(tzinfo=UTC)
    store.bound({}, [DAY])
    assert store.horizon(DAY) < old.published
    assert store.release(NOW) == 0
    assert store.release(NOW + DAY - HOUR) == 1
    assert old.published <= store.horizon(DAY) < new.published
    assert store.release(NOW + DAY - HOUR) == 0
    assert len(store.window(CHINA, LIMITS)) == 2
    store.bound({}, [DAY])
    assert old.published <= store.horizon(DAY)
    store.bound({}, [])
    assert store.horizon(DAY) == datetime.max.replace(tzinfo=UTC)
