"""`beatwire explain`: one story for people, for scripts and as a page, wherever it is found."""

import io
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as markup
from rich.console import Console

from config.feeds import Beat
from feeds.article import Article, Author, Batch, Deed, Dossier, FetchState, Origin, Permits, Rights, Ruling, Run
from feeds.select.explaining import Standpoint, explain
from feeds.select.region import places
from feeds.select.rules import compiled
from feeds.store import Store, migrate
from scheduler.cli import main
from scheduler.cli.telling import tell
from tests.fakeweb import FakeWeb, page
from tests.feeds.collect.pages import DATA
from tests.feeds.store.telling import CLUSTERING, make_print
from tests.world import NOW, make_article

TOML = """
data = "data"
base_url = "https://desk.example"
[[sources]]
name = "gazette"
title = "The Gazette"
kind = "feed"
url = "https://gazette.example/feed"
[[sources]]
name = "courier"
title = "The Courier"
kind = "feed"
url = "https://courier.example/feed"
[[sources]]
name = "inbox"
kind = "folder"
path = "inbox"
[[feeds]]
slug = "trains"
title = "Trains"
include = { title = "train" }
"""
TITLE = "Ferry ticket shared by China and Japan"
TEXT = "Officials met in Yokohama.\nA man from Reykjavik watched."
BODY = "".join(f"<p>{one}</p>" for one in TEXT.split("\n"))
STORY = make_article(
    title=TITLE,
    summary="They met.",
    content=BODY,
    authors=(Author(name="Mei Tan"),),
    places=tuple(replace(place, subdivisions=("JP-14",)) for place in places(TITLE, TEXT)),
    rights=Rights(permits=Permits.FULL, notice="Ask first.", license="https://licence.example/"),
)
NUMBER = STORY.id.removeprefix("urn:uuid:")
SHAPE: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "explanation.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder that is also the home, with a desk declared."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("COLUMNS", "100")
    Path("beatwire.toml").write_text(TOML, encoding="utf-8")
    return tmp_path


@pytest.fixture
def archive(home: Path) -> Store:
    """Give an archive that keeps the story, shown by two sources."""
    (home / "data").mkdir()
    address = f"sqlite:///{home / 'data' / 'beatwire.sqlite'}"
    migrate(address, None)
    store = Store.open(address)
    keep(store, STORY)
    run = Run(source="courier", started=NOW, finished=NOW, outcome="collected")
    store.keep(Batch(run=run, state=FetchState(source="courier"), sightings=(STORY.id,)))
    return store


def keep(store: Store, *articles: Article, retracted: tuple[str, ...] = (), story: int | None = None) -> None:
    source = articles[0].source if articles else "gazette"
    run = Run(source=source, started=NOW, finished=NOW, outcome="collected")
    batch = Batch(
        run=run,
        state=FetchState(source=source),
        new=articles,
        aliases=tuple((f"url:{one.link}", one.id) for one in articles),
        retracted=retracted,
        prints=tuple(make_print(one, story or int(one.id[-4:])) for one in articles),
    )
    store.keep(batch, clustering=CLUSTERING)


def beatwire(*words: str, given: bytes | None = None, **env: str) -> Result:
    return CliRunner(env=env).invoke(main, ("explain", *words), prog_name="beatwire", input=given)


def said(*words: str, given: bytes | None = None) -> dict[str, Any]:
    result = beatwire(*words, "--json", given=given)
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


@pytest.mark.parametrize(
    "what",
    [
        STORY.id,
        NUMBER,
        NUMBER.upper(),
        f"https://desk.example/articles/{NUMBER}",
        f"http://127.0.0.1:8000/articles/{NUMBER}/explain?x=1",
        f"/articles/{NUMBER}",
        "https://gazette.example/stories/1",
        "https://gazette.example/stories/1?utm_source=mail",
        "http://gazette.example/stories/1#top",
    ],
)
def test_a_kept_story_is_found_by_its_id_our_address_and_its_publishers(archive: Store, what: str) -> None:
    facts = said(what)
    assert (facts["kept"], facts["article"]["id"]) == (True, STORY.id)


def shape(value: object) -> object:
    """Give what stays of JSON whatever the story: its keys, and of each list what stands in it."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


COPY = make_article(5, source="courier", title=TITLE, link="https://courier.example/5")
PIN = Ruling(article=STORY.id, kind="pin", who="Mei", at=NOW, why="Lead.", feed="trains")


def test_the_keys_of_its_json_stay(archive: Store) -> None:
    archive.rule(PIN)
    keep(archive, COPY, story=1)
    assert shape(said(STORY.id)) == SHAPE


def test_a_story_is_told_decision_first(archive: Store) -> None:
    result = beatwire(NUMBER)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == TITLE
    verdict = next(line for line in lines if line.startswith("In the feed"))
    assert verdict.startswith("In the feed “China / Asia Pacific”: about Japan (primary, 0.")
    order = [
        result.stdout.index(f"\n{heading}\n") for heading in ("Places", "Evidence", "Duplicates", "Rights", "Feeds")
    ]
    assert order == sorted(order)
    assert result.stdout.index(verdict) < order[0]
    assert "headline    Ferry ticket shared by [China] and [Japan]\n" in result.stdout
    assert "Officials met in [Yokohama]." in result.stdout
    assert "also by     The Courier\n" in result.stdout
    assert "known as    https://gazette.example/stories/1\n" in result.stdout
    assert "headline, summary and link: the source permits “summary”, the article “full”" in result.stdout
    assert "notice      Ask first.\n" in result.stdout
    assert max(map(len, lines)) <= 100


def test_a_page_is_one_file_and_shows_no_more_than_may_be_passed_on(archive: Store, home: Path) -> None:
    result = beatwire(NUMBER, "--page", "why.html")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Wrote why.html.\n")
    text = Path("why.html").read_text(encoding="utf-8")
    tree = markup.document_fromstring(text)
    assert not tree.xpath("//link[@rel='stylesheet'] | //script | //img | //@src")
    assert "--paper" in tree.xpath("//style")[0].text
    assert all(link.startswith(("https://", "#")) for link in tree.xpath("//@href"))
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "Officials met" not in text
    assert "Yokohama" in text
    assert beatwire(NUMBER, "--page", "-").stdout == text


def test_a_page_that_cannot_be_written_is_one_sentence(archive: Store) -> None:
    result = beatwire(NUMBER, "--page", "no/such/why.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr
        == "beatwire: no/such/why.html: cannot be written (No such file or directory); name another file\n"
    )


def test_copies_of_a_story_are_named_with_it(archive: Store) -> None:
    keep(archive, COPY, story=1)
    assert said(COPY.id)["article"]["id"] == STORY.id
    told = beatwire("https://courier.example/5").stdout
    assert "story       The Gazette: it was the first to show it\n" in told
    assert f"copy        The Courier: {TITLE}\n              https://courier.example/5\n" in told


def test_what_the_desk_decided_is_told_to_the_desk(archive: Store) -> None:
    archive.rule(PIN)
    archive.rule(replace(PIN, kind="hold", feed="", why="Ask the harbour.", until=NOW + timedelta(days=1)))
    result = beatwire(NUMBER)
    assert (
        "Withheld from the feed “China / Asia Pacific”: held by Mei until 2026-11-21 08:00 UTC: Ask the"
        in result.stdout
    )
    assert "pinned in trains by Mei: Lead\n" in result.stdout
    assert "2026-11-20  held by Mei: Ask the harbour.\n" in result.stdout


def test_what_is_withheld_or_taken_back_is_explained_to_the_desk(archive: Store) -> None:
    later = make_article(
        2, title=TITLE, places=STORY.places, embargo=NOW + timedelta(days=1), link="https://g.example/2"
    )
    keep(archive, later, retracted=(STORY.id,))
    for story, why in ((later, "under an embargo until 2026-11-21"), (STORY, "taken back by its source on 2026-11-20")):
        decision = said(story.id)["decision"]
        assert (decision["outcome"], why in decision["reason"]) == ("withheld", True)
    assert "2026-11-20  its source took it back: gazette" in beatwire(STORY.id).stdout


@pytest.fixture
def web() -> Iterator[FakeWeb]:
    """Give a web with one article, of which the archive knows nothing."""
    said = {"@type": "NewsArticle", "headline": "Night ferry from Busan", "datePublished": "2026-11-20T08:00:00+09:00"}
    words = "The night ferry from Busan, South Korea, sails again. " * 12
    text = (
        f"<script type='application/ld+json'>{json.dumps(said)}</script><h1>Night ferry from Busan</h1><p>{words}</p>"
    )
    with FakeWeb() as fake:
        fake.answers["/ferry"] = page(text.encode(), media_type="text/html")
        yield fake


def test_an_address_that_nobody_keeps_is_read_and_judged_as_it_would_be(web: FakeWeb) -> None:
    result = beatwire(web.url("/ferry"), "--allow-private")
    assert result.exit_code == 0, result.output
    assert "Not in the archive: read now, and judged as it would be.\n" in result.stdout
    assert "Would be in the feed “China / Asia Pacific”: about South Korea" in result.stdout
    facts = said(web.url("/ferry"), "--allow-private")
    assert (facts["kept"], facts["article"]["id"], facts["article"]["page"]) == (False, None, None)
    assert facts["rights"]["shows"] == "summary"


def test_a_page_that_is_no_article_is_judged_and_called_so(web: FakeWeb) -> None:
    web.answers["/login"] = page((DATA / "login.html").read_bytes(), media_type="text/html")
    note = "This does not look like the page of one article."
    assert said(web.url("/login"), "--allow-private")["note"] == note
    assert f"\n{note}\n" in beatwire(web.url("/login"), "--allow-private").stdout


def test_an_address_is_fetched_within_the_guards(web: FakeWeb) -> None:
    result = beatwire(web.url("/ferry"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert web.asked == []


FILES = {
    "ferry.txt": "Night ferry from Busan\n\nBy Mei Tan\n20 November 2026\n\nThe ferry from Busan, South Korea, sails.\n",
    "ferry.md": "# Night ferry from Busan\n\nThe ferry from Busan, South Korea, sails.\n",
    "ferry.html": "<title>Night ferry from Busan</title><h1>Night ferry from Busan</h1><p>It sails from South Korea.</p>",
    "ferry.json": json.dumps({"title": "Night ferry from Busan", "content_text": "It sails from South Korea."}),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_a_drop_folder_would(name: str) -> None:
    Path(name).write_text(FILES[name], encoding="utf-8")
    facts = said(name)
    assert facts["article"]["title"] == "Night ferry from Busan"
    assert facts["places"][0]["code"] == "KR"
    assert facts["rights"]["shows"] == "full"


def test_a_text_may_come_on_standard_input() -> None:
    facts = said("-", given=FILES["ferry.txt"].encode())
    assert (facts["article"]["title"], facts["decision"]["outcome"]) == ("Night ferry from Busan", "in")


def test_every_story_of_a_file_is_explained() -> None:
    stories = [{"id": str(n), "title": f"Story {n} of Lahore", "content_text": "In Pakistan."} for n in range(2)]
    Path("two.json").write_text(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Two", "items": stories})
    )
    result = beatwire("two.json")
    assert (result.exit_code, result.stdout.count("Would be in the feed")) == (0, 2), result.output
    decoder, answers, text = json.JSONDecoder(), [], beatwire("two.json", "--json").stdout
    while text.strip():
        answer, end = decoder.raw_decode(text)
        answers.append(answer["article"]["title"])
        text = text[end:].lstrip()
    assert answers == ["Story 0 of Lahore", "Story 1 of Lahore"]
    page = beatwire("two.json", "--page", "-")
    assert (page.exit_code, page.stderr) == (
        2,
        "beatwire: two.json: holds 2 stories, and a page explains one; give one by its id\n",
    )


def test_a_file_of_a_declared_folder_is_its_sources_and_known_again(archive: Store, home: Path) -> None:
    (home / "inbox").mkdir()
    story = home / "inbox" / "ferry.txt"
    story.write_text(FILES["ferry.txt"], encoding="utf-8")
    assert said(str(story))["article"]["source"] == "inbox"
    run = Run(source="inbox", started=NOW, finished=NOW, outcome="collected")
    kept = make_article(7, source="inbox", link=None)
    batch = Batch(run=run, state=FetchState(source="inbox"), new=(kept,), aliases=(("guid:inbox:ferry.txt", kept.id),))
    archive.keep(batch)
    assert said(str(story))["duplicates"]["known"] == kept.id
    assert f"kept as     {kept.id}" in beatwire(str(story)).stdout


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ((), 2, "name one story (URL, ID, FILE, or - for standard input), or --batch"),
        (("x", "--batch"), 2, "name one story (URL, ID, FILE, or - for standard input), or --batch"),
        (("x", "--page", "-", "--json"), 2, "choose one of them: a page, or JSON"),
        (("missing.txt",), 2, "missing.txt: cannot be read (No such file or directory); name the URL or id of an"),
        ((".",), 2, "cannot be read (Is a directory)"),
        (("a\0b",), 2, "cannot be read (no name of a file)"),
        ((NUMBER,), 2, "no article has this id in "),
        (("notes.pdf",), 1, "not one of the forms that are read (.txt, .md"),
        (("empty.txt",), 1, "empty.txt: "),
        (("large.txt",), 2, "is larger than 4 MB, as no dropped file may be"),
    ],
)
def test_what_cannot_be_explained_is_one_sentence(words: tuple[str, ...], status: int, sentence: str) -> None:
    Path("notes.pdf").write_bytes(b"%PDF")
    Path("empty.txt").touch()
    Path("large.txt").write_bytes(b"x" * (4 * 2**20 + 1))
    result = beatwire(*words)
    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr.startswith("beatwire: ")
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_too_much_on_standard_input_is_one_sentence() -> None:
    result = beatwire("-", given=b"x" * (4 * 2**20 + 1))
    assert result.stderr == "beatwire: standard input: is longer than 4 MB; give one story at a time\n"


def test_an_archive_that_cannot_be_read_is_one_sentence(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "beatwire.sqlite").write_bytes(b"no database at all, " * 99)
    result = beatwire(NUMBER)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)


def told(article: Article, width: int = 80, *, colour: bool = False, **known: Any) -> str:
    beat = compiled(Beat())
    standpoint = Standpoint(beat=beat, source=None, conditions=(), names={})
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="standard" if colour else None, highlight=False
    )
    tell(console, explain(Dossier(article=article, **known), standpoint, passed_on=False))
    return out.getvalue()


def test_evidence_is_coloured_where_there_are_colours() -> None:
    assert "\x1b[1;30;43mChina\x1b[0m" in told(STORY, colour=True)
    assert "[China]" not in told(STORY, colour=True)
    assert "[China]" in told(STORY)


def test_no_colours_means_brackets(archive: Store) -> None:
    plain = beatwire(NUMBER, NO_COLOR="1", FORCE_COLOR="1").stdout
    assert "[China]" in plain.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "\x1b[1;30;43m" not in plain


def cells(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_chinese_is_as_wide_as_it_is(width: int) -> None:
    title = "中国与日本就渡轮票价达成协议，釜山也在考虑加入，基隆的旅行社希望明年能卖这张票"
    article = replace(STORY, title=title, summary=title, content="", places=places(title, title), link=None)
    lines = told(article, width).splitlines()
    assert max(cells(line) for line in lines if line != article.id) <= width  # what is copied is not broken


HOSTILE = "\x1b[2Ja\x07\u202eb\x9bc\ud800\n\r\t[bold]d[/bold]"
TEXTS = st.lists(st.sampled_from([*HOSTILE, "中", "ไ่", "China ", "Xi "]), max_size=60).map("".join)


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.integers(1, 120))
def test_no_article_has_a_say_in_the_terminal(title: str, text: str, other: str, width: int) -> None:
    article = replace(
        STORY,
        title=title,
        summary=text,
        content="",
        places=places(title, text),
        origin=Origin(title=other),
        language=other or None,
        link=other or None,
        rights=Rights(permits=Permits.FULL, notice=other, license=other),
    )
    seen = told(
        article, width, keys=(f"guid:{other}",), sources=(other,), deeds=(Deed(at=NOW, kind=other, detail=other),)
    )
    assert not [one for one in seen if one != "\n" and (ord(one) < 32 or 0x7F <= ord(one) < 0xA0 or one == "\u202e")]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | TEXTS.map(lambda text: text.encode("utf-8", "replace")))
def test_no_text_is_too_much_for_it(home: Path, text: bytes) -> None:
    result = beatwire("-", given=text)
    assert result.exit_code in {0, 1, 2}
    assert isinstance(result.exception, SystemExit | None)
    assert "Traceback" not in result.output
    assert bool(result.stdout) != bool(result.exit_code)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=40).filter(lambda what: not what.startswith("-")))
def test_no_name_of_a_story_is_too_much_for_it(home: Path, what: str) -> None:
    result = beatwire(what)
    assert result.exit_code in {1, 2}
    assert isinstance(result.exception, SystemExit)
    assert len(result.stderr.splitlines()) == 1


def test_nothing_is_kept(home: Path, web: FakeWeb) -> None:
    before = sorted(home.iterdir())
    beatwire(web.url("/ferry"), "--allow-private")
    beatwire("-", given=b"A story of Lahore\n\nIn Pakistan.")
    assert sorted(home.iterdir()) == before


def test_the_archive_is_only_read(archive: Store, home: Path) -> None:
    with closing(archive):
        before = archive.counts()
        said(NUMBER)
        assert archive.counts() == before
