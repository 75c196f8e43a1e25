"""All that is known of one article, as the desk asks for it."""

from dataclasses import replace
from datetime import timedelta

from feeds.article import Deed, Dossier
from feeds.store import Store, dossiers
from tests.feeds.store.batches import make_batch, make_run, settled
from tests.feeds.store.telling import hours, tell, told
from tests.world import NOW, make_article

LATER = NOW + timedelta(hours=1)
STORY = make_article()
URL = f"url:{STORY.link}"


def test_a_dossier_says_who_showed_an_article_and_under_which_keys(store: Store) -> None:
    settled(store).keep(replace(make_batch(STORY), aliases=((URL, STORY.id), ("guid:gazette:7", STORY.id))))
    courier = replace(make_batch(source="courier", at=LATER, sightings=[STORY.id]), new=())
    settled(store, "courier").keep(replace(courier, aliases=(("guid:courier:a", STORY.id),)))
    keys = ("guid:courier:a", "guid:gazette:7", URL)
    assert store.dossier(STORY.id) == Dossier(article=STORY, keys=keys, sources=("courier", "gazette"))


def test_a_dossier_tells_the_back_file_and_what_was_taken_back(store: Store) -> None:
    old = make_article(2, published=NOW - timedelta(days=9))
    store.keep(make_batch(STORY, old), newcomers=1)
    store.keep(replace(make_batch(at=LATER), retracted=(old.id,)))
    assert store.dossier(old.id) is None
    found = store.dossier(old.id, withheld=True)
    assert found is not None
    assert (found.listed, found.retracted) == (False, LATER)
    assert found.deeds == (Deed(at=LATER, kind="article-retracted", detail="gazette"),)


def test_what_nobody_keeps_has_no_dossier(store: Store) -> None:
    store.keep(make_batch(make_article(3, embargo=LATER)))
    assert store.dossier("urn:uuid:00000000-0000-5000-8000-000000000009", withheld=True) is None
    assert store.dossier(make_article(3).id) is None


def test_a_dossier_is_no_longer_than_it_says(store: Store) -> None:
    keys = tuple((f"guid:gazette:{number:03}", STORY.id) for number in range(dossiers.MOST + 9))
    store.keep(replace(make_batch(STORY), run=make_run(), aliases=keys))
    found = store.dossier(STORY.id)
    assert found is not None
    assert len(found.keys) == dossiers.MOST


def test_a_dossier_of_a_copy_is_that_of_its_story(store: Store) -> None:
    tell(store, told(1, "gazette", NOW))
    tell(store, told(2, "wire", hours(1)), own=True)
    tell(store, told(3, "courier", hours(2), embargo=hours(9)))
    first, second, third = (make_article(number).id for number in (1, 2, 3))
    found = store.dossier(first)
    assert found is not None
    assert found == store.dossier(second)
    assert (found.article.id, found.article.source) == (first, "wire")
    assert [(copy.id, copy.source, copy.stands, copy.public) for copy in found.copies] == [
        (second, "wire", True, True),
        (first, "gazette", False, True),
        (third, "courier", False, False),
    ]
    assert found.copies[0].merit == 0
    assert found.sources == ("courier", "gazette", "wire")
    assert {f"url:https://{source}.example/{number}" for number, source in ((1, "gazette"), (2, "wire"))} < set(
        found.keys
    )
