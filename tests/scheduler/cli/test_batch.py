"""`beatwire explain --batch`: a line of JSON for each line, in the same order, as soon as it came."""

import json
import subprocess
import sys
import tracemalloc
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from config.feeds import Beat, Exclusion, Terms
from feeds.select.rules import compiled
from scheduler.cli import main
from scheduler.cli.batch import LONGEST, answer

BEAT = compiled(Beat())
NO_JSON = "the line is not a JSON object {id, title, text} whose title and text are texts"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder that is also the home."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    return tmp_path


def line(number: Any, title: Any = "A pier in Lahore", text: Any = "It opens.", **more: Any) -> bytes:
    return json.dumps({"id": number, "title": title, "text": text} | more).encode()


def answers(given: bytes, beat: Beat | None = None) -> list[dict[str, Any]]:
    out = BytesIO()
    answer(cast("Any", BytesIO(given)), out, compiled(beat) if beat else BEAT)
    return [json.loads(one) for one in out.getvalue().splitlines()]


def test_every_line_is_answered_in_order() -> None:
    lines = [line(n, "A pier in Lahore" if n % 2 else "A pier in Reykjavik") for n in range(3000)]
    found = answers(b"\n".join(lines))
    assert [one["id"] for one in found] == list(range(3000))
    assert [one["is_apac"] for one in found] == [bool(n % 2) for n in range(3000)]
    assert [one["countries"] for one in found[:2]] == [["IS"], ["PK"]]


def test_an_answer_has_these_keys_and_primary_countries_alone() -> None:
    (found,) = answers(line("a", "China and Southeast Asia agree", "Officials met. " * 40 + "One came from Fiji."))
    assert list(found) == ["id", "is_apac", "countries", "places"]
    assert found["countries"] == ["CN"]
    assert {"CN", "FJ", "south-east-asia"} == {place["code"] for place in found["places"]}
    assert all(list(place) == ["code", "score", "primary", "subdivisions"] for place in found["places"])


BAD = [
    b"broken {",
    b"[]",
    b"7",
    b"null",
    b"\xff\xfe",
    b'{"id": "b", "title": 7, "text": "x"}',
    b'{"id": "b", "title": "x", "text": ["x"]}',
    b'{"id": "b"}',
    b'{"id": "b", "title": "", "text": null}',
    b"[" * 100_000,
    b'{"id": ' + b"9" * 5000 + b', "title": "x"}',
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_line_is_an_error_in_its_place_and_the_next_is_answered(bad: bytes) -> None:
    first, wrong, last = answers(b"\n".join((line(1), bad, line(3))))
    assert (first["id"], last["id"]) == (1, 3)
    assert list(wrong) == ["id", "error"]
    assert wrong["error"] == NO_JSON
    assert wrong["id"] == ("b" if b'"b"' in bad else None)


@pytest.mark.parametrize("number", ["\ud800", {"of": ["a", 1]}, 10**400, 1.5, None, "中"])
def test_an_id_comes_back_whatever_it_is(number: Any) -> None:
    assert [one["id"] for one in answers(line(number) + b"\n" + line("last"))] == [number, "last"]


@pytest.mark.parametrize("number", [b"NaN", b"1e999", b"[" * 500 + b"]" * 500])
def test_an_id_that_cannot_be_said_again_costs_no_answer(number: bytes) -> None:
    (found,) = answers(b'{"id": ' + number + b', "title": "A pier in Lahore"}')
    assert found["countries"] == ["PK"]


def test_a_title_or_a_text_is_enough_and_empty_lines_are_none() -> None:
    found = answers(b'\n \r\n{"title": "Lahore"}\r\n\n{"text": "Lahore, Pakistan", "title": null}')
    assert [one["countries"] for one in found] == [["PK"], ["PK"]]


def test_words_are_read_as_articles_are() -> None:
    (decomposed,) = answers(line(1, "Co\u0302te d'Ivoire", ""))
    assert decomposed["countries"] == ["CI"]


def test_the_rules_of_the_beat_decide() -> None:
    asked = b"\n".join(
        (line(1, "Ferry leaves Lahore"), line(2, "Train leaves Lahore"), line(3, "Train", "Ferry, Lahore"))
    )
    assert [one["is_apac"] for one in answers(asked, Beat(exclude=Exclusion(title=("train",))))] == [True, False, False]
    assert [one["is_apac"] for one in answers(asked, Beat(include=Terms(any=("ferry",))))] == [True, False, True]
    elsewhere = Beat(regions=(), countries=("IS",))
    assert [one["is_apac"] for one in answers(asked, elsewhere)] == [False] * 3


class Pipe:
    """A pipe that brings some bytes at a time, and notes what was answered before it was read again."""

    def __init__(self, *chunks: bytes) -> None:
        self.chunks = list(chunks)
        self.flushed: list[int] = []
        self.written = self.count = 0

    def read1(self, most: int) -> bytes:
        self.flushed.append(self.count)
        chunk = self.chunks.pop(0) if self.chunks else b""
        assert len(chunk) <= most
        return chunk

    def write(self, text: bytes) -> int:
        self.written += text.count(b"\n")
        return len(text)

    def flush(self) -> None:
        self.count = self.written


def test_what_came_is_answered_before_more_is_read() -> None:
    whole = line(1) + b"\n"
    pipe = Pipe(whole, whole + whole[:9], whole[9:], b"", whole)
    answer(cast("Any", pipe), cast("Any", pipe), BEAT)
    assert pipe.flushed == [0, 1, 2, 3]


def test_a_line_without_an_end_costs_no_more_than_it_says() -> None:
    pipe = Pipe(line(1) + b"\n", *[b"x" * 2**16] * 1000, b"x\n" + line(3) + b"\n")
    out = BytesIO()
    tracemalloc.start()
    try:
        answer(cast("Any", pipe), out, BEAT)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    found = [json.loads(one) for one in out.getvalue().splitlines()]
    assert [one["id"] for one in found] == [1, None, 3]
    assert found[1]["error"] == f"the line is longer than {LONGEST // 2**20} MB"
    assert most < 4 * LONGEST


@pytest.mark.slow
def test_a_long_line_is_answered_up_to_the_limit() -> None:
    text = "Lahore. " * (LONGEST // 8 - 20)
    assert [one["countries"] for one in answers(line(1, text=text))] == [["PK"]]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "title", "text"]), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()), max_size=8))
def test_no_input_stops_it(lines: list[bytes]) -> None:
    given = b"\n".join(lines)
    found = answers(given)
    assert len(found) == sum(bool(one.strip()) for one in given.split(b"\n"))
    assert all(("error" in one) != ("is_apac" in one) for one in found)


def test_the_command_answers_by_the_declared_beat(home: Path) -> None:
    (home / "beatwire.toml").write_text('[beat]\nregions = []\ncountries = ["IS"]\n', encoding="utf-8")
    given = line("r", "A pier in Reykjavik") + b"\nbroken\n" + line("l")
    result = CliRunner().invoke(main, ("explain", "--batch"), input=given)
    assert result.exit_code == 0, result.output
    found = [json.loads(one) for one in result.stdout.splitlines()]
    assert [(one["id"], one.get("is_apac")) for one in found] == [("r", True), (None, None), ("l", False)]


def test_a_batch_begins_without_what_it_does_not_need(home: Path) -> None:
    heavy = [
        "sqlalchemy",
        "flask",
        "trafilatura",
        "pycurl",
        "apscheduler",
        "feedgen",
        "rich",
        "structlog",
        "feedparser",
    ]
    program = f"""
import sys
from scheduler.cli import main
main(["explain", "--batch"], standalone_mode=False)
print([name for name in {heavy!r} if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", program], input=line(1), capture_output=True, check=True)
    assert run.stdout.splitlines()[-1] == b"[]"
