"""How much a story is about a place: points for each reading, then who is primary.

Every number that decides stands here, with its reason; `explaining` and the evidence show the rest.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Final, NamedTuple

from feeds.article import Evidence, Place, Where
from feeds.select.region.context import Reading

# A headline names what a story is about; the lead repeats it; the body also tells the background.
WHERE: Final[Mapping[Where, float]] = MappingProxyType({"title": 4.0, "category": 2.0, "lead": 2.0, "body": 1.0})
# Readings of one place that count in one part; what is said more often is no more about it.
MOST_READINGS: Final[Mapping[Where, int]] = MappingProxyType({"title": 2, "category": 2, "lead": 4, "body": 20})
# Fewer points than this are a mention whatever else is there: a currency in the headline, a passing word in the body.
LEAST: Final = 1.5
# Beside the strongest place, one is primary from this share of its points on.
SHARE: Final = 0.7
# A place that the headline names needs only this share: the headline chose it.
TITLE_SHARE: Final = 0.25
# Names of less worth than this (currencies, indexes) never make a place primary, however many there are.
ALONE: Final = 0.3
# A name of at least this worth in the headline is such a choice (so currencies and short forms are none).
TITLE_WORTH: Final = 0.6
# What the dateline adds: somebody was sent there to report.
FILED: Final = 2.0
# At this many points the score is one half.
HALF: Final = 4.0
# Evidence kept for a place; more says no more to a reader.
MOST_EVIDENCE: Final = 8


class Standing(Enum):
    """Where a place stands in its story, as a sentence: first what makes it primary, then what leaves it mentioned."""

    STRONGEST = "nothing else is named as much: {points:.1f} points"
    TITLE = "named in the headline: {points:.1f} of {strongest:.1f} points"
    FILED = "the story was filed from there: {points:.1f} of {strongest:.1f} points"
    BESIDE = "named nearly as much as the strongest: {points:.1f} of {strongest:.1f} points"
    SLIGHT = "only mentioned: {points:.1f} points, fewer than {least:.1f}"
    WEAK = "only mentioned: nothing but currencies, indexes and the like speaks for it"
    PASSING = "only mentioned: {points:.1f} of {strongest:.1f} points"

    @property
    def primary(self) -> bool:
        """Whether the story is about the place."""
        return self not in _MENTIONED


_MENTIONED: Final = frozenset({Standing.SLIGHT, Standing.WEAK, Standing.PASSING})


class Judged(NamedTuple):
    """A place with what was read for it (`worth` in points, one a reading, 0.0 beyond those that count)."""

    place: Place
    standing: Standing
    points: float
    strongest: float
    readings: Sequence[Reading]
    worth: Sequence[float]


def judged(readings: Sequence[Reading]) -> list[Judged]:
    """Judge the places of a story's settled readings, the highest score first."""
    heard = _by_code(readings)
    worth = {code: _worth(held) for code, held in heard.items()}
    strongest = max((sum(each) for each in worth.values()), default=0.0)
    found = [_judge(code, held, worth[code], strongest) for code, held in heard.items()]
    found.sort(key=lambda one: (-one.place.score, one.place.code))
    return found


def _judge(code: str, readings: Sequence[Reading], worth: Sequence[float], strongest: float) -> Judged:
    points = sum(worth)
    standing = _standing(points, strongest, readings)
    place = Place(
        code=code,
        score=round(points / (points + HALF), 4),
        primary=standing.primary,
        evidence=tuple(
            [
                Evidence(text=text[start:end], where=where, start=start, end=end)
                for (start, end, _), where, text, *_ in readings[:MOST_EVIDENCE]
            ]
        ),
    )
    return Judged(place, standing, points, strongest, readings, worth)


def _by_code(readings: Sequence[Reading]) -> dict[str, list[Reading]]:
    heard: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        for code in reading.codes:
            heard[code].append(reading)
    return heard


def _worth(readings: Sequence[Reading]) -> list[float]:
    """Give the points of each reading of one place; the first of a dateline has what the dateline adds."""
    told: dict[Where, int] = {}
    worth, filed = [], FILED
    for match, where, _, _, dateline in readings:
        held = told[where] = told.get(where, 0) + 1
        points = WHERE[where] * match.name.weight if held <= MOST_READINGS[where] else 0.0
        if dateline:
            points, filed = points + filed, 0.0
        worth.append(points)
    return worth


def _standing(points: float, strongest: float, readings: Sequence[Reading]) -> Standing:
    if points < LEAST:
        return Standing.SLIGHT
    if all(one.match.name.weight < ALONE for one in readings):
        return Standing.WEAK
    if points >= strongest:
        return Standing.STRONGEST
    if points >= strongest * TITLE_SHARE:
        if any(one.where == "title" and one.match.name.weight >= TITLE_WORTH for one in readings):
            return Standing.TITLE
        if any(one.dateline for one in readings):
            return Standing.FILED
    return Standing.BESIDE if points >= strongest * SHARE else Standing.PASSING
