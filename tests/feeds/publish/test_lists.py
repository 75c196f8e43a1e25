"""The catalogue as OPML and JSON."""

import json
from datetime import timedelta

from lxml import etree

from config.settings import Site
from feeds.publish import index, opml
from feeds.publish.manifest import Listed
from tests.world import NOW, make_settings

SETTINGS = make_settings(site=Site(title="Harbour <Desk>"))


def listed(slug: str, group: str, hours: int = 0, language: str | None = None) -> Listed:
    return Listed(
        slug=slug, title=f"{slug} & more", subtitle="What happened", group=group, count=3,
        updated=NOW + timedelta(hours=hours), language=language,
        address=f"https://feeds.example/feeds/{slug}", signature="",
    )  # fmt: skip


FEEDS = (
    listed("all", "beat"),
    listed("china", "country", 2, "en"),
    listed("japan", "country", 1),
    listed("source-x", "source"),
)


def test_opml_lists_every_feed_in_its_folder() -> None:
    root = etree.fromstring(opml.render(FEEDS, SETTINGS))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "Harbour <Desk>"
    assert root.findtext("head/dateModified") == "Fri, 20 Nov 2026 10:00:00 +0000"
    folders = root.findall("body/outline")
    assert [folder.get("text") for folder in folders] == ["The beat", "Countries", "Sources"]
    assert [[one.get("xmlUrl") for one in folder] for folder in folders] == [
        ["https://feeds.example/feeds/all.atom"],
        ["https://feeds.example/feeds/china.atom", "https://feeds.example/feeds/japan.atom"],
        ["https://feeds.example/feeds/source-x.atom"],
    ]
    assert dict(folders[1][0].items()) == {
        "text": "china & more", "title": "china & more", "description": "What happened", "type": "rss",
        "version": "ATOM", "xmlUrl": "https://feeds.example/feeds/china.atom",
        "htmlUrl": "https://feeds.example/feeds/china", "language": "en",
    }  # fmt: skip


def test_an_empty_catalogue_is_whole() -> None:
    root = etree.fromstring(opml.render((), SETTINGS))
    assert root.find("body") is not None
    assert root.find("head/dateModified") is None
    assert json.loads(index.render((), SETTINGS))["feeds"] == []


def test_the_index_names_every_format() -> None:
    said = json.loads(index.render(FEEDS, SETTINGS))
    assert said["title"] == "Harbour <Desk>"
    assert said["opml_url"] == "https://feeds.example/feeds.opml"
    assert [feed["slug"] for feed in said["feeds"]] == ["all", "china", "japan", "source-x"]
    assert said["feeds"][1] == {
        "slug": "china", "title": "china & more", "description": "What happened", "group": "country", "language": "en",
        "articles": 3, "updated": "2026-11-20T10:00:00Z", "home_page_url": "https://feeds.example/feeds/china",
        "formats": {
            "atom": "https://feeds.example/feeds/china.atom",
            "json": "https://feeds.example/feeds/china.json",
            "rss": "https://feeds.example/feeds/china.rss",
        },
    }  # fmt: skip
