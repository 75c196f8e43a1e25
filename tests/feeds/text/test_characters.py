"""Whatever comes in, what comes out can stand in an XML document."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.text.characters import legal, line
from tests.cost import units

ANY = st.text(st.characters(exclude_categories=()))


@given(ANY)
def test_what_is_legal_survives_xml_unchanged(text: str) -> None:
    element = etree.Element("title")
    element.text = legal(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == legal(text)


@given(ANY)
def test_legal_and_line_are_idempotent_and_nfc(text: str) -> None:
    assert legal(legal(text)) == legal(text)
    assert line(line(text)) == line(text)
    assert unicodedata.is_normalized("NFC", legal(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x08c\x7f", "abc"),
        ("lone \ud83d here", "lone  here"),
        ("pair \ud83d\ude00", "pair 😀"),
        ("non\ufffe\uffff\U0001ffff\ufdd0characters", "noncharacters"),
        ("it\x92s", "it’s"),
        ("e\u0301", "é"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ufeffmark", "mark"),
    ],
)
def test_legal(text: str, expected: str) -> None:
    assert legal(text) == expected


def test_line_is_one_line() -> None:
    assert line(" two\n\tlines \u3000of\u2028text\u202e ") == "two lines of text"


def test_piled_marks_take_no_quadratic_time() -> None:
    piled = "e" + "\u0300\u0323" * 200_000
    assert len(legal(piled)) < 40
    assert units(lambda: legal(piled)) < 400
