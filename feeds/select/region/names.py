"""The gazetteer: every name that speaks for a place, read from the tables in `data/`.

A table is a TSV of codes, names (separated by " | ") and, in some, one or two more columns; "#" starts a comment. Its
file name is the kind of its names. Where two tables claim one name, the table that stands first in `KINDS` has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

Codes = tuple[str, ...]

# What one reading of a name is worth, by its kind: a country's own name is the measure. A leader may be abroad, a city
# may host others, a sea is shared; institutions, stars and firms act anywhere, customs are kept everywhere, and a
# currency is quoted by everybody.
KINDS: Final = MappingProxyType(
    {
        "exceptions": 0.9,
        "doubts": 0.8,
        "countries": 1.0,
        "cldr_countries": 1.0,
        "demonyms": 1.0,
        "compounds": 1.0,
        "regions": 1.0,
        "seas": 0.5,
        "leaders": 0.8,
        "short": 0.5,
        "cities": 0.8,
        "subdivisions": 0.8,
        "cldr_cities": 0.8,
        "landmarks": 0.8,
        "institutions": 0.6,
        "people": 0.5,
        "firms": 0.3,
        "customs": 0.3,
        "markets": 0.25,
        "abbreviations": 0.5,
    }
)

# What must stand before a state's abbreviation, and is read with it.
_ADDRESS: Final = ", "


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Name:
    """One way to write what stands for the places `codes` (none: the words are swallowed).

    `capitals` are the offsets at which a capital must stand. `owners` are the full names that a short form needs.
    `rivals` and `friends` are the codes whose presence speaks against and for a name in doubt.
    """

    text: str
    kind: str
    codes: Codes
    weight: float
    capitals: tuple[int, ...] = ()
    owners: frozenset[str] = frozenset()
    rivals: frozenset[str] = frozenset()
    friends: frozenset[str] = frozenset()


def rows(kind: str) -> Iterator[list[str]]:
    """Read one table of `data/`: the columns of each row."""
    table = files(__package__).joinpath("data", f"{kind}.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            yield [column.strip() for column in line.split("\t")]


def listed(column: str) -> list[str]:
    """Split a column of names."""
    return [name for name in column.split(" | ") if name]


@cache
def names() -> tuple[Name, ...]:
    """Give every name once, in the order of `KINDS`."""
    taken: dict[str, Name] = {}
    for kind in KINDS:
        for name in _short_forms() if kind == "short" else _table(kind):
            taken.setdefault(name.text, name)
    return tuple(taken.values())


def _table(kind: str) -> Iterator[Name]:
    for row in rows(kind):
        rivals, friends = (_codes(row[2]), _codes(row[3])) if kind == "doubts" else ((), ())
        for text in listed(row[1]):
            yield _name(
                _ADDRESS + text if kind == "abbreviations" else text,
                kind,
                _codes(row[0]),
                rivals=frozenset(rivals),
                friends=frozenset(friends),
            )


def _short_forms() -> Iterator[Name]:
    """Give each short form of the leaders' third column, owned by all who bear it."""
    owners: dict[str, dict[str, Codes]] = {}
    for row in rows("leaders"):
        for text in listed(row[2]) if len(row) > 2 else ():
            owners.setdefault(text, {}).update(dict.fromkeys(listed(row[1]), _codes(row[0])))
    for text, bearers in owners.items():
        codes = tuple(dict.fromkeys(code for group in bearers.values() for code in group))
        yield _name(text, "short", codes, owners=frozenset(bearers))


def _codes(column: str) -> Codes:
    return tuple(code for code in column.split() if code != "-")


def _name(text: str, kind: str, codes: Codes, **more: frozenset[str]) -> Name:
    capitals = tuple(offset for offset, letter in enumerate(text) if letter.isupper())
    return Name(text=text, kind=kind, codes=codes, weight=KINDS[kind], capitals=capitals, **more)
