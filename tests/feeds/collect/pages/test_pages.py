"""Pages as the wild has them, invented: one file each, with what is read from it beside it."""

import pytest

from tests.feeds.collect.pages import DATA
from tests.feeds.collect.pages.cases import CASES, extracted, said


def test_every_page_has_its_expectation() -> None:
    assert sorted(path.stem for path in DATA.glob("*.html")) == CASES


@pytest.mark.parametrize("name", CASES)
def test_a_page_is_read_as_expected(name: str) -> None:
    result, expected = extracted(name)
    for text in expected.pop("has", ()):
        assert text in result.text
    for text in expected.pop("lacks", ()):
        assert text not in result.text
    for text in expected.pop("html", ()):
        assert text in (result.entry.content or "")
    found = said(result)
    assert {key: found[key] for key in expected} == expected
