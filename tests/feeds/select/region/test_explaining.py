"""Explanations say what `places` says, and why: the readings with their points, and the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.select.region import explained, places
from feeds.select.region.scoring import Standing

WORDS = st.sampled_from(
    ["China", "Japan", "yen", "Toyota", "Xi Jinping", "Xi", "Georgia", "SEOUL (AP) — ", "\n", "rice"]
)


def _reason(title: str, text: str, code: str) -> str:
    return next(one.reason for one in explained(title, text) if one.place.code == code)


@pytest.mark.parametrize(
    ("title", "text", "code", "reason"),
    [
        ("Japan sends rice", "", "JP", "nothing else is named as much: 4.0 points"),
        ("Japan sends rice to Laos", "Japan sent it.", "LA", "named in the headline: 4.0 of 6.0 points"),
        ("Rice", "SEOUL (AP) — Rice of Japan, from Japan, is in Japan.", "KR", "the story was filed from there: 4.6"),
        ("Rice", "Japan, Japan and Japan, but also Laos", "LA", "only mentioned: 2.0 of 6.0 points"),
        ("Rice", "Japan, Japan and Japan, but Laos and Laos as well", "LA", "named in the lead: 4.0 of 6.0 points"),
        ("Asian rice", "Japan, and Japan, or Laos", "LA", "the headline names its region, the story the country: 2.0"),
        ("Rice", "Japan or Japan or Japan, Laos or Laos or, well, Vientiane", "LA", "named nearly as much as the"),
        ("Rice", "Toyota lends a lorry.", "JP", "only mentioned: 0.6 points, fewer than 1.5"),
        (
            "Laos buys cars",
            "Toyota, Honda and Nissan sent offers.",
            "JP",
            "only mentioned: nothing but firms, currencies",
        ),
        ("Yen, yen", "The yen, the yen and the yen.", "JP", "only mentioned: nothing but firms, currencies"),
    ],
)
def test_the_reason_is_a_sentence(title: str, text: str, code: str, reason: str) -> None:
    assert _reason(title, text, code).startswith(reason)


def test_every_reading_has_its_points() -> None:
    (one,) = explained("Japan sends rice", "TOKYO — Japan lent Toyota a lorry.", ("Japan",))
    assert [(read.evidence.text, read.kind, read.points, read.filed) for read in one.readings] == [
        ("Japan", "countries", 4.0, False),
        ("TOKYO", "cities", 4.6, True),
        ("Japan", "countries", 2.0, False),
        ("Toyota", "firms", 0.6, False),
        ("Japan", "countries", 2.0, False),
    ]
    assert one.points == 13.2


def test_what_is_read_too_often_adds_nothing() -> None:
    (one,) = explained("", "Japan " * 6)
    assert [read.points for read in one.readings] == [2.0, 2.0, 2.0, 2.0, 0.0, 0.0]


def test_mentions_and_choices_are_told_apart() -> None:
    assert {standing for standing in Standing if not standing.primary} == {
        standing for standing in Standing if standing.value.startswith("only mentioned")
    }


@given(st.lists(WORDS, max_size=6).map(" ".join), st.lists(WORDS, max_size=30).map(" ".join))
def test_explained_says_what_places_says(title: str, text: str) -> None:
    told = explained(title, text)
    assert tuple(one.place for one in told) == places(title, text)
    for one in told:
        assert one.points == pytest.approx(sum(read.points for read in one.readings), abs=0.05)
        assert [read.evidence for read in one.readings][:8] == list(one.place.evidence)
        assert one.place.primary != one.reason.startswith("only mentioned")
