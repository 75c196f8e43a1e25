"""Names that mislead, by kind: each row of `data/` says which places are primary."""

import pytest

from feeds.select.region import places
from tests.feeds.select.region.tables import Case, all_cases


@pytest.mark.parametrize("case", list(all_cases()), ids=lambda case: case.name)
def test_primary_places(case: Case) -> None:
    found = places(case.title, case.text)
    assert {place.code for place in found if place.primary} == case.primary, found
