"""Places of a whole story: who is primary, the score, and evidence that can be pointed at."""

from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Place
from feeds.select.region import places

VISIT = "Kim Jong Un Tours Chinese Rail Yard On Second Trip This Spring"
BODY = """North Korean leader Kim Jong Un is in China for a three-day stay, his second of the spring, state broadcaster \
reports carried by Xinhua said Friday.

Kim was met at the border by his host, President Xi Jinping, and rode with Xi to a rail yard outside Beijing. The visit \
is meant to mend trade between Beijing and Pyongyang. It comes two weeks after Kim sat down with President Donald Trump \
at a summit in Singapore.

The North Korean delegation brought engineers. China said that it would lend North Korea two locomotives, and that \
Beijing and Pyongyang would reopen a bridge over the Yalu. Chinese officials called the talks warm.

After the Singapore summit, talks between Washington and Pyongyang slowed. Trump told reporters that he thought China \
was holding North Korea back. U.S. officials declined to say more.

China remains North Korea's largest buyer of coal. Kim, who rarely travels, told Xi that North Korea wished to learn \
from Chinese factories, and Xi told Kim that China would send teachers.

South Korea and the U.S. had put off their autumn war games. The U.S. gave no new date, and South Korea said it would \
wait. China and North Korea had called those exercises a provocation. Washington disagreed; Pyongyang cheered."""


def _by_code(found: tuple[Place, ...]) -> dict[str, Place]:
    return {place.code: place for place in found}


def test_a_visit_has_two_primary_places_and_mentions_the_rest() -> None:
    found = places(VISIT, BODY)
    assert {place.code for place in found if place.primary} == {"CN", "KP"}
    mentioned = {place.code for place in found if not place.primary}
    assert {"US", "KR", "SG"} <= mentioned


def test_evidence_stands_where_it_says() -> None:
    parts = {"title": VISIT, "lead": BODY, "body": BODY}
    for place in places(VISIT, BODY):
        assert 1 <= len(place.evidence) <= 8
        for word in place.evidence:
            assert parts[word.where][word.start : word.end] == word.text


def test_lead_and_body_are_told_apart() -> None:
    text = "Rice fell.\n" + "The market was quiet. " * 40 + "Buyers in Manila waited."
    (place,) = places("Rice falls in Hanoi", text)[1:]
    assert place.code == "PH"
    assert [word.where for word in place.evidence] == ["body"]
    assert not place.primary


def test_a_category_counts() -> None:
    (place,) = places("Bakers strike", "", ("World", "Sri Lanka"))
    assert (place.code, place.primary) == ("LK", True)
    assert [(word.text, word.where, word.start, word.end) for word in place.evidence] == [
        ("Sri Lanka", "category", 0, 9)
    ]


def test_the_highest_score_comes_first() -> None:
    found = places(VISIT, BODY)
    assert [place.score for place in found] == sorted((place.score for place in found), reverse=True)
    assert all(0 < place.score < 1 for place in found)


def test_a_currency_alone_makes_no_place_primary() -> None:
    assert [(place.code, place.primary) for place in places("Dollar falls against yen", "The yen rose.")] == [
        ("JP", False)
    ]


def test_a_lengthening_letter_moves_no_offset() -> None:
    title = "İİİ visits Japan’s coast"
    (place,) = places(title, "")
    (word,) = place.evidence
    assert title[word.start : word.end] == word.text == "Japan"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize("title", ["Trung Quốc phóng tàu vũ trụ", "한국 대통령, 방한", "Bão lớn ở Đà Nẵng", "ガザ停戦"])
def test_a_name_is_read_in_every_normal_form(title: str, form: Literal["NFC", "NFD", "NFKD"]) -> None:
    written = normalize(form, title)
    found = places(written, "")
    assert [(place.code, place.score) for place in found] == [(place.code, place.score) for place in places(title, "")]
    assert found
    for word in found[0].evidence:
        assert written[word.start : word.end] == word.text


def test_letters_as_wide_as_a_han_character_are_read() -> None:
    title = "ＡＳＥＡＮ首脳会議"
    (place,) = places(title, "")
    (word,) = place.evidence
    assert place.code == "south-east-asia"
    assert word.text.startswith("ＡＳＥＡＮ")


def test_nothing_found_is_empty() -> None:
    assert places("", "") == ()


ALPHABET = st.sampled_from(
    [
        "China",
        "中",
        "美",
        "日",
        "한국",
        "タイ",
        "Georgia",
        "Kim",
        " ",
        ", ",
        "İ",
        "\n",
        "-",
        "<",
        ">",
        "Ohio",
        "x",
        "電",
        "（",
        "）",
        "Vie\u0323\u0302t",
        " Nam",
        "\u0301",
        "ไทย",
        "ลาว",
        "า",
        "Ｕ",
        "Ｓ",
        "미",
        "·",
        "防长",
    ]
)


@given(st.lists(ALPHABET, max_size=40).map("".join), st.lists(ALPHABET, max_size=60).map("".join) | st.text())
def test_any_text_gives_true_evidence(title: str, text: str) -> None:
    parts = {"title": title, "lead": text, "body": text}
    for place in places(title, text):
        assert all(parts[word.where][word.start : word.end] == word.text for word in place.evidence)
        assert place.evidence
