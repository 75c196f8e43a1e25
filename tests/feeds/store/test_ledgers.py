"""The ledger keeps what was published for a declared time, and its bytes within a declared size."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from config.settings import Keeping
from feeds.article import Appearance, Packed, Version
from feeds.store import Store
from tests.world import NOW

DAY = timedelta(days=1)
PATH = "/feeds/china.rss"
NOTHING = Version(path=PATH, at=NOW, digest="", length=0)


def version(number: int, **changes: object) -> Version:
    return replace(NOTHING, at=NOW + number * DAY, digest=f"{number:032}", length=number, **changes)  # type: ignore[arg-type]


def enter(store: Store, number: int, *, base: int | None = None, body: bytes = b"x" * 100) -> int:
    """Keep one more version, and give its number."""
    store.enter([Packed(version=version(number), body=body, base=base)], [])
    return store.versions([PATH], 1)[0].n


def pruned(store: Store, at: datetime, most: int = 10_000) -> list[int]:
    """Give the lengths of the versions that are left."""
    store.prune(at, Keeping(documents=10 * DAY, documents_bytes=most))
    return [one.length for one in store.versions([PATH], 100)]


def test_versions_come_back_newest_first(store: Store) -> None:
    first = version(1, added=("urn:uuid:1",), removed=("urn:uuid:2",))
    store.enter([Packed(version=first, body=b"a")], [])
    store.enter([Packed(version=version(2), body=b"b", base=1)], [])
    assert [replace(one, n=0) for one in store.versions([PATH], 10)] == [version(2), first]
    assert store.versions(["/feeds/japan.rss"], 10) == ()
    assert len(store.versions([PATH], 1)) == 1
    assert store.heads() == {PATH: f"{2:032}"}


def test_a_version_is_published_until_its_next(store: Store) -> None:
    base = enter(store, 1)
    enter(store, 3, base=base, body=b"beside")
    assert store.version(PATH, NOW) == ()
    (alone,) = store.version(PATH, NOW + 3 * DAY - timedelta(seconds=1))
    assert (alone.version.length, alone.body, alone.base) == (1, b"x" * 100, None)
    beside, whole = store.version(PATH, NOW + 3 * DAY)
    assert (beside.body, beside.base, whole.version.n) == (b"beside", base, base)
    found = store.keyframe(PATH)
    assert found is not None
    assert found.version.n == base


def test_what_had_a_next_version_is_forgotten_in_time_but_for_its_base(store: Store) -> None:
    base = enter(store, 1)
    for number in (2, 3, 4):
        enter(store, number, base=base)
    assert pruned(store, NOW + 11 * DAY) == [4, 3, 2, 1]
    assert pruned(store, NOW + 13 * DAY) == [4, 3, 1]
    assert pruned(store, NOW + 90 * DAY) == [4, 1]  # it is published still
    assert len(store.version(PATH, NOW + 90 * DAY)) == 2


def test_beyond_the_size_the_oldest_bytes_go_and_the_record_stays(store: Store) -> None:
    base = enter(store, 1)
    enter(store, 2, base=base)
    later = enter(store, 3)
    assert pruned(store, NOW + 4 * DAY, most=150) == [3, 2, 1]
    assert [one.body for at in (1, 2) for one in store.version(PATH, NOW + at * DAY)] == [None, None, None]
    assert store.version(PATH, NOW + 3 * DAY)[0].body == b"x" * 100
    assert pruned(store, NOW + 4 * DAY, most=0) == [3, 2, 1]
    assert store.keyframe(PATH) is None, f"{later} is no base without its bytes"


def test_when_an_article_stood_where_is_kept_while_it_does_and_ten_days_more(store: Store) -> None:
    came = Appearance(feed="china", article="urn:uuid:1", since=NOW, digest="a")
    other = replace(came, feed="japan")
    store.enter([], [came, other])
    assert store.appearing("china") == {"urn:uuid:1": came}
    left = replace(came, until=NOW + DAY)
    store.enter([], [left])
    assert store.appearing("china") == {}
    assert set(store.appearances("urn:uuid:1")) == {left, other}
    again = replace(came, since=NOW + 2 * DAY)
    store.enter([], [again])
    assert store.appearances("urn:uuid:1")[0] == again
    pruned(store, NOW + 12 * DAY)
    assert set(store.appearances("urn:uuid:1")) == {again, other}


def test_what_is_written_there_changes_no_feed(store: Store) -> None:
    before = store.revision()
    enter(store, 1)
    assert store.revision() == before


@pytest.mark.parametrize("count", [0, 1200])
def test_many_are_kept_at_once(store: Store, count: int) -> None:
    store.enter([Packed(version=replace(version(1), path=f"/feeds/{n}.rss"), body=b"x") for n in range(count)], [])
    assert len(store.heads()) == count
