"""Sources that the desk leaves alone, in either database."""

from dataclasses import replace
from datetime import timedelta

from feeds.article import Pause
from feeds.store import Store
from tests.world import NOW

PAUSE = Pause(source="gazette", who="mara", at=NOW, why="they move house")


def test_a_pause_stands_until_it_is_lifted(store: Store) -> None:
    assert store.pauses() == {}
    store.pause(PAUSE)
    assert store.pauses() == {"gazette": PAUSE}
    assert store.resume("gazette", "tomas", NOW + timedelta(hours=1))
    assert store.pauses() == {}
    assert not store.resume("gazette", "tomas", NOW + timedelta(hours=2))


def test_the_last_word_on_a_source_stands_and_each_is_remembered(store: Store) -> None:
    store.pause(PAUSE)
    later = replace(PAUSE, who="tomas", at=NOW + timedelta(hours=1), why="漢字 in their dates")
    store.pause(later)
    assert store.pauses() == {"gazette": later}
    said = [(event.kind, event.who, event.detail) for event in store.events(2)]
    assert sorted(said) == [
        ("source-paused", "mara", "gazette: they move house"),
        ("source-paused", "tomas", "gazette: 漢字 in their dates"),
    ]
