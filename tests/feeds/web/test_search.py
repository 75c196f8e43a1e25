"""Finding feeds in the catalogue, without JavaScript."""

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from feeds.publish.documents import Draft, make
from feeds.publish.site import Site
from feeds.web import create_app
from tests.feeds.web.desk import BUILT, item, listed, publish
from tests.feeds.web.test_pages import tree, words
from tests.world import NOW, make_settings

FEEDS = (
    listed("china-asia-pacific", title="China / Asia Pacific — beatwire", subtitle="The beat"),
    listed("cote", "country", title="Côte — beatwire", subtitle="News of the ＣＯＡＳＴ"),
    listed("harbours", "topic", title="Harbours <b> — beatwire", subtitle="Ships & boats of China"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    settings = make_settings(data=tmp_path_factory.mktemp("desk"))
    publish(settings.published, {feed: [item(1)] for feed in FEEDS})
    return create_app(settings, lambda: NOW).test_client()


def found(client: FlaskClient, query: str) -> list[str]:
    return [words(each) for each in tree(client.get(f"/?q={quote(query)}")).xpath("//a[@class='name']")]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("china", ["China / Asia Pacific", "Harbours <b>"]),
        ("CHINA  boats", ["Harbours <b>"]),
        ("cote", ["Côte"]),
        ("Ｃｏａｓｔ", ["Côte"]),
        ("asia boats", []),
    ],
)
def test_feeds_are_found_by_every_word_of_title_and_subtitle(client: FlaskClient, query: str, names: list[str]) -> None:
    assert found(client, query) == names
    (status,) = tree(client.get(f"/?q={quote(query)}")).xpath("//*[@role='status']")
    assert words(status).split()[:2] == [str(len(names)) if names else "No", "feed" if len(names) == 1 else "feeds"]


def test_what_is_found_stands_under_the_headings_of_the_catalogue(client: FlaskClient) -> None:
    assert [words(each) for each in tree(client.get("/?q=china")).xpath("//h2")] == ["The beat", "By topic"]


def test_the_form_is_labelled_bounded_and_keeps_what_was_asked(client: FlaskClient) -> None:
    (form,) = tree(client.get("/?q=Ships+%26")).xpath("//form")
    assert (form.get("action"), form.get("method"), form.get("role")) == ("/", "get", "search")
    (field,) = form.xpath(".//input")
    assert (field.get("name"), field.get("maxlength"), field.get("value")) == ("q", "100", "Ships &")
    assert words(form.xpath(f".//label[@for='{field.get('id')}']")[0]) == "Find a feed"
    answer = client.get("/")
    assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
    assert tree(answer).xpath("//form//input/@value") == [""]


def test_what_was_asked_is_escaped_and_not_indexed(client: FlaskClient) -> None:
    answer = client.get("/?q=%3Cscript%3Ealert(1)%3C/script%3E%22")
    assert "<script>alert" not in answer.text
    page = tree(answer)
    assert words(page.xpath("//h1")[0]) == 'Feeds for “<script>alert(1)</script>"”'
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert answer.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%09", "?q=%00", "?utm_source=x"])
def test_asking_for_nothing_gives_the_catalogue(client: FlaskClient, query: str) -> None:
    assert client.get(f"/{query}").text == client.get("/").text


def test_a_question_is_cut_at_its_bound(client: FlaskClient) -> None:
    page = tree(client.get(f"/?q={'a' * 5000}"))
    assert page.xpath("//input/@value") == ["a" * 100]


@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(st.text(max_size=150).map(lambda text: quote(text, errors="ignore")), st.binary(max_size=80).map(quote))
)
def test_no_question_is_our_fault(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/?q={query}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_group_links_its_own_list_where_there_is_one(tmp_path: Path) -> None:
    settings = make_settings(data=tmp_path)
    site = publish(settings.published, {feed: [item(1)] for feed in FEEDS})
    manifest = site.manifest()
    assert manifest is not None
    draft = Draft(path="/feeds/country.opml", media_type="text/x-opml", identity=b"<opml/>", max_age=300)
    kept = Site(settings.published).keep(make(draft, None, BUILT))
    site.replace(type(manifest)(built=BUILT, feeds=FEEDS, documents={**manifest.documents, kept.path: kept}))
    index = tree(create_app(settings).test_client().get("/")).xpath("//section[@id='feeds']")[0]
    assert [words(each) for each in index.xpath(".//h2")] == ["By country", "By topic"]
    assert index.xpath(".//p[@class='list']/a/@href") == ["/feeds/country.opml"]
