"""What the desk decides is decided of a story, whoever tells it, now or later."""

from datetime import timedelta
from typing import Any

import pytest

from feeds.article import Article, Ruling, RulingKind, Selection
from feeds.store import Store
from tests.feeds.store.batches import CHINA, LIMITS, titles
from tests.feeds.store.telling import hours, tell, told

FIRST = told(1, "courier", hours(0), title="Copied")
LATE = told(2, "wire", hours(1), title="Original")
FEED = Selection(codes=frozenset({"CN"}), feed="china")
BARRING: tuple[RulingKind, ...] = ("hold", "block", "embargo")


def ruling(kind: RulingKind, article: Article, **said: Any) -> Ruling:
    plain: dict[str, Any] = {"article": article.id, "kind": kind, "who": "mara", "at": hours(2), "why": "because"}
    return Ruling(**plain | said)


def both(store: Store) -> None:
    """Keep a story whose original came late, and stands for it."""
    tell(store, FIRST, credits=("wire",))
    tell(store, LATE)


@pytest.mark.parametrize("named", [FIRST, LATE])
@pytest.mark.parametrize("kind", BARRING)
def test_no_copy_takes_the_place_of_a_story_that_is_barred(store: Store, kind: RulingKind, named: Article) -> None:
    both(store)
    stands = store.rule(ruling(kind, named, until=hours(9) if kind == "embargo" else None))
    assert stands is not None
    assert (stands.article, stands.why, store.events(1)[0].article) == (FIRST.id, "because", FIRST.id)
    assert titles(store.window(CHINA, LIMITS)) == []
    assert store.get(FIRST.id) is store.get(LATE.id) is None
    tell(store, told(3, "herald", hours(3), title="Copied again"))
    assert titles(store.window(CHINA, LIMITS)) == []
    assert [(each.article, each.kind) for each in store.rulings()] == [(FIRST.id, kind)]
    lifted = store.lift(ruling(kind, LATE, at=hours(4)), (kind,), None)
    assert [each.article for each in lifted] == [FIRST.id]
    assert titles(store.window(CHINA, LIMITS)) == ["Original"]
    assert store.window(CHINA, LIMITS)[0].id == FIRST.id


@pytest.mark.parametrize("named", [FIRST, LATE])
def test_a_bar_of_one_feed_binds_whoever_stands_for_the_story_later(store: Store, named: Article) -> None:
    tell(store, FIRST, credits=("wire",))
    store.rule(ruling("hold", FIRST, feed="china"))
    assert titles(store.window(FEED, LIMITS)) == []
    tell(store, LATE)
    assert titles(store.window(FEED, LIMITS)) == []
    assert titles(store.window(CHINA, LIMITS)) == ["Original"]
    store.lift(ruling("hold", named, at=hours(4)), ("hold",), "china")
    assert titles(store.window(FEED, LIMITS)) == ["Original"]


@pytest.mark.parametrize("named", [FIRST, LATE])
def test_a_pinned_story_stands_first_whoever_tells_it(store: Store, named: Article) -> None:
    both(store)
    store.rule(ruling("pin", named, feed="china"))
    tell(store, told(3, "gazette", hours(5), title="News"), story=7)
    window = store.window(FEED, LIMITS)
    assert (window[0].id, window[0].title) == (FIRST.id, "Original")
    assert titles(window) == ["Original", "News"]
    assert store.pinned("china") == {FIRST.id}


def test_the_end_of_an_embargo_of_the_desk_is_when_a_story_is_seen(store: Store) -> None:
    both(store)
    store.rule(ruling("embargo", LATE, until=hours(6)))
    assert store.release(hours(6)) == 1
    (shown,) = store.window(CHINA, LIMITS)
    assert (shown.id, shown.title, shown.seen) == (FIRST.id, "Original", hours(6))
    assert shown.published == hours(6)
    assert shown.published - FIRST.published == timedelta(hours=6)
