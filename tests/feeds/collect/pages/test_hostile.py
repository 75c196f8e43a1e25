"""Pages that mean harm: they are read within bounds, or not at all, and nothing is raised."""

import json
import threading
from zoneinfo import ZoneInfo

import pytest

from feeds.article import Page
from feeds.collect.pages.bounds import within
from feeds.collect.pages.extract import Extract
from feeds.collect.pages.reader import read
from tests.feeds.collect.pages.cases import NOW

P = "<p>" + "The tide clock of the harbour was wound again on Friday. " * 12 + "</p>"
LD = '<script type="application/ld+json">%s</script>'


def of(html: str | bytes) -> Extract:
    body = html if isinstance(html, bytes) else html.encode("utf-8", "surrogatepass")
    return read(Page(address="https://a.example/1", body=body), ZoneInfo("UTC"), NOW)


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"\x00\x00\xff\xfe",
        b"<",
        b"<!-- never closed",
        b"%PDF-1.7 \xde\xad\xbe\xef" * 50,
        "<div>" * 100_000 + "deep",
        "<b><i>" * 20_000,
        "<table><tr><td>" * 5_000,
        "<p " + "a=1 " * 100_000 + ">",
        "<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><p>&b;&b;",
        "<meta name=author content='" + "A and " * 50_000 + "'>",
        "<meta property=og:title content='" + " - | " * 50_000 + "'><h1>x</h1>",
        "<span class=byline>" + "記者" * 50_000,
        "<time class=published datetime='" + "1" * 100_000 + "'>",
        "<a rel=author href='http://[broken'>x</a><link rel=canonical href='http://[broken'>",
        "<img src=a.jpg width=99999999999 height=-1>" * 3000,
        LD % ("[" * 100_000),
        LD % ('{"@type":"NewsArticle","author":' * 3000),
        LD % json.dumps({"@type": "NewsArticle", "headline": ["", None, 7, {"name": {}}], "author": [[], 5, {"name": 5}]}),
        LD % json.dumps({"@id": "#a", "@type": "NewsArticle", "author": {"@id": "#a"}, "image": {"@id": "#a"}}),
        LD % json.dumps({"@type": ["NewsArticle", 3], "datePublished": "0000-99-99T99:99:99+99:99", "keywords": {"a": 1}}),
        LD % ('{"headline": "' + '\\\\"' * 50_000),
        "\ud800<p>lone</p>",
    ],
    ids=range(23),
)  # fmt: skip
def test_nothing_is_raised(html: str | bytes) -> None:
    result = of(html)
    assert not result.entry.published


def test_a_page_of_nothing_is_no_article() -> None:
    assert not of(b"").is_article


def test_the_text_round_a_deep_nest_is_kept() -> None:
    result = of(f"<h1>Tide clock</h1>{P}{P}" + "<div>" * 100_000)
    assert "wound again" in result.text


def spin(*_: object, **__: object) -> None:
    while True:
        pass


def test_a_step_is_cut_short_in_the_main_thread_alone() -> None:
    assert within(0.05, spin) is None
    assert within(5, lambda: 3) == 3
    found: list[int | None] = []
    thread = threading.Thread(target=lambda: found.append(within(0.05, lambda: 4)))
    thread.start()
    thread.join()
    assert found == [4]


def test_a_body_that_nobody_finds_is_taken_from_the_data_or_from_the_paragraphs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("feeds.collect.pages.body.SLICE", 0.05)
    monkeypatch.setattr("feeds.collect.pages.body.bare_extraction", spin)
    data = LD % json.dumps(
        {"@type": "NewsArticle", "headline": "Tide clock", "articleBody": "One line.\nAnother line."}
    )
    assert of(f"{data}<h1>Tide clock</h1>").text == "One line.\nAnother line."
    assert of(f"<h1>Tide clock</h1>{P}<p>Short.</p>").text.startswith("The tide clock of the harbour")
