"""The ledger has the very bytes of what was published, and which articles changed in it."""

import hashlib
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Packed, Version
from feeds.errors import PublishError
from feeds.publish.ledger import Ledger, pack, unpack
from feeds.publish.press import publish
from feeds.publish.site import Site
from feeds.store import Store, migrate
from tests.feeds.publish.pressroom import ALONE, BEAT, SETTINGS, at, body, table
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import NOW, make_article

NOTHING = Version(path=BEAT + ".json", at=NOW, digest="", length=0)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    migrate(url, None)
    return Store.open(url)


def build(shelf: MemoryShelf, site: Site, minutes: int) -> dict[str, bytes]:
    """Build, and give what is published then, by path."""
    publish(shelf, ALONE, site, at(minutes))
    return {path: site.read(stored) for path, stored in table(site).documents.items()}


def test_every_document_of_every_time_comes_back_to_the_byte(store: Store, site: Site) -> None:
    shelf, ledger = MemoryShelf(make_article(1), make_article(2)), Ledger(store, site)
    states = []
    for minutes in range(6):
        states.append(build(shelf, site, minutes))
        assert ledger.record() > 2
        assert ledger.record() == 0
        shelf.articles.append(make_article(10 + minutes))
    for minutes, state in enumerate(states):
        for path, said in state.items():
            for seconds in (0, 59):
                assert unpack(store.version(path, at(minutes) + timedelta(seconds=seconds))) == said
    assert store.version(BEAT + ".rss", NOW - timedelta(seconds=1)) == ()


def test_a_version_names_what_came_changed_and_went(store: Store, site: Site) -> None:
    first, second, third = (make_article(number) for number in (1, 2, 3))
    shelf, ledger = MemoryShelf(first, second), Ledger(store, site)
    build(shelf, site, 0)
    ledger.record()
    edited = replace(second, title="Harbour reopens", updated=at(5), changed=at(5))
    shelf.articles[:] = [edited, third]
    build(shelf, site, 9)
    ledger.record()
    for extension in (".rss", ".atom", ".json"):
        newest, oldest = store.versions([BEAT + extension], 10)
        assert set(oldest.added) == {first.id, second.id}
        assert (newest.added, newest.changed, newest.removed) == ((third.id,), (second.id,), (first.id,))
    assert [(one.since, one.until) for one in store.appearances(first.id)] == [(at(0), at(9))]
    assert [(one.since, one.until) for one in store.appearances(second.id)] == [(at(0), None)]
    shelf.articles.append(first)
    build(shelf, site, 12)
    ledger.record()
    assert [(one.since, one.until) for one in store.appearances(first.id)] == [(at(12), None), (at(0), at(9))]


def test_what_a_killed_process_published_is_written_by_the_next(store: Store, site: Site) -> None:
    shelf = MemoryShelf(make_article(1))
    build(shelf, site, 0)
    Ledger(store, site).record()
    shelf.articles.append(make_article(2))
    build(shelf, site, 3)  # and it ends here
    assert Ledger(store, site).record() > 2
    assert Ledger(store, site).record() == 0
    assert unpack(store.version(BEAT + ".json", at(3))) == body(site)


def test_what_is_published_no_more_is_so_from_then_on(store: Store, site: Site) -> None:
    first = make_article(1)
    shelf, ledger = MemoryShelf(first, make_article(2)), Ledger(store, site)
    build(shelf, site, 0)
    ledger.record()
    then = body(site, BEAT + ".rss")
    gone = ALONE.publishing.model_copy(update={"retired": (("china-asia-pacific", ""),)})
    moved = ALONE.beat.model_copy(update={"slug": "harbours"})
    publish(shelf, ALONE.model_copy(update={"publishing": gone, "beat": moved}), site, at(7))
    ledger.record()
    assert unpack(store.version(BEAT + ".rss", at(6))) == then
    (ended,) = store.version(BEAT + ".rss", at(7))
    assert (ended.version.digest, ended.version.at, unpack([ended])) == ("", at(7), None)
    assert {(one.feed, one.until) for one in store.appearances(first.id)} == {
        ("china-asia-pacific", at(7)), ("harbours", None),
    }  # fmt: skip
    assert Ledger(store, site).record() == 0
    build(shelf, site, 9)  # and it is back
    assert ledger.record() > 0
    assert unpack(store.version(BEAT + ".rss", at(9))) == body(site, BEAT + ".rss")


def test_a_document_that_cannot_be_read_is_written_the_next_time_and_holds_up_no_other(
    store: Store, site: Site
) -> None:
    shelf, ledger = MemoryShelf(make_article(1)), Ledger(store, site)
    build(shelf, site, 0)
    lost = site.folder / "documents" / table(site).documents[BEAT + ".atom"].files["identity"]
    kept = lost.read_bytes()
    lost.unlink()
    ledger.record()
    assert BEAT + ".atom" not in store.heads()
    assert BEAT + ".rss" in store.heads()
    lost.write_bytes(kept)
    shelf.articles.append(make_article(2))
    build(shelf, site, 5)
    ledger.record()
    assert unpack(store.version(BEAT + ".atom", at(5))) == body(site, BEAT + ".atom")


def test_a_desk_of_many_feeds_is_written_in_parts_and_no_feed_is_parted(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.publish.ledger._TOGETHER", 2)
    shelf = MemoryShelf(*(make_article(number) for number in range(1, 4)))
    publish(shelf, SETTINGS, site, NOW)
    assert Ledger(store, site).record() == len(table(site).documents)
    for listed in table(site).feeds:
        (version,) = store.versions([f"/feeds/{listed.slug}.rss"], 10)
        assert len(version.added) == listed.count


def test_archives_are_written_too(store: Store, site: Site) -> None:
    shelf, ledger = MemoryShelf(*(make_article(number) for number in range(1, 4))), Ledger(store, site)
    build(shelf, site, 0)
    ledger.record()
    every = {stored.path for stored in site.every(table(site))}
    assert set(store.heads()) == every


def test_a_small_change_costs_little() -> None:
    story = "".join(random.Random(4).choices("abcdefgh ", k=200_000)).encode()  # noqa: S311 - no secret
    whole = pack(NOTHING, story, None)
    beside = pack(NOTHING, b"one more" + story, replace(whole, version=replace(NOTHING, n=7)))
    assert beside.base == 7
    assert len(beside.body or b"") * 100 < len(whole.body or b"")


def test_what_is_another_text_stands_by_itself() -> None:
    texts = ["".join(random.Random(seed).choices("abcdefgh ", k=20_000)).encode() for seed in (1, 2)]  # noqa: S311
    assert pack(NOTHING, texts[1], pack(NOTHING, texts[0], None)).base is None


@given(first=st.binary(max_size=2000), second=st.binary(max_size=2000))
def test_whatever_is_packed_is_unpacked(first: bytes, second: bytes) -> None:
    named = [
        replace(NOTHING, n=n, digest=hashlib.sha256(text).hexdigest()[:32]) for n, text in ((1, first), (2, second))
    ]
    whole = pack(named[0], first, None)
    beside = pack(named[1], second, whole)
    assert unpack([whole]) == first
    assert unpack([beside, whole] if beside.base else [beside]) == second


def test_bytes_that_are_kept_no_more_are_none() -> None:
    assert unpack([Packed(version=NOTHING, body=None)]) is None


@pytest.mark.parametrize(
    "damaged",
    [
        Packed(version=NOTHING, body=b"rotten"),
        Packed(version=NOTHING, body=b"", base=3),
        pack(NOTHING, b"text", None),  # its digest is another
    ],
)
def test_bytes_that_are_not_those_are_damage(damaged: Packed) -> None:
    with pytest.raises(PublishError, match="damaged in the store"):
        unpack([damaged])
