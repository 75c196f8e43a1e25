"""Kinds of source are found, not listed."""

import pkgutil

import pytest

from feeds.collect import sources


def test_each_file_is_one_kind_under_its_own_name() -> None:
    files = {module.name for module in pkgutil.iter_modules(sources.__path__)}
    assert files == set(sources.kinds())
    assert "feed" in files


@pytest.mark.parametrize("name", sources.kinds())
def test_a_kind_says_what_it_needs(name: str) -> None:
    kind = sources.kinds()[name]
    assert name == kind.KIND
    assert kind.NEEDS in {"url", "path"}
    assert callable(kind.read)


def test_the_kinds_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        sources.kinds()["feed"] = sources.kinds()["feed"]  # type: ignore[index]  # the point of the test
