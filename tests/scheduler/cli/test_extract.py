"""`beatwire extract`: one page for people, many for machines."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scheduler.cli import main
from tests.fakeweb import FakeWeb, page
from tests.feeds.collect.pages import DATA

LIBRARY = DATA / "linked-graph.html"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder that is also the home."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def web() -> Iterator[FakeWeb]:
    """Give a web with one article."""
    with FakeWeb() as fake:
        fake.answers["/library"] = page(LIBRARY.read_bytes(), media_type="text/html")
        yield fake


def extract(*words: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ("extract", *words), prog_name="beatwire", input=given)


def test_a_file_is_shown_for_people() -> None:
    result = extract(str(LIBRARY))
    assert result.exit_code == 0, result.output
    assert "    title  A floating library sails again\n" in result.output
    assert "       by  Ana Reyes, Oceans Correspondent; Tomas Lim\n" in result.output
    assert "published  2026-11-20 08:00 UTC+09:00 (23:00 UTC)\n" in result.output
    assert "    image  " not in result.output  # nothing says which site its relative address belongs to
    assert "\n\nThe night ferry from Busan" in result.output
    assert max(map(len, result.output.splitlines())) <= 100


def test_an_address_is_fetched_and_given_as_json(web: FakeWeb) -> None:
    result = extract(web.url("/library"), "--allow-private", "--json")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["title"] == "A floating library sails again"
    assert said["date"] == "2026-11-20T08:00:00+09:00"
    assert said["authors"][0]["role"] == "Oceans Correspondent"
    assert said["image"]["width"] == 1600
    assert said["html"].startswith("<p>The night ferry")
    assert said["is_article"] is True


def test_a_private_address_is_not_fetched_unless_allowed(web: FakeWeb) -> None:
    result = extract(web.url("/library"))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("beatwire: ")
    assert len(result.stderr.splitlines()) == 1
    assert web.url("/missing") not in result.output


def test_standard_input_and_what_is_no_article() -> None:
    result = extract("-", given=(DATA / "login.html").read_bytes())
    assert result.exit_code == 0
    assert "This does not look like the page of one article." in result.output


def test_a_page_that_is_too_large_is_one_sentence() -> None:
    result = extract("-", given=b" " * (4 * 2**20 + 1))
    assert result.exit_code == 1
    assert "the page is larger than 4 MB" in result.stderr


@pytest.mark.parametrize("words", [(), ("page.html", "--batch"), ("missing.html",)])
def test_a_wrong_call_is_one_sentence(words: tuple[str, ...]) -> None:
    result = extract(*words)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "name " in result.stderr


def line(number: int, **more: Any) -> str:
    html = (
        f"<title>Story {number}</title><h1>Story {number}</h1><p>{'Words and words again, of story. ' * 20}{number}</p>"
    )
    return json.dumps({"id": number, "url": f"https://a.example/{number}", "html": html} | more)


def test_a_batch_is_answered_line_by_line_in_order() -> None:
    lines = [line(number) for number in range(12)]
    lines[3] = "broken {"
    lines[5] = line(5, html=None)
    lines[7] = line(7, html="x" * (4 * 2**20 + 1))
    result = extract("--batch", given=("\n".join(lines) + "\n\n").encode())
    assert result.exit_code == 0, result.output
    answers = [json.loads(answer) for answer in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [0, 1, 2, None, 4, 5, 6, 7, 8, 9, 10, 11]
    assert [number for number, answer in enumerate(answers) if "error" in answer] == [3, 5, 7]
    assert [answers[number]["title"] for number in (0, 11)] == ["Story 0", "Story 11"]
    assert set(answers[0]) == {"id", "title", "authors", "date", "site", "text"}
    assert answers[0]["text"].endswith("0")


def test_whatever_an_id_is_the_lines_after_it_are_answered() -> None:
    ids = ["\ud800", {"of": ["a", 1]}, float("nan"), 10**400, "last"]
    lines = [json.dumps({"id": one, "url": one, "html": "<p>A pier.</p>"}) for one in ids]
    lines.insert(4, '{"id": 1e999, "html": "<p>A pier.</p>"}')
    result = extract("--batch", given="\n".join(lines).encode())
    assert result.exit_code == 0, result.output
    answers = [json.loads(answer)["id"] for answer in result.stdout.splitlines()]
    assert answers == ["\ud800", {"of": ["a", 1]}, None, 10**400, None, "last"]


def test_a_line_of_a_batch_is_text_already() -> None:
    html = '<meta charset="gb2312"><title>café à Nouméa</title><h1>café à Nouméa</h1>'
    result = extract("--batch", given=line(1, html=html).encode())
    assert json.loads(result.stdout)["title"] == "café à Nouméa"


def test_a_page_has_no_say_in_the_terminal() -> None:
    said = {
        "@type": "NewsArticle",
        "headline": "A \x1b[2J pier \ud800\u202e",
        "author": {"name": "Ann \x1b]0;x\x07 Lee"},
    }
    body = "Words \x1b[31m of a story. " * 20
    html = f"<script type='application/ld+json'>{json.dumps(said)}</script><p>{body}</p>"
    result = extract("-", given=html.encode())
    assert (result.exit_code, "pier" in result.stdout, "story" in result.stdout) == (0, True, True), result.output
    assert not [one for one in result.stdout if one != "\n" and not one.isprintable()]
    assert extract("-", "--json", given=html.encode()).exit_code == 0
