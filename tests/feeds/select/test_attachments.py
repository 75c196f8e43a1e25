"""Of all the pictures that an item comes with, one leads."""

import json
from pathlib import Path
from typing import Any

import pytest

from feeds.article import Enclosure
from feeds.select.attachments import attachments
from feeds.text.html import sanitise

BASE = "https://gazette.example/"
CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "leads.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_leads(case: dict[str, Any]) -> None:
    given = tuple(Enclosure(**one) for one in case["given"])
    found = attachments(given, sanitise(case.get("content", ""), BASE), BASE)
    pictures = [one for one in found if (one.type or "").startswith("image/")]
    assert [one.href for one in pictures] == ([case["lead"]] if case["lead"] else [])
    if "type" in case:
        assert pictures[0].type == case["type"]
    others = [one.href for one in given if (one.type or "").startswith("audio/")]
    assert [one.href.removeprefix("https://gazette.example") for one in found if one not in pictures] == others


def test_the_order_of_what_stays_is_the_items_own() -> None:
    given = (
        Enclosure(href="/a.mp3"),
        Enclosure(href="/small-90x60.jpg"),
        Enclosure(href="/large.jpg"),
        Enclosure(href="/b.pdf"),
    )
    assert [one.href[24:] for one in attachments(given, "", BASE)] == ["a.mp3", "large.jpg", "b.pdf"]
