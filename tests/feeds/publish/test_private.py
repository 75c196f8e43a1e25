"""A private feed is published, and named nowhere."""

import json
from dataclasses import replace

from config.feeds import FeedSpec
from config.settings import Publishing, Settings
from feeds.publish.condition import found
from feeds.publish.manifest import Manifest, Stored
from feeds.publish.press import publish
from feeds.publish.site import Site
from tests.feeds.publish.pressroom import articles, at, body, outcomes, table
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import NOW, make_settings

FULL = FeedSpec(slug="full", title="All of it", variants=("headlines",), private=True)
HUB = "https://hub.example/"


def settings(*feeds: FeedSpec) -> Settings:
    return make_settings(feeds=feeds, publishing=Publishing(hubs=(HUB,)))


def of(manifest: Manifest, slug: str) -> dict[str, Stored]:
    return {path: stored for path, stored in manifest.documents.items() if path.startswith(f"/feeds/{slug}.")}


def test_it_is_whole_and_marked_and_names_no_hub(site: Site) -> None:
    publish(MemoryShelf(*articles(3)), settings(FULL), site, NOW)
    for slug in ("full", "full-headlines"):
        documents = of(table(site), slug)
        assert len(documents) == 3
        assert all(stored.private for stored in documents.values())
        assert not any(HUB in link for stored in documents.values() for link in stored.links)
        assert not any(HUB.encode() in site.read(stored) for stored in documents.values())
    assert len(json.loads(body(site, "/feeds/full.json"))["items"]) == 3
    beat = of(table(site), "china-asia-pacific")
    assert not any(stored.private for stored in beat.values())
    assert all(any(HUB in link for link in stored.links) for stored in beat.values())


def test_no_list_and_no_status_names_it(site: Site) -> None:
    made = settings(FULL).model_copy(update={"data": site.folder.parent})
    publish(MemoryShelf(*articles(3)), made, site, NOW)
    manifest = table(site)
    assert "full" in {feed.slug for feed in manifest.feeds}
    assert not {"full", "full-headlines"} & {feed.slug for feed in manifest.public}
    lists = [path for path in manifest.documents if path.endswith(".opml") or path == "/feeds.json"]
    assert len(lists) > 2
    for path in lists:
        assert b"/feeds/full" not in body(site, path), path
    assert {"full", "full-headlines"}.isdisjoint(feed["slug"] for feed in found(made, manifest, NOW)["feeds"])


def test_what_becomes_private_is_so_at_once_though_it_is_held(site: Site) -> None:
    shelf = MemoryShelf(*articles(6))
    publish(shelf, settings(replace_private(FULL, private=False)), site, NOW)
    assert not any(stored.private for stored in of(table(site), "full").values())
    del shelf.articles[1:]
    built = publish(shelf, settings(FULL), site, at(60))
    assert outcomes(built)["full"] == "held"
    assert all(stored.private for stored in of(table(site), "full").values())
    assert "full" not in {feed.slug for feed in table(site).public}


def test_a_private_feed_that_left_the_catalogue_does_not_become_public(site: Site) -> None:
    shelf = MemoryShelf(*articles(3))
    publish(shelf, settings(FULL), site, NOW)
    publish(shelf, settings(), site, at(60))
    shelf.articles[:] = [replace(shelf.articles[0], title="Another"), *shelf.articles[1:]]
    publish(shelf, settings(), site, at(120))
    left = of(table(site), "full")
    assert len(left) == 3
    assert all(stored.private for stored in left.values())


def test_one_that_becomes_public_is_listed_again(site: Site) -> None:
    shelf = MemoryShelf(*articles(3))
    publish(shelf, settings(FULL), site, NOW)
    publish(shelf, settings(replace_private(FULL, private=False)), site, at(60))
    assert not any(stored.private for stored in of(table(site), "full").values())
    assert b"/feeds/full" in body(site, "/feeds.json")


def replace_private(spec: FeedSpec, *, private: bool) -> FeedSpec:
    return spec.model_copy(update={"private": private})
