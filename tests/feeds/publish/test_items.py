"""What every format says of an article."""

import pytest

from feeds.article import COUNTRY_SCHEME, Category
from feeds.publish import items
from tests.world import make_article


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        ("https://gazette.example/topics", "https://gazette.example/topics"),
        ("urn:topics", "urn:topics"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("topics", None),
        (COUNTRY_SCHEME, None),
        (COUNTRY_SCHEME.upper(), None),
    ],
)
def test_a_topics_scheme_runs_nowhere_and_is_not_ours(scheme: str, said: str | None) -> None:
    article = make_article(categories=(Category(term="XX", scheme=scheme, label="Nowhere"),), places=())
    assert items.categories(article) == (Category(term="XX", scheme=said, label="Nowhere"),)
