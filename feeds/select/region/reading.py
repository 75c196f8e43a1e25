"""A name as it was read in one part of a story."""

from typing import NamedTuple

from feeds.article import Where
from feeds.select.region.matching import Match
from feeds.select.region.names import Codes


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
