"""Tags that do not close are closed, or become text, and nothing else of a feed changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.reading.balancing import balance
from feeds.collect.reading.trees import tree
from tests.cost import units

TAGS = [
    "<item>", "</item>", "<title>", "</title>", "<b>", "</b>", "<br/>", "<description>", "</description>", "<link>",
    "<odd a='1'>", "</odd>", "<", "<!-- & -->", "<![CDATA[<b>]]>", "quay", '<guid isPermaLink="false">', "<?p i?>",
]  # fmt: skip


@pytest.mark.parametrize(("broken", "balanced"), [
    ("<item><title>a <b>b</title></item>", "<item><title>a &lt;b>b</title></item>"),
    ("<item><title>a <b>b</b> <i>c</title></item>", "<item><title>a &lt;b>b&lt;/b> &lt;i>c</title></item>"),
    ("<item><title>a</b></title></item>", "<item><title>a</title></item>"),
    ("<item><title>a<link>b</link></item>", "<item><title>a</title><link>b</link></item>"),
    ("<item><title>a</item><item/>", "<item><title>a</title></item><item/>"),
    ("<item><title>a</title><item/>", "<item><title>a</title></item><item/>"),
    ("<odd><item/>", "<odd></odd><item/>"),
    ("<item><author><name>a</author></item>", "<item><author><name>a</name></author></item>"),
    ("<item><title>1 < 2</title></item>", "<item><title>1 &lt; 2</title></item>"),
    ("<item><title><![CDATA[<b>]]><i></title></item>", "<item><title><![CDATA[<b>]]>&lt;i></title></item>"),
    ("<item></guid></item>", "<item></item>"),
    ("<item><title>sound <b>b</b></title></item>", "<item><title>sound <b>b</b></title></item>"),
])  # fmt: skip
def test_what_is_an_items_own_is_closed_and_the_rest_is_text(broken: str, balanced: str) -> None:
    assert balance(f"<rss>{broken}</rss>") == f"<rss>{balanced}</rss>"


@pytest.mark.parametrize("broken", ["<link href=quay/>", "<title type=text>a</title>", "<dc:date <b>"])
def test_a_field_that_cannot_be_read_is_left_to_others(broken: str) -> None:
    assert balance(f"<rss><item>{broken}</item></rss>") is None


@given(st.lists(st.sampled_from(TAGS), max_size=30))
def test_any_soup_of_tags_becomes_xml(soup: list[str]) -> None:
    balanced = balance(f"<rss>{''.join(soup)}</rss>")
    assert balanced is not None
    assert tree(balanced).tag == "rss"


@pytest.mark.parametrize(
    "piece", ["<a>", "</a>", "<dc:a>", "<title>", "<item>", "<item><b>", "<description><a>", "<", "<a b='"]
)
def test_cost_grows_with_length_alone(piece: str) -> None:
    assert units(lambda: balance(f"<rss>{piece * 20_000}</rss>")) < 400
