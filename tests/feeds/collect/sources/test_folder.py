"""The drop folder's forms: text cases are files that carry their expectation beside them."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Source
from feeds.article import Author, Claim, Entry, Page, Reading
from feeds.collect.sources import folder
from feeds.errors import ParseError

DATA = Path(__file__).parent / "data" / "folder"
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def read(address: str, body: bytes | str, **settings: Any) -> Reading:
    source = Source(**{"name": "desk", "kind": "folder", "path": "drop"} | settings)
    return folder.read(Page(address=address, body=body.encode() if isinstance(body, str) else body), source, NOW)


def only(address: str, body: bytes | str, **settings: Any) -> Entry:
    (entry,) = read(address, body, **settings).entries
    return entry


def said(entry: Entry) -> dict[str, Any]:
    """Give an entry in the words of the expectations."""
    return {
        "title": entry.title,
        "authors": [[author.name, author.role] for author in entry.authors],
        "origin": entry.origin.title if entry.origin else None,
        "published": entry.published.isoformat() if entry.published else None,
        "updated": entry.updated.isoformat() if entry.updated else None,
        "paragraphs": [unescape(text) for text in re.findall(r"<p>(.*?)</p>", entry.content or "", re.DOTALL)],
        "related": [related.title for related in entry.related],
        "rights": entry.rights,
    }


@pytest.mark.parametrize("case", sorted(DATA.glob("*.txt")), ids=lambda case: case.stem)
def test_a_text_yields_what_stands_beside_it(case: Path) -> None:
    expected = json.loads(case.with_suffix(".expected.json").read_text(encoding="utf-8"))
    entry = only(case.name, case.read_bytes(), **expected.pop("source", {}))
    found = said(entry)
    assert {key: found[key] for key in expected} == expected
    assert entry.guid == case.name
    assert entry.link is None


def test_every_case_says_what_it_expects() -> None:
    assert len(list(DATA.glob("*.txt"))) == len(list(DATA.glob("*.expected.json"))) >= 20


@pytest.mark.parametrize("form", ["txt", "md", "html"])
@pytest.mark.parametrize("body", [b"", b"\n \r\n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_skipped_with_a_reason(form: str, body: bytes) -> None:
    reading = read(f"empty.{form}", body)
    assert not reading.entries
    (skipped,) = reading.skipped
    assert skipped.what == f"empty.{form}"
    assert skipped.reason


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"\x81\x30\x00\xff\xff", bytes(range(128, 256)), b"a\x00b"])
def test_bytes_that_are_no_text_are_refused_and_never_guessed(body: bytes) -> None:
    with pytest.raises(ParseError, match=r"noise\.txt: its encoding cannot be told"):
        read("noise.txt", body)


@pytest.mark.parametrize(
    ("encoding", "language", "text"),
    [
        ("gb18030", "zh-Hans", "港口新闻"),
        ("big5hkscs", "zh-Hant", "港口新聞"),
        ("cp932", "ja", "港のニュース"),
        ("cp949", "ko", "항구 소식"),
    ],
)
def test_a_short_text_is_read_by_the_language_of_its_source(encoding: str, language: str, text: str) -> None:
    assert only("short.txt", text.encode(encoding), language=language).title == text


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.json"]))
def test_any_bytes_are_read_or_refused(body: bytes, address: str) -> None:
    try:
        reading = read(address, body)
    except ParseError as error:
        assert address in str(error)  # noqa: PT017 - either outcome is right, and this is what refusing promises
    else:
        assert all(entry.guid and entry.guid.startswith(address) for entry in reading.entries)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=400))
def test_no_word_of_a_plain_story_is_lost(body: str) -> None:
    entry = only("story.txt", f"A Plain Story\n\nIt began.\n\nThe dog said «{body}» and went.\n\nIt ended.\n")
    assert entry.title == "A Plain Story"
    assert "It began." in (entry.content or "")
    assert "It ended." in (entry.content or "")


def test_the_kind_declares_what_the_collector_needs() -> None:
    assert (folder.KIND, folder.NEEDS) == ("folder", "path")


def test_an_unknown_form_is_refused_by_name() -> None:
    with pytest.raises(ParseError, match=r"story\.docx: not one of the forms"):
        read("story.docx", b"PK")


def test_front_matter_gives_every_field() -> None:
    entry = only(
        "sub/tide.md",
        """---
title: "Tide: A Clock"
authors:
  - name: Haruka Minase
    role: Japan Correspondent
    email: haruka@lantern.example
    uri: https://lantern.example/haruka
  - Ken Aragaki
date: 2026-11-20 17:00
updated: 2026-11-20T09:30:00Z
language: en
tags: rivers, craft
url: https://lantern.example/tide
embargo: 2026-11-21T08:00+09:00
rights: Free with credit.
license: https://creativecommons.org/licenses/by/4.0/
permits: summary
publisher: {title: Lantern, link: https://lantern.example/}
image: {url: https://lantern.example/tide.jpg, type: image/jpeg, width: 1200, height: 800}
related: [Fog, {title: Rain, link: https://lantern.example/rain}]
summary: no
---

# Tide: A Clock

It *ticks*.

<script>alert(1)</script>
""",
        timezone="Asia/Tokyo",
    )
    assert entry.guid == "sub/tide.md"
    assert entry.title == "Tide: A Clock"
    assert entry.authors == (
        Author(
            name="Haruka Minase",
            role="Japan Correspondent",
            email="haruka@lantern.example",
            uri="https://lantern.example/haruka",
        ),
        Author(name="Ken Aragaki"),
    )
    assert entry.published == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert entry.embargo == datetime(2026, 11, 20, 23, tzinfo=UTC)
    assert [category.term for category in entry.categories] == ["rivers", "craft"]
    assert (entry.link, entry.base) == ("https://lantern.example/tide",) * 2
    assert (entry.language, entry.permits, entry.rights) == ("en", "summary", "Free with credit.")
    assert entry.license == "https://creativecommons.org/licenses/by/4.0/"
    assert entry.summary == "no"  # YAML 1.1 would have made it false
    assert entry.origin is not None
    assert (entry.origin.title, entry.origin.link) == ("Lantern", "https://lantern.example/")
    (image,) = entry.enclosures
    assert (image.href, image.type, image.width, image.height, image.length) == (
        "https://lantern.example/tide.jpg", "image/jpeg", 1200, 800, None,
    )  # fmt: skip
    assert [(story.title, story.link) for story in entry.related] == [
        ("Fog", None),
        ("Rain", "https://lantern.example/rain"),
    ]
    assert entry.content == "<p>It <em>ticks</em>.</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


@pytest.mark.parametrize(
    ("text", "title", "content"),
    [
        ("# Only A Heading\n\nText.\n", "Only A Heading", "<p>Text.</p>\n"),
        ("Underlined\n==========\n\nText.\n", "Underlined", "<p>Text.</p>\n"),
        ("# With *Marks* And [Links](https://a.example)\n", "With Marks And Links", None),
        ("Text without any heading.\n", None, "<p>Text without any heading.</p>\n"),
        ("---\ntitle: Other\n---\n# Heading\n", "Other", "<h1>Heading</h1>\n"),
        ("---\n---\n# Heading\n\nText.", "Heading", "<p>Text.</p>\n"),
        ("---\r\ntitle: Windows\r\n---\r\nText.\r\n", "Windows", "<p>Text.</p>\n"),
    ],
)
def test_markdown_finds_its_title(text: str, title: str | None, content: str | None) -> None:
    entry = only("a.md", text)
    assert (entry.title, entry.content) == (title, content)


def test_front_matter_may_claim_more_of_its_rights() -> None:
    front = "summary_length: 0\nimages: no\nexpires: 2026-12-01\nreserved: true\npolicy: https://p.example/"
    assert only("a.md", f"---\n{front}\n---\nText.\n").claim == Claim(
        summary_length=0,
        images=False,
        expires=datetime(2026, 12, 1, tzinfo=UTC),
        reserved=True,
        policy="https://p.example/",
    )
    assert only("a.md", "---\nlanguage: en\n---\nText.\n").claim is None


@pytest.mark.parametrize(
    ("front", "complaint"),
    [
        ("title: [a", "not YAML"),
        ("a: &a [x, x]\nb: [*a, *a]", "aliases"),
        ("a: " + "[" * 5000, "front matter is not YAML"),
        ("just words", 'write it as "name: value" lines'),
        ("title: {a: b}", '"title" must be text, not a table of fields'),
        ("authors: [[a]]", '"authors" must be text or a table of fields, not a list'),
        ("authors: {role: Editor}", '"name" is missing'),
        ("embargo: next week", '"embargo" is not a date that can be read: "next week"'),
        ("url: /relative", '"url" is not an absolute http or https address'),
        ("url: javascript:alert(1)", '"url" is not an absolute http or https address'),
        ("title: x\nnote: " + "x" * 70_000, "longer than"),
        ("expires: some day", '"expires" is not a date that can be read'),
        ("images: perhaps", '"images" is neither true nor false'),
        ("reserved: [yes]", '"reserved" is neither true nor false'),
        ("summary_length: short", '"summary_length" is not a whole number'),
        ("policy: here", '"policy" is not an absolute http or https address'),
    ],
)
def test_bad_front_matter_is_told_in_the_words_of_the_file(front: str, complaint: str) -> None:
    with pytest.raises(ParseError, match=re.escape(complaint)) as caught:
        read("bad.md", f"---\n{front}\n---\nText.\n")
    assert "bad.md" in str(caught.value)


@pytest.mark.parametrize(("address", "body"), [("a.txt", "word " * 200_001), ("a.md", "word " * 20_001)])
def test_a_text_beyond_any_article_is_refused(address: str, body: str) -> None:
    with pytest.raises(ParseError, match=f"{address}: longer than .* split it"):
        read(address, body)


PAGE = """<!doctype html><html lang="en-FJ"><head><meta charset="utf-8"><title>Long Title | Noticeboard</title>
<meta property="og:title" content="A Market That Sails"><meta property="og:site_name" content="Noticeboard">
<meta name="author" content="Losalini Vakatale"><meta property="article:author" content="https://social.example/losalini">
<meta property="article:published_time" content="2026-11-20T09:00:00+12:00">
<meta property="article:modified_time" content="2026-11-20T10:00:00+12:00">
<meta name="keywords" content="islands, trade"><meta property="og:image" content="https://notice.example/barge.jpg">
<meta name="copyright" content="Noticeboard 2026"><link rel="license" href="https://creativecommons.org/licenses/by/4.0/">
<link rel="canonical" href="https://notice.example/market"><!-- a comment --></head>
<body><nav>Home</nav><article><header><p>Kicker</p></header><h1>A Market That Sails</h1><p>It has <b>no</b> address.</p>
<aside>Advert</aside><form><input name="q"></form><script>alert(1)</script><h2>And then</h2><p>It left.</p></article>
<footer>Contact</footer></body></html>"""


def test_a_saved_page_gives_its_article_and_what_its_head_says() -> None:
    entry = only("market.html", PAGE)
    assert entry.title == "A Market That Sails"
    assert [author.name for author in entry.authors] == ["Losalini Vakatale"]
    assert entry.published == datetime(2026, 11, 19, 21, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 19, 22, tzinfo=UTC)
    assert (entry.link, entry.base) == ("https://notice.example/market",) * 2
    assert (entry.language, entry.rights) == ("en-FJ", "Noticeboard 2026")
    assert entry.license == "https://creativecommons.org/licenses/by/4.0/"
    assert entry.origin is not None
    assert entry.origin.title == "Noticeboard"
    assert [category.term for category in entry.categories] == ["islands", "trade"]
    assert [image.href for image in entry.enclosures] == ["https://notice.example/barge.jpg"]
    content = " ".join((entry.content or "").split())
    assert content == "<p>It has <b>no</b> address.</p> <h2>And then</h2><p>It left.</p>"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>From The Title</title><p>x</p>", "From The Title"),
        ("<title>Site</title><h1>From The <i>Heading</i></h1><p>x</p>", "From The Heading"),
        ("<p>Neither</p>", None),
    ],
)
def test_a_page_without_metadata_finds_its_title(page: str, title: str | None) -> None:
    assert only("a.htm", page).title == title


def test_a_page_in_the_encoding_it_declares() -> None:
    page = '<meta charset="gb2312"><title>海港</title><p>渡轮每天出发。</p>'
    assert only("a.html", page.encode("gb18030")).title == "海港"


def test_a_page_nested_beyond_reason_does_no_harm() -> None:
    assert read("deep.html", "<title>Deep</title>" + "<div>" * 50_000 + "x").entries[0].title == "Deep"


def test_one_json_article() -> None:
    entry = only(
        "one.json",
        json.dumps(
            {
                "id": 7,
                "title": "One Ticket",
                "url": "https://strait.example/7",
                "content_text": "First.\n\nSecond & third.",
                "authors": [{"name": "Seo Dan-bi", "url": "https://strait.example/seo"}],
                "date_published": "2026-11-20T08:00:00+09:00",
                "date_modified": None,
                "tags": ["travel"],
                "image": "https://strait.example/7.jpg",
                "attachments": [
                    {"url": "https://strait.example/7.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 1234}
                ],
                "embargo": "2026-11-21 08:00",
                "publisher": "Strait Post",
                "permits": "headline",
            }
        ),
        timezone="Asia/Seoul",
    )
    assert entry.guid == "one.json"
    assert entry.content == "<p>First.</p><p>Second &amp; third.</p>"
    assert entry.published == datetime(2026, 11, 19, 23, tzinfo=UTC)
    assert entry.embargo == datetime(2026, 11, 20, 23, tzinfo=UTC)
    assert entry.authors == (Author(name="Seo Dan-bi", uri="https://strait.example/seo"),)
    assert [(file.href, file.type, file.length) for file in entry.enclosures] == [
        ("https://strait.example/7.jpg", "image/*", None),
        ("https://strait.example/7.mp3", "audio/mpeg", 1234),
    ]
    assert (entry.permits, entry.updated) == ("headline", None)


@pytest.mark.parametrize(
    "wrap", [lambda items: items, lambda items: {"version": "https://jsonfeed.org/version/1.1", "items": items}]
)
def test_a_list_keeps_what_is_good_and_skips_what_is_not(wrap: Any) -> None:
    items = [{"id": "a", "title": "A"}, 7, {"id": "b"}, {"title": "C", "embargo": "soon"}, {"title": "D"}]
    reading = read("list.json", json.dumps(wrap(items)))
    assert [entry.guid for entry in reading.entries] == ["list.json#a", "list.json#D"]
    assert [skipped.what for skipped in reading.skipped] == ["list.json#2", "list.json#3", "list.json#4"]
    assert '"embargo" is not a date' in reading.skipped[2].reason


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 200_000, "nested too deep"),
        ('"text"', "an article must be an object"),
        ("{}", "neither a title nor"),
        ('{"title": ["a"]}', '"title" must be text, not a list'),
        ('{"title": true}', '"title" must be text, not true or false'),
        ('{"title": "a", "tags": [{}]}', '"tags" must be text, not a table of fields'),
        ('{"title": "a", "date_published": {}}', '"date_published" must be text'),
        ('{"title": "a", "image": 7}', '"image" must be text or a table of fields, not a number'),
    ],
)
def test_bad_json_is_told_in_the_words_of_the_file(body: str, complaint: str) -> None:
    with pytest.raises(ParseError, match=re.escape(complaint)):
        read("bad.json", body)
