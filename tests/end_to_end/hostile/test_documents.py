"""No document and no page holds anything that could run, whatever a source says, and titles stand as they are told."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from lxml import etree

from config.settings import Settings
from feeds.article import Article
from feeds.publish.site import Site
from feeds.text.html import sanitise
from feeds.web import load
from tests.end_to_end.hostile.allowed import XHTML, page_trespasses, read_page, trespasses
from tests.end_to_end.hostile.cases import CASES, FAMILIES, Case, html
from tests.end_to_end.hostile.desk import print_all, settings_in
from tests.feeds.publish.readers import READERS
from tests.feeds.web.desk import ask

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

pytestmark = pytest.mark.slow

BENIGN = json.loads((Path(__file__).parent / "benign.json").read_text("utf-8"))
BASE = "https://gazette.example/news/"
RUNNING = {
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/1999/XSL/Transform",
    "http://www.w3.org/2001/XInclude",
}
ADDRESSES = {"href", "url", "src"}


@dataclass(frozen=True)
class Desk:
    """A published desk: its settings, its articles by case number, and the app over it."""

    settings: Settings
    articles: dict[int, Article]
    app: "WSGIApplication"

    def document(self, family: str, extension: str) -> bytes:
        site = Site(self.settings.published)
        manifest = site.manifest()
        assert manifest is not None
        return site.read(manifest.documents[f"/feeds/source-{family}{extension}"])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    settings = settings_in(tmp_path_factory.mktemp("hostile"))
    articles = print_all(settings)
    return Desk(settings, articles, load(settings))


def test_there_are_many_cases_and_each_is_one() -> None:
    assert len(CASES) >= 200
    assert len({(case.family, case.name) for case in CASES}) == len({case.payload for case in CASES}) == len(CASES)


def test_the_parsers_see_what_is_wrong_with_the_cases_as_they_come() -> None:
    assert sum(bool(trespasses(html(case))) for case in CASES) > 0.9 * len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.family}-{case.name}")
def test_nothing_is_left_that_could_run(case: Case) -> None:
    clean = sanitise(html(case), BASE)
    assert trespasses(clean) == []
    assert sanitise(clean, None) == clean


@pytest.mark.parametrize("case", BENIGN, ids=lambda case: case[0])
def test_what_is_harmless_survives(case: tuple[str, str, str]) -> None:
    _, told, expected = case
    assert sanitise(told, BASE) == expected
    assert trespasses(expected) == []


def test_every_case_is_in_every_format(desk: Desk) -> None:
    for family in FAMILIES:
        numbers = {case.number for case in CASES if case.family == family}
        wanted = {desk.articles[number].id: desk.articles[number] for number in numbers}
        for name, read in READERS.items():
            stories = {story.id: story for story in read(desk.document(family, f".{name}"))}
            assert stories.keys() == wanted.keys(), (family, name)
            for id_, story in stories.items():
                assert trespasses(story.content) == []
                assert (story.content, story.summary) == (wanted[id_].content, wanted[id_].summary)
                assert all(
                    one is None or one.startswith(("https://", "http://"))
                    for one in (story.link, story.image, story.license)
                ), story


@pytest.mark.parametrize("extension", [".rss", ".atom"])
def test_the_documents_have_no_element_that_a_browser_runs(desk: Desk, extension: str) -> None:
    for family in FAMILIES:
        root = etree.fromstring(desk.document(family, extension))
        before = [node.text for node in root.itersiblings(preceding=True)]
        assert before == ['type="text/css" href="/static/feed.css"']
        for element in root.iter():
            assert etree.QName(element).namespace not in RUNNING, element.tag
            for attribute, value in element.items():
                assert not attribute.startswith("on"), (element.tag, attribute)
                assert attribute not in ADDRESSES or value.startswith(("https://", "http://")), (element.tag, value)


def test_what_rss_calls_a_title_or_a_description_runs_in_no_reader_that_takes_it_for_html(desk: Desk) -> None:
    for family in FAMILIES:
        for item in etree.fromstring(desk.document(family, ".rss")).iter("item"):
            for name in ("title", "description"):
                tree = html5lib.parseFragment(item.findtext(name) or "", treebuilder="etree")
                assert [one.tag for one in list(tree.iter())[1:]] == []


def test_the_pages_show_a_title_as_it_is_told_and_nothing_that_could_run(desk: Desk) -> None:
    for family in FAMILIES:
        page = read_page(ask(desk.app, f"/feeds/source-{family}").body.decode())
        assert page_trespasses(page) == []
        articles = [desk.articles[case.number] for case in CASES if case.family == family]
        heads = [_text(one) for one in page.iter(f"{XHTML}h3")]
        assert sorted(heads) == sorted(article.title for article in articles)


@pytest.mark.parametrize(("below", "step"), [("", 1), ("/explain", 3)])  # which holds a title and words, no more
def test_the_page_of_an_article_holds_nothing_that_could_run(desk: Desk, below: str, step: int) -> None:
    for number, article in [*desk.articles.items()][::step]:
        answer = ask(desk.app, f"/articles/{article.id.removeprefix('urn:uuid:')}{below}")
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        page = read_page(answer.body.decode())
        assert page_trespasses(page) == [], CASES[number - 1]
        [head] = [_text(one) for one in page.iter(f"{XHTML}h1") if "China" in _text(one)][:1]
        assert head == article.title


def _text(element: Any) -> str:
    return "".join(element.itertext())
