"""What became of feeds that are no more."""

import pytest
from pydantic import ValidationError

from config.settings import Publishing


def test_a_chain_of_names_ends_where_the_last_one_is() -> None:
    made = Publishing(renamed={"a": "b", "b": "c", "x": "c"})
    assert made.renamed == (("a", "c"), ("b", "c"), ("x", "c"))
    assert (made.first_name("c"), made.first_name("d")) == ("a", "d")
    assert hash(made) == hash(Publishing(renamed={"a": "b", "b": "c", "x": "c"}))


@pytest.mark.parametrize("said", [{"a": "a"}, {"a": "b", "b": "a"}])
def test_a_circle_is_refused_by_name(said: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match='"a" leads round in a circle'):
        Publishing(renamed=said)


def test_a_retired_feed_may_have_no_successor() -> None:
    assert Publishing(retired={"a": "", "b": "c"}).retired == (("a", ""), ("b", "c"))
    with pytest.raises(ValidationError):
        Publishing(retired={"a": "No Slug"})
