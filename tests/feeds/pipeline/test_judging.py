"""Judging: what is new, changed, the same or a duplicate, and what becomes of ids."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from feeds.article import Article, Batch, Entry, FetchState, Permits, Rights
from feeds.pipeline import LONGEST, Collected, Inquiry, Item, due, judge, remember
from feeds.select.identity import digest
from tests.feeds.pipeline.shelf import Shelf
from tests.world import NOW, make_article, make_source

NAMESPACE = UUID("6f1c1e1e-0000-4000-8000-000000000001")
LATER = NOW + timedelta(hours=1)


def item(guid: str | None, link: str | None, title: str = "Kobe mends its pier", source: str = "gazette") -> Item:
    bare = make_article(source=source, link=link, title=title, id="", places=())
    article: Article = replace(bare, digest=digest(bare))
    return Item(Entry(guid=guid, link=link, title=title), article)


def collected(*items: Item, source: str = "gazette") -> Collected:
    return Collected(
        source=make_source(name=source),
        started=NOW,
        outcome="collected",
        before=FetchState(source=source),
        state=FetchState(source=source),
        items=items,
    )


def test_new_then_the_same_then_changed() -> None:
    shelf = Shelf()
    first = judge(collected(item("g1", "https://g.example/1")), shelf, NAMESPACE, NOW)
    assert (first.run.new, first.run.changed, first.run.same) == (1, 0, 0)
    shelf.keep(first)
    again = judge(collected(item("g1", "https://g.example/1")), shelf, NAMESPACE, LATER)
    assert (again.run.new, again.run.changed, again.run.same) == (0, 0, 1)
    assert again.sightings == (first.new[0].id,)
    changed = judge(collected(item("g1", "https://g.example/1", "Kobe mends its piers")), shelf, NAMESPACE, LATER)
    assert (changed.run.new, changed.run.changed) == (0, 1)
    assert changed.changed[0].id == first.new[0].id
    assert changed.changed[0].updated == LATER


def test_the_same_story_under_other_rights_is_the_same_and_its_rights_are_told() -> None:
    shelf = Shelf()
    first = judge(collected(item("g1", "https://g.example/1")), shelf, NAMESPACE, NOW)
    shelf.keep(first)
    ruled = item("g1", "https://g.example/1")
    rights = replace(ruled.article.rights, notice="Not for republication.", reserved=True, expires=LATER)
    ruled = Item(ruled.entry, replace(ruled.article, rights=rights))
    batch = judge(collected(ruled), shelf, NAMESPACE, LATER)
    assert (batch.run.same, batch.changed, batch.restated) == (1, (), ((first.new[0].id, rights),))
    shelf.keep(batch)
    assert judge(collected(ruled), shelf, NAMESPACE, LATER).restated == ()
    put_off = replace(ruled.article, rights=replace(rights, expires=LATER + timedelta(days=1)))
    assert judge(collected(Item(ruled.entry, put_off)), shelf, NAMESPACE, LATER).restated == ()


def test_a_source_has_no_say_in_the_rights_of_anothers_story() -> None:
    shelf = Shelf()
    shelf.keep(judge(collected(item("g1", "https://g.example/1")), shelf, NAMESPACE, NOW))
    other = item("w1", "https://g.example/1", source="wire")
    free = Item(other.entry, replace(other.article, rights=Rights(permits=Permits.FULL, license="https://l.example/")))
    assert judge(collected(free, source="wire"), shelf, NAMESPACE, LATER).restated == ()


LONG = (
    "<p>" + "The old quay of the city was mended by forty people in the night before the storm came back. " * 4 + "</p>"
)


def told(content: str, **changes: Any) -> Item:
    """Give one story in a state of its own."""
    bare = make_article(source="gazette", link="https://g.example/1", id="", places=(), content=content, **changes)
    return Item(Entry(guid="g1", link=bare.link, title=bare.title), replace(bare, digest=digest(bare)))


def test_what_says_nothing_else_is_the_same_whatever_its_fingerprint() -> None:
    shelf = Shelf()
    shelf.keep(judge(collected(told(LONG)), shelf, NAMESPACE, NOW))
    for noisy in (
        LONG + "<p>35 comments</p>",
        LONG.replace("The old", "The “old”"),
        "<p>Updated 3 minutes ago</p>" + LONG,
    ):
        batch = judge(collected(told(noisy)), shelf, NAMESPACE, LATER)
        assert (batch.run.same, batch.run.changed, batch.changed) == (1, 0, ())


def test_what_is_retouched_is_kept_and_moves_no_date() -> None:
    shelf = Shelf()
    shelf.keep(judge(collected(told(LONG.replace("mended", "mendde", 1))), shelf, NAMESPACE, NOW))
    batch = judge(collected(told(LONG, updated=LATER)), shelf, NAMESPACE, LATER)
    [article] = batch.changed
    assert (batch.run.same, batch.run.changed) == (1, 0)
    assert (article.content, article.updated, article.changed) == (LONG, NOW, NOW)


def test_a_fingerprint_made_by_other_rules_makes_no_story_a_changed_one() -> None:
    shelf = Shelf()
    first = judge(collected(told(LONG)), shelf, NAMESPACE, NOW)
    former = replace(first.new[0], digest="0" * 64)
    shelf.keep(replace(first, new=(former,)))
    batch = judge(collected(told(LONG)), shelf, NAMESPACE, LATER)
    assert (batch.run.same, batch.run.changed, batch.changed) == (1, 0, ())


def test_a_publisher_that_moves_updated_is_believed() -> None:
    shelf = Shelf()
    shelf.keep(judge(collected(item("g1", "https://g.example/1")), shelf, NAMESPACE, NOW))
    edited = item("g1", "https://g.example/1", "Kobe mends its piers")
    edited = Item(edited.entry, replace(edited.article, updated=NOW + timedelta(minutes=5)))
    batch = judge(collected(edited), shelf, NAMESPACE, LATER)
    assert batch.changed[0].updated == NOW + timedelta(minutes=5)


def test_a_new_guid_or_a_new_address_is_the_same_story() -> None:
    shelf = Shelf()
    first = judge(collected(item("g1", "https://g.example/1")), shelf, NAMESPACE, NOW)
    shelf.keep(first)
    rekeyed = judge(collected(item("other", "http://g.example/1?utm_source=x")), shelf, NAMESPACE, LATER)
    assert rekeyed.run.new == 0
    shelf.keep(rekeyed)
    moved = judge(collected(item("other", "https://new.example/one")), shelf, NAMESPACE, LATER)
    assert moved.run.new == 0
    assert moved.sightings == (first.new[0].id,)


def test_another_source_with_the_same_address_brings_a_duplicate() -> None:
    shelf = Shelf()
    first = judge(collected(item("g1", "https://g.example/1")), shelf, NAMESPACE, NOW)
    shelf.keep(first)
    other = judge(
        collected(item("w9", "https://g.example/1", "Kobe pier mended", source="wire"), source="wire"),
        shelf,
        NAMESPACE,
        LATER,
    )
    assert (other.run.new, other.run.changed, other.run.duplicate) == (0, 0, 1)
    assert other.sightings == (first.new[0].id,)


def test_an_address_that_two_entries_share_is_no_identity() -> None:
    shelf = Shelf()
    batch = judge(
        collected(item("g1", "https://g.example/live"), item("g2", "https://g.example/live", "Nara feeds its deer")),
        shelf,
        NAMESPACE,
        NOW,
    )
    assert len({article.id for article in batch.new}) == 2
    assert not any(key.startswith("url:") for key, _ in batch.aliases)


def test_a_guid_that_two_entries_share_is_no_identity() -> None:
    batch = judge(
        collected(item("g", "https://g.example/1"), item("g", "https://g.example/2", "Nara feeds its deer")),
        Shelf(),
        NAMESPACE,
        NOW,
    )
    assert len({article.id for article in batch.new}) == 2


def test_a_guid_that_is_all_ones_makes_no_two_stories_one_when_they_are_shown_one_by_one() -> None:
    shelf = Shelf()
    one, two = item("0", "https://g.example/1"), item("0", "https://g.example/2", "Nara feeds its deer")
    first = judge(collected(one, two), shelf, NAMESPACE, NOW)
    shelf.keep(first)
    for shown, article in ((one, first.new[0]), (two, first.new[1])):
        batch = judge(collected(shown), shelf, NAMESPACE, LATER)
        shelf.keep(batch)
        assert (batch.run.same, batch.sightings) == (1, (article.id,))


def test_the_same_item_twice_in_a_batch_is_one_article() -> None:
    batch = judge(
        collected(item("g1", "https://g.example/1"), item("g1", "https://g.example/1")), Shelf(), NAMESPACE, NOW
    )
    assert len(batch.new) == 1


def test_an_entry_with_no_address_and_no_guid_is_kept_under_its_title() -> None:
    shelf = Shelf()
    first = judge(collected(item(None, None)), shelf, NAMESPACE, NOW)
    assert first.run.new == 1
    shelf.keep(first)
    again = judge(collected(item(None, None)), shelf, NAMESPACE, LATER)
    assert (again.run.new, again.run.same) == (0, 1)


SITES = {"wire": "wire.example", "gazette": "g.example"}


def test_a_story_goes_to_the_source_on_whose_site_it_stands_whoever_listed_it_first() -> None:
    shelf = Shelf()
    claimed = judge(
        collected(item("x", "https://g.example/1", "Kobe pier lies", source="wire"), source="wire"),
        shelf,
        NAMESPACE,
        NOW,
        SITES,
    )
    shelf.keep(claimed)
    taken = judge(collected(item("g1", "https://g.example/1")), shelf, NAMESPACE, LATER, SITES)
    (article,) = taken.changed
    assert (article.id, article.source, article.title) == (claimed.new[0].id, "gazette", "Kobe mends its pier")
    shelf.keep(taken)
    again = judge(
        collected(item("x", "https://g.example/1", "Kobe pier lies again", source="wire"), source="wire"),
        shelf,
        NAMESPACE,
        LATER,
        SITES,
    )
    assert (again.run.duplicate, again.changed) == (1, ())


def tell(shelf: Shelf, *items: Item, source: str = "wire") -> Batch:
    """Judge and keep what a source brings, told on whose sites all stand."""
    batch = judge(collected(*items, source=source), shelf, NAMESPACE, LATER, SITES)
    shelf.keep(batch)
    return batch


def test_a_guid_under_which_a_source_listed_a_foreign_story_gives_it_no_say_in_that() -> None:
    shelf = Shelf()
    (story,) = tell(shelf, item("g1", "https://g.example/1"), source="gazette").new
    tell(shelf, item("x", "https://g.example/1", "A copy", source="wire"))
    for title in ("A lie", "A later lie"):
        batch = tell(shelf, item("x", "https://wire.example/lie", title, source="wire"))
        assert (batch.run.duplicate, batch.changed) == (1, ())
    assert shelf.heads[story.id].source == "gazette"
    assert "url:https://wire.example/lie" not in shelf.aliases


def test_nor_does_listing_both_at_once() -> None:
    shelf = Shelf()
    (story,) = tell(shelf, item("g1", "https://g.example/1"), source="gazette").new
    lie = item("x", "https://wire.example/lie", "A copy", source="wire")
    lie = Item(lie.entry, replace(lie.article, summary="A lie", digest="another"))
    batch = tell(shelf, item("x", "https://g.example/1", "A copy", source="wire"), lie)
    assert (batch.run.duplicate, batch.changed) == (2, ())
    assert shelf.heads[story.id].source == "gazette"


def test_no_source_gathers_the_future_addresses_of_another_under_one_story() -> None:
    shelf = Shelf()
    for number in (1, 2, 3):
        tell(shelf, item("x", f"https://g.example/{number}", f"Bait {number}", source="wire"))
    stories = [tell(shelf, item(f"g{n}", f"https://g.example/{n}", f"Pier {n}"), source="gazette") for n in (1, 2, 3)]
    assert [(batch.run.changed, batch.run.new) for batch in stories] == [(1, 0), (0, 1), (0, 1)]


def test_a_source_reads_a_page_of_its_own_site_that_another_told_first() -> None:
    shelf = Shelf()
    tell(shelf, item("x", "https://g.example/1", "A lie", source="wire"))
    tell(shelf, item("g2", "https://g.example/2"), source="gazette")
    urls = ("https://g.example/1", "https://g.example/2")
    assert remember(Inquiry("gazette", urls), shelf, SITES).known == {"https://g.example/2"}
    assert remember(Inquiry("wire", urls), shelf, SITES).known == set(urls)


def test_what_is_due() -> None:
    source = make_source()
    state = FetchState(source=source.name, declared=source.url)
    assert due(source, FetchState(source=source.name), NOW)
    assert due(source, replace(state, due=NOW), NOW)
    assert not due(source, replace(state, due=LATER), NOW)
    assert due(source, replace(state, due=NOW + LONGEST + timedelta(days=1)), NOW)  # a clock ran ahead
    assert not due(source, replace(state, paused="gone"), NOW)
    assert due(make_source(url="https://new.example/feed"), replace(state, due=LATER, paused="gone"), NOW)
