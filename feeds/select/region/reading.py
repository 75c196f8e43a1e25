"""A name as it was read in one part of a story."""

from typing import Final, NamedTuple

from feeds.article import Where
from feeds.select.region.matching import Match
from feeds.select.region.names import KINDS, Codes

# What names a whole country, and what does not name one place: all other kinds are towns and parts of countries.
STATES: Final = frozenset({"countries", "cldr_countries", "demonyms"})
_NO_PLACES: Final = frozenset(
    """exceptions compounds syllables regions seas leaders short institutions people namesakes firms customs markets
    abbreviations""".split()  # noqa: SIM905 - read as prose
)
TOWNS: Final = frozenset(KINDS.keys() - STATES - _NO_PLACES)
# The parts of countries, which an address names last ("Canton, Ohio").
PARTS: Final = frozenset(kind for kind in KINDS if kind.endswith("subdivisions"))


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
