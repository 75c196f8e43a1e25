"""The pages and the feeds in a real browser: fitting a phone and a desk, readable in the dark, nothing refused."""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from feeds.article import Batch, FetchState, Permits, Rights, Run
from feeds.select.region import places
from feeds.store import Store, migrate
from feeds.web import load
from tests.browser import chromium
from tests.feeds.web.desk import item, listed, publish
from tests.world import NOW, make_article, make_settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const light = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!colour.endsWith(", 0)") && colour !== "transparent") return colour;
    }
  };
  const low = [];
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    const [a, b] = [getComputedStyle(element).color, behind(element)].map(light).sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) low.push(`${element.tagName}.${element.className} ${element.textContent.trim()}`);
  }
  return low;
}"""
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
SIGHTS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((390, "light"), (1440, "dark"))
ARTICLE = "/articles/00000000-0000-5000-8000-000000000001"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = make_settings(data=tmp_path_factory.mktemp("desk"), sample=True)
    publish(
        settings.published,
        {
            listed(settings.beat.slug, count=2): [item(1), item(2, title="港口停駛" * 12, language="zh-Hant-TW")],
            listed("a-country-with-a-remarkably-long-name", "country"): [item(3, title="Unbreakable" * 12)],
            listed("harbours", "topic"): [item(3)],
        },
    )
    migrate(settings.database, None)
    rights = Rights(permits=Permits.FULL, notice="Whole.", license="https://l.example/by")
    title, text = "Lahore" + "unbreakable" * 9, "Of Lahore, Kathmandu and 釜山.\n" + "wide " * 90
    content = "".join(f"<pre>{one}</pre>" for one in text.split("\n"))
    found = places(title, text)
    article = make_article(1, title=title, content=content, places=found, rights=rights, estimated=True)
    with Store.open(settings.database) as store:
        run = Run(source="gazette", started=NOW, finished=NOW, outcome="collected")
        store.keep(Batch(run=run, state=FetchState(source="gazette"), new=(article,)))
    server = make_server("127.0.0.1", 0, load(settings, lambda: NOW), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def complaints(page: "Page") -> list[str]:
    """Collect what the browser complains of: a style or script refused, a picture not found."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    return heard


def test_every_page_fits_reads_and_is_not_refused_anything(address: str) -> None:
    paths = (
        "/",
        "/feeds/china-asia-pacific",
        "/feeds/a-country-with-a-remarkably-long-name",
        ARTICLE,
        f"{ARTICLE}/explain",
        "/?q=name",
        f"/?q={'unbreakable' * 9}",
        "/status",
        "/polling",
    )
    with chromium() as browser:
        for width in (320, 390, 1280):
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
                refused = complaints(page)
                for path in paths:
                    page.goto(address + path)
                    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
                    assert page.evaluate(CONTRAST) == [], (path, scheme)
                assert refused == []
                page.close()


def test_pages_work_without_javascript_and_times_are_local_with_it(address: str) -> None:
    with chromium() as browser:
        bare = browser.new_context(java_script_enabled=False).new_page()
        bare.goto(address)
        assert bare.locator("article time").first.text_content() == "20 November 2026, 07:00 UTC"
        assert bare.locator(".copy button").count() == 0
        local = browser.new_context(timezone_id="Asia/Tokyo", locale="en-GB").new_page()
        local.goto(address)
        assert "16:00" in (local.locator("article time").first.text_content() or "")
        assert local.locator(".copy button").count() == 1


def test_the_keyboard_reaches_the_content_first(address: str) -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_no_page_breaks_a_rule_of_wcag(address: str) -> None:
    """Hold every page against axe-core's rules for WCAG 2.2 A and AA, and its best practices."""
    rules = {"runOnly": {"type": "tag", "values": [*WCAG, "best-practice"]}}
    with chromium() as browser:
        for width, scheme in SIGHTS:
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for path in (
                "/",
                "/?q=name",
                "/feeds/china-asia-pacific",
                ARTICLE,
                f"{ARTICLE}/explain",
                "/status",
                "/polling",
                "/nothing",
            ):
                page.goto(address + path)
                found = Axe().run(page, options=rules)
                assert found.response["passes"], "nothing was looked at"
                assert [
                    (each["id"], [node["html"][:200] for node in each["nodes"]])
                    for each in found.response["violations"]
                ] == [], path
            page.close()


def test_axe_sees_what_is_wrong(address: str) -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        page.evaluate("document.querySelector('label').remove()")
        assert "label" in {each["id"] for each in Axe().run(page).response["violations"]}


def test_a_feed_is_found_while_one_types_and_by_its_address_where_nobody_answers(address: str) -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        rows = page.locator("#feeds li:visible")
        every = rows.count()
        assert every > 1
        page.get_by_label("Find a feed").press_sequentially("REMARKABLY country")
        assert rows.count() == 1
        page.get_by_label("Find a feed").press("Enter")
        assert "q=REMARKABLY" in page.url
        assert "1 feed has these words" in (page.get_by_role("status").text_content() or "")
        page.goto(address)
        front = page.content()
        page.route("**/?q=*", lambda route: route.fulfill(body=front, content_type="text/html"))
        page.goto(f"{address}/?q=remarkably")
        assert rows.count() == 1, "a host of files gives the whole front page, and the script narrows it"
        page.get_by_label("Find a feed").fill("")
        assert rows.count() == every


def test_who_subscribes_needs_one_click_or_one_address(address: str) -> None:
    with chromium() as browser:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{address}/feeds/china-asia-pacific")
        shown = page.locator("#address").text_content() or ""
        assert page.get_by_role("link", name="Subscribe", exact=True).get_attribute("href") == f"feed:{shown}"
        page.get_by_role("button", name="Copy").click()
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == shown
        feedly = page.get_by_role("link", name="Feedly").get_attribute("href") or ""
        assert unquote(feedly.removeprefix("https://feedly.com/i/subscription/feed%2F")) == shown
        assert page.locator(".readers a").count() == 4


def test_everything_on_a_page_is_reached_by_the_keyboard_and_seen_when_it_is(address: str) -> None:
    with chromium() as browser:
        page = browser.new_page()
        for path in ("/", "/feeds/china-asia-pacific", "/status"):
            page.goto(address + path)
            wanted = page.locator(
                "a:visible, button:visible, input:visible, summary:visible, [tabindex='0']:visible"
            ).count()
            reached = set()
            for _ in range(wanted + 5):
                page.keyboard.press("Tab")
                reached.add(page.evaluate("(document.activeElement.dataset.seen ??= String(Math.random()))"))
                assert page.evaluate(
                    "document.activeElement === document.body || getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                )
            assert len(reached) >= wanted, path
