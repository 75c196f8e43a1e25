"""The nine traps of feedgen 1.0.0, one test each; where feedgen itself can be asked, the trap is shown to be there."""

import locale
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.publish.formats import formats
from tests.feeds.publish.cases import make_feed, rich_article, rich_feed, whole
from tests.feeds.publish.readers import SPACES
from tests.world import NOW, make_article


def parse(body: bytes) -> Any:
    return etree.fromstring(body)


def render(name: str, *articles: Any, **changes: Any) -> Any:
    return parse(whole(name, make_feed(*articles, **changes)))


def bare() -> FeedGenerator:
    generator = FeedGenerator()
    generator.id("urn:x")
    generator.title("t")
    generator.description("d")
    generator.link(href="https://feeds.example/")
    return generator


def test_trap_1_a_date_does_not_touch_the_process_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> str:
        raise AssertionError("the locale of the whole process was touched")

    monkeypatch.setattr(locale, "setlocale", refuse)
    article = make_article(published=datetime(2026, 3, 4, 5, 6, 7, tzinfo=timezone(timedelta(hours=8))))
    assert render("rss", article).findtext("*/item/pubDate") == "Tue, 03 Mar 2026 21:06:07 +0000"


def test_trap_2_no_date_is_now() -> None:
    past = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert bare().updated() > past
    article = make_article(published=past, updated=past)
    atom = render("atom", article, updated=past)
    dates = [*atom.iter(f"{{{SPACES['a']}}}updated"), *atom.iter(f"{{{SPACES['a']}}}published")]
    assert {one.text for one in dates} == {"2001-02-03T04:05:06+00:00"}
    rss = render("rss", article, updated=past)
    assert {one.text for tag in ("lastBuildDate", "pubDate") for one in rss.iter(tag)} == {
        "Sat, 03 Feb 2001 04:05:06 +0000"
    }


def test_trap_2_no_date_has_microseconds() -> None:
    article = make_article(updated=NOW.replace(microsecond=123456))
    assert b"123456" not in whole("atom", make_feed(article, updated=article.updated))


def test_trap_3_entries_keep_their_order() -> None:
    articles = [make_article(number) for number in (3, 1, 2)]
    expected = [article.id for article in articles]
    assert render("atom", *articles).xpath("a:entry/a:id/text()", namespaces=SPACES) == expected
    assert render("rss", *articles).xpath("channel/item/guid/text()") == expected


def test_trap_4_links_keep_their_rel_and_rss_keeps_its_link() -> None:
    rss = parse(whole("rss", rich_feed()))
    assert rss.findtext("channel/link") == "https://feeds.example/news/feeds/china"
    assert rss.xpath("channel/a:link/@rel", namespaces=SPACES) == ["self", "hub", "license"]
    atom = parse(whole("atom", rich_feed()))
    assert atom.xpath("a:link/@rel", namespaces=SPACES) == ["alternate", "self", "hub", "license"]
    links = {link.get("rel"): dict(link.items()) for link in atom.findall("a:entry/a:link", SPACES)}
    assert set(links) == {None, "related", "license", "enclosure"}
    assert links["related"]["title"] == "The old pier"
    picture = atom.find("a:entry/a:link[@rel='enclosure']", SPACES)
    assert dict(picture.items()) == {
        "href": "https://gazette.example/a.jpg", "rel": "enclosure", "type": "image/jpeg", "length": "1234",
    }  # fmt: skip


def test_trap_5_no_media_group_no_cdata_and_sy_as_its_module_says() -> None:
    for name in ("rss", "atom"):
        body = whole(name, rich_feed())
        assert b"CDATA" not in body
        assert b"media:group" not in body
    channel = parse(whole("rss", rich_feed()))[0]
    said = {child.tag: child.text for child in channel if child.tag.startswith(f"{{{SPACES['sy']}}}")}
    assert said == {f"{{{SPACES['sy']}}}updatePeriod": "hourly", f"{{{SPACES['sy']}}}updateFrequency": "4"}


def test_trap_6_every_author_is_there_once_with_a_mailbox_or_without() -> None:
    item = parse(whole("rss", rich_feed())).find("*/item")
    assert [one.text for one in item.findall("dc:creator", SPACES)] == ["Li Wen", "Mara Osei"]
    assert item.findall("author") == []  # beside dc:creator it makes readers name the author twice, or garble the name


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\ud800", "\ufffe"])
def test_trap_7_one_bad_character_kills_no_feed(bad: str) -> None:
    generator = bare()
    generator.title(f"a{bad}b")
    with pytest.raises(ValueError, match=r"XML compatible|surrogates"):
        generator.atom_str()
    rotten = replace(rich_article(), title=f"a{bad}b", summary=bad, content=f"<p>{bad}</p>", source=bad)
    for name in formats():
        body = whole(name, replace(rich_feed(rotten, make_article(2)), title=f"t{bad}"))
        assert b"Harbour story 2" in body
        assert b"ab" in body


def test_trap_8_an_entry_alone_says_the_same_as_in_its_feed() -> None:
    alone = render("atom", rich_article())
    together = render("atom", make_article(7), rich_article())
    first = etree.tostring(alone.find("a:entry", SPACES), method="c14n", exclusive=True)
    second = etree.tostring(together.findall("a:entry", SPACES)[1], method="c14n", exclusive=True)
    assert first == second
    body = whole("atom", make_feed(rich_article(), rich_article(2)))
    assert body.count(b"xmlns:media=") == body.count(b"xmlns:bw=") == 1
    assert b"ns0" not in body


def test_trap_9_an_entry_without_content_and_link_kills_no_build() -> None:
    generator = bare()
    entry = generator.add_entry(order="append")
    entry.id("urn:y")
    entry.title("t")
    with pytest.raises(ValueError, match="alternate link"):
        generator.atom_str()
    atom = render("atom", make_article(link=None, content="", summary=""))
    expected = "https://feeds.example/news/articles/00000000-0000-5000-8000-000000000001"
    assert atom.find("a:entry/a:link", SPACES).get("href") == expected
