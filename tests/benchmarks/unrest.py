"""A world that does not stand still: publishers write, correct, break and mend at random moments, by one seed."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count
from typing import Final

from tests.crowd import Crowd, addresses
from tests.faults import FAULTS, Fault, Scene
from tests.publishers import FORMS, Publisher

_SOUND: Final = (10.0, 90.0)  # seconds for which a server is well
_BROKEN: Final = (3.0, 30.0)  # and ill
# Answers that are no passing trouble: "gone for good" retires a source, and a day is a day.
_LASTING: Final = frozenset({"410", "503 for a day"})


@dataclass(eq=False)
class Unrest:
    """The publishers, each at an address of its own, and what will happen to them when, in seconds from the start."""

    crowd: Crowd
    publishers: dict[str, Publisher]
    seed: int
    played: Counter[str] = field(default_factory=Counter)
    broken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311 - it plays the world
        self._order = count()
        self._coming: list[tuple[float, int, str, str]] = []
        self._gap = max(5.0, float(len(self.publishers)))  # about one story a second, whoever writes it
        for address, publisher in self.publishers.items():
            publisher.write(datetime.now(UTC).replace(microsecond=0))
            self._mend(address)
            self._enter(self._chance.uniform(0, self._gap), address, "write")
            self._enter(self._chance.uniform(*_SOUND), address, "break")

    def pass_until(self, moment: float) -> None:
        """Let happen whatever is to happen until `moment`."""
        while self._coming and self._coming[0][0] <= moment:
            when, _, address, what = heappop(self._coming)
            if what == "write":
                self.publishers[address].write(datetime.now(UTC).replace(microsecond=0))
                self._enter(when + self._chance.expovariate(1 / self._gap), address, "write")
            elif what == "break":
                self._break(address)
                self._enter(when + self._chance.uniform(*_BROKEN), address, "mend")
            else:
                self._mend(address)
                self._enter(when + self._chance.uniform(*_SOUND), address, "break")

    def calm(self) -> None:
        """Mend everything, and let nothing happen any more."""
        self._coming.clear()
        for address in tuple(self.broken):
            self._mend(address)

    def _enter(self, when: float, address: str, what: str) -> None:
        heappush(self._coming, (when, next(self._order), address, what))

    def _break(self, address: str) -> None:
        publisher = self.publishers[address]
        fault = self._chance.choice([fault for fault in FAULTS if _fits(fault, publisher.form)])
        self.played[fault.name] += 1
        self.broken.add(address)
        self.crowd.answers[address] = fault.make(Scene(feed=publisher.feed()))
        if fault.deaf:
            self.crowd.close(address)

    def _mend(self, address: str) -> None:
        self.crowd.answers[address] = self.publishers[address].answer
        self.crowd.open(address)
        self.broken.discard(address)


def _fits(fault: Fault, form: str) -> bool:
    """Say whether a fault can befall a feed of this form, and brings no story of its own."""
    return fault.name not in _LASTING and not fault.brings and bool(fault.says or form == "rss")


@contextmanager
def unrest(sources: int, seed: int) -> Iterator[Unrest]:
    """Play `sources` publishers of all forms on loopback."""
    places = addresses(sources)
    with Crowd(places) as crowd:
        publishers = {
            address: Publisher(name=f"paper{number}", form=FORMS[number % len(FORMS)], seed=seed)
            for number, address in enumerate(places)
        }
        yield Unrest(crowd, publishers, seed)
