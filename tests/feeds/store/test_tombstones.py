"""What stood in feeds and may not any more is told for a week, and what was corrected for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.article import Author, Correction, Rights, RulingKind, Selection, Tombstone
from feeds.store import Store
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, settled
from tests.feeds.store.test_rulings import HOUR, act, kept, ruling
from tests.world import NOW, make_article

WEEK = timedelta(days=7)
AWAY = Selection(source="courier", codes=frozenset({"CN"}))


@pytest.mark.parametrize("kind", ["retraction", "block"])
def test_what_the_desk_takes_out_for_good_has_one_until_it_is_back(store: Store, kind: RulingKind) -> None:
    first, _ = kept(store, 2)
    store.rule(ruling(kind, first, public="It was wrong.", why="a lawyer wrote"))
    assert store.tombstones(CHINA) == (Tombstone(id=first.id, at=NOW, comment="It was wrong."),)
    assert store.tombstones(AWAY) == store.tombstones(CHINA, lambda article: article.title.endswith("2")) == ()
    store.lift(act(first), (kind,), None)
    assert store.tombstones(CHINA) == ()
    assert first.id in {article.id for article in store.window(CHINA, LIMITS)}


def test_it_goes_after_a_week_and_the_article_stays_away(store: Store) -> None:
    first, _ = kept(store, 2)
    store.rule(ruling("retraction", first))
    assert store.release(NOW + WEEK - timedelta(seconds=1)) == 0
    before = store.revision()
    assert store.release(NOW + WEEK) == 1
    assert store.tombstones(CHINA) == ()
    assert store.revision() != before
    assert store.get(first.id) is None


def test_what_its_source_takes_back_has_one_as_well_and_what_expires_as_it_said_has_none(store: Store) -> None:
    first, second = kept(store, 2)
    ends = make_article(3, rights=Rights(expires=NOW + HOUR))
    store.keep(make_batch(ends))
    store.keep(replace(make_batch(at=NOW + HOUR), retracted=(first.id,)))
    store.release(NOW + HOUR)
    assert {stone.id for stone in store.tombstones(CHINA)} == {first.id}
    store.keep(make_batch(sightings=[first.id], at=NOW + 2 * HOUR))
    assert store.tombstones(CHINA) == ()
    assert second.id in {article.id for article in store.window(CHINA, LIMITS)}


def test_what_nobody_has_seen_and_what_is_only_held_has_none(store: Store) -> None:
    first, _ = kept(store, 2)
    secret = make_article(3, embargo=NOW + 9 * HOUR)
    store.keep(make_batch(secret))
    store.rule(ruling("hold", first))
    store.rule(ruling("retraction", secret))
    assert store.tombstones(CHINA) == ()


def test_a_retraction_s_reason_is_the_desk_s_and_its_word_to_readers_theirs(store: Store) -> None:
    first, second = kept(store, 2)
    store.rule(ruling("retraction", first, why="libel", public="We regret it."))
    assert (store.gone(first.id), store.farewell(first.id)) == (True, "We regret it.")
    assert (store.gone(second.id), store.farewell(second.id)) == (False, None)
    assert [(one.kind, one.detail) for one in store.events(1)] == [("desk-retracted", "libel")]
    store.lift(act(first), ("retraction",), None)
    assert (store.events(1)[0].kind, store.gone(first.id)) == ("desk-restored", False)


def test_a_change_is_told_by_what_is_other_and_at_most_twenty_are_kept(store: Store) -> None:
    settled(store)
    article = make_article()
    store.keep(make_batch(article))
    assert store.get(article.id) == article
    for hour in range(1, 24):
        at = NOW + hour * HOUR
        now = replace(article, title=f"Harbour story {hour}", authors=(Author(name="Li"),), updated=at, changed=at)
        store.keep(make_batch(changed=[now], at=at))
    found = store.get(article.id)
    assert found is not None
    assert len(found.corrections) == 20
    assert found.corrections[0] == Correction(at=NOW + 23 * HOUR, changed=("title",))
    assert store.window(CHINA, LIMITS)[0].corrections == found.corrections
    retouched = replace(now, categories=())
    store.keep(make_batch(changed=[retouched], at=NOW + 30 * HOUR))
    again = store.get(article.id)
    assert again is not None
    assert again.corrections == found.corrections


def test_a_note_goes_to_the_last_change_or_stands_alone_and_moves_updated(store: Store) -> None:
    first, _ = kept(store, 2)
    changed = replace(first, title="Harbour story, put right", updated=NOW + HOUR, changed=NOW + HOUR)
    store.keep(make_batch(changed=[changed], at=NOW + HOUR))
    assert store.correct(first.id, "The name was wrong.", "mara", NOW + 2 * HOUR)
    assert store.correct(first.id, "So was the date.", "mara", NOW + 3 * HOUR)
    found = store.get(first.id)
    assert found is not None
    assert found.corrections == (
        Correction(at=NOW + 3 * HOUR, changed=(), note="So was the date."),
        Correction(at=NOW + 2 * HOUR, changed=("title",), note="The name was wrong."),
    )
    assert (found.updated, found.published) == (NOW + 3 * HOUR, first.published)
    assert [(one.kind, one.who) for one in store.events(1)] == [("article-corrected", "mara")]
    assert not store.correct("urn:uuid:00000000-0000-5000-8000-000000009999", "x", "mara", NOW)
