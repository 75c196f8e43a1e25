"""What the fetching thread waits for: libcurl's sockets, libcurl's one timer, and a nudge from another thread.

It asks the system directly, not by way of `selectors`, which would cost as much as all the rest of a poll in Python.
"""

import os
import select
from time import monotonic
from typing import Final

# libcurl's bits: 1 is reading, 2 is writing, 4 is no longer. The system's: a failure counts as both.
_READ: Final = 1
_WRITE: Final = 2
_MASKS: Final = {_READ: select.POLLIN, _WRITE: select.POLLOUT, _READ | _WRITE: select.POLLIN | select.POLLOUT}
_EPOLL: Final = hasattr(select, "epoll")  # poll, elsewhere, has the same methods and wants milliseconds


class Watch:
    """Sleeps until something stirs.

    Only `nudge` may be called from another thread, and not from two at the same time.
    """

    def __init__(self) -> None:
        self._ear, self._mouth = os.pipe()
        self._nudged = False
        self._heeded: set[int] = set()
        self._timer: float | None = None
        self._stirred = select.epoll() if _EPOLL else select.poll()
        self._stirred.register(self._ear, select.POLLIN)

    def socket(self, what: int, descriptor: int, *_rest: object) -> None:
        """Heed, or no longer heed, a socket (CURLMOPT_SOCKETFUNCTION)."""
        mask = _MASKS.get(what)
        if descriptor not in self._heeded:
            if mask is not None:
                self._heeded.add(descriptor)
                self._stirred.register(descriptor, mask)
        elif mask is not None:
            self._stirred.modify(descriptor, mask)
        else:
            self._heeded.remove(descriptor)
            self._forget(descriptor)

    def remind(self, milliseconds: int) -> None:
        """Set the one timer, or with -1 stop it (CURLMOPT_TIMERFUNCTION)."""
        self._timer = None if milliseconds < 0 else monotonic() + milliseconds / 1000

    def nudge(self) -> None:
        """End the wait that is going on, or the next."""
        if not self._nudged:
            self._nudged = True
            os.write(self._mouth, b"!")

    def wait(self, until: float | None) -> list[tuple[int, int]]:
        """Sleep until a socket stirs, the timer rings, a nudge or the monotonic time `until`; give (socket, events)."""
        due = [when for when in (self._timer, until) if when is not None]
        seconds = max(0.0, min(due) - monotonic()) if due else None
        stirred = self._stirred.poll(seconds if _EPOLL or seconds is None else seconds * 1000)
        events = [
            (descriptor, (_READ if seen & ~select.POLLOUT else 0) | (_WRITE if seen & ~select.POLLIN else 0))
            for descriptor, seen in stirred
            if descriptor != self._ear
        ]
        if len(events) != len(stirred):
            os.read(self._ear, 4096)
            self._nudged = False  # before the caller looks what there is, so that no nudge is lost
        return events

    def rang(self) -> bool:
        """Say whether the timer rang; it rings once."""
        if self._timer is None or self._timer > monotonic():
            return False
        self._timer = None
        return True

    def close(self) -> None:
        """Let go of the sockets."""
        if isinstance(self._stirred, select.epoll):
            self._stirred.close()
        os.close(self._ear)
        os.close(self._mouth)

    def _forget(self, descriptor: int) -> None:
        try:
            self._stirred.unregister(descriptor)
        except (OSError, KeyError):  # closed already: the system forgot it by itself
            return
