"""Parts of a country that a story names (ISO 3166-2): each row of `subdivisions.tsv` says which, in their order."""

from pathlib import Path

import pytest

from feeds.select.region import places

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("subdivisions.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("title", "text", "wanted"), ROWS, ids=[row[0] for row in ROWS])
def test_the_subdivisions_that_a_story_names(title: str, text: str, wanted: str) -> None:
    code, *parts = wanted.split()
    (place,) = [place for place in places(title, text) if place.primary]
    assert place.code == code
    assert list(place.subdivisions) == parts


def test_a_subdivision_is_named_with_its_own_country() -> None:
    found = places("Punjab farmers protest", "Farmers of Punjab met in Lahore.")
    assert {place.code: place.subdivisions for place in found} == {"PK": ("PK-PB",), "IN": ("IN-PB",)}
