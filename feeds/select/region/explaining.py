"""Why a story is about a place, or only mentions it: what was read, what it is worth, and one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

from feeds.article import Evidence, Place
from feeds.select.region.scoring import LEAST, Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One reading that speaks for a place.

    `kind` is the kind of the name (a table of `data/`: "countries", "firms"), `weight` what such a name is worth (0 to
    1), `points` what the reading adds to its place: 0.0 where enough was read in the same part. `filed` says that it
    stands in the dateline.
    """

    evidence: Evidence
    kind: str
    weight: float
    points: float
    filed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A place with all its readings in their order, their sum in points, and why it is primary or only mentioned."""

    place: Place
    points: float
    reason: str
    readings: tuple[Read, ...]


def explanation(places: Iterable[Judged]) -> tuple[Explained, ...]:
    """Put into words what was judged, in its order."""
    return tuple(
        Explained(
            place=one.place,
            points=round(one.points, 2),
            reason=one.standing.value.format(points=one.points, strongest=one.strongest, least=LEAST),
            readings=_reads(one),
        )
        for one in places
    )


def _reads(one: Judged) -> tuple[Read, ...]:
    return tuple(
        Read(
            evidence=Evidence(text=text[start:end], where=where, start=start, end=end),
            kind=name.kind,
            weight=name.weight,
            points=round(points, 2),
            filed=filed,
        )
        for ((start, end, name), where, text, _, filed), points in zip(one.readings, one.worth, strict=True)
    )
