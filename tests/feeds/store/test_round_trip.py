"""Whatever an article holds, it comes back equal, from either database."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.article import Article, Author, Category, Enclosure, Evidence, Origin, Permits, Place, Related, Rights
from feeds.store import Store
from tests.feeds.store.batches import make_batch
from tests.world import make_article

ASTRAL = "𠮷野家 🏮 👩‍👩‍👧 北京 서울 กรุงเทพ"
text = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
    st.text("香港上海東京𠀋𪜶🏮", max_size=20),
    st.just(ASTRAL),
)
maybe = st.none() | text
size = st.none() | st.integers(0, 2**62)
instants = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001 - the strategy adds it
    lambda instant: instant.replace(microsecond=0)
)


def several(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


evidence = st.builds(
    Evidence,
    text=text,
    where=st.sampled_from(["title", "lead", "body", "category"]),
    start=st.integers(0, 9),
    end=st.integers(0, 9),
)
places = st.builds(
    Place,
    code=st.sampled_from(["CN", "KP", "south-east-asia", "JP"]),
    score=st.floats(0, 1),
    primary=st.booleans(),
    evidence=several(evidence),
)
by_score = st.lists(places, max_size=4, unique_by=lambda place: place.code).map(
    lambda each: tuple(sorted(each, key=lambda place: (-place.score, place.code)))
)
articles = st.builds(
    Article,
    id=st.just(""),
    source=st.sampled_from(["gazette", "courier"]),
    title=text,
    link=maybe,
    summary=text,
    content=text,
    authors=several(st.builds(Author, name=text, uri=maybe, email=maybe, role=maybe)),
    published=instants,
    estimated=st.booleans(),
    updated=instants,
    language=maybe,
    categories=several(st.builds(Category, term=text, scheme=maybe, label=maybe)),
    places=by_score,
    enclosures=several(st.builds(Enclosure, href=text, type=maybe, length=size, width=size, height=size)),
    related=several(st.builds(Related, title=text, link=text)),
    origin=st.builds(Origin, title=text, id=maybe, link=maybe),
    rights=st.builds(
        Rights,
        permits=st.sampled_from(Permits),
        notice=maybe,
        license=maybe,
        summary_length=st.none() | st.integers(0, 1000),
        images=st.booleans(),
        expires=st.none() | st.just(datetime(2027, 1, 1, tzinfo=UTC)),
        reserved=st.booleans(),
        policy=maybe,
    ),
    digest=text,
    seen=instants,
    changed=instants,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=articles, second=articles)
def test_what_is_kept_comes_back_equal(store: Store, first: Article, second: Article) -> None:
    first = replace(first, id=uuid4().urn)  # the examples share a store
    store.keep(make_batch(first))
    assert store.get(first.id) == first
    frozen = {name: getattr(first, name) for name in ("id", "source", "published", "estimated", "seen")}
    changed = replace(second, **frozen)
    store.keep(make_batch(changed=[changed]))
    ends = min(filter(None, (first.rights.expires, second.rights.expires)), default=None)
    found = store.get(first.id)
    assert found is not None
    assert replace(found, corrections=()) == replace(changed, rights=replace(second.rights, expires=ends))


@pytest.mark.parametrize(
    "hostile", ["a\0b", "a\\u0000 that is text\0", "lone \udc80 surrogate", "\ud83c half an emoji"]
)
def test_what_cannot_be_stored_is_put_right_and_fails_nothing(store: Store, hostile: str) -> None:
    article = make_hostile(hostile)
    store.keep(make_batch(article))
    kept = store.get(article.id)
    assert kept is not None
    assert kept.title == kept.authors[0].name == hostile.replace("\0", "").encode("utf-8", "replace").decode()


def make_hostile(text: str) -> Article:
    """Give an article that should never have come this far."""
    return make_article(title=text, authors=(Author(name=text),))
