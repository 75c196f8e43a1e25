"""What stands in a feed: rights, bytes, related stories, dates and language."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.settings import Limits, Publishing, Serving, Settings, Site
from feeds.article import Article, Author, Category, Enclosure, Feed, Permits, Related, Rights
from feeds.publish.catalogue import catalogue
from feeds.publish.edition import EPOCH, Edition, assemble, within
from feeds.publish.fragments import Fragments, size
from tests.feeds.publish.cases import LICENCE
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import NOW, make_article, make_settings, make_source

FULL = make_settings(sources=(make_source(rights="full"),))


def edition(*articles: Article, under: Settings = FULL) -> Edition:
    shelf = MemoryShelf(*articles)
    return assemble(catalogue(shelf, under)[0], shelf, under)


def fitting(articles: Iterable[Article], limit: int, pinned: Collection[str] = ()) -> tuple[Article, ...]:
    return within(map(Fragments().of, articles), limit, pinned)


def feed_of(*articles: Article) -> Feed:
    return edition(*articles).feed


@pytest.mark.parametrize(
    ("declared", "own", "summary", "content"),
    [
        ("full", Permits.FULL, True, True),
        ("full", Permits.SUMMARY, True, False),
        ("summary", Permits.FULL, True, False),
        ("headline", Permits.FULL, False, False),
        (None, Permits.FULL, True, False),
    ],
)
def test_the_narrower_right_wins(declared: str | None, own: Permits, *, summary: bool, content: bool) -> None:
    ours = make_settings(sources=(make_source(rights=declared),))
    [article] = edition(make_article(rights=Rights(permits=own)), under=ours).feed.articles
    assert (bool(article.summary), bool(article.content)) == (summary, content)


@pytest.mark.parametrize(("own", "content"), [(Permits.FULL, True), (Permits.SUMMARY, False)])
def test_of_a_source_that_is_not_declared_any_more_its_articles_rights_stand(own: Permits, *, content: bool) -> None:
    [article] = feed_of(make_article(source="gone", rights=Rights(permits=own))).articles
    assert bool(article.content) == content


def test_a_feed_says_what_is_declared() -> None:
    ours = make_settings(
        base_url="https://feeds.example/news",
        site=Site(
            title="Desk", rights="© Desk", license=LICENCE, icon="static/i.png", logo="https://cdn.example/l.png"
        ),
        publishing=Publishing(hubs=("https://hub.example/",)),
        serving=Serving(ttl=15, max_age=900),
    )
    feed = edition(make_article(), under=ours).feed
    assert feed.address == "https://feeds.example/news/feeds/china-asia-pacific"
    assert (feed.rights, feed.license, feed.hubs) == ("© Desk", LICENCE, ("https://hub.example/",))
    assert (feed.icon, feed.logo) == ("https://feeds.example/news/static/i.png", "https://cdn.example/l.png")
    assert (feed.ttl, feed.max_age, feed.group) == (15, 900, "beat")


def test_a_feeds_id_depends_on_namespace_and_slug_alone() -> None:
    first = feed_of(make_article()).id
    moved = make_settings(base_url="https://elsewhere.example", sources=FULL.sources, site=Site(title="Renamed"))
    assert first.startswith("urn:uuid:")
    assert edition(make_article(2), under=moved).feed.id == first


def test_updated_is_the_newest_change_and_never_now() -> None:
    later, latest = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    assert feed_of(make_article(1, changed=latest), make_article(2, seen=later)).updated == latest
    assert feed_of(make_article(1, seen=latest), make_article(2)).updated == latest
    assert feed_of().updated == EPOCH


def test_a_language_is_declared_where_all_share_it() -> None:
    assert feed_of(make_article(1), make_article(2)).language == "en"
    assert feed_of(make_article(1), make_article(2, language="ja")).language is None
    assert feed_of(make_article(1), make_article(2, language=None)).language is None


def test_a_related_story_without_an_address_leads_to_our_page() -> None:
    related = (
        Related(title="Ours", link="urn:uuid:00000000-0000-5000-8000-000000000009"),
        Related(title="Theirs", link="https://gazette.example/9"),
        Related(title="Nobody's"),
    )
    [article] = feed_of(make_article(related=related)).articles
    assert [one.link for one in article.related] == [
        "https://feeds.example/articles/00000000-0000-5000-8000-000000000009",
        "https://gazette.example/9",
        None,
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": ""}, "its id is not"),
        ({"id": "urn:uuid:1"}, "its id is not"),
        ({"link": "/stories/1"}, "its link is not absolute"),
        ({"link": "javascript:alert(1)"}, "its link is not absolute"),
        ({"content": '<p><a title="x href=y" href="/relative">r</a></p>'}, "'/relative'"),
        ({"content": "<img src=pic.jpg>"}, "'pic.jpg'"),
        ({"updated": NOW.replace(tzinfo=None)}, "no time zone"),
    ],
)
def test_an_article_that_cannot_be_published_is_left_out_with_a_reason(changes: dict[str, object], reason: str) -> None:
    made = edition(make_article(1), replace(make_article(2), **changes))  # type: ignore[arg-type] # data of the test
    assert [article.id for article in made.feed.articles] == [make_article(1).id]
    [skipped] = made.skipped
    assert reason in skipped.reason


def test_the_second_copy_of_an_id_is_left_out() -> None:
    made = edition(make_article(1), make_article(1, title="Again"))
    assert len(made.feed.articles) == 1
    assert [one.reason for one in made.skipped] == ["its id is there twice"]


def test_content_with_only_absolute_addresses_stands() -> None:
    content = '<p><a title="see href=x" href="https://x.example/">a</a><img alt="src=z" src="https://x.example/i.png"/> <a href="mailto:a@x.example">m</a> 1 < 2 href=none</p>'
    assert feed_of(make_article(content=content)).articles[0].content == content


def test_the_oldest_by_first_sight_give_way_to_the_byte_limit() -> None:
    body = "<p>" + "x" * 40_000 + "</p>"
    articles = [
        make_article(n, content=body, seen=NOW + timedelta(minutes=n), published=NOW - timedelta(minutes=n))
        for n in range(5)
    ]
    ours = make_settings(sources=FULL.sources, limits=Limits(window_bytes=100_000))
    shown = edition(*articles, under=ours).feed.articles
    assert [article.id for article in shown] == [articles[3].id, articles[4].id]


def test_what_hangs_on_an_article_counts_too() -> None:
    hung = tuple(Enclosure(href=f"https://cdn.example/{n}/{'a' * 4000}.mp3", type="audio/mpeg") for n in range(50))
    assert size(make_article(enclosures=hung)) > 200_000


def test_an_article_hung_with_links_crowds_out_nobody() -> None:
    hung = tuple(Enclosure(href=f"https://cdn.example/{n}/{'a' * 4000}.mp3", type="audio/mpeg") for n in range(50))
    topics = tuple(Category(term=f"{n}{'b' * 190}", scheme=f"https://t.example/{'c' * 900}") for n in range(50))
    names = tuple(Author(name=f"A {n}", uri=f"https://a.example/{n}/{'d' * 4000}") for n in range(50))
    plain = make_article(99, title="Plain", authors=names[:1], enclosures=hung[:1], categories=topics[:1])
    articles = (plain, *(make_article(n, enclosures=hung, categories=topics, authors=names) for n in range(20)))
    shown = fitting(articles, 200_000)
    assert len(shown) == len(articles)
    assert shown[0] == plain
    assert sum(map(size, shown)) <= 200_000


def test_a_too_large_article_is_in_nobodys_way() -> None:
    giant = make_article(9, content="<p>" + "x" * 200_000 + "</p>", seen=NOW + timedelta(hours=1))
    ours = make_settings(sources=FULL.sources, limits=Limits(window_bytes=100_000))
    shown = edition(make_article(1), make_article(2), giant, under=ours).feed.articles
    assert {article.id: bool(article.content) for article in shown} == {
        make_article(1).id: True, make_article(2).id: True, giant.id: False,
    }  # fmt: skip


@settings(deadline=None)  # the machine may be busy
@given(sizes=st.lists(st.integers(0, 3000), max_size=12), limit=st.integers(1, 5000))
def test_what_is_within_fits_keeps_order_and_is_never_nothing(sizes: list[int], limit: int) -> None:
    articles = [
        make_article(n, content="x" * length, seen=NOW + timedelta(minutes=(n * 7) % 5))
        for n, length in enumerate(sizes)
    ]
    kept = fitting(articles, limit)
    assert bool(kept) == bool(articles)
    ids = [article.id for article in articles]
    assert [article.id for article in kept] == [one for one in ids if one in {article.id for article in kept}]
    assert len(kept) == 1 or sum(size(article) for article in kept) <= limit


def test_what_is_pinned_gives_way_last() -> None:
    articles = [make_article(n, content="x" * 40_000, seen=NOW - timedelta(hours=n)) for n in (9, 1, 2, 3)]
    assert [one.id for one in fitting(articles, 100_000)] == [articles[1].id, articles[2].id]
    pinned = {articles[0].id}
    assert [one.id for one in fitting(articles, 100_000, pinned)] == [articles[0].id, articles[1].id]
