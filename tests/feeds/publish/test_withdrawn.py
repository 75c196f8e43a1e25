"""What stays published although it is not built anew holds no more than is allowed today."""

from dataclasses import replace
from datetime import timedelta

import pytest

from config.feeds import Beat, FeedSpec
from config.settings import Settings
from feeds.article import Article, Enclosure, Permits, Rights
from feeds.publish.formats import rss
from feeds.publish.press import publish
from feeds.publish.site import Site
from tests.feeds.publish.pressroom import ALONE, BEAT, articles, at, body, outcomes, table
from tests.feeds.publish.readers import READERS, Story
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import NOW, make_article, make_settings, make_source

HEADLINES = ALONE.model_copy(update={"sources": (make_source(rights="headline"),)})


def stories(site: Site, path: str = BEAT) -> list[Story]:
    """Give what all three formats hold alike."""
    found = {name: read(body(site, f"{path}.{name}")) for name, read in READERS.items()}
    assert [one.id for one in found["rss"]] == [one.id for one in found["atom"]] == [one.id for one in found["json"]]
    return found["rss"]


def test_what_may_not_be_shown_any_more_is_no_loss_to_be_held(site: Site) -> None:
    shelf = MemoryShelf(*articles(9))
    publish(shelf, ALONE, site, NOW)
    for article in articles(9)[2:]:
        shelf.withhold(article)
    assert outcomes(publish(shelf, ALONE, site, at(1))) == {"china-asia-pacific": "written"}
    assert [one.title for one in stories(site)] == ["Harbour story 1", "Harbour story 2"]


def test_the_last_article_may_go_as_well(site: Site) -> None:
    shelf = MemoryShelf(*articles(2))
    publish(shelf, ALONE, site, NOW)
    for article in articles(2):
        shelf.withhold(article)
    assert outcomes(publish(shelf, ALONE, site, at(1))) == {"china-asia-pacific": "written"}
    assert stories(site) == []


def test_a_held_feed_lets_go_of_what_may_not_be_shown_and_keeps_the_rest(site: Site) -> None:
    shelf = MemoryShelf(*articles(9))
    publish(shelf, ALONE, site, NOW)
    # Two of them expired; seven have lost their places, which is what a hold is for.
    shelf.withhold(articles(9)[0])
    shelf.withhold(articles(9)[1])
    shelf.articles = [replace(article, places=()) for article in shelf.articles]
    [built] = publish(shelf, ALONE, site, at(1))
    assert (built.outcome, built.articles) == ("held", 7)
    assert [one.title for one in stories(site)] == [f"Harbour story {number}" for number in range(3, 10)]
    assert table(site).feeds[0].count == 7
    again = publish(shelf, ALONE, site, at(2))
    assert (again[0].outcome, len(stories(site))) == ("held", 7)


def test_a_held_feed_shows_no_more_than_its_source_allows_today(site: Site) -> None:
    shelf = MemoryShelf(*articles(9))
    publish(shelf, ALONE, site, NOW)
    assert all(one.content for one in stories(site))
    shelf.articles = [replace(article, places=()) for article in shelf.articles]
    [built] = publish(shelf, HEADLINES, site, at(1))
    assert (built.outcome, built.articles) == ("held", 9)
    assert not any(one.content or one.summary for one in stories(site))


def test_a_held_feed_of_an_emptied_store_stays_as_it_is(site: Site) -> None:
    shelf = MemoryShelf(*articles(9))
    publish(shelf, ALONE, site, NOW)
    before = body(site)
    shelf.articles = []
    [built] = publish(shelf, ALONE, site, at(1))
    assert (built.outcome, body(site)) == ("held", before)


def test_a_feed_that_came_back_whole_is_printed_whole(site: Site) -> None:
    shelf = MemoryShelf(*articles(9))
    publish(shelf, ALONE, site, NOW)
    before = list(shelf.articles)
    shelf.articles = [replace(article, places=()) for article in shelf.articles]
    publish(shelf, HEADLINES, site, at(1))
    shelf.articles = before
    [built] = publish(shelf, ALONE, site, at(2))
    assert (built.outcome, built.articles) == ("written", 9)
    assert all(one.content for one in stories(site))


@pytest.mark.parametrize("hopeless", [False, True])
def test_a_feed_that_fails_holds_no_more_than_is_allowed_either(
    site: Site, monkeypatch: pytest.MonkeyPatch, *, hopeless: bool
) -> None:
    shelf = MemoryShelf(*articles(4))
    publish(shelf, ALONE, site, NOW)
    true = rss.entry

    def choke(article: Article, site: str) -> bytes:
        return b"<item>" if hopeless or article.title == "Poison" else true(article, site)

    monkeypatch.setattr(rss, "entry", choke)
    shelf.articles += [make_article(number, title="Poison") for number in range(10, 18)]
    [built] = publish(shelf, HEADLINES, site, at(1))
    assert (built.outcome, built.articles) == ("failed", 0 if hopeless else 4)
    assert len(stories(site)) == (0 if hopeless else 4)
    assert not any(one.content or one.summary for one in stories(site))


def test_a_feed_that_left_the_catalogue_stays_served_and_lets_go_as_well(site: Site) -> None:
    named = make_settings(sources=(make_source(rights="full"),), beat=Beat(slug="old"), publishing=ALONE.publishing)
    picture = Enclosure(href="https://gazette.example/q.jpg", type="image/jpeg")
    shelf = MemoryShelf(*(replace(article, enclosures=(picture,)) for article in articles(3)))
    publish(shelf, named, site, NOW)
    before = {name: body(site, f"/feeds/old.{name}") for name in READERS}
    publish(shelf, ALONE, site, at(1))
    assert {name: body(site, f"/feeds/old.{name}") for name in READERS} == before

    shelf.withhold(shelf.articles[0])
    pictureless = ALONE.model_copy(update={"sources": (make_source(rights="full", images=False),)})
    publish(shelf, pictureless, site, at(2))
    assert [(one.title, one.image) for one in stories(site, "/feeds/old")] == [
        ("Harbour story 2", None),
        ("Harbour story 3", None),
    ]
    assert [feed.slug for feed in table(site).feeds] == ["china-asia-pacific"]


def test_a_feed_may_show_articles_for_a_shorter_time_than_their_source(site: Site) -> None:
    day = timedelta(days=1)
    briefly = ALONE.model_copy(update={"beat": Beat(expires=day)})
    shelf = MemoryShelf(make_article(1, published=NOW - day), make_article(2))
    assert outcomes(publish(shelf, briefly, site, NOW)) == {"china-asia-pacific": "unchanged"}
    assert site.manifest() is None  # nobody said yet how far time has come
    shelf.horizons[day] = NOW - day
    publish(shelf, briefly, site, NOW)
    assert [one.title for one in stories(site)] == ["Harbour story 2"]


@pytest.mark.parametrize(
    ("settings", "own", "expected"),
    [
        (ALONE, Rights(permits=Permits.FULL), 42),
        (ALONE.model_copy(update={"beat": Beat(summary_length=20)}), Rights(permits=Permits.FULL), 20),
        (
            ALONE.model_copy(update={"beat": Beat(summary_length=20)}),
            Rights(permits=Permits.FULL, summary_length=10),
            10,
        ),
        (ALONE.model_copy(update={"beat": Beat(rights="headline")}), Rights(permits=Permits.FULL), 0),
    ],
)
def test_the_narrowest_of_article_source_and_feed_wins(
    site: Site, settings: Settings, own: Rights, expected: int
) -> None:
    publish(
        MemoryShelf(make_article(1, rights=own, summary="What happened in the harbour, part one. So")),
        settings,
        site,
        NOW,
    )
    [story] = stories(site)
    assert len(story.summary) <= expected
    assert bool(story.summary) == bool(expected)


def test_a_feed_of_its_own_narrows_for_itself_alone(site: Site) -> None:
    day = timedelta(days=1)
    own = FeedSpec(
        slug="brief", title="Brief", countries=("CN",), rights="summary", summary_length=10, images=False,
        expires=day, notice="As passed on", reserved=True,
    )  # fmt: skip
    settings = ALONE.model_copy(update={"feeds": (own,)})
    assert settings.horizons == {day}
    picture = Enclosure(href="https://gazette.example/q.jpg", type="image/jpeg")
    shelf = MemoryShelf(make_article(1, enclosures=(picture,)), make_article(2, published=NOW - day))
    shelf.horizons[day] = NOW - day
    publish(shelf, settings, site, NOW)
    [story] = stories(site, "/feeds/brief")
    assert (story.title, story.content, story.image, story.notice) == ("Harbour story 1", "", None, "As passed on")
    assert len(story.summary) <= 10
    assert table(site).documents["/feeds/brief.rss"].headers == (("tdm-reservation", "1"),)
    assert [(bool(one.content), bool(one.image)) for one in stories(site)] == [(True, True), (True, False)]
    assert table(site).documents[BEAT + ".rss"].headers == ()


def test_a_feed_that_left_the_catalogue_lets_go_of_a_picture_alone(site: Site) -> None:
    picture = Enclosure(href="https://pictures.example/e.jpg", type="image/jpeg", length=10)
    shelf = MemoryShelf(make_article(enclosures=(picture,), summary="", content=""))
    port = FeedSpec(slug="port", title="Port")
    publish(shelf, ALONE.model_copy(update={"feeds": (port,)}), site, NOW)
    assert b"e.jpg" in body(site, "/feeds/port.atom")
    publish(shelf, HEADLINES, site, at(1))
    assert not any(b"e.jpg" in body(site, f"/feeds/port.{name}") for name in READERS)
