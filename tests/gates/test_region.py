"""The floor under the region engine: F1 of the primary places over invented headlines, language by language.

When a change lifts a figure for good, lift its floor; lower one only with a reason in DECISIONS.md.
"""

from collections import Counter
from pathlib import Path

import pytest

from feeds.select.region import places

HEADLINES = Path(__file__).with_name("region_headlines.tsv")
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
