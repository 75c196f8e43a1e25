"""What an operator decides about single articles, as he types it, and what comes of it in every format."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feeds.publish.site import Site
from feeds.store import Store
from scheduler.cli import main
from scheduler.cli.options import loaded
from scheduler.desk import opened
from scheduler.jobs import Jobs
from tests.scheduler.test_jobs import eventually

FORMATS = (".rss", ".atom", ".json")
BEAT = "china-asia-pacific"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder with a desk of one drop folder, and three stories in it."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LOGNAME", "mara")
    (tmp_path / "drop").mkdir()
    (tmp_path / "beatwire.toml").write_text(
        'data = "data"\n[collecting]\nsettle = 0\n[[sources]]\nname = "desk"\nkind = "folder"\npath = "drop"\n'
        '[[feeds]]\nslug = "ferries"\ntitle = "Ferries"\ninclude.title = ["ferry"]\n',
        encoding="utf-8",
    )
    for number, what in enumerate(("A ferry for Fuzhou", "Rain in Osaka", "A second ferry for Busan"), 1):
        drop(number, what)
    assert beatwire("collect").exit_code == 0
    return tmp_path


def drop(number: int, title: str) -> None:
    story = {
        "title": title,
        "url": f"https://desk.example/stories/{number}",
        "date_published": f"2026-11-20T{number % 24:02}:00:00Z",
        "content_text": f"{title}, said the harbour office of China on Friday, and the port of Shanghai agreed.",
    }
    Path(f"drop/{number:04}.json").write_text(json.dumps(story), encoding="utf-8")


def beatwire(*words: str) -> Result:
    return CliRunner().invoke(main, words, prog_name="beatwire")


def documents(slug: str = BEAT) -> Iterator[str]:
    """Give a feed's documents as they are published."""
    site = Site(loaded(None).settings.published)
    manifest = site.manifest()
    assert manifest is not None
    for extension in FORMATS:
        yield site.read(manifest.documents[f"/feeds/{slug}{extension}"], "identity").decode()


def titles(slug: str = BEAT) -> list[str]:
    *_, document = documents(slug)
    return [item["title"] for item in json.loads(document)["items"]]


def facts(*words: str) -> Any:
    result = beatwire(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


URL = "https://desk.example/stories/{}"


def test_a_blocked_article_is_gone_from_every_format_at_the_next_build_and_stays_so() -> None:
    assert all("A ferry for Fuzhou" in document for slug in (BEAT, "ferries", "china") for document in documents(slug))
    result = beatwire("block", URL.format(1), "--why", "withdrawn by its author")
    assert result.exit_code == 0
    assert "Blocked: “A ferry for Fuzhou”, block for all feeds." in result.output
    assert beatwire("collect").exit_code == 0
    drop(1, "A ferry for Fuzhou, at last")
    assert beatwire("collect").exit_code == 0
    for slug in (BEAT, "ferries", "china", "source-desk"):
        assert not [document for document in documents(slug) if "Fuzhou" in document], slug


def test_a_pin_holds_through_a_hundred_newer_articles() -> None:
    assert beatwire("pin", URL.format(1)).exit_code == 0
    before = facts("acts")[0]
    for number in range(100, 200):
        drop(number, f"Harbour news {number} from Shanghai")
    assert beatwire("collect").exit_code == 0
    shown = titles()
    assert shown[0] == "A ferry for Fuzhou"
    assert len(shown) == 100
    assert "Rain in Osaka" not in shown
    *_, document = documents()
    assert json.loads(document)["items"][0]["date_published"] == "2026-11-20T01:00:00Z"
    assert facts("acts") == [before]


def test_a_running_service_hears_of_an_act_within_a_tick_or_two() -> None:
    settings = loaded(None).settings
    with opened(settings) as desk:
        jobs = Jobs(desk)
        jobs.start()
        try:
            eventually(lambda: len(titles()) == 3)
            said: list[Result] = []
            other = threading.Thread(
                target=lambda: said.append(beatwire("hold", URL.format(2), "--why", "who says so?"))
            )
            other.start()
            other.join()
            assert said[0].exit_code == 0
            eventually(lambda: len(titles()) == 2, 15)
            beatwire("lift", URL.format(2))
            eventually(lambda: len(titles()) == 3, 15)
        finally:
            jobs.stop()


def test_an_act_for_one_feed_leaves_the_others() -> None:
    assert beatwire("hold", URL.format(1), "--feed", "ferries", "--why", "twice a day is enough").exit_code == 0
    assert beatwire("collect").exit_code == 0
    assert titles("ferries") == ["A second ferry for Busan"]
    assert len(titles()) == 3


def test_an_article_has_many_names() -> None:
    *_, document = documents()
    id_ = next(item["id"] for item in json.loads(document)["items"] if item["title"] == "Rain in Osaka")
    bare = id_.removeprefix("urn:uuid:")
    names = (
        id_,
        bare,
        bare.upper(),
        URL.format(2),
        f"{URL.format(2)}?utm_source=x",
        f"http://127.0.0.1:8000/articles/{bare}",
        f"http://127.0.0.1:8000/articles/{bare}/explain",
    )
    for name in names:
        assert facts("hold", name, "--why", "x")["article"] == id_
    assert len(facts("acts")) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("hold", "https://desk.example/99", "--why", "x"),
            'no article is known under "https://desk.example/99"; give its id',
        ),
        (("hold", "no such thing", "--why", "x"), 'is neither an id nor an address: "no such thing"; give its id'),
        (("hold", "00000000-0000-5000-8000-000000000077", "--why", "x"), "no article with the id"),
        (("hold", URL.format(1)), "--why: say why: the reason of a hold is kept for ever"),
        (("block", URL.format(1), "--why", " "), "--why: say why: the reason of a block is kept for ever"),
        (("embargo", URL.format(1), "--why", "x"), "--until: an embargo needs an end; say when, or `beatwire hold` it"),
        (("embargo", URL.format(1), "--why", "x", "--until", "soon"), '--until: "soon" is no time; write "2h"'),
        (("embargo", URL.format(1), "--why", "x", "--until", "2020-01-01"), "2020-01-01 00:00 UTC is over already"),
        (("pin", URL.format(1), "--feed", "feries"), '--feed: there is no feed "feries"; did you mean "ferries"?'),
        (("pin", URL.format(1), "--feed", "zebra"), 'there is no feed "zebra"; `beatwire status` shows them'),
        (("pin", URL.format(1), "--who", " "), "--who: is empty; say who acts"),
        (("lift", URL.format(1)), "there is no ruling on urn:uuid:"),
        (("lift", URL.format(1), "pin"), "there is no pin on urn:uuid:"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_with_the_remedy(words: tuple[str, ...], says: str) -> None:
    result = beatwire(*words)
    assert result.exit_code == 2
    assert says in result.output
    assert len(result.output.splitlines()) == 1
    assert facts("acts") == []


def test_an_embargo_is_in_no_feed_and_is_listed() -> None:
    said = facts("embargo", URL.format(2), "--until", "2999-12-01T08:00+08:00", "--why", "agreed with the port")
    assert said == {
        "article": said["article"],
        "title": "Rain in Osaka",
        "kind": "embargo",
        "feed": None,
        "who": "mara",
        "at": said["at"],
        "why": "agreed with the port",
        "public": None,
        "until": "2999-12-01T00:00:00+00:00",
    }
    beatwire("collect")
    assert "Rain in Osaka" not in titles()
    listed = beatwire("acts").output
    assert re.search(
        r"embargo\s+all\s+Rain in Osaka\s+mara, \d\d:\d\d\s+2999-12-01 00:00 UTC\s+agreed with the", listed
    )


def test_what_was_done_is_never_forgotten() -> None:
    assert "Nothing is pinned, held" in beatwire("acts").output
    beatwire("hold", URL.format(1), "--who", "Tomas", "--why", "who says so?", "--feed", "ferries")
    assert [each["feed"] for each in facts("lift", URL.format(1), "hold", "--why", "it is confirmed")] == ["ferries"]
    assert facts("acts") == []
    past = facts("acts", "--past")
    assert [(one["kind"], one["who"], one["feed"], one["why"]) for one in past] == [
        ("hold-lifted", "mara", "ferries", "it is confirmed"),
        ("article-held", "Tomas", "ferries", "who says so?"),
    ]
    assert "article-held by Tomas in ferries: who says so?" in beatwire("acts", "--past").output


def test_the_list_fits_a_narrow_terminal_in_any_script(monkeypatch: pytest.MonkeyPatch) -> None:
    drop(4, "上海港口渡轮恢复航行，码头工人周五返回工作岗位，市民排队等候")
    beatwire("collect")
    beatwire("pin", URL.format(4), "--why", "台风之后的第一条消息")
    monkeypatch.setenv("COLUMNS", "60")
    from rich.cells import cell_len

    lines = beatwire("acts").output.splitlines()
    assert max(map(cell_len, lines)) <= 60
    assert "渡轮" in "".join(lines)


def test_nothing_is_written_where_there_is_no_store(home: Path) -> None:
    result = beatwire("pin", URL.format(1), "--data", str(home / "elsewhere"))
    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 1
    assert not (home / "elsewhere" / "beatwire.sqlite").exists()


def test_a_ruling_outlives_the_desk_that_made_it() -> None:
    beatwire("hold", URL.format(1), "--why", "x")
    with Store.open(loaded(None).settings.database) as store:
        (ruling,) = store.rulings()
        assert (ruling.who, ruling.why, ruling.title) == ("mara", "x", "A ferry for Fuzhou")


def test_what_is_blocked_goes_even_where_it_was_all_that_a_feed_had() -> None:
    drop(5, "Typhoon nears Manila")
    Path("drop/0005.json").write_text(
        Path("drop/0005.json")
        .read_text(encoding="utf-8")
        .replace("China", "the Philippines")
        .replace("Shanghai", "Cebu"),
        encoding="utf-8",
    )
    beatwire("collect")
    assert titles("philippines") == ["Typhoon nears Manila"]
    beatwire("block", URL.format(5), "--why", "withdrawn")
    beatwire("collect")
    assert titles("philippines") == []
    assert "Manila" not in "".join(documents("philippines"))


def test_what_is_blocked_goes_from_the_feed_of_a_source_that_was_given_up(home: Path) -> None:
    said = (home / "beatwire.toml").read_text(encoding="utf-8")
    (home / "beatwire.toml").write_text(said.replace('name = "desk"', 'name = "bureau"'), encoding="utf-8")
    beatwire("collect")
    assert "Rain in Osaka" in titles("source-desk")
    beatwire("block", URL.format(2), "--why", "withdrawn")
    beatwire("collect")
    assert not [document for document in documents("source-desk") if "Osaka" in document]
    assert "Rain in Osaka" not in titles()
