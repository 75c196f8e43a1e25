"""Why an article is in or out: decided by the rules, told with reasons, and no more of it than may be passed on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from config.feeds import Beat, FeedSpec, Terms
from config.rights import Conditions
from feeds.article import Article, Copy, Deed, Dossier, Enclosure, Permits, Rights, Ruling
from feeds.select.explaining import Standpoint, explain, passes
from feeds.select.explanation import Explanation
from feeds.select.region import places
from feeds.select.rules import compiled
from tests.world import NOW, make_article

TITLE = "Ferry ticket shared by China and Japan"
TEXT = "Officials met in Yokohama.\nA man from Reykjavik watched."


def story(title: str = TITLE, text: str = TEXT, **changes: Any) -> Article:
    content = "".join(f"<p>{one}</p>" for one in text.split("\n"))
    return make_article(title=title, content=content, summary="A summary.", places=places(title, text), **changes)


def explained(article: Article, *others: FeedSpec, passed_on: bool = False, **known: Any) -> Explanation:
    standpoint = Standpoint(
        beat=compiled(Beat()),
        others=tuple(compiled(other) for other in others),
        source=None,
        conditions=(),
        names={"gazette": "The Gazette", "courier": "The Courier"},
        order=("own", "original"),
    )
    return explain(Dossier(article=article, **known), standpoint, passed_on=passed_on)


def test_a_story_of_the_beat_says_by_which_place_and_why_that_is_what_it_is_about() -> None:
    found = explained(story())
    assert (found.decision.outcome, found.decision.feed) == ("in", "china-asia-pacific")
    assert "Japan (primary, " in found.decision.reason
    assert (found.decision.because or "").startswith("Japan: ")
    reasons = {finding.code: finding.reason for finding in found.places}
    assert set(reasons) == {"CN", "JP", "IS"}
    assert "headline" in reasons["CN"]
    assert reasons["IS"].startswith("only mentioned: ")


def test_a_story_of_somewhere_else_says_what_it_is_about() -> None:
    found = explained(story("Pools of Reykjavik stay open"))
    assert found.decision.outcome == "out"
    assert "Iceland (primary, " in found.decision.reason
    assert found.decision.because is None


def test_a_story_about_nowhere_has_a_decision_too() -> None:
    found = explained(story("How to whistle", "Purse your lips."))
    assert (found.decision.outcome, found.places, found.passages) == ("out", (), ())


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"listed": False}, "back-file"),
        ({"retracted": NOW}, "taken back by its source on 2026-11-20 08:00 UTC"),
        ({}, "under an embargo until 2026-11-21 08:00 UTC"),
    ],
)
def test_what_is_withheld_says_why(known: dict[str, Any], why: str) -> None:
    article = story(embargo=None if known else NOW + timedelta(days=1))
    found = explained(article, **known)
    assert found.decision.outcome == "withheld"
    assert why in found.decision.reason
    assert "Japan" in found.decision.reason
    elsewhere = explained(story("Pools of Reykjavik stay open"), **known)
    assert elsewhere.decision.outcome == "out"


def test_every_declared_feed_decides_by_its_own_rules() -> None:
    ferries = FeedSpec(slug="ferries", title="Ferries", include=Terms(title=("ferry",)))
    trains = FeedSpec(slug="trains", title="Trains", include=Terms(title=("train",)))
    found = {one.feed: one for one in explained(story(), ferries, trains).others}
    assert (found["ferries"].outcome, found["ferries"].rule) == ("in", "include.title")
    assert (found["trains"].outcome, found["trains"].rule) == ("out", "include")


HOLD = Ruling(article="urn:uuid:1", kind="hold", who="Mei", at=NOW, why="Ask the harbour.")
PIN = replace(HOLD, kind="pin", why="Lead.", feed="trains")


def test_a_bar_of_the_desk_keeps_a_story_out_of_all_feeds_or_of_one() -> None:
    ferries = FeedSpec(slug="ferries", title="Ferries", include=Terms(title=("ferry",)))
    everywhere = explained(story(), ferries, rulings=(HOLD,))
    assert [one.outcome for one in (everywhere.decision, *everywhere.others)] == ["withheld", "withheld"]
    assert everywhere.decision.reason.startswith("held by Mei: Ask the harbour; about Japan")
    one = explained(story(), ferries, rulings=(replace(HOLD, feed="ferries"),))
    assert [each.outcome for each in (one.decision, *one.others)] == ["in", "withheld"]
    assert one.others[0].reason.startswith("held in ferries by Mei: ")


def test_a_pin_in_a_feed_is_above_its_rules_and_one_in_all_is_not() -> None:
    trains = FeedSpec(slug="trains", title="Trains", include=Terms(title=("train",)))
    (pinned,) = explained(story(), trains, rulings=(PIN,)).others
    assert (pinned.outcome, pinned.rule, pinned.reason) == ("in", "pin", "pinned in trains by Mei: Lead")
    (other,) = explained(story(), trains, rulings=(replace(PIN, feed=""),)).others
    assert other.outcome == "out"
    assert explained(story(), listed=False, rulings=(replace(PIN, feed=""),)).decision.outcome == "in"


def test_whoever_is_not_the_desk_hears_neither_names_nor_notes() -> None:
    found = explained(story(), passed_on=True, rulings=(replace(HOLD, feed="china-asia-pacific"), PIN))
    assert found.decision.reason.startswith("held in china-asia-pacific by the desk; about Japan")
    assert "Mei" not in str(found)
    assert "Ask the harbour" not in str(found)


def test_where_the_text_is_gone_the_reason_is_made_of_the_evidence() -> None:
    whole = story()
    found = explained(replace(whole, content="", summary=""))
    reasons = {finding.code: finding.reason for finding in found.places}
    assert reasons["JP"] == "named in the headline, in the lead"
    assert reasons["IS"] == "only mentioned: named in the lead"
    assert [one.where for one in found.passages] == ["title"]


def test_duplicates_name_the_owner_and_whoever_else_showed_it() -> None:
    found = explained(story(), sources=("courier", "gazette", "gone"), keys=("url:https://g.example/1",)).duplicates
    assert (found.owner, found.sources) == ("The Gazette", ("The Courier", "gone"))
    assert found.keys == ("url:https://g.example/1",)


@pytest.mark.parametrize(
    ("merit", "why"),
    [(0, "it is the desk's own"), (1, "it is the original publisher"), (2, "it was the first to show it")],
)
def test_of_copies_the_one_that_stands_for_the_story_says_why(merit: int, why: str) -> None:
    head = Copy(id="urn:uuid:1", source="gazette", title=TITLE, link=None, merit=merit, stands=True, public=True)
    copy = replace(head, id="urn:uuid:2", source="courier", title="Shared ticket", merit=2, stands=False)
    secret = replace(copy, id="urn:uuid:3", title="Not yet", public=False)
    found = explained(story(), copies=(head, copy, secret)).duplicates
    assert (found.owner, found.why) == ("The Gazette", why)
    assert [(one.source, one.title) for one in found.copies[1:]] == [
        ("The Courier", "Shared ticket"),
        ("The Courier", "Not yet"),
    ]
    assert "Not yet" not in str(explained(story(), passed_on=True, copies=(head, copy, secret)))


@pytest.mark.parametrize(
    ("own", "allowed", "shows"),
    [
        ("full", "full", "full"),
        ("full", "summary", "summary"),
        ("headline", "full", "headline"),
        ("summary", None, "summary"),
    ],
)
def test_what_passes_is_what_the_gate_says(own: str, allowed: str | None, shows: str) -> None:
    article = story(rights=Rights(permits=Permits(own)))
    assert passes(article, Conditions.model_validate({"rights": allowed}), None) == shows


@pytest.mark.parametrize(("own", "held"), [("full", "Yokohama"), ("summary", "A summary."), ("headline", None)])
def test_behind_the_gate_nothing_stands_around_the_words_but_what_may_be_shown(own: str, held: str | None) -> None:
    article = story(
        rights=Rights(permits=Permits(own), notice="Ours."),
        enclosures=(Enclosure(href="https://gazette.example/1.jpg"),),
    )
    found = explained(
        article, passed_on=True, keys=("guid:gazette:secret",), deeds=(Deed(at=NOW, kind="held", detail="ask Mei"),)
    )
    words = {piece.text for one in found.passages for piece in one.pieces if not piece.codes}
    around = " ".join(words)
    assert ("Officials met" in around) == (own == "full")
    assert "secret" not in str(found)
    assert "ask Mei" not in str(found)
    assert (held or "") in str(found)
    assert ("watched" in str(found)) == (own == "full")
    assert {one.text for finding in found.places for one in finding.evidence} >= {"China", "Japan", "Yokohama"}
