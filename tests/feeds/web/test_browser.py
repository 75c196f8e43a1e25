"""The pages and the feeds in a real browser: fitting a phone and a desk, readable in the dark, nothing refused."""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
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
ARTICLE = "/articles/00000000-0000-5000-8000-000000000001"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = make_settings(data=tmp_path_factory.mktemp("desk"), sample=True)
    publish(
        settings.published,
        {
            listed(settings.beat.slug, count=2): [item(1), item(2, title="港口停駛" * 12, language="zh-Hant-TW")],
            listed("a-country-with-a-remarkably-long-name", "country"): [item(3, title="Unbreakable" * 12)],
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
