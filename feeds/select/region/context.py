"""What a name means in its story: addresses, short forms of people, names that several share.

Each rule takes the readings of one story and gives those that still speak. A reading may come out with other codes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from feeds.article import Where
from feeds.select.region.matching import Match
from feeds.select.region.names import Codes
from feeds.select.region.syllables import stands_alone

_PLACES: Final = frozenset(
    {"countries", "cldr_countries", "cities", "cldr_cities", "capitals", "geonames_cities", "doubts"}
)
# What holds places, and what stands between (an abbreviation is read with its comma).
_CONTAINERS: Final = MappingProxyType({"subdivisions": ", ", "cldr_subdivisions": ", ", "abbreviations": ""})
# The rivals of a name that too many places share.
ANYWHERE: Final = "*"
# The rivals of a name that every country has (国会): whatever other place the story names.
ELSEWHERE: Final = "+"
# Words that may be written with a capital before a place without being somebody's first name.
_PLAIN: Final = frozenset(
    """a after against and as at before between but by for from how if in inside into is its like near of off on or over
    says than that the to toward under via what when where which while who why will with without""".split()  # noqa: SIM905 - read as prose
)


class Reading(NamedTuple):
    """One match in one part of a story: `text` is that part, whole; `codes` what the match speaks for.

    `dateline` says that it stands in the dateline, where the story was filed.
    """

    match: Match
    where: Where
    text: str
    codes: Codes
    dateline: bool = False

    @property
    def kind(self) -> str:
        """The kind of the name that was read."""
        return self.match.name.kind


def settled(readings: list[Reading]) -> list[Reading]:
    """Apply every rule that has something to say, the plainest first."""
    kinds = {reading.match.name.kind for reading in readings}
    placed = readings if kinds.isdisjoint(_CONTAINERS) else _addresses(readings)
    heard = [
        reading for reading in placed if not _is_ticker(reading) and not (reading.dateline and _is_agency(reading))
    ]
    if "syllables" in kinds:
        heard = [one for one in heard if one.kind != "syllables" or stands_alone(one.text, *one.match[:2])]
    spoken = [reading for reading in heard if reading.codes]
    if "short" in kinds:
        spoken = list(_introduced(spoken))
    if "doubts" not in kinds:
        return spoken
    return list(_certain(spoken, [reading.match.name.text for reading in heard if not reading.codes]))


def _addresses(readings: list[Reading]) -> list[Reading]:
    """Follow an address ("Canton, Ohio"): the state says where the place before it is."""
    followed = readings.copy()
    for at, (reading, after) in enumerate(pairwise(readings)):
        if after.match.name.kind in _CONTAINERS and reading.kind in _PLACES and _is_address(reading, after):
            followed[at] = reading._replace(codes=after.codes)
    return followed


def _is_ticker(reading: Reading) -> bool:
    """Say whether a word is a stock's sign (<ROK>, $PLA): letters that stand for a firm, not for the place."""
    text, (start, end, _) = reading.text, reading.match
    before = text[start - 1] if start else ""
    return before == "$" or (before == "<" and text[end : end + 1] in {">", "."})


def _is_address(place: Reading, container: Reading) -> bool:
    between = place.text[place.match.end : container.match.start]
    return container.text is place.text and between == _CONTAINERS[container.kind]


def _is_agency(reading: Reading) -> bool:
    """Say whether what a dateline names is the agency that files the story (新华社河内11月20日电)."""
    return reading.kind == "institutions"


def _introduced(readings: list[Reading]) -> Iterator[Reading]:
    """Introduce people ("Kim"): a short form speaks for those of its bearers whom the story names in full."""
    full = {reading.match.name.text: reading.codes for reading in readings if reading.kind == "leaders"}
    for reading in readings:
        if reading.kind != "short":
            yield reading
            continue
        bearers = [full[owner] for owner in full if owner in reading.match.name.owners]
        if bearers:
            yield reading._replace(codes=bearers[0])


def _certain(readings: list[Reading], people: list[str]) -> Iterator[Reading]:
    """Weigh shared names ("Georgia"): of the names in doubt, those for which the rest of the story speaks.

    `people` are the phrases that were swallowed, "Michael Jordan" among them.
    """
    clear = Counter(code for reading in readings if reading.kind != "doubts" for code in reading.codes)
    doubted: dict[str, bool] = {}
    for reading in readings:
        if reading.kind != "doubts" or reading.codes != reading.match.name.codes:
            yield reading
            continue
        text = reading.match.name.text
        if text not in doubted:
            doubted[text] = _is_doubtful(reading, clear, readings, people)
        if not doubted[text]:
            yield reading


def _is_doubtful(reading: Reading, clear: Counter[str], readings: list[Reading], people: list[str]) -> bool:
    name = reading.match.name
    friends = sum(clear[code] for code in name.friends.union(name.codes))
    rivals = sum(clear[code] for code in (clear.keys() - name.codes if ELSEWHERE in name.rivals else name.rivals))
    if friends or rivals or ANYWHERE in name.rivals:
        return rivals > friends or not friends
    return any(name.text in person for person in people) or any(
        _is_person(one) for one in readings if one.match.name is name
    )


def _is_person(reading: Reading) -> bool:
    """Say whether a name stands beside another capitalised word, in a text where that says something."""
    before, after = _word_before(reading.text, reading.match.start), _word_after(reading.text, reading.match.end)
    if not _is_proper(before) and not _is_proper(after):
        return False
    return reading.where != "title" or not _is_headline_case(reading.text)


def _word_before(text: str, end: int) -> str:
    while end and text[end - 1] == " ":
        end -= 1
    return text[text.rfind(" ", 0, end) + 1 : end]


def _word_after(text: str, start: int) -> str:
    """Give the word that one space parts from what ends at `start`."""
    if text[start : start + 1] != " ":
        return ""
    end = text.find(" ", start + 1)
    return text[start + 1 : end if end >= 0 else len(text)]


def _is_proper(word: str) -> bool:
    return word[:1].isupper() and word.isalpha() and word.lower() not in _PLAIN and not word.isupper()


def _is_headline_case(text: str) -> bool:
    words = [word for word in text.split() if word[:1].isalpha() and word.lower() not in _PLAIN]
    return _share(word[0].isupper() for word in words) > 0.6


def _share(flags: Iterable[bool]) -> float:
    held = list(flags)
    return sum(held) / len(held) if held else 0.0
