"""`beatwire rules try`: the articles that a changed rule would bring in and cost, and why."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.scheduler.cli.test_acts import beatwire, drop, home, titles

__all__ = ["home"]  # the same desk
URL = "https://desk.example/stories/{}"


def facts(*words: str) -> Any:
    result = beatwire("rules", "try", *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def named(found: list[dict[str, Any]]) -> set[str]:
    return {one["title"] for one in found}


def edit(old: str, new: str) -> None:
    file = Path("beatwire.toml")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def everything() -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path("data").rglob("*"))
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def test_a_rule_that_is_said_would_cost_an_article_and_says_why() -> None:
    before = everything()
    said = facts("--set", 'exclude.title = ["ferry"]')
    assert (said["feed"], said["days"], said["examined"], said["before"], said["after"]) == (
        "china-asia-pacific", 7, 3, 3, 1,
    )  # fmt: skip
    assert said["in"] == []
    assert named(said["out"]) == {"A ferry for Fuzhou", "A second ferry for Busan"}
    assert said["out"][0]["reason"] == 'left out by exclude.title = "ferry", which stands in its title'
    assert {"id", "link", "source", "seen", "published", "rule"} <= said["out"][0].keys()
    assert everything() == before


def test_an_edited_file_is_held_against_what_is_published() -> None:
    assert facts("ferries")["in"] == facts("ferries")["out"] == []
    edit('include.title = ["ferry"]', 'include.title = ["rain", "second"]')
    said = facts("ferries")
    assert named(said["in"]) == {"Rain in Osaka"}
    assert said["in"][0]["reason"].endswith('"rain" stands in its title')
    assert named(said["out"]) == {"A ferry for Fuzhou"}
    assert said["out"][0]["reason"] == 'none of the terms of include stands in it ("rain", "second")'
    beatwire("collect")
    assert facts("ferries")["in"] == []
    assert set(titles("ferries")) == {"Rain in Osaka", "A second ferry for Busan"}


def test_another_file_is_tried_without_taking_its_place() -> None:
    text = Path("beatwire.toml").read_text(encoding="utf-8")
    Path("other.toml").write_text(text + 'exclude.title = "/second/"\n', encoding="utf-8")
    assert named(facts("ferries", "--config", "other.toml")["out"]) == {"A second ferry for Busan"}
    assert facts("ferries")["out"] == []


def test_a_feed_that_is_not_published_yet_brings_all_that_it_takes() -> None:
    with Path("beatwire.toml").open("a", encoding="utf-8") as file:
        file.write('[[feeds]]\nslug = "rain"\ntitle = "Rain"\ninclude.title = "rain"\n')
    said = facts("rain")
    assert not said["published"]
    assert (said["before"], named(said["in"])) == (0, {"Rain in Osaka"})
    assert "rain, which is not published yet: 3 articles of the last 7 days" in beatwire("rules", "try", "rain").output


def test_what_the_desk_bars_is_in_neither() -> None:
    beatwire("block", URL.format(1), "--why", "x")
    beatwire("hold", URL.format(3), "--why", "x", "--feed", "ferries")
    assert facts("ferries", "--set", "include.title = []")["examined"] == 1
    assert facts("--set", 'exclude.title = "ferry"')["examined"] == 2


def test_tables_are_laid_over_and_lists_replaced() -> None:
    edit('include.title = ["ferry"]', 'include.title = ["ferry"]\nexclude = { title = ["second"], any = ["storm"] }')
    beatwire("collect")
    assert facts("ferries", "--set", 'exclude.summary = "x"')["after"] == 1
    assert facts("ferries", "--set", "exclude.title = []", "--set", 'languages = "en"')["after"] == 2


@pytest.mark.parametrize("width", [40, 60, 140])
def test_it_reads_well_in_any_width_and_script(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(4, "上海港口渡轮恢复航行，码头工人周五返回工作岗位，市民排队等候新的渡轮班次")
    beatwire("collect")
    monkeypatch.setenv("COLUMNS", str(width))
    said = beatwire("rules", "try", "--set", 'exclude.title = ["渡轮", "ferry"]').output
    assert max(map(cell_len, said.splitlines())) <= max(width, 70)
    assert "3 would go out" in said
    assert "4 in the feed → 1: 0 in, 3 out." in said
    assert "desk · left out by exclude.title" in " ".join(said.split())


def test_nothing_changed_says_how_to_try_something() -> None:
    said = beatwire("rules", "try").output
    assert "3 in the feed → 3: nothing comes in, and nothing goes out." in said
    assert "--set 'exclude.title = [\"word\"]' tries another" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--set", "exclude.title = horoscope"), '--set: "exclude.title = horoscope" is not TOML'),
        (("--set", 'exclude.titel = ["x"]'), '--set: beat.exclude.titel: unknown setting; did you mean "title"?'),
        (
            ("ferries", "--set", 'include.title = "/(a)\\\\1/"'),
            "--set: feeds[0].include.title[0]: the regular expression",
        ),
        (("--set", 'sources = "dask"'), '--set: beat.sources[0]: there is no source "dask"; did you mean "desk"?'),
        (
            ("china",),
            'the feed "china" has no rules but the beat\'s; those with their own are china-asia-pacific, ferries',
        ),
        (("zebra",), 'there is no feed "zebra"'),
    ],
)
def test_what_cannot_be_tried_is_one_sentence_with_the_remedy(words: tuple[str, ...], says: str) -> None:
    result = beatwire("rules", "try", *words)
    assert result.exit_code == 2
    assert says in result.output
    assert len(result.output.splitlines()) == 1


def test_a_feed_at_a_countrys_address_is_refused() -> None:
    edit('slug = "ferries"', 'slug = "japan"')
    result = beatwire("rules", "try")
    assert result.exit_code == 2
    assert (
        'feeds[0].slug: "japan" is the feed of Japan; choose another slug, or set publishing.countries' in result.output
    )


def test_what_a_feed_may_pass_on_is_no_rule_and_hides_none() -> None:
    edit('include.title = ["ferry"]', 'include.title = ["ferry"]\nexpires = "36500d"\nrights = "summary"')
    beatwire("collect")
    said = facts("ferries")
    assert (said["published"], said["before"], said["in"], said["out"]) == (True, 2, [], [])
