"""ninjs in a drop folder: every file in data/ninjs is a case, and the `.expected.json` beside it says what is read."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Page, Reading
from feeds.collect.dropped import ninjs
from feeds.collect.dropped.fields import FieldError
from feeds.collect.sources import folder
from feeds.errors import ParseError
from tests.world import NOW, make_source

DATA = Path(__file__).with_name("data") / "ninjs"
CASES = sorted(path for path in DATA.iterdir() if not path.name.endswith(".expected.json"))
SOURCE = make_source(kind="folder", url=None, path="/srv/drop")
JSON = st.recursive(
    st.sampled_from([None, True, 7, "", " ", "main", "picture", "text/html", "https://strait.example/1.jpg", "2026-11-20", "soon"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "value", "href", "type", "renditions", "role"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
NAMES = ["headlines", "headline", "bodies", "body_html", "byline", "bylines", "authors", "associations", "renditions", "subject", "places", "infosources",
         "rightsinfo", "embargoed", "versioncreated", "located", "by", "description_text", "type", "pubstatus"]  # fmt: skip


def read(item: object, name: str = "wire/one.json") -> Reading:
    return folder.read(Page(address=name, body=json.dumps(item).encode()), SOURCE, NOW)


def make_item(**changes: Any) -> dict[str, Any]:
    return {
        "uri": "urn:wire:1",
        "type": "text",
        "versioncreated": "2026-11-20T07:00:00Z",
        "headline": "Quay opens",
    } | changes


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_item_yields_what_stands_beside_it(case: Path) -> None:
    reading = folder.read(Page(address=f"wire/{case.name}", body=case.read_bytes()), SOURCE, NOW)
    [entry] = reading.entries
    said = {
        "guid": entry.guid,
        "title": entry.title,
        "summary": entry.summary,
        "content": entry.content,
        "authors": [author.name for author in entry.authors],
        "published": entry.published and entry.published.isoformat(),
        "updated": entry.updated and entry.updated.isoformat(),
        "language": entry.language,
        "categories": [category.term for category in entry.categories],
        "enclosures": [enclosure.href for enclosure in entry.enclosures],
        "related": [related.title for related in entry.related],
        "origin": entry.origin and entry.origin.title,
        "rights": entry.rights,
        "license": entry.license,
        "embargo": entry.embargo and entry.embargo.isoformat(),
    }
    expected = json.loads(case.with_name(f"{case.name}.expected.json").read_text("utf-8"))
    assert {name: value for name, value in said.items() if value} == expected


def test_a_role_and_what_is_known_of_a_picture_are_kept() -> None:
    [entry] = folder.read(Page(address="a.json", body=(DATA / "agency-1.json").read_bytes()), SOURCE, NOW).entries
    lead = entry.enclosures[0]
    assert (lead.type, lead.width, lead.height, lead.length) == ("image/jpeg", 1600, 1067, 250_000)
    [entry] = folder.read(Page(address="a.json", body=(DATA / "newsroom.json").read_bytes()), SOURCE, NOW).entries
    assert entry.authors[0].role == "Reporter"


@pytest.mark.parametrize("status", ["canceled", "Cancelled"])
def test_what_is_canceled_has_vanished(status: str) -> None:
    assert read(make_item(pubstatus=status)) == Reading(vanished=("urn:wire:1",))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"pubstatus": "withheld"}, 'its publisher says that it is not to be used ("withheld")'),
        ({"type": "picture"}, 'it is no text but of the type "picture"'),
    ],
)
def test_what_is_withheld_or_no_text_is_skipped_with_a_sentence(changes: dict[str, str], reason: str) -> None:
    reading = read(make_item(**changes))
    assert not reading.entries
    assert [(one.what, one.reason) for one in reading.skipped] == [("wire/one.json", reason)]


def test_a_list_may_hold_all_kinds() -> None:
    items = [
        make_item(),
        make_item(uri="urn:wire:2", pubstatus="canceled"),
        make_item(type="video"),
        {"title": "Ours"},
        make_item(embargoed="soon"),
    ]
    reading = read(items, "all.json")
    assert [entry.guid for entry in reading.entries] == ["urn:wire:1", "all.json#Ours"]
    assert reading.vanished == ("urn:wire:2",)
    assert [one.what for one in reading.skipped] == ["all.json#3", "all.json#5"]
    assert '"embargoed" is not a date' in reading.skipped[1].reason


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"headline": ""}, "it has neither a headline nor a body"),
        ({"embargoed": "tomorrow"}, '"embargoed" is not a date'),
        ({"uri": " "}, '"uri" is missing'),
        ({"body_html": ["a"]}, '"body_html" must be text'),
    ],
)
def test_what_cannot_be_is_told_in_the_words_of_the_file(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        read(make_item(**changes))


def test_our_own_fields_are_not_taken_for_ninjs() -> None:
    assert not ninjs.recognised({"title": "A", "content_text": "B", "type": "text"})
    assert not ninjs.recognised({"uri": "https://gazette.example/1", "title": "A"})
    assert not ninjs.recognised({"uri": 7, "type": "text"})
    assert not ninjs.recognised(["uri", "type"])


@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6))
def test_no_item_makes_it_raise_anything_else(changes: dict[str, Any]) -> None:
    try:
        reading = ninjs.read({"uri": "urn:wire:1"} | changes, "one.json", SOURCE)
    except FieldError:
        return
    assert len(reading.entries) + len(reading.skipped) + len(reading.vanished) == 1
