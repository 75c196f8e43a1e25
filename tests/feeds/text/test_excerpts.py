"""Excerpts end where a reader would end them."""

import pytest
import regex  # type: ignore[import-untyped]  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from feeds.text.characters import line
from feeds.text.excerpts import excerpt


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Short.", 20, "Short."),
        ("The quay opened again today after the storm", 20, "The quay opened…"),
        ("The quay opened. Ships came in at dawn", 24, "The quay opened."),
        ("The quay opene\u0301d again today", 14, "The quay…"),
        ("港口今天重新开放,船只进港。", 8, "港口今天重新开…"),
        ("港口开放。船只今天进港卸货", 8, "港口开放。"),
        ("👩‍👩‍👧‍👦" * 5, 3, "👩‍👩‍👧‍👦" * 2 + "…"),
        ("🇨🇳🇰🇷🇯🇵🇸🇬", 4, "🇨🇳🇰🇷🇯🇵🇸🇬"),
        ("Supercalifragilistic", 10, "Supercali…"),
        ("ท่าเรือเปิดอีกครั้งวันนี้", 8, "ท่าเรือเปิ…"),
        ("", 10, ""),
        ("a" + "\u200d" * 2000, 10, "a" + "\u200d" * 639 + "…"),
    ],
)
def test_excerpt(text: str, limit: int, expected: str) -> None:
    assert excerpt(text, limit) == expected


@given(st.text(), st.integers(1, 60))
def test_an_excerpt_is_a_beginning_within_the_limit(text: str, limit: int) -> None:
    text = line(text)
    cut = excerpt(text, limit)
    assert len(regex.findall(r"\X", cut)) <= limit + 1
    assert cut == text or text.startswith(cut.removesuffix("…"))
