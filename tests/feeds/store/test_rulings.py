"""What the desk decides about single articles: pins, holds, embargoes and blocks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.settings import Limits
from feeds.article import Article, Origin, Rights, Ruling, RulingKind, Selection
from feeds.store import Event, Store, windows
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, settled, titles
from tests.world import NOW, make_article

HOUR = timedelta(hours=1)
SMALL = Limits(window_count=3, window_most=4, window_age=timedelta())
CHINESE = replace(CHINA, feed="china")
KINDS: tuple[RulingKind, ...] = ("pin", "hold", "embargo", "block")


def ruling(kind: RulingKind, article: Article, **said: Any) -> Ruling:
    plain: dict[str, Any] = {"article": article.id, "kind": kind, "who": "mara", "at": NOW, "why": "because"}
    return Ruling(**plain | said)


def act(article: Article, **said: Any) -> Ruling:
    return ruling("pin", article, **{"who": "tomas", "at": NOW + HOUR, "why": "done"} | said)


def kept(store: Store, count: int) -> list[Article]:
    """Keep articles, the last the newest by first sight and date."""
    settled(store)
    found = []
    for number in range(1, count + 1):
        at = NOW + number * timedelta(minutes=1)
        article = make_article(number, seen=at, changed=at, published=at, updated=at)
        store.keep(make_batch(article, at=at))
        found.append(article)
    return found


def shown(store: Store, selection: Selection = CHINESE, limits: Limits = SMALL) -> list[int]:
    return [int(title.split()[-1]) for title in titles(store.window(selection, limits))]


@pytest.mark.parametrize("kind", ["hold", "embargo", "block", "retraction"])
def test_a_bar_takes_an_article_out_of_every_feed_and_page(store: Store, kind: RulingKind) -> None:
    first, _ = kept(store, 2)
    assert store.rule(ruling(kind, first, until=NOW + 9 * HOUR if kind == "embargo" else None))
    assert shown(store) == shown(store, Selection(source="gazette", codes=frozenset({"CN"}))) == [2]
    assert first.id not in {article.id for article in store.window(Selection(), LIMITS)}
    assert store.get(first.id) is None
    assert store.get(first.id, withheld=True) == first
    assert store.counts()["withheld"] == 1


@pytest.mark.parametrize("kind", ["hold", "block", "retraction"])
def test_neither_a_change_nor_another_sighting_brings_a_barred_article_back(store: Store, kind: RulingKind) -> None:
    first, _ = kept(store, 2)
    settled(store, "courier")
    store.rule(ruling(kind, first))
    store.keep(make_batch(changed=[replace(first, title="Harbour story 9", changed=NOW + HOUR)], at=NOW + HOUR))
    store.keep(make_batch(source="courier", sightings=[first.id]))
    store.keep(replace(make_batch(at=NOW + HOUR), retracted=(first.id,)))
    store.keep(make_batch(sightings=[first.id], at=NOW + 2 * HOUR))
    assert store.get(first.id) is None
    assert shown(store) == [2]
    assert store.window(Selection(source="courier", codes=frozenset({"CN"})), LIMITS) == ()
    assert store.release(NOW + timedelta(days=4000)) == 1  # its tombstone
    assert store.release(NOW + timedelta(days=5000)) == 0
    assert shown(store) == [2]


def test_a_bar_in_one_feed_is_none_in_another(store: Store) -> None:
    first, _ = kept(store, 2)
    store.rule(ruling("hold", first, feed="china"))
    assert shown(store) == [2]
    assert shown(store, replace(CHINA, feed="beat")) == [2, 1]
    assert store.get(first.id) == first


def test_what_is_lifted_stands_where_it_stood(store: Store) -> None:
    first, _ = kept(store, 2)
    store.rule(ruling("hold", first))
    store.rule(ruling("block", first, feed="china"))
    assert store.lift(act(first), ("pin", "embargo"), None) == ()
    lifted = store.lift(act(first), KINDS, None)
    assert {(each.kind, each.feed, each.why, each.who) for each in lifted} == {
        ("hold", "", "because", "mara"), ("block", "china", "because", "mara"),
    }  # fmt: skip
    assert store.window(CHINESE, SMALL)[1] == first
    assert store.rulings() == ()


def test_of_several_bars_each_must_be_lifted(store: Store) -> None:
    first, _ = kept(store, 2)
    store.rule(ruling("hold", first))
    store.rule(ruling("block", first))
    store.lift(act(first), ("hold",), None)
    assert shown(store) == [2]
    store.lift(act(first), ("block",), "")
    assert shown(store) == [2, 1]


def test_every_act_is_kept_for_ever_with_who_and_why(store: Store) -> None:
    first, second = kept(store, 2)
    store.rule(ruling("pin", first, feed="china"))
    store.rule(ruling("hold", second, until=NOW + HOUR))
    store.lift(act(first), KINDS, "china")
    store.release(NOW + 2 * HOUR)
    assert store.events(10) == (
        Event(at=NOW + 2 * HOUR, kind="hold-ended", article=second.id, detail="because"),
        Event(at=NOW + HOUR, kind="pin-lifted", article=first.id, feed="china", detail="done", who="tomas"),
        Event(at=NOW, kind="article-held", article=second.id, detail="because", who="mara"),
        Event(at=NOW, kind="article-pinned", article=first.id, feed="china", detail="because", who="mara"),
    )


def test_a_later_ruling_of_its_kind_takes_the_place_of_the_former(store: Store) -> None:
    first, _ = kept(store, 2)
    store.rule(ruling("hold", first, until=NOW + HOUR))
    later = ruling("hold", first, at=NOW + HOUR, why="until we know")
    store.rule(later)
    assert store.rulings() == (replace(later, title=first.title),)
    assert store.release(NOW + 3 * HOUR) == 0


def test_an_article_that_nobody_has_cannot_be_ruled(store: Store) -> None:
    assert not store.rule(ruling("hold", make_article(77)))
    assert store.lift(act(make_article(77)), KINDS, None) == ()
    assert store.events(10) == ()


def test_the_desks_embargo_ends_as_any_other(store: Store) -> None:
    first, _ = kept(store, 2)
    until = NOW + 5 * HOUR
    store.rule(ruling("embargo", first, until=until))
    store.keep(make_batch(changed=[replace(first, changed=NOW + HOUR)], at=NOW + HOUR))
    assert store.release(until - HOUR) == 0
    assert store.get(first.id) is None
    now = until + timedelta(minutes=1)
    assert store.release(now) == 1
    assert store.get(first.id) == replace(first, seen=now, changed=now, published=until, updated=until)
    assert shown(store) == [1, 2]
    assert store.events(1) == (Event(at=now, kind="embargo-ended", article=first.id, detail="because"),)


def test_an_embargo_that_is_lifted_ends_then(store: Store) -> None:
    first, _ = kept(store, 2)
    store.rule(ruling("embargo", first, until=NOW + 5 * HOUR))
    store.lift(act(first), KINDS, None)
    assert store.get(first.id) == replace(first, seen=NOW + HOUR, changed=NOW + HOUR)


def test_an_embargo_of_the_desk_does_not_end_the_sources_own(store: Store) -> None:
    article = make_article(1, embargo=NOW + 9 * HOUR)
    settled(store).keep(make_batch(article))
    store.rule(ruling("embargo", article, until=NOW + HOUR))
    assert store.release(NOW + 2 * HOUR) == 1
    assert store.get(article.id) is None
    assert store.release(NOW + 9 * HOUR) == 1
    assert store.get(article.id) is not None


def test_a_pin_stands_first_whatever_its_age_and_moves_no_date(store: Store) -> None:
    articles = kept(store, 9)
    store.rule(ruling("pin", articles[1], at=NOW))
    store.rule(ruling("pin", articles[4], at=NOW + HOUR, feed="china"))
    assert shown(store) == [5, 2, 9]
    assert store.window(CHINESE, SMALL)[1] == articles[1]
    assert shown(store, replace(CHINA, feed="beat")) == [2, 9, 8]
    assert store.pinned("china") == {articles[1].id, articles[4].id}
    store.lift(act(articles[4]), ("pin",), None)
    assert store.release(NOW + HOUR) == 0
    assert shown(store) == [2, 9, 8]


def test_a_pin_ends_by_itself(store: Store) -> None:
    articles = kept(store, 5)
    store.rule(ruling("pin", articles[0], until=NOW + HOUR))
    assert store.release(NOW + HOUR) == 1
    assert shown(store) == [5, 4, 3]
    assert store.events(1) == (Event(at=NOW + HOUR, kind="pin-ended", article=articles[0].id, detail="because"),)


def test_a_pin_on_all_feeds_counts_where_the_article_belongs(store: Store) -> None:
    first, _ = kept(store, 2)
    store.rule(ruling("pin", first))
    settled(store, "courier")
    assert shown(store) == [1, 2]
    for other in (Selection(codes=frozenset({"JP"})), Selection(source="courier", codes=frozenset({"CN"}))):
        assert store.window(other, SMALL) == ()
    assert store.window(CHINESE, SMALL, lambda article: article.id != first.id)[0].id != first.id


def test_a_pin_in_one_feed_brings_what_its_rules_would_not(store: Store) -> None:
    first, _ = kept(store, 2)
    store.rule(ruling("pin", first, feed="japan"))
    assert shown(store, Selection(codes=frozenset({"JP"}), feed="japan")) == [1]


def test_what_nobody_may_see_is_pinned_in_vain(store: Store) -> None:
    first, second = kept(store, 2)
    for each in (first, second):
        store.rule(ruling("pin", each, feed="china"))
    store.rule(ruling("block", first))
    store.rule(ruling("hold", second, feed="china"))
    assert shown(store) == []


def test_back_file_can_be_pinned(store: Store) -> None:
    old = make_article(1)
    store.keep(make_batch(old), newcomers=0)
    assert shown(store) == []
    store.rule(ruling("pin", old))
    assert shown(store) == [1]


def test_no_more_are_pinned_than_a_window_holds(store: Store) -> None:
    for article in kept(store, 6):
        store.rule(ruling("pin", article))
    assert shown(store) == [6, 5, 4, 3]


def test_a_judge_is_asked_of_the_newest_until_the_window_is_full(store: Store) -> None:
    kept(store, 12)
    asked: list[int] = []

    def even(article: Article) -> bool:
        asked.append(int(article.title.split()[-1]))
        return asked[-1] % 2 == 0

    assert [int(one.title.split()[-1]) for one in store.window(CHINESE, SMALL, even)] == [12, 10, 8]
    assert sorted(asked, reverse=True) == list(range(12, 0, -1))[: len(asked)]
    assert len(asked) == 12


def test_a_judge_is_shown_what_rules_look_at(store: Store) -> None:
    (article,) = kept(store, 1)
    glimpsed: list[Article] = []
    for whole in (False, True):
        store.window(replace(CHINESE, whole=whole), SMALL, lambda one: glimpsed.append(one) is not None)  # type: ignore[func-returns-value]
    lean = replace(article, rights=Rights(), origin=Origin(title=""), digest="")
    assert glimpsed[:2] == [replace(lean, content=""), lean]


def test_what_lies_too_deep_is_not_looked_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "EXAMINED", 5)
    articles = kept(store, 9)
    assert store.window(CHINESE, SMALL, lambda article: article.id == articles[2].id) == ()
    assert store.window(CHINESE, SMALL, lambda article: article.id == articles[4].id) == (articles[4],)


def test_any_of_several_sources_will_do(store: Store) -> None:
    kept(store, 2)
    settled(store, "courier").keep(make_batch(make_article(5, source="courier"), source="courier"))
    settled(store, "herald").keep(make_batch(make_article(6, source="herald"), source="herald"))
    both = Selection(codes=frozenset({"CN"}), sources=frozenset({"courier", "gazette"}))
    assert sorted(shown(store, both, LIMITS)) == [1, 2, 5]


@given(
    hours=st.lists(st.integers(0, 30), min_size=1, max_size=12),
    taken=st.sets(st.integers(0, 11)),
    pins=st.sets(st.integers(0, 11), max_size=5),
    held=st.sets(st.integers(0, 11), max_size=3),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_window_is_its_pins_and_the_newest_that_are_taken(
    sqlite_store: Store, hours: list[int], taken: set[int], pins: set[int], held: set[int]
) -> None:
    store, limits = sqlite_store, Limits(window_count=3, window_most=5, window_age=10 * HOUR)
    made = []
    feed = Selection(codes=frozenset({"CN"}), feed=f"f{len(store.rulings())}-{store.counts()['articles']}")
    base = store.counts()["articles"] * 100
    for number, hour in enumerate(hours):
        seen = NOW + timedelta(days=base) - hour * HOUR
        made.append(make_article(base + number, seen=seen, changed=seen, published=seen, updated=seen))
        store.keep(make_batch(made[-1], at=seen))
    for kind, chosen in (("pin", pins), ("hold", held)):
        for number in sorted(chosen & set(range(len(made)))):
            store.rule(ruling(kind, made[number], feed=feed.feed, at=NOW + number * HOUR))  # type: ignore[arg-type]
    ids = {made[number].id for number in taken if number < len(made)}
    window = [article.id for article in store.window(feed, limits, lambda article: article.id in ids)]

    first = [made[n].id for n in sorted(pins, reverse=True) if n < len(made) and n not in held]
    assert window[: len(first)] == first[:5]
    rest = window[len(first) :]
    allowed = {id_ for n, id_ in enumerate(one.id for one in made) if id_ in ids and n not in held and id_ not in first}
    assert set(rest) <= allowed
    assert len(window) == len(set(window)) <= 5
    assert len(rest) >= min(len(allowed), 3 - len(first))
    by_seen = sorted((one for one in made if one.id in allowed), key=lambda one: one.seen, reverse=True)
    if rest:
        oldest = min(one.seen for one in made if one.id in rest)
        assert all(one.id in rest for one in by_seen if one.seen > oldest)
