"""The feeds that make themselves."""

import json
import re

import pytest

from config.feeds import Beat, FeedSpec
from config.settings import Publishing
from feeds.article import Author, Category, Place
from feeds.publish.catalogue import Plan, catalogue
from feeds.publish.edition import assemble
from feeds.select.rules import decide
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import make_article, make_settings

ON = Publishing(regions=False, countries=False, sources=False, languages=True, topics=True, authors=True, enough=2)


def plans(shelf: MemoryShelf, publishing: Publishing = ON, listed: dict[str, str] | None = None) -> dict[str, Plan]:
    found = catalogue(shelf, make_settings(publishing=publishing), listed or {})
    return {plan.slug: plan for plan in found}


def about(topic: str, author: str, language: str, numbers: range) -> MemoryShelf:
    made = {"categories": (Category(term=topic),), "authors": (Author(name=author),), "language": language}
    return MemoryShelf(*(make_article(number, **made) for number in numbers))


def test_a_topic_an_author_and_a_language_have_one_once_there_is_enough() -> None:
    shelf = about("Shipping", "Mei Tan", "en", range(2))
    assert set(plans(shelf)) == {"china-asia-pacific", "topic-shipping", "author-mei-tan"}
    shelf.articles += about("Ports", "Li", "zh-Hans-CN", range(2, 4)).articles
    found = plans(shelf)
    assert set(found) == {
        "china-asia-pacific", "topic-shipping", "author-mei-tan", "topic-ports", "author-li", "language-en",
        "language-zh",
    }  # fmt: skip
    assert (found["language-zh"].title, found["language-zh"].group) == ("Chinese — beatwire", "language")
    one = shelf.articles[3]
    inside = {name for name, plan in found.items() if decide(one, plan.rules).inside}
    assert inside == {"china-asia-pacific", "topic-ports", "author-li", "language-zh"}
    assert len(plans(about("Shipping", "Mei Tan", "en", range(1)))) == 1


def test_what_is_listed_stays_though_its_subject_is_quiet() -> None:
    shelf = about("Shipping", "Mei Tan", "en", range(2))
    listed = {slug: plan.rules.spec.rules for slug, plan in plans(shelf).items()}
    shelf.articles = shelf.articles[:1]
    assert set(plans(shelf, listed=listed)) == set(listed)
    assert set(plans(shelf)) == {"china-asia-pacific"}
    other = {slug: rules.replace('"slug"', '"unknown"') for slug, rules in listed.items()}  # another version's
    assert set(plans(shelf, listed=other)) == set(listed)
    off = ON.model_copy(update={"topics": False})
    assert "topic-shipping" not in plans(shelf, off, listed)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Belt & Road", "topic-belt-road"),
        ("經濟", "topic-[0-9a-f]{8}"),
        ("Café", "topic-cafe-[0-9a-f]{8}"),
        ("經濟 GDP", "topic-gdp-[0-9a-f]{8}"),
    ],
)
def test_every_name_has_a_slug_of_its_own(name: str, slug: str) -> None:
    [made] = [each for each in plans(about(name, "Mei Tan", "en", range(2))) if each.startswith("topic-")]
    assert re.fullmatch(slug, made)
    assert FeedSpec(slug=made, title="x").slug == made


def test_regions_are_made_of_a_beat_that_has_several() -> None:
    shelf = MemoryShelf(make_article(), make_article(2, places=(Place(code="FJ", score=1, primary=True),)))
    only = Publishing(countries=False, sources=False, languages=False)

    def regions(beat: Beat) -> list[str]:
        found = catalogue(shelf, make_settings(publishing=only, beat=beat))
        return [plan.slug for plan in found if plan.group == "region"]

    assert regions(Beat()) == ["east-asia", "oceania"]
    assert regions(Beat(regions=("asia-pacific",))) == ["east-asia", "oceania"]
    assert regions(Beat(regions=("east-asia",))) == []


def test_a_variant_shows_less_of_the_same_articles() -> None:
    shelf = MemoryShelf(*(make_article(number) for number in range(4)))
    own = FeedSpec(slug="ports", title="Ports", variants=("headlines", "summaries"), count=2)
    settings = make_settings(publishing=Publishing(regions=False, countries=False, sources=False), feeds=(own,))
    settings = settings.model_copy(
        update={"sources": tuple(one.model_copy(update={"rights": "full"}) for one in settings.sources)}
    )
    found = {plan.slug: assemble(plan, shelf, settings).feed for plan in catalogue(shelf, settings)}
    assert list(found) == ["china-asia-pacific", "ports", "ports-headlines", "ports-summaries"]
    assert [len(found[slug].articles) for slug in found] == [4, 2, 2, 2]
    assert len({feed.id for feed in found.values()}) == 4
    whole, head, brief = (found[slug].articles[0] for slug in ("ports", "ports-headlines", "ports-summaries"))
    assert [bool(one.content) for one in (whole, brief, head)] == [True, False, False]
    assert [bool(one.summary) for one in (whole, brief, head)] == [True, True, False]
    assert whole.id == head.id == brief.id


def test_a_variant_never_shows_more_than_its_feed() -> None:
    beat = Beat(rights="headline", variants=("summaries",))
    settings = make_settings(beat=beat, publishing=Publishing(regions=False, countries=False, sources=False))
    assert {plan.rules.spec.rights for plan in catalogue(MemoryShelf(), settings)} == {"headline"}


def test_rules_of_a_feed_made_by_itself_can_be_read_again() -> None:
    plan = plans(about("Shipping", "Mei Tan", "en", range(2)))["topic-shipping"]
    assert json.loads(plan.rules.spec.rules)["topics"] == ["Shipping"]
