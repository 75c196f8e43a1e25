"""After cleaning, every promise of an Article holds, whatever the entry said."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from config.settings import Limits
from feeds.article import (
    Article,
    Author,
    Category,
    Claim,
    Enclosure,
    Entry,
    Origin,
    Permits,
    Reading,
    Related,
    Rights,
    Skipped,
)
from feeds.select.clean import Context, clean
from feeds.select.rights import gate
from tests.cost import units
from tests.world import NOW, make_source

EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
LINK = "https://gazette.example/stories/1"
CONTEXT = Context(
    source=make_source(title="The Gazette"), reading=Reading(), permits=Permits.FULL, now=NOW, limits=Limits()
)


def _clean(context: Context = CONTEXT, **said: Any) -> Article:
    article = clean(Entry(**({"title": "Harbour opens", "link": LINK} | said)), context)
    assert isinstance(article, Article)
    return article


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in _strings(item)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in _strings(getattr(value, field.name))]
    return []


TEXT = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    [
        "锟斤拷",
        "<p>text</p>",
        "&#0;",
        "https://gazette.example/x",
        "a@b.example (Jane)",
        "By J",
        "\ud800",
        "<img src=/a.jpg>",
    ]
)
MAYBE = st.none() | TEXT
WHEN = st.none() | st.datetimes() | st.datetimes(timezones=st.sampled_from([UTC, EAST, WEST]))
NUMBER = st.none() | st.integers()
ENTRIES = st.builds(
    Entry, guid=MAYBE, link=MAYBE, title=MAYBE, summary=MAYBE, content=MAYBE, base=MAYBE, published=WHEN, updated=WHEN, language=MAYBE,
    authors=st.lists(st.builds(Author, name=TEXT, uri=MAYBE, email=MAYBE, role=MAYBE), max_size=2).map(tuple),
    categories=st.lists(st.builds(Category, term=TEXT, scheme=MAYBE, label=MAYBE), max_size=2).map(tuple),
    enclosures=st.lists(st.builds(Enclosure, href=TEXT, type=MAYBE, length=NUMBER, width=NUMBER, height=NUMBER), max_size=2).map(tuple),
    related=st.lists(st.builds(Related, title=TEXT, link=MAYBE), max_size=2).map(tuple),
    origin=st.none() | st.builds(Origin, title=TEXT, id=MAYBE, link=MAYBE), rights=MAYBE, license=MAYBE, permits=MAYBE, embargo=WHEN,
    claim=st.none() | st.builds(Claim, summary_length=NUMBER, images=st.none() | st.booleans(), expires=WHEN,
        reserved=st.none() | st.booleans(), policy=MAYBE),
)  # fmt: skip


@settings(max_examples=100)
@given(ENTRIES)
def test_any_entry_gives_a_legal_article_or_a_reason(entry: Entry) -> None:
    article = clean(entry, CONTEXT)
    assert clean(entry, CONTEXT) == article
    for text in _strings(article):
        element = etree.Element("text")
        element.text = text
        assert (etree.fromstring(etree.tostring(element)).text or "") == text
    if isinstance(article, Article):
        assert article.title == " ".join(article.title.split()) != ""
        words = (
            article.title,
            article.summary,
            article.content,
            article.authors,
            [c.term for c in article.categories],
            article.related,
        )
        assert "锟斤拷" not in repr(words)
        assert article.published <= article.updated <= NOW
        assert article.published.tzinfo is UTC
        assert article.embargo is None or article.embargo > NOW
        assert all(enclosure.length is None or enclosure.length > 0 for enclosure in article.enclosures)


def test_a_whole_entry() -> None:
    article = _clean(
        title=" Harbour\n<b>opens</b> ",
        link="/stories/1?utm_source=feed",
        base="https://gazette.example/",
        summary="<p>The quay is open.</p>",
        content="<p>The quay <a href='/x'>is</a> open.</p>",
        authors=(
            Author(name="By Jane Doe"),
            Author(name="desk@gazette.example (JANE DOE)"),
            Author(name="John <j@gazette.example>", uri="javascript:x"),
        ),
        published=datetime(2026, 11, 19, 9, 30, 1, 5000, tzinfo=timezone(timedelta(hours=8))),
        language="en-us",
        categories=(Category(term=" Ports "), Category(term="ports"), Category(term="")),
        rights="© The Gazette.\nAll rights reserved.",
        license="https://license.example/by",
        permits="summary",
    )
    assert article.title == "Harbour opens"
    assert article.link == LINK
    assert article.summary == "The quay is open."
    assert article.content == '<p>The quay <a href="https://gazette.example/x">is</a> open.</p>'
    assert article.authors == (Author(name="Jane Doe"), Author(name="John", email="j@gazette.example"))
    assert (article.published, article.estimated) == (datetime(2026, 11, 19, 1, 30, 1, tzinfo=UTC), False)
    assert article.updated == article.published
    assert article.language == "en-US"
    assert article.categories == (Category(term="Ports"),)
    assert article.origin == Origin(title="The Gazette")
    assert article.rights.notice == "© The Gazette.\nAll rights reserved."
    assert (article.rights.license, article.rights.permits) == ("https://license.example/by", Permits.SUMMARY)
    assert (article.seen, article.changed, article.id, article.places) == (NOW, NOW, "", ())
    assert len(article.digest) == 64


@pytest.mark.parametrize("title", ["锟斤拷新闻", "Caf\ufffd opens", "ï¿½ï¿½ news"])
def test_a_title_that_was_decoded_wrongly_is_skipped(title: str) -> None:
    skipped = clean(Entry(title=title, link=LINK), CONTEXT)
    assert isinstance(skipped, Skipped)
    assert "mojibake" in skipped.reason
    assert skipped.what == LINK


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"title": "涓枃"}, "its title is mojibake (UTF-8 read as GBK)"),
        ({"title": "Itâ€™s open"}, "its title is mojibake (UTF-8 read as Windows-1252)"),
        ({"content": "<p>鏂伴椈鏂伴椈鏂伴椈</p>"}, "its text is mojibake (UTF-8 read as GBK)"),
        ({"summary": "Itâ€™s open, and theyâ€™re glad."}, "its text is mojibake (UTF-8 read as Windows-1252)"),
        ({"content": "<p>锟斤拷锟斤拷 港口 锟斤拷</p>"}, "its text is mojibake (letters were lost in decoding)"),
    ],
)
def test_mojibake_is_refused_with_the_reason(said: dict[str, Any], reason: str) -> None:
    skipped = clean(Entry(**({"title": "Harbour opens", "link": LINK} | said)), CONTEXT)
    assert skipped == Skipped(what=LINK, reason=reason)


@pytest.mark.parametrize("nothing", [None, "", " \u200b\x00\ud800 "])
def test_an_entry_with_nothing_to_read_is_skipped(nothing: str | None) -> None:
    assert isinstance(clean(Entry(title=nothing, summary=nothing, content=nothing), CONTEXT), Skipped)


def test_a_missing_title_comes_from_the_first_words() -> None:
    assert _clean(title=None, content="<p>The quay is open.</p>").title == "The quay is open."


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("港口今天\n   重新开放", "港口今天重新开放"),
        ("港口<br>开放", "港口开放"),
        ("Harbour<br/>opens", "Harbour opens"),
        ("Harbour\nopens", "Harbour opens"),
        ("항구가\n열렸다", "항구가 열렸다"),
        ("中国 GDP\n增长", "中国 GDP 增长"),
    ],
)
def test_the_lines_of_a_title_are_joined_without_a_wrong_space(title: str, expected: str) -> None:
    assert _clean(title=title).title == expected


def test_a_title_with_angles_that_are_no_markup_stays() -> None:
    assert _clean(title="Salt < pepper & AT&T <b> &amp;").title == "Salt < pepper & AT&T <b> &amp;"


@pytest.mark.parametrize(
    "date",
    [
        None,
        datetime(2041, 1, 1, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=EAST),
        datetime(9999, 12, 31, 23, tzinfo=WEST),
    ],
)
def test_a_date_that_cannot_be_is_estimated(date: datetime | None) -> None:
    article = _clean(published=date, updated=date)
    assert (article.published, article.updated, article.estimated) == (NOW, NOW, True)


def test_updated_lies_between_published_and_now() -> None:
    day = timedelta(days=1)
    assert _clean(published=NOW - day, updated=NOW - 2 * day).updated == NOW - day
    assert _clean(published=NOW - 2 * day, updated=NOW - day).updated == NOW - day
    assert _clean(published=NOW - day, updated=NOW + day).updated == NOW


def test_an_embargo_is_kept_while_it_lasts() -> None:
    later = NOW + timedelta(minutes=1)
    assert _clean(embargo=later, published=later).embargo == later
    assert _clean(embargo=later, published=later).published == NOW
    assert _clean(embargo=NOW).embargo is None


def test_a_summary_is_made_from_the_content() -> None:
    article = _clean(content="<p>" + "The quay is open. " * 100 + "</p>")
    assert article.summary.startswith("The quay is open. The quay")
    assert len(article.summary) <= 401


def test_a_whole_article_in_place_of_its_summary_is_its_content() -> None:
    article = _clean(summary="<p>" + "The quay is open. " * 100 + "</p>")
    assert article.content.startswith("<p>The quay")
    assert len(article.summary) <= 401


def test_an_article_beyond_the_limit_keeps_its_summary_alone() -> None:
    context = replace(CONTEXT, limits=Limits(article_bytes=10_000))
    article = _clean(context, content="<p>" + "港口开放。" * 5000)
    assert article.content == ""
    assert article.summary.startswith("港口开放。")
    assert _clean(context, content="<p>" + "港口开放。" * 500).content


@pytest.mark.parametrize("size", [1_000_000, 3_900_000, 5_000_000])
@pytest.mark.parametrize("piece", ["<p>Hello <b>World</b> &amp; <a href='x'>l</a></p>\n", "<div>", "&", "x", "<b>"])
def test_megabytes_take_seconds_at_most(piece: str, size: int) -> None:
    content = piece * (size // len(piece))
    assert units(lambda: _clean(content=content, summary=content)) < 800


def test_enclosures_say_what_is_known() -> None:
    article = _clean(
        enclosures=(
            Enclosure(href="/talk.mp3?x=1", length=0),
            Enclosure(href="https://gazette.example/talk.mp3?x=1"),
            Enclosure(href="ftp://gazette.example/f.mp3"),
            Enclosure(href="/odd", type="Image/JPG; q=1", length=10, width=0, height=-1),
        )
    )
    assert article.enclosures == (
        Enclosure(href="https://gazette.example/talk.mp3?x=1", type="audio/mpeg"),
        Enclosure(href="https://gazette.example/odd", type="image/jpeg", length=10),
    )


def test_the_first_picture_of_the_content_leads_where_there_is_none() -> None:
    content = "<img src='/i/smile.png' width='16' height='16'><img src='/i/quay.jpg?a=1&amp;b=2' width='800' height='600'><img src='/z.png'>"
    lead = Enclosure(href="https://gazette.example/i/quay.jpg?a=1&b=2", type="image/jpeg", width=800, height=600)
    assert _clean(content=content).enclosures == (lead,)
    own = Enclosure(href="https://gazette.example/own.png", type="image/png")
    assert _clean(content=content, enclosures=(own,)).enclosures == (own,)


NOTICED = "<p>The quay is open.</p><p>Ships come and go.</p>"


@pytest.mark.parametrize(
    ("content", "kept", "notice", "permits"),
    [
        (
            NOTICED + "<p>© 2026 Gazette. All rights reserved.</p>",
            NOTICED,
            "© 2026 Gazette. All rights reserved.",
            "full",
        ),
        (f"<div>{NOTICED}<p>无断转载</p><p>严禁转载，违者必究。</p></div>", None, "严禁转载，违者必究。", "summary"),
        (NOTICED + "<p>転載を固くお断りします。</p><hr>", NOTICED, "転載を固くお断りします。", "summary"),
        (
            NOTICED + "<p>Copyright 2026 <a href='/'>Gazette</a>.</p><p>All rights reserved.</p>",
            NOTICED,
            "Copyright 2026 Gazette.\nAll rights reserved.",
            "full",
        ),
        ("<p>© 2026 Gazette</p>", "<p>© 2026 Gazette</p>", None, "full"),
        (NOTICED + "<p>© 2026 <img src='/q.jpg'></p>", None, None, "full"),
        (NOTICED + "<p>Copyright law was the talk of the quay.</p>", None, None, "full"),
    ],
)
def test_a_notice_under_a_text_is_taken_out_of_it_and_kept(
    content: str, kept: str | None, notice: str | None, permits: str
) -> None:
    folder = make_source(url=None, path=Path("/drop"), kind="folder")
    article = _clean(replace(CONTEXT, source=folder), content=content)
    assert (article.rights.notice, article.rights.permits) == (notice, permits)
    assert kept is None or article.content == kept
    assert notice is None or notice not in article.content + article.summary


def test_the_notice_in_the_text_comes_with_the_one_that_is_declared() -> None:
    article = _clean(content=NOTICED + "<p>© 2026 Gazette. Not for republication.</p>", rights="© Gazette")
    assert article.rights.notice == "© Gazette\n© 2026 Gazette. Not for republication."


@pytest.mark.parametrize(
    ("rights", "path", "permits"),
    [
        ("full", None, "full"),
        (None, Path("/drop"), "summary"),
        ("summary", None, "summary"),
        ("full", Path("/d"), "full"),
    ],
)
def test_a_notice_that_forbids_closes_unless_the_operator_says_that_he_may(
    rights: str | None, path: Path | None, permits: str
) -> None:
    source = make_source(rights=rights, path=path, url=None if path else "https://gazette.example/feed")
    context = replace(CONTEXT, source=source, permits=Permits(source.permits))
    assert _clean(context, rights="May not be reproduced.").rights.permits == permits
    feed_says = replace(context, reading=Reading(rights="May not be reproduced."))
    assert _clean(feed_says, rights="© Gazette").rights.permits == permits


def test_what_an_item_claims_can_only_narrow() -> None:
    source = make_source(rights="full", summary_length=100, expires="2d", reserved=False, policy="https://p.example/")
    context = replace(CONTEXT, source=source)
    wide = Claim(summary_length=900, images=True, expires=NOW + timedelta(days=9), reserved=False)
    assert _clean(context, claim=wide, published=NOW).rights == replace(
        _clean(context, published=NOW).rights, summary_length=100, expires=NOW + timedelta(days=2)
    )
    narrow = Claim(summary_length=-5, images=False, expires=NOW, reserved=True, policy="https://own.example/")
    assert _clean(context, claim=narrow, published=NOW).rights == Rights(
        permits=Permits.FULL,
        summary_length=0,
        images=False,
        expires=NOW,
        reserved=True,
        policy="https://own.example/",
    )


def test_a_withheld_article_may_be_shown_for_as_long_as_any_other() -> None:
    context = replace(CONTEXT, source=make_source(expires="2d"))
    article = _clean(context, published=NOW, embargo=NOW + timedelta(days=5))
    assert article.rights.expires == NOW + timedelta(days=7)


def test_origin_and_rights_fall_back_to_reading_and_source() -> None:
    context = replace(
        CONTEXT,
        source=make_source(license="https://license.example/by"),
        reading=Reading(origin=Origin(title="Wire", link="https://wire.example/"), rights="© Wire", language="ja"),
    )
    article = _clean(context, license="CC BY", language=None)
    assert article.origin == Origin(title="Wire", link="https://wire.example/")
    assert (article.rights.notice, article.rights.license) == ("© Wire", None)
    assert gate(article, context.source).rights.license == "https://license.example/by"
    assert article.language == "ja"
    assert _clean(context, origin=Origin(title=" ")).origin.title == "Wire"
    assert _clean(replace(CONTEXT, source=make_source())).origin.title == "gazette"


def test_nothing_that_hangs_on_an_article_is_without_bounds() -> None:
    endless = "a" * 100_000
    article = _clean(
        origin=Origin(title="Wire", id=f"https://wire.example/{endless}"),
        language="en" + "-abcdefgh" * 10_000,
        enclosures=(Enclosure(href="https://cdn.example/x", type=f"{endless}/x"),),
        authors=(Author(name=endless, uri=f"https://wire.example/{endless}", email=f"{endless}@wire.example"),),
        categories=(Category(term=endless, scheme=endless, label=endless),),
        related=(Related(title=endless, link=f"https://wire.example/{endless}"),),
    )
    assert max(map(len, _strings(article))) < 5000
    assert article.origin == Origin(title="Wire")
    assert article.language is None


def test_related_stories_and_tails() -> None:
    article = _clean(
        summary="The quay is open. The post Harbour opens appeared first on The Gazette.",
        related=(Related(title=" Older\nstory ", link="/old"),) * 2,
    )
    assert article.related == (Related(title="Older story", link="https://gazette.example/old"),)
    assert article.summary == "The quay is open."


def test_the_places_of_a_story_are_decided_and_only_the_beats_own_keep_their_content() -> None:
    beat = replace(CONTEXT, codes=frozenset({"JP"}))
    body = "<p>The pier of Kobe was mended, and <em>Japan</em> was glad.</p>"
    ours = _clean(beat, title="Kobe mends its pier", content=body)
    assert [place.code for place in ours.places if place.primary] == ["JP"]
    assert "<em>Japan</em>" in ours.content
    theirs = _clean(beat, title="Lyon mends its bridge", content="<p>The bridge of Lyon in France was mended.</p>")
    assert [place.code for place in theirs.places if place.primary] == ["FR"]
    assert (theirs.content, theirs.summary) == ("", "The bridge of Lyon in France was mended.")
    assert _clean(title="Lyon mends its bridge", content="<p>The bridge of Lyon.</p>").content
