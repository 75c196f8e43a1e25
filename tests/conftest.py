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
