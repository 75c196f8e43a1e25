"""Content without its pictures: nothing of them is left, and all the words are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from feeds.text.html import plain, sanitise
from feeds.text.unpictured import without_pictures

IMG = '<img src="https://p.example/a.jpg" alt="a">'
CASES = [
    ("", ""),
    ("no markup", "no markup"),
    ("<p>Words &amp; more.</p><hr>", "<p>Words &amp; more.</p><hr>"),
    (f"<p>Words {IMG} more.</p>", "<p>Words  more.</p>"),
    (f"<p>{IMG}</p><p>Words.</p>", "<p>Words.</p>"),
    (f'<p><a href="https://g.example/">{IMG}</a></p><p>Words.</p>', "<p>Words.</p>"),
    (f"<figure>{IMG}<figcaption>Who is who</figcaption></figure><p>Words.</p>", "<p>Words.</p>"),
    ("<figure><blockquote>Verse</blockquote></figure>", "<figure><blockquote>Verse</blockquote></figure>"),
    (f"<figure><figure>{IMG}</figure><figcaption>Two</figcaption></figure>", "<figure><figcaption>Two</figcaption></figure>"),
    ('<p>1 < 2</p><svg><image href="https://p.example/s.png"/></svg>', "<p>1 &lt; 2</p>"),
    ('<picture><source srcset="https://p.example/x.webp"></picture>Words', "Words"),
    ('<video poster="https://p.example/p.jpg"></video>Words', "Words"),
    ("<ul><li>One</li></ul>", "<ul><li>One</li></ul>"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "bare"), CASES)
def test_pictures_go_and_words_stay(html: str, bare: str) -> None:
    assert without_pictures(html) == bare


PARTS = st.sampled_from(
    ["<p>", "</p>", "<figure>", "</figure>", "<figcaption>", "</figcaption>", IMG, "word ", "<div>", "</div>", "<a href='/x'>", "</a>", "<li>", "<table><tr><td>", "</table>", "<IMG SRC='/b.png'>"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=14).map("".join))
def test_no_picture_is_left_of_any_sanitised_text(given_html: str) -> None:
    html = sanitise(given_html, "https://g.example/")
    bare = without_pictures(html)
    tree = lxml_html.fromstring(f"<div>{bare}</div>")
    assert not tree.xpath("//img | //picture | //svg | //image | //video | //object | //embed")
    assert "b.png" not in bare
    if "<figure" not in html:
        assert plain(bare).split() == plain(html).split()
