"""What the fetching thread waits for: libcurl's sockets, libcurl's one timer, and a nudge from another thread."""

import os
import selectors
from time import monotonic
from typing import Final

_READ_OR_WRITE: Final = selectors.EVENT_READ | selectors.EVENT_WRITE


class Watch:
    """Sleeps until something stirs.

    Reading is bit 1 and writing bit 2 for `selectors` and for libcurl alike, so that neither is translated.
    Only `nudge` may be called from another thread.
    """

    def __init__(self) -> None:
        self._ear, self._mouth = os.pipe()
        self._heeded: set[int] = set()
        self._timer: float | None = None
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._ear, selectors.EVENT_READ)

    def socket(self, what: int, descriptor: int, *_rest: object) -> None:
        """Heed, or no longer heed, a socket (CURLMOPT_SOCKETFUNCTION)."""
        known = descriptor in self._heeded
        wanted = what if what & _READ_OR_WRITE else 0
        if known and wanted:
            self._selector.modify(descriptor, wanted)
        elif known:
            self._heeded.remove(descriptor)
            self._selector.unregister(descriptor)
        elif wanted:
            self._heeded.add(descriptor)
            self._selector.register(descriptor, wanted)

    def remind(self, milliseconds: int) -> None:
        """Set the one timer, or with -1 stop it (CURLMOPT_TIMERFUNCTION)."""
        self._timer = None if milliseconds < 0 else monotonic() + milliseconds / 1000

    def nudge(self) -> None:
        """End the wait that is going on, or the next."""
        os.write(self._mouth, b"!")

    def wait(self, until: float | None) -> list[tuple[int, int]]:
        """Sleep until a socket stirs, the timer rings, a nudge or the monotonic time `until`; give (socket, events)."""
        due = [when for when in (self._timer, until) if when is not None]
        stirred = self._selector.select(max(0.0, min(due) - monotonic()) if due else None)
        if any(key.fd == self._ear for key, _ in stirred):
            os.read(self._ear, 4096)
        return [(key.fd, events) for key, events in stirred if key.fd != self._ear]

    def rang(self) -> bool:
        """Say whether the timer rang; it rings once."""
        if self._timer is None or self._timer > monotonic():
            return False
        self._timer = None
        return True

    def close(self) -> None:
        """Let go of the sockets."""
        self._selector.close()
        os.close(self._ear)
        os.close(self._mouth)
