"""Which feeds there are."""

import pytest

from config.feeds import Beat, FeedSpec
from config.settings import Publishing, Site
from feeds.article import Place, Selection
from feeds.publish.catalogue import beat, catalogue, kept, placed, reserved
from feeds.publish.series import slug
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import make_article, make_settings, make_source


def about(code: str, *, primary: bool = True) -> tuple[Place, ...]:
    return (Place(code=code, score=0.9, primary=primary),)


def test_the_beat_its_countries_by_name_and_its_sources_as_declared() -> None:
    shelf = MemoryShelf(
        make_article(1, places=about("KP")),
        make_article(2, places=about("CN"), source="wire"),
        make_article(3, places=about("JP", primary=False)),
        make_article(4, places=about("US")),
    )
    sources = (make_source(name="wire", title="The Wire"), make_source(), make_source(name="silent"))
    settings = make_settings(sources=sources, site=Site(title="Harbour Desk"))
    plans = catalogue(shelf, settings)
    assert [(plan.slug, plan.title, plan.group) for plan in plans] == [
        ("china-asia-pacific", "China / Asia Pacific — Harbour Desk", "beat"),
        ("east-asia", "East Asia — Harbour Desk", "region"),
        ("china", "China — Harbour Desk", "country"),
        ("north-korea", "North Korea — Harbour Desk", "country"),
        ("source-wire", "The Wire — Harbour Desk", "source"),
        ("source-gazette", "gazette — Harbour Desk", "source"),
    ]
    assert plans[0].selection == Selection(codes=beat(settings), feed="china-asia-pacific")
    assert plans[2].selection == Selection(codes=frozenset({"CN"}), feed="china")
    assert plans[4].selection == Selection(codes=beat(settings), source="wire", feed="source-wire")
    assert {plan.takes for plan in plans} == {None}


def test_an_empty_store_has_the_beat_alone() -> None:
    assert [plan.slug for plan in catalogue(MemoryShelf(), make_settings())] == ["china-asia-pacific"]


def test_an_operator_can_do_without_countries_and_sources() -> None:
    settings = make_settings(publishing=Publishing(regions=False, countries=False, sources=False, languages=False))
    assert [plan.group for plan in catalogue(MemoryShelf(make_article()), settings)] == ["beat"]


def test_no_slug_is_there_twice_and_the_first_has_it() -> None:
    settings = make_settings(beat=Beat(slug="china"), publishing=Publishing(regions=False, sources=False))
    [plan] = catalogue(MemoryShelf(make_article()), settings)
    assert (plan.slug, plan.group) == ("china", "beat")


def test_the_sample_desk_says_what_it_is() -> None:
    plans = catalogue(MemoryShelf(make_article()), make_settings(sample=True))
    assert len(plans) == 4
    for plan in plans:
        assert plan.title.startswith("Sample: ")
        assert "its articles are invented" in plan.subtitle


def test_the_beat_is_its_countries_groups_and_their_words() -> None:
    codes = beat(make_settings(beat=Beat(regions=("east-asia",), countries=("US",))))
    assert {"US", "CN", "JP", "KP", "east-asia"} <= codes
    assert "VN" not in codes


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("China", "china"),
        ("North Korea", "north-korea"),
        ("Côte d’Ivoire", "cote-d-ivoire"),
        ("Hong Kong SAR (China)", "hong-kong-sar-china"),
    ],
)
def test_a_slug_is_plain(name: str, expected: str) -> None:
    assert slug(name) == expected


FERRIES = FeedSpec(slug="ferries", title="Ferries", include={"title": "ferry"})
PARIS = FeedSpec(slug="paris", title="Paris", subdivisions="FR-IDF", countries="BE", languages="fr")


def test_declared_feeds_stand_after_the_beat_in_their_own_order() -> None:
    settings = make_settings(feeds=(PARIS, FERRIES))
    plans = catalogue(MemoryShelf(make_article()), settings)
    assert [(plan.slug, plan.group) for plan in plans] == [
        ("china-asia-pacific", "beat"), ("paris", "feed"), ("ferries", "feed"), ("east-asia", "region"), ("china", "country"),
        ("source-gazette", "source"),
    ]  # fmt: skip
    assert [plan.subtitle for plan in plans[1:3]] == ["News of Paris", "News of Ferries"]


def test_a_feed_that_names_no_place_is_of_the_beat() -> None:
    settings = make_settings(feeds=(FERRIES, PARIS))
    _, ferries, paris, *_ = catalogue(MemoryShelf(), settings)
    assert ferries.selection.codes == beat(settings)
    assert placed(FERRIES, settings).regions == settings.beat.regions
    assert paris.selection.codes == frozenset({"FR", "BE"})
    assert placed(PARIS, settings).rules == PARIS.rules


def test_an_article_must_meet_the_rules_of_its_feed() -> None:
    shelf = MemoryShelf(
        make_article(1, title="A ferry"), make_article(2), make_article(3, title="A ferry", places=about("FR"))
    )
    settings = make_settings(feeds=(FERRIES,))
    _, ferries, *_ = catalogue(shelf, settings)
    assert [one.id for one in shelf.window(ferries.selection, settings.limits, ferries.takes)] == [make_article(1).id]


def test_the_feeds_of_countries_and_sources_are_under_the_beats_rules() -> None:
    said = Beat(exclude={"title": "horoscope", "sources": "wire"}, languages="en")
    sources = (make_source(), make_source(name="wire"))
    shelf = MemoryShelf(make_article(1, title="Horoscope"), make_article(2), make_article(3, source="wire"))
    settings = make_settings(beat=said, sources=sources)
    plans = {plan.slug: plan for plan in catalogue(shelf, settings)}
    assert plans.keys() == {"china-asia-pacific", "east-asia", "china", "source-gazette"}
    for plan in plans.values():
        window = shelf.window(plan.selection, settings.limits, plan.takes)
        assert [one.id for one in window] == [make_article(2).id], plan.slug


def test_content_is_kept_of_every_place_of_every_feed() -> None:
    assert kept(make_settings()) == beat(make_settings())
    assert kept(make_settings(feeds=(FERRIES,))) == beat(make_settings())
    assert kept(make_settings(feeds=(FERRIES, PARIS))) == beat(make_settings()) | {"FR", "BE"}
    assert kept(make_settings(beat=Beat(regions=()))) is None, "a beat without places is everything"


def test_the_slugs_of_the_beats_countries_are_theirs() -> None:
    taken = reserved(make_settings())
    assert taken["south-korea"] == "South Korea"
    assert "france" not in taken
    assert reserved(make_settings(publishing=Publishing(countries=False))) == {}


def test_a_feed_that_is_listed_keeps_its_place_although_it_lost_every_article() -> None:
    settings = make_settings()
    assert [plan.slug for plan in catalogue(MemoryShelf(), settings, {"japan": "", "source-gazette": ""})] == [
        "china-asia-pacific", "japan", "source-gazette",
    ]  # fmt: skip
