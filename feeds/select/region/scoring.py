"""How much a story is about a place: points for each reading, then who is primary.

Every number that decides stands here, with its reason; `explaining` and the evidence show the rest.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Final, NamedTuple

from feeds.article import Evidence, Place, Where
from feeds.select.region.groups import groups
from feeds.select.region.reading import Reading

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
# So does a place that the lead names, at this share and these points: the lead says who did what to whom, however often
# the body then names only the one.
LEAD_SHARE: Final = 0.4
LEAD_LEAST: Final = 4.0
# A headline that names a region ("Asian exporters") speaks of those of its countries that the story names, if these are
# at least as many; of one alone it says nothing.
LEAST_MEMBERS: Final = 2
# What names a country among them: its capital does ("Tokyo lost three percent"), its currency does not.
MEMBER_WORTH: Final = 0.8
# More places than these that neither headline nor dateline has, all named alike, are a list: a table of medals, a poll.
MOST_ABREAST: Final = 4
# A name of at least this worth in the headline is such a choice (so currencies and short forms are none).
TITLE_WORTH: Final = 0.6
# Beside a stronger place, one needs a name of at least this worth: firms, customs and currencies alone may be anywhere.
OWN_WORTH: Final = 0.5
# What the dateline adds: somebody was sent there to report, which says more than to be named in the lead (2.0).
FILED: Final = 3.0
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
    LEAD = "named in the lead: {points:.1f} of {strongest:.1f} points"
    MEMBER = "the headline names its region, the story the country: {points:.1f} of {strongest:.1f} points"
    SLIGHT = "only mentioned: {points:.1f} points, fewer than {least:.1f}"
    LISTED = "only mentioned: one of a list, with {points:.1f} of {strongest:.1f} points"
    WEAK = "only mentioned: nothing but firms, currencies and the like speaks for it"
    PASSING = "only mentioned: {points:.1f} of {strongest:.1f} points"

    @property
    def primary(self) -> bool:
        """Whether the story is about the place."""
        return self not in _MENTIONED


_MENTIONED: Final = frozenset({Standing.SLIGHT, Standing.LISTED, Standing.WEAK, Standing.PASSING})


# What a place may be without headline or dateline.
_ABREAST: Final = frozenset({Standing.STRONGEST, Standing.BESIDE})


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
    standings = {code: _standing(sum(worth[code]), strongest, held) for code, held in heard.items()}
    _compare(standings, heard)
    found = []
    for code, held in heard.items():
        points, standing = sum(worth[code]), standings[code]
        found.append(Judged(_place(code, points, standing, held), standing, points, strongest, held, worth[code]))
    found.sort(key=lambda one: (-one.place.score, one.place.code))
    return found


def _compare(standings: dict[str, Standing], heard: Mapping[str, Sequence[Reading]]) -> None:
    """Change the standings that depend on what else the story names: members of a region, items of a list."""
    members = _members(heard)
    for code in members:
        if not standings[code].primary:
            standings[code] = Standing.MEMBER
    abreast = [code for code, standing in standings.items() if standing in _ABREAST and not _is_chosen(heard[code])]
    if len(abreast) > MOST_ABREAST:
        standings.update((code, Standing.LISTED) for code in abreast if code not in members)


def _place(code: str, points: float, standing: Standing, readings: Sequence[Reading]) -> Place:
    return Place(
        code=code,
        score=round(points / (points + HALF), 4),
        primary=standing.primary,
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


def _members(heard: Mapping[str, Sequence[Reading]]) -> frozenset[str]:
    """Give the countries that a region in the headline stands for: those that the story names by a country's name."""
    regions = [code for code in heard if code.islower() and _is_titled(heard[code])]
    if not regions:
        return frozenset()
    named = {code for code, held in heard.items() if sum([one.match.name.weight for one in held]) >= MEMBER_WORTH}
    found = (named & groups()[region] for region in regions)
    return frozenset().union(*(each for each in found if len(each) >= LEAST_MEMBERS))


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
    return Standing.STRONGEST if points >= strongest else _beside(points, strongest, readings)


def _beside(points: float, strongest: float, readings: Sequence[Reading]) -> Standing:
    """Give the standing of a place beside a stronger one."""
    own = [one for one in readings if one.match.name.weight >= OWN_WORTH]
    if points >= strongest * TITLE_SHARE:
        if _is_titled(readings):
            return Standing.TITLE
        if any(one.dateline for one in readings):
            return Standing.FILED
    if not own:
        return Standing.WEAK
    if points >= strongest * SHARE:
        return Standing.BESIDE
    if points >= max(LEAD_LEAST, strongest * LEAD_SHARE) and any(one.where == "lead" for one in own):
        return Standing.LEAD
    return Standing.PASSING


def _is_chosen(readings: Sequence[Reading]) -> bool:
    return any(one.where in {"title", "category"} or one.dateline for one in readings)


def _is_titled(readings: Sequence[Reading]) -> bool:
    return any(one.where == "title" and one.match.name.weight >= TITLE_WORTH for one in readings)
