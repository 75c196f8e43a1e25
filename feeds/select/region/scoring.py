"""How much a story is about a place: points for each reading, then who is primary.

Every number that decides stands here, with its reason; `beatwire explain` and the evidence show the rest.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

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


def judged(readings: Sequence[Reading]) -> tuple[Place, ...]:
    """Give the places of a story's settled readings, the highest score first."""
    heard = _by_code(readings)
    points = {code: _points(held) for code, held in heard.items()}
    strongest = max(points.values(), default=0.0)
    places = [_place(code, points[code], strongest, held) for code, held in heard.items()]
    places.sort(key=lambda place: (-place.score, place.code))
    return tuple(places)


def _place(code: str, points: float, strongest: float, readings: Sequence[Reading]) -> Place:
    return Place(
        code=code,
        score=round(points / (points + HALF), 4),
        primary=_is_primary(points, strongest, readings),
        evidence=tuple(
            [
                Evidence(text=text[start:end], where=where, start=start, end=end)
                for (start, end, _), where, text, *_ in readings[:MOST_EVIDENCE]
            ]
        ),
        subdivisions=_subdivisions(code, readings),
    )


def _subdivisions(code: str, readings: Sequence[Reading]) -> tuple[str, ...]:
    """Give the parts of the country `code` that its words name, the most points first."""
    points: dict[str, float] = {}
    for reading in readings:
        for part in reading.match.name.subdivisions:
            if part[:2] == code:
                points[part] = points.get(part, 0.0) + WHERE[reading.where] * reading.match.name.weight
    return tuple(sorted(points, key=lambda part: -points[part])) if points else ()


def _by_code(readings: Sequence[Reading]) -> dict[str, list[Reading]]:
    heard: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        for code in reading.codes:
            heard[code].append(reading)
    return heard


def _points(readings: Sequence[Reading]) -> float:
    by_part: dict[Where, list[float]] = defaultdict(list)
    filed = 0.0
    for match, where, _, _, dateline in readings:
        by_part[where].append(match.name.weight)
        if dateline:
            filed = FILED
    return filed + sum([WHERE[where] * sum(worth[: MOST_READINGS[where]]) for where, worth in by_part.items()])


def _is_primary(points: float, strongest: float, readings: Sequence[Reading]) -> bool:
    if points < max(LEAST, strongest * TITLE_SHARE) or all(one.match.name.weight < ALONE for one in readings):
        return False
    return points >= strongest * SHARE or any(
        one.dateline or (one.where == "title" and one.match.name.weight >= TITLE_WORTH) for one in readings
    )
