"""The invented pages, and what is read from each."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from feeds.article import Page
from feeds.collect.pages.extract import Extract
from feeds.collect.pages.reader import read
from tests.feeds.collect.pages import DATA

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CASES = sorted(path.name.removesuffix(".expected.json") for path in DATA.glob("*.expected.json"))


def extracted(name: str) -> tuple[Extract, dict[str, Any]]:
    """Give what is read from a page, and what is expected of it."""
    expected = json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))
    page = Page(address=expected.pop("address"), body=(DATA / f"{name}.html").read_bytes(), media_type="text/html")
    return read(page, ZoneInfo(expected.pop("zone", "UTC")), NOW), expected


def said(result: Extract) -> dict[str, Any]:
    """Give an extract in the shape of the expectations."""
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
