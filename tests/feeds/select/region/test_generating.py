"""What the generator makes of other gazetteers: invented extracts in their formats."""

import json
from pathlib import Path

import pytest

from feeds.select.region.generate import __main__ as generate
from feeds.select.region.generate import subdivisions, towns
from feeds.select.region.generate.scripts import Variants, bare_vietnamese
from feeds.select.region.names import names

CONTAINMENT = {
    "supplemental": {"subdivisionContainment": {"VN": {"_contains": ["vn13", "vnzz"]}, "JP": {"_contains": ["jp23"]}}}
}
ENGLISH = {"vn13": "Quảng Ninh", "jp23": "Aichi", "vnzz": "Central"}
OTHERS = {
    "zh": {"jp23": "爱知县"},
    "yue": {"jp23": "愛知縣"},
    "ko": {"jp23": "아이치 현"},
    "vi": {"vn13": "Quảng Ninh"},
}
CITY = {"countrycode": "TH", "admin1code": "50", "population": 400_000, "name": "Chiang Mai"}


def _folders(tmp_path: Path) -> list[Path]:
    core, package, xml = tmp_path / "core", tmp_path / "package", tmp_path / "xml"
    for folder in (core / "supplemental", package / "subdivisions" / "en", xml):
        folder.mkdir(parents=True)
    (core / "supplemental" / "subdivisionContainment.json").write_text(json.dumps(CONTAINMENT))
    english = {"subdivisions": {"localeDisplayNames": {"subdivisions": ENGLISH}}}
    (package / "subdivisions" / "en" / "en.json").write_text(json.dumps(english))
    for language in subdivisions.LANGUAGES:
        items = "".join(
            f'<subdivision type="{code}">{name}</subdivision>' for code, name in OTHERS.get(language, {}).items()
        )
        (xml / f"{language}.xml").write_text(f"<ldml>{items}</ldml>", encoding="utf-8")
    return [core, package, xml]


def test_subdivisions_under_all_their_names(tmp_path: Path) -> None:
    core, package, xml = _folders(tmp_path)
    found = subdivisions.table(subdivisions.read(core, package, xml), subdivisions.read_codes(core))
    assert list(found) == [
        "JP-23\tAichi | 爱知县 | 愛知縣 | 아이치 | 아이치현 | 아이치 현\n",
        "VN-13\tQuảng Ninh | Quang Ninh\n",
        "VN-ZZ\t\n",  # "Central" says nothing, and the code is valid all the same
    ]


def test_a_city_learns_its_subdivision_from_the_cities_that_are_known(tmp_path: Path) -> None:
    path = tmp_path / "cities.json"
    rows = [
        CITY | {"alternatenames": ["เชียงใหม่"]},
        CITY | {"name": "Ban Mai Mai", "population": 300_000, "alternatenames": ["บ้านใหม่ใหม่", "ตลาดใหม่ทดสอบ", "xx"]},
        CITY | {"name": "Small", "population": 99_999, "alternatenames": []},
    ]
    path.write_text(json.dumps({str(at): row for at, row in enumerate(rows)}))
    known = {name.text: name for name in names() if name.kind != "geonames_cities"}
    assert list(towns.table(*towns.read(path), known)) == ["TH-50\tBan Mai Mai | ตลาดใหม่ทดสอบ\n"]


def test_every_table_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    core, package, xml = _folders(tmp_path)
    cities, data = tmp_path / "cities.json", tmp_path / "data"
    cities.write_text(json.dumps({"1": CITY | {"name": "Ban Mai Mai", "alternatenames": []}}))
    data.mkdir()
    monkeypatch.setattr(generate, "DATA", data)
    sources = ["--cldr-core", core, "--cldr-json", package, "--cldr-xml", xml, "--geonames", cities]
    generate.main([str(argument) for argument in sources])
    heads = {path.stem: path.read_text(encoding="utf-8").split("\n")[1] for path in data.iterdir()}
    assert heads.keys() == {"cldr_countries", "cldr_cities", "cldr_subdivisions", "geonames_cities"}
    assert "GeoNames" in heads["geonames_cities"]
    assert "Unicode" in heads["cldr_subdivisions"]


def test_ways_to_write_a_name() -> None:
    variants = Variants([("广东", "廣東"), ("广西", "廣西"), ("朝鲜", "北韓")])
    assert variants.of("廣東") == ("廣東", "广东")
    assert bare_vietnamese("Đà Nẵng") == "Da Nang"
    assert bare_vietnamese("Huế") == "Huế"
