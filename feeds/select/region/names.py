"""The gazetteer: every name that speaks for a place, read from the tables in `data/`.

A table is a TSV of codes, names (separated by " | ") and, in some, one or two more columns; "#" starts a comment. Its
file name is the kind of its names. A code is a country's, a region group's or a subdivision's (ISO 3166-2, "CN-GD"),
which speaks for its country too. Where two tables claim one name, the table that stands first in `KINDS` has it; it may
learn from a later one of the same country which subdivision it stands in. Tables in one language end in its tag
("leaders.id"): "Anwar" is one man where Malay is written, and a first name where English is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
        "edged": 0.8,
        "syllables": 0.9,
        "regions": 1.0,
        "seas": 0.5,
        "leaders": 0.8,
        "short": 0.5,
        "cities": 0.8,
        "subdivisions": 0.8,
        "cldr_cities": 0.8,
        "landmarks": 0.8,
        "capitals": 0.8,
        "cldr_subdivisions": 0.8,
        "geonames_cities": 0.8,
        "institutions": 0.6,
        "people": 0.5,
        "namesakes": 0.5,
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

    `subdivisions` are the parts of those countries that it names or stands in (ISO 3166-2). `capitals` are the offsets
    at which a capital must stand. `owners` are the full names that a short form needs.
    `rivals` and `friends` are the codes whose presence speaks against and for a name in doubt. `language` is the one in
    which the name means that ("": any).
    """

    text: str
    kind: str
    codes: Codes
    weight: float
    subdivisions: Codes = ()
    capitals: tuple[int, ...] = ()
    owners: frozenset[str] = frozenset()
    rivals: frozenset[str] = frozenset()
    friends: frozenset[str] = frozenset()
    language: str = ""


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
def tables() -> tuple[str, ...]:
    """Give the tables of names in the order of `KINDS`: of each kind those of one language, then the common one."""
    stems = (file.name.removesuffix(".tsv") for file in files(__package__).joinpath("data").iterdir())
    found = sorted(stems, key=lambda stem: ("." not in stem, stem))
    return tuple(table for kind in KINDS for table in found if table.partition(".")[0] == kind)


@cache
def names() -> tuple[Name, ...]:
    """Give every name once in a language, in the order of `KINDS`."""
    taken: dict[tuple[str, str], Name] = {}
    for name in _all():
        held = taken.setdefault((name.text, name.language), name)
        if name.subdivisions and not held.subdivisions and name.codes == held.codes:
            taken[name.text, name.language] = replace(held, subdivisions=name.subdivisions)
    return tuple(name for name in taken.values() if not _is_common(name, taken.get((name.text, ""))))


def _is_common(name: Name, common: Name | None) -> bool:
    """Say whether what a name means in its language it means in any."""
    return bool(name.language) and common is not None and (common.codes, common.kind) == (name.codes, name.kind)


def _all() -> Iterator[Name]:
    for table in tables():
        yield from _table(table)
        if table == "leaders":
            yield from _short_forms()


def _table(table: str) -> Iterator[Name]:
    kind, _, language = table.partition(".")
    before = _ADDRESS if kind == "abbreviations" else ""
    for row in rows(table):
        codes, parts = _parted(row[0])
        rivals, friends = (_codes(row[2]), _codes(row[3])) if kind == "doubts" else ((), ())
        for text in listed(row[1]):
            yield Name(
                text=before + text,
                kind=kind,
                codes=codes,
                weight=KINDS[kind],
                subdivisions=parts,
                capitals=_capitals(before + text),
                rivals=frozenset(rivals),
                friends=frozenset(friends),
                language=language,
            )


def _short_forms() -> Iterator[Name]:
    """Give each short form of the leaders' third column, owned by all who bear it."""
    owners: dict[str, dict[str, Codes]] = {}
    for row in rows("leaders"):
        for text in listed(row[2]) if len(row) > 2 else ():
            owners.setdefault(text, {}).update(dict.fromkeys(listed(row[1]), _codes(row[0])))
    for text, bearers in owners.items():
        codes, parts = _parted(" ".join(code for group in bearers.values() for code in group))
        yield Name(
            text=text,
            kind="short",
            codes=codes,
            weight=KINDS["short"],
            subdivisions=parts,
            capitals=_capitals(text),
            owners=frozenset(bearers),
        )


def _codes(column: str) -> Codes:
    return tuple(code for code in column.split() if code != "-")


def _parted(column: str) -> tuple[Codes, Codes]:
    """Give the countries of a column of codes, and the parts of them among it, each once."""
    codes = tuple(dict.fromkeys(_codes(column)))
    parts = tuple(code for code in codes if _is_subdivision(code))
    return (tuple(dict.fromkeys(code[:2] if code in parts else code for code in codes)) if parts else codes), parts


def _capitals(text: str) -> tuple[int, ...]:
    if text.islower():
        return ()
    return tuple([offset for offset, letter in enumerate(text) if letter.isupper()])


def _is_subdivision(code: str) -> bool:
    return code[2:3] == "-" and code[:2].isupper()
