"""The script and the words decide where they can; the source's word where they cannot; one line of data a case."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text.languages import detected
from feeds.text.tags import declared_tag
from tests.cost import units

LINES = Path(__file__).with_name("data").joinpath("languages.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if not line.startswith("#")]
ALPHABETS = st.text(st.sampled_from("the и в ж қ ө ҳ ў 港口这個が항 ก ກ ក က བ अ ব த ا پ ے é đ ñ ß ' - 1 😀")).map(
    str.strip
)


def _or_none(cell: str) -> str | None:
    return None if cell == "-" else cell


@pytest.mark.parametrize(("text", "declared", "expected"), ROWS)
def test_detected(text: str, declared: str, expected: str) -> None:
    assert detected(text, _or_none(declared)) == _or_none(expected)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("zh-cmn-Hans-CN", "zh-Hans-CN"), ("zh-yue-HK", "yue-HK"), ("繁體中文", "zh-Hant"), ("English", "en"),
        ("vn-VN", "vi-VN"), ("en-u-ca-gregory", "en"), ("en-GB-oxendict", "en-GB-oxendict"), ("pa-Arab", "pa-Arab"),
        ("sr-latn-rs", "sr-Latn-RS"), ("eng-US", "en-US"), ("es-419", "es-419"), ("zh-", None), ("i-klingon", None),
        ("", None), (None, None), ("english but not only", None), ("en" + "-abcdefgh" * 10_000, None),
    ],
)  # fmt: skip
def test_what_sources_declare(declared: str | None, expected: str | None) -> None:
    tag = declared_tag(declared)
    assert (tag.written() if tag else None) == expected


@given(st.text() | ALPHABETS, st.none() | st.text() | st.sampled_from(["en", "zh", "uz", "ja-JP", "xx", "sr-Cyrl"]))
def test_any_text_gives_a_tag_that_stands_for_itself(text: str, declared: str | None) -> None:
    tag = detected(text, declared)
    if tag is not None:
        again = declared_tag(tag)
        assert again is not None
        assert again.written() == tag


@pytest.mark.parametrize("piece", ["a", "the ", "қ", "ا", "अ", "港", "の", "'", "a-", "ừ"])
def test_no_text_takes_long(piece: str) -> None:
    endless = piece * (1_000_000 // len(piece))
    assert units(lambda: detected(endless, "en")) < 20
