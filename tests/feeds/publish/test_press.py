"""One build of everything: what is written, what stays, what is held."""

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from config.feeds import Beat
from config.settings import NEWS, Publishing, Serving, Settings
from config.settings import Site as Whose
from feeds.article import Place
from feeds.publish import press, signature
from feeds.publish.press import publish
from feeds.publish.site import Site
from tests.feeds.publish.pressroom import ALONE, BEAT, SETTINGS, articles, at, body, everything, outcomes, table
from tests.feeds.publish.readers import READERS
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import NOW, make_article, make_settings, make_source


def test_a_first_build_publishes_every_feed_in_every_format(site: Site) -> None:
    built = publish(MemoryShelf(*articles(3)), SETTINGS, site, NOW)
    assert [(one.slug, one.outcome, one.articles, one.reason) for one in built] == [
        ("china-asia-pacific", "written", 3, None),
        ("east-asia", "written", 3, None),
        ("china", "written", 3, None),
        ("source-gazette", "written", 3, None),
    ]
    found = table(site)
    assert set(found.documents) == {
        *(f"/feeds/{one.slug}{extension}" for one in built for extension in (".rss", ".atom", ".json")),
        "/feeds.opml",
        "/feeds.json",
        *(f"/feeds/{group}.opml" for group in ("beat", "region", "country", "source")),
    }
    assert [(feed.slug, feed.count, feed.language) for feed in found.feeds] == [(one.slug, 3, "en") for one in built]
    stored = found.documents[BEAT + ".rss"]
    assert (stored.media_type, stored.modified, stored.max_age) == ("application/rss+xml", NOW, 300)
    assert stored.links == (f'<https://feeds.example{BEAT}.rss>; rel="self"',)
    assert [story.id for story in READERS["rss"](site.read(stored))] == [article.id for article in articles(3)]


def test_link_headers_name_self_hub_and_license(site: Site) -> None:
    settings = make_settings(
        publishing=Publishing(hubs=("https://hub.example/",)), site={"license": "https://l.example/"}
    )
    publish(MemoryShelf(make_article()), settings, site, NOW)
    assert table(site).documents[BEAT + ".atom"].links == (
        f'<https://feeds.example{BEAT}.atom>; rel="self"',
        '<https://hub.example/>; rel="hub"',
        '<https://l.example/>; rel="license"',
    )


def test_the_same_again_touches_nothing(site: Site) -> None:
    shelf = MemoryShelf(*articles(3))
    publish(shelf, SETTINGS, site, NOW)
    before, stamp = everything(site.folder), site.stamp()
    built = publish(shelf, SETTINGS, site, at(60))
    assert set(outcomes(built).values()) == {"unchanged"}
    assert everything(site.folder) == before
    assert site.stamp() == stamp


def test_an_unchanged_feed_is_not_even_rendered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = MemoryShelf(*articles(3))
    publish(shelf, ALONE, site, NOW)
    rendered: list[str] = []
    monkeypatch.setattr(press, "render", lambda feed: rendered.append(feed.slug))
    assert outcomes(publish(shelf, ALONE, site, at(1))) == {"china-asia-pacific": "unchanged"}
    assert rendered == []


def test_one_new_article_changes_its_feeds_alone(site: Site) -> None:
    shelf = MemoryShelf(*articles(3))
    publish(shelf, SETTINGS, site, NOW)
    before = table(site)
    shelf.articles.append(make_article(4, places=(Place(code="JP", score=1, primary=True),), seen=at(1), changed=at(1)))
    built = publish(shelf, SETTINGS, site, at(2))
    assert outcomes(built) == {
        "china-asia-pacific": "written", "east-asia": "written", "china": "unchanged", "japan": "written", "source-gazette": "written",
    }  # fmt: skip
    after = table(site)
    assert after.documents["/feeds/china.rss"] == before.documents["/feeds/china.rss"]
    assert after.documents[BEAT + ".rss"].modified == at(2)
    assert {feed.slug: feed.updated for feed in after.feeds} == {
        "china-asia-pacific": at(1), "east-asia": at(1), "china": NOW, "japan": at(1), "source-gazette": at(1),
    }  # fmt: skip


def test_a_setting_that_changes_no_bytes_dates_no_document(site: Site) -> None:
    shelf = MemoryShelf(make_article())
    publish(shelf, ALONE, site, NOW)
    before = table(site).documents[BEAT + ".rss"]
    settings = ALONE.model_copy(update={"serving": Serving(max_age=900)})
    built = publish(shelf, settings, site, at(1))
    after = table(site).documents[BEAT + ".rss"]
    assert outcomes(built) == {"china-asia-pacific": "written"}
    assert after == replace(before, max_age=900)


def test_new_code_renders_anew_but_the_same_bytes_stay(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = MemoryShelf(make_article())
    publish(shelf, ALONE, site, NOW)
    before = table(site)
    monkeypatch.setattr(signature, "_code", lambda: "another version")
    assert outcomes(publish(shelf, ALONE, site, at(1))) == {"china-asia-pacific": "unchanged"}
    assert table(site).documents == before.documents
    assert table(site).feeds[0].signature != before.feeds[0].signature


def test_nothing_yet_is_no_empty_feed(site: Site) -> None:
    [built] = publish(MemoryShelf(), SETTINGS, site, NOW)
    assert (built.outcome, built.articles, built.reason) == ("unchanged", 0, "it has no article yet")
    assert site.manifest() is None


def test_a_feed_that_loses_more_than_half_is_held_until_it_is_released(site: Site) -> None:
    shelf = MemoryShelf(*articles(5))
    publish(shelf, ALONE, site, NOW)
    good = body(site)
    shelf.articles = articles(2)
    [built] = publish(shelf, ALONE, site, at(1))
    assert (built.outcome, built.articles) == ("held", 5)
    assert built.reason == "it would fall from 5 articles to 2; release it if that is right"
    assert shelf.held["china-asia-pacific"].reason == built.reason
    assert body(site) == good
    publish(shelf, ALONE, site, at(2))
    assert shelf.held["china-asia-pacific"].since == at(1)

    shelf.release("china-asia-pacific")
    [built] = publish(shelf, ALONE, site, at(3))
    assert (built.outcome, built.articles) == ("written", 2)
    assert shelf.held == {}
    assert len(READERS["json"](body(site))) == 2


def test_exactly_half_is_not_held(site: Site) -> None:
    shelf = MemoryShelf(*articles(4))
    publish(shelf, ALONE, site, NOW)
    shelf.articles = articles(2)
    assert outcomes(publish(shelf, ALONE, site, at(1))) == {"china-asia-pacific": "written"}


def test_a_held_feed_that_recovers_is_held_no_more(site: Site) -> None:
    shelf = MemoryShelf(*articles(5))
    publish(shelf, ALONE, site, NOW)
    shelf.articles = articles(1)
    publish(shelf, ALONE, site, at(1))
    shelf.articles = articles(5)
    assert outcomes(publish(shelf, ALONE, site, at(2))) == {"china-asia-pacific": "unchanged"}
    assert shelf.held == {}


def test_an_empty_store_empties_no_feed_unless_told_to(site: Site) -> None:
    shelf = MemoryShelf(*articles(3))
    publish(shelf, ALONE, site, NOW)
    shelf.articles = []
    assert outcomes(publish(shelf, ALONE, site, at(1))) == {"china-asia-pacific": "held"}
    shelf.release("china-asia-pacific")
    [built] = publish(shelf, ALONE, site, at(2))
    assert (built.outcome, built.articles) == ("written", 0)
    assert table(site).feeds[0].updated == NOW


def test_a_feed_that_left_the_catalogue_stays_served_but_unlisted(site: Site) -> None:
    shelf = MemoryShelf(*articles(2))
    publish(shelf, SETTINGS, site, NOW)
    served = body(site, "/feeds/china.rss")
    publish(shelf, ALONE, site, at(1))
    assert [feed.slug for feed in table(site).feeds] == ["china-asia-pacific"]
    assert body(site, "/feeds/china.rss") == served
    assert b"china.atom" not in body(site, "/feeds.opml")
    publish(shelf, SETTINGS, site, at(2))
    assert [feed.slug for feed in table(site).feeds] == ["china-asia-pacific", "east-asia", "china", "source-gazette"]
    assert table(site).documents["/feeds/china.rss"].modified == NOW


def test_the_beats_slug_is_the_operators(site: Site) -> None:
    settings: Settings = ALONE.model_copy(update={"beat": Beat(slug="harbours")})
    publish(MemoryShelf(make_article()), settings, site, NOW)
    assert "/feeds/harbours.rss" in table(site).documents


def test_a_renamed_feed_keeps_its_id_and_leaves_its_old_documents(site: Site) -> None:
    shelf = MemoryShelf(*articles(2))
    publish(shelf, ALONE, site, NOW)
    before = table(site)
    old = etree.fromstring(site.read(before.documents[BEAT + ".atom"])).findtext("{*}id")
    other = Publishing(
        regions=False, countries=False, sources=False, languages=False,
        renamed={"china-asia-pacific": "asia"}, retired={"ships": "asia"},
    )  # fmt: skip
    beat = ALONE.beat.model_copy(update={"slug": "asia"})
    publish(shelf, ALONE.model_copy(update={"publishing": other, "beat": beat}), site, at(1))
    found = table(site)
    assert (found.moved, found.gone) == ({"china-asia-pacific": "asia"}, {"ships": "asia"})
    assert etree.fromstring(site.read(found.documents["/feeds/asia.atom"])).findtext("{*}id") == old
    assert not any(path.startswith(BEAT) for path in found.documents)


def test_an_old_name_stays_served_until_there_is_something_to_lead_to(site: Site) -> None:
    shelf = MemoryShelf(*articles(2))
    publish(shelf, ALONE, site, NOW)
    nothing = Publishing(
        regions=False, countries=False, sources=False, languages=False, renamed={"china-asia-pacific": "fiji"}
    )
    beat = ALONE.beat.model_copy(update={"slug": "fiji", "regions": (), "countries": ("FJ",)})
    renamed = ALONE.model_copy(update={"publishing": nothing, "beat": beat})
    publish(shelf, renamed, site, at(1))
    assert table(site).moved == {}
    assert BEAT + ".atom" in table(site).documents
    shelf.articles.append(make_article(3, places=(Place(code="FJ", score=1, primary=True),)))
    publish(shelf, renamed, site, at(2))
    assert table(site).moved == {"china-asia-pacific": "fiji"}
    assert BEAT + ".atom" not in table(site).documents


def test_a_feed_that_is_to_show_fewer_is_not_held_for_it(site: Site) -> None:
    shelf = MemoryShelf(*articles(9))
    publish(shelf, ALONE, site, NOW)
    fewer = ALONE.model_copy(update={"beat": ALONE.beat.model_copy(update={"count": 3})})
    assert outcomes(publish(shelf, fewer, site, at(1))) == {"china-asia-pacific": "written"}
    shelf.articles = shelf.articles[:1]
    assert outcomes(publish(shelf, fewer, site, at(2))) == {"china-asia-pacific": "held"}


def test_the_own_desk_has_a_news_sitemap_of_its_own_hosts(site: Site) -> None:
    own = make_source(name="desk", own=True)
    shelf = MemoryShelf(
        make_article(1, source="desk", link=None, title="A & B", language="zh-Hant-TW"),
        make_article(2, source="desk", link="https://own.example/2", language="zh-Hans-CN"),
        make_article(3, source="desk", link="https://stranger.example/3"),
        make_article(4, source="desk", link="https://own.example/4", language=None),
        make_article(5, source="desk", link="https://own.example/5", published=NOW - timedelta(days=3)),
        make_article(6, link="https://own.example/6"),
    )
    shelf.horizons[NEWS] = NOW - NEWS
    settings = make_settings(sources=(make_source(), own), site=Whose(domains=("own.example",)))
    publish(shelf, settings, site, NOW)
    root = etree.fromstring(body(site, "/news-sitemap.xml"))
    assert [[text.strip() for text in url.itertext() if text.strip()] for url in root] == [
        [
            "https://feeds.example/articles/00000000-0000-5000-8000-000000000001",
            "beatwire", "zh-tw", "2026-11-20T08:00:00+00:00", "A & B",
        ],
        ["https://own.example/2", "beatwire", "zh-cn", "2026-11-20T08:00:00+00:00", "Harbour story 2"],
    ]  # fmt: skip


def test_a_group_that_lost_its_feeds_keeps_an_empty_list(site: Site) -> None:
    shelf = MemoryShelf(*articles(1))
    publish(shelf, SETTINGS, site, NOW)
    publish(shelf, ALONE, site, at(1))
    root = etree.fromstring(body(site, "/feeds/country.opml"))
    assert root.findall("body/outline") == []
    [folder] = etree.fromstring(body(site, "/feeds/beat.opml")).findall("body/outline")
    assert len(folder) == 1
