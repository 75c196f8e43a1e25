"""The pages, as a browser without JavaScript gets them."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from config.feeds import Beat
from config.settings import Settings
from feeds.article import Article, Author, Batch, Evidence, FetchState, Permits, Place, Related, Rights, Run
from feeds.publish.manifest import Pages
from feeds.publish.site import Site
from feeds.store import Store, migrate
from feeds.web import create_app
from feeds.web.shortway import ShortWay
from tests.feeds.web.desk import BASE, BUILT, ask, item, later, listed, publish
from tests.world import NOW, make_article, make_settings, make_source

BEAT = listed("china-asia-pacific", title="Sample: China / Asia Pacific — beatwire", count=12)
CHINA = listed("china", "country", title="China — beatwire", subtitle="News of China", count=2)
GAZETTE = listed("source-gazette", "source", title="The Gazette — beatwire", count=1)
CHINESE = item(3, title="港口停駛", language="zh-Hant-TW", summary="碼頭工會表示。")
HERE = item(4, url=f"{BASE}/articles/00000000-0000-5000-8000-000000000004", title="Only <here> & now")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(data=tmp_path, sources=(make_source(rights="full"),))


@pytest.fixture
def site(settings: Settings) -> Site:
    items = [item(n) for n in range(10, 20)]
    return publish(settings.published, {BEAT: [CHINESE, HERE, *items], CHINA: [item(1), CHINESE], GAZETTE: [item(2)]})


@pytest.fixture
def client(settings: Settings, site: Site) -> FlaskClient:
    return create_app(settings).test_client()


def kept(settings: Settings, *articles: Article) -> None:
    migrate(settings.database, None)
    with Store.open(settings.database) as store:
        run = Run(source="gazette", started=NOW, finished=NOW, outcome="collected")
        store.keep(Batch(run=run, state=FetchState(source="gazette"), new=articles))


def tree(response: TestResponse) -> html.HtmlElement:
    """Read a page, and hold it to what every page must be."""
    assert response.mimetype == "text/html"
    page = html.document_fromstring(response.get_data(as_text=True))
    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    assert not page.xpath("//@style | //script[not(@src)] | //form[not(@method='get')] | //@onclick")
    headings = [int(each.tag[1]) for each in page.xpath("//h1|//h2|//h3")]
    assert all(after - before <= 1 for before, after in pairwise(headings))
    return page


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_the_front_page_lists_every_feed_and_the_beats_newest(client: FlaskClient) -> None:
    page = tree(client.get("/"))
    assert words(page.xpath("//h1")[0]) == "China / Asia Pacific"
    assert len(page.xpath("//article")) == 9
    index = page.xpath("//section[@id='feeds']")[0]
    assert [words(each) for each in index.xpath(".//h2")] == ["By country", "By source"]
    assert [words(each) for each in index.xpath(".//li")] == [
        "China 20 November 2026, 08:00 UTC 2 stories RSS of China",
        "The Gazette 20 November 2026, 08:00 UTC 1 story RSS of The Gazette",
    ]
    assert index.xpath(".//a[@class='name']/@href") == ["/feeds/china", "/feeds/source-gazette"]


def test_a_feed_can_be_discovered_and_subscribed_to(client: FlaskClient) -> None:
    for path, slug in (("/", "china-asia-pacific"), ("/feeds/china", "china")):
        page = tree(client.get(path))
        found = {each.get("type"): each.get("href") for each in page.xpath("//link[@rel='alternate']")}
        found.pop("text/x-opml", None)
        assert found == {
            "application/rss+xml": f"{BASE}/feeds/{slug}.rss",
            "application/atom+xml": f"{BASE}/feeds/{slug}.atom",
            "application/feed+json": f"{BASE}/feeds/{slug}.json",
        }
        assert page.xpath("//a[starts-with(@href, 'feed:')]/@href") == [f"feed:{BASE}/feeds/{slug}.rss"]
        assert words(page.xpath("//code")[0]) == f"{BASE}/feeds/{slug}.rss"
        assert f"/feeds/{slug}.atom" in page.xpath("//ul[@class='formats']//a/@href")


def test_every_link_to_a_page_of_ours_leads_somewhere(client: FlaskClient, settings: Settings) -> None:
    kept(settings, *(make_article(n) for n in (1, 2, 3, 4, *range(10, 20))))
    seen, waiting = set[str](), ["/"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path, buffered=True)
        assert answer.status_code == 200, path
        if answer.mimetype == "text/html":
            links = tree(answer).xpath("//@href | //@src")
            waiting += {each.split("#")[0] for each in links if each.startswith("/")} - seen - set(waiting)
    assert {"/feeds/china", "/feeds/china.rss", "/feeds.opml", "/static/beatwire.css"} <= seen


def test_a_feeds_page_shows_what_its_json_document_says(client: FlaskClient) -> None:
    page = tree(client.get("/feeds/china"))
    first, second = page.xpath("//article")
    assert words(first.xpath(".//h3")[0]) == "Harbour story 1"
    assert first.xpath(".//h3/a/@href") == ["https://gazette.example/stories/1"]
    assert "The Gazette Mei Tan 20 November 2026, 07:00 UTC" in words(first)
    assert first.xpath(".//time/@datetime") == ["2026-11-20T07:00:00+00:00"]
    assert (second.get("lang"), words(second.xpath(".//h3")[0])) == ("zh-Hant-TW", "港口停駛")
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{BASE}/feeds/china"]


def test_a_feeds_page_says_how_fresh_it_is_and_what_each_story_is(settings: Settings) -> None:
    rights = {"permits": "summary", "license": "https://l.example/by", "reserved": True}
    ours = {"origin": {"title": "The Gazette"}, "places": [{"code": "CN", "name": "China"}], "rights": rights}
    new = item(1, date_published="2026-11-20T07:30:00Z", language="zh-Hant-TW", _beatwire=ours)
    publish(settings.published, {CHINA: [item(2, language="x-<odd>"), new]})
    page = tree(create_app(settings).test_client().get("/feeds/china"))
    assert "newest story 20 November 2026, 07:30 UTC" in words(page.xpath("//header[@class='lead']")[0])
    odd, story = page.xpath("//article")
    assert "x-<odd>" in words(odd)
    assert "Chinese (Traditional, Taiwan) summary, mining reserved Licence" in words(story)
    assert words(story.xpath("./p[@class='kicker']")[0]) == "China"
    assert story.xpath(".//a[@rel='license']/@href") == ["https://l.example/by"]


def test_a_feeds_page_links_those_archives_that_are_there(settings: Settings) -> None:
    site = publish(settings.published, {CHINA: [item(1)], GAZETTE: [item(2)]})
    manifest = site.manifest()
    assert manifest is not None
    atom = manifest.documents["/feeds/china.atom"]
    linked = replace(atom, links=(*atom.links, f'<{BASE}/feeds/china/archive/3.atom>; rel="prev-archive"'))
    pages = {path: replace(atom, path=path) for path in (f"/feeds/china/archive/{n}.atom" for n in (1, 3))}
    kept = site.keep_pages(Pages(signature="", documents=pages))
    documents = {**manifest.documents, atom.path: linked}
    site.replace(replace(manifest, documents=documents, archives={"china": kept}))
    client = create_app(settings).test_client()
    links = tree(client.get("/feeds/china")).xpath("//ul[@aria-label='Archives']//a")
    assert [words(each) for each in links] == ["Archive 3", "Archive 1"]
    assert [each.get("href") for each in links] == ["/feeds/china/archive/3.atom", "/feeds/china/archive/1.atom"]
    assert not tree(client.get("/feeds/source-gazette")).xpath("//ul[@aria-label='Archives']")


def test_a_story_that_is_only_ours_leads_to_our_page_once(client: FlaskClient) -> None:
    story = tree(client.get("/")).xpath("//article")[1]
    assert story.xpath(".//a/@href") == ["/articles/00000000-0000-5000-8000-000000000004"]
    assert words(story.xpath(".//h3")[0]) == "Only <here> & now"


def test_feeds_pages_need_no_database(client: FlaskClient, settings: Settings) -> None:
    (settings.data / "beatwire.sqlite").write_bytes(b"not a database at all, " * 100)
    assert client.get("/").status_code == client.get("/feeds/china").status_code == 200
    broken = client.get("/articles/00000000-0000-5000-8000-000000000001")
    assert (broken.status_code, broken.headers["Cache-Control"]) == (503, "no-store")
    assert int(broken.headers["Retry-After"]) > 0
    assert str(settings.data) not in broken.text
    tree(broken)


def test_a_feed_that_left_the_catalogue_keeps_its_page(settings: Settings, site: Site) -> None:
    manifest = site.manifest()
    assert manifest is not None
    site.replace(replace(manifest, feeds=(BEAT,), built=later(60)))
    page = tree(create_app(settings).test_client().get("/feeds/china"))
    assert words(page.xpath("//h1")[0]) == "China"
    assert len(page.xpath("//article")) == 2


def test_a_page_under_a_path_links_under_that_path(tmp_path: Path) -> None:
    settings = make_settings(data=tmp_path, base_url="https://news.example/wire")
    publish(settings.published, {BEAT: [item(1)], CHINA: [item(1)]})
    page = tree(create_app(settings).test_client().get("/"))
    local = [each for each in page.xpath("//@href | //@src") if each.startswith("/")]
    assert local
    assert all(each.startswith("/wire/") for each in local)


WHOLE = make_article(
    1,
    title="Ferry crews walk off",
    link=None,
    content='<p>The <a href="https://gazette.example/x">5:40 boat</a> left.</p>',
    authors=(Author(name="Mei Tan", role="China/Asia Pacific Reporter"),),
    estimated=True,
    places=(
        Place(code="CN", score=0.93, primary=True, evidence=(Evidence(text="Beijing", where="lead", start=3, end=10),)),
    ),
    related=(Related(title="Night boats return"), Related(title="Nobody knows this one")),
    rights=Rights(permits=Permits.FULL, notice="All of this notice.\n\nEvery word.", license="https://l.example/by"),
)
OTHER = make_article(2, title="Night boats return", link=None)
PATH = "/articles/00000000-0000-5000-8000-000000000001"


def test_an_article_has_a_page_of_its_own(client: FlaskClient, settings: Settings) -> None:
    kept(settings, WHOLE, OTHER)
    answer = client.get(PATH)
    page = tree(answer)
    text = words(page.xpath("//main")[0])
    assert page.xpath("//article/@lang") == ["en"]
    assert "By Mei Tan, China/Asia Pacific Reporter" in text
    assert "20 November 2026, 08:00 UTC date estimated" in text
    assert page.xpath("//div[@class='body']//a/@href") == ["https://gazette.example/x"]
    assert "China about · 93 %" in text
    assert "Beijing in the lead" in text
    assert page.xpath("//ul[@class='related']//a/@href") == ["/articles/00000000-0000-5000-8000-000000000002"]
    assert "Nobody knows this one" in text
    assert "All of this notice. Every word." in text
    assert page.xpath("//a[@rel='license']/@href") == ["https://l.example/by"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{BASE}{PATH}"]
    assert "X-Robots-Tag" not in answer.headers
    assert not page.xpath("//meta[@name='robots']")


def test_a_page_for_somebody_elses_story_points_at_theirs(client: FlaskClient, settings: Settings) -> None:
    corrected = make_article(1, updated=NOW + timedelta(hours=2), link="https://gazette.example/stories/1")
    kept(settings, corrected)
    answer = client.get(PATH)
    page = tree(answer)
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://gazette.example/stories/1"]
    assert page.xpath("//p[@class='more']/a/@href") == ["https://gazette.example/stories/1"]
    assert answer.headers["X-Robots-Tag"] == page.xpath("//meta[@name='robots']/@content")[0] == "noindex"
    assert "corrected 20 November 2026, 10:00 UTC" in words(page)


@pytest.mark.parametrize(
    ("declared", "own", "shown"),
    [
        (None, "full", {"SUMMARY"}),
        ("full", "full", {"SUMMARY", "CONTENT"}),
        ("summary", "full", {"SUMMARY"}),
        ("full", "summary", {"SUMMARY"}),
        ("headline", "full", set()),
        ("full", "headline", set()),
    ],
)
def test_a_page_shows_no_more_than_rights_allow(
    tmp_path: Path, declared: str | None, own: str, shown: set[str]
) -> None:
    settings = make_settings(data=tmp_path, sources=(make_source(rights=declared),))
    publish(settings.published, {BEAT: [item(1)]})
    article = make_article(1, summary="SUMMARY", content="<p>CONTENT</p>", rights=Rights(permits=Permits(own)))
    kept(settings, article)
    text = create_app(settings).test_client().get(PATH).text
    assert {word for word in ("SUMMARY", "CONTENT") if word in text} == shown


def test_an_excerpt_is_not_read_twice(client: FlaskClient, settings: Settings) -> None:
    text = "<p>The 5:40 boat left without a crew.</p><p>By noon forty lay along the quay.</p>"
    own = make_article(1, summary="Crews say the rota leaves nobody awake.", content=text)
    cut = make_article(2, summary="The 5:40 boat left without a crew. By noon…", content=text)
    kept(settings, own, cut)
    standfirsts = [tree(client.get(PATH[:-1] + each)).xpath("//p[@class='standfirst']/text()") for each in "12"]
    assert standfirsts == [["Crews say the rota leaves nobody awake."], []]


def test_an_article_under_embargo_or_unknown_is_not_there(client: FlaskClient, settings: Settings) -> None:
    kept(settings, make_article(1, embargo=NOW + timedelta(days=1)))
    assert client.get(PATH).status_code == client.get(PATH.replace("1", "9")).status_code == 404


def test_what_expired_or_was_taken_back_is_gone(client: FlaskClient, settings: Settings) -> None:
    ends = Rights(permits=Permits.FULL, expires=NOW + timedelta(days=1))
    article = make_article(1, content="<p>CONTENT</p>", rights=ends)
    kept(settings, article, make_article(2))
    assert client.get(PATH).status_code == 200
    with Store.open(settings.database) as store:
        store.release(NOW + timedelta(days=1))
        run = Run(source="gazette", started=NOW, finished=NOW, outcome="collected")
        store.keep(Batch(run=run, state=FetchState(source="gazette"), retracted=(make_article(2).id,)))
    for path in (PATH, PATH.replace("1", "2")):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "public, max-age=60")
        assert "Gone" in words(tree(answer))
        assert "CONTENT" not in answer.text
        assert article.title not in answer.text


def test_a_page_says_its_rights_to_machines_too(tmp_path: Path) -> None:
    said = {"reserved": True, "policy": "https://p.example/tdm.json", "license": "https://l.example/by"}
    settings = make_settings(
        data=tmp_path, sources=(make_source(rights="full", **said),), beat=Beat(labels={"CN": "PRC"})
    )
    publish(settings.published, {BEAT: [item(1)]})
    kept(settings, make_article(1))
    answer = create_app(settings).test_client().get(PATH)
    page = tree(answer)
    assert page.xpath("//meta[@name='tdm-reservation']/@content") == ["1"]
    assert page.xpath("//meta[@name='tdm-policy']/@content") == ["https://p.example/tdm.json"]
    assert page.xpath("//head/link[@rel='license']/@href") == ["https://l.example/by"]
    assert "Text and data mining is reserved" in words(page)
    assert "PRC" in words(page.xpath("//p[@class='overline']")[0])
    assert not tree(create_app(settings).test_client().get("/")).xpath("//meta[@name='tdm-reservation']")


def test_the_pages_of_a_reserved_beat_say_so(tmp_path: Path) -> None:
    settings = make_settings(data=tmp_path, beat=Beat(reserved=True))
    publish(settings.published, {BEAT: [item(1)]})
    client = create_app(settings).test_client()
    for path in ("/", "/feeds/china-asia-pacific"):
        assert tree(client.get(path)).xpath("//meta[@name='tdm-reservation']/@content") == ["1"]


def test_the_sample_desk_says_so_on_every_page(tmp_path: Path) -> None:
    settings = make_settings(data=tmp_path, sample=True)
    publish(settings.published, {BEAT: [item(1)]})
    client = create_app(settings).test_client()
    for path in ("/", "/feeds/china-asia-pacific", "/nowhere"):
        assert "Sample desk Every article here is invented." in words(tree(client.get(path)))


def test_pages_of_a_real_desk_do_not_speak_of_samples(client: FlaskClient) -> None:
    assert "invented" not in client.get("/feeds/china").text


@pytest.mark.parametrize(
    "path", ["/nowhere", "/feeds/nowhere", "/feeds/", "/articles/7", "/feeds//china", "/static/../pages.py", "/static/"]
)
def test_what_is_not_there_is_told_plainly(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "public, max-age=60")
    assert "Nothing here" in words(tree(answer))


@pytest.mark.parametrize("path", ["/", "/feeds/china", "/healthz"])
def test_pages_can_only_be_read(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data={"a": "b"})
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))
    assert "Read only" in words(tree(answer))


@pytest.fixture
def failing(settings: Settings, site: Site) -> Flask:
    app = create_app(settings)
    app.add_url_rule("/boom", view_func=lambda: str(1 // len("")))
    return app


def test_our_own_fault_shows_no_stack_and_no_secret(failing: Flask) -> None:
    with capture_logs() as logged:
        answer = failing.test_client().get("/boom?key=s3cret")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")
    assert not re.search(r"Traceback|ZeroDivision|/feeds/web|site-packages|s3cret", answer.text)
    (line,) = logged
    assert (line["event"], line["path"], line["log_level"]) == ("page.failed", "/boom", "error")
    assert isinstance(line["exc_info"], ZeroDivisionError)
    assert f"Tell the desk this reference: {line['reference']}" in words(tree(answer))
    assert "s3cret" not in str(line)


def test_every_page_is_guarded_and_sets_no_cookie(client: FlaskClient) -> None:
    for path in ("/", "/feeds/china", "/nowhere", "/static/beatwire.css", "/healthz"):
        answer = client.get(path, headers={"Host": "evil.example"}, buffered=True)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "Set-Cookie" not in answer.headers
        assert "evil.example" not in answer.text + str(answer.headers)


def test_a_page_held_already_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/feeds/china")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = client.get("/feeds/china", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_worker_is_alive_before_it_is_ready(settings: Settings) -> None:
    client = create_app(settings).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    for path in ("/", "/feeds/china"):
        early = client.get(path)
        assert (early.status_code, early.headers["Cache-Control"]) == (503, "no-store")
        assert int(early.headers["Retry-After"]) > 0
    publish(settings.published, {BEAT: [item(1)]})
    assert create_app(settings).test_client().get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/beatwire.css", "text/css"),
        ("/static/feed.css", "text/css"),
        ("/static/beatwire.js", "text/javascript"),
        ("/static/icon.svg", "image/svg+xml"),
        ("/favicon.ico", "image/svg+xml"),
    ],
)
def test_static_files_may_be_kept_for_an_hour(client: FlaskClient, path: str, kind: str) -> None:
    with client.get(path) as answer:
        assert (answer.status_code, answer.mimetype) == (200, kind)
        assert "max-age=3600" in answer.headers["Cache-Control"]


def test_documents_go_the_short_way(settings: Settings, site: Site) -> None:
    app = create_app(settings)
    assert isinstance(app.wsgi_app, ShortWay)
    answer = ask(app.wsgi_app, "/feeds/china.rss")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
    assert BUILT.strftime("%d %b %Y") in answer.headers["Last-Modified"]
