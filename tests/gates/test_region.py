"""The floors under the region engine: F1 over invented headlines, language by language, and over whole stories.

Of headlines the primary places count, of stories also whether they belong to the beat of all region groups.

When a change lifts a figure for good, lift its floor; lower one only with a reason in DECISIONS.md.
"""

from collections import Counter
from pathlib import Path

import pytest

from feeds.select.region import belongs, groups, places

HEADLINES = Path(__file__).with_name("region_headlines.tsv")
STORIES = Path(__file__).with_name("region_stories.tsv")
BEAT_FLOOR, COUNTRY_FLOOR = 0.98, 0.96
FLOORS = {"en": 0.97, "zh-Hans": 0.95, "zh-Hant": 0.96, "ja": 0.97, "ko": 0.96}


def _rows(language: str) -> list[tuple[str, frozenset[str]]]:
    lines = HEADLINES.read_text(encoding="utf-8").splitlines()
    columns = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(title, frozenset(codes.split()) - {"-"}) for tag, title, codes in columns if tag == language]


@pytest.mark.parametrize("language", sorted(FLOORS))
def test_primary_places_of_headlines(language: str) -> None:
    rows = _rows(language)
    assert len(rows) >= 40
    counts: Counter[str] = Counter()
    wrong = []
    for title, wanted in rows:
        found = frozenset(place.code for place in places(title, "") if place.primary)
        counts.update(right=len(found & wanted), said=len(found), wanted=len(wanted))
        wrong += [(title, sorted(wanted), sorted(found))] * (found != wanted)
    assert 2 * counts["right"] / (counts["said"] + counts["wanted"]) >= FLOORS[language], wrong


def _stories() -> list[tuple[str, str, frozenset[str], bool]]:
    lines = STORIES.read_text(encoding="utf-8").splitlines()
    columns = [line.split("\t") for line in lines if not line.startswith("#")]
    return [
        (title, text.replace(" ¶ ", "\n"), frozenset(codes.split()) - {"-"}, beat == "yes")
        for title, text, codes, beat in columns
    ]


def _f1(counts: Counter[str]) -> float:
    return 2 * counts["right"] / (counts["said"] + counts["wanted"])


def test_whole_stories() -> None:
    rows = _stories()
    assert len(rows) >= 80
    countries, beat = Counter[str](), Counter[str]()
    wrong = []
    for title, text, wanted, wants in rows:
        told = places(title, text)
        found = frozenset(place.code for place in told if place.primary and place.code.isupper())
        says = belongs(told, set(groups())) is not None
        countries.update(right=len(found & wanted), said=len(found), wanted=len(wanted))
        beat.update(right=says and wants, said=says, wanted=wants)
        wrong += [(title, sorted(wanted), sorted(found), wants, says)] * (found != wanted or says != wants)
    assert _f1(beat) >= BEAT_FLOOR, wrong
    assert _f1(countries) >= COUNTRY_FLOOR, wrong
