"""Countries and time-zone cities, from the CLDR that babel carries."""

import re
from collections.abc import Iterator
from typing import Final

from babel import Locale
from babel.core import get_global

MAIN: Final = ("en", "zh", "zh_Hant", "ja", "ko")
MORE: Final = ("es", "fr", "de", "pt", "it", "id", "vi", "ru", "ar", "hi", "th", "ms")
SHORTEST: Final = 5
# Names that are a common word, a first name or another place in a language that is read beside them.
REFUSED: Final = frozenset(
    """Maurice Dominique Dominica Granada Grenade Jersey Polska Salomon Turki Barbade Chade Birma Tonga Macedonia
    Mundo Réunion Santo Vincent Guyane Guiana Guayana Israël Israele Malte Malta Croatie Aland Oman Peru Belgien
    Niger Swiss Island""".split()  # noqa: SIM905 - a word list
)
NO_COUNTRY: Final = frozenset(
    """AC AQ BV CP CQ DG EA EU EZ HM IC QO TA UN XA XB XK ZZ UM""".split()  # noqa: SIM905 - a word list
)
NO_CITIES: Final = NO_COUNTRY | {"CA", "US", "001"}
NOT_A_CITY: Final = frozenset(
    """Nicosia Famagusta Kerguelen Azores Madeira Canary Faeroe Reunion Christmas Troll Oral Mahe Stanley Chatham
    Gambier
    Kanton Thule Lindeman Eucla La_Rioja San_Juan San_Luis Cordoba Marigot Kirov Hovd Bahia Enderbury""".split()  # noqa: SIM905 - a word list
)


def _clean(name: str) -> str:
    return re.sub(r"\s*[((].*?[))]", "", name).replace("’", "'").strip()


def countries() -> Iterator[str]:
    """Give the rows of countries and territories (ISO 3166-1 alpha-2)."""
    locales = [Locale.parse(tag) for tag in (*MAIN, *MORE)]
    for code in sorted(locales[0].territories):
        if not re.fullmatch("[A-Z]{2}", code) or code in NO_COUNTRY:
            continue
        names: dict[str, str] = {}
        for locale in locales:
            names.setdefault(_clean(locale.territories.get(code, "")), locale.language)
        kept = [name for name, language in names.items() if name and _keeps(name, language)]
        yield f"{code}\t{' | '.join(kept)}\n"


def _keeps(name: str, language: str) -> bool:
    if language in {"en", "zh", "ja", "ko"}:
        return True
    return len(name) >= SHORTEST and name not in REFUSED


def cities() -> Iterator[str]:
    """Give the rows of the cities that name time zones."""
    locales = [Locale.parse(tag) for tag in MAIN]
    for zone, code in sorted(get_global("zone_territories").items(), key=lambda pair: (pair[1], pair[0])):
        if code in NO_CITIES or "/" not in zone or zone.rsplit("/", 1)[1] in NOT_A_CITY:
            continue
        english = locales[0].time_zones.get(zone, {}).get("city") or zone.rsplit("/", 1)[1].replace("_", " ")
        names = [english, *(locale.time_zones.get(zone, {}).get("city") for locale in locales[1:])]
        kept = dict.fromkeys(_clean(name) for name in names if name)
        yield f"{code}\t{' | '.join(kept)}\n"
