"""What a collection brought is kept: whole, once, and changed only where it may."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from feeds.article import Author, Category, Correction, Known, Place, Related
from feeds.errors import StoreError
from feeds.store import Store
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, settled, titles
from tests.world import NOW, make_article

LATER = NOW + timedelta(hours=1)


def test_what_is_kept_is_given_back(store: Store) -> None:
    article = make_article(authors=(Author(name="Lin Wei", role="correspondent"),), categories=(Category(term="港"),))
    store.keep(make_batch(article))
    assert store.get(article.id) == article
    assert store.get("urn:uuid:00000000-0000-5000-8000-999999999999") is None


def test_keys_lead_to_articles_and_the_first_article_of_a_key_stays(store: Store) -> None:
    one, two = make_article(1), make_article(2)
    store.keep(make_batch(one, two))
    store.keep(replace(make_batch(), aliases=((f"url:{one.link}", two.id), ("guid:gazette:x\0y", two.id))))
    found = store.known([f"url:{one.link}", "guid:gazette:x\0y", "guid:gazette:unknown"])
    assert found == {
        f"url:{one.link}": Known(
            id=one.id, source="gazette", digest=one.digest, updated=one.updated, rights=one.rights
        ),
        "guid:gazette:x\0y": Known(
            id=two.id, source="gazette", digest=two.digest, updated=two.updated, rights=two.rights
        ),
    }


def test_keys_of_any_length_and_number_are_known(store: Store) -> None:
    long = {f"guid:gazette:{'港' * 5000}{number}": make_article(number) for number in range(600)}
    store.keep(replace(make_batch(*long.values()), aliases=tuple((key, a.id) for key, a in long.items())))
    assert {key: known.id for key, known in store.known(long).items()} == {key: a.id for key, a in long.items()}


def test_a_change_keeps_what_froze_at_first_sight(store: Store) -> None:
    first = make_article(estimated=True)
    settled(store).keep(make_batch(first))
    moved = replace(
        first,
        title="Harbour story, corrected",
        digest="f" * 64,
        source="courier",
        published=LATER,
        estimated=False,
        seen=LATER,
        updated=LATER,
        changed=LATER,
        places=(Place(code="KP", score=0.8, primary=True), Place(code="CN", score=0.2, primary=False)),
    )
    store.keep(make_batch(changed=[moved], source="courier", at=LATER))
    frozen = {name: getattr(first, name) for name in ("published", "estimated", "seen")}
    corrected = (Correction(at=LATER, changed=("title",)),)
    assert store.get(first.id) == replace(moved, corrections=corrected, **frozen)
    assert store.window(CHINA, LIMITS) == ()
    assert store.countries(["CN", "KP"]) == ("KP",)


def test_places_come_back_by_score_then_code(store: Store) -> None:
    places = tuple(
        Place(code=code, score=score, primary=True) for code, score in (("KR", 0.9), ("CN", 0.5), ("JP", 0.5))
    )
    store.keep(make_batch(make_article(places=(places[2], places[0], places[1], replace(places[0], score=0.1)))))
    kept = store.get(make_article().id)
    assert kept is not None
    assert kept.places == places


def test_keeping_the_same_twice_doubles_nothing(store: Store) -> None:
    article = make_article()
    settled(store).keep(make_batch(article))
    store.keep(make_batch(article, replace(article, title="The same id again")))
    assert store.window(CHINA, LIMITS) == (article,)
    assert store.counts()["articles"] == 2


def test_of_one_id_twice_in_a_batch_the_first_is_kept_with_its_own_places(store: Store) -> None:
    first = make_article(published=NOW)
    second = make_article(published=NOW - timedelta(days=1), places=(Place(code="KP", score=0.5, primary=True),))
    settled(store).keep(make_batch(first, second))
    assert store.get(first.id) == first
    assert store.countries(["CN", "KP"]) == ("CN",)


def test_a_batch_is_kept_whole_or_not_at_all(store: Store) -> None:
    batch = make_batch(make_article(1), sightings=["urn:uuid:00000000-0000-5000-8000-000000000777"])
    with pytest.raises(StoreError, match=r"gazette speaks of urn:uuid:.*777, which is not in the store"):
        store.keep(batch)
    assert store.counts() == {"articles": 0, "withheld": 0, "sources": 0, "held": 0}
    assert store.runs(10) == ()


def test_a_naive_time_is_refused_in_a_sentence(store: Store) -> None:
    with pytest.raises(StoreError, match=r"^the database \S+ failed: "):
        store.keep(make_batch(make_article(seen=NOW.replace(tzinfo=None))))


def test_a_first_collection_lists_only_its_newest(store: Store) -> None:
    articles = [make_article(number, published=NOW - timedelta(hours=number)) for number in range(1, 31)]
    store.keep(make_batch(*articles))
    assert store.window(CHINA, LIMITS) == tuple(articles[:10])
    assert store.get(articles[29].id) == articles[29]
    late = [
        make_article(number, published=NOW - timedelta(days=9), seen=LATER, changed=LATER) for number in range(50, 65)
    ]
    store.keep(make_batch(*late, at=LATER, sightings=[articles[29].id]))
    assert set(store.window(CHINA, LIMITS)) == {*articles[:10], *late}


def test_each_source_has_a_first_collection_and_says_how_much_of_it_is_news(store: Store) -> None:
    settled(store)
    store.keep(
        make_batch(*(make_article(number, source="courier") for number in range(5)), source="courier"), newcomers=2
    )
    assert len(store.window(CHINA, LIMITS)) == 2
    store.keep(make_batch(), newcomers=0)
    store.keep(make_batch(make_article(6)), newcomers=0)
    assert len(store.window(CHINA, LIMITS)) == 3


def test_a_thousand_at_once(store: Store) -> None:
    articles = [make_article(number, content="<p>港</p>" * 20) for number in range(1100)]
    settled(store).keep(make_batch(*articles))
    changed = [replace(article, title="Changed", changed=LATER) for article in articles]
    store.keep(make_batch(changed=changed, at=LATER))
    assert store.counts()["articles"] == 1101
    assert set(titles(store.window(CHINA, LIMITS))) == {"Changed"}


def test_related_stories_are_linked_once_they_are_known(store: Store) -> None:
    named = Related(title="Harbour “story” 2")
    naming = make_article(1, related=(named, Related(title="Nobody wrote this"), Related(title="!")))
    settled(store).keep(make_batch(naming))
    assert store.window(CHINA, LIMITS)[0].related == naming.related
    store.keep(make_batch(make_article(2), make_article(3, title="HARBOUR STORY ２"), make_article(4, title="?")))
    resolved = store.get(naming.id)
    assert resolved is not None
    assert [each.link for each in resolved.related] == [make_article(2).link, None, None]
    assert resolved.related[0].title == named.title


def test_a_related_story_without_an_address_is_linked_by_its_id(store: Store) -> None:
    store.keep(make_batch(make_article(1, related=(Related(title="Dropped"), Related(title="Harbour story 1")))))
    store.keep(replace(make_batch(make_article(2, title="dropped", link=None)), aliases=()))
    found = store.get(make_article(1).id)
    assert found is not None
    assert [each.link for each in found.related] == [make_article(2).id, None]


def test_a_related_story_under_embargo_is_not_given_away(store: Store) -> None:
    naming = make_article(1, related=(Related(title="Harbour story 2"),))
    store.keep(make_batch(naming, make_article(2, embargo=LATER)))
    assert store.get(naming.id) == naming


def test_the_namespace_is_minted_once_and_a_declared_one_wins(store: Store) -> None:
    minted = store.namespace(None)
    assert store.namespace(None) == minted
    declared = UUID("7d1f7a1e-5d0c-4c9d-9a43-0d6f6a0f2b11")
    assert store.namespace(declared) == declared
    assert store.namespace(None) == minted


def test_a_namespace_declared_at_first_is_stored(store: Store) -> None:
    declared = UUID("7d1f7a1e-5d0c-4c9d-9a43-0d6f6a0f2b11")
    assert store.namespace(declared) == declared
    assert store.namespace(None) == declared
