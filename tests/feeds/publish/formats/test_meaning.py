"""Three formats, one meaning: each hard article is read back by parsers that know nothing of our builder."""

from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.article import Author, Category, Permits, Related, Rights
from feeds.publish.formats import formats
from feeds.publish.rendering import render
from tests.feeds.publish.cases import HARD, hard_article, hard_feed, make_feed, rich_article, rich_feed, whole
from tests.feeds.publish.readers import READERS, Story, by_feedparser
from tests.world import NOW, make_article

TEXT = st.text(st.characters(), max_size=40)  # control characters and lone surrogates among them


def stories(name: str, **bodies: bytes) -> list[Story]:
    return READERS[name](bodies[name])


@pytest.mark.parametrize("case", HARD)
def test_a_hard_article_means_the_same_in_every_format(case: str) -> None:
    _, bodies, skipped = render(make_feed(hard_article(case)))
    assert skipped == ()
    found = {name: stories(name, **bodies) for name in READERS}
    assert found["rss"] == found["atom"] == found["json"]
    [story] = found["json"]
    expected: dict[str, Any] = HARD[case]["expect"]
    for key, value in expected.items():
        read = getattr(story, key)
        assert (list(read) if isinstance(read, tuple) else read) == value


@settings(deadline=None, max_examples=60)
@given(title=TEXT, summary=TEXT, body=TEXT, name=TEXT, term=TEXT, notice=TEXT)
def test_any_text_at_all_means_the_same_in_every_format(**texts: str) -> None:
    article = make_article(
        title=texts["title"],
        summary=texts["summary"],
        content=f"<p>{escape(texts['body'])}</p>",
        authors=(Author(name=texts["name"], role=texts["term"]),),
        categories=(Category(term=texts["term"], label=texts["name"]),),
        related=(Related(title=texts["title"], link="https://gazette.example/related"),),
        rights=Rights(permits=Permits.FULL, notice=texts["notice"]),
    )
    _, bodies, skipped = render(make_feed(article))
    assert skipped == ()
    found = [stories(name, **bodies) for name in READERS]
    assert found[0] == found[1] == found[2]


def test_all_hard_articles_stand_in_one_feed() -> None:
    feed = hard_feed()
    _, bodies, skipped = render(feed)
    assert skipped == ()
    ids = [article.id for article in feed.articles]
    for name in READERS:
        assert [story.id for story in stories(name, **bodies)] == ids


def test_a_rich_article_means_the_same_in_every_format() -> None:
    _, bodies, _ = render(rich_feed())
    found = [stories(name, **bodies) for name in READERS]
    assert found[0] == found[1] == found[2]
    [story] = found[0]
    assert story.authors == ("Li Wen", "Mara Osei")
    assert story.roles == ("Harbour Reporter",)
    assert story.tags == ("Ports & docks", "China")
    assert story.image == "https://gazette.example/a.jpg"
    assert story.related == (("The old pier", "https://gazette.example/pier"),)
    assert story.notice == "© The Gazette. Reprint freely."
    assert story.license == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_feedparser_reads_what_was_meant(name: str) -> None:
    article = replace(rich_article(), updated=NOW + timedelta(hours=1))
    parsed = by_feedparser(whole(name, rich_feed(article)))
    assert parsed.version == {"rss": "rss20", "atom": "atom10"}[name]
    feed, [entry] = parsed.feed, parsed.entries
    assert (feed.title, feed.subtitle, feed.language) == ("China — Harbour Desk", "News of China", "en")
    assert feed.link == "https://feeds.example/news/feeds/china"
    assert feed.generator == "beatwire"
    assert feed.rights == "© Harbour Desk"
    rels = {link.rel: link.href for link in feed.links}
    assert rels["self"] == f"https://feeds.example/news/feeds/china.{name}"
    assert rels["hub"] == "https://hub.example/"
    assert rels["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert entry.id == article.id
    assert entry.title == article.title
    assert entry.link == article.link
    assert entry.content[0].value == article.content
    assert entry.content[0].type == "text/html"
    assert tuple(entry.published_parsed)[:6] == (2026, 11, 20, 8, 0, 0)
    assert tuple(entry.updated_parsed)[:6] == (2026, 11, 20, 9, 0, 0)
    assert entry.source.title == "The Gazette"
    [sound] = [medium for medium in entry.media_content if medium["medium"] == "audio"]
    [picture] = [medium for medium in entry.media_content if medium["medium"] == "image"]
    assert sound["url"] == "https://gazette.example/c.mp3"
    assert (picture["url"], picture["width"], picture["height"]) == ("https://gazette.example/a.jpg", "640", "480")
    assert entry.enclosures[0].href == "https://gazette.example/a.jpg"
    assert entry.enclosures[0].length == "1234"


@pytest.mark.parametrize("name", ["rss", "atom"])
@pytest.mark.parametrize("case", [case for case in HARD if case != "markup-in-text"])
def test_feedparser_reads_hard_titles(name: str, case: str) -> None:
    body = whole(name, make_feed(hard_article(case)))
    [entry] = by_feedparser(body).entries
    [story] = READERS[name](body)
    assert entry.title == story.title
    assert entry.link == story.link
    assert entry.id == story.id


def test_a_mixed_feed_declares_no_language_and_each_entry_its_own() -> None:
    feed = make_feed(make_article(1, language="zh-Hans-CN"), make_article(2, language="ja"))
    _, bodies, _ = render(feed)
    assert b"<language>" not in bodies["rss"]
    assert b"xml:lang" not in bodies["atom"].split(b"<entry", 1)[0]
    for name in READERS:
        assert [story.language for story in stories(name, **bodies)] == ["zh-Hans-CN", "ja"]


def test_a_huge_article_renders_in_every_format() -> None:
    content = "<p>" + "海 harbour & more ".replace("&", "&amp;") * 60_000 + "</p>"
    _, bodies, skipped = render(make_feed(make_article(content=content)))
    assert skipped == ()
    for name in READERS:
        assert stories(name, **bodies)[0].content == content


def test_formats_are_found_by_looking() -> None:
    assert {name: (one.EXTENSION, one.MEDIA_TYPE) for name, one in formats().items()} == {
        "atom": (".atom", "application/atom+xml"),
        "json": (".json", "application/feed+json"),
        "rss": (".rss", "application/rss+xml"),
    }
