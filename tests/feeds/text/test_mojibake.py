"""Mojibake is told from clean text; one line of data a case."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text.mojibake import fault, headline_fault, loses, whole
from tests.cost import units

LINES = Path(__file__).with_name("data").joinpath("mojibake.jsonl").read_text("utf-8").splitlines()
CASES = [(case["text"], case["fault"]) for case in map(json.loads, LINES)]
CLEAN = [text for text, wrong in CASES if wrong is None]


@pytest.mark.parametrize(("text", "wrong"), CASES)
def test_a_headline(text: str, wrong: str | None) -> None:
    assert headline_fault(text) == wrong


def test_clean_texts_are_many_and_stay_clean_in_a_body() -> None:
    assert len(CLEAN) >= 50
    stories = [text for text in CLEAN if len(text) >= 6]
    assert [text for text in stories if fault(". ".join([text] * 20))] == []


def test_an_article_may_quote_a_broken_word() -> None:
    story = "The page said “CafÃ©” where it meant a café. Nobody knew why, and the desk asked its engineers. "
    assert fault(story) is None
    assert fault("Itâ€™s open. Shipsâ€™ crews came ashore, and theyâ€™re glad.") == "UTF-8 read as Windows-1252"


def test_a_few_lost_letters_are_no_fault_of_a_body_and_a_space_stands_for_them() -> None:
    body = "The quay is open again, and ships came in at dawn. " * 4 + "The caf\ufffd is shut."
    assert fault(body) is None
    assert loses(body)
    assert whole(body).endswith("The caf  is shut.")
    assert fault("港口锟斤拷开放锟斤拷船只锟斤拷") == "letters were lost in decoding"


@given(st.text())
def test_no_text_raises(text: str) -> None:
    headline_fault(text)
    fault(text)


@pytest.mark.parametrize("piece", ["Ã©", "Ã", "锟", "涓枃", "ÖÐ", "ﾖﾐ", "Р°", "港口", "\ue000", "? "])
def test_no_text_takes_long(piece: str) -> None:
    endless = piece * (1_000_000 // len(piece))
    assert units(lambda: fault(endless)) < 8
