"""A story that comes more than once: one article of it stands in feeds, under one id, whatever becomes of the others."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from config.settings import Keeping
from feeds.article import Article, Merit, Place, Related, Selection
from feeds.store import Store, marks, schema
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, settled, titles
from tests.feeds.store.telling import CLUSTERING, WINDOW, hours, make_print, of, tell, told


def only(store: Store, selection: Selection = CHINA) -> Article:
    """Give the one article that a feed shows."""
    (article,) = store.window(selection, LIMITS)
    return article


@contextmanager
def looking(store: Store) -> Iterator[Connection]:
    with store._reading() as connection:
        yield connection


def test_of_two_copies_the_first_is_shown_and_the_other_is_named(store: Store) -> None:
    first, copy = told(1, "gazette", hours(0)), told(2, "courier", hours(1), title="Another headline")
    tell(store, first)
    tell(store, copy)
    shown = only(store)
    assert replace(shown, related=()) == first
    assert shown.related == (Related(title="Another headline (The Gazette)", link=copy.link),)


def test_every_source_that_showed_any_of_them_has_shown_the_story(store: Store) -> None:
    first, copy = told(1, "gazette", hours(0)), told(2, "courier", hours(1))
    tell(store, first)
    tell(store, copy)
    store.keep(make_batch(source="herald", sightings=[copy.id], at=hours(2)))
    assert {only(store, of(name)).id for name in ("gazette", "courier", "herald")} == {first.id}
    assert store.sources_with_articles() == ("courier", "gazette", "herald")


def test_whichever_id_is_asked_for_the_story_has_one(store: Store) -> None:
    first, copy = told(1, "gazette", hours(0)), told(2, "courier", hours(1))
    tell(store, first)
    tell(store, copy)
    assert store.get(copy.id) == store.get(first.id) == only(store)


def test_a_late_original_takes_over_and_keeps_what_readers_know(store: Store) -> None:
    first = told(1, "courier", hours(0), title="Copied", published=hours(-1))
    late = told(2, "wire", hours(5), title="Original", published=hours(-3))
    tell(store, first, credits=("wire",))
    tell(store, late)
    shown = only(store)
    assert (shown.id, shown.title, shown.link, shown.source) == (first.id, "Original", late.link, "wire")
    assert (shown.published, shown.seen) == (first.published, first.seen)
    assert (shown.updated, shown.changed) == (hours(5), hours(5))
    assert [each.link for each in shown.related] == [first.link]
    assert {only(store, of(name)).title for name in ("courier", "wire")} == {"Original"}


def test_a_late_copy_that_names_its_origin_brings_that_to_the_front(store: Store) -> None:
    tell(store, told(1, "courier", hours(0)))
    tell(store, told(2, "wire", hours(1), title="Original"))
    assert only(store).source == "courier"
    tell(store, told(3, "herald", hours(2)), credits=("wire",))
    assert (only(store).id, only(store).source) == (told(1, "courier", hours(0)).id, "wire")


def test_the_own_desk_goes_first_and_the_settings_may_say_otherwise(store: Store) -> None:
    orders: tuple[tuple[Merit, ...], ...] = (("own", "original"), ("original", "own"), ())
    for story, order in zip((1, 3, 5), orders, strict=True):
        said = replace(CLUSTERING, order=order)
        place = (Place(code=("KP", "JP", "MN")[story // 2], score=1, primary=True),)
        first = told(10 * story, "courier", hours(0), places=place)
        tell(store, first, story=story, clustering=said, credits=("wire",))
        tell(store, told(10 * story + 1, "wire", hours(1), places=place), story=story, clustering=said)
        tell(store, told(10 * story + 2, "desk", hours(2), places=place), story=story, clustering=said, own=True)
    shown = [only(store, Selection(codes=frozenset({code}))).source for code in ("KP", "JP", "MN")]
    assert shown == ["desk", "wire", "courier"]


def test_the_same_words_from_the_original_move_no_date(store: Store) -> None:
    first = told(1, "courier", hours(0))
    tell(store, first, credits=("wire",))
    tell(store, told(2, "wire", hours(5), digest=first.digest))
    assert (only(store).source, only(store).updated, only(store).changed) == ("wire", first.updated, first.changed)


def test_what_is_taken_back_hands_over_and_shown_again_comes_back(store: Store) -> None:
    first, second = told(1, "gazette", hours(0)), told(2, "courier", hours(1), title="The copy")
    tell(store, first)
    tell(store, second)
    store.keep(replace(make_batch(at=hours(2)), retracted=(first.id,)))
    shown = only(store)
    assert (shown.id, shown.title, shown.seen, shown.published) == (first.id, "The copy", first.seen, first.published)
    assert (shown.changed, shown.related) == (hours(2), ())
    assert store.get(first.id) == store.get(second.id) == shown
    store.keep(replace(make_batch(source="courier", at=hours(3)), retracted=(second.id,)))
    assert store.window(CHINA, LIMITS) == ()
    assert store.get(first.id) is None
    assert store.get(second.id) is None
    store.keep(make_batch(sightings=[first.id], at=hours(4)))
    assert (only(store).id, only(store).title) == (first.id, first.title)


def test_an_embargo_hides_its_own_article_alone_and_its_end_lets_that_take_over(store: Store) -> None:
    secret = told(1, "desk", hours(0), title="Ours", embargo=hours(6))
    copy = told(2, "courier", hours(2), title="Theirs")
    tell(store, secret, own=True)
    tell(store, copy)
    shown = only(store)
    assert (shown.id, shown.title, shown.seen) == (secret.id, "Theirs", hours(2))
    assert shown.related == ()
    assert store.release(hours(6)) == 1
    shown = only(store)
    assert (shown.id, shown.title, shown.published, shown.seen) == (secret.id, "Ours", hours(2), hours(2))
    assert (shown.changed, shown.embargo) == (hours(6), None)


def test_an_embargo_that_the_source_brings_or_takes_away_counts_too(store: Store) -> None:
    first, second = told(1, "gazette", hours(0)), told(2, "courier", hours(1), title="The copy")
    tell(store, first)
    tell(store, second)
    store.keep(make_batch(changed=[replace(first, embargo=hours(9), changed=hours(2))], at=hours(2)))
    assert only(store).title == "The copy"
    store.keep(make_batch(changed=[replace(first, changed=hours(3))], at=hours(3)))
    assert (only(store).title, only(store).seen) == (first.title, first.seen)


def test_a_change_of_one_that_stands_behind_is_not_seen_and_moves_it_nowhere(store: Store) -> None:
    first, second = told(1, "gazette", hours(0)), told(2, "courier", hours(1))
    tell(store, first)
    tell(store, second)
    tell(store, told(9, "herald", hours(1)), story=5)
    changed = replace(second, title="Told anew", digest="f" * 64, changed=hours(2))
    tell(store, changed=[changed], story=5)
    assert titles(sorted(store.window(CHINA, LIMITS), key=lambda one: one.seen)) == [first.title, "Harbour story 9"]
    assert {store.get(each.id) for each in (first, second)} == {store.window(CHINA, LIMITS)[1]}
    tell(store, changed=[replace(first, title="Corrected", changed=hours(3))])
    assert store.window(CHINA, LIMITS)[1].title == "Corrected"


def test_a_story_is_found_by_what_it_said_at_first_and_its_origin_by_what_it_says_now(store: Store) -> None:
    first = told(1, "gazette", hours(0))
    tell(store, first)
    tell(store, told(2, "wire", hours(1)))
    tell(store, changed=[replace(first, title="Told anew", changed=hours(2))], story=5, credits=("wire",))
    assert only(store).source == "wire"
    tell(store, told(3, "herald", hours(3)))
    assert only(store).id == first.id


def test_an_article_that_readers_know_joins_no_story_however_it_changes(store: Store) -> None:
    tell(store, told(1, "gazette", hours(0)))
    alone = told(2, "courier", hours(1))
    tell(store, alone, story=5)
    tell(store, changed=[replace(alone, changed=hours(2))], story=1)
    assert len(store.window(CHINA, LIMITS)) == 2
    tell(store, told(3, "herald", hours(3)), story=5)
    assert len(store.window(CHINA, LIMITS)) == 3, "its copies are found by what it says now"


def test_a_story_takes_copies_for_so_long_after_its_first_sight(store: Store) -> None:
    tell(store, told(1, "gazette", hours(0)))
    tell(store, told(2, "courier", hours(71)))
    tell(store, told(3, "herald", hours(73)))
    assert [one.source for one in store.window(CHINA, LIMITS)] == ["herald", "gazette"]


def test_copies_in_one_batch_find_each_other(store: Store) -> None:
    both = told(1, "gazette", hours(0)), told(2, "gazette", hours(0), published=hours(-1))
    tell(store, *both)
    assert only(store).id == both[1].id, "of a batch the first published is the first kept"


def test_back_file_is_no_news_and_a_copy_of_it_is(store: Store) -> None:
    articles = [told(number, "gazette", hours(0), published=hours(-number)) for number in range(20)]
    batch = make_batch(*articles)
    prints = tuple(make_print(each, 10 * number) for number, each in enumerate(articles))
    store.keep(replace(batch, prints=prints), newcomers=5, clustering=CLUSTERING)
    settled(store, "courier")
    copy = told(30, "courier", hours(1), title="News again")
    store.keep(
        replace(make_batch(copy, source="courier", at=hours(1)), prints=(make_print(copy, 190),)), clustering=CLUSTERING
    )
    shown = {one.id: one for one in store.window(CHINA, LIMITS)}
    assert len(shown) == 6
    assert (shown[articles[19].id].title, shown[articles[19].id].seen) == ("News again", hours(1))


def test_a_story_of_a_hundred_papers_is_one_and_as_cheap_as_another(store: Store) -> None:
    for number in range(60):
        tell(store, told(number, f"paper-{number:02}", hours(0)))
    shown = only(store)
    assert shown.id == told(0, "paper-00", hours(0)).id
    assert len(shown.related) == 10
    with looking(store) as connection:
        assert connection.execute(select(func.count()).select_from(schema.marks)).scalar_one() == 2


def test_what_too_many_have_in_common_says_nothing(store: Store) -> None:
    for number in range(40):
        article = told(number, f"paper-{number:02}", hours(0))
        keys = (7, 1000 + number)
        tell(store, article, story=number, keys=keys)
    with looking(store) as connection:
        borne = Counter(connection.execute(select(schema.marks.c.key)).scalars())
    assert borne[7] == marks.MOST
    tell(store, told(100, "herald", hours(1)), story=3, keys=(7,))
    assert len(store.window(CHINA, LIMITS)) == 41
    tell(store, told(101, "herald", hours(1)), story=3, keys=(7, 1003))
    assert len(store.window(CHINA, LIMITS)) == 41


def test_what_copies_are_found_by_goes_with_the_window_and_stories_stay(store: Store) -> None:
    tell(store, told(1, "gazette", hours(0)))
    tell(store, told(2, "courier", hours(1)), keys=(1, 2, 3))
    tell(store, told(3, "herald", hours(60)), story=5)
    store.prune(hours(80), Keeping(), WINDOW)
    with looking(store) as connection:
        assert set(connection.execute(select(schema.marks.c.n)).scalars()) == set(
            connection.execute(select(schema.sketches.c.n)).scalars()
        )
        assert connection.execute(select(func.count()).select_from(schema.sketches)).scalar_one() == 1
    assert len(store.window(CHINA, LIMITS)) == 2
    store.keep(replace(make_batch(at=hours(81)), retracted=(told(1, "gazette", hours(0)).id,)))
    assert {one.source for one in store.window(CHINA, LIMITS)} == {"courier", "herald"}


def test_stories_outlive_the_process(url: str) -> None:
    first, copy = told(1, "gazette", hours(0)), told(2, "courier", hours(1))
    with Store.open(url) as store:
        tell(store, first)
    with Store.open(url) as store:
        tell(store, copy)
    with Store.open(url, read_only=True) as store:
        assert only(store).id == first.id


def test_two_that_come_at_once_found_one_story(store: Store) -> None:
    papers = [f"paper-{number}" for number in range(8)]
    for paper in papers:
        settled(store, paper)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: tell(store, told(each[0], each[1], hours(0))), enumerate(papers)))
    assert len(store.window(CHINA, LIMITS)) == 1
    assert {store.get(told(number, paper, hours(0)).id) for number, paper in enumerate(papers)} == {only(store)}


def test_what_is_kept_twice_is_counted_once(store: Store) -> None:
    article = told(1, "gazette", hours(0))
    tell(store, article)
    tell(store, article)
    assert replace(only(store), related=()) == article


def test_an_other_without_an_address_is_not_named(store: Store) -> None:
    tell(store, told(1, "gazette", hours(0)))
    dropped = told(2, "desk", hours(1))
    settled(store, "desk")
    batch = make_batch(replace(dropped, link=None), source="desk", at=hours(1))
    store.keep(replace(batch, aliases=(), prints=(make_print(dropped, 1),)), clustering=CLUSTERING)
    assert only(store).related == ()


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_window_counts_a_story_once_and_another_in_its_place(store: Store, gone: int) -> None:
    few = LIMITS.model_copy(update={"window_count": 3, "window_most": 3, "window_age": timedelta()})
    for number, source in enumerate(("gazette", "courier", "herald")):
        tell(store, told(number, source, hours(number)))
    for number in (11, 12, 13):
        tell(store, told(number, "gazette", hours(-number)), story=number * 10)
    sources = ("gazette", "courier", "herald")
    store.keep(
        replace(make_batch(source=sources[gone], at=hours(4)), retracted=(told(gone, sources[gone], hours(gone)).id,))
    )
    ids = [one.id for one in store.window(CHINA, few)]
    assert ids == [told(number, "gazette", hours(0)).id for number in (0, 11, 12)]
