"""`updated` moves only for what a reader would call a change: told by edits, before and after."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Article, Author, Category, Enclosure
from feeds.select.identity import digest
from feeds.select.material import Weight, weigh
from feeds.text.html import sanitise
from tests.cost import units
from tests.world import NOW, make_article

TOLD = json.loads((Path(__file__).parent / "data" / "material.json").read_text("utf-8"))
EDITS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = TOLD["edits"]


def state(fields: dict[str, Any]) -> Article:
    """Make an article as cleaning would."""
    given = TOLD["usual"] | fields
    made: dict[str, Any] = {
        "authors": tuple(Author(name=name) for name in given.pop("authors")),
        "categories": tuple(Category(term=term) for term in given.pop("categories")),
        "enclosures": tuple(Enclosure(href=href) for href in given.pop("enclosures")),
        "content": sanitise(given.pop("content"), None),
    }
    if given.get("updated"):
        made["updated"] = NOW + timedelta(hours=1)
    article = make_article(**given | made)
    return replace(article, digest=digest(article))


@pytest.mark.parametrize(("name", "verdict", "before", "after"), EDITS, ids=[edit[0] for edit in EDITS])
def test_an_edit(name: str, verdict: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    old, new = state(before), state(before | after)
    assert weigh(old, new) is Weight(verdict)
    if verdict == "material":
        assert old.digest != new.digest, "what is the same by its fingerprint is never weighed"


@pytest.mark.parametrize(("name", "verdict", "before", "after"), EDITS, ids=[edit[0] for edit in EDITS])
def test_it_weighs_the_same_taken_back(name: str, verdict: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    assert weigh(state(before | after), state(before)) is Weight(verdict)


def test_another_source_is_material() -> None:
    assert weigh(state({}), replace(state({}), source="wire")) is Weight.MATERIAL


PIECES = [
    "quay",
    "pier",
    "ships",
    "opened",
    "Kobe",
    "3",
    "12%",
    "码头",
    "神戸",
    "부두",
    "“old”",
    "—",
    "…",
    "<b>",
    "5.1",
]
WORDS = st.lists(st.sampled_from(PIECES), max_size=40)


@given(WORDS, WORDS)
def test_what_is_told_twice_is_nothing_and_order_of_arguments_does_not_count(one: list[str], other: list[str]) -> None:
    first, second = (state({"content": f"<p>{' '.join(words)}</p>"}) for words in (one, other))
    assert weigh(first, first) is Weight.NOTHING
    assert weigh(first, second) is weigh(second, first)


@pytest.mark.parametrize(
    "content",
    ["<p>a</p>" * 20_000, "<p>" + "a " * 60_000, "<a href='https://x.example/'>" * 9000, "(updated " * 15_000, "1." * 60_000, "分享" * 40_000],
    ids=lambda content: content[:9],
)  # fmt: skip
def test_weighing_takes_linear_time(content: str) -> None:
    old = replace(state({}), content=content, summary=content[:5000])
    new = replace(old, content=f"{content}b", summary=content[:4000], title=" - x" * 100)
    assert units(lambda: (weigh(old, new), weigh(new, old))) < 600
