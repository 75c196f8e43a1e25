"""What a worker answered since it started: by status and format, in bytes, and how many follow, as readers say."""

import re
import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

FOLLOWERS: Final = 2000
"""Of how many (feed, reader) pairs the number of subscribers is remembered."""
_LONGEST: Final = 500  # of a User-Agent
_SAID: Final = re.compile(r"\b(\d{1,9}) (?:subscriber|reader)s?\b", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]*(?:[ -][A-Z][A-Za-z0-9_.]*){0,3}")


@dataclass(frozen=True, slots=True)
class Tally:
    """A count as it stood at one moment; see `Counts`."""

    answers: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    followers: dict[tuple[str, str], int] = field(default_factory=dict)


def followers(agent: str) -> tuple[str, int] | None:
    """Give (name, subscribers) of a reader that tells in its User-Agent for how many it asks; None of any other."""
    return _followers(agent[:_LONGEST])


@lru_cache(maxsize=4096)
def _followers(agent: str) -> tuple[str, int] | None:
    found, named = _SAID.search(agent), _NAME.match(agent)
    return (named[0][:40], int(found[1])) if found and named else None


class Counts:
    """Counts answers; any thread may."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._guard = threading.Lock()
        self._answers: Counter[tuple[int, str, str]] = Counter()
        self._sent: Counter[tuple[str, str]] = Counter()
        self._tokens: Counter[str] = Counter()
        self._followers: OrderedDict[tuple[str, str], int] = OrderedDict()

    def answer(self, status: int, kind: str, coding: str = "", sent: int = 0) -> None:
        """Count an answer of `sent` bytes; `kind` is a format ("rss"), or "page" or "other"."""
        with self._guard:
            self._answers[status, kind, coding] += 1
            if sent:
                self._sent[kind, coding] += sent

    def token(self, name: str) -> None:
        """Count a request that came with the token `name`."""
        with self._guard:
            self._tokens[name] += 1

    def follow(self, feed: str, agent: str) -> None:
        """Remember how many subscribers a reader says it asks for, in its User-Agent, the last it said."""
        said = followers(agent)
        if said is not None:
            name, number = said
            with self._guard:
                self._followers[feed, name] = number
                self._followers.move_to_end((feed, name))
                if len(self._followers) > FOLLOWERS:
                    self._followers.popitem(last=False)

    def now(self) -> Tally:
        """Give all counts as they stand."""
        with self._guard:
            return Tally(Counter(self._answers), Counter(self._sent), Counter(self._tokens), dict(self._followers))
