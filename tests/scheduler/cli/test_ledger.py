"""`beatwire ledger`, as an operator types it."""

import json
from pathlib import Path

import pytest

from feeds.publish.site import Site
from tests.scheduler.cli.test_acts import BEAT, beatwire, drop, home

__all__ = ["home"]  # a fixture that every test here stands in


def served(extension: str = ".rss") -> bytes:
    site = Site(Path("data/published"))
    manifest = site.manifest()
    assert manifest is not None
    return site.read(manifest.documents[f"/feeds/{BEAT}{extension}"])


def test_every_version_is_one_line_with_what_changed_in_it() -> None:
    drop(4, "A third ferry for Hanoi, by way of Haiphong in Vietnam")
    beatwire("collect")
    said = beatwire("ledger", BEAT).stdout.splitlines()
    assert said[0].split() == ["published", "(UTC)", "document", "bytes", "new", "other", "gone", "digest"]
    assert len(said) == 1 + 6
    facts = json.loads(beatwire("ledger", f"{BEAT}.atom", "--json").stdout)
    assert [len(fact["added"]) for fact in facts] == [1, 3]
    assert {fact["path"] for fact in facts} == {f"/feeds/{BEAT}.atom"}
    assert len(json.loads(beatwire("ledger", "/feeds.opml", "--limit", "1", "--json").stdout)) == 1


def test_the_very_bytes_of_then_come_back() -> None:
    then = served()
    assert beatwire("ledger", f"{BEAT}.rss", "--at", "0m").stdout_bytes == then
    assert beatwire("ledger", f"/feeds/{BEAT}.json", "--at", "0m").stdout_bytes == served(".json")


def test_an_article_is_followed_through_the_feeds() -> None:
    link = "https://desk.example/stories/1"
    said = beatwire("ledger", "--article", link).stdout
    assert {line.partition(":")[0] for line in said.splitlines()} >= {BEAT, "ferries", "china"}
    assert said.count("and is in it still (UTC)") == len(said.splitlines())
    assert beatwire("retract", link, "--reason", "It was wrong.").exit_code == 0
    beatwire("collect")
    facts = json.loads(beatwire("ledger", "--article", link, "--json").stdout)
    assert all(fact["until"] for fact in facts)


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ((), 2, "name a FEED, or an article with --article"),
        ((BEAT, "--article", "x"), 2, "name a FEED, or an article with --article"),
        (("nowhere",), 2, 'there is no feed "nowhere"'),
        ((BEAT, "--at", "2h"), 2, f'name one document, such as "{BEAT}.rss"'),
        ((f"{BEAT}.rss", "--at", "noon"), 2, '"noon" is no time'),
        ((f"{BEAT}.rss", "--at", "2020-01-01"), 1, f"nothing is known of /feeds/{BEAT}.rss at 2020-01-01 00:00:00 UTC"),
        (("/nothing",), 1, "nothing is written of it"),
    ],
)
def test_what_cannot_be_shown_is_one_sentence(words: tuple[str, ...], status: int, sentence: str) -> None:
    done = beatwire("ledger", *words)
    assert (done.exit_code, sentence in done.output) == (status, True), done.output


def test_bytes_that_are_kept_no_more_are_named_by_their_digest() -> None:
    with Path("beatwire.toml").open("a", encoding="utf-8") as file:
        file.write("[keeping]\ndocuments_bytes = 0\n")
    from scheduler.cli.options import loaded
    from scheduler.clock import clock
    from scheduler.desk import opened

    settings = loaded(None).settings
    with opened(settings) as desk:
        desk.store.prune(clock(), settings.keeping)
    done = beatwire("ledger", f"{BEAT}.rss", "--at", "0m")
    assert done.exit_code == 1
    assert "are kept no more; keeping.documents_bytes says how many are" in done.output
    assert beatwire("ledger", BEAT).exit_code == 0
