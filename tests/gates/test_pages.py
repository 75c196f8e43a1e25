"""How well article pages are read: floors that cannot sink unnoticed, over the invented pages of the region and others.

A field counts where its page's expectation states it. A floor moves up when the reader gets better, never down.
"""

from collections import Counter

import pytest

from tests.feeds.collect.pages.cases import CASES, extracted, said

FLOORS = {
    "title": 1.0,
    "authors": 1.0,
    "published": 1.0,
    "link": 1.0,
    "image": 1.0,
    "is_article": 1.0,
    "paywalled": 1.0,
    "body": 1.0,
}


@pytest.fixture(scope="module")
def shares() -> dict[str, float]:
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for name in CASES:
        result, expected = extracted(name)
        has, lacks = expected.pop("has", ()), expected.pop("lacks", ())
        verdicts = {key: said(result)[key] == expected[key] for key in FLOORS if key in expected}
        if has or lacks:
            verdicts["body"] = all(text in result.text for text in has) and not any(
                text in result.text for text in lacks
            )
        asked.update(verdicts.keys())
        right.update(key for key, verdict in verdicts.items() if verdict)
    return {key: right[key] / asked[key] for key in FLOORS}


@pytest.mark.parametrize("field", FLOORS)
def test_a_field_keeps_its_floor(field: str, shares: dict[str, float]) -> None:
    assert shares[field] >= FLOORS[field]
