"""A real browser opens every document and every page, with the policy they are served with and without it: nothing runs."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.publish.site import Site
from feeds.web import load
from tests.browser import chromium
from tests.end_to_end.hostile.allowed import ATTRIBUTES, CONTENT
from tests.end_to_end.hostile.cases import CASES, FAMILIES
from tests.end_to_end.hostile.desk import beside_laboratory, print_all, served, settings_in
from tests.feeds.publish.readers import READERS

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Dialog, Page, Request

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LABORATORY = (Path(__file__).parent / "laboratory.js").read_text("utf-8")
TELL = "window.__ran = number => console.debug(`__ran ${number}`)"
FRAMES = """async paths => {
  const frames = paths.map(path => Object.assign(document.createElement("iframe"), {src: path, width: 300, height: 200}));
  const loaded = frames.map(frame => new Promise(done => frame.addEventListener("load", done)));
  document.body.replaceChildren(...frames);
  await Promise.all(loaded);
  await new Promise(done => setTimeout(done, 50));
  const led = frames.map(frame => frame.contentWindow.location.pathname);
  for (const frame of frames)
    for (const node of frame.contentDocument.querySelectorAll(".body *"))
      for (const name of ["mouseover", "focus", "error", "load", "toggle"]) node.dispatchEvent(new Event(name, {bubbles: true}));
  await new Promise(done => setTimeout(done, 50));
  return led;
}"""


@dataclass
class Watch:
    """What a browser did beyond showing: scripts that told of themselves, requests, windows, dialogs, refusals."""

    ran: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def over(self, context: "BrowserContext") -> "Page":
        """Watch `context`, and give its one page."""
        context.add_init_script(TELL)
        page = context.new_page()
        context.on("request", self._request)
        context.on("dialog", self._dialog)
        context.on("page", lambda _: self.heard.append("a window"))
        context.on("console", lambda message: self._console(message.text))
        context.on("weberror", lambda error: self.heard.append(str(error.error)))
        page.on("download", lambda download: self.heard.append(f"a download: {download.url}"))
        return page

    def _request(self, request: "Request") -> None:
        ours = request.url.startswith("http://127.0.0.1:")
        if not ours and not (request.resource_type == "image" and request.url.startswith(("https://", "http://"))):
            self.asked.append(f"{request.resource_type} {request.url}")

    def _dialog(self, dialog: "Dialog") -> None:
        self.heard.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, text: str) -> None:
        if text.startswith("__ran "):
            self.ran.append(int(text.removeprefix("__ran ")))
        elif "Content Security Policy" in text or "Refused" in text:
            self.heard.append(text)

    def saw(self) -> tuple[list[int], list[str], list[str]]:
        """Give all that should be empty, and forget it."""
        seen = (self.ran, self.asked, self.heard)
        self.ran, self.asked, self.heard = [], [], []
        return seen


@dataclass(frozen=True)
class Stage:
    """Our pages under two addresses, `strict` as served and `bare` without a policy; articles' paths; documents."""

    strict: str
    bare: str
    articles: dict[int, str]
    documents: dict[str, bytes]
    page: "Page"
    watch: Watch


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    settings = settings_in(tmp_path_factory.mktemp("hostile"))
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        kept = print_all(settings)
        site = Site(settings.published)
        manifest = site.manifest()
        assert manifest is not None
        strict, bare = (
            stack.enter_context(served(beside_laboratory(load(settings), policy=policy))) for policy in (True, False)
        )
        watch = Watch()
        yield Stage(
            strict,
            bare,
            {number: f"/articles/{article.id.removeprefix('urn:uuid:')}" for number, article in kept.items()},
            {path: site.read(stored) for path, stored in manifest.documents.items()},
            watch.over(browser.new_context()),
            watch,
        )


def test_the_watch_sees_what_runs_what_asks_and_what_leads_away(stage: Stage) -> None:
    """Before anything is believed: the very payloads, unsanitised, set every alarm off."""
    watch = Watch()
    context = stage.page.context.browser.new_context()  # type: ignore[union-attr]
    page = watch.over(context)
    page.goto(stage.bare + "/laboratory")
    tried = [(case.number, case.payload) for case in CASES if case.family in {"handlers", "svg", "css"}]
    assert page.evaluate(LABORATORY, [tried, sorted(CONTENT), ATTRIBUTES])
    assert len(set(watch.ran)) > 30
    assert any(one.startswith("stylesheet https://ran.test/") for one in watch.asked)
    context.close()


@pytest.mark.parametrize("family", FAMILIES)
def test_feed_readers_that_put_it_into_their_page_twice(stage: Stage, family: str) -> None:
    stage.page.goto(stage.bare + "/laboratory")
    for name in ("rss", "atom"):
        stories = READERS[name](stage.documents[f"/feeds/source-{family}.{name}"])
        pieces = [(story.id, story.content) for story in stories]
        assert stage.page.evaluate(LABORATORY, [pieces, sorted(CONTENT), ATTRIBUTES]) == []
    assert stage.page.url == stage.bare + "/laboratory"
    assert stage.watch.saw() == ([], [], [])


@pytest.mark.parametrize("family", FAMILIES)
def test_the_feed_page_and_the_documents_themselves(stage: Stage, family: str) -> None:
    for base in (stage.strict, stage.bare):
        for extension in ("", ".rss", ".atom"):
            address = f"{base}/feeds/source-{family}{extension}"
            stage.page.goto(address, wait_until="load")
            stage.page.wait_for_timeout(50)
            assert stage.page.url == address
    assert stage.watch.saw() == ([], [], [])


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("policy", ["strict", "bare"])
def test_the_pages_of_the_articles(stage: Stage, family: str, policy: str) -> None:
    """Each without a policy, where the sanitiser stands alone; every third under it, where one more wall stands."""
    base: str = getattr(stage, policy)
    paths = [stage.articles[case.number] for case in CASES if case.family == family][:: 3 if policy == "strict" else 1]
    stage.page.goto(base + "/laboratory")
    for first in range(0, len(paths), 40):
        some = paths[first : first + 40]
        assert stage.page.evaluate(FRAMES, some) == some
    stage.page.goto(base + paths[0])
    assert stage.page.url == base + paths[0]
    assert stage.watch.saw() == ([], [], [])
