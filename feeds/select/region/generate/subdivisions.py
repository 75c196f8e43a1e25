"""Subdivisions (ISO 3166-2) and their names in the languages of the region, from the CLDR.

Which codes are valid, and what they have replaced, is from the JSON package `cldr-core` (npm).
English names are from the JSON package `cldr-subdivisions-full` (npm), the other languages from `common/subdivisions`
of the CLDR's own XML: the package leaves them out, because they are marked "contributed".
"""

import json
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from xml.etree import ElementTree as ET

from feeds.select.region.generate.scripts import Variants, bare_vietnamese

COUNTRIES: Final = frozenset(
    """AF AU BD BN BT CA CN FJ ID IN JP KG KH KP KR KZ LA LK MM MN MV MY NP NZ PG PH PK SB TH TJ TL TM TW US UZ
    VN""".split()  # noqa: SIM905 - a word list
)
# What the region reads of its own places; of America's states only what is read beside a place ("Canton, Ohio").
LANGUAGES: Final = ("en", "zh", "yue", "ja", "ko", "vi", "id", "ms", "th")
# Places that ISO 3166-1 gives a code of their own.
OWN_CODE: Final = frozenset({"CN-HK", "CN-MO", "CN-TW", "US-AS", "US-GU", "US-MP", "US-PR", "US-UM", "US-VI"})
# A name that more share, or places of two countries, is a word ("Central") or needs a hand ("Punjab").
MOST_BEARERS: Final = 2
# The least letters of a bare name in each language: a shorter one is a word, or somebody's name.
LEAST: Final = MappingProxyType({"en": 4, "zh": 3, "yue": 3, "ja": 3, "ko": 3, "vi": 6, "id": 6, "ms": 6, "th": 5})
# The words for "province" and the like: the bare name is read without them.
_BEFORE: Final = MappingProxyType(
    {
        "vi": r"(?:Vùng|Huyện|Tỉnh|tỉnh|Bang|bang|Thành phố|Khu vực|Quận)\s",
        "id": r"(?:Provinsi|Prefektur|Kota|Distrik|Region|Negara Bagian|Oblast|Divisi|Kabupaten|Negeri|Zona)\s",
        "ms": r"(?:Wilayah|Bandar Raya|Bandaraya|Negeri|Provinsi|Daerah|Kota)\s",
        "th": "(?:จังหวัด|มณฑล|รัฐ|แขวง|นคร|แคว้น|ภูมิภาค|เขตปกครองตนเอง|เขต|เมือง|อำเภอ)",
        "en": r"(?:Province of|State of)\s",
    }
)
_AFTER: Final = MappingProxyType(
    {
        "en": r"\s(?:Province|Region|State|Division|District|Oblast|Prefecture|Zone|County|City)",
        "ms": r"\s(?:Region|Province|Zone)",
        "zh": "(?:(?:回族)?自治区|自治區|大都會|大都计|直辖市|特区|地区|地區|專區|大区|[省市县縣州邦府道区區])",
        "yue": "(?:自治區|大都會|地區|專區|[省市縣州邦府道區])",
        "ja": "(?:自治区|特別市|広域市|直轄市|首都圏|首都特別州|地方|管区|地区|[省市県州府道区])",
        "ko": "(?:자치구|대도시|자치주|특별시|광역시|직할시|특별자치시|특별자치도|[성시도주현구군부])",
    }
)
_END: Final = f"{_AFTER['zh']}$"
# Words that name a direction, a word, or a place better known elsewhere.
REFUSED: Final = frozenset(
    """Abra Antique Aurora Balkan Canterbury Capital Central Chin Chuy Eastern Farah Federal Feni Gasa Gulf Hela
    Isabel Isabela Islands Kosi Laguna Loei Maine Malé Manus Marl Marlborough Mary Mountain Nelson North Northern
    Northland Paro Quirino Rapti Rewa Rizal Saga Selatan Sembilan Serua Seti Shan South Southern Southland Tasman
    Tengah Thaa Timur Trang Trat Utara Washington Western Barat West East Yala 华盛顿 華盛頓 瓦盛顿 瓦盛頓 北中部
    北西部 塞魯阿 塞鲁阿 奥罗拉 奧羅拉 安蒂克 阿布拉 巴尔坎 巴爾坎 アウロラ アブラ イサベラ イサベル カレン ココン
    ゴール サマル シャン ターク タスマン チュイ ディリ トラン トラート ナーン ネルソン フート ブライト プレー
    ホースト メイン ライト ラグナ ルーイ ワシントン セティ 노던준 마운틴 안티케 워싱턴 이사벨 카피스 쿠나르 키리노
    호스트 กระแจะ นาริน เขตฮา เรียว แอนติค ออโรรา ฟาราห์ อาบรา ซามาร์ บัลแกน วอชิงตัน""".split()  # noqa: SIM905 - a word list
)
# With these words alone a name says nothing either ("Upper North Province", "West Coast").
_PARTS: Final = REFUSED | {"Coast", "Division", "La", "Lower", "Province", "Region", "Territory", "Union", "Upper"}
# Codes that ISO 3166-2 has replaced of late, under which the CLDR 41 has its names.
RENUMBERED: Final = MappingProxyType(
    {
        "inct": "incg",
        "inor": "inod",
        "intg": "ints",
        "inut": "inuk",
        "kzakm": "kz11",
        "kzakt": "kz15",
        "kzala": "kz75",
        "kzalm": "kz19",
        "kzast": "kz71",
        "kzaty": "kz23",
        "kzkar": "kz35",
        "kzkus": "kz39",
        "kzkzy": "kz43",
        "kzman": "kz47",
        "kzpav": "kz55",
        "kzsev": "kz59",
        "kzshy": "kz79",
        "kzvos": "kz63",
        "kzyuz": "kz61",
        "kzzap": "kz27",
        "kzzha": "kz31",
    }
)

# Languages in which a name with its word for "province" is read by the bare name as well.
_SPACED: Final = frozenset({"en", "vi", "id", "ms"})

Names = Mapping[str, Mapping[str, str]]


def iso(code: str) -> str:
    """Write the CLDR's code as ISO 3166-2 does: "cngd" → "CN-GD"."""
    return f"{code[:2]}-{code[2:]}".upper()


def read(core: Path, package: Path, xml: Path) -> Names:
    """Read the names of each language: a code that is valid today → names, those of codes that it has replaced last."""
    supplemental = core / "supplemental"
    held = _json(supplemental / "subdivisionContainment.json")["supplemental"]["subdivisionContainment"]
    valid = {code for whole in held.values() for code in whole["_contains"]}
    english = _json(package / "subdivisions" / "en" / "en.json")["subdivisions"]["localeDisplayNames"]["subdivisions"]
    names = {language: _translated(xml / f"{language}.xml") for language in LANGUAGES}
    names["en"] |= english
    return {language: _valid(told, valid) for language, told in names.items()}


def table(names: Names, codes: Iterable[str]) -> Iterator[str]:
    """Give the rows: the codes that bear the same names together, and those names; at least one row for each code."""
    variants = Variants(pair for pair in _pairs(names))
    bearers: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        for name in dict.fromkeys(_written(code, names, variants)):
            bearers[name].append(iso(code))
    rows: dict[tuple[str, ...], list[str]] = {(iso(code),): [] for code in codes}
    for name, held in bearers.items():
        if len(held) <= MOST_BEARERS and len({code[:2] for code in held}) == 1:
            rows.setdefault(tuple(held), []).append(name)
    return (f"{' '.join(held)}\t{' | '.join(written)}\n" for held, written in sorted(rows.items()))


def read_codes(core: Path) -> list[str]:
    """Read the valid subdivisions of the region and of North America ("cngd"), in the order of their codes."""
    held = _json(core / "supplemental" / "subdivisionContainment.json")["supplemental"]["subdivisionContainment"]
    codes = {code for country in held if country[:2].upper() in COUNTRIES for code in held[country]["_contains"]}
    return sorted(code for code in codes if iso(code) not in OWN_CODE)


def _json(path: Path) -> Any:  # noqa: ANN401 - as its source wrote it
    return json.loads(path.read_text(encoding="utf-8"))


def _translated(path: Path) -> dict[str, str]:
    return {item.get("type", ""): item.text or "" for item in ET.parse(path).iter("subdivision")}  # noqa: S314


def _valid(told: Mapping[str, str], valid: Container[str]) -> dict[str, str]:
    """Give the names of the valid codes; where one has none, that of the code that it has replaced."""
    names = {code: name for code, name in told.items() if code in valid}
    for old, new in RENUMBERED.items():
        if old in told:
            names.setdefault(new, told[old])
    return names


def _pairs(names: Names) -> Iterator[tuple[str, str]]:
    """Give the names of places that are written in Han at home: of others each language has its own."""
    for code, name in names["zh"].items():
        if code in names["yue"] and code[:2] in {"cn", "jp", "kr", "tw", "vn"}:
            yield name, names["yue"][code]
            yield re.sub(_END, "", name), re.sub(_END, "", names["yue"][code])


def _written(code: str, names: Names, variants: Variants) -> Iterator[str]:
    for language in LANGUAGES:
        name = _clean(names[language].get(code, ""))
        if not name or (code.startswith(("us", "ca")) and language in {"id", "ms"}):
            continue
        for form in _forms(name, language):
            yield from _spelled(form, language, variants)


def _clean(name: str) -> str:
    name = re.sub(r"\s*[(（].*?[)）]|²|,.*", "", name).replace("’", "'").replace("ʻ", "'")
    return re.sub(r"\s+", " ", name).strip()


def _forms(name: str, language: str) -> Iterator[str]:
    """Give a name without its word for "province" where enough is left; with it too where no border parts the two."""
    bare = re.sub(f"^{_BEFORE.get(language, '$.')}|{_AFTER.get(language, '$.')}$", "", name).strip()
    least = LEAST[language]
    for form in (bare, name):
        words = form.split()
        is_phrase = language == "vi" and any(word[0].islower() for word in words)  # "Trung tâm": centre
        if len(form) >= least and not is_phrase and not _PARTS.issuperset(words):
            yield form
            if language in _SPACED:
                return


def _spelled(name: str, language: str, variants: Variants) -> Iterable[str]:
    if language in {"zh", "yue"}:
        return variants.of(name)
    if language == "ko":
        return (name.replace(" ", ""), name)
    if language in {"vi", "en"}:
        return (name, bare_vietnamese(name))
    return (name,)
