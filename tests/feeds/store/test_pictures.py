"""Pictures are asked once and known for ever; what taught nothing is asked twice more, and then left alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.article import Article, Enclosure, Picture
from feeds.store import Store
from tests.cost import units
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, settled
from tests.world import NOW, make_article

HREF = "https://cdn.example/quay.jpg"
FOUND = Picture(href=HREF, at=NOW, type="image/webp", length=54_321, width=1200, height=800)
UNKNOWN = Picture(href=HREF, at=NOW)


def pictured(number: int = 1, href: str = HREF, **changes: object) -> Article:
    return make_article(number, enclosures=(Enclosure(href=href, type="image/jpeg"),), **changes)


def kept(store: Store, *articles: Article) -> Store:
    settled(store).keep(make_batch(*articles), newcomers=20_000)
    return store


def test_what_was_learnt_is_kept(store: Store) -> None:
    long = "https://cdn.example/" + "é" * 3000
    store.keep_pictures([FOUND, replace(UNKNOWN, href=long), FOUND])
    assert store.pictures([HREF, long, "https://cdn.example/never"]) == {HREF: FOUND, long: replace(UNKNOWN, href=long)}
    store.keep_pictures([])
    assert store.pictures([]) == {}


def test_tries_add_up(store: Store) -> None:
    store.keep_pictures([UNKNOWN])
    store.keep_pictures([replace(FOUND, at=NOW + timedelta(days=1))])
    assert store.pictures([HREF])[HREF] == replace(FOUND, at=NOW + timedelta(days=1), tries=2)


def test_articles_show_what_their_pictures_are(store: Store) -> None:
    sound = Enclosure(href="https://cdn.example/quay.mp3", type="audio/mpeg", length=9)
    declared = Enclosure(href=HREF, type="image/jpeg", length=1, width=2, height=3)
    article = make_article(enclosures=(sound, declared))
    kept(store, article)
    assert store.get(article.id) == article
    store.keep_pictures([FOUND])
    true = Enclosure(href=HREF, type="image/webp", length=54_321, width=1200, height=800)
    [shown] = store.window(CHINA, LIMITS)
    assert shown == replace(article, enclosures=(sound, true))
    assert store.get(article.id) == shown


@pytest.mark.parametrize(
    ("learnt", "expected"),
    [
        (UNKNOWN, Enclosure(href=HREF, type="image/jpeg", length=1, width=2, height=3)),
        (replace(UNKNOWN, type="image/avif"), Enclosure(href=HREF, type="image/avif", length=1, width=2, height=3)),
        (
            replace(UNKNOWN, type="image/avif", width=20, height=30),
            Enclosure(href=HREF, type="image/avif", length=1, width=20, height=30),
        ),
    ],
)
def test_what_was_not_learnt_stays_as_it_was_declared(store: Store, learnt: Picture, expected: Enclosure) -> None:
    article = make_article(enclosures=(Enclosure(href=HREF, type="image/jpeg", length=1, width=2, height=3),))
    kept(store, article).keep_pictures([learnt])
    assert [one.enclosures for one in store.window(CHINA, LIMITS)] == [(expected,)]


def test_the_pictures_of_the_newest_articles_are_asked_first(store: Store) -> None:
    whole = Enclosure(href="https://cdn.example/whole.png", type="image/png", length=9, width=9, height=9)
    sound = Enclosure(href="https://cdn.example/quay.mp3", type="audio/mpeg")
    other = Enclosure(href="https://cdn.example/other.png", type="image/*", length=9)
    kept(
        store,
        pictured(1, seen=NOW - timedelta(hours=5)),
        make_article(2, enclosures=(whole, sound, other), seen=NOW - timedelta(hours=1)),
        pictured(3, seen=NOW - timedelta(hours=2)),
        pictured(4, "https://cdn.example/old.jpg", seen=NOW - timedelta(hours=49)),
        pictured(5, "https://cdn.example/later.jpg", embargo=NOW + timedelta(hours=1)),
    )
    both = (("gazette", other.href), ("gazette", HREF))
    assert store.unlearnt(NOW, 10) == both
    assert store.unlearnt(NOW, 1) == both[:1]
    assert store.unlearnt(NOW, 0) == ()
    store.keep_pictures([FOUND, replace(FOUND, href=other.href)])
    assert store.unlearnt(NOW, 10) == ()


def test_what_taught_nothing_is_asked_after_a_day_and_after_a_week_and_no_more(store: Store) -> None:
    kept(store, pictured(seen=NOW - timedelta(minutes=1)))
    asked, now = [], NOW
    while now < NOW + timedelta(days=30):
        if store.unlearnt(now, 10):
            asked.append(now - NOW)
            store.keep_pictures([replace(UNKNOWN, at=now)])
        now += timedelta(hours=6)
    assert asked == [timedelta(0), timedelta(days=1), timedelta(days=8)]
    assert store.pictures([HREF])[HREF].tries == 3


@pytest.mark.slow
def test_asking_what_to_ask_is_cheap(store: Store) -> None:
    store.keep(
        make_batch(*(pictured(number, f"https://cdn.example/{number}.jpg") for number in range(10_000))),
        newcomers=10_000,
    )
    assert len(store.unlearnt(NOW, 50)) == 50
    assert units(lambda: store.unlearnt(NOW, 50)) < 20
    store.keep_pictures([replace(FOUND, href=f"https://cdn.example/{number}.jpg") for number in range(10_000)])
    assert store.unlearnt(NOW, 50) == ()
    assert units(lambda: store.unlearnt(NOW, 50)) < 200
