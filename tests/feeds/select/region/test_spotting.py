"""What is spotted: every name wherever it may stand, and nothing that is spelled otherwise."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.select.region.matching import find
from feeds.select.region.names import names
from feeds.select.region.spotting import _CAPITALS, folded, spellings, spots

ALL = [name.text for name in names()]


@pytest.mark.parametrize("frame", ["{}", "({})", "x {}, y", "{}\n{}", "–{}–", "한{}中", "é {}’s", "$İ {}…"])
def test_every_name_is_spotted_wherever_it_stands(frame: str) -> None:
    for name in ALL:
        text = frame.format(name, name)
        start = text.index(name)
        assert (start, start + len(name), folded(name)) in spots(text), text


@given(st.lists(st.sampled_from([*ALL[::7], *" ,.;'’-‑\n$<>（）aZéİßКタ한中", "U.", "S"]), max_size=30).map("".join))
def test_spots_are_in_the_text_and_read_what_stands_there(text: str) -> None:
    found = list(spots(text))
    assert len(found) == len(set(found))
    for start, end, spelling in found:
        assert 0 <= start < end <= len(text)
        assert folded(text[start:end]) == spelling


def test_what_ends_with_the_text_is_read_no_further() -> None:
    assert [text for *_, text in spots("the U.S")] == ["u.s"]
    assert {text for *_, text in spots("the U.S.")} & spellings().keys() == {"u.s", "u.s."}
    assert [text for *_, text in spots(" Ohio")] == ["ohio"]


def test_a_name_is_spotted_once_whatever_else_is_as_long() -> None:
    assert [spot[:2] for spot in spots("삼성전자")].count((0, 4)) == 1


def test_a_word_is_no_name_for_a_sign_that_it_lacks() -> None:
    assert not list(spots("a bridge, a pier and a boat"))
    assert [text for *_, text in spots("A$ fell")] == ["a$"]


def test_a_name_ends_where_another_begins() -> None:
    text = "China Japan,Nepal"
    assert [match.name.text for match in find(text)] == ["China", "Japan", "Nepal"]


@pytest.mark.parametrize("text", ["\u212bland Islands", "\u212aenya"])
def test_a_capital_beyond_latin_1_is_read_as_its_small_letter(text: str) -> None:
    assert [(match.start, match.end) for match in find(text)] == [(0, len(text))]


def test_no_other_capital_has_its_small_letter_in_latin_1() -> None:
    beyond = (chr(point) for point in range(0x100, sys.maxunicode + 1))
    assert {letter for letter in beyond if len(letter.lower()) == 1 and letter.lower() <= "\u00ff"} == {
        capital for capital, _ in _CAPITALS
    }


@pytest.mark.parametrize("text", ["Chinač", "čChina", "Chinaа", "xChina", "China1", "chinatown", "Łchina"])
def test_a_letter_of_any_spaced_script_is_no_border(text: str) -> None:
    assert not find(text)
