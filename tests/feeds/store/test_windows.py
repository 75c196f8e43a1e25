"""Which articles a feed shows, and in what order."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from config.settings import Limits
from feeds.article import Author, Category, Facets, Place, Ruling, Selection
from feeds.store import Store, windows
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, settled
from tests.world import NOW, make_article

LATER = NOW + timedelta(hours=1)
SMALL = Limits(window_count=3, window_most=5, window_age=timedelta(hours=10))


def place(code: str, *, primary: bool = True) -> tuple[Place, ...]:
    return (Place(code=code, score=0.7, primary=primary),)


def collect(store: Store, hours: list[int]) -> list[int]:
    """Keep one article for each of `hours` before NOW at which it was seen; give the hours in CHINA's window."""
    settled(store)
    for hour in sorted(hours, reverse=True):
        seen = NOW - timedelta(hours=hour)
        store.keep(make_batch(make_article(hour, seen=seen, changed=seen, published=seen), at=seen))
    return [int(article.title.split()[-1]) for article in store.window(CHINA, SMALL)]


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        ([], []),
        ([1, 2], [1, 2]),
        ([1, 20, 30, 40], [1, 20, 30]),
        ([1, 2, 3, 4, 40], [1, 2, 3, 4]),
        ([1, 11, 12, 13], [1, 11, 12]),
        ([1, 9, 10, 11, 12], [1, 9, 10, 11]),
        ([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5]),
        ([100, 101, 102, 103, 200], [100, 101, 102, 103]),
    ],
)
def test_the_newest_few_or_all_of_the_last_hours_and_never_too_many(
    store: Store, hours: list[int], shown: list[int]
) -> None:
    assert collect(store, hours) == shown


def test_chosen_by_first_sight_and_shown_by_publication_then_id(store: Store) -> None:
    settled(store)
    old_but_new_to_us = make_article(1, published=NOW - timedelta(days=3), seen=LATER, changed=LATER)
    twins = [make_article(number, published=NOW - timedelta(hours=1)) for number in (9, 4, 6)]
    store.keep(make_batch(*twins))
    store.keep(make_batch(old_but_new_to_us, at=LATER))
    fewest = Limits(window_count=3, window_most=3, window_age=timedelta())
    assert store.window(CHINA, fewest) == (twins[2], twins[0], old_but_new_to_us)
    assert store.window(CHINA, LIMITS) == (twins[1], twins[2], twins[0], old_but_new_to_us)


def test_of_what_was_seen_at_once_the_newest_published_are_chosen(store: Store) -> None:
    settled(store)
    articles = [make_article(number, published=NOW - timedelta(minutes=number)) for number in (3, 1, 4, 2)]
    store.keep(make_batch(*articles))
    fewest = Limits(window_count=2, window_most=2, window_age=timedelta())
    assert store.window(CHINA, fewest) == (articles[1], articles[3])


def test_a_selection_takes_primary_places_only_and_no_article_twice(store: Store) -> None:
    settled(store)
    both = make_article(1, places=(*place("CN"), *place("KP")))
    mentioned, elsewhere = make_article(2, places=place("CN", primary=False)), make_article(3, places=place("FR"))
    store.keep(make_batch(both, mentioned, elsewhere))
    assert store.window(Selection(codes=frozenset({"CN", "KP", "JP"})), LIMITS) == (both,)
    assert store.window(Selection(codes=frozenset()), LIMITS) == ()
    assert len(store.window(Selection(), LIMITS)) == 4
    assert store.countries(["KP", "JP", "CN"]) == ("CN", "KP")
    assert store.countries([]) == ()


def test_a_source_has_what_it_showed_whoever_was_first(store: Store) -> None:
    settled(settled(store), "courier")
    ours, theirs, outside = make_article(1), make_article(2), make_article(3, places=place("FR"))
    store.keep(make_batch(ours, outside))
    store.keep(make_batch(theirs, source="courier", sightings=[ours.id]))
    beat = frozenset({"CN", "KP"})
    assert store.window(Selection(source="gazette", codes=beat), LIMITS) == (ours,)
    assert store.window(Selection(source="courier", codes=beat), LIMITS) == (ours, theirs)
    assert store.window(Selection(source="courier", codes=frozenset()), LIMITS) == ()
    assert outside in store.window(Selection(source="gazette"), LIMITS)
    assert store.sources_with_articles() == ("courier", "gazette")


def test_sources_and_countries_with_only_hidden_articles_are_not_named(store: Store) -> None:
    store.keep(make_batch(make_article(1, embargo=LATER)))
    store.keep(make_batch(make_article(2, source="courier"), source="courier"), newcomers=0)
    assert store.sources_with_articles() == ()
    assert store.countries(["CN"]) == ()
    assert store.window(CHINA, LIMITS) == store.window(Selection(), LIMITS) == ()


def test_a_beat_of_every_country(store: Store) -> None:
    codes = [first + second for first in "ABCDEFGHIJ" for second in "ABCDEFGHIJKLMNOPQRSTUVWXY"]
    articles = [make_article(number, places=place(code)) for number, code in enumerate(codes)]
    settled(store).keep(make_batch(*articles))
    assert len(store.window(Selection(codes=frozenset(codes)), LIMITS)) == LIMITS.window_most
    assert store.countries(codes) == tuple(codes)


def test_a_beat_of_many_countries_is_drawn_from_again_where_its_newest_do_not_fill_the_window(store: Store) -> None:
    codes = [f"A{letter}" for letter in "ABCDEFGHIJKL"]
    times = [NOW - timedelta(hours=number) for number in range(40)]
    articles = [
        make_article(number, places=place(codes[number % 12]), seen=at, changed=at, published=at)
        for number, at in enumerate(times)
    ]
    settled(store).keep(make_batch(*articles))
    wanted = (articles[0], articles[1], articles[38], articles[39])
    taken = {article.title for article in wanted}
    beat, limits = Selection(codes=frozenset(codes)), Limits(window_count=4, window_most=5, window_age=timedelta())
    assert store.window(beat, limits, lambda article: article.title in taken) == wanted
    few = Limits(window_count=2, window_most=2, window_age=timedelta())
    assert store.window(beat, few) == tuple(articles[:2])
    assert store.window(Selection(codes=frozenset(codes[:11])), limits) == tuple(articles[:4])
    assert store.window(Selection(codes=frozenset(codes[1:])), limits) == tuple(articles[1:5])


@pytest.mark.parametrize(
    ("selection", "index"),
    [
        (CHINA, "places USING COVERING INDEX ix_places_window (code=? AND shown>?)"),
        (Selection(codes=frozenset({"CN", "KP"})), "places USING COVERING INDEX ix_places_window (code=? AND shown>?)"),
        (Selection(source="gazette"), "sightings USING COVERING INDEX ix_sightings_window (source=? AND shown>?)"),
        (Selection(), "articles USING INDEX ix_articles_window"),
    ],
)
def test_the_choice_walks_an_index_from_its_newest_end(sqlite_template: Path, selection: Selection, index: str) -> None:
    choice = windows._choice(selection.codes, selection.showing, further=False)
    assert choice is not None
    query = str(choice.compile(dialect=sqlite_dialect(), compile_kwargs={"literal_binds": True}))
    with closing(sqlite3.connect(sqlite_template)) as database:
        plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {query}")]
    tables = [step for step in plan if step.split()[1] in {"places", "sightings", "articles"}]
    assert tables
    assert {step.partition(" ")[2] for step in tables} == {index}


def test_what_the_newest_articles_are_known_by_is_counted_once_for_each(store: Store) -> None:
    settled(store)
    store.keep(
        make_batch(
            make_article(1, categories=(Category(term="Ports"), Category(term="ports")), authors=(Author(name="Li"),)),
            make_article(2, categories=(Category(term="x", label="Ports"),), language="zh-Hans-CN"),
            make_article(3, categories=(Category(term="Ports"),), places=place("FR"), language=None),
            make_article(4, authors=(Author(name="LI"), Author(name=" "))),
        )
    )
    found = store.facets(CHINA)
    assert found == Facets(topics=(("Ports", 2),), authors=(("LI", 2),), languages=(("en", 2), ("zh", 1)))
    assert store.facets(CHINA, lambda article: article.title.endswith("2")).topics == (("Ports", 1),)


def test_a_ruling_follows_its_feed_to_a_new_slug(store: Store) -> None:
    settled(store)
    first, other = make_article(1), make_article(2)
    store.keep(make_batch(first, other))
    for article, feed in ((first, "old"), (first, "new"), (other, "old"), (other, "third")):
        store.rule(Ruling(article=article.id, kind="pin", who="desk", at=NOW, feed=feed, why=feed))
    store.rename((("old", "new"),))
    assert {(one.article, one.feed, one.why) for one in store.rulings()} == {
        (first.id, "new", "new"), (other.id, "new", "old"), (other.id, "third", "third"),
    }  # fmt: skip


def test_arrivals_are_of_what_may_stand_in_feeds_from_a_moment_on(store: Store) -> None:
    early, late = NOW - timedelta(hours=3), NOW - timedelta(hours=1)
    seen = (early, late, late, NOW)
    made = [make_article(n, seen=at, published=at, changed=at, title=f"Boat {n}") for n, at in enumerate(seen, 1)]
    store.keep(make_batch(*made))
    store.rule(Ruling(article=made[1].id, kind="block", who="mara", at=NOW, why="because"))
    assert sorted(store.arrivals(late)) == [late, NOW]
