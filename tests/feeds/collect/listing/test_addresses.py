"""What the shape of an address says; the addresses of many sites' kinds stand in data/addresses.tsv."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.listing.addresses import Shape, day_in, shape

ROWS = [
    row.split("\t")
    for row in Path(__file__).with_name("data").joinpath("addresses.tsv").read_text("utf-8").splitlines()
    if row and not row.startswith("#")
]


@pytest.mark.parametrize(("expected", "path"), ROWS, ids=[path for _, path in ROWS])
def test_the_shape_of_an_address(expected: str, path: str) -> None:
    url = path if path.startswith("http") else f"https://gazette.example{path}"
    assert shape(url) is Shape[expected.upper()]


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/11/20/tides", (2026, 11, 20)),
        ("/20261120/tides", (2026, 11, 20)),
        ("/2026-11/20/c_1131.htm", (2026, 11, 20)),
        ("/2026/nov/20/tides", (2026, 11, 20)),
        ("/sitemap-2026-11.xml", (2026, 11, 0)),
        ("/sitemap.xml?yyyy=2026", None),
        ("/story/12345", None),
    ],
)
def test_the_day_in_an_address(path: str, day: tuple[int, int, int] | None) -> None:
    assert day_in(f"https://gazette.example{path}") == day


@given(st.text(max_size=80))
def test_nothing_raises(text: str) -> None:
    for url in (text, f"https://gazette.example/{text}", f"https://{text}/"):
        assert isinstance(shape(url), Shape)
        day_in(url)
