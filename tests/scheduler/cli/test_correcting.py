"""What the desk says of what it published, as it is typed, and what comes of it in every format and on the page."""

import json
from pathlib import Path

import pytest
from lxml import etree

from feeds.web import create_app
from scheduler.cli.options import loaded
from tests.scheduler.cli.test_acts import BEAT, URL, beatwire, documents, drop, facts, home, titles

__all__ = ["home"]  # a fixture that every test here stands in
FERRY = URL.format(1)


def page(id_: str) -> tuple[int, str]:
    answer = create_app(loaded(None).settings).test_client().get(f"/articles/{id_.removeprefix('urn:uuid:')}")
    return answer.status_code, answer.text


def deleted() -> list[dict[str, str]]:
    """Give the tombstones, which Atom and JSON tell alike."""
    _, atom, text = documents()
    said = json.loads(text)["_beatwire"].get("deleted", [])
    found = etree.fromstring(atom.encode()).findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert [one.get("ref") for one in found] == [one["id"] for one in said]
    assert [one.findtext("{*}comment") or None for one in found] == [one.get("comment") for one in said]
    return list(said)


def test_a_retracted_article_leaves_every_document_with_a_tombstone_and_never_its_reason() -> None:
    done = beatwire("retract", FERRY, "--reason", "libel, says counsel", "--public", "This story was wrong.")
    assert done.exit_code == 0, done.output
    assert "Retracted: “A ferry for Fuzhou”, in all feeds." in done.output
    assert "Undo: beatwire restore urn:uuid:" in done.output
    assert beatwire("collect").exit_code == 0
    for slug in (BEAT, "ferries", "china", "source-desk", "east-asia"):
        for document in documents(slug):
            assert "A ferry for Fuzhou" not in document
            assert "counsel" not in document
    [stone] = deleted()
    assert stone["comment"] == "This story was wrong."
    status, text = page(stone["id"])
    assert status == 410
    assert "This story was wrong." in text
    assert "counsel" not in text
    assert "Fuzhou" not in text
    assert [(one["kind"], one["why"], one["public"]) for one in facts("acts")] == [
        ("retraction", "libel, says counsel", "This story was wrong.")
    ]


def test_it_comes_back_by_restore_alone_with_its_id() -> None:
    before = {item["title"]: item["id"] for item in json.loads(list(documents())[2])["items"]}
    beatwire("retract", FERRY, "--reason", "x")
    Path("drop/0001.json").unlink()
    beatwire("collect")
    drop(1, "A ferry for Fuzhou, again")
    beatwire("collect")
    assert not any("Fuzhou" in title for title in titles())
    assert beatwire("restore", FERRY, "--why", "it was true").exit_code == 0
    beatwire("collect")
    after = {item["title"]: item["id"] for item in json.loads(list(documents())[2])["items"]}
    assert after["A ferry for Fuzhou, again"] == before["A ferry for Fuzhou"]
    assert deleted() == []


def test_the_last_article_may_be_retracted_too() -> None:
    for number in (1, 2, 3):
        beatwire("retract", URL.format(number), "--reason", "x")
    beatwire("collect")
    assert titles() == []
    assert len(deleted()) == 3


def test_a_note_stands_on_the_page_and_in_json_and_moves_the_date_of_change() -> None:
    [before] = [item for item in json.loads(list(documents())[2])["items"] if "Fuzhou" in item["title"]]
    done = beatwire("correct", FERRY, "--note", "The port is  <b>Fuzhou</b>.")
    assert "Corrected: The port is <b>Fuzhou</b>." in done.output
    assert facts("correct", FERRY, "--note", "And the date.")["note"] == "And the date."
    beatwire("collect")
    [after] = [item for item in json.loads(list(documents())[2])["items"] if "Fuzhou" in item["title"]]
    assert after["_beatwire"]["corrections"][-1]["note"] == "The port is <b>Fuzhou</b>."
    assert (after["id"], after["date_published"]) == (before["id"], before["date_published"])
    assert after["date_modified"] > before["date_modified"]
    status, text = page(after["id"])
    assert status == 200
    assert "The port is &lt;b&gt;Fuzhou&lt;/b&gt;." in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("retract", FERRY), "--reason: say why: the reason of a retraction is kept for ever"),
        (("retract", FERRY, "--reason", "x", "--public", "y" * 501), "--public: at most 500 characters"),
        (("restore", FERRY), "is not retracted; `beatwire acts` shows what stands"),
        (("correct", FERRY, "--note", "  "), "--note: say what was corrected"),
        (("retract", "https://desk.example/stories/99", "--reason", "x"), "no article"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_remedy(words: tuple[str, ...], said: str) -> None:
    done = beatwire(*words)
    assert done.exit_code == 2
    assert said in done.output
    assert facts("acts") == []


def test_a_retraction_is_no_ruling_that_lift_lifts() -> None:
    beatwire("retract", FERRY, "--reason", "x")
    assert beatwire("lift", FERRY).exit_code == 2
    assert len(facts("acts")) == 1
