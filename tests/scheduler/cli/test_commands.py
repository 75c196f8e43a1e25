"""The commands as an operator types them, but for the service itself (see end_to_end)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.loader import load
from feeds.article import Remark
from feeds.store import Store
from scheduler.cli import main
from tests.fakeweb import FakeWeb, page
from tests.world import NOW

RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Ledger</title><link>https://l.example/</link>{}</channel></rss>'
ITEM = "<item><title>Lahore story {0}</title><link>https://l.example/{0}</link><description>In Lahore, Pakistan.</description></item>"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder that is also the home."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("COLUMNS", "140")
    return tmp_path


@pytest.fixture
def web() -> Iterator[FakeWeb]:
    """Give a web with one good feed of four stories."""
    with FakeWeb() as fake:
        fake.answers["/good"] = page(RSS.format("".join(map(ITEM.format, range(4)))).encode())
        yield fake


def beatwire(*words: str) -> Result:
    return CliRunner().invoke(main, words, prog_name="beatwire")


def declare(web: FakeWeb, *names: str) -> None:
    tables = [
        f'[[sources]]\nname = "{name}"\nkind = "feed"\nurl = "{web.url("/" + name)}"\nallow_private = true\n'
        for name in names
    ]
    Path("beatwire.toml").write_text('data = "data"\n[collecting]\ndelay = 0\n' + "".join(tables), encoding="utf-8")


def test_init_writes_a_file_that_loads_and_never_overwrites(home: Path) -> None:
    result = beatwire("init")
    assert result.exit_code == 0
    assert "beatwire check --config beatwire.toml" in result.output
    settings = load(needs={"feed": "url", "folder": "path"}).settings
    assert len(settings.sources) >= 10
    again = beatwire("init")
    assert again.exit_code == 2
    assert "beatwire.toml: is already there; edit it, or name another file" in again.output


def test_init_where_nothing_can_be_written() -> None:
    result = beatwire("init", "no/such/folder/beatwire.toml")
    assert result.exit_code == 2
    assert "cannot be written (No such file or directory)" in result.output


def test_check_tries_every_source_one_line_each(web: FakeWeb) -> None:
    declare(web, "good", "missing")
    result = beatwire("check")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].endswith("beatwire.toml: the configuration is right.")
    assert lines[1].split() == ["ok", "good", "4", "articles,", *lines[1].split()[4:]]
    assert lines[2].startswith("failed")
    assert "404" in lines[2]
    assert not Path("data/beatwire.sqlite").exists()


def test_check_says_what_is_odd(web: FakeWeb) -> None:
    declare(web, "hasty")
    item = ITEM.format(1).replace("</item>", "<pubDate>Tue, 01 Jan 2041 00:00:00 GMT</pubDate></item>")
    web.answers["/hasty"] = page(RSS.format(item).encode())
    said = "its date, 2041-01-01 00:00 UTC, lies in the future: taken as first seen now"
    shown = " ".join(beatwire("check").output.split())
    assert f"1 remarked on (https://l.example/1: {said})" in shown
    (facts,) = json.loads(beatwire("check", "--json").stdout)
    assert facts["remarks"] == [{"what": "https://l.example/1", "said": said}]
    assert "1 new, 0 changed, 0 the same, 1 remarked on" in beatwire("collect").output


def test_check_for_scripts(web: FakeWeb) -> None:
    declare(web, "good")
    result = beatwire("check", "--json")
    assert result.exit_code == 0
    (said,) = json.loads(result.stdout)
    assert (said["source"], said["outcome"], said["articles"], said["error"]) == ("good", "collected", 4, None)


def test_collect_sums_up_and_status_shows_it(web: FakeWeb) -> None:
    declare(web, "good", "missing")
    result = beatwire("collect")
    assert result.exit_code == 0
    assert "4 new, 0 changed, 0 the same" in result.output
    assert "feeds written anew" in result.output
    shown = beatwire("status")
    assert shown.exit_code == 0
    assert "china-asia-pacific" in shown.output
    facts = json.loads(beatwire("status", "--json").stdout)
    by_name = {source["name"]: source for source in facts["sources"]}
    assert by_name["good"]["new"] == 4
    assert by_name["missing"]["failures"] == 1
    assert "404" in by_name["missing"]["error"]
    assert {feed["slug"] for feed in facts["feeds"]} == {
        "china-asia-pacific", "south-asia", "pakistan", "source-good",
    }  # fmt: skip


def test_status_shows_what_is_odd_about_a_source(web: FakeWeb) -> None:
    declare(web, "good")
    beatwire("collect")
    words = "yields nothing, where 30 were usual: has its page changed?"
    with Store.open("sqlite:///data/beatwire.sqlite") as store:
        run, state = store.last_runs()["good"], store.state("good")
        store.keep_quiet([(run, replace(state, alarm=words))])
    assert words in " ".join(beatwire("status").output.split())
    (source,) = json.loads(beatwire("status", "--json").stdout)["sources"]
    assert source["alarm"] == words


def test_status_shows_what_the_last_run_remarked_on(web: FakeWeb) -> None:
    declare(web, "good")
    beatwire("collect")
    odd = tuple(Remark(what=f"https://gazette.example/{n}", said="its date lies in the future") for n in range(5))
    with Store.open("sqlite:///data/beatwire.sqlite") as store:
        run, state = store.last_runs()["good"], store.state("good")
        store.keep_quiet([(replace(run, remarks=odd), state)])
    shown = beatwire("status").output
    assert "odd  good: https://gazette.example/2: its date lies in the future" in shown
    assert "odd  good: 2 more" in shown
    (source,) = json.loads(beatwire("status", "--json").stdout)["sources"]
    assert source["remarks"][4] == {"what": "https://gazette.example/4", "said": "its date lies in the future"}


def test_collect_fails_when_every_source_does(web: FakeWeb) -> None:
    declare(web, "missing")
    assert beatwire("collect").exit_code == 1


def test_status_before_the_first_run_says_what_to_do() -> None:
    result = beatwire("status")
    assert result.exit_code == 1
    assert result.output.startswith("beatwire: ")
    assert "Traceback" not in result.output


def test_release_of_a_feed_that_is_not_held_names_those_that_are(web: FakeWeb) -> None:
    declare(web, "good")
    beatwire("collect")
    result = beatwire("release", "china-asia-pacific")
    assert result.exit_code == 2
    assert 'no feed "china-asia-pacific" is held; held are: none' in result.output


def test_release_lets_a_held_feed_go(web: FakeWeb) -> None:
    declare(web, "good")
    beatwire("collect")
    with Store.open("sqlite:///data/beatwire.sqlite") as store:
        store.hold("china-asia-pacific", "it would lose 3 of 4 articles", NOW)
    assert "held" in beatwire("status").output
    assert beatwire("release", "china-asia-pacific").exit_code == 0
    assert beatwire("collect").exit_code == 0
    assert "held" not in beatwire("status").output


def test_a_mistake_in_the_file_is_one_sentence() -> None:
    Path("beatwire.toml").write_text("bnd = 1", encoding="utf-8")
    for command in ("run", "check", "collect", "status", "serve"):
        result = beatwire(command)
        assert result.exit_code == 2
        assert result.output.startswith("beatwire: ")
        assert 'did you mean "bind"?' in result.output
        assert len(result.output.splitlines()) == 1


def test_an_unwritable_data_folder_is_one_sentence(home: Path) -> None:
    (home / "file").write_text("")
    result = beatwire("collect", "--data", str(home / "file" / "data"))
    assert result.exit_code == 2
    assert "--data" in result.output
    assert len(result.output.splitlines()) == 1


def test_version() -> None:
    assert beatwire("--version").output.startswith("beatwire ")
