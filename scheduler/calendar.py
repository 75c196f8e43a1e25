"""Who is due when: a calendar in memory, so that a look costs nothing while nobody is due. Pure; not thread-safe."""

from collections.abc import Hashable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)


class Calendar(Generic[Name]):
    """Names by the time at which they are due; a name that was taken is out of it until it is put again."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Name]] = []
        self._order = count()

    def put(self, name: Name, when: datetime) -> None:
        """Enter `name`, which is not in it, for `when` (aware, UTC)."""
        heappush(self._heap, (when, next(self._order), name))

    def take(self, now: datetime, most: int) -> list[Name]:
        """Take out at most `most` of those that are due at `now`, the longest due first."""
        taken: list[Name] = []
        while len(taken) < most and self._heap and self._heap[0][0] <= now:
            taken.append(heappop(self._heap)[2])
        return taken

    def __len__(self) -> int:
        return len(self._heap)
