"""The spellings of one page are brought together; what could be two pages is kept apart."""

import pytest
from hypothesis import given

from feeds.text.spellings import spelling
from feeds.text.urls import canonical
from tests.feeds.text.test_urls import URLS, rows


def shared(url: str) -> str:
    return spelling(canonical(url))


@pytest.mark.parametrize(("verdict", "one", "other"), rows("pages"))
def test_whether_two_addresses_are_one_page(verdict: str, one: str, other: str) -> None:
    assert (shared(one) == shared(other)) == (verdict == "same")


@given(URLS)
def test_a_spelling_settles_and_never_raises(url: str) -> None:
    for whole in (url, f"https://www.g.example/{url}"):
        assert spelling(shared(whole)) == shared(whole)
