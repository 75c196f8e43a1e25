"""Nothing that runs, counts or breaks leaves the sanitiser, and it takes linear time over hostile input."""

import json
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.text.html import paragraphs, plain, prose, sanitise, unescape_once
from tests.cost import units

BASE = "https://gazette.example/news/"


class Case(TypedDict):
    name: str
    html: str
    expected: str


CASES: list[Case] = json.loads((Path(__file__).parent / "data" / "sanitise.json").read_text("utf-8"))
PIECES = st.sampled_from(
    ["<", ">", "</", "/>", "<!--", "-->", "&", "&amp;", "&lt;", "&#0;", "&#x1F600;", "&#9999999999;", "&nbsp;", '"', "'", "=", " ", "\n", "<p>", "</p>", "<pre>",
     "<div>", "</div>", "<b>", "</b>", "<i>", "</i>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<ul>", "<li>", "<a href=/x>", "<a href='y'>", "</a>",
     "<img src=z.jpg>", "<img src=z alt='&quot;<'>", "<iframe src=//v.example/1>", "<script>", "</script>", "<style>", "<svg>", "<math>", "<select>", "<ruby>", "<rt>",
     "<h1>", "<h2>", "</h1>", "<blockquote>", "<figure>", "<figcaption>", "<caption>", "<colgroup>", "<col>", "<tbody>", "<details>", "<summary>", "<dl>", "<dt>",
     "<ol start=3>", "<br>", "</br>", "<hr>", "<span lang=ja>", "<font>", "<center>", "<video src=f.mp4>", "<source srcset='a 1x'>", "<picture>", "text",
     "中文", "\ud800", "\x00", "\ufdd0", "\ufffe", "\u3000"],
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=30).map("".join) | st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_sanitise(case: Case) -> None:
    assert sanitise(case["html"], BASE) == case["expected"]


@settings(max_examples=300)
@given(SOUP)
def test_sanitise_is_idempotent_and_legal(html: str) -> None:
    clean = sanitise(html, BASE)
    assert sanitise(clean, BASE) == clean
    assert sanitise(clean, None) == clean
    element = etree.Element("content")
    element.text = clean
    assert (etree.fromstring(etree.tostring(element)).text or "") == clean
    assert "<script" not in clean


@given(SOUP)
def test_plain_is_one_line_and_never_raises(html: str) -> None:
    assert plain(html) == " ".join(plain(html).split())
    assert all(prose(html).splitlines()) or not prose(html)
    paragraphs(html)
    unescape_once(html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("<b>O</b>ne<br>two", "One two"),
        ("<p>港口</p><p>重开</p>", "港口重开"),
        ("<p>港口\n重开</p>", "港口重开"),
        ("<p>항구가</p><p>다시</p>", "항구가 다시"),
        ("<p>港口 2026</p><p>Reopened</p>", "港口 2026 Reopened"),
        ("<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>町", "港町"),
        ("AT&amp;T &lt;3 &copy", "AT&T <3 ©"),
        ("5 < 6<script>x</script><style>y</style><!-- z -->", "5 < 6"),
        ("<table><tr><td>a<td>b</table>", "a b"),
        ("truncated <a href='https://g.example", "truncated"),
    ],
)
def test_plain(html: str, expected: str) -> None:
    assert plain(html) == expected


def test_prose_gives_a_line_a_block() -> None:
    assert prose("<h2>Head</h2><p>First\nline</p><ul><li>x</li></ul>") == "Head\nFirst line\nx"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One & two\nlines\n\n \nNext <b>", "<p>One &amp; two lines</p><p>Next &lt;b&gt;</p>"),
        ("\u3000\u3000第一段\n\u3000\u3000第二段", "<p>第一段</p><p>第二段</p>"),
        ("\n \n", ""),
    ],
)
def test_paragraphs(text: str, expected: str) -> None:
    assert paragraphs(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Salt &amp;amp; pepper", "Salt &amp; pepper"),
        ("AT&T &copy 2026 &copy=1", "AT&T &copy 2026 &copy=1"),
        ("It&#8217;s &#x2014; &nosuch;", "It’s — &nosuch;"),
    ],
)
def test_unescape_once(title: str, expected: str) -> None:
    assert unescape_once(title) == expected


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 60_000,
        "<b>x" * 40_000,
        "".join(f"<b x={n}>" for n in range(8000)) + "<p>x" * 8000,
        "<a " + " ".join(f"x{n}=1" for n in range(60_000)) + ">",
        "a &amp; b " * 40_000,
        "<" * 200_000,
        "<!--" * 80_000,
        '<a "' * 80_000,
        "<a " + "=" * 300_000,
        "<script" * 50_000,
        "<table><tr><td>" * 20_000,
        "<img srcset='" + "a," * 150_000 + "'>",
        "<img srcset='" + "a" * 8000 + " b'>" * 30,
        ("<img srcset='" + "a.jpg 1w, " * 800 + "'>") * 30,
        ("<img src='" + "lazy-load/" * 800 + "'>") * 30,
        ("<img data-src='" + "a" * 8000 + "' style='" + "left:-" * 1000 + "'>") * 20,
        "<noscript><img " * 20_000,
        "<noscript><img src=a.jpg></noscript>" * 8000,
        "<noscript><img src=a.jpg></noscript><img data-src=b.jpg>" * 5000,
        "&#" + "9" * 300_000 + ";",
        "中 \n" * 100_000,
        " " * 300_000,
        "\n" * 300_000,
        "<a href=x>y</a>" * 20_000,
    ],
    ids=lambda hostile: hostile[:12],
)
def test_hostile_input_takes_linear_time(hostile: str) -> None:
    assert units(lambda: (sanitise(hostile, BASE), prose(hostile), paragraphs(hostile))) < 1200


def test_text_under_a_deep_nest_is_kept() -> None:
    assert plain(sanitise("<div>" * 5000 + "kept" + "</div>" * 5000, None)) == "kept"


JOINS = [
    json.loads(each)
    for each in Path(__file__).with_name("data").joinpath("joins.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", JOINS, ids=[case["html"] for case in JOINS])
def test_pieces_are_joined_without_a_wrong_space(case: dict[str, str]) -> None:
    assert plain(case["html"]) == case["plain"]
