"""What a build publishes, served: the store's articles, the press's documents, the web's answers."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree, html
from werkzeug.test import Client

from config.settings import Settings
from feeds.article import Batch, FetchState, Related, Run
from feeds.publish.press import publish
from feeds.publish.site import Site
from feeds.store import Store, migrate
from feeds.web import load
from tests.browser import chromium
from tests.feeds.web.serving import granian
from tests.world import NOW, make_article, make_settings

ARTICLES = (
    make_article(1, title="A <b>bold</b> & brave headline", related=(Related(title="Second"),), estimated=True),
    make_article(2, title="Second", link=None, published=NOW - timedelta(hours=1)),
    make_article(3, title="港口停駛", language="zh-Hant-TW", published=NOW - timedelta(hours=2)),
)


def built(settings: Settings) -> None:
    migrate(settings.database, None)
    with Store.open(settings.database) as store:
        run = Run(source="gazette", started=NOW, finished=NOW, outcome="collected")
        batch = Batch(
            run=run, state=FetchState(source="gazette"), new=ARTICLES, sightings=tuple(a.id for a in ARTICLES)
        )
        store.keep(batch)
        outcomes = {each.outcome for each in publish(store, settings, Site(settings.published), NOW)}
    assert outcomes == {"written"}


@pytest.fixture
def client(tmp_path: Path) -> Client:
    settings = make_settings(data=tmp_path)
    built(settings)
    return Client(load(settings))


def test_the_page_of_a_feed_says_what_its_documents_say(client: Client) -> None:
    document = json.loads(client.get("/feeds/china-asia-pacific.json").data)
    page = html.document_fromstring(client.get("/feeds/china-asia-pacific").text)
    assert [each.text_content() for each in page.xpath("//h3")] == [each["title"] for each in document["items"]]
    assert len(page.xpath("//em[@class='estimated']")) == 1
    assert page.xpath("//article/@lang") == ["en", "en", "zh-Hant-TW"]
    assert "/articles/00000000-0000-5000-8000-000000000002" in page.xpath("//h3/a/@href")


def test_every_document_of_a_build_is_served_and_polled(client: Client) -> None:
    paths = [
        f"/feeds/{slug}{ext}"
        for slug in ("china-asia-pacific", "china", "source-gazette")
        for ext in (".rss", ".atom", ".json")
    ]
    for path in (*paths, "/feeds.opml", "/feeds.json"):
        whole = client.get(path, headers={"Accept-Encoding": "br"})
        assert whole.status_code == 200, path
        assert client.get(path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


def test_the_stylesheet_that_the_xml_names_is_there(client: Client) -> None:
    for name in ("rss", "atom"):
        document = etree.fromstring(client.get(f"/feeds/china.{name}").data)
        style = document.getroottree().xpath("preceding-sibling::processing-instruction()")[0]
        assert client.get(style.get("href"), buffered=True).mimetype == "text/css"


def test_the_self_link_in_the_header_is_the_one_in_the_body(client: Client) -> None:
    answer = client.get("/feeds/china.atom")
    body = etree.fromstring(answer.data)
    own = body.xpath("string(a:link[@rel='self']/@href)", namespaces={"a": "http://www.w3.org/2005/Atom"})
    assert f'<{own}>; rel="self"' in answer.headers["Link"]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("name", "item"), [("rss", "item"), ("atom", "entry")])
def test_a_feed_opened_in_a_browser_is_a_page(tmp_path: Path, name: str, item: str) -> None:
    built(make_settings(data=tmp_path))
    with granian(tmp_path) as port, chromium() as browser:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/feeds/china.{name}")
        page.wait_for_load_state("load")
        devtools = page.context.new_cdp_session(page)  # the document is sandboxed: no script may look at it
        for domain in ("DOM", "CSS"):
            devtools.send(f"{domain}.enable")
        root = devtools.send("DOM.getDocument")["root"]["nodeId"]

        def shown(selector: str) -> str:
            node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
            style = devtools.send("CSS.getComputedStyleForNode", {"nodeId": node})["computedStyle"]
            return str(next(each["value"] for each in style if each["name"] == "display"))

        assert shown(item) == "flex"
        assert shown(f"{item} > title") == "block"
        assert shown(f"{item} > category") == "none"
        assert shown('[rel="self"]') == "none"  # it would stand there as a line of its own, saying nothing
