"""The tables themselves: whole, clean, quick to load, and what the generator writes."""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from feeds.select.region import groups
from feeds.select.region.context import ANYWHERE, ELSEWHERE
from feeds.select.region.generate import __main__ as generate
from feeds.select.region.generate import territories
from feeds.select.region.names import KINDS, listed, names, rows, tables
from feeds.select.region.tongues import may_be

COUNTRIES = {row[0] for row in rows("cldr_countries")} | {"EU", "XK"}
SUBDIVISIONS = {code for row in rows("cldr_subdivisions") for code in row[0].split()}
# What is ours to say about a name that several places share.
OVERRULING = {
    "exceptions",
    "doubts",
    "compounds",
    "short",
    "leaders",
    "institutions",
    "firms",
    "markets",
    "syllables",
    "edged",
}
# Names of two places that a story tells apart: a country and a state, two Congos, a city and what it stands for.
SHARED = {"Georgia", "Congo", "Brussels", "Saint-Martin", "Виргинские о-ва"}


def test_every_file_of_the_gazetteer_is_read() -> None:
    files = {path.stem for path in generate.DATA.glob("*.tsv")}
    assert set(tables()) == files - {"brief", "brief_words"}
    assert {table.partition(".")[0] for table in tables()} == KINDS.keys() - {"short"}
    assert all(may_be(table.partition(".")[2], "") in {True, False} for table in tables() if "." in table)


@pytest.mark.parametrize("path", sorted(generate.DATA.glob("*.tsv")), ids=lambda path: path.stem)
def test_a_table_says_where_it_comes_from(path: Path) -> None:
    head = "".join(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    assert "Own curation." in head or "nicode License v3" in head or "CC BY 4.0" in head


def test_the_licence_of_the_cldr_goes_with_its_tables() -> None:
    text = (generate.DATA / "unicode_license.txt").read_text(encoding="utf-8")
    assert "UNICODE LICENSE V3" in text
    assert "Permission is hereby granted" in text


@pytest.mark.parametrize("table", tables())
def test_codes_are_known(table: str) -> None:
    codes = {code for row in rows(table) for code in row[0].split()} - {"-"}
    assert {code for code in codes if "-" not in code or code.islower()} <= COUNTRIES | set(groups())
    parts = {code for code in codes if "-" in code and code.isupper()}
    assert parts <= SUBDIVISIONS
    assert {code[:2] for code in parts} <= COUNTRIES


def test_subdivisions_are_codes_of_iso_3166_2() -> None:
    assert all(re.fullmatch("[A-Z]{2}-[A-Z0-9]{1,3}", code) for code in SUBDIVISIONS)
    held = defaultdict(set)
    for code in SUBDIVISIONS:
        held[code[:2]].add(code)
    # Hong Kong, Macao and Taiwan have codes of their own, and so have America's islands.
    counted = {"CN": 31, "JP": 47, "KR": 17, "TW": 22, "TH": 78, "US": 51, "AU": 8, "MY": 16, "VN": 63}
    assert {country: len(held[country]) for country in counted} == counted


def test_a_name_stands_in_the_country_of_its_subdivision() -> None:
    assert all(part[:2] in name.codes for name in names() for part in name.subdivisions)
    held = {part for name in names() for part in name.subdivisions}
    assert len(held) > 900


def test_no_two_tables_contradict_each_other() -> None:
    """A place that two tables name is in the same country in both, but where we overrule on purpose."""
    said: dict[tuple[str, str], set[str]] = {}
    wrong = []
    for table in tables():
        kind, _, language = table.partition(".")
        if kind in OVERRULING:
            continue
        for row in rows(table):
            codes = {code if code.islower() else code[:2] for code in row[0].split()}
            for name in listed(row[1]):
                held = said.setdefault((name, language), codes)
                if not (held & codes or codes & said.get((name, ""), codes) or SHARED & {name, listed(row[1])[0]}):
                    wrong.append((table, name, held, codes))
    assert not wrong


@pytest.mark.parametrize("table", tables())
def test_names_are_clean(table: str) -> None:
    for row in rows(table):
        for name in listed(row[1]):
            assert name == name.strip()
            assert not re.search(r"\s\s|\t|\|", name), name
            # One Han character names nothing safely; Guam's Hangul and Vietnamese Italy do.
            assert len(name) > 1 or name in {"괌", "Ý"}, name


def test_rivals_and_friends_are_codes() -> None:
    marks = {"-", ANYWHERE, ELSEWHERE}
    for row in rows("doubts"):
        assert set(f"{row[2]} {row[3]}".split()) <= COUNTRIES | marks, row


def test_no_name_is_read_twice() -> None:
    texts = [(name.text, name.language) for name in names()]
    assert len(texts) == len(set(texts))
    assert len(texts) > 20_000


def test_the_generated_tables_come_from_the_generator() -> None:
    # CLDR moves a little with every babel; the countries and their English names do not.
    written = {row[0]: listed(row[1])[0] for row in rows("cldr_countries")}
    again = dict(line.rstrip("\n").split("\t") for line in territories.countries())
    assert written.keys() == again.keys()
    assert {code: listed(column)[0] for code, column in again.items() if code in {"CN", "JP", "PG"}} == {
        "CN": "China",
        "JP": "Japan",
        "PG": "Papua New Guinea",
    }


def test_the_generator_writes_both_tables(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(str(tmp_path))
    monkeypatch.setattr(generate, "DATA", folder)
    generate.main([])
    assert "Unicode License v3" in (folder / "cldr_cities.tsv").read_text(encoding="utf-8")
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
