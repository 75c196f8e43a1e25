"""What a new source is called, and which time it keeps, by its address alone. Pure."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources
from itertools import chain, count
from typing import Final
from urllib.parse import urlsplit

from feeds.collect.signs import section
from feeds.text.urls import absolute, site_of

_LONGEST: Final = 50
# Countries' domains that the whole world uses.
_EVERYBODYS: Final = frozenset(
    ("ai", "cc", "co", "fm", "gg", "io", "la", "ly", "me", "nu", "sh", "st", "to", "tv", "ws")
)


def named(address: str, taken: Collection[str], *, page: str | None = None) -> str:
    """Give a name for the source at `address` that is not `taken`: its site's, with its section or a number.

    `page` is the address of the page that it belongs to, which may be on another site.
    """
    address = absolute(address, None) or address
    site = _slug(_owner(absolute(page or "", None) or address)) or "source"
    part = _slug(section(address) or "")
    whole = f"{site}-{part}"[:_LONGEST].rstrip("-") if part and part != site else site
    numbered = (f"{whole}-{number}" for number in count(2))
    return next(name for name in chain((whole,), numbered) if name not in taken)


def _owner(address: str) -> str:
    """Give the name of whoever has the site: "gazette" of "www.gazette.example"."""
    site = site_of(address)
    return site if re.fullmatch(r"[\d.:]+", site) else site.partition(".")[0]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_LONGEST].rstrip("-")


def zone_of(address: str) -> str | None:
    """Give the time zone of the country that the address names, where the country has but one."""
    country = (urlsplit(address).hostname or "").rpartition(".")[2].upper()
    zones = () if country.lower() in _EVERYBODYS else _zones().get(country, ())
    return zones[0] if len(zones) == 1 or country == "CN" else None  # China has two on paper, and keeps one


@cache
def _zones() -> Mapping[str, tuple[str, ...]]:
    """Give the zones of each country, by the table that comes with the zones themselves."""
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    zones: dict[str, tuple[str, ...]] = {}
    for row in table.splitlines():
        if not row.startswith("#"):
            country, _, zone = row.split("\t")[:3]
            zones[country] = (*zones.get(country, ()), zone)
    return zones
