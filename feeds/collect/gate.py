"""Who may ask which site when: one at a time, first come first served, with a rest in between. Pure."""

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Final, Generic, TypeVar

Ticket = TypeVar("Ticket")
_REMEMBERED: Final = 1024


@dataclass(slots=True)
class _Line(Generic[Ticket]):
    """The queue at one site: `rested` is the rest that its last visitor asked for, from `ended` on."""

    waiting: deque[tuple[float, Ticket]] = field(default_factory=deque)
    busy: bool = False
    ended: float = float("-inf")
    rested: float = 0.0


class Gate(Generic[Ticket]):
    """Queues by site. Every time and duration is in seconds of one monotonic clock; not thread-safe."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line[Ticket]] = {}
        self._ready: list[tuple[float, int, str]] = []
        self._order = count()
        self._longest = 0.0

    def enter(self, site: str, rest: float, ticket: Ticket) -> None:
        """Queue `ticket` at `site`; it wants `rest` seconds of silence before and after its visit."""
        self._longest = max(self._longest, rest)
        line = self._lines.setdefault(site, _Line())
        line.waiting.append((rest, ticket))
        if not line.busy and len(line.waiting) == 1:
            self._announce(site, line)

    def admit(self, now: float) -> list[Ticket]:
        """Let in the first of each site that is free and rested; each must `leave` when it is done."""
        admitted = []
        while self._ready and self._ready[0][0] <= now:
            line = self._lines[heappop(self._ready)[2]]
            line.busy = True
            admitted.append(line.waiting.popleft()[1])
        return admitted

    def leave(self, site: str, rest: float, now: float) -> None:
        """Free `site`, whose visitor wanted `rest` seconds of silence after it."""
        line = self._lines[site]
        line.busy, line.ended, line.rested = False, now, rest
        if line.waiting:
            self._announce(site, line)
        elif len(self._lines) > _REMEMBERED:
            self._forget(now)

    def next(self) -> float | None:
        """Give the time at which somebody can be admitted, if nobody leaves before; None if nobody waits for time."""
        return self._ready[0][0] if self._ready else None

    def waiting(self) -> list[Ticket]:
        """Give all who have not been admitted."""
        return [ticket for line in self._lines.values() for _, ticket in line.waiting]

    def _announce(self, site: str, line: _Line[Ticket]) -> None:
        when = line.ended + max(line.rested, line.waiting[0][0])
        heappush(self._ready, (when, next(self._order), site))

    def _forget(self, now: float) -> None:
        # A site that has rested longer than anybody ever asked for need not be remembered.
        rested = now - self._longest
        idle = [site for site, line in self._lines.items() if not line.busy and not line.waiting]
        for site in idle:
            if self._lines[site].ended <= rested:
                del self._lines[site]
