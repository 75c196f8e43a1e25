"""For all tests: properties have no wall-clock deadline, for that is what a loaded machine breaks first."""

import os

import pytest
from hypothesis import settings

settings.register_profile("house", settings.default, deadline=None)
settings.load_profile("house")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Give half as many workers again as there are processors: many tests wait for a service, a browser or a minute."""
    processors = os.cpu_count() or 1
    return processors + (processors + 1) // 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count no lines in what is slow or tries a hundred examples: that doubles its cost, and shorter tests reach them."""
    for item in items:
        test = getattr(item, "obj", None)
        if item.get_closest_marker("slow") or getattr(test, "is_hypothesis_test", False):
            item.add_marker("no_cover")
