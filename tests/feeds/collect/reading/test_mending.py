"""Text that is almost XML becomes XML, and loses nothing that can be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.reading.frame import NotAFeedError
from feeds.collect.reading.mending import beheaded, mend
from feeds.collect.reading.trees import PREFIXES, tree


@pytest.mark.parametrize(("head", "root"), [
    ("\n <?xml version='1.0'?>", "<rss>"),
    ("Warning: <b>x</b> ", "<feed xmlns='a'>"),
    ("<!-- <rss> is below -->", "<rdf:RDF>"),
    ("<!DOCTYPE rss [<!ENTITY a 'b'>]>", "<RSS >"),
    ("", "<atom:feed>"),
])  # fmt: skip
def test_what_stands_before_the_root_goes(head: str, root: str) -> None:
    assert beheaded(head + root) == root


@pytest.mark.parametrize("text", ["", "<html><feed-list>", "<rsss>", "<urlset>", " " * 20_000 + "<rss>"])
def test_no_root_is_none(text: str) -> None:
    assert beheaded(text) is None


@pytest.mark.parametrize(("broken", "mended"), [
    ("a & b", "a &amp; b"), ("&nbsp;", "\xa0"), ("&copy", "&amp;copy"), ("&amp;&lt;", "&amp;&lt;"), ("&AMP;", "&amp;"),
    ("&none;", "&amp;none;"), ("&#65;&#x4e2d;", "&#65;&#x4e2d;"), ("&#0;&#xD800;&#x110000;", ""), ("&#;", "&amp;#;"),
    ("<![CDATA[a & &nbsp; b]]>", "<![CDATA[a & &nbsp; b]]>"), ("a\x00\x0b\ufffeb", "ab"),
])  # fmt: skip
def test_references_and_controls(broken: str, mended: str) -> None:
    assert mend(f"<rss>{broken}</rss>", PREFIXES).text == f"<rss>{mended}</rss>"


def test_what_follows_the_end_goes() -> None:
    assert mend("<feed><entry/></feed ><script>", PREFIXES).text == "<feed><entry/></feed >"


def test_the_end_of_a_feed_is_not_that_of_another_element() -> None:
    cut = mend("<feed><entry><id/></entry><feedburner:info></feedburner:info>", PREFIXES)
    assert cut.text.endswith("</entry></feed>")


def test_a_cut_keeps_whole_items_and_names_the_lost_one() -> None:
    cut = mend("<rss><channel><item>1</item><item>2</item><item>3", PREFIXES)
    assert cut.text == "<rss><channel><item>1</item><item>2</item></channel></rss>"
    assert [lost.what for lost in cut.skipped] == ["the last item"]


def test_a_cut_before_the_first_item_ends_is_no_feed() -> None:
    with pytest.raises(NotAFeedError, match="cut off"):
        mend("<rss><channel><item>1", PREFIXES)


def test_undeclared_prefixes_are_declared_once_and_known_ones_as_they_are_meant() -> None:
    text = mend("<rss xmlns:dc='mine'><dc:x/><media:y/><media:z/><odd:w/></rss>", PREFIXES).text
    assert tree(text).nsmap == {"dc": "mine", "media": "http://search.yahoo.com/mrss", "odd": "urn:undeclared"}


@given(st.text(st.characters(exclude_characters="<>"), max_size=60))
def test_any_text_between_tags_becomes_xml(text: str) -> None:
    assert tree(mend(f"<rss>{text}</rss>", PREFIXES).text).tag == "rss"
