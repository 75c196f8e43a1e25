"""Region groups: which countries they hold, what a code is called, and whether a story belongs to a beat."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from feeds.article import Place
from feeds.select.region.names import listed, rows

_MEMBERS: Final = {
    "east-asia": "CN HK JP KP KR MN MO TW",
    "south-east-asia": "BN ID KH LA MM MY PH SG TH TL VN",
    "south-asia": "AF BD BT IN LK MV NP PK",
    "central-asia": "KG KZ TJ TM UZ",
    "oceania": "AS AU CC CK CX FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV VU WF WS",
}
_WHOLE: Final = "asia-pacific"


@cache
def groups() -> Mapping[str, frozenset[str]]:
    """Give each region group of the settings and its countries (ISO 3166-1 alpha-2); "asia-pacific" holds them all."""
    parts = {group: frozenset(codes.split()) for group, codes in _MEMBERS.items()}
    return MappingProxyType(parts | {_WHOLE: frozenset().union(*parts.values())})


def label(code: str) -> str:
    """Give the English name of a country or region group ("CN" → "China"); an unknown code is its own name."""
    return _labels().get(code, code)


def belongs(places: Iterable[Place], codes: Collection[str]) -> Place | None:
    """Give the primary place that puts a story in the beat `codes` (countries, region groups), the highest score first.

    A group stands for its countries and for its own words ("Southeast Asia"); a beat that names any group of the
    region also takes the words for the whole region ("Asia"), since they speak of that group too.
    """
    wanted = covered(frozenset(codes))
    ordered = sorted(places, key=lambda place: -place.score)
    return next((place for place in ordered if place.primary and place.code in wanted), None)


@cache
def covered(codes: frozenset[str]) -> frozenset[str]:
    """Give every code of a place that puts a story in the beat `codes` (see `belongs`)."""
    held = groups()
    named = codes & held.keys()
    wanted = codes.union(*(held[group] for group in named))
    if _WHOLE in named:
        return wanted | held.keys()
    return wanted | {_WHOLE} if named else wanted


@cache
def _labels() -> Mapping[str, str]:
    countries = {row[0]: listed(row[1])[0] for row in rows("cldr_countries")}
    return countries | _OWN


# Where CLDR's own word is a legal title or a reader would not look for it, and the groups.
_OWN: Final = {
    "HK": "Hong Kong",
    "MO": "Macao",
    "EU": "European Union",
    "XK": "Kosovo",
    "PS": "Palestine",
    "TR": "Turkey",
    "east-asia": "East Asia",
    "south-east-asia": "South-East Asia",
    "south-asia": "South Asia",
    "central-asia": "Central Asia",
    "oceania": "Oceania",
    "asia-pacific": "Asia-Pacific",
}
