"""An id is minted once and never moves; what counts as a change is told by cases."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Article, Author, Category, Changed, Duplicate, Enclosure, Entry, Known, New, Same
from feeds.select.identity import digest, facts, judge, judge_all, keys, mint, own, shared
from tests.world import make_article

SITE = UUID("6f0f6b0e-6d0c-4f5e-9f38-0c8d9d6b7a11")
EDITS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "edits.json").read_text("utf-8"))


def _article(fields: dict[str, Any]) -> Article:
    made: dict[str, Callable[[Any], Any]] = {
        "authors": lambda names: tuple(Author(name=name) for name in names),
        "categories": lambda terms: tuple(Category(term=term) for term in terms),
        "enclosures": lambda hrefs: tuple(Enclosure(href=href) for href in hrefs),
    }
    changes: dict[str, Any] = {key: made[key](value) if key in made else value for key, value in fields.items()}
    return make_article(**changes)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit["name"])
def test_what_is_a_material_change(edit: dict[str, Any]) -> None:
    before = digest(_article(edit["before"]))
    after = digest(_article(edit["before"] | edit["after"]))
    assert (before != after) == edit["changed"]


def shared_of(*batch: tuple[Entry, Article]) -> frozenset[str]:
    return shared(facts(article.source, entry, article.link, article.title) for entry, article in batch)


def test_keys_are_strongest_first() -> None:
    article = make_article(link="http://gazette.example/a?utm_source=x&id=1")
    assert keys(Entry(guid=" g 1 "), article) == ("url:https://gazette.example/a?id=1", "guid:gazette:g 1")


@pytest.mark.parametrize(
    "home", [None, "https://gazette.example/", "https://gazette.example", "http://gazette.example/?utm_source=x"]
)
def test_a_home_page_is_no_key(home: str | None) -> None:
    assert keys(Entry(guid="g"), make_article(link=home)) == ("guid:gazette:g",)


def test_an_entry_with_neither_is_known_by_its_title() -> None:
    first, second = make_article(1, link=None), make_article(2, link=None)
    assert keys(Entry(), first) == keys(Entry(), replace(first, summary="other"))
    assert keys(Entry(), first) != keys(Entry(), second)
    assert keys(Entry(guid="x" * 10_000), first)[0] != keys(Entry(guid="x" * 10_001), first)[0]


def test_a_url_that_two_entries_share_is_no_identity() -> None:
    one, two = make_article(1, link="https://gazette.example/live"), make_article(2, link="http://gazette.example/live")
    three = make_article(3)
    taken = shared_of((Entry(guid="1"), one), (Entry(guid="2"), two), (Entry(guid="3"), three))
    assert taken == {"url:https://gazette.example/live"}
    assert own(keys(Entry(guid="1"), one), taken, one) == ("guid:gazette:1",)
    assert own(keys(Entry(), one), taken, one) != own(keys(Entry(), two), taken, two)


def test_the_same_guid_on_two_stories_is_no_identity() -> None:
    assert shared_of((Entry(guid="0"), make_article(1)), (Entry(guid="0"), make_article(2))) == {"guid:gazette:0"}


def test_one_entry_listed_twice_shares_nothing() -> None:
    article = make_article(1)
    assert shared_of((Entry(guid="1"), article), (Entry(guid="1"), replace(article, title="Corrected"))) == frozenset()


def test_verdicts() -> None:
    article = make_article(1, digest="d")
    mine, theirs = Known(id="urn:1", source="gazette", digest="d"), Known(id="urn:2", source="courier", digest="d")
    found = ("url:u", "guid:gazette:g")
    assert judge(article, found, {}, SITE) == New(mint(SITE, "url:u"))
    assert judge(article, found, {"url:u": mine}, SITE) == Same("urn:1")
    assert judge(article, found, {"url:u": replace(mine, digest="e")}, SITE) == Changed("urn:1")
    assert judge(article, found, {"url:u": theirs}, SITE) == Duplicate("urn:2")
    assert judge(article, found, {"url:u": theirs, "guid:gazette:g": mine}, SITE) == Same("urn:1")
    assert judge(article, found, {"url:u": replace(mine, id="urn:3"), "guid:gazette:g": mine}, SITE) == Same("urn:1")


@dataclass
class _Archive:
    """What a store remembers: the first id of each key stays."""

    known: dict[str, Known]

    def collect(self, batch: list[tuple[Entry, Article]]) -> list[str]:
        taken = shared_of(*batch)
        found = [own(keys(entry, article), taken, article) for entry, article in batch]
        pairs = [(article, mine) for (_, article), mine in zip(batch, found, strict=True)]
        ids = []
        for verdict, (article, mine) in zip(judge_all(pairs, self.known, SITE), pairs, strict=True):
            ids.append(verdict.of if isinstance(verdict, Duplicate) else verdict.id)
            for key in mine:
                self.known.setdefault(key, Known(id=ids[-1], source=article.source, digest=article.digest))
        return ids


ITEM = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4))


@given(st.lists(st.lists(ITEM, max_size=5, unique=True), max_size=5))
def test_no_two_live_entries_of_one_source_share_an_id(batches: list[list[tuple[int, int, int]]]) -> None:
    archive = _Archive({})
    for batch in batches:
        entries = [
            (
                Entry(guid=f"g{guid}" if guid else None),
                make_article(title, link=f"https://gazette.example/{url}" if url else None),
            )
            for title, url, guid in batch
        ]
        ids = archive.collect(entries)
        for (a_title, a_url, a_guid), a_id in zip(batch, ids, strict=True):
            for (b_title, b_url, b_guid), b_id in zip(batch, ids, strict=True):
                apart = a_title != b_title and a_url != b_url and a_guid != b_guid
                assert not (apart and a_id == b_id)


@given(st.lists(st.sampled_from(["title", "link", "scheme", "guid", "content"]), max_size=8))
def test_an_id_never_moves_as_long_as_one_key_stays(edits: list[str]) -> None:
    archive = _Archive({})
    entry, article = Entry(guid="g0"), make_article(1)
    [first] = archive.collect([(entry, article)])
    for number, edit in enumerate(edits):
        if edit == "guid":
            entry = replace(entry, guid=f"g{number}-new")
        else:
            change: dict[str, Any] = {
                "title": {"title": f"Title {number}"},
                "link": {"link": f"https://other{number}.example/story"},
                "scheme": {"link": (article.link or "").replace("https:", "http:")},
                "content": {"content": f"<p>{number}</p>"},
            }[edit]
            article = replace(article, **change)
        assert archive.collect([(entry, article)]) == [first]
