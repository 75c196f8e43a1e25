"""Pages as the wild has them, invented: one file each, with what is read from it beside it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feeds.article import Page
from feeds.collect.pages.extract import Extract
from feeds.collect.pages.reader import read

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CASES = sorted(path.name.removesuffix(".expected.json") for path in DATA.glob("*.expected.json"))


def extracted(name: str) -> tuple[Extract, dict[str, Any]]:
    expected = json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))
    page = Page(address=expected.pop("address"), body=(DATA / f"{name}.html").read_bytes(), media_type="text/html")
    return read(page, ZoneInfo(expected.pop("zone", "UTC")), NOW), expected


def said(result: Extract) -> dict[str, Any]:
    entry = result.entry
    return {
        "title": entry.title,
        "authors": [[author.name, author.role] for author in entry.authors],
        "published": entry.published.isoformat() if entry.published else None,
        "updated": entry.updated.isoformat() if entry.updated else None,
        "language": entry.language,
        "categories": [category.term for category in entry.categories],
        "image": next(([one.href, one.width, one.height] for one in entry.enclosures), None),
        "link": entry.link,
        "amp": result.amp,
        "site": result.site,
        "summary": entry.summary,
        "rights": entry.rights,
        "license": entry.license,
        "paywalled": result.paywalled,
        "is_article": result.is_article,
    }


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
