"""Rights are said so that machines read them: per item and per feed, in every format, and by HTTP."""

import json
from typing import Any

import pytest
from lxml import etree

from config.feeds import Beat
from config.settings import Settings
from feeds.article import Permits, Rights
from feeds.polling.answers import hold
from feeds.publish import tdmrep
from feeds.publish.press import publish
from feeds.publish.site import Site
from tests.feeds.publish.cases import LICENCE, POLICY, reserved_feed, whole
from tests.feeds.publish.pressroom import ALONE, BEAT, at, body, table
from tests.feeds.publish.shelf import MemoryShelf
from tests.feeds.publish.standards import COMPLAINTS
from tests.world import NOW, make_article, make_source

SPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "bw": "urn:beatwire:1.0",
    "cc": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rsl": "https://rslstandard.org/rsl",
    "tdm": "http://www.w3.org/ns/tdmrep#",
}
FEED = reserved_feed()
RIGHTS = FEED.articles[0].rights


def written(element: Any) -> dict[str, object]:
    """Give what an item, entry, channel or feed says of its rights."""
    return {
        "notice": element.findtext("dc:rights", None, SPACES) or element.findtext("a:rights", None, SPACES),
        "license": element.xpath("string(a:link[@rel='license']/@href)", namespaces=SPACES),
        "cc": element.findtext("cc:license", None, SPACES),
        "reserved": element.findtext("tdm:reservation", None, SPACES),
        "policy": element.findtext("tdm:policy", None, SPACES),
        "expires": element.findtext("bw:expires", None, SPACES),
        "rsl": [
            (
                one.get("url"),
                one.findtext("rsl:license/rsl:prohibits", None, SPACES),
                one.findtext("rsl:terms", None, SPACES),
            )
            for one in element.findall("rsl:content", SPACES)
        ],
    }


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_an_item_says_its_rights_in_xml(name: str) -> None:
    root = etree.fromstring(whole(name, FEED))
    first, second = list(root.iter("item", "{http://www.w3.org/2005/Atom}entry"))
    page = "https://feeds.example/news/articles/00000000-0000-5000-8000-000000000001"
    assert written(first) == {
        "notice": RIGHTS.notice,
        "license": LICENCE,
        "cc": LICENCE,
        "reserved": "1",
        "policy": POLICY,
        "expires": "2026-11-20T08:00:00+00:00",
        "rsl": [(page, "ai-all", POLICY)],
    }
    assert set(map(str, written(second).values())) == {"None", "", "[]"}


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_feed_says_its_rights_in_xml(name: str) -> None:
    root = etree.fromstring(whole(name, FEED))
    head = root.find("channel") if name == "rss" else root
    assert head is not None
    said = written(head)
    assert (said["license"], said["cc"], said["reserved"]) == (LICENCE, LICENCE, "1")
    address = f"https://feeds.example/news/feeds/china.{name}"
    assert said["rsl"] == [(address, "ai-all", "https://desk.example/rsl.xml")]
    assert (head.findtext("copyright") or said["notice"]) == "© Desk"


def test_json_says_the_same() -> None:
    said = json.loads(whole("json", FEED))
    assert said["items"][0]["_beatwire"]["rights"] == {
        "permits": "full",
        "notice": RIGHTS.notice,
        "license": LICENCE,
        "expires": "2026-11-20T08:00:00Z",
        "reserved": True,
        "policy": POLICY,
    }
    assert said["items"][1]["_beatwire"]["rights"] == {"permits": "full"}
    own = said["_beatwire"]
    assert (own["reserved"], own["policy"], own["rights"]) == (True, "https://desk.example/rsl.xml", "© Desk")


@pytest.mark.parametrize("name", COMPLAINTS)
def test_documents_that_say_rights_keep_to_their_standard(name: str) -> None:
    assert COMPLAINTS[name](whole(name, FEED)) == []


def reserving(**said: Any) -> Settings:
    return ALONE.model_copy(update={"sources": (make_source(rights="full", **said),)})


def test_http_says_that_a_document_is_reserved_and_says_it_no_more(site: Site) -> None:
    shelf = MemoryShelf(make_article())
    publish(shelf, reserving(reserved=True, policy=POLICY), site, NOW)
    for extension in (".rss", ".atom", ".json"):
        stored = table(site).documents[BEAT + extension]
        assert stored.headers == (("tdm-reservation", "1"), ("tdm-policy", POLICY))
        held = hold(stored)
        for headers in (held.full["identity"], held.tags[stored.etag]):
            assert dict(headers)["tdm-reservation"] == "1"
    assert table(site).documents["/feeds.json"].headers == ()
    assert json.loads(body(site, tdmrep.PATH)) == [
        {"location": BEAT + extension, "tdm-reservation": 1, "tdm-policy": POLICY}
        for extension in (".atom", ".json", ".rss")
    ]
    publish(shelf, reserving(), site, at(1))
    assert table(site).documents[BEAT + ".rss"].headers == ()
    assert json.loads(body(site, tdmrep.PATH)) == []


def test_where_nothing_is_reserved_nothing_is_said_of_it(site: Site) -> None:
    publish(MemoryShelf(make_article()), ALONE, site, NOW)
    assert tdmrep.PATH not in table(site).documents
    assert not any(stored.headers for stored in table(site).documents.values())
    assert b"reserv" not in body(site)


def test_an_rsl_licence_is_named_in_the_link_header(site: Site) -> None:
    rsl = "https://desk.example/rsl.xml"
    settings = ALONE.model_copy(update={"beat": Beat(reserved=True, policy=rsl, license=LICENCE)})
    publish(MemoryShelf(make_article()), settings, site, NOW)
    assert f'<{rsl}>; rel="license"; type="application/rsl+xml"' in table(site).documents[BEAT + ".rss"].links
    assert f'<{LICENCE}>; rel="license"' in table(site).documents[BEAT + ".rss"].links


def test_a_document_is_as_reserved_as_anything_in_it(site: Site) -> None:
    one, two = Rights(permits=Permits.FULL, reserved=True, policy=POLICY), Rights(permits=Permits.FULL)
    publish(MemoryShelf(make_article(1, rights=one), make_article(2, rights=two)), ALONE, site, NOW)
    assert table(site).documents[BEAT + ".rss"].headers == (("tdm-reservation", "1"), ("tdm-policy", POLICY))
    other = Rights(permits=Permits.FULL, reserved=True, policy="https://other.example/")
    publish(MemoryShelf(make_article(1, rights=one), make_article(2, rights=other)), ALONE, site, at(1))
    assert table(site).documents[BEAT + ".rss"].headers == (("tdm-reservation", "1"),)


def test_a_default_notice_stands_only_where_there_is_none(site: Site) -> None:
    settings = reserving(notice="© The Gazette, as agreed", license=LICENCE)
    forbidding = Rights(permits=Permits.FULL, notice="Not for republication.")
    publish(MemoryShelf(make_article(1), make_article(2, rights=forbidding)), settings, site, NOW)
    said = [item["_beatwire"]["rights"] for item in json.loads(body(site))["items"]]
    assert [(one["notice"], one.get("license")) for one in said] == [
        ("© The Gazette, as agreed", LICENCE),
        ("Not for republication.", None),
    ]
