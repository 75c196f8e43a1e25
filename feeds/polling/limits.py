"""How many whole documents a client is given within a time: so many at once, then at their pace (GCRA)."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

CLIENTS: Final = 10_000
"""How many clients are remembered; who comes after that pushes out whoever was quiet longest."""


class Limits:
    """What each client has left; any thread may ask. Each worker keeps its own."""

    def __init__(self, most: int, within: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Grant each client `most` in any `within` seconds, as good as; 0 is without end. `clock` is monotonic."""
        self._most = most
        self._within = within
        self._clock = clock
        self._guard = threading.Lock()
        self._paid: OrderedDict[str, float] = OrderedDict()  # until when what a client took is paid for

    def wait(self, client: str) -> float:
        """Take one for `client` and give 0; or give for how many seconds there is none, and take nothing."""
        if not self._most or not client:
            return 0.0
        now, pace = self._clock(), self._within / self._most
        with self._guard:
            paid = max(self._paid.get(client, now), now) + pace
            if paid - now > self._within + 1e-9:
                return paid - now - self._within
            self._paid[client] = paid
            self._paid.move_to_end(client)
            if len(self._paid) > CLIENTS:
                self._paid.popitem(last=False)
        return 0.0
