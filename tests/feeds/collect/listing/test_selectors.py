"""Which links an operator's selector chooses."""

import pytest
from lxml.html import document_fromstring

from feeds.collect.listing.selectors import SelectorProblem, chosen

PAGE = document_fromstring(
    "<div><h2><a href='/1'>One</a></h2><a href='/2'><h3>Two</h3></a><p>No link <a>nor here</a></p></div>"
)


@pytest.mark.parametrize(
    ("links", "hrefs"),
    [
        ("h2", ["/1"]),
        ("h3", ["/2"]),
        ("h2, h3", ["/1", "/2"]),
        ("//a/@href", ["/1", "/2"]),
        ("//h2/a/text()", ["/1"]),
        ("p", []),
        ("//comment()", []),
    ],
)
def test_the_link_itself_those_in_it_or_the_one_around_it(links: str, hrefs: list[str]) -> None:
    assert [anchor.get("href") for anchor in chosen(PAGE, links)] == hrefs


def test_a_value_is_no_choice() -> None:
    with pytest.raises(SelectorProblem, match="must choose elements"):
        chosen(PAGE, "(//a)[1] = 1")
