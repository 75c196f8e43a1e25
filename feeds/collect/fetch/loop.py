"""What the fetching thread does, turn by turn: the multi handle, the gate and the answers. Nothing is thread-safe."""

from contextlib import suppress
from datetime import timedelta
from time import monotonic
from typing import Final

import pycurl

from feeds.collect.fetch.transfer import Transfer
from feeds.collect.gate import Gate
from feeds.collect.watch import Watch

_IDLE_CONNECTIONS: Final = 32


class Loop:
    """The thread's own half."""

    def __init__(self, watch: Watch, deadline: timedelta) -> None:
        """`deadline` is what every transfer was given, for the words of one that missed it."""
        self._watch = watch
        self._deadline = deadline
        self._gate: Gate[Transfer] = Gate()
        self._running: dict[pycurl.Curl, Transfer] = {}
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, watch.socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, watch.remind)
        self._multi.setopt(pycurl.M_MAXCONNECTS, _IDLE_CONNECTIONS)

    def take(self, transfer: Transfer) -> None:
        """Queue a transfer at its site."""
        self._gate.enter(transfer.site, transfer.rest, transfer)

    def turn(self) -> None:
        """Start whoever may start, let libcurl do what is due, wait for something to happen and deal with it."""
        for transfer in self._gate.admit(monotonic()):
            self._running[transfer.curl] = transfer
            self._multi.add_handle(transfer.curl)
        if self._watch.rang():
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
            self._reap()
        for descriptor, events in self._watch.wait(self._gate.next()):
            self._multi.socket_action(descriptor, events)
        self._reap()

    def unfinished(self) -> list[Transfer]:
        """Give every transfer that has no end yet."""
        return [*self._running.values(), *self._gate.waiting()]

    def close(self) -> None:
        """Drop every transfer and connection; libcurl waits here for name look-ups that it cannot call back."""
        for curl in self._running:
            with suppress(pycurl.error):  # one that could not be added, if that is why we close
                self._multi.remove_handle(curl)
        self._multi.close()
        self._watch.close()

    def _reap(self) -> None:
        _, succeeded, failed = self._multi.info_read()
        for curl in succeeded:
            self._end(curl, 0, "")
        for curl, code, words in failed:
            self._end(curl, code, words)

    def _end(self, curl: pycurl.Curl, code: int, words: str) -> None:
        transfer = self._running.pop(curl)
        outcome = transfer.outcome(code, words, self._deadline)
        self._multi.remove_handle(curl)
        curl.close()
        self._gate.leave(transfer.site, transfer.rest, monotonic())
        transfer.done(outcome)
