"""Every document is valid by a schema of its standard (RELAX NG), and each schema refuses what is wrong."""

import copy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.article import Author, Category, Feed, Origin, Permits, Related, Rights
from feeds.publish.rendering import render
from feeds.text.urls import absolute
from tests.feeds.publish.cases import every_feed, make_feed, reserved_feed, rich_feed
from tests.feeds.publish.readers import SPACES
from tests.world import make_article

SCHEMAS = Path(__file__).parent / "schemas"
NAMES = ("atom", "rss")
FEEDS = dict(every_feed())
TEXT = st.text(st.characters(), max_size=40)
GRAVE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ATOM = f"{{{SPACES['a']}}}"
MEDIA = f"{{{SPACES['media']}}}content"
DC = f"{{{SPACES['dc']}}}"
MANY = {
    "atom": {ATOM + "author", ATOM + "category", ATOM + "entry", ATOM + "link", MEDIA, GRAVE},
    "rss": {"category", "item", DC + "creator", DC + "coverage", f"{{{SPACES['bw']}}}role", ATOM + "link", MEDIA},
}
"""What may stand more than once."""


@cache
def schema(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(file=SCHEMAS / f"{name}.rng")


def faults(name: str, document: bytes | Any) -> list[str]:
    """Give what the schema finds wrong."""
    judge = schema(name)
    judge.validate(etree.fromstring(document) if isinstance(document, bytes) else document)
    return [f"{error.line}: {error.message}" for error in judge.error_log]


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_every_document_is_valid(feed: Feed) -> None:
    _, bodies, skipped = render(feed)
    assert skipped == ()
    for name in NAMES:
        assert faults(name, bodies[name]) == []


@settings(deadline=None, max_examples=60)
@given(title=TEXT, summary=TEXT, name=TEXT, term=TEXT, notice=TEXT, address=TEXT)
def test_whatever_an_article_says_its_documents_are_valid(**texts: str) -> None:
    web = f"https://gazette.example/{texts['address']}"
    article = make_article(
        title=texts["title"],
        summary=texts["summary"],
        link=absolute(web, None),
        authors=(Author(name=texts["name"], role=texts["term"], email=texts["address"], uri=texts["address"]),),
        categories=(Category(term=texts["term"], label=texts["name"], scheme=f"tag:{texts['address']}"),),
        related=(
            Related(title=texts["title"], link=web),
            Related(title=texts["name"], link=f"https://{texts['name']}"),
        ),
        origin=Origin(title=f"The {texts['name']}", id=web, link=f"https://{texts['address']}"),
        rights=Rights(permits=Permits.FULL, notice=texts["notice"], license=texts["address"]),
    )
    _, bodies, skipped = render(make_feed(article))
    assert skipped == ()
    for name in NAMES:
        assert faults(name, bodies[name]) == []


@pytest.mark.parametrize("format_", ["atom", "rss", "json"])
def test_an_address_is_written_as_an_iri(format_: str) -> None:
    """Brackets stand in queries of the web, and in no URI but round an IPv6 host (RFC 3986, 3.2.2)."""
    link = "https://gazette.example/quay?tags[]=ports&share=100%#a#b"
    related = (Related(title="Six", link="http://[2001:db8::1]:8080/pier?a[0]=1"),)
    body = render(make_feed(make_article(link=link, related=related)))[1][format_].decode()
    assert "https://gazette.example/quay?tags%5B%5D=ports&share=100%25#a%23b" in body.replace("&amp;", "&")
    assert "http://[2001:db8::1]:8080/pier?a%5B0%5D=1" in body


# What is wrong: a piece of small.atom or small.rss, and what stands there instead.
WRONG = {
    "atom": {
        "a feed without an id": ("<id>urn:uuid:00000000-0000-5000-8000-00000000cafe</id>", ""),
        "an id that is no IRI": (">urn:uuid:00000000-0000-5000-8000-000000000001<", ">story 1<"),
        "a feed without a title": ("<title>Harbour Desk</title>", ""),
        "a blank title": ("Pier opens", " \n "),
        "markup in a title": ("Pier opens", "Pier <b>opens</b>"),
        "two titles": ("<title>Pier opens</title>", "<title>Pier opens</title><title>Pier opens</title>"),
        "an entry without a date": ("<updated>2026-11-20T08:00:00+00:00</updated>", ""),
        "a date without an offset": ("08:00:00+00:00", "08:00:00"),
        "a date with a space": ("2026-11-20T07", "2026-11-20 07"),
        "a day that no month has": ("2026-11-20T07", "2026-11-31T07"),
        "an hour that no day has": ("T07:00", "T27:00"),
        "a date of RSS": ("2026-11-20T07:00:00+00:00", "Fri, 20 Nov 2026 07:00:00 +0000"),
        "an entry without an author": ("<author><name>Li Wen</name><email>li@gazette.example</email></author>", ""),
        "an author without a name": ("<name>Li Wen</name>", ""),
        "an author with two names": ("<name>Li Wen</name>", "<name>Li Wen</name><name>Wen Li</name>"),
        "an author's address that is no mailbox": ("li@gazette.example", "Li Wen"),
        "a byline without its element": ("<name>Li Wen</name><email>li@gazette.example</email>", "Li Wen"),
        "an entry without its page": ('<link href="https://gazette.example/1"/>', ""),
        "two pages": ('<link href="https://gazette.example/1"/>', '<link href="https://a.example/"/>' * 2),
        "a relative address": ("https://gazette.example/1", "/1"),
        "an address with a space": ("https://gazette.example/1", "https://gazette.example/1 2"),
        "a link to nowhere": ('href="https://gazette.example/1"', ""),
        "a rel that nobody registered": ('rel="enclosure"', 'rel="attachment"'),
        "a type that is none": ('type="image/jpeg"', 'type="jpeg"'),
        "a length of zero": ('length="99"', 'length="0"'),
        "a feed that does not name itself": ('rel="self"', 'rel="via"'),
        "a feed that names itself twice": ('rel="alternate" type="text/html"', 'rel="self"'),
        "a category without a term": ('term="CN"', ""),
        "a category of text": ('label="China"/>', ">China</category>"),
        "a scheme that is no IRI": ("urn:iso:std:iso:3166:-1", "countries"),
        "a language that is none": ('xml:lang="en"', 'xml:lang="en_GB"'),
        "content of a kind that is not ours": ('<content type="html">', '<content type="xhtml">'),
        "content that is not escaped": ("&lt;p&gt;The pier opened.&lt;/p&gt;", "<p>The pier opened.</p>"),
        "two contents": ("<content ", "<content/><content "),
        "a source that says nothing": ("<title>The Gazette</title><updated>2026-11-20T08:00:00Z</updated>", ""),
        "text between elements": ("<fh:archive/>", "archive"),
        "an archive of text": ("<fh:archive/>", "<fh:archive>1</fh:archive>"),
        "a tombstone for nothing": ('ref="urn:uuid:00000000-0000-5000-8000-000000000009"', ""),
        "a tombstone without a date": ('when="2026-11-20T08:00:00Z"', 'when="today"'),
        "a reservation of neither kind": ("<tdm:reservation>1", "<tdm:reservation>yes"),
        "a medium that is none": ('medium="image"', 'medium="picture"'),
        "a width that is no number": ('width="640"', 'width="640px"'),
        "an element of RSS": ("<summary>The pier opened.</summary>", "<description>The pier opened.</description>"),
        "an element of no namespace": ("<summary>", '<summary xmlns="">'),
        "another root": ("feed", "rss"),
        "another namespace": ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"),
    },
    "rss": {
        "another version": ('version="2.0"', 'version="0.92"'),
        "no channel": ("channel", "feed"),
        "a channel without a title": ("<title>Harbour Desk</title>\n", ""),
        "a channel without a link": ("<link>https://feeds.example/harbour</link>\n", ""),
        "a channel without a description": ("<description>News of the harbour</description>", ""),
        "two descriptions": ("<description>The pier opened.</description>", "<description/><description/>"),
        "an item without a title": ("<title>Pier opens</title>", ""),
        "a blank title": ("Pier opens", " "),
        "markup in a title": ("Pier opens", "Pier <b>opens</b>"),
        "an item without a link": ("<link>https://gazette.example/1</link>", ""),
        "a relative address": ("https://gazette.example/1", "/1"),
        "an item without a guid": (
            '<guid isPermaLink="false">urn:uuid:00000000-0000-5000-8000-000000000001</guid>',
            "",
        ),
        "a guid that would be a page": ('isPermaLink="false"', ""),
        "a guid that says it is a page": ('isPermaLink="false"', 'isPermaLink="true"'),
        "a guid of neither kind": ('isPermaLink="false"', 'isPermaLink="no"'),
        "an item without a date": ("<pubDate>Fri, 20 Nov 2026 07:00:00 +0000</pubDate>", ""),
        "a date of Atom": ("Fri, 20 Nov 2026 07:00:00 +0000", "2026-11-20T07:00:00+00:00"),
        "a day of another language": ("Fri, 20 Nov 2026 07", "Fr, 20 Nov 2026 07"),
        "a month of another language": ("20 Nov 2026 07", "20 Dez 2026 07"),
        "a day that no month has": ("Fri, 20 Nov 2026 07", "Fri, 32 Nov 2026 07"),
        "a year of two digits": ("Nov 2026 07", "Nov 26 07"),
        "an hour that no day has": ("2026 07:", "2026 24:"),
        "a date without a zone": ("07:00:00 +0000", "07:00:00"),
        "a zone that is not read alike": ("07:00:00 +0000", "07:00:00 EST"),
        "an author without a mailbox": ("li@gazette.example (Li Wen)", "Li Wen"),
        "two authors": ("<author>", "<author>li@gazette.example</author><author>"),
        "an enclosure without an address": ('url="https://gazette.example/a.jpg" length', "length"),
        "an enclosure without a length": ('length="99"', ""),
        "an enclosure of no length": ('length="99"', 'length="0"'),
        "an enclosure without a type": ('length="99" type="image/jpeg"', 'length="99"'),
        "two enclosures": ("<enclosure ", '<enclosure url="https://a.example/" length="1" type="a/b"/><enclosure '),
        "a source without an address": ('<source url="https://gazette.example/feed">', "<source>"),
        "a category of nothing": (">China<", "><"),
        "a creator of nothing": (">Li Wen<", "> <"),
        "content that is not escaped": ("&lt;p&gt;The pier opened.&lt;/p&gt;", "<p>The pier opened.</p>"),
        "two contents": ("<content:encoded>", "<content:encoded/><content:encoded>"),
        "a channel that does not name itself": ('rel="self"', 'rel="current"'),
        "a link of Atom to nowhere": ('href="https://feeds.example/harbour.rss"', ""),
        "a time to live that is no number": ("<ttl>15", "<ttl>15 min"),
        "an hour to skip that no day has": ("<hour>3<", "<hour>24<"),
        "a picture without a title": ("<title>Harbour Desk</title><link>", "<link>"),
        "a period that is none": ("hourly", "often"),
        "a language that is none": (">en<", ">English (GB)<"),
        "an item in an item": ("<item>", "<item><item/>"),
        "text between elements": ("<ttl>15</ttl>", "15"),
        "an element of RSS 0.91 that nobody reads": ("<ttl>15</ttl>", "<rating>15</rating>"),
        "an element in another case": ("pubDate", "pubdate"),
    },
}
TABLE = [(name, what) for name, wrong in WRONG.items() for what in wrong]


def small(name: str) -> str:
    return (SCHEMAS / f"small.{name}").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_small_document_is_valid(name: str) -> None:
    assert faults(name, small(name).encode()) == []


@pytest.mark.parametrize(("name", "what"), TABLE, ids=[": ".join(one) for one in TABLE])
def test_what_is_wrong_is_refused(name: str, what: str) -> None:
    old, new = WRONG[name][what]
    assert old in small(name)
    assert faults(name, small(name).replace(old, new).encode()) != []


def copies(name: str) -> Iterator[tuple[Any, Any]]:
    """Give (a copy of a document, one element of it) for each element of documents that have all elements."""
    for feed in (
        rich_feed(),
        reserved_feed(),
        FEEDS["tombstones, The report was of another year."],
        FEEDS["archives, 2"],
    ):
        root = etree.fromstring(render(feed)[1][name])
        for number, _ in enumerate(root.iter()):
            other = copy.deepcopy(root)
            yield other, list(other.iter())[number]


@pytest.mark.parametrize("name", NAMES)
def test_no_element_takes_a_word_that_it_does_not_know(name: str) -> None:
    namespace = ATOM if name == "atom" else ""
    for root, element in copies(name):
        element.set("invented", "1")
        assert faults(name, root) != [], f"an attribute of {element.tag}"
        del element.attrib["invented"]
        for tag in (f"{namespace}invented", "{urn:example:invented}word"):
            child = etree.SubElement(element, tag)
            assert faults(name, root) != [], f"{tag} in {element.tag}"
            element.remove(child)
        assert faults(name, root) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_once_may_not_stand_twice(name: str) -> None:
    for root, element in copies(name):
        if element.getparent() is None or element.tag in MANY[name]:
            continue
        element.addnext(copy.deepcopy(element))
        assert faults(name, root) != [], f"two {element.tag}"
