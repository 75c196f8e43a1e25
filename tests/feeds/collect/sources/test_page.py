"""Section pages: every file in data/page is a case, and the `.expected.json` beside it says where it leads.

`page` and `source` are what the file is read with; `articles` are (address, title, date) in their order, or `refused`
the sentence that says why there are none.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from feeds.article import ARTICLE, Page, Reading
from feeds.collect.sources import page
from feeds.errors import ParseError
from tests.world import NOW, make_source

DATA = Path(__file__).with_name("data") / "page"
CASES = sorted(path for path in DATA.iterdir() if not path.name.endswith(".expected.json"))


def expectation(case: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(case.with_name(f"{case.name}.expected.json").read_text("utf-8"))
    return expected


def read(case: Path) -> Reading:
    expected = expectation(case)
    source = make_source(kind="page", **expected.get("source", {}))
    return page.read(Page(**{"body": case.read_bytes(), "role": "section"} | expected["page"]), source, NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_section_page_leads_where_its_expectation_says(case: Path) -> None:
    expected = expectation(case)
    if "refused" in expected:
        with pytest.raises(ParseError) as refusal:
            read(case)
        assert (str(refusal.value), refusal.value.source) == (expected["refused"], "gazette")
        return
    reading = read(case)
    assert {follow.role for follow in reading.follow} == {ARTICLE}
    assert [told(follow) for follow in reading.follow] == expected["articles"]
    assert (reading.origin.title if reading.origin else None) == expected.get("origin")
    assert reading.language == expected.get("language")


def told(follow: Any) -> list[str | None]:
    published = follow.entry.published
    assert follow.entry.link == follow.url
    return [follow.url, follow.entry.title, published.isoformat() if published else None]


def test_it_starts_with_the_section_page() -> None:
    [first] = page.start(make_source(kind="page"), "https://gazette.example/asia", None)
    assert (first.url, first.role) == ("https://gazette.example/asia", "section")
