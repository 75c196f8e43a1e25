"""The tables themselves: whole, clean, quick to load, and what the generator writes."""

import re
import subprocess
import sys

import pytest

from feeds.select.region import generate, groups
from feeds.select.region.context import ANYWHERE, ELSEWHERE
from feeds.select.region.names import KINDS, listed, names, rows

TABLES = [kind for kind in KINDS if kind != "short"]
COUNTRIES = {row[0] for row in rows("cldr_countries")} | {"EU", "XK"}


@pytest.mark.parametrize("kind", TABLES)
def test_codes_are_known(kind: str) -> None:
    codes = {code for row in rows(kind) for code in row[0].split()}
    assert codes - {"-"} <= COUNTRIES | set(groups())


@pytest.mark.parametrize("kind", TABLES)
def test_names_are_clean(kind: str) -> None:
    for row in rows(kind):
        for name in listed(row[1]):
            assert name == name.strip()
            assert not re.search(r"\s\s|\t|\|", name), name
            assert len(name) > 1 or name == "괌", name  # one Han character names nothing safely; Guam's Hangul does


def test_rivals_and_friends_are_codes() -> None:
    marks = {"-", ANYWHERE, ELSEWHERE}
    for row in rows("doubts"):
        assert set(f"{row[2]} {row[3]}".split()) <= COUNTRIES | marks, row


def test_no_name_is_read_twice() -> None:
    texts = [name.text for name in names()]
    assert len(texts) == len(set(texts))
    assert len(texts) > 8000


def test_the_generated_tables_come_from_the_generator() -> None:
    # CLDR moves a little with every babel; the countries and their English names do not.
    written = {row[0]: listed(row[1])[0] for row in rows("cldr_countries")}
    again = dict(line.rstrip("\n").split("\t") for line in generate._countries())
    assert written.keys() == again.keys()
    assert {code: listed(column)[0] for code, column in again.items() if code in {"CN", "JP", "PG"}} == {
        "CN": "China",
        "JP": "Japan",
        "PG": "Papua New Guinea",
    }


def test_the_generator_writes_both_tables(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    monkeypatch.setattr(generate, "DATA", folder)
    generate.main()
    assert (folder / "cldr_cities.tsv").read_text(encoding="utf-8").startswith(generate.HEADING)
    assert "JP\tTokyo" in (folder / "cldr_cities.tsv").read_text(encoding="utf-8")
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_loading_is_quick_and_needs_no_babel() -> None:
    program = (
        "import sys, time\n"
        "from feeds.select.region import places\n"
        "begin = time.process_time()\n"
        "places('Japan', '')\n"
        "print(time.process_time() - begin, 'babel' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    took, babel = done.stdout.split()
    assert babel == "False"
    assert float(took) < 3.0  # seconds of processor, to catch a slip; 0.15 on a quiet machine
