"""Parsers that others wrote find in each document what our Atom says; where one does not, its weakness is named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

import pytest

from feeds.article import Archive, Feed, Tombstone
from feeds.publish.rendering import render
from tests.feeds.publish.cases import HARD, corrected, hard_feed, rich_article, rich_feed
from tests.feeds.publish.formats.peers import PYTHON, Told, by_node, meant, missing
from tests.world import NOW, make_article

NODE = ("rss-parser", "feedsmith", "@rowanmanning/feed-parser", "@extractus/feed-extractor")
XML_ONLY = {"feedparser", "rss-parser", "@rowanmanning/feed-parser"}
READINGS = [
    (parser, name)
    for parser in (*PYTHON, *NODE)
    for name in (("rss", "atom") if parser in XML_ONLY else ("rss", "atom", "json"))
]


@dataclass(frozen=True)
class Weak:
    """What a parser, in some formats, reads otherwise than it is meant, of the stories that are named.

    Where none is named, it does so of most or tells nothing of it at all.
    """

    parser: str
    formats: str
    keys: str
    why: str
    stories: str = ""


NO_SUMMARY = "no-summary title-of-controls"
ENTITIES = "entities-in-title"
WEAK = (
    Weak("feedparser", "rss atom", "summary", "gives the content where there is no summary", NO_SUMMARY),
    Weak("fastfeedparser", "rss atom", "summary", "gives the content where there is no summary", NO_SUMMARY),
    Weak("fastfeedparser", "rss", "content", "gives the summary where there is no content", "no-content"),
    Weak(
        "fastfeedparser",
        "json",
        "summary",
        "gives content_text where there is no summary",
        "headline-only no-link-no-content nothing-at-all",
    ),
    Weak("fastfeedparser", "rss atom json", "authors", "knows one author", "ten-authors rich"),
    Weak("fastfeedparser", "atom", "enclosures", "leaves them among the links, without their lengths", "rich"),
    Weak("atoma", "rss", "authors updated", "knows no dc:creator and no atom:updated"),
    Weak("atoma", "json", "authors", "knows the one author of JSON Feed 1.0 only"),
    Weak("reader", "rss atom", "summary", "gives the content where there is no summary", NO_SUMMARY),
    Weak("reader", "rss atom", "authors", "knows one author, the last", "ten-authors rich"),
    Weak("reader", "rss", "title", "ends what looks like an entity with a semicolon", ENTITIES),
    Weak("reader", "rss atom json", "categories", "keeps none"),
    Weak("rss-parser", "rss", "updated", "knows no atom:updated"),
    Weak("rss-parser", "atom", "authors", "knows one author", "ten-authors rich"),
    Weak("rss-parser", "atom", "categories enclosures updated", "knows them in RSS only, or not at all"),
    Weak("@rowanmanning/feed-parser", "rss atom", "content summary", "unescapes text once too often", "markup-in-text"),
    Weak("@rowanmanning/feed-parser", "rss atom", "title", "unescapes it once too often", ENTITIES),
    Weak("@rowanmanning/feed-parser", "rss", "enclosures", "counts media:content among them", "rich"),
    Weak("@rowanmanning/feed-parser", "rss", "updated", "gives pubDate", "corrected"),
    Weak("@extractus/feed-extractor", "rss atom", "summary", "takes text for markup", f"markup-in-text {NO_SUMMARY}"),
    Weak("@extractus/feed-extractor", "rss atom", "title", "unescapes it once too often", ENTITIES),
    Weak("@extractus/feed-extractor", "atom", "published", "gives updated", "corrected"),
    Weak("@extractus/feed-extractor", "json", "summary", "gives the content"),
    Weak(
        "@extractus/feed-extractor",
        "rss atom json",
        "authors categories content enclosures updated",
        "is for headlines: it tells nothing else unless asked to hand on what it has not understood",
    ),
)


def whole() -> Feed:
    """Give a feed of all hard articles and two more, with everything that stands round articles in a document."""
    stones = (Tombstone(id=make_article(903).id, at=NOW + timedelta(hours=1), comment="It was not so."),)
    articles = (*hard_feed().articles, rich_article(901), corrected(902))
    return replace(rich_feed(*articles), tombstones=stones, archive=Archive(newest=3))


NAMES = dict(zip((article.id for article in whole().articles), (*HARD, "rich", "corrected"), strict=True))


@cache
def bodies() -> Mapping[str, bytes]:
    _, found, skipped = render(whole())
    assert skipped == ()
    return found


@cache
def told_by_node() -> Mapping[str, Mapping[str, list[Told]]]:
    return by_node(bodies())


def told(parser: str, name: str) -> list[Told]:
    if parser in PYTHON:
        return PYTHON[parser](name, bodies()[name])
    if reason := missing():
        pytest.skip(reason)
    return told_by_node()[parser][name]


def differences(parser: str, name: str) -> Iterator[tuple[str, str, object, object]]:
    """Give (key, story, what was told, what was meant), and each key once of which nothing was told of any story."""
    found = {story["id"]: story for story in told(parser, name)}
    wanted = meant(name, bodies()["atom"])
    assert sorted(found) == sorted(wanted)
    for key in ("title", "link", "published", "updated", "authors", "categories", "content", "summary", "enclosures"):
        if not any(key in story for story in found.values()):
            yield key, "", None, None
        for id_, story in found.items():
            if key in story and story[key] != wanted[id_][key]:
                yield key, NAMES[id_], story[key], wanted[id_][key]


def weaknesses(parser: str, name: str) -> dict[str, str]:
    """Give the stories that each key is read amiss of; none is any."""
    known = [one for one in WEAK if one.parser == parser and name in one.formats.split()]
    return {key: one.stories for one in known for key in one.keys.split()}


@pytest.mark.parametrize(("parser", "name"), READINGS)
def test_a_parser_reads_what_was_meant(parser: str, name: str) -> None:
    known = weaknesses(parser, name)

    def excused(key: str, story: str) -> bool:
        return key in known and (not known[key] or story in known[key].split())

    assert [one for one in differences(parser, name) if not excused(*one[:2])] == []


@pytest.mark.parametrize(("parser", "name"), READINGS)
def test_a_parser_is_as_weak_as_is_said(parser: str, name: str) -> None:
    """A weakness that was mended is to be taken off the list."""
    found = list(differences(parser, name))
    for key, stories in weaknesses(parser, name).items():
        amiss = {story for each, story, *_ in found if each == key}
        assert amiss >= set(stories.split()) if stories else amiss
