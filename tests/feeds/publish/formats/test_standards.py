"""Every document keeps to its standard, judged by our own reading of RFC 4287, RSS 2.0 and JSON Feed 1.1."""

import json
from dataclasses import replace

import pytest
from lxml import etree

from feeds.article import Enclosure, Feed, Origin
from feeds.publish.formats import formats
from tests.feeds.publish.cases import hard_feed, make_feed, rich_article, rich_feed, whole
from tests.feeds.publish.readers import SPACES
from tests.feeds.publish.standards import COMPLAINTS
from tests.world import make_article

FEEDS = {"hard": hard_feed(), "rich": rich_feed(), "empty": make_feed()}


@pytest.mark.parametrize("name", COMPLAINTS)
@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_a_document_keeps_to_its_standard(name: str, feed: Feed) -> None:
    assert COMPLAINTS[name](whole(name, feed)) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("atom", b"<published>2026", b"<published>Nov 2026"),
        ("atom", b"<title>Harbour story 1</title>", b""),
        ("atom", b'term="ports"', b'term=""'),
        ("atom", b"<author>", b"<writer/><author>"),
        ("rss", b'isPermaLink="false"', b'isPermaLink="true"'),
        ("rss", b"Fri, 20", b"Fr, 20"),
        ("rss", b'length="1234"', b'length="0"'),
        ("rss", b'rel="self"', b'rel="via"'),
        ("json", b'"title": "Harbour story 1"', b'"title": ""'),
        ("json", b"2026-11-20T08:00:00Z", b"20 November"),
    ],
)
def test_the_judge_notices(name: str, old: bytes, new: bytes) -> None:
    body = whole(name, rich_feed())
    assert old in body
    assert COMPLAINTS[name](body.replace(old, new)) != []


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_the_stylesheet_is_named_below_the_sites_path(name: str) -> None:
    body = whole(name, make_feed())
    lines = body.decode().splitlines()
    assert lines[0] == "<?xml version='1.0' encoding='UTF-8'?>"
    assert lines[1] == '<?xml-stylesheet type="text/css" href="/news/static/feed.css"?>'
    root = whole(name, replace(make_feed(), address="https://feeds.example/feeds/china"))
    assert b'href="/static/feed.css"' in root


@pytest.mark.parametrize(
    ("ttl", "period", "frequency"),
    [(5, "hourly", "12"), (60, "hourly", "1"), (90, "daily", "16"), (1440, "daily", "1")],
)
def test_ttl_is_said_in_both_of_rss_ways(ttl: int, period: str, frequency: str) -> None:
    channel = etree.fromstring(whole("rss", make_feed(ttl=ttl)))[0]
    assert channel.findtext("ttl") == str(ttl)
    assert channel.findtext("sy:updatePeriod", None, SPACES) == period
    assert channel.findtext("sy:updateFrequency", None, SPACES) == frequency


def test_a_picture_without_a_length_is_no_enclosure() -> None:
    article = rich_article(enclosures=(Enclosure(href="https://gazette.example/a.WEBP?w=9", length=0),))
    body = whole("rss", make_feed(article))
    assert b"<enclosure" not in body
    assert b"media:group" not in body
    [medium] = etree.fromstring(body).findall("*/item/media:content", SPACES)
    assert dict(medium.items()) == {
        "url": "https://gazette.example/a.WEBP?w=9",
        "type": "image/webp",
        "medium": "image",
    }


def test_a_picture_of_which_all_is_known_is_told_whole() -> None:
    known = Enclosure(href="https://gazette.example/a", type="image/avif", length=54321, width=1200, height=800)
    feed = make_feed(rich_article(enclosures=(known,)))
    item = etree.fromstring(whole("rss", feed)).find("*/item")
    assert item is not None
    media = {
        "url": known.href,
        "fileSize": "54321",
        "type": "image/avif",
        "width": "1200",
        "height": "800",
        "medium": "image",
    }
    assert [dict(one.items()) for one in item.findall("media:content", SPACES)] == [media]
    assert [dict(one.items()) for one in item.findall("enclosure")] == [
        {"url": known.href, "length": "54321", "type": "image/avif"}
    ]
    entry = etree.fromstring(whole("atom", feed)).find("a:entry", SPACES)
    assert entry is not None
    link = {"href": known.href, "rel": "enclosure", "type": "image/avif", "length": "54321"}
    assert [dict(one.items()) for one in entry.findall("a:link[@rel='enclosure']", SPACES)] == [link]
    assert [dict(one.items()) for one in entry.findall("media:content", SPACES)] == [media]
    [item_json] = json.loads(whole("json", feed))["items"]
    assert item_json["image"] == known.href
    assert item_json["attachments"] == [
        {
            "url": known.href,
            "mime_type": "image/avif",
            "size_in_bytes": 54321,
            "_beatwire": {"width": 1200, "height": 800},
        }
    ]


def test_a_picture_of_a_kind_that_nobody_told_is_told_without() -> None:
    href = "https://gazette.example/a"
    feed = make_feed(rich_article(enclosures=(Enclosure(href=href, type="image/*", length=99),)))
    for name, one in formats().items():
        assert COMPLAINTS[name](whole(one.NAME, feed)) == []
        assert b"image/*" not in whole(one.NAME, feed)
    rss = etree.fromstring(whole("rss", feed))
    assert rss.find("*/item/enclosure") is None
    medium = rss.find("*/item/media:content", SPACES)
    assert medium is not None
    assert dict(medium.items()) == {"url": href, "fileSize": "99", "medium": "image"}
    link = etree.fromstring(whole("atom", feed)).find("a:entry/a:link[@rel='enclosure']", SPACES)
    assert link is not None
    assert dict(link.items()) == {"href": href, "rel": "enclosure", "length": "99"}
    [item] = json.loads(whole("json", feed))["items"]
    assert item["image"] == href
    assert "attachments" not in item


def test_a_picture_that_turned_out_to_count_readers_is_left_out() -> None:
    pixel = Enclosure(href="https://gazette.example/p.gif", type="image/gif", length=43, width=1, height=1)
    quay = Enclosure(href="https://gazette.example/quay.gif", type="image/gif")
    for one in formats().values():
        body = whole(one.NAME, make_feed(rich_article(enclosures=(pixel, quay))))
        assert b"p.gif" not in body
        assert b"quay.gif" in body


def test_an_enclosure_of_unknown_kind_is_no_picture() -> None:
    article = rich_article(
        enclosures=(Enclosure(href="https://gazette.example/file"), Enclosure(href="/a.png", type="image/png"))
    )
    for one in formats().values():
        assert b"gazette.example/file" not in whole(one.NAME, make_feed(article))
        assert b"a.png" not in whole(one.NAME, make_feed(article))


def test_an_origin_is_said_as_far_as_it_is_known() -> None:
    nowhere = make_article(origin=Origin(title="Field Notes Press"))
    rss = etree.fromstring(whole("rss", make_feed(nowhere)))
    assert rss.find("*/item/source") is None
    assert rss.findtext("*/item/dc:publisher", None, SPACES) == "Field Notes Press"
    atom = etree.fromstring(whole("atom", make_feed(nowhere)))
    assert atom.findtext("a:entry/a:source/a:title", None, SPACES) == "Field Notes Press"
    assert atom.find("a:entry/a:source/a:id", SPACES) is None


def test_json_says_what_has_no_word_of_its_own() -> None:
    said = json.loads(whole("json", rich_feed()))
    [item] = said["items"]
    assert said["_beatwire"]["id"] == "urn:uuid:00000000-0000-5000-8000-00000000cafe"
    assert item["_beatwire"] == {
        "origin": {"title": "The Gazette", "id": "https://gazette.example/feed", "url": "https://gazette.example/"},
        "places": [{"code": "CN", "name": "China"}],
        "related": [{"title": "The old pier", "url": "https://gazette.example/pier"}, {"title": "Never written"}],
        "rights": {
            "permits": "full",
            "notice": "© The Gazette. Reprint freely.",
            "license": "https://creativecommons.org/licenses/by/4.0/",
        },
        "date_estimated": True,
    }
