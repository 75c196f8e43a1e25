"""A folder to publish into."""

from pathlib import Path

import pytest

from feeds.publish.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "published")
