"""Editorial labels: what we call places is the operator's to say, and no word of a source's is altered."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from pydantic import ValidationError

from config.feeds import Beat, FeedSpec
from config.labels import DISPUTED
from feeds.article import Evidence, Place
from feeds.publish.catalogue import catalogue
from feeds.publish.naming import named
from feeds.publish.press import publish
from feeds.publish.site import Site
from feeds.select.region.names import names
from tests.feeds.publish.pressroom import SETTINGS, at, body, table
from tests.feeds.publish.readers import READERS, SPACES
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import NOW, make_article, make_settings, make_source

LABELS = {"TW": "Chinese Taipei", "HK": "Hong Kong SAR", "south-china-sea": "West Philippine Sea"}
LABELLED = SETTINGS.model_copy(update={"beat": Beat(labels=LABELS)})
STORY = make_article(
    title="Taiwan and Hong Kong agree on the South China Sea",
    summary="Taiwan says so.",
    content="<p>Taiwan says so. 南海</p>",
    places=(
        Place(code="TW", score=0.9, primary=True, evidence=(Evidence(text="Taiwan", where="title", start=0, end=6),)),
        Place(code="HK", score=0.8, primary=True),
        Place(code="CN", score=0.7, primary=True, evidence=(Evidence(text="南海", where="body", start=16, end=18),)),
    ),
)


def test_every_format_calls_places_as_the_feed_does_and_leaves_the_story_alone(site: Site) -> None:
    publish(MemoryShelf(STORY), LABELLED, site, NOW)
    for name, read in READERS.items():
        [story] = read(body(site, f"/feeds/china-asia-pacific.{name}"))
        assert (story.title, story.summary, story.content) == (STORY.title, STORY.summary, STORY.content)
        if name != "rss":  # whose categories have no label: their text is the term
            assert {"Chinese Taipei", "Hong Kong SAR", "China", "West Philippine Sea"} == set(story.tags)
    atom = etree.fromstring(body(site, "/feeds/china-asia-pacific.atom"))
    sea = atom.xpath("//a:category[@scheme='urn:beatwire:disputed']", namespaces=SPACES)
    assert [dict(one.items()) for one in sea] == [
        {"term": "south-china-sea", "scheme": "urn:beatwire:disputed", "label": "West Philippine Sea"}
    ]


def test_without_labels_the_usual_names_stand_and_no_sea_is_told_apart(site: Site) -> None:
    publish(MemoryShelf(STORY), SETTINGS, site, NOW)
    [story] = READERS["atom"](body(site, "/feeds/china-asia-pacific.atom"))
    assert set(story.tags) == {"Taiwan", "Hong Kong", "China"}


def test_another_label_moves_no_id_no_address_and_no_date(site: Site) -> None:
    shelf = MemoryShelf(STORY)
    publish(shelf, SETTINGS, site, NOW)
    before = {name: read(body(site, f"/feeds/taiwan.{name}")) for name, read in READERS.items()}
    head = etree.fromstring(body(site, "/feeds/taiwan.atom"))
    publish(shelf, LABELLED, site, at(5))
    after = etree.fromstring(body(site, "/feeds/taiwan.atom"))
    for tag in ("id", "updated"):
        assert after.findtext(f"a:{tag}", None, SPACES) == head.findtext(f"a:{tag}", None, SPACES)
    assert after.findtext("a:entry/a:updated", None, SPACES) == head.findtext("a:entry/a:updated", None, SPACES)
    assert after.findtext("a:title", None, SPACES) == "Chinese Taipei — beatwire"
    for name, read in READERS.items():
        assert [replace(one, tags=()) for one in read(body(site, f"/feeds/taiwan.{name}"))] == [
            replace(one, tags=()) for one in before[name]
        ]
    assert [feed.slug for feed in table(site).feeds] == [
        "china-asia-pacific", "east-asia", "china", "hong-kong", "taiwan", "source-gazette",
    ]  # fmt: skip


def test_a_label_alters_nothing_but_names() -> None:
    relabelled = named(STORY, LABELS.items())
    plain = replace(relabelled, places=STORY.places, categories=STORY.categories)
    assert plain == STORY
    assert [replace(place, label=None) for place in relabelled.places] == list(STORY.places)
    assert named(STORY, ()) is STORY


@pytest.mark.parametrize("key", ["Taiwan", "tw", "TWN", "south china sea", ""])
def test_a_label_for_no_place_is_refused(key: str) -> None:
    with pytest.raises(ValidationError, match="names no place"):
        Beat(labels={key: "Somewhere"})


def test_the_disputed_names_are_those_of_the_settings_and_of_the_gazetteer() -> None:
    table_file = Path(__file__).parents[3] / "feeds" / "publish" / "data" / "disputed.tsv"
    rows = [
        line.split("\t") for line in table_file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    assert {key for key, _ in rows} == DISPUTED
    spoken = [name for _, column in rows for name in column.split(" | ")]
    assert len(spoken) == len(set(spoken))
    assert set(spoken) <= {name.text for name in names()}


def test_a_feed_of_its_own_has_its_own_labels_before_the_beats() -> None:
    own = FeedSpec(slug="strait", title="The Strait", countries=("TW",), labels={"TW": "Taiwan, China"})
    ours = make_settings(sources=(make_source(rights="full"),), beat=Beat(labels=LABELS), feeds=(own,))
    labels = {plan.slug: dict(plan.rules.spec.labels) for plan in catalogue(MemoryShelf(STORY), ours)}
    assert labels.pop("strait") == LABELS | {"TW": "Taiwan, China"}
    assert all(said == LABELS for said in labels.values())
