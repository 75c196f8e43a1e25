"""From a source's first page to its items: what is asked, in which order, and what is left for the next time."""
# ruff: noqa: ARG002 - a kind is called as kinds are called

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest

from config.settings import Source
from feeds.article import Entry, FetchState, Follow, Page, Reading, Remark, Skipped
from feeds.collect.fetch import NotModified
from feeds.collect.pages.extract import Extract
from feeds.errors import ParseError
from feeds.pipeline import collection, judge
from tests.feeds.pipeline.outside import Outside, came, ill, missing
from tests.feeds.pipeline.shelf import Shelf
from tests.feeds.pipeline.test_judging import NAMESPACE
from tests.world import NOW, make_settings, make_source

HOME = "https://gazette.example/feed"
LATER = NOW + timedelta(hours=2)


def entry(number: int, **changes: Any) -> Entry:
    said = Entry(guid=f"g{number}", link=f"https://gazette.example/{number}", title=f"Kobe mends pier {number}")
    return replace(said, **changes)


def follow(number: int, **changes: Any) -> Follow:
    return replace(Follow(url=f"https://gazette.example/{number}"), **changes)


@dataclass
class Script:
    """A kind whose readings are given by address."""

    readings: Mapping[str, Reading | Exception]
    discovers: bool = True
    others: tuple[Follow, ...] = ()
    KIND: str = "feed"
    NEEDS: Literal["url", "path"] = "url"

    @property
    def DISCOVERS(self) -> bool:  # noqa: N802
        return self.discovers

    def start(self, source: Source, address: str, memo: str | None) -> tuple[Follow, ...]:
        return (Follow(url=address, role="list", memo=memo or ""), *self.others)

    def read(self, page: Page, source: Source, now: datetime) -> Reading:
        reading = self.readings[page.address]
        if isinstance(reading, Exception):
            raise reading
        return replace(reading, memo=f"{page.memo}+" if reading.memo == "counted" else reading.memo)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[[Script], None]:
    def start(script: Script) -> None:
        monkeypatch.setattr(collection, "kinds", lambda: {"feed": script})

    return start


def titles(collected: Any) -> list[str]:
    return [item.article.title for item in collected.items]


def test_what_a_page_leads_to_is_read_in_the_same_collection_breadth_first_and_once(play: Any) -> None:
    index, first, second = HOME, "https://gazette.example/s/1", "https://gazette.example/s/2"
    both = (Follow(url=first, role="list"), Follow(url=second, role="list"), Follow(url=first, role="list"))
    play(
        Script(
            {
                index: Reading(follow=both),
                first: Reading(entries=(entry(1),), follow=(Follow(url=index, role="list"),)),
                second: Reading(entries=(entry(2),)),
            }
        )
    )
    outside = Outside({url: came(url, bytes=10) for url in (index, first, second)})
    collected = outside.collect(make_source())
    assert outside.paths() == [index, first, second]
    assert titles(collected) == ["Kobe mends pier 1", "Kobe mends pier 2"]
    assert (collected.outcome, collected.found, collected.bytes) == ("collected", 2, 30)


def test_a_page_that_was_followed_is_asked_with_its_own_validators_and_a_304_says_nothing_new(play: Any) -> None:
    child = "https://gazette.example/s/1"
    play(Script({HOME: Reading(follow=(Follow(url=child, role="list"),)), child: Reading(entries=(entry(1),))}))
    shelf = Shelf()
    outside = Outside({HOME: came(HOME), child: came(child, etag='"1"', modified="yesterday")}, shelf=shelf)
    source = make_source()
    shelf.keep(judge(outside.collect(source), shelf, NAMESPACE, NOW))
    outside.answers[child] = NotModified(etag='"1"')
    again = outside.collect(source, now=LATER)
    assert (outside.asked[-1].etag, outside.asked[-1].modified) == ('"1"', "yesterday")
    assert again.items == ()


def test_where_a_followed_page_fails_no_validators_are_kept_and_the_rest_is(play: Any) -> None:
    children = [f"https://gazette.example/s/{number}" for number in (1, 2)]
    play(
        Script(
            {
                HOME: Reading(follow=tuple(Follow(url=url, role="list") for url in children), memo="counted"),
                children[1]: Reading(entries=(entry(2),)),
            }
        )
    )
    outside = Outside({HOME: came(HOME, etag='"9"'), children[0]: ill(retry_after=77), children[1]: came(children[1])})
    collected = outside.collect(make_source(), FetchState(source="gazette", declared=HOME, etag='"8"', memo="m"))
    assert titles(collected) == ["Kobe mends pier 2"]
    assert (collected.state.etag, collected.state.memo, collected.hints.retry_after) == (None, "m+", 77)
    assert collected.skipped == (Skipped(what=children[0], reason=str(ill())),)


def test_a_followed_page_that_fails_for_a_while_fails_a_collection_that_brought_nothing(play: Any) -> None:
    child = "https://gazette.example/s/1"
    play(Script({HOME: Reading(follow=(Follow(url=child, role="list"),))}))
    outside = Outside({HOME: came(HOME), child: ill()})
    collected = outside.collect(make_source())
    assert (collected.outcome, collected.error, collected.state.failures) == ("failed", str(ill()), 1)
    outside.answers[child] = missing()
    assert outside.collect(make_source()).outcome == "collected"


def test_a_followed_page_that_cannot_be_read_is_passed_over(play: Any) -> None:
    child = "https://gazette.example/s/1"
    error = ParseError("a page of HTML, not a sitemap", source="gazette")
    play(Script({HOME: Reading(entries=(entry(1),), follow=(Follow(url=child, role="list"),)), child: error}))
    collected = Outside({HOME: came(HOME), child: came(child)}).collect(make_source())
    assert titles(collected) == ["Kobe mends pier 1"]
    assert collected.skipped == (Skipped(what=child, reason="a page of HTML, not a sitemap"),)


def test_the_memo_of_the_last_collection_comes_back(play: Any) -> None:
    play(Script({HOME: Reading(memo="counted")}))
    outside = Outside({HOME: came(HOME)})
    first = outside.collect(make_source())
    second = outside.collect(make_source(), first.state)
    assert (first.state.memo, second.state.memo) == ("+", "++")


def test_what_a_kind_starts_with_beside_its_first_page_is_read_whatever_that_says(play: Any) -> None:
    child = "https://gazette.example/s/1"
    play(Script({child: Reading(entries=(entry(1),))}, others=(Follow(url=child, role="list"),)))
    collected = Outside({HOME: NotModified(etag='"1"'), child: came(child)}).collect(make_source())
    assert (titles(collected), collected.outcome) == (["Kobe mends pier 1"], "collected")


def test_no_collection_reads_pages_without_end(play: Any) -> None:
    readings = {f"{HOME}{n}": Reading(follow=(Follow(url=f"{HOME}{n + 1}", role="list"),)) for n in range(100)}
    play(Script({HOME: Reading(follow=(Follow(url=f"{HOME}0", role="list"),))} | readings))
    outside = Outside({url: came(url, etag='"1"') for url in (HOME, *readings)})
    collected = outside.collect(make_source())
    assert len(outside.paths()) == 31
    assert collected.state.etag is None


def test_robots_txt_is_asked_once_and_obeyed_by_kinds_that_discover(play: Any) -> None:
    play(Script({HOME: Reading(entries=(entry(1),))}))
    robots = "https://gazette.example/robots.txt"
    outside = Outside({HOME: came(HOME), robots: came(robots, b"User-agent: *\nCrawl-delay: 7\nDisallow: /private/")})
    assert titles(outside.collect(make_source())) == ["Kobe mends pier 1"]
    assert [(one.url, one.delay.total_seconds()) for one in outside.asked] == [(robots, 1), (HOME, 7)]
    outside.collect(make_source())
    assert len(outside.asked) == 3
    private = make_source(url="https://gazette.example/private/x")
    refused = outside.collect(private)
    assert "asks robots to leave this page alone" in (refused.error or "")
    assert len(outside.asked) == 3


def test_while_robots_txt_is_ill_nothing_is_discovered_and_it_says_when_to_come_back(play: Any) -> None:
    play(Script({HOME: Reading(entries=(entry(1),))}))
    outside = Outside({HOME: came(HOME), "https://gazette.example/robots.txt": ill(retry_after=1200)})
    collected = outside.collect(make_source())
    assert "robots.txt that cannot be had now" in (collected.error or "")
    assert collected.hints.retry_after == 1200
    assert outside.paths() == []


def test_a_redirect_to_a_page_that_robots_txt_closes_is_not_read(play: Any) -> None:
    play(Script({HOME: Reading(entries=(entry(1),))}))
    robots = "https://gazette.example/robots.txt"
    answers: dict[str, Any] = {
        HOME: came("https://gazette.example/private/x"),
        robots: came(robots, b"User-agent: *\nDisallow: /private/"),
    }
    assert Outside(answers).collect(make_source()).outcome == "failed"


def test_nor_is_one_on_another_site_that_closes_it(play: Any) -> None:
    play(Script({HOME: Reading(follow=(follow(1), follow(2)))}))
    robots = "https://wire.example/robots.txt"
    answers: dict[str, Any] = {
        HOME: came(HOME),
        "https://gazette.example/1": came("https://wire.example/private/1"),
        "https://gazette.example/2": came("https://wire.example/2"),
        robots: came(robots, b"User-agent: *\nDisallow: /private/"),
    }
    extracts = {
        "https://wire.example/private/1": Extract(entry=entry(1)),
        "https://wire.example/2": Extract(entry=entry(2)),
    }
    outside = Outside(answers, dict(extracts))
    assert titles(outside.collect(make_source())) == ["Kobe mends pier 2"]
    assert [one.url for one in outside.asked].count(robots) == 1


def test_a_declared_feed_is_read_whatever_robots_txt_says(play: Any) -> None:
    play(Script({HOME: Reading(entries=(entry(1),))}, discovers=False))
    outside = Outside({HOME: came(HOME)})
    assert titles(outside.collect(make_source())) == ["Kobe mends pier 1"]
    assert [one.url for one in outside.asked] == [HOME]


def test_what_a_source_of_an_intranet_leads_to_elsewhere_is_asked_as_anybody_would(play: Any) -> None:
    inside = "http://127.0.0.1:9/admin"
    play(Script({HOME: Reading(follow=(Follow(url=inside), Follow(url="https://gazette.example/1")))}))
    outside = Outside({HOME: came(HOME)})
    outside.collect(make_source(allow_private=True))
    asked = {one.url: one.allow_private for one in outside.asked}
    assert asked == {
        "https://gazette.example/robots.txt": True,
        HOME: True,
        "http://127.0.0.1:9/robots.txt": False,
        inside: False,
        "https://gazette.example/1": True,
    }


def test_a_memo_without_end_is_forgotten(play: Any) -> None:
    script = Script({HOME: Reading(memo="m" * 2**20)})
    play(script)
    outside = Outside({HOME: came(HOME)})
    assert len(outside.collect(make_source()).state.memo or "") == 2**20
    script.readings = {HOME: Reading(memo="m" * (2**20 + 1))}
    assert outside.collect(make_source()).state.memo is None


def test_articles_that_were_followed_are_read_once_and_then_only_when_their_source_says_they_changed(play: Any) -> None:
    told = Reading(follow=(follow(1, modified=NOW), follow(2)))
    script = Script({HOME: told})
    play(script)
    shelf = Shelf()
    extracts = {f"https://gazette.example/{n}": Extract(entry=entry(n, guid=None)) for n in (1, 2)}
    outside = Outside({url: came(url, etag='"a"') for url in (HOME, *extracts)}, dict(extracts), shelf=shelf)
    first = outside.collect(make_source())
    assert (titles(first), first.found) == (["Kobe mends pier 1", "Kobe mends pier 2"], 2)
    shelf.keep(judge(first, shelf, NAMESPACE, NOW))
    outside.asked.clear()
    quiet = outside.collect(make_source(), now=LATER)
    assert (outside.paths(), quiet.items, quiet.found) == ([HOME], (), 2)
    script.readings = {HOME: Reading(follow=(follow(1, modified=LATER), follow(2)))}
    outside.asked.clear()
    edited = outside.collect(make_source(), now=LATER)
    assert (outside.paths(), outside.asked[-1].etag) == ([HOME, "https://gazette.example/1"], '"a"')
    assert titles(edited) == ["Kobe mends pier 1"]
    shelf.keep(judge(edited, shelf, NAMESPACE, LATER))
    outside.asked.clear()
    outside.collect(make_source(), now=LATER)
    assert outside.paths() == [HOME]


def test_an_article_that_another_source_brought_is_not_read_again(play: Any) -> None:
    play(Script({HOME: Reading(entries=(entry(1),))}))
    shelf = Shelf()
    outside = Outside({HOME: came(HOME)}, shelf=shelf)
    shelf.keep(judge(outside.collect(make_source()), shelf, NAMESPACE, NOW))
    play(Script({HOME: Reading(follow=(follow(1),))}))
    outside.asked.clear()
    outside.collect(make_source(name="other"))
    assert outside.paths() == [HOME]


def test_no_more_pages_than_the_limit_and_the_rest_the_next_time(play: Any) -> None:
    settings = make_settings(limits={"pages": 2})
    play(Script({HOME: Reading(follow=tuple(follow(n) for n in range(1, 6)))}))
    urls = [f"https://gazette.example/{n}" for n in range(1, 6)]
    extracts: dict[str, Extract | Skipped] = {url: Extract(entry=Entry(title=f"Kobe at {url}")) for url in urls}
    shelf = Shelf()
    outside = Outside({url: came(url, etag='"a"') for url in (HOME, *urls)}, extracts, settings, shelf=shelf)
    counts = []
    for _ in range(3):
        collected = outside.collect(make_source())
        counts.append((len(collected.items), collected.state.etag))
        shelf.keep(judge(collected, shelf, NAMESPACE, NOW))
    assert counts == [(2, None), (2, None), (1, '"a"')]
    assert [item.article.link for item in collected.items] == ["https://gazette.example/5"]


def test_a_page_that_fails_is_tried_again_later_a_few_times(play: Any) -> None:
    play(Script({HOME: Reading(follow=(follow(1),))}))
    shelf = Shelf()
    outside = Outside({HOME: came(HOME)}, shelf=shelf)
    asked = []
    now = NOW
    for _ in range(400):
        outside.asked.clear()
        collected = outside.collect(make_source(), now=now)
        shelf.keep(judge(collected, shelf, NAMESPACE, now))
        asked += [now - NOW] * (len(outside.paths()) - 1)
        now += timedelta(hours=1)
    assert [wait.total_seconds() / 3600 for wait in asked] == [0, 1, 5, 21]


def test_a_site_whose_pages_fail_in_a_row_is_left_alone_until_the_next_time(play: Any) -> None:
    play(Script({HOME: Reading(follow=tuple(follow(n) for n in range(1, 9)))}))
    outside = Outside({HOME: came(HOME)})
    collected = outside.collect(make_source())
    assert len(outside.paths()) == 1 + 3
    assert collected.state.etag is None
    outside = Outside({HOME: came(HOME), "https://gazette.example/1": ill(retry_after=600)})
    collected = outside.collect(make_source())
    assert (len(outside.paths()), collected.hints.retry_after) == (2, 600)


def test_a_page_that_is_no_article_is_passed_over_unless_its_source_said_enough(play: Any) -> None:
    news = entry(2, published=NOW)
    play(Script({HOME: Reading(follow=(follow(1, entry=entry(1)), follow(2, entry=news), follow(3)))}))
    urls = [f"https://gazette.example/{n}" for n in (1, 2, 3)]
    extracts: dict[str, Extract | Skipped] = {urls[2]: Extract(entry=Entry(title="Log in"), is_article=False)}
    collected = Outside({url: came(url) for url in (HOME, *urls)}, extracts).collect(make_source())
    assert titles(collected) == ["Kobe mends pier 2"]
    assert [one.what for one in collected.skipped] == [urls[0], urls[2]]
    assert [visit.tries for visit in collected.visits] == [1, 1, 1]


def test_the_page_counts_more_than_a_link_to_it(play: Any) -> None:
    hint = entry(1, title="Kobe mends…", published=NOW - timedelta(days=1))
    page = Entry(title="Kobe mends its pier", content="<p>Long.</p>", link="https://gazette.example/kobe")
    play(Script({HOME: Reading(follow=(follow(1, entry=hint),))}))
    url = "https://gazette.example/1"
    outside = Outside({HOME: came(HOME), url: came(url)}, {url: Extract(entry=page)})
    (item,) = outside.collect(make_source()).items
    assert (item.article.title, item.article.link) == ("Kobe mends its pier", "https://gazette.example/kobe")
    assert (item.entry.guid, item.article.published) == ("g1", NOW - timedelta(days=1))


def test_half_a_page_is_no_content(play: Any) -> None:
    page = Entry(title="Kobe mends its pier", content="<p>Subscribe to read on.</p>", summary="A pier is mended.")
    play(Script({HOME: Reading(follow=(follow(1),))}))
    url = "https://gazette.example/1"
    outside = Outside({HOME: came(HOME), url: came(url)}, {url: Extract(entry=page, paywalled=True)})
    (item,) = outside.collect(make_source()).items
    assert (item.article.content, item.article.summary) == ("", "A pier is mended.")


FULL = make_source(full_text=True, rights="full")
BODY = "<p>" + "The pier of Kobe was mended in the night by forty people and a crane. " * 20 + "</p>"


def test_thin_items_of_a_feed_are_completed_from_their_pages_once(play: Any) -> None:
    thin, whole = entry(1, summary="A pier."), entry(2, content=BODY)
    script = Script({HOME: Reading(entries=(thin, whole))}, discovers=False)
    play(script)
    url, shelf = "https://gazette.example/1", Shelf()
    page = Entry(title="Page title", content=BODY, published=NOW - timedelta(hours=1))
    outside = Outside({HOME: came(HOME), url: came(url)}, {url: Extract(entry=page)}, shelf=shelf)
    first = outside.collect(FULL)
    assert sorted(titles(first)) == ["Kobe mends pier 1", "Kobe mends pier 2"]
    completed = next(item for item in first.items if item.article.title.endswith("1"))
    assert "forty people" in completed.article.content
    assert (completed.article.summary, completed.article.published) == ("A pier.", NOW - timedelta(hours=1))
    shelf.keep(judge(first, shelf, NAMESPACE, NOW))
    outside.asked.clear()
    again = judge(outside.collect(FULL, now=LATER), shelf, NAMESPACE, LATER)
    assert (outside.paths(), again.changed) == ([HOME], ())
    script.readings = {HOME: Reading(entries=(replace(thin, title="Kobe mends piers"), whole))}
    edited = judge(outside.collect(FULL, now=LATER), shelf, NAMESPACE, LATER)
    assert [article.title for article in edited.changed] == ["Kobe mends piers"]
    assert "forty people" in edited.changed[0].content


def test_what_a_page_calls_itself_leads_to_its_story(play: Any) -> None:
    thin = entry(1, summary="A pier.")
    script = Script({HOME: Reading(entries=(thin,))}, discovers=False)
    play(script)
    url, shelf = "https://gazette.example/1", Shelf()
    named = ("https://gazette.example/kobe-mends-its-pier", "https://gazette.example/news")
    page = Entry(title="Page title", content=BODY, link=named[0], aliases=named)
    outside = Outside({HOME: came(HOME), url: came(url)}, {url: Extract(entry=page)}, shelf=shelf)
    first = judge(outside.collect(FULL), shelf, NAMESPACE, NOW)
    assert [key for key, _ in first.aliases] == [f"url:{url}", "guid:gazette:g1", f"url:{named[0]}"]
    shelf.keep(first)
    script.readings = {HOME: Reading(entries=(replace(thin, guid="new", link=named[0] + "/?amp=1", content=BODY),))}
    again = judge(outside.collect(FULL, now=LATER), shelf, NAMESPACE, LATER)
    assert (again.new, again.sightings) == ((), (first.new[0].id,))


def test_an_address_that_two_pages_of_a_reading_call_their_own_is_no_identity(play: Any) -> None:
    named = ("https://gazette.example/all-that-is-new-today",)
    play(Script({HOME: Reading(follow=(follow(1), follow(2)))}))
    urls = [f"https://gazette.example/{number}" for number in (1, 2)]
    pages = {url: Extract(entry=Entry(title=f"Pier {url}", content=BODY, link=url, aliases=named)) for url in urls}
    outside = Outside({url: came(url) for url in (HOME, *urls)}, dict(pages))
    batch = judge(outside.collect(make_source()), Shelf(), NAMESPACE, NOW)
    assert (len(batch.new), f"url:{named[0]}" in dict(batch.aliases)) == (2, False)


def test_no_page_is_called_by_an_address_on_the_site_of_another_source(play: Any) -> None:
    play(Script({HOME: Reading(follow=(follow(1),))}))
    url, theirs = "https://gazette.example/1", "https://wire.example/kobe-mends-its-pier"
    page = Entry(title="Pier", content=BODY, link=url, aliases=(theirs,))
    outside = Outside({HOME: came(HOME), url: came(url)}, {url: Extract(entry=page)})
    sites = {"gazette": "gazette.example", "wire": "wire.example"}
    batch = judge(outside.collect(make_source()), Shelf(), NAMESPACE, NOW, sites)
    assert f"url:{theirs}" not in dict(batch.aliases)


def test_a_thin_item_whose_page_cannot_be_had_stands_as_it_is_and_is_not_doubled(play: Any) -> None:
    play(Script({HOME: Reading(entries=(entry(1, summary="A pier."),))}, discovers=False))
    shelf = Shelf()
    outside = Outside({HOME: came(HOME)}, shelf=shelf)
    first = judge(outside.collect(FULL), shelf, NAMESPACE, NOW)
    assert [article.title for article in first.new] == ["Kobe mends pier 1"]
    shelf.keep(first)
    again = judge(outside.collect(FULL), shelf, NAMESPACE, NOW)
    assert (again.run.same, again.changed, again.new) == (1, (), ())
    url = "https://gazette.example/1"
    outside.answers[url] = came(url)
    outside.extracts[url] = Extract(entry=Entry(content=BODY))
    completed = judge(outside.collect(FULL, now=LATER), shelf, NAMESPACE, LATER)
    assert [article.id for article in completed.changed] == [first.new[0].id]


@pytest.mark.parametrize("rights", [None, "summary", "headline"])
def test_nothing_is_completed_that_may_not_be_passed_on(play: Any, rights: str | None) -> None:
    play(Script({HOME: Reading(entries=(entry(1, summary="A pier."),))}, discovers=False))
    outside = Outside({HOME: came(HOME)})
    assert titles(outside.collect(make_source(full_text=True, rights=rights))) == ["Kobe mends pier 1"]
    assert outside.paths() == [HOME]


def test_what_vanished_is_taken_back_by_its_guid(play: Any) -> None:
    script = Script({HOME: Reading(entries=(entry(1), entry(2)))})
    play(script)
    shelf = Shelf()
    outside = Outside({HOME: came(HOME)}, shelf=shelf)
    first = judge(outside.collect(make_source()), shelf, NAMESPACE, NOW)
    shelf.keep(first)
    script.readings = {HOME: Reading(entries=(entry(2),), vanished=("g1", "never-seen"))}
    batch = judge(outside.collect(make_source()), shelf, NAMESPACE, LATER)
    assert batch.retracted == (first.new[0].id,)


def test_an_entry_that_is_to_the_letter_what_it_was_is_neither_cleaned_nor_judged_again(play: Any) -> None:
    script = Script({HOME: Reading(entries=(entry(1), entry(2)))})
    play(script)
    shelf = Shelf()
    outside = Outside({HOME: came(HOME)}, shelf=shelf)
    first = judge(outside.collect(make_source()), shelf, NAMESPACE, NOW)
    shelf.keep(first)
    script.readings = {HOME: Reading(entries=(entry(3), entry(1), entry(2, title="Kobe mends piers")))}
    second = outside.collect(make_source(), first.state)
    assert titles(second) == ["Kobe mends pier 3", "Kobe mends piers"]
    assert (second.as_before, second.found) == ((entry(1),), 3)
    batch = judge(second, shelf, NAMESPACE, LATER)
    assert (batch.run.new, batch.run.changed, batch.run.same) == (1, 1, 1)


@pytest.mark.parametrize(
    "changes", [{"timezone": "Asia/Tokyo"}, {"rights": "full"}, {"language": "ja"}, {"title": "Another gazette"}]
)
def test_whatever_decides_what_becomes_of_an_entry_makes_it_be_read_again(play: Any, changes: dict[str, Any]) -> None:
    play(Script({HOME: Reading(entries=(entry(1),))}))
    outside = Outside({HOME: came(HOME)})
    first = outside.collect(make_source())
    assert outside.collect(make_source(), first.state).items == ()
    assert titles(outside.collect(make_source(**changes), first.state)) == ["Kobe mends pier 1"]


def test_what_depends_on_the_clock_is_read_again(play: Any) -> None:
    ahead, withheld = entry(1, published=LATER), entry(2, embargo=LATER)
    play(Script({HOME: Reading(entries=(ahead, withheld))}))
    outside = Outside({HOME: came(HOME)})
    first = outside.collect(make_source())
    assert len(outside.collect(make_source(), first.state, LATER).items) == 2


def test_a_new_entry_under_the_address_of_one_that_is_as_before_is_a_story_of_its_own(play: Any) -> None:
    live = "https://gazette.example/live"
    script = Script({HOME: Reading(entries=(entry(1, link=live),))})
    play(script)
    shelf = Shelf()
    outside = Outside({HOME: came(HOME)}, shelf=shelf)
    first = judge(outside.collect(make_source()), shelf, NAMESPACE, NOW)
    shelf.keep(first)
    script.readings = {HOME: Reading(entries=(entry(2, link=live), entry(1, link=live)))}
    batch = judge(outside.collect(make_source(), first.state), shelf, NAMESPACE, LATER)
    assert ([article.title for article in batch.new], batch.changed) == (["Kobe mends pier 2"], ())


def test_what_was_taken_back_is_seen_when_it_is_shown_again(play: Any) -> None:
    script = Script({HOME: Reading(entries=(entry(1), entry(2)))})
    play(script)
    shelf = Shelf()
    outside = Outside({HOME: came(HOME)}, shelf=shelf)
    first = judge(outside.collect(make_source()), shelf, NAMESPACE, NOW)
    shelf.keep(first)
    script.readings = {HOME: Reading(vanished=("g1",))}
    taken = judge(outside.collect(make_source(), first.state), shelf, NAMESPACE, LATER)
    shelf.keep(taken)
    script.readings = {HOME: Reading(entries=(entry(1), entry(2)))}
    again = judge(outside.collect(make_source(), taken.state), shelf, NAMESPACE, LATER)
    assert taken.retracted[0] in again.sightings


def test_a_kind_that_reads_refusals_is_told_that_robots_txt_closes_a_page(play: Any) -> None:
    api = "https://gazette.example/api"
    play(
        Script(
            {HOME: Reading(follow=(Follow(url=api, role="list", tolerates=(403,)),)), api: Reading(entries=(entry(1),))}
        )
    )
    robots = "https://gazette.example/robots.txt"
    outside = Outside({HOME: came(HOME), robots: came(robots, b"User-agent: *\nDisallow: /api")})
    assert titles(outside.collect(make_source())) == ["Kobe mends pier 1"]
    assert outside.paths() == [HOME]


def test_more_rest_than_a_minute_is_not_given_and_told(play: Any) -> None:
    play(Script({HOME: Reading(entries=(entry(1),))}))
    robots = "https://gazette.example/robots.txt"
    outside = Outside({HOME: came(HOME), robots: came(robots, b"User-agent: *\nCrawl-delay: 900")})
    (told,) = outside.collect(make_source()).skipped
    assert (told.what, "asks for 900 s" in told.reason) == (robots, True)
    assert outside.asked[-1].delay == timedelta(minutes=1)


def test_a_kind_may_say_how_many_items_its_source_shows(play: Any) -> None:
    play(Script({HOME: Reading(entries=(entry(1),), listed=40)}))
    collected = Outside({HOME: came(HOME)}).collect(make_source())
    assert (collected.found, collected.dated) == (40, 40)


def test_a_date_to_come_is_told_with_the_run(play: Callable[[Script], None]) -> None:
    ahead = entry(1, published=datetime(2031, 1, 1, tzinfo=UTC))
    play(Script({HOME: Reading(entries=(ahead, entry(2)))}))
    collected = Outside({HOME: came(HOME)}).collect(make_source())
    (remark,) = judge(collected, Shelf(), NAMESPACE, NOW).run.remarks
    assert remark == Remark(
        what="https://gazette.example/1",
        said="its date, 2031-01-01 00:00 UTC, lies in the future: taken as first seen now",
    )
    assert [item.article.published for item in collected.items] == [NOW, NOW]
