"""The passages in which the evidence stands: found again, cut where a reader would, never more than is held."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Category, Evidence, Place, Where
from feeds.select.passages import AROUND, MOST, Passage, passages
from tests.world import make_article

LONG = "One two three four five six seven eight nine ten. " * 3


def place(code: str, *evidence: tuple[str, Where, int]) -> Place:
    found = tuple(Evidence(text=text, where=where, start=at, end=at + len(text)) for text, where, at in evidence)
    return Place(code=code, score=0.5, primary=True, evidence=found)


def marked(passage: Passage) -> str:
    """Write a passage with its marks in brackets."""
    return "".join(f"[{one.text}|{' '.join(one.codes)}]" if one.codes else one.text for one in passage.pieces)


def shown(*places: Place, **changes: Any) -> list[tuple[str, str]]:
    article = replace(make_article(title="Boats", summary="", content=""), **changes)
    return [(one.where, marked(one)) for one in passages(article, places)]


def test_headline_text_and_topics_are_shown_in_this_order() -> None:
    china = place("CN", ("China", "title", 9), ("Beijing", "lead", 4), ("China", "category", 8))
    found = shown(
        china,
        title="Boats of China",
        content="<p>The Beijing quay.</p>",
        categories=(Category(term="Boats"), Category(term="Rivers, China")),
    )
    assert found == [
        ("title", "Boats of [China|CN]"),
        ("lead", "The [Beijing|CN] quay."),
        ("category", "Rivers, [China|CN]"),
    ]


def test_neighbours_share_a_passage_and_paragraphs_do_not() -> None:
    places = (place("CN", ("China", "lead", 0)), place("JP", ("Japan", "lead", 10)), place("KR", ("Korea", "body", 16)))
    assert shown(*places, content="<p>China and Japan</p><p>Korea</p>") == [
        ("lead", "[China|CN] and [Japan|JP]"),
        ("body", "[Korea|KR]"),
    ]


def test_a_passage_is_cut_between_words_and_says_so() -> None:
    text = f"{LONG}Lahore {LONG}"
    ((_, found),) = shown(place("PK", ("Lahore", "body", len(LONG))), summary=text)
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) <= 2 * AROUND + len("[Lahore|PK]") + 2
    assert all(word in LONG.split() for word in found.replace("[Lahore|PK]", "").strip("…").split())


def test_what_has_no_spaces_is_cut_before_no_mark_of_a_letter() -> None:
    text = "ที่นี่" * 40 + "กรุงเทพ"
    ((_, found),) = shown(place("TH", ("กรุงเทพ", "body", len(text) - 7)), summary=text)
    assert found.startswith(("…ท", "…น"))


def test_words_that_stand_elsewhere_now_are_found_and_those_that_are_gone_are_not() -> None:
    moved = place("CN", ("Beijing", "body", 700), ("Wuhan", "body", 900))
    assert shown(moved, summary="Here Beijing stands.") == [("body", "Here [Beijing|CN] stands.")]


def test_places_that_share_a_word_share_its_mark() -> None:
    both = (place("KP", ("Koreas", "title", 4)), place("KR", ("Koreas", "title", 4), ("Korea", "title", 4)))
    assert shown(*both, title="Two Koreas") == [("title", "Two [Koreas|KP KR]")]


def test_a_long_text_has_no_more_passages_than_anybody_reads() -> None:
    text = "".join(f"<p>Lahore {number}</p>" for number in range(40))
    every = place("PK", *(("Lahore", "body", at) for at in range(0, 400, 9)))
    assert len(shown(every, content=text)) <= MOST


@pytest.mark.parametrize("at", [-5, 10**9])
def test_absurd_offsets_do_no_harm(at: int) -> None:
    assert shown(place("CN", ("China", "title", at), ("", "title", 0)), title="In China") == [
        ("title", "In [China|CN]")
    ]


WORDS = st.text(alphabet=st.sampled_from("ab ไ่ 中国\n…é🇨🇳"), max_size=200)


@given(WORDS, WORDS, st.lists(st.tuples(st.integers(0, 200), st.integers(1, 9)), max_size=12))
def test_a_passage_is_made_of_its_text_alone(title: str, summary: str, spans: list[tuple[int, int]]) -> None:
    cut = [(summary[at : at + size], at) for at, size in spans if summary[at : at + size].strip()]
    one = place("CN", *((word, "body", at) for word, at in cut))
    article = replace(make_article(), title=title, summary=summary, content="")
    for passage in passages(article, (one,)):
        text = "".join(piece.text for piece in passage.pieces)
        assert text.removeprefix("…").removesuffix("…") in summary or text in summary
        assert any(piece.codes for piece in passage.pieces)
        assert all(piece.text for piece in passage.pieces)
