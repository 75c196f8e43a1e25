"""What is remembered of choosing never changes what is chosen, and saves looking."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.settings import Keeping, Limits
from feeds.article import Article, Picture, Place, Ruling, Selection
from feeds.store import Store, glances
from tests.feeds.store.batches import make_batch, settled
from tests.world import NOW, make_article

LIMITS = Limits(window_count=3, window_most=5, window_age=timedelta(hours=2))
KINDS = ("keep", "change", "move", "hold", "lift", "pin", "embargo", "release", "retract", "show", "picture", "prune")


VERSIONS = count(1)  # the store is one for all examples, and a digest says one thing for ever


def odd(article: Article) -> bool:
    return int(article.title.split()[-1]) % 2 == 1


def lively(article: Article) -> bool:
    return "more" in article.content


CHINA, JAPAN = frozenset({"CN"}), frozenset({"JP", "CN"})
FEEDS: tuple[tuple[Selection, Callable[[Article], bool] | None], ...] = (
    (Selection(codes=CHINA, feed="china"), None),
    (Selection(codes=JAPAN, feed="odd", rules="odd"), odd),
    (Selection(codes=JAPAN, source="courier", feed="courier", rules="lively", whole=True), lively),
    (Selection(feed="all", sources=frozenset({"courier", "gazette"}), rules="odd"), odd),
)


def windows(store: Store) -> list[tuple[Article, ...]]:
    return [store.window(selection, LIMITS, takes) for selection, takes in FEEDS]


def _place(number: int) -> tuple[Place, ...]:
    return (Place(code=("CN", "JP", "FR")[number % 3], score=0.8, primary=True),)


def do(store: Store, kind: str, number: int, step: int) -> None:
    """Do one of the things that a store is for, to article `number`."""
    at = NOW + timedelta(minutes=10 * step)
    article = make_article(number, seen=at, changed=at, published=at, updated=at, places=_place(number))
    known = store.get(article.id, withheld=True)
    if kind == "keep" or known is None:
        store.keep(make_batch(article, at=at))
        return
    changed = replace(article, title=f"Harbour story {number + step}", digest=f"{next(VERSIONS):064x}")
    ruling = Ruling(article=article.id, kind="hold", who="mara", at=at, why="x")
    acts: dict[str, Callable[[], Any]] = {
        "change": lambda: store.keep(make_batch(changed=[changed], at=at)),
        "move": lambda: store.keep(make_batch(changed=[replace(changed, places=_place(number + 1))], at=at)),
        "hold": lambda: store.rule(replace(ruling, feed=("", "odd")[step % 2])),
        "lift": lambda: store.lift(ruling, ("hold", "pin", "embargo"), None),
        "pin": lambda: store.rule(replace(ruling, kind="pin", feed=("", "odd")[step % 2])),
        "embargo": lambda: store.rule(replace(ruling, kind="embargo", until=at + timedelta(minutes=15))),
        "release": lambda: store.release(at),
        "retract": lambda: store.keep(replace(make_batch(at=at), retracted=(article.id,))),
        "show": lambda: store.keep(make_batch(source="courier", sightings=[article.id], at=at)),
        "picture": lambda: store.keep_pictures([Picture(href="https://g.example/1.jpg", at=at, type="image/jpeg")]),
        "prune": lambda: store.prune(at + timedelta(days=number), Keeping(bodies=timedelta(days=2))),
    }
    acts[kind]()


STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 8)), min_size=3, max_size=14)


@given(STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_remembers_chooses_as_whoever_does_not(sqlite: str, sqlite_store: Store, steps: list[Any]) -> None:
    remembering = sqlite_store
    settled(settled(remembering), "courier")
    for step, (kind, number) in enumerate(steps, 1):
        do(remembering, kind, number, step)
        with Store.open(sqlite, read_only=True) as forgetful:
            assert windows(remembering) == windows(forgetful), (step, kind, number)


def test_nothing_is_looked_at_twice_while_it_is_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(store)
    for step in range(1, 9):
        do(store, "keep", step * 3, step)
    read, looked = glances.read, list[int]()

    def counting(connection: Any, numbers: Any, *, whole: bool) -> dict[int, Article]:
        looked.extend(numbers)
        return read(connection, numbers, whole=whole)

    monkeypatch.setattr(glances, "read", counting)
    first = windows(store)
    assert looked
    looked.clear()
    assert all(one is other for one, other in zip(windows(store), first, strict=True))
    do(store, "keep", 30, 20)
    windows(store)
    assert len(set(looked)) == 1


def test_another_process_is_heard(store: Store, url: str) -> None:
    settled(store)
    do(store, "keep", 3, 1)
    assert [len(window) for window in windows(store)] == [1, 1, 0, 1]
    with Store.open(url) as other:
        do(other, "keep", 9, 2)
        do(other, "hold", 3, 4)
    assert [[one.title for one in window] for window in windows(store)][:2] == [["Harbour story 9"]] * 2


def test_what_befalls_sources_and_feeds_changes_no_revision(store: Store) -> None:
    assert store.revision() is None
    settled(store)
    before = store.revision()
    assert before is not None
    store.keep_quiet([(run, store.state(run.source)) for run in store.runs(1)])
    store.hold("china", "it shrank", NOW)
    store.release_feed("china", NOW)
    store.clear_hold("china")
    store.namespace(None)
    assert store.revision() == before
    do(store, "keep", 3, 1)
    assert store.revision() != before
