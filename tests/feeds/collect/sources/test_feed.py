"""Feeds: every file in data/feed is a case, and the `.expected.json` beside it says what is read from it.

`page` and `source` are what the file is read with, where that matters; `reading` is all that is read (what is empty is
left out), or `refused` the sentence that says why nothing is.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.article import Entry, Page, Reading
from feeds.collect.reading import broken, mending, trees
from feeds.collect.reading.charset import decode
from feeds.collect.reading.frame import Frame
from feeds.collect.sources import feed
from feeds.errors import ParseError
from tests.world import NOW, make_source

DATA = Path(__file__).with_name("data") / "feed"
CASES = sorted(path for path in DATA.iterdir() if not path.name.endswith(".expected.json"))
ADDRESS = "https://collected.example/feed"


def expectation(case: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(case.with_name(f"{case.name}.expected.json").read_text("utf-8"))
    return expected


def given_page(case: Path) -> Page:
    return Page(**{"address": ADDRESS, "body": case.read_bytes()} | expectation(case).get("page", {}))


def read(case: Path) -> Reading:
    return feed.read(given_page(case), make_source(**expectation(case).get("source", {})), NOW)


def told(value: Any) -> Any:
    """Give a value as JSON tells it, without what is empty."""
    if isinstance(value, dict):
        return {key: told(inner) for key, inner in value.items() if inner not in (None, (), "")}
    if isinstance(value, list | tuple):
        return [told(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_feed_is_read_as_its_expectation_says(case: Path) -> None:
    expected = expectation(case)
    if "refused" in expected:
        with pytest.raises(ParseError) as refusal:
            read(case)
        assert (str(refusal.value), refusal.value.source) == (expected["refused"], "gazette")
    else:
        assert told(asdict(read(case))) == expected["reading"]


def well_formed() -> list[Path]:
    """Give the cases that lxml reads unmended."""
    found = []
    for case in CASES:
        root = mending.beheaded(decode(case.read_bytes(), expectation(case).get("page", {}).get("charset")))
        if root is None or "reading" not in expectation(case):
            continue
        try:
            trees.tree(root)
        except SyntaxError:
            continue
        found.append(case)
    return found


def identity(entry: Entry) -> tuple[Any, ...]:
    return entry.guid, entry.link, entry.title, entry.published


@pytest.mark.parametrize("case", well_formed(), ids=lambda case: case.name)
def test_feedparser_finds_the_same_ids_links_titles_and_dates(case: Path) -> None:
    page, source = given_page(case), make_source(**expectation(case).get("source", {}))
    text = mending.beheaded(decode(page.body, page.charset)) or ""
    second = broken.read(text, Frame(zone=source.zone, address=page.address, now=NOW))
    assert [identity(entry) for entry in second.entries] == [identity(entry) for entry in read(case).entries]


@pytest.mark.parametrize("case", well_formed(), ids=lambda case: case.name)
def test_damage_at_the_end_changes_no_id_link_title_or_date(case: Path) -> None:
    page, source = given_page(case), make_source(**expectation(case).get("source", {}))
    text = mending.beheaded(decode(page.body, page.charset)) or ""
    at = text.rindex("</")
    broken_page = replace(page, body=f"{text[:at]}<odd>{text[at:]}".encode())
    damaged = feed.read(broken_page, source, NOW)
    assert [identity(entry) for entry in damaged.entries] == [identity(entry) for entry in read(case).entries]
