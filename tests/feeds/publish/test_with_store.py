"""The press and the real store together: what is kept is published, held and released."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.article import Article, Batch, FetchState, Related, Run
from feeds.publish.catalogue import Shelf
from feeds.publish.press import publish
from feeds.publish.site import Site
from feeds.store import Store, migrate
from tests.feeds.publish.pressroom import ALONE, BEAT, articles, at, body
from tests.feeds.publish.readers import READERS
from tests.world import NOW, make_article


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'beatwire.sqlite'}"
    migrate(url, None)
    with Store.open(url) as opened:
        yield opened


def keep(store: Store, new: tuple[Article, ...] = (), changed: tuple[Article, ...] = ()) -> None:
    run = Run(source="gazette", started=NOW, finished=NOW, outcome="collected")
    seen = tuple(article.id for article in (*new, *changed))
    aliases = tuple((f"url:{article.link or article.id}", article.id) for article in new)
    store.keep(
        Batch(run=run, state=FetchState(source="gazette"), new=new, changed=changed, aliases=aliases, sightings=seen)
    )


def titles(site: Site) -> list[str]:
    return [story.title for story in READERS["atom"](body(site, f"{BEAT}.atom"))]


def test_what_is_kept_is_published_and_an_edit_is_one_update(store: Store, site: Site) -> None:
    shelf: Shelf = store
    keep(store, tuple(articles(3)))
    [built] = publish(shelf, ALONE, site, NOW)
    assert (built.outcome, built.articles) == ("written", 3)
    keep(store, changed=(replace(make_article(2), title="Corrected", digest="f" * 64, updated=at(5), changed=at(5)),))
    [built] = publish(shelf, ALONE, site, at(5))
    assert built.outcome == "written"
    assert titles(site) == ["Harbour story 1", "Corrected", "Harbour story 3"]
    assert [one.outcome for one in publish(shelf, ALONE, site, at(6))] == ["unchanged"]


def test_what_is_retouched_is_published_and_dated_as_before(store: Store, site: Site) -> None:
    keep(store, tuple(articles(2)))
    publish(store, ALONE, site, NOW)
    before = body(site, f"{BEAT}.atom")
    keep(store, changed=(replace(make_article(2), content="<p>Without the slip.</p>", digest="f" * 64),))
    publish(store, ALONE, site, at(5))
    after = body(site, f"{BEAT}.atom")
    dates = [re.findall(b"<updated>[^<]+", one) for one in (before, after)]
    assert (b"Without the slip" in after, dates[0]) == (True, dates[1])


def test_a_related_story_of_ours_gets_our_address(store: Store, site: Site) -> None:
    named = make_article(1, related=(Related(title="Harbour story 2"),))
    keep(store, (named, make_article(2, link=None)))
    publish(store, ALONE, site, NOW)
    related = {story.title: story.related for story in READERS["json"](body(site))}
    address = "https://feeds.example/articles/00000000-0000-5000-8000-000000000002"
    assert related == {"Harbour story 1": (("Harbour story 2", address),), "Harbour story 2": ()}


def test_a_hold_stands_in_the_store_until_it_is_released(store: Store, site: Site) -> None:
    keep(store, tuple(articles(5)))
    publish(store, ALONE, site, NOW)
    fewer = tuple(replace(article, places=(), digest="e" * 64, changed=at(1)) for article in articles(4))
    keep(store, changed=fewer)
    [built] = publish(store, ALONE, site, at(1))
    assert built.outcome == "held"
    assert store.holds()["china-asia-pacific"].reason == built.reason
    assert store.release_feed("china-asia-pacific", at(2))
    [built] = publish(store, ALONE, site, at(2))
    assert (built.outcome, built.articles) == ("written", 1)
    assert store.holds() == {}
    assert titles(site) == ["Harbour story 5"]
