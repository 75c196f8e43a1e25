"""What is a notice, what it forbids, reserves and licenses; and what only looks like one. The cases are data."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text import notices
from feeds.text.notices import LONGEST, forbids, is_notice, licence_in, reserves

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "notices.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
WORDS = sorted({word for case in CASES for word in case[3].split()})


def test_there_are_cases_of_every_language_with_counter_examples() -> None:
    for language in ("en", "zh-Hans", "zh-Hant", "ja", "ko", "vi", "id", "th"):
        kinds = [kind for kind, _, spoken, _ in CASES if spoken == language]
        assert "-" in kinds, language
        assert any("n" in kind for kind in kinds), language
        assert any("f" in kind for kind in kinds), language


@pytest.mark.parametrize(("kind", "licence", "language", "text"), CASES)
def test_a_paragraph_is_what_it_is(kind: str, licence: str, language: str, text: str) -> None:
    assert is_notice(text) == ("n" in kind), language
    if "n" in kind:
        assert (forbids(text), reserves(text)) == ("f" in kind, "r" in kind), language
        assert licence_in(text) == (None if licence == "-" else licence)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join))
def test_the_short_cut_misses_no_sign(text: str) -> None:
    """Ask every sign whether or not a stem is there: the answer is the same."""
    signs = any(sign.search(text) for sign in notices._STRONG)
    signs = signs or sum(bool(sign.search(text)) for sign in notices._WEAK) >= 2
    assert is_notice(text) == (signs and re.match(r"[“\"「『‘]", text) is None)


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    assert {type(judge(text)) for judge in (is_notice, forbids, reserves)} == {bool}
    assert licence_in(text) is None or "creativecommons.org" in str(licence_in(text))


def test_what_is_longer_than_any_notice_is_none() -> None:
    assert not is_notice("x" * LONGEST + " All rights reserved.")
