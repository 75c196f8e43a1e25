"""Groups, labels and what belongs to a beat."""

from typing import get_args

import pytest

from config.declared import Region
from feeds.article import Place
from feeds.select.region import belongs, groups, label

BEAT = ("east-asia", "south-east-asia", "south-asia", "central-asia", "oceania")


def _place(code: str, score: float = 0.8, *, primary: bool = True) -> Place:
    return Place(code=code, score=score, primary=primary)


def test_every_group_of_the_settings_is_known() -> None:
    assert set(groups()) == set(get_args(Region))


def test_the_whole_region_holds_every_part() -> None:
    parts = [codes for group, codes in groups().items() if group != "asia-pacific"]
    assert groups()["asia-pacific"] == frozenset().union(*parts)
    assert sum(map(len, parts)) == len(groups()["asia-pacific"])


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CN", "China"),
        ("HK", "Hong Kong"),
        ("KP", "North Korea"),
        ("MM", "Myanmar"),
        ("south-east-asia", "South-East Asia"),
        ("QQ", "QQ"),
    ],
)
def test_label(code: str, name: str) -> None:
    assert label(code) == name


def test_a_country_of_a_group_belongs() -> None:
    assert belongs((_place("VN"),), BEAT) == _place("VN")


def test_a_mention_does_not_belong() -> None:
    assert belongs((_place("VN", primary=False), _place("US")), BEAT) is None


def test_the_strongest_reason_is_given() -> None:
    assert belongs((_place("VN", 0.5), _place("JP", 0.7)), BEAT) == _place("JP", 0.7)


def test_a_group_owns_its_words_and_those_of_the_whole() -> None:
    assert belongs((_place("oceania"),), ("oceania",)) is not None
    assert belongs((_place("oceania"),), ("east-asia",)) is None
    assert belongs((_place("asia-pacific"),), ("east-asia",)) is not None
    assert belongs((_place("south-asia"),), ("asia-pacific",)) is not None


def test_a_beat_of_countries_takes_no_words_for_the_region() -> None:
    assert belongs((_place("asia-pacific"), _place("JP")), ("CN",)) is None
    assert belongs((_place("CN"),), ("CN",)) == _place("CN")
