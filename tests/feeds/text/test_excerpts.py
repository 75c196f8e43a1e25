"""Excerpts end where a reader would end them; one line of data a case."""

import json
from pathlib import Path

import pytest
import regex  # type: ignore[import-untyped]  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from feeds.text.characters import line
from feeds.text.excerpts import excerpt
from tests.cost import units

LINES = Path(__file__).with_name("data").joinpath("excerpts.jsonl").read_text("utf-8").splitlines()
CASES = [(case["text"], case["limit"], case["excerpt"]) for case in map(json.loads, LINES)]
PIECES = (
    "港口", "开放", "。", "，", "「", "」", "（", "）", "きゃ", "っと", "コンピューター", "々", "3.5", "12,345", "万", "％", "￥", "quay ", "opens", ". ",
    "U.S. ", "!", "…", " ", "항구가 ", "열렸다", "ท่าเรือ", "เปิด", "ກ", "កំពង់", "ဆိပ်", "གྲུ་", "क्षेत्र", "👩‍👩‍👧‍👦", "🇨🇳", "👍🏽", "1️⃣", "e\u0301", "\u1112\u1161\u11ab",
    "https://a.example/b-c",
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)).map(line)
FORBIDDEN_FIRST = "、。，．？！々ーっゃゅょッャュョ」）％"


def _graphemes(text: str) -> list[str]:
    return list(regex.findall(r"\X", text))


@pytest.mark.parametrize(("text", "limit", "expected"), CASES)
def test_excerpt(text: str, limit: int, expected: str) -> None:
    assert excerpt(text, limit) == expected


def test_an_absurd_grapheme_is_cut() -> None:
    assert excerpt("a" + "\u200d" * 2000, 10) == "a" + "\u200d" * 639 + "…"


@given(TEXTS, st.integers(1, 60))
def test_an_excerpt_is_a_beginning_within_the_limit(text: str, limit: int) -> None:
    cut = excerpt(text, limit)
    kept = cut if cut == text else cut.removesuffix("…")
    assert len(_graphemes(cut)) <= limit
    assert _graphemes(kept) == _graphemes(text)[: len(_graphemes(kept))]
    assert excerpt(cut, limit) == cut


@given(TEXTS.filter(lambda text: not regex.search(r"\S{30}", text)), st.integers(31, 60))
def test_an_excerpt_breaks_no_word_no_number_and_no_rule_of_east_asian_lines(text: str, limit: int) -> None:
    cut = excerpt(text, limit)
    if not cut.endswith("…") or cut == text:
        return
    kept = cut[:-1]
    rest = text[len(kept) :].lstrip(" ,;:–—-、，；：(（「『“‘")
    if rest == text[len(kept) :]:  # where nothing loose stood between
        assert not (kept[-1:].isascii() and kept[-1:].isalnum() and rest[:1].isascii() and rest[:1].isalnum())
        assert rest[:1] not in FORBIDDEN_FIRST
    assert kept[-1:] not in "「（￥"


@pytest.mark.parametrize("piece", ["a", "港", "。", "ー", "「", "3", "ก", "👩‍", ". ", "A. ", " ", "\u0301", "…"])
def test_no_text_takes_long(piece: str) -> None:
    endless = piece * (1_000_000 // len(piece))
    assert units(lambda: excerpt(endless, 1000)) < 80
